/// Calldata for `contracts/FeedMulticall.sol`: several submissions in one transaction, of which a bad one costs only itself.
public enum FeedMulticall {
    public struct Call: Hashable, Sendable {
        public var feed: Address
        /// What the submission may cost: about 1.2 times what it is estimated at.
        public var gasLimit: UInt64
        /// Calldata of `ProvenFeed.submit`.
        public var data: [UInt8]

        public init(feed: Address, gasLimit: UInt64, data: [UInt8]) {
            self.feed = feed
            self.gasLimit = gasLimit
            self.data = data
        }
    }

    /// What became of one call.
    public struct Result: Hashable, Sendable {
        public let success: Bool
        /// What it returned, or its revert data: see ``ContractArtifact/explain(revertData:message:)``.
        public let returnData: [UInt8]
    }

    private static let function = ABIFunction(
        name: "submitMany", inputs: [.array(.tuple([.address, .uint(256), .bytes]))])

    /// Calldata of `submitMany`.
    public static func submitMany(_ calls: [Call]) throws(ABIError) -> [UInt8] {
        try function.call([
            .array(calls.map { .tuple([.address($0.feed), .number($0.gasLimit), .bytes($0.data)]) })
        ])
    }

    /// Reads what `submitMany` returns: one result a call, in order.
    public static func decodeResults(_ output: [UInt8]) throws(ABIError) -> [Result] {
        guard case .array(let items) = try ABI.decode(output, as: [.array(.tuple([.bool, .bytes]))])[0] else {
            throw .mismatch(type: "submitMany")
        }
        return items.compactMap { item in
            guard case .tuple(let parts) = item, case .bool(let success) = parts[0], case .bytes(let data) = parts[1] else { return nil }
            return Result(success: success, returnData: data)
        }
    }
}
