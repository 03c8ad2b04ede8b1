import EthereumKit
import OracleNode
import Testing

/// The pure parts: triggers, prices, nonces, verdicts.
@Suite struct PublishingPolicyTests {
    static let policy = TriggerPolicy(heartbeatSeconds: 3600, deviation: 5_000, confidence: 20_000, earlySeconds: 1800, earlyDeviation: 2_500)
    static let chain = ChainValue(round: 7, value: 100_000, observedAt: 1_000_000)

    @Test(arguments: [
        // value, confidence, observed, others, now, trigger
        (100_000, nil, 1_000_010, false, 1_000_010, nil),
        (100_499, nil, 1_000_010, false, 1_000_010, nil),
        (100_500, nil, 1_000_010, false, 1_000_010, .deviation),
        (99_501, nil, 1_000_010, false, 1_000_010, nil),
        (99_500, nil, 1_000_010, false, 1_000_010, .deviation),
        (100_000, nil, 1_003_600, false, 1_003_599, nil),
        (100_000, nil, 1_003_600, false, 1_003_600, .heartbeat),
        (200_000, nil, 1_003_600, false, 1_003_600, .heartbeat),
        (200_000, nil, 1_000_000, false, 1_009_999, nil),
        (200_000, nil, 999_999, true, 1_009_999, nil),
        (100_000, 2_000, 1_000_010, false, 1_000_010, .confidence),
        (100_000, 1_999, 1_000_010, false, 1_000_010, nil),
        (100_250, nil, 1_000_010, true, 1_000_010, .early),
        (100_249, nil, 1_000_010, true, 1_000_010, nil),
        (100_000, nil, 1_000_010, true, 1_001_800, .early),
        (100_000, nil, 1_000_010, false, 1_001_800, nil),
        (100_000, nil, 1_000_010, false, 999_000, nil),
        (-100_000, nil, 1_000_010, false, 1_000_010, .deviation),
    ] as [(Int128, Int128?, UInt64, Bool, UInt64, PublishTrigger?)])
    func triggersFireAtTheirLimits(
        value: Int128, confidence: Int128?, observed: UInt64, others: Bool, now: UInt64, trigger: PublishTrigger?
    ) {
        let candidate = CandidateValue(value: value, confidence: confidence, observedAt: observed)
        #expect(Self.policy.trigger(candidate, chain: Self.chain, others: others, now: now) == trigger)
        #expect(Self.policy.trigger(candidate, chain: nil, others: others, now: now) == .first)
    }

    /// The contract decides by its own rules which round may follow one that it holds; the node sends no other. Spacing 60 s, limit 10 %,
    /// window an hour, 120,000 held against 100,000.
    @Test(arguments: [
        // value, observed, fires
        (121_000, 1_000_100, false), (121_000, 1_000_099, false), (121_000, 1_000_159, false), (121_000, 1_000_160, true),
        (100_000, 1_000_100, false), (100_000, 1_000_101, true), (109_999, 1_000_101, true), (111_000, 1_000_101, false),
        (80_000, 1_000_159, false), (80_000, 1_000_160, true), (100_000, 1_009_000, true),
    ] as [(Int128, UInt64, Bool)])
    func aHeldRoundIsDecidedAsSoonAsTheContractLetsIt(value: Int128, observed: UInt64, fires: Bool) {
        let held = HeldValue(round: 8, value: 120_000, observedAt: 1_000_100, breaker: .init(limit: 1_000, window: 3_600, spacing: 60))
        let chain = ChainValue(round: 7, value: 100_000, observedAt: 1_000_000, held: held)
        let candidate = CandidateValue(value: value, observedAt: observed)
        #expect(Self.policy.trigger(candidate, chain: chain, now: observed) == (fires ? .held : nil))
        // Behind the window the contract compares no more.
        let closed = HeldValue(round: 8, value: 120_000, observedAt: 1_000_100, breaker: .init(limit: 1_000, window: 110, spacing: 110))
        let early = CandidateValue(value: 130_000, observedAt: 1_000_111)
        #expect(Self.policy.trigger(early, chain: ChainValue(round: 7, value: 100_000, observedAt: 1_000_000, held: closed), now: 1_000_111) == .held)
        // At the ends of the numbers nothing traps.
        let far = HeldValue(round: .max, value: .min, observedAt: .max, breaker: .init(limit: .max, window: .max, spacing: .max))
        #expect(Self.policy.trigger(candidate, chain: ChainValue(round: 7, value: .max, observedAt: .max, held: far), now: 0) == nil)
    }

    @Test func extremesDoNotOverflow() {
        let policy = TriggerPolicy(heartbeatSeconds: .max, deviation: 1)
        for a in [Int128.min, -1, 0, 1, .max] {
            for b in [Int128.min, -1, 0, 1, .max] {
                let chain = ChainValue(round: 1, value: b, observedAt: 1)
                let trigger = policy.trigger(CandidateValue(value: a, observedAt: 2), chain: chain, now: 3)
                #expect(trigger == (a == b ? nil : .deviation), "\(a) \(b)")
            }
        }
        #expect(policy.secondsToHeartbeat(chain: Self.chain, now: 5) == .max)
        #expect(Self.policy.secondsToHeartbeat(chain: Self.chain, now: 1_003_000) == 600)
        #expect(Self.policy.secondsToHeartbeat(chain: Self.chain, now: 2_000_000) == 0)
        #expect(Self.policy.secondsToHeartbeat(chain: nil, now: 0) == 0)
    }

    static let gwei: UInt128 = 1_000_000_000

    @Test func pricesFollowTheMarketAndStayBelowTheCap() {
        var policy = FeePolicy()
        policy.cap = 100 * Self.gwei
        policy.minimumTip = Self.gwei
        policy.maximumTip = 3 * Self.gwei
        func decide(_ base: UInt128?, _ tip: UInt128, _ previous: Fees? = nil) -> FeePolicy.Decision {
            policy.decide(FeeMarket(baseFee: base.map { $0 * Self.gwei }, tip: tip * Self.gwei), previous: previous)
        }
        #expect(decide(10, 2) == .offer(Fees(maxFee: 22 * Self.gwei, tip: 2 * Self.gwei)))
        #expect(decide(10, 0) == .offer(Fees(maxFee: 21 * Self.gwei, tip: Self.gwei)))
        #expect(decide(10, 90) == .offer(Fees(maxFee: 23 * Self.gwei, tip: 3 * Self.gwei)))
        #expect(decide(60, 2) == .offer(Fees(maxFee: 100 * Self.gwei, tip: 2 * Self.gwei)))
        #expect(decide(100, 2) == .aboveCap(needed: 101 * Self.gwei))
        #expect(decide(nil, 20) == .offer(Fees(maxFee: 20 * Self.gwei, tip: 20 * Self.gwei)))
        // A replacement beats both parts by the per cent asked for, whatever the market says.
        #expect(decide(1, 1, Fees(maxFee: 20 * Self.gwei, tip: 2 * Self.gwei)) == .offer(Fees(maxFee: 23 * Self.gwei, tip: 2_300_000_000)))
        #expect(decide(1, 1, Fees(maxFee: 90 * Self.gwei, tip: 2 * Self.gwei)) == .aboveCap(needed: 103_500_000_000))
        #expect(decide(nil, 1, Fees(maxFee: 10 * Self.gwei, tip: 10 * Self.gwei)) == .offer(Fees(maxFee: 11_500_000_000, tip: 11_500_000_000)))
        policy.isLegacy = true
        #expect(decide(10, 12) == .offer(Fees(maxFee: 32 * Self.gwei, tip: 32 * Self.gwei)))
    }

    /// Seeded: an offer never passes the cap, a tip never its fee, and a replacement always satisfies a node's ten per cent.
    @Test func everyOfferIsOneThatNodesTake() {
        var generator = PublishingRandom(seed: 0x5eed_0003)
        func random(_ bits: Int) -> UInt128 { UInt128.random(in: 0...(UInt128(1) << UInt128(Int.random(in: 0...bits, using: &generator))), using: &generator) }
        for _ in 0..<20_000 {
            var policy = FeePolicy()
            policy.cap = random(118)
            policy.minimumTip = random(40)
            policy.maximumTip = random(50)
            policy.bumpPercent = random(9)
            policy.isLegacy = Bool.random(using: &generator)
            let market = FeeMarket(baseFee: Bool.random(using: &generator) ? random(118) : nil, tip: random(118))
            let previous = Bool.random(using: &generator) ? Fees(maxFee: random(118), tip: random(118)) : nil
            guard case .offer(let fees) = policy.decide(market, previous: previous) else { continue }
            #expect(fees.maxFee <= policy.cap && fees.tip <= fees.maxFee, "\(policy) \(market)")
            if let previous {
                #expect(fees.maxFee * 10 >= previous.maxFee * 11 && fees.tip * 10 >= previous.tip * 11, "\(policy) \(market) \(previous)")
            }
        }
    }

    @Test func noncesAreTheLowestFree() {
        #expect(NoncePlan.lowestFree(next: 5, used: []) == 5)
        #expect(NoncePlan.lowestFree(next: 5, used: [5, 6, 8]) == 7)
        #expect(NoncePlan.lowestFree(next: 5, used: [3, 4]) == 5)
        #expect(NoncePlan.gaps(next: 5, used: [6, 9]) == [5, 7, 8])
        #expect(NoncePlan.gaps(next: 5, used: [5, 6]) == [] && NoncePlan.gaps(next: 5, used: []) == [] && NoncePlan.gaps(next: 9, used: [5]) == [])
        #expect(NoncePlan.gaps(next: 0, used: [1_000_000]) == [])
    }

    @Test func everyClassOfErrorHasAVerdict() {
        let expected: [SendVerdict: Set<RPCErrorKind>] = [
            .taken: [.alreadyKnown],
            .open: [.timeout, .unreachable, .serverError, .badAnswer, .cancelled, .unknown],
            .bump: [.replacementUnderpriced, .underpriced],
            .reprice: [.maxFeeBelowBaseFee, .tipAboveMaxFee],
            .reestimate: [.intrinsicGasTooLow, .outOfGas, .exceedsBlockGasLimit],
            .nonceUsed: [.nonceTooLow],
            .later: [
                .nonceTooHigh, .insufficientFunds, .nodeFeeCap, .poolFull, .rateLimited, .unauthorized, .stateUnavailable, .methodNotFound,
                .invalidParameters, .noEndpoint, .executionReverted,
            ],
            .hopeless: [.invalidTransaction, .unsupportedTransaction],
            .halt: [.wrongChain, .invalidSender],
        ]
        for (verdict, kinds) in expected { for kind in kinds { #expect(SendVerdict(kind) == verdict, "\(kind)") } }
        #expect(SendVerdict(nil) == .taken)
        #expect(expected.values.reduce(0) { $0 + $1.count } == RPCErrorKind.allCases.count)
        // What may have gone out must never be taken for not sent.
        for kind in RPCErrorKind.allCases where kind.leavesOutcomeOpen { #expect(SendVerdict(kind) == .open) }
    }
}
