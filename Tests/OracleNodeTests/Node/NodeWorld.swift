import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Synchronization
import Testing

/// Circuits of the shipped feeds, made once for all suites.
extension Shared {
    static let etherCircuit = Task { try await FeedCircuit.make(try feedFile("eth-usd-hourly").feed) { _ in } }

    static func circuit(of feed: String) async throws -> FeedCircuit {
        switch feed {
        case "btc-usd-option", "btc-usd-twin": try await optionCircuit.value
        case "btc-usd-hourly": try await hourlyCircuit.value
        case "eth-usd-hourly": try await etherCircuit.value
        default: throw NodeError(.usage, "no shared circuit of \(feed)")
        }
    }
}

/// A feed file with another schedule: the model and its contract stay the same.
///
/// - Parameter other: another name for it.
func feedFile(_ name: String, everySeconds: Int, delaySeconds: Int = 10, named other: String? = nil) throws -> FeedFile {
    let file = try feedFile(name)
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("name:") ? "name: \(other ?? name)" : line.hasPrefix("schedule:") ? "schedule: {every_seconds: \(everySeconds), delay_seconds: \(delaySeconds)}" : String(line)
    }
    let text = lines.joined(separator: "\n")
    return FeedFile(feed: try Feed.parse(text, file: "\(other ?? name).yaml"), text: text)
}

/// Venues that a test can take away.
final class ScriptedVenues: ObservationSource {
    enum Mood: Sendable, Hashable {
        case well
        /// No market answers.
        case out
        /// Every answer has another shape than documented.
        case changed
    }

    let name = "script"
    private let direct: DirectObservations
    private let mood = Mutex(Mood.well)
    private let count = Mutex(0)

    init(_ feed: Feed, recording: String) throws {
        direct = try DirectObservations(feed, recording: recording)
    }

    func become(_ next: Mood) { mood.withLock { $0 = next } }
    var asked: Int { count.withLock { $0 } }

    func observations(at observedAt: Int64) async throws -> RoundObservations {
        count.withLock { $0 += 1 }
        switch mood.withLock({ $0 }) {
        case .well: return direct.observations(at: observedAt)
        case .out: throw RoundRefusal("0 of 5 markets are usable, the quorum is 3; kraken BTC/USD: httpError")
        case .changed: throw RoundRefusal("0 of 5 markets are usable, the quorum is 3; kraken BTC/USD: malformed")
        }
    }
}

/// A chain that mines by the simulated clock, feeds with their real contracts, and nodes on it.
final class NodeWorld: Sendable {
    struct Feed: Sendable {
        let file: FeedFile
        let contract: Address
        /// Nil for the venues of the plan.
        let source: (any ObservationSource)?
        var triggers: TriggerPolicy
    }

    static let recording = "usdc-depeg-2023-03"

    let clock: SimulatedClock
    let chain: LocalChain
    let folder: TemporaryFolder
    let payer: SigningKey
    let attester: NodeKey
    let artifact: ContractArtifact
    let metrics = NodeMetrics()
    let lines = Mutex<[String]>([])
    private let miner: Task<Void, Never>
    private let isMining: Flag

    /// A flag that a test turns.
    final class Flag: Sendable {
        private let value: Mutex<Bool>
        init(_ value: Bool) { self.value = Mutex(value) }
        var isSet: Bool { value.withLock { $0 } }
        func set(_ flag: Bool) { value.withLock { $0 = flag } }
    }

    /// - Parameter blockSeconds: between two blocks of the chain.
    init(startsAt text: String, blockSeconds: UInt64 = 12) async throws {
        let start = UInt64(try time(text))
        clock = SimulatedClock(seconds: start)
        chain = try LocalChain(time: start)
        folder = try TemporaryFolder()
        payer = .random()
        attester = try await Shared.signer.value
        artifact = try ContractArtifact.named("ProvenFeed")
        chain.fund(payer.address, wei: 100 * LocalChain.ether)
        try chain.mine(5)
        let (clock, chain, flag) = (clock, chain, Flag(true))
        isMining = flag
        miner = Task {
            await clock.following {
                while true {
                    do { try await clock.sleep(until: clock.now + blockSeconds * 1_000) } catch { return }
                    let now = clock.seconds
                    if now > chain.time { chain.advance(seconds: now - chain.time) }
                    if flag.isSet { _ = try? chain.mine() }
                }
            }
        }
        try await clock.untilFollowed(by: 1)
    }

    deinit { miner.cancel() }

    func mine(_ flag: Bool) { isMining.set(flag) }

    /// Deploys a feed's contracts.
    ///
    /// - Parameter circuitOf: the shipped feed whose circuit and verifier it has.
    func deploy(
        _ file: FeedFile, circuitOf name: String, source: (any ObservationSource)?,
        triggers: TriggerPolicy = TriggerPolicy(heartbeatSeconds: 3_600, deviation: 5_000), maxAge: UInt32 = 50_000,
        signers: [Address]? = nil, threshold: UInt64 = 1, breaker: ProvenFeed.Breaker? = nil
    ) async throws -> Feed {
        let circuit = try await Shared.circuit(of: name)
        let key = circuit.key.verifyingKey
        let verifier = try chain.deploy(VerifierContract(key: key, feed: name).artifact().bytecode)
        let names = circuit.model.publicValues.map(\.name)
        let configuration = ProvenFeed.Configuration(
            feedID: try #require(Word(bytes: file.id)), modelID: try #require(Word(bytes: key.digest)), verifier: verifier, feedPointOffset: 0,
            valueCount: UInt8(names.count - 1), answerIndex: UInt8(try #require(names.firstIndex(of: "spot")) - 1), maxAge: maxAge, maxSkew: 60,
            description: file.feed.pair, owner: attester.address, signers: signers ?? [attester.address], threshold: threshold,
            breaker: breaker)
        let contract = try chain.deploy(artifact.bytecode + configuration.constructorArguments)
        return Feed(file: file, contract: contract, source: source, triggers: triggers)
    }

    /// A transaction of another account than the node's, in the next block.
    func send(from key: SigningKey, to contract: Address, _ data: [UInt8]) async throws {
        chain.fund(key.address, wei: LocalChain.ether)
        let (chain, clock) = (chain, clock)
        let pool = RPCPool(
            chainID: chain.chainID, endpoints: [chain.endpoint("a")], transport: chain.transport, now: { clock.now })
        await pool.check()
        let transaction = LegacyTransaction(
            chainID: chain.chainID, nonce: chain.nonce(key.address), gasPrice: 50 * LocalChain.gwei, gasLimit: 200_000, to: contract, data: data)
        try await pool.broadcast(LocalSigner(key).sign(.legacy(transaction)))
    }

    /// The shipped option feed on a schedule of its own, with venues that a test can take away.
    func optionFeed(
        everySeconds: Int = 300, triggers: TriggerPolicy = TriggerPolicy(heartbeatSeconds: 300, deviation: 5_000)
    ) async throws -> (feed: Feed, venues: ScriptedVenues) {
        let file = try feedFile("btc-usd-option", everySeconds: everySeconds)
        let venues = try ScriptedVenues(file.feed, recording: Self.recording)
        return (try await deploy(file, circuitOf: "btc-usd-option", source: venues, triggers: triggers), venues)
    }

    // MARK: Nodes

    static var policy: PublishingPolicy {
        var policy = PublishingPolicy()
        policy.balanceFloor = LocalChain.ether / 10
        return policy
    }

    func plan(_ feeds: [Feed], endpoints: [String] = ["a"], policy: PublishingPolicy = NodeWorld.policy, store: String = "node") -> NodePlan {
        var plan = NodePlan(
            chainID: chain.chainID, endpoints: endpoints.map { chain.endpoint($0) }, output: .transactions(LocalSigner(payer), policy),
            attesters: [attester], feeds: feeds.map { .init(file: $0.file, contract: $0.contract, triggers: $0.triggers) },
            storePath: "\(folder.path)/\(store).sqlite", evidenceFolder: "\(folder.path)/evidence")
        plan.poolPolicy.breaker.failures = 1_000_000
        return plan
    }

    func surroundings(_ feeds: [Feed], clock other: (any NodeClock)? = nil) -> NodeSurroundings {
        let clock = other ?? self.clock
        let log = NodeLog(level: .debug, clock: { clock.now }) { [weak self] line in self?.lines.withLock { $0.append(line) } }
        var surroundings = NodeSurroundings(clock: clock, log: log, metrics: metrics, transport: chain.transport)
        let sources = Dictionary(feeds.map { ($0.file.feed.name, $0.source) }, uniquingKeysWith: { first, _ in first })
        if sources.values.contains(where: { $0 != nil }) {
            surroundings.source = { file in
                guard let source = sources[file.feed.name] ?? nil else { throw NodeError(.usage, "no source for \(file.feed.name)") }
                return source
            }
        }
        surroundings.circuit = { file in try await Shared.circuit(of: file.feed.name) }
        surroundings.artifact = artifact
        surroundings.stepMilliseconds = 5_000
        return surroundings
    }

    /// Starts a node and waits until all its tasks follow the clock.
    func start(_ plan: NodePlan, _ surroundings: NodeSurroundings) async throws -> NodeRuntime {
        let before = clock.followers
        let runtime = NodeRuntime(plan: plan, surroundings: surroundings)
        try await runtime.start()
        // The feeds, the transaction manager, and the housekeeping.
        try await clock.untilFollowed(by: before + plan.feeds.count + 2)
        return runtime
    }

    /// Runs what waits for the node while time goes on.
    func whileTimePasses<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let ended = Flag(false)
        let task = Task {
            defer { ended.set(true) }
            return try await body()
        }
        while !ended.isSet {
            await clock.advance(seconds: 1)
            try? await Task.sleep(for: .milliseconds(2))
        }
        return try await task.value
    }

    func drain(_ runtime: NodeRuntime) async throws { try await whileTimePasses { await runtime.drain() } }

    // MARK: What came of it

    /// Rounds that a contract took, in their order.
    func accepted(_ feed: Feed) -> [UInt64] {
        let event = try? ABIFunction("ReportAccepted(uint64,bytes32,uint64,int256,bytes32,int256[])").topic
        return chain.mined.flatMap(\.logs).filter { $0.address == feed.contract && $0.topics.first == event }.compactMap { log in
            Word(bytes: log.topics[1])?.asUInt64
        }
    }

    func refused(_ feed: Feed) -> Int { chain.mined.filter { $0.to == feed.contract && !$0.succeeded }.count }

    func answer(_ feed: Feed) throws -> ProvenFeed.RoundData {
        try ProvenFeed.decodeRoundData(chain.read(feed.contract, ProvenFeed.latestRoundData).output)
    }

    func log(containing words: String) -> [String] { lines.withLock { $0.filter { $0.contains(words) } } }

    func expectReady(_ runtime: NodeRuntime, sourceLocation: SourceLocation = #_sourceLocation) async {
        let reasons = await runtime.snapshot().reasons
        #expect(reasons.isEmpty, "\(reasons)", sourceLocation: sourceLocation)
    }

    func codes(_ runtime: NodeRuntime) async -> [NodeSnapshot.Reason.Code] { await runtime.snapshot().reasons.map(\.code) }
}
