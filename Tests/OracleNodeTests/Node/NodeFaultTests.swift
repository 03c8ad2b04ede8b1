import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import GRDB
import MarketFeeds
import OracleNode
import Synchronization
import Testing

/// What goes wrong around a node, one thing after the other: it stays up, says what is wrong, and goes on by itself.
@Suite struct NodeFaultTests {
    typealias Code = NodeSnapshot.Reason.Code

    /// A node that publishes every five minutes, in the middle of its life.
    struct Scene {
        let world: NodeWorld
        let feed: NodeWorld.Feed
        let venues: ScriptedVenues
        let runtime: NodeRuntime

        init(
            endpoints: [String] = ["a"], policy: PublishingPolicy = NodeWorld.policy, plan change: (inout NodePlan) -> Void = { _ in },
            surroundings alter: (inout NodeSurroundings) -> Void = { _ in }
        ) async throws {
            world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
            (feed, venues) = try await world.optionFeed()
            var plan = world.plan([feed], endpoints: endpoints, policy: policy)
            plan.storePatience = 0.02
            change(&plan)
            var surroundings = world.surroundings([feed])
            alter(&surroundings)
            runtime = try await world.start(plan, surroundings)
            await world.clock.advance(seconds: 640)
            await world.expectReady(runtime)
        }

        /// Every reason that is given while `seconds` go by.
        func codes(during seconds: UInt64) async -> Set<Code> {
            var codes: Set<Code> = []
            for _ in 0..<(seconds / 30) {
                await world.clock.advance(seconds: 30)
                codes.formUnion(await world.codes(runtime))
            }
            return codes
        }

        /// After the fault: ready again within a heartbeat or two, with nothing published twice, refused or left behind.
        func expectRecovery(sourceLocation: SourceLocation = #_sourceLocation) async throws {
            let before = world.accepted(feed).count
            await world.clock.advance(seconds: 1_300)
            let reasons = await runtime.snapshot().reasons
            #expect(reasons.isEmpty, "\(reasons)", sourceLocation: sourceLocation)
            let accepted = world.accepted(feed)
            #expect(accepted.count >= before + 3, "\(before) to \(accepted.count)", sourceLocation: sourceLocation)
            #expect(Set(accepted).count == accepted.count && accepted == accepted.sorted(), sourceLocation: sourceLocation)
            try await world.drain(runtime)
        }
    }

    // MARK: Venues

    @Test(arguments: [ScriptedVenues.Mood.out, .changed]) func venuesThatFailAreWaitedFor(mood: ScriptedVenues.Mood) async throws {
        let scene = try await Scene()
        scene.venues.become(mood)
        let count = scene.world.accepted(scene.feed).count
        let codes = await scene.codes(during: 1_500)
        #expect(codes.isSuperset(of: [.sources, .late]) && scene.world.accepted(scene.feed).count <= count + 1)
        #expect(scene.world.log(containing: "heartbeat missed").count == 1)
        scene.venues.become(.well)
        try await scene.expectRecovery()
    }

    @Test func anOutageShorterThanARoundCostsNoHeartbeat() async throws {
        let scene = try await Scene()
        // Out at the round's time, back before the next: the round is asked for again.
        let round = scene.world.clock.seconds / 300 * 300 + 300
        await scene.world.clock.advance(to: (round - 5) * 1_000)
        scene.venues.become(.out)
        await scene.world.clock.advance(to: (round + 100) * 1_000)
        scene.venues.become(.well)
        await scene.world.clock.advance(to: (round + 200) * 1_000)
        #expect(scene.world.accepted(scene.feed).contains(round / 300))
        #expect(scene.world.log(containing: "heartbeat missed").isEmpty)
        try await scene.expectRecovery()
    }

    // MARK: Chain

    struct ChainRow: Sendable {
        let fault: ChainFault
        var method: String?
        var times: Int?
        var code: Code?
        /// One that may be over within a step or two, by its name in the log.
        var problem: String?
    }

    static let send = "eth_sendRawTransaction"
    static let chainRows = [
        ChainRow(fault: .timeoutBefore, code: .chain),
        ChainRow(fault: .refuse, code: .chain),
        ChainRow(fault: .http(status: 401), code: .chain),
        ChainRow(fault: .http(status: 429, retryAfter: 20), code: .chain),
        ChainRow(fault: .http(status: 503), code: .chain),
        ChainRow(fault: .garbage([0x3c]), code: .chain),
        ChainRow(fault: .chainID(1), method: "eth_chainId"),
        ChainRow(fault: .timeoutAfter, method: send, times: 2, problem: "send_timeout"),
        ChainRow(fault: .swallow, method: send, times: 2),
        ChainRow(fault: .error(code: -32000, message: "nonce too low: next nonce 9, tx nonce 0"), method: send, times: 2, problem: "send_nonceTooLow"),
        ChainRow(fault: .error(code: -32000, message: "replacement transaction underpriced"), method: send, times: 2, problem: "send_replacementUnderpriced"),
        ChainRow(fault: .error(code: -32000, message: "txpool is full"), method: send, times: 3, problem: "send_poolFull"),
        ChainRow(fault: .error(code: -32000, message: "insufficient funds for gas * price + value"), method: send, times: 3, problem: "send_insufficientFunds"),
        ChainRow(fault: .error(code: -32005, message: "limit exceeded"), method: send, times: 2, problem: "send_rateLimited"),
        ChainRow(fault: .error(code: -32000, message: "header not found"), method: "eth_call", code: .chain),
        ChainRow(fault: .error(code: -32601, message: "the method does not exist/is not available"), method: "eth_feeHistory"),
    ]

    @Test(arguments: chainRows) func anEndpointsFaultPasses(row: ChainRow) async throws {
        let scene = try await Scene()
        scene.world.chain.arm(row.fault, method: row.method, times: row.times)
        let codes = await scene.codes(during: 660)
        if let code = row.code { #expect(codes.contains(code), "\(codes)") }
        if let problem = row.problem { #expect(!scene.world.log(containing: "name=\(problem)").isEmpty) }
        scene.world.chain.disarm()
        try await scene.expectRecovery()
        #expect(scene.world.refused(scene.feed) == 0)
    }

    @Test func laggingAndLyingEndpointsAreNotBelieved() async throws {
        let scene = try await Scene(endpoints: ["a", "b", "c"])
        scene.world.chain.arm(.lag(10), endpoint: "a")
        scene.world.chain.arm(.lyingHead(700), endpoint: "b")
        #expect(await scene.codes(during: 900).isEmpty)
        #expect(await scene.runtime.snapshot().endpoints.map(\.verdict) == ["lagging", "implausible_head", "usable"])
        scene.world.chain.disarm()
        try await scene.expectRecovery()
    }

    @Test func aReorganizationOfThreeBlocksIsSurvived() async throws {
        let scene = try await Scene()
        for keeps in [true, false, false] {
            await scene.world.clock.advance(seconds: 200)
            try scene.world.chain.reorganize(depth: 3, keepsTransactions: keeps)
            await scene.world.clock.advance(seconds: 130)
        }
        try await scene.expectRecovery()
        #expect(scene.world.refused(scene.feed) == 0)
    }

    @Test func aNonceUsedElsewhereIsSaid() async throws {
        let scene = try await Scene()
        let world = scene.world
        world.chain.arm(.timeoutBefore, method: Self.send, times: 40)
        _ = await scene.codes(during: 330)
        world.chain.disarm()
        let foreign = FeeMarketTransaction(
            chainID: world.chain.chainID, nonce: world.chain.nonce(world.payer.address), maxPriorityFeePerGas: 90 * LocalChain.gwei,
            maxFeePerGas: 900 * LocalChain.gwei, gasLimit: 21_000, to: world.payer.address)
        let other = EndpointClient(world.chain.endpoint("a"), transport: world.chain.transport)
        try await other.send(try #require(foreign.signed(by: world.payer)))
        try world.chain.mine()
        await world.clock.advance(seconds: 300)
        #expect(!world.log(containing: "name=nonce_used_elsewhere").isEmpty)
        try await scene.expectRecovery()
    }

    @Test func aGasSpikeIsWaitedOut() async throws {
        var policy = NodeWorld.policy
        policy.fees.cap = 50 * LocalChain.gwei
        let scene = try await Scene(policy: policy)
        scene.world.chain.setBaseFee(60 * LocalChain.gwei)
        #expect(await scene.codes(during: 900).isSuperset(of: [.fees]))
        scene.world.chain.setBaseFee(LocalChain.gwei)
        try await scene.expectRecovery()
        #expect(scene.world.chain.mined.allSatisfy { $0.price <= policy.fees.cap })
    }

    @Test func anEmptyAccountIsSaid() async throws {
        let scene = try await Scene()
        scene.world.chain.fund(scene.world.payer.address, wei: LocalChain.ether / 20)
        #expect(await scene.codes(during: 600).contains(.balance))
        scene.world.chain.fund(scene.world.payer.address, wei: LocalChain.ether)
        try await scene.expectRecovery()
    }

    @Test func aChainThatStandsStillIsSaid() async throws {
        let scene = try await Scene()
        scene.world.mine(false)
        #expect(await scene.codes(during: 1_200).isSuperset(of: [.chain, .late]))
        scene.world.mine(true)
        try await scene.expectRecovery()
    }

    // MARK: Store

    /// The store's file as another process sees it.
    private func other(_ scene: Scene) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        // A transaction is left open on purpose, to lock the store.
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: "\(scene.world.folder.path)/node.sqlite", configuration: configuration)
    }

    @Test func aFullDiskIsSaidAndNothingIsLost() async throws {
        let scene = try await Scene { $0.storePages = 600 }
        let database = try other(scene)
        // Somebody fills what the store may have.
        try await database.write { try $0.execute(sql: "CREATE TABLE filler AS SELECT zeroblob(3000000) AS content") }
        let count = scene.world.accepted(scene.feed).count
        #expect(await scene.codes(during: 900).contains(.store))
        #expect(scene.world.accepted(scene.feed).count <= count + 1)
        try await database.write { try $0.execute(sql: "DROP TABLE filler") }
        try await scene.expectRecovery()
    }

    @Test func aLockedStoreIsWaitedFor() async throws {
        let scene = try await Scene()
        let database = try other(scene)
        try await database.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await scene.codes(during: 600).contains(.store))
        try await database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await scene.expectRecovery()
    }

    /// Transactions that the node still watches.
    static let sentCount = """
        SELECT count(*) FROM attempt JOIN publication ON attempt.publication = publication.id
        WHERE publication.id = (SELECT max(id) FROM publication) AND publication.state IN ('queued', 'sent', 'included')
        """

    static let damages = [
        "UPDATE publication SET calldata = zeroblob(100) WHERE state IN ('queued', 'sent', 'included')",
        "UPDATE publication SET state = 'nonsense' WHERE state IN ('queued', 'sent', 'included')",
        "UPDATE attempt SET raw = zeroblob(100) WHERE rowid = (SELECT max(rowid) FROM attempt)",
        "UPDATE round SET stage = 'nonsense' WHERE number = (SELECT max(number) FROM round)",
        "UPDATE publication SET contract = zeroblob(3) WHERE id = 1",
    ]

    @Test(arguments: damages) func aDamagedRowIsTakenOutOfTheWay(sql: String) async throws {
        let scene = try await Scene()
        // In the middle of a publication.
        let round = scene.world.clock.seconds / 300 * 300 + 300
        await scene.world.clock.advance(to: (round + 14) * 1_000)
        let database = try other(scene)
        var isOnItsWay = false
        for _ in 0..<60 where !isOnItsWay {
            isOnItsWay = try await database.read { try Int.fetchOne($0, sql: Self.sentCount) ?? 0 } > 0
            if !isOnItsWay { await scene.world.clock.advance(seconds: 1) }
        }
        try #require(isOnItsWay)
        try await database.write { try $0.execute(sql: sql) }
        _ = await scene.codes(during: 300)
        #expect(!scene.world.log(containing: "a damaged row was taken out of the store").isEmpty)
        try await scene.expectRecovery()
        #expect(scene.world.refused(scene.feed) == 0)
    }

    // MARK: The machine

    @Test func aCrashOfTheProverIsTriedAgainAndSaidWhereItStays() async throws {
        let failures = Mutex<[Int]>([])
        let isBroken = NodeWorld.Flag(false)
        let breaksOnce = NodeWorld.Flag(false)
        struct Crash: Error {}
        let scene = try await Scene(surroundings: { surroundings in
            surroundings.beforeProof = { _, attempt in
                if isBroken.isSet || (breaksOnce.isSet && attempt == 1) {
                    failures.withLock { $0.append(attempt) }
                    throw Crash()
                }
            }
        })
        breaksOnce.set(true)
        #expect(await scene.codes(during: 900).isEmpty)
        #expect(failures.withLock { $0.count } >= 3 && failures.withLock { Set($0) } == [1])
        breaksOnce.set(false)
        isBroken.set(true)
        #expect(await scene.codes(during: 900).isSuperset(of: [.prover, .late]))
        isBroken.set(false)
        try await scene.expectRecovery()
    }

    /// A remote signer that can be away.
    struct Absent: ReportSigner {
        let key: NodeKey
        let isAway: NodeWorld.Flag
        var address: Address { key.address }

        func sign(_ report: Report, domain: TypedDataDomain) async throws(SignerError) -> Signature {
            if isAway.isSet { throw .unavailable("no connection") }
            return try await key.sign(report, domain: domain)
        }
    }

    @Test func aSignerThatIsAwayIsWaitedFor() async throws {
        let key = try await Shared.signer.value
        let isAway = NodeWorld.Flag(false)
        let scene = try await Scene { $0.attesters = [Absent(key: key, isAway: isAway)] }
        isAway.set(true)
        #expect(await scene.codes(during: 900).isSuperset(of: [.signer, .late]))
        isAway.set(false)
        try await scene.expectRecovery()
    }

    @Test(arguments: [-600, 600] as [Int64]) func aClockTenMinutesOffStopsPublishing(seconds: Int64) async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let error = Mutex<Int64>(0)
        let clock = world.clock
        let server = ReplayServer(try Recording.load(recordingFolder(NodeWorld.recording)), clock: { Int64(clock.seconds) })
        let endpoints = try await server.start()
        let file = try feedFile("btc-usd-option", everySeconds: 300)
        let feed = try await world.deploy(
            file, circuitOf: "btc-usd-option", source: nil, triggers: TriggerPolicy(heartbeatSeconds: 300, deviation: 5_000))
        var plan = world.plan([feed])
        plan.venueEndpoints = endpoints
        let runtime = try await world.start(plan, world.surroundings([feed], clock: clock.wrong { error.withLock { $0 } }))
        await clock.advance(seconds: 1_000)
        await world.expectReady(runtime)
        let count = world.accepted(feed).count
        error.withLock { $0 = seconds }
        var codes: Set<Code> = []
        for _ in 0..<40 {
            await clock.advance(seconds: 30)
            codes.formUnion(await world.codes(runtime))
        }
        #expect(codes.contains(.clock) && world.accepted(feed).count <= count + 1, "\(codes)")
        error.withLock { $0 = 0 }
        await clock.advance(seconds: 1_500)
        await world.expectReady(runtime)
        #expect(world.accepted(feed).count >= count + 3 && world.refused(feed) == 0)
        try await world.drain(runtime)
        await server.stop()
    }
}
