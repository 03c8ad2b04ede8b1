import ChainSupport
import DevelopmentChain
import EthereumKit
import MarketFeeds
import OracleNode
import Testing

/// The same chain over a socket and the node's own HTTP client.
@Suite struct PublishingTransportTests {
    @Test func aRoundIsPublishedOverHTTP() async throws {
        let fixture = try await PublishingFixture()
        var limits = HTTPLimits()
        limits.totalMilliseconds = 20_000
        let transport = HTTPTransport(HTTPClient(limits: limits))
        let chain = fixture.chain
        try await chain.serve { base in
            let pool = RPCPool(
                chainID: chain.chainID, endpoints: ["a", "b"].map { RPCEndpoint(url: base + "/" + $0, name: $0) }, transport: transport,
                now: { chain.time * 1_000 })
            let health = await pool.check()
            #expect(health.map(\.verdict) == [.usable, .usable], "\(health.map { $0.lastError?.description ?? "" })")
            let store = try fixture.store()
            let manager = TransactionManager(
                chainID: chain.chainID, store: store, gateway: pool, signer: LocalSigner(fixture.payer), owner: "socket", artifact: fixture.artifact,
                policy: PublishingFixture.policy, clock: { chain.time * 1_000 })
            chain.arm(.timeoutAfter, method: "eth_sendRawTransaction", endpoint: "a", times: 1)
            try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
            #expect(try await manager.step().sent == 1)
            for _ in 0..<3 {
                try await fixture.tick()
                _ = try await manager.step()
            }
            #expect(try store.publications()[0].state == .confirmed && fixture.accepted == [1])
            chain.arm(.http(status: 429, retryAfter: 90), endpoint: "a")
            do throws(RPCError) {
                _ = try await EndpointClient(RPCEndpoint(url: base + "/a"), transport: transport).chainID()
                Issue.record("it answered")
            } catch { #expect(error.kind == .rateLimited && error.retryAfterSeconds == 90) }
        }
        do {
            _ = try await EndpointClient(RPCEndpoint(url: "http://node.example/secret"), transport: transport).chainID()
            Issue.record("it answered")
        } catch { #expect(error.kind == .unreachable && !"\(error)".contains("secret")) }
    }
}
