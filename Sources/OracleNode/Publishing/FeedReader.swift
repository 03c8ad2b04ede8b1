import EthereumKit

/// Reads what feed contracts hold, for triggers and metrics.
public struct FeedReader: Sendable {
    private let rpc: any EthereumRPC
    /// No round number and no time in seconds is larger; both are what the store keeps.
    private static let largest = UInt64(Int64.max)

    public init(_ rpc: any EthereumRPC) {
        self.rpc = rpc
    }

    /// The latest round, its answer scaled by 10^8; nil where the contract has accepted none.
    public func latest(of contract: Address) async throws(RPCError) -> ChainValue? {
        let outcome = try await rpc.call(CallMessage(to: contract, data: ProvenFeed.latestRoundData))
        guard case .returned(let output) = outcome else { return nil }
        do {
            let data = try ProvenFeed.decodeRoundData(output)
            guard let round = UInt64(exactly: data.roundID), round <= Self.largest else { throw ABIError.mismatch(type: "round") }
            // Ages, heartbeats and deadlines are sums of it, so nonsense ends here.
            guard data.startedAt <= Self.largest else { throw ABIError.mismatch(type: "time") }
            return ChainValue(round: round, value: data.answer, observedAt: data.startedAt)
        } catch {
            throw RPCError(.badAnswer, method: "eth_call", endpoint: "feed \(contract)", message: "latestRoundData: \(error)")
        }
    }

    /// What a feed says of itself beside its answer.
    public struct Condition: Hashable, Sendable {
        /// No reports are taken; reads go on.
        public let isPaused: Bool
        /// What the breaker holds, nil where it holds nothing.
        public let held: ProvenFeed.HeldReport?
        /// What the feed knows of the verifying key that was asked for.
        public let key: ProvenFeed.Key
        /// Whose signatures count.
        public let signers: Set<Address>
        /// How many of them a report needs.
        public let threshold: UInt64
        /// The digest of the feed file that the contract was created for.
        public let feedID: Word
    }

    /// Reads a feed's condition with six calls, which a pool may answer at different blocks.
    ///
    /// - Parameter modelID: the verifying key that the node proves with.
    /// - Throws: of kind ``RPCErrorKind/badAnswer`` where the address holds no feed contract.
    public func condition(of contract: Address, modelID: Word) async throws(RPCError) -> Condition {
        func read<Value>(
            _ name: String, _ data: [UInt8], _ decode: ([UInt8]) throws(ABIError) -> Value
        ) async throws(RPCError) -> Value {
            let outcome = try await rpc.call(CallMessage(to: contract, data: data))
            do {
                guard case .returned(let output) = outcome else { throw ABIError.mismatch(type: "a feed contract's answer") }
                return try decode(output)
            } catch {
                throw RPCError(.badAnswer, method: "eth_call", endpoint: "feed \(contract)", message: "\(name): \(error)")
            }
        }
        let keyOf: [UInt8]
        do {
            keyOf = try ProvenFeed.keyOf(modelID)
        } catch {
            throw RPCError(.invalidParameters, method: "eth_call", endpoint: "feed \(contract)", message: "\(error)")
        }
        return Condition(
            isPaused: try await read("paused", ProvenFeed.paused, ProvenFeed.decodeFlag),
            held: try await read("heldReport", ProvenFeed.heldReport, ProvenFeed.decodeHeldReport),
            key: try await read("keyOf", keyOf, ProvenFeed.decodeKey),
            signers: Set(try await read("signers", ProvenFeed.signers, ProvenFeed.decodeAddresses)),
            threshold: try await read("threshold", ProvenFeed.read("threshold"), ProvenFeed.decodeWord).asUInt64 ?? .max,
            feedID: try await read("feedId", ProvenFeed.feedID, ProvenFeed.decodeWord))
    }
}
