/// Calldata for `contracts/ProvenFeed.sol` and what it returns.
public enum ProvenFeed {
    /// What a feed contract is created with; see `IProvenFeed.Configuration`.
    public struct Configuration: Hashable, Sendable {
        public var feedID: Word
        public var modelID: Word
        public var verifier: Address
        /// Where in a proof the 64 bytes of the data commitment begin.
        public var feedPointOffset: UInt32
        public var valueCount: UInt8
        /// Which of the values is the answer.
        public var answerIndex: UInt8
        /// Seconds.
        public var maxAge: UInt32
        /// Seconds.
        public var maxSkew: UInt32
        public var description: String
        public var owner: Address
        /// Any order; they are sorted as the contract wants them.
        public var signers: [Address]
        public var threshold: UInt64

        public init(
            feedID: Word, modelID: Word, verifier: Address, feedPointOffset: UInt32, valueCount: UInt8,
            answerIndex: UInt8, maxAge: UInt32, maxSkew: UInt32, description: String, owner: Address,
            signers: [Address], threshold: UInt64
        ) {
            self.feedID = feedID
            self.modelID = modelID
            self.verifier = verifier
            self.feedPointOffset = feedPointOffset
            self.valueCount = valueCount
            self.answerIndex = answerIndex
            self.maxAge = maxAge
            self.maxSkew = maxSkew
            self.description = description
            self.owner = owner
            self.signers = signers
            self.threshold = threshold
        }

        /// The encoded constructor arguments, to go behind the creation code.
        public var constructorArguments: [UInt8] {
            get throws(ABIError) {
                try ABI.encode(
                    [
                        .tuple([
                            .bytes32(feedID), .bytes32(modelID), .address(verifier), .number(UInt64(feedPointOffset)),
                            .number(UInt64(valueCount)), .number(UInt64(answerIndex)), .number(UInt64(maxAge)),
                            .number(UInt64(maxSkew)), .string(description),
                        ]),
                        .address(owner), .array(signers.sorted().map { .address($0) }), .number(threshold),
                    ],
                    as: [
                        .tuple([
                            .fixedBytes(32), .fixedBytes(32), .address, .uint(32), .uint(8), .uint(8), .uint(32),
                            .uint(32), .string,
                        ]),
                        .address, .array(.address), .uint(256),
                    ])
            }
        }
    }

    /// One round, as `AggregatorV3Interface` returns it.
    public struct RoundData: Hashable, Sendable {
        public let roundID: UInt128
        /// Scaled by 10^8.
        public let answer: Int128
        public let startedAt: UInt64
        public let updatedAt: UInt64
        public let answeredInRound: UInt128

        public init(roundID: UInt128, answer: Int128, startedAt: UInt64, updatedAt: UInt64, answeredInRound: UInt128) {
            self.roundID = roundID
            self.answer = answer
            self.startedAt = startedAt
            self.updatedAt = updatedAt
            self.answeredInRound = answeredInRound
        }
    }

    private static let submitFunction = ABIFunction(
        name: "submit", inputs: [Report.abiType, .bytes, .array(.bytes)])

    /// Calldata of `submit`. The signatures go in by rising signer, as the contract wants them.
    ///
    /// - Parameter signatures: over ``Report/digest(domain:)`` of that contract's domain.
    public static func submit(
        report: Report, proof: [UInt8], signatures: [Signature], domain: TypedDataDomain
    ) throws(ABIError) -> [UInt8] {
        let digest = report.digest(domain: domain)
        let ordered = signatures.map { ($0.signer(of: digest) ?? .zero, $0.bytes) }.sorted { $0.0 < $1.0 }
        return try submit(report: report, proof: proof, orderedSignatures: ordered.map(\.1))
    }

    /// Calldata of `submit` with signatures as they are.
    public static func submit(
        report: Report, proof: [UInt8], orderedSignatures: [[UInt8]]
    ) throws(ABIError) -> [UInt8] {
        try submitFunction.call([report.abiValue, .bytes(proof), .array(orderedSignatures.map { .bytes($0) })])
    }

    /// What a `submit`'s calldata holds; strict, safe on any bytes.
    public static func decodeSubmit(
        _ calldata: [UInt8]
    ) throws(ABIError) -> (report: Report, proof: [UInt8], signatures: [[UInt8]]) {
        let arguments = try submitFunction.arguments(of: calldata)
        guard arguments.count == 3, let report = Report(abiValue: arguments[0]), case .bytes(let proof) = arguments[1],
            case .array(let items) = arguments[2]
        else { throw .mismatch(type: "submit") }
        let signatures = items.compactMap { item in if case .bytes(let bytes) = item { bytes } else { nil } }
        return (report, proof, signatures)
    }

    /// Calldata of `latestRoundData()`.
    public static let latestRoundData = ABIFunction(name: "latestRoundData", inputs: []).selector

    /// Calldata of `getRoundData(uint80)`.
    public static func getRoundData(_ round: UInt64) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "getRoundData", inputs: [.uint(80)]).call([.number(round)])
    }

    /// Reads what either of the two returns.
    public static func decodeRoundData(_ output: [UInt8]) throws(ABIError) -> RoundData {
        let values = try ABI.decode(output, as: [.uint(80), .int(256), .uint(256), .uint(256), .uint(80)])
        guard case .uint(let round) = values[0], case .int(let answer) = values[1], let number = answer.asInt128,
            case .uint(let started) = values[2], let startedAt = started.asUInt64,
            case .uint(let updated) = values[3], let updatedAt = updated.asUInt64,
            case .uint(let answered) = values[4]
        else { throw .mismatch(type: "round data") }
        return RoundData(
            roundID: round.low, answer: number, startedAt: startedAt, updatedAt: updatedAt,
            answeredInRound: answered.low)
    }
}

/// Calldata for a generated verifier.
public enum ProofVerifierContract {
    /// Calldata of `verify(bytes proof, uint256[] publicInputs)`.
    ///
    /// - Parameter publicInputs: 32 bytes each, big-endian. Anything of 32 bytes is encoded, so that tests can send numbers
    ///   that are not field elements.
    public static func verify(proof: [UInt8], publicInputs: [[UInt8]]) throws(ABIError) -> [UInt8] {
        var words: [ABIValue] = []
        for input in publicInputs {
            guard let word = Word(bytes: input) else { throw .mismatch(type: "uint256") }
            words.append(.uint(word))
        }
        return try function.call([.bytes(proof), .array(words)])
    }

    /// Did the contract return exactly `true`?
    public static func accepted(_ outcome: LocalEVM.Outcome) -> Bool {
        outcome.success && outcome.output == Word(1).bytes
    }

    private static let function = ABIFunction(name: "verify", inputs: [.bytes, .array(.uint(256))])
}
