import ChainSupport
import DevelopmentChain
import EthereumKit
import OracleNode
import Testing

/// What goes wrong between a node and a chain, one row each: the node stays up, says what is wrong, and publishes every round
/// exactly once when the fault ends.
@Suite struct PublishingFaultTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let fault: ChainFault
        var method: String?
        var times: Int?
        /// The problem that the node reports meanwhile; nil where the fault goes unnoticed.
        let problem: String?

        var testDescription: String { "\(fault) \(method ?? "all methods") \(times.map { "\($0) times" } ?? "while it lasts")" }
    }

    static let send = "eth_sendRawTransaction"

    static let table: [Row] = [
        Row(fault: .timeoutBefore, problem: "endpoint_noEndpoint"),
        Row(fault: .refuse, problem: "endpoint_noEndpoint"),
        Row(fault: .http(status: 401), problem: "endpoint_noEndpoint"),
        Row(fault: .http(status: 429, retryAfter: 1), problem: "endpoint_noEndpoint"),
        Row(fault: .http(status: 502), problem: "endpoint_noEndpoint"),
        Row(fault: .garbage([0x7b, 0x7d]), problem: "endpoint_noEndpoint"),
        Row(fault: .chainID(5), problem: nil),
        Row(fault: .lyingHead(1_000), problem: "endpoint_noEndpoint"),
        Row(fault: .timeoutBefore, method: send, times: 3, problem: "send_timeout"),
        Row(fault: .timeoutAfter, method: send, times: 3, problem: "send_timeout"),
        Row(fault: .refuse, method: send, times: 3, problem: "send_unreachable"),
        Row(fault: .garbage([]), method: send, times: 3, problem: "send_badAnswer"),
        Row(fault: .http(status: 500), method: send, times: 3, problem: "send_serverError"),
        Row(fault: .http(status: 429, retryAfter: 1), method: send, times: 1, problem: "send_rateLimited"),
        Row(fault: .swallow, method: send, times: 3, problem: nil),
        Row(fault: .error(code: -32000, message: "nonce too low: next nonce 9, tx nonce 0"), method: send, times: 2, problem: "send_nonceTooLow"),
        Row(fault: .error(code: -32010, message: "OldNonce"), method: send, times: 2, problem: "send_nonceTooLow"),
        Row(fault: .error(code: -32000, message: "nonce too high"), method: send, times: 2, problem: "send_nonceTooHigh"),
        Row(fault: .error(code: -32000, message: "already known"), method: send, times: 2, problem: nil),
        Row(fault: .error(code: -32000, message: "replacement transaction underpriced"), method: send, times: 2, problem: "send_replacementUnderpriced"),
        Row(fault: .error(code: -32000, message: "transaction underpriced"), method: send, times: 2, problem: "send_underpriced"),
        Row(fault: .error(code: -32010, message: "FeeTooLowToCompete"), method: send, times: 2, problem: "send_underpriced"),
        Row(fault: .error(code: -32000, message: "max fee per gas less than block base fee"), method: send, times: 2, problem: "send_maxFeeBelowBaseFee"),
        Row(fault: .error(code: -32000, message: "max priority fee per gas higher than max fee per gas"), method: send, times: 1, problem: "send_tipAboveMaxFee"),
        Row(fault: .error(code: -32000, message: "insufficient funds for gas * price + value"), method: send, times: 2, problem: "send_insufficientFunds"),
        Row(fault: .error(code: -32000, message: "intrinsic gas too low"), method: send, times: 2, problem: "send_intrinsicGasTooLow"),
        Row(fault: .error(code: -32000, message: "exceeds block gas limit"), method: send, times: 1, problem: "send_exceedsBlockGasLimit"),
        Row(fault: .error(code: -32000, message: "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)"), method: send, times: 2, problem: "send_nodeFeeCap"),
        Row(fault: .error(code: -32000, message: "txpool is full"), method: send, times: 2, problem: "send_poolFull"),
        Row(fault: .error(code: -32005, message: "limit exceeded"), method: send, times: 1, problem: "send_rateLimited"),
        Row(fault: .error(code: -32000, message: "something new"), method: send, times: 2, problem: "send_unknown"),
        Row(fault: .error(code: -32603, message: "Internal error"), method: send, times: 2, problem: "send_serverError"),
        Row(fault: .error(code: -32000, message: "header not found"), method: "eth_call", times: 2, problem: "endpoint_stateUnavailable"),
        Row(fault: .error(code: -32000, message: "missing trie node"), method: "eth_estimateGas", times: 2, problem: "endpoint_stateUnavailable"),
        Row(fault: .error(code: -32601, message: "the method eth_feeHistory does not exist/is not available"), method: "eth_feeHistory", times: 9, problem: nil),
        Row(fault: .timeoutBefore, method: "eth_getTransactionReceipt", times: 2, problem: "endpoint_timeout"),
        Row(fault: .timeoutBefore, method: "eth_getTransactionCount", times: 2, problem: "endpoint_timeout"),
        Row(fault: .garbage([0x5b]), method: "eth_getBalance", times: 2, problem: "endpoint_badAnswer"),
    ]

    @Test(arguments: table) func aFaultPassesAndEveryRoundIsPublishedOnce(row: Row) async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let manager = fixture.manager(store)
        var problems: Set<String> = []
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        try await fixture.settle(manager)
        fixture.chain.arm(row.fault, method: row.method, times: row.times)
        await fixture.pool.check()
        for round in 2...3 as ClosedRange<UInt64> {
            try await manager.publish(fixture.calldata(round), to: fixture.contract, round: PublishingFixture.key(round))
            for _ in 0..<4 {
                problems.formUnion(try await manager.step().problems.map(\.name))
                try await fixture.tick(seconds: 20)
            }
        }
        fixture.chain.disarm()
        try await fixture.tick(seconds: 60)
        try await fixture.settle(manager)
        #expect(fixture.accepted == [1, 2, 3] && fixture.refused == 0, "\(fixture.accepted), refused \(fixture.refused)")
        #expect(Set(try store.publications().filter { $0.publication.kind == .report }.map(\.state)) == [.confirmed])
        if let problem = row.problem { #expect(problems.contains(problem), "\(problems)") } else { #expect(problems.isEmpty, "\(problems)") }
    }

    @Test(arguments: ["invalid chain id for signer", "invalid sender"])
    func aWrongConfigurationStopsTheNodeInsteadOfTheChain(message: String) async throws {
        let fixture = try await PublishingFixture()
        let manager = fixture.manager(try fixture.store())
        fixture.chain.arm(.error(code: -32000, message: message), method: Self.send, times: 1)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        #expect(try await manager.step().problems.map(\.name).contains("halted"))
        let calls = fixture.chain.calls(Self.send)
        #expect(try await manager.step().problems.map(\.name) == ["halted"] && fixture.chain.calls(Self.send) == calls)
    }

    @Test func aChainThatBeganAnewIsNotTakenForTheOldOne() async throws {
        let (old, new) = (try await PublishingFixture(), try await PublishingFixture(startsLater: 1_000))
        let store = try old.store()
        let manager = old.manager(store)
        try await manager.publish(old.calldata(1), to: old.contract, round: PublishingFixture.key(1))
        try await old.settle(manager)
        let other = new.manager(store, owner: "first")
        #expect(try await other.step().problems.map(\.name) == ["halted"])
        #expect(new.chain.calls(Self.send) == 0)
    }

    @Test func aDroppedTransactionIsSentAgain() async throws {
        let fixture = try await PublishingFixture()
        let manager = fixture.manager(try fixture.store())
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        _ = try await manager.step()
        fixture.chain.dropPool()
        try await fixture.settle(manager)
        #expect(fixture.accepted == [1])
    }

    @Test(arguments: [true, false]) func aReorganizationOfThreeBlocksIsSurvived(keepsTransactions: Bool) async throws {
        let fixture = try await PublishingFixture()
        var policy = PublishingFixture.policy
        policy.confirmations = 6
        let store = try fixture.store()
        let manager = fixture.manager(store, policy: policy)
        for round in 1...3 as ClosedRange<UInt64> {
            try await manager.publish(fixture.calldata(round), to: fixture.contract, round: PublishingFixture.key(round))
            _ = try await manager.step()
            try await fixture.tick()
        }
        #expect(try await manager.step().included >= 1)
        try fixture.chain.reorganize(depth: 3, keepsTransactions: keepsTransactions)
        #expect(fixture.accepted.isEmpty)
        await fixture.pool.check()
        let total = try await fixture.settle(manager)
        #expect(total.reorganized == 3 && total.confirmed == 3)
        #expect(fixture.accepted == [1, 2, 3] && fixture.refused == 0)
    }

    @Test func aReorganizationBelowTheConfirmationsIsSeenToo() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let manager = fixture.manager(store)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        let confirmed = try await fixture.settle(manager)
        #expect(confirmed.confirmed == 1)
        // Deeper than what was waited for: the chain has fewer transactions of the account than were final.
        try fixture.chain.reorganize(depth: 4, keepsTransactions: false)
        #expect(fixture.chain.nonce(fixture.payer.address) == 0)
        await fixture.pool.check()
        #expect(try await manager.step().reorganized == 1)
        try await fixture.settle(manager)
        #expect(try store.publications()[0].state == .confirmed && fixture.accepted == [1])
    }

    @Test func aNonceUsedElsewhereIsNoticedAndTheRoundGoesOutWithAnother() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let manager = fixture.manager(store)
        // Somebody with the same key is quicker, and pays more.
        fixture.chain.arm(.timeoutBefore, method: Self.send, times: 1)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        _ = try await manager.step()
        let foreign = FeeMarketTransaction(
            chainID: fixture.chain.chainID, nonce: 0, maxPriorityFeePerGas: 9 * LocalChain.gwei, maxFeePerGas: 90 * LocalChain.gwei, gasLimit: 21_000,
            to: fixture.payer.address)
        try await fixture.pool.send(try #require(foreign.signed(by: fixture.payer)))
        try await fixture.tick()
        let total = try await fixture.settle(manager)
        #expect(total.problems.contains(.nonceUsedElsewhere(nonce: 0)))
        #expect(try store.publications()[0].nonce == 1 && fixture.accepted == [1])
    }

    @Test func aGasSpikeIsFollowedUpToTheCapAndWaitedOutAbove() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        var policy = PublishingFixture.policy
        policy.fees.cap = 50 * LocalChain.gwei
        let manager = fixture.manager(store, policy: policy)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        _ = try await manager.step()
        // Too dear for what was offered, but below the cap: replaced until it is taken.
        fixture.chain.setBaseFee(20 * LocalChain.gwei)
        let followed = try await fixture.settle(manager)
        #expect(followed.replaced >= 1 && followed.confirmed == 1 && fixture.accepted == [1])
        // Above the cap: nothing is sent, and the node says so.
        fixture.chain.setBaseFee(60 * LocalChain.gwei)
        try await fixture.tick()
        try await manager.publish(fixture.calldata(2), to: fixture.contract, round: PublishingFixture.key(2))
        let calls = fixture.chain.calls(Self.send)
        for _ in 0..<5 {
            let report = try await manager.step()
            #expect(report.problems.map(\.name) == ["fees_above_cap"])
            try await fixture.tick(seconds: 60)
        }
        #expect(fixture.chain.calls(Self.send) == calls)
        fixture.chain.setBaseFee(5 * LocalChain.gwei)
        try await fixture.tick()
        try await fixture.settle(manager)
        #expect(fixture.accepted == [1, 2])
        #expect(fixture.chain.mined.allSatisfy { $0.price <= policy.fees.cap })
    }

    @Test func theBalanceFloorHoldsTransactionsBack() async throws {
        let fixture = try await PublishingFixture()
        let manager = fixture.manager(try fixture.store())
        fixture.chain.fund(fixture.payer.address, wei: LocalChain.ether / 20)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        #expect(try await manager.step().problems.map(\.name) == ["balance_low"])
        #expect(fixture.chain.calls(Self.send) == 0)
        fixture.chain.fund(fixture.payer.address, wei: LocalChain.ether)
        try await fixture.settle(manager)
        #expect(fixture.accepted == [1])
    }

    @Test func aGapBelowWaitingTransactionsIsFilled() async throws {
        let fixture = try await PublishingFixture(maxAge: 300)
        let store = try fixture.store()
        let manager = fixture.manager(store)
        // Three wait behind a base fee; the first grows stale and is dropped, which leaves its nonce open.
        fixture.chain.setBaseFee(100 * LocalChain.gwei)
        for (round, age) in [(1, 280), (2, 20), (3, 1)] as [(UInt64, UInt64)] {
            try await manager.publish(fixture.calldata(round, age: age), to: fixture.contract, round: PublishingFixture.key(round))
        }
        #expect(try await manager.step().sent == 3)
        fixture.chain.dropPool()
        try await fixture.tick(seconds: 30)
        _ = try await manager.step()
        fixture.chain.setBaseFee(LocalChain.gwei)
        try await fixture.tick(seconds: 5)
        let total = try await fixture.settle(manager)
        let kinds = try store.publications().map(\.publication.kind)
        #expect(fixture.accepted == [2, 3] && kinds.contains(.cancellation), "\(fixture.accepted) \(total)")
        let states = Dictionary(uniqueKeysWithValues: try store.publications().filter { $0.publication.kind == .report }.map { ($0.publication.round.number, $0.state) })
        #expect(states == [1: .dropped, 2: .confirmed, 3: .confirmed])
    }

    @Test func aSignerThatIsAwayIsWaitedFor() async throws {
        let fixture = try await PublishingFixture()
        let away = try #require(
            RemoteSigner(
                base: "http://127.0.0.1:9", identifier: "0xabc", address: fixture.payer.address,
                transport: ScriptedTransport { _, _ throws(RPCTransportError) in throw .unreachable("no connection") }))
        let store = try fixture.store()
        let waiting = fixture.manager(store, signer: away)
        try await waiting.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        #expect(try await waiting.step().problems.map(\.name) == ["signer"])
        try await fixture.settle(fixture.manager(store))
        #expect(fixture.accepted == [1])
    }

    @Test func laggingAndLyingEndpointsBesideAnHonestOneChangeNothing() async throws {
        let fixture = try await PublishingFixture(endpoints: ["a", "b", "c"])
        fixture.chain.arm(.lag(10), endpoint: "a")
        fixture.chain.arm(.lyingHead(700), endpoint: "b")
        try fixture.chain.mine(20)
        await fixture.pool.check()
        // Of three, two do not even agree on a head: the one that is left is honest.
        let manager = fixture.manager(try fixture.store())
        for round in 1...3 as ClosedRange<UInt64> {
            try await manager.publish(fixture.calldata(round), to: fixture.contract, round: PublishingFixture.key(round))
            fixture.chain.advance(seconds: 1)
        }
        try await fixture.settle(manager)
        #expect(fixture.accepted == [1, 2, 3] && fixture.refused == 0)
        #expect(fixture.pool.health.map(\.verdict.name) == ["lagging", "implausible_head", "usable"])
    }
}
