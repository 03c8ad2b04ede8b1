/// Calldata for `contracts/ProvenFeed.sol` and what it returns.
public enum ProvenFeed {
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
