import ChainSupport
import DevelopmentChain
import EthereumKit
import Synchronization
import Testing

/// Several endpoints: who is believed, who is asked, and who rests.
@Suite struct RPCPoolTests {
    @Test func breakerOpensProbesAndCloses() {
        var policy = CircuitBreaker.Policy()
        policy.failures = 3
        policy.firstPauseMilliseconds = 100
        policy.longestPauseMilliseconds = 350
        var breaker = CircuitBreaker(policy)
        func admits(_ time: UInt64) -> Bool { breaker.admits(now: time) }
        for time in 0..<3 as Range<UInt64> {
            #expect(admits(time))
            breaker.failed(now: time)
        }
        #expect(breaker.state == .open(until: 102) && !admits(101))
        // One question goes through, and only one.
        #expect(admits(102) && !admits(103))
        breaker.failed(now: 110)
        #expect(breaker.state == .open(until: 310))
        #expect(admits(310))
        breaker.failed(now: 310)
        #expect(breaker.state == .open(until: 660))
        #expect(admits(660))
        breaker.succeeded()
        #expect(breaker.state == .closed && admits(661))
        breaker.failed(now: 700, retryAfterSeconds: 1)
        #expect(breaker.state == .open(until: 1050))
        // A probe that nobody reports on does not close it for ever.
        #expect(admits(1050) && !admits(1051) && admits(31_050))
    }

    static let now: UInt64 = 1_700_000_000

    @Test(arguments: [
        ([100], [.usable]),
        ([100, 98], [.usable, .usable]),
        ([100, 90], [.usable, .lagging(blocks: 10)]),
        ([100, 101, 90], [.usable, .usable, .lagging(blocks: 11)]),
        ([100, 101, 5_000], [.usable, .usable, .implausibleHead(blocks: 4_899)]),
        ([0, 100, 101], [.lagging(blocks: 101), .usable, .usable]),
        ([100, 100, 90, 90, 5_000], [.usable, .usable, .lagging(blocks: 10), .lagging(blocks: 10), .implausibleHead(blocks: 4_900)]),
        ([.max, .max - 1, .max], [.usable, .usable, .usable]),
        ([], []),
    ] as [([UInt64], [EndpointVerdict])])
    func headsAreCompared(heads: [UInt64], expected: [EndpointVerdict]) {
        let claims = heads.map { HeadClaim(number: $0, timestamp: Self.now) }
        #expect(HeadComparison.judge(claims, now: Self.now) == expected)
    }

    @Test func aHeadWithoutItsBlockOrFromTheFutureIsNotBelieved() {
        let honest = HeadClaim(number: 100, timestamp: Self.now)
        for liar in [HeadClaim(number: 130, timestamp: nil), HeadClaim(number: 130, timestamp: Self.now + 3600)] {
            #expect(HeadComparison.judge([honest, liar], now: Self.now) == [.usable, .implausibleHead(blocks: 30)])
            #expect(HeadComparison.judge([liar], now: Self.now).first?.isUsable == false)
        }
    }

    @Test func theMajorityDecidesOnHistory() {
        let (a, b) = (Word(1), Word(2))
        #expect(HeadComparison.dissenters([a, a, b]) == [2])
        #expect(HeadComparison.dissenters([a, b]) == [0, 1])
        #expect(HeadComparison.dissenters([a, a]) == [])
        #expect(HeadComparison.dissenters([a, b, b, a]) == [0, 1, 2, 3])
        #expect(HeadComparison.dissenters([]) == [])
    }

    struct Setup {
        let chain: LocalChain
        let pool: RPCPool
        let clock: Clock

        final class Clock: Sendable {
            private let value: Mutex<UInt64>
            init(_ start: UInt64) { value = Mutex(start) }
            var now: UInt64 { value.withLock { $0 } }
            func advance(_ milliseconds: UInt64) { value.withLock { $0 += milliseconds } }
        }

        init(_ names: [String] = ["a", "b", "c"], blocks: Int = 30) throws {
            let chain = try LocalChain(time: RPCPoolTests.now)
            try chain.mine(blocks)
            let clock = Clock(RPCPoolTests.now * 1_000 + 60_000)
            (self.chain, self.clock) = (chain, clock)
            pool = RPCPool(chainID: chain.chainID, endpoints: names.map { chain.endpoint($0) }, transport: chain.transport, now: { clock.now })
        }

        func verdicts() async -> [String] { await pool.check().map(\.verdict.name) }
    }

    @Test func nothingIsAskedBeforeTheFirstCheck() async throws {
        let setup = try Setup()
        do {
            _ = try await setup.pool.blockNumber()
            Issue.record("it answered")
        } catch { #expect(error.kind == .noEndpoint && error.message.contains("not_asked")) }
        #expect(await setup.verdicts() == ["usable", "usable", "usable"])
        #expect(try await setup.pool.blockNumber() == 30)
    }

    @Test(arguments: [
        (ChainFault.lag(10), "lagging"), (.lyingHead(500), "implausible_head"), (.otherHistory, "other_history"), (.chainID(5), "wrong_chain"),
        (.refuse, "failing"), (.timeoutBefore, "failing"), (.http(status: 401), "failing"), (.http(status: 429, retryAfter: 5), "failing"),
        (.garbage([0x7b]), "failing"), (.error(code: -32000, message: "header not found"), "failing"),
    ])
    func aFaultyEndpointIsSeenAndLeftOutUntilItRecovers(fault: ChainFault, verdict: String) async throws {
        let setup = try Setup()
        setup.chain.arm(fault, endpoint: "a")
        #expect(await setup.verdicts() == [verdict, "usable", "usable"])
        #expect(try await setup.pool.blockNumber() == 30)
        #expect(setup.pool.health[0].answered + setup.pool.health[0].failed > 0)
        setup.chain.disarm()
        setup.clock.advance(120_000)
        #expect(await setup.verdicts() == ["usable", "usable", "usable"])
    }

    @Test func aQuestionMovesOnWhenAnEndpointFailsInBetween() async throws {
        let setup = try Setup()
        _ = await setup.verdicts()
        for fault in [ChainFault.refuse, .timeoutBefore, .http(status: 503), .garbage([]), .error(code: -32005, message: "limit exceeded")] {
            setup.chain.arm(fault, endpoint: "a")
            #expect(try await setup.pool.blockNumber() == 30, "\(fault)")
            setup.chain.disarm()
        }
        // Five failures opened its breaker, so it is not asked although it would answer.
        #expect(setup.pool.health[0].breaker != .closed && setup.pool.health[0].failed == 3)
        // What the chain itself says is final.
        setup.chain.arm(.error(code: 3, message: "execution reverted"), method: "eth_estimateGas", endpoint: "b")
        do {
            _ = try await setup.pool.estimateGas(CallMessage(to: .zero, data: []))
            Issue.record("it answered")
        } catch { #expect(error.kind == .executionReverted) }
    }

    @Test func twoThatDisagreeAreBothLeftOut() async throws {
        let setup = try Setup(["a", "b"])
        setup.chain.arm(.otherHistory, endpoint: "b")
        #expect(await setup.verdicts() == ["other_history", "other_history"])
        await #expect(throws: RPCError.self) { _ = try await setup.pool.blockNumber() }
    }

    @Test func broadcastReachesEveryEndpointAndOneIsEnough() async throws {
        let setup = try Setup()
        _ = await setup.verdicts()
        let key = SigningKey.random()
        setup.chain.fund(key.address, wei: LocalChain.ether)
        func transaction(_ nonce: UInt64) throws -> SignedTransaction {
            let unsigned = FeeMarketTransaction(
                chainID: setup.chain.chainID, nonce: nonce, maxPriorityFeePerGas: LocalChain.gwei, maxFeePerGas: 3 * LocalChain.gwei,
                gasLimit: 21_000, to: key.address)
            return try #require(unsigned.signed(by: key))
        }
        try await setup.pool.broadcast(transaction(0))
        #expect(setup.chain.calls("eth_sendRawTransaction") == 3 && setup.chain.poolCount == 1)
        setup.chain.arm(.timeoutBefore, endpoint: "a")
        setup.chain.arm(.swallow, endpoint: "b")
        try await setup.pool.broadcast(transaction(1))
        #expect(setup.chain.poolCount == 2)
        setup.chain.disarm()
        try setup.chain.mine()
        #expect(setup.chain.nonce(key.address) == 2)
        let stale = try transaction(1)
        do {
            try await setup.pool.broadcast(stale)
            Issue.record("it was taken")
        } catch { #expect(error.kind == .nonceTooLow) }
        // Where one endpoint did not answer, the transaction may be out.
        setup.chain.arm(.timeoutAfter, endpoint: "a")
        do {
            try await setup.pool.broadcast(stale)
            Issue.record("it was taken")
        } catch { #expect(error.kind == .timeout && error.kind.leavesOutcomeOpen) }
    }

    @Test func theSameChainAnswersOverASocket() async throws {
        // The route itself; the node's own HTTP client is tested where it is joined on.
        let setup = try Setup()
        try await setup.chain.serve { base in #expect(base.hasPrefix("http://127.0.0.1:")) }
    }
}
