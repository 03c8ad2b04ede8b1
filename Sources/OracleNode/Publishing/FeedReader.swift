import EthereumKit

/// Reads what feed contracts hold, for triggers and metrics.
public struct FeedReader: Sendable {
    private let rpc: any EthereumRPC

    public init(_ rpc: any EthereumRPC) {
        self.rpc = rpc
    }

    /// The latest round, its answer scaled by 10^8; nil where the contract has accepted none.
    public func latest(of contract: Address) async throws(RPCError) -> ChainValue? {
        let outcome = try await rpc.call(CallMessage(to: contract, data: ProvenFeed.latestRoundData))
        guard case .returned(let output) = outcome else { return nil }
        do {
            let data = try ProvenFeed.decodeRoundData(output)
            guard let round = UInt64(exactly: data.roundID) else { throw ABIError.mismatch(type: "round") }
            return ChainValue(round: round, value: data.answer, observedAt: data.startedAt)
        } catch {
            throw RPCError(.badAnswer, method: "eth_call", endpoint: "feed \(contract)", message: "latestRoundData: \(error)")
        }
    }
}
