import Hashing

/// What a node attests about one round, and what a feed contract accepts.
public struct Report: Hashable, Sendable {
    public var feedID: Word
    /// The digest of the verifying key of the model that computed the values.
    public var modelID: Word
    /// Rises from report to report of one feed.
    public var round: UInt64
    /// Seconds since 1970.
    public var observedAt: UInt64
    /// Keccak-256 of the 64 bytes (x ‖ y) of the proof's commitment to the market data.
    public var feedCommitment: Word
    /// The model's public values behind the observation time, in the model's order, each strictly between ±2^127. The one
    /// that a feed answers with has 48 fractional bits; the model says which scale the others have.
    public var values: [Int128]

    public init(
        feedID: Word, modelID: Word, round: UInt64, observedAt: UInt64, feedCommitment: Word, values: [Int128]
    ) {
        self.feedID = feedID
        self.modelID = modelID
        self.round = round
        self.observedAt = observedAt
        self.feedCommitment = feedCommitment
        self.values = values
    }

    /// The EIP-712 type, as `ProvenFeed.sol` spells it.
    public static let typeName =
        "Report(bytes32 feedId,bytes32 modelId,uint64 round,uint64 observedAt,bytes32 feedCommitment,int256[] values)"

    /// `hashStruct` of the report.
    public var structHash: Word {
        let values = Keccak256.hash(values.flatMap { Word(signed: $0).bytes })
        let words = [feedID, modelID, Word(round), Word(observedAt), feedCommitment, Word(rightAligned: values)]
        return Word(rightAligned: Keccak256.hash(Keccak256.hash(Self.typeName.utf8) + words.flatMap(\.bytes)))
    }

    /// The digest that signers sign for a feed contract.
    public func digest(domain: TypedDataDomain) -> Word {
        TypedDataDomain.digest(separator: domain.separator, structHash: structHash)
    }

    /// The bytes whose Keccak-256 is ``digest(domain:)``.
    public func signingPreimage(domain: TypedDataDomain) -> [UInt8] {
        TypedDataDomain.preimage(separator: domain.separator, structHash: structHash)
    }

    /// The commitment as reports carry it: Keccak-256 of the point's 64 bytes x ‖ y.
    public static func commitment(to point: [UInt8]) -> Word {
        Word(rightAligned: Keccak256.hash(point))
    }

    /// The order of BN254's scalar field.
    static let fieldOrder = Word(
        high: 0x3064_4e72_e131_a029_b850_45b6_8181_585d, low: 0x2833_e848_79b9_7091_43e1_f593_f000_0001)

    /// The proof's public inputs as the feed contract derives them (its `_publicInputs`): the observation time, then the
    /// values, a negative value v as r − |v|. Each 32 bytes, big-endian.
    public var publicInputs: [[UInt8]] {
        [Word(observedAt).bytes]
            + values.map { value in
                let word = Word(signed: value)
                return (value < 0 ? Self.fieldOrder &+ word : word).bytes
            }
    }

    /// As the contract's tuple.
    var abiValue: ABIValue {
        .tuple([
            .bytes32(feedID), .bytes32(modelID), .number(round), .number(observedAt), .bytes32(feedCommitment),
            .array(values.map { .signed($0) }),
        ])
    }

    static let abiType = ABIType.tuple([
        .fixedBytes(32), .fixedBytes(32), .uint(64), .uint(64), .fixedBytes(32), .array(.int(256)),
    ])

    /// Nil where the tuple is not a report, or a value is not within 128 bits.
    init?(abiValue: ABIValue) {
        guard case .tuple(let members) = abiValue, members.count == 6,
            case .fixedBytes(let feed) = members[0], let feedID = Word(bytes: feed),
            case .fixedBytes(let model) = members[1], let modelID = Word(bytes: model),
            case .uint(let roundWord) = members[2], let round = roundWord.asUInt64,
            case .uint(let timeWord) = members[3], let observedAt = timeWord.asUInt64,
            case .fixedBytes(let commitment) = members[4], let feedCommitment = Word(bytes: commitment),
            case .array(let items) = members[5]
        else { return nil }
        var values: [Int128] = []
        for item in items {
            guard case .int(let word) = item, let value = word.asInt128 else { return nil }
            values.append(value)
        }
        self.init(
            feedID: feedID, modelID: modelID, round: round, observedAt: observedAt, feedCommitment: feedCommitment,
            values: values)
    }
}
