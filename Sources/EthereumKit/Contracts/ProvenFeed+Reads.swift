/// Calldata of a feed's reads and what they return; see `IReadableFeed.sol` and `IProvenFeed.sol`.
extension ProvenFeed {
    /// A round's values, as they were proven.
    public struct RoundValues: Hashable, Sendable {
        public let round: UInt64
        /// Seconds since 1970.
        public let observedAt: UInt64
        /// When the contract took it, in seconds since 1970.
        public let acceptedAt: UInt64
        public let values: [Int128]
    }

    /// The report that the breaker holds.
    public struct HeldReport: Hashable, Sendable {
        public let round: UInt64
        /// Seconds since 1970.
        public let observedAt: UInt64
        /// Scaled by 10^8.
        public let answer: Int128
    }

    public enum KeyStatus: UInt64, Sendable {
        case unknown, proposed, active, retired
    }

    /// What a feed knows of a verifying key.
    public struct Key: Hashable, Sendable {
        public let status: KeyStatus
        public let verifier: Address
        /// Where in a proof the 64 bytes of the data commitment begin.
        public let feedPointOffset: UInt64
        /// From when a proposed key can be activated, in seconds since 1970.
        public let executableAt: UInt64
    }

    /// Calldata of the reads without arguments, by what they say: `paused()` and the like.
    public static func read(_ name: String) -> [UInt8] { ABIFunction(name: name, inputs: []).selector }

    /// Calldata of `paused()`; read with ``decodeFlag(_:)``.
    public static let paused = read("paused")
    /// Calldata of `heldReport()`; read with ``decodeHeldReport(_:)``.
    public static let heldReport = read("heldReport")
    /// Calldata of `latestValues()`; read with ``decodeLatestValues(_:)``.
    public static let latestValues = read("latestValues")
    /// Calldata of `feedId()`; read with ``decodeWord(_:)``. `owner()`, `guardian()`, `threshold()`, `maxAge()`, … likewise.
    public static let feedID = read("feedId")
    /// Calldata of `signers()`; read with ``decodeAddresses(_:)``.
    public static let signers = read("signers")

    /// Calldata of `keyOf(bytes32)`; read with ``decodeKey(_:)``.
    public static func keyOf(_ modelID: Word) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "keyOf", inputs: [.fixedBytes(32)]).call([.bytes32(modelID)])
    }

    /// Calldata of `isSigner(address)`; read with ``decodeFlag(_:)``.
    public static func isSigner(_ account: Address) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "isSigner", inputs: [.address]).call([.address(account)])
    }

    /// Calldata of `valuesOf(uint64)`; read with ``decodeValues(_:of:)``.
    public static func valuesOf(_ round: UInt64) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "valuesOf", inputs: [.uint(64)]).call([.number(round)])
    }

    public static func decodeFlag(_ output: [UInt8]) throws(ABIError) -> Bool {
        guard case .bool(let flag) = try ABI.decode(output, as: [.bool])[0] else { throw .mismatch(type: "bool") }
        return flag
    }

    public static func decodeWord(_ output: [UInt8]) throws(ABIError) -> Word {
        guard case .uint(let word) = try ABI.decode(output, as: [.uint(256)])[0] else { throw .mismatch(type: "a word") }
        return word
    }

    public static func decodeAddress(_ output: [UInt8]) throws(ABIError) -> Address {
        guard case .address(let address) = try ABI.decode(output, as: [.address])[0] else { throw .mismatch(type: "address") }
        return address
    }

    public static func decodeAddresses(_ output: [UInt8]) throws(ABIError) -> [Address] {
        guard case .array(let items) = try ABI.decode(output, as: [.array(.address)])[0] else {
            throw .mismatch(type: "address[]")
        }
        return items.compactMap { item in if case .address(let address) = item { address } else { nil } }
    }

    /// Nil where nothing is held.
    public static func decodeHeldReport(_ output: [UInt8]) throws(ABIError) -> HeldReport? {
        let values = try ABI.decode(output, as: [.uint(64), .uint(64), .int(256)])
        guard case .uint(let round) = values[0], case .uint(let observedAt) = values[1], case .int(let answer) = values[2],
            let number = round.asUInt64, let time = observedAt.asUInt64, let price = answer.asInt128
        else { throw .mismatch(type: "heldReport") }
        return number == 0 ? nil : HeldReport(round: number, observedAt: time, answer: price)
    }

    public static func decodeKey(_ output: [UInt8]) throws(ABIError) -> Key {
        let values = try ABI.decode(output, as: [.uint(8), .address, .uint(256), .uint(256)])
        guard case .uint(let status) = values[0], case .address(let verifier) = values[1],
            case .uint(let offset) = values[2], case .uint(let time) = values[3],
            let known = status.asUInt64.flatMap(KeyStatus.init), let feedPointOffset = offset.asUInt64,
            let executableAt = time.asUInt64
        else { throw .mismatch(type: "keyOf") }
        return Key(status: known, verifier: verifier, feedPointOffset: feedPointOffset, executableAt: executableAt)
    }

    public static func decodeLatestValues(_ output: [UInt8]) throws(ABIError) -> RoundValues {
        let values = try ABI.decode(output, as: [.uint(64), .uint(64), .uint(64), .array(.int(256))])
        guard case .uint(let round) = values[0], let number = round.asUInt64 else { throw .mismatch(type: "latestValues") }
        return try roundValues(number, values.dropFirst())
    }

    /// - Parameter round: the one that was asked for.
    public static func decodeValues(_ output: [UInt8], of round: UInt64) throws(ABIError) -> RoundValues {
        try roundValues(round, ABI.decode(output, as: [.uint(64), .uint(64), .array(.int(256))])[...])
    }

    private static func roundValues(_ round: UInt64, _ fields: ArraySlice<ABIValue>) throws(ABIError) -> RoundValues {
        let fields = Array(fields)
        guard case .uint(let observed) = fields[0], case .uint(let accepted) = fields[1], case .array(let items) = fields[2],
            let observedAt = observed.asUInt64, let acceptedAt = accepted.asUInt64
        else { throw .mismatch(type: "values") }
        var values: [Int128] = []
        for item in items {
            guard case .int(let word) = item, let value = word.asInt128 else { throw .mismatch(type: "values") }
            values.append(value)
        }
        return RoundValues(round: round, observedAt: observedAt, acceptedAt: acceptedAt, values: values)
    }
}
