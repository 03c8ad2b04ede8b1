import EthereumKit
import Foundation
import MarketFeeds
import Parallel
import Synchronization

/// A running node: feeds side by side, one prover, one way to the chain, one store.
///
/// Faults of venues, endpoints, the store, the signer or a proof are told in ``snapshot()`` and in metrics and tried again; none
/// of them ends the node.
public final class NodeRuntime: Sendable {
    enum Phase: Sendable { case starting, running, draining, stopped }

    struct Worker: Sendable {
        let worker: FeedWorker
        let task: Task<Void, Never>
    }

    struct State: Sendable {
        var phase = Phase.starting
        var plan: NodePlan
        var store: NodeStore?
        var storeProblem: String?
        var publisher: NodePublisher?
        var services: NodeServices?
        /// In the order of the plan.
        var workers: [Worker] = []
        /// Feeds that do not run, with the reason.
        var broken: [String: String] = [:]
        var starting: Task<Void, any Error>?
        var housekeeping: Task<Void, Never>?
        var companions: [UUID: Task<Void, Never>] = [:]
        var ended: [CheckedContinuation<Void, Never>] = []
        var verdict = ClockVerdict.unknown
        var reloadProblem: String?
        var lastQuarantine: UInt64?
        var lastPrune: UInt64?
        var ledger = PublicationLedger()
        /// Of the transaction manager's last step, by name.
        var problems: Set<String> = []
    }

    let surroundings: NodeSurroundings
    let queue: ProverQueue
    let watch: VenueWatch
    let throttle: VenueThrottle
    private let client = HTTPClient()
    let desk: TriggerDesk
    private static let ownerPrefix = "\(ProcessInfo.processInfo.hostName) "
    /// For the lease: no other process has it.
    private let owner = "\(ownerPrefix)\(ProcessInfo.processInfo.processIdentifier) \(UUID().uuidString)"
    let startedAt: UInt64
    let state: Mutex<State>

    public init(plan: NodePlan, surroundings: NodeSurroundings) {
        self.surroundings = surroundings
        let (clock, metrics) = (surroundings.clock, surroundings.metrics)
        queue = ProverQueue(capacity: plan.prover.queue, now: { clock.now })
        watch = VenueWatch(now: { clock.now }) { venue, outcome in
            metrics.asked(venue: venue.rawValue, NodeMetrics.VenueOutcome(outcome))
        }
        throttle = VenueThrottle(limits: plan.venueLimits, now: { clock.now })
        desk = TriggerDesk(togetherSeconds: plan.togetherSeconds)
        startedAt = clock.seconds
        state = Mutex(State(plan: plan))
    }

    /// What runs at the moment.
    public var plan: NodePlan { state.withLock { $0.plan } }
    var clock: any NodeClock { surroundings.clock }
    var log: NodeLog { surroundings.log }
    var metrics: NodeMetrics { surroundings.metrics }

    // MARK: Life

    /// Starts the node and returns when it has been drained.
    ///
    /// - Throws: ``NodeError`` and others where it cannot start at all: a feed's circuit cannot be made, or the store is of no use.
    public func run() async throws {
        try await start()
        await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
            let isOver = state.withLock { state in
                if state.phase == .stopped { return true }
                state.ended.append(ended)
                return false
            }
            if isOver { ended.resume() }
        }
    }

    /// Opens the store, waiting while another process holds it or the disk is full, and starts every feed.
    public func start() async throws {
        let task = Task { try await self.begin() }
        state.withLock { $0.starting = task }
        do {
            try await task.value
        } catch is CancellationError {
            return
        } catch {
            await surroundings.prover.stop()
            throw error
        }
    }

    private func begin() async throws {
        let plan = state.withLock { $0.plan }
        // Circuits first: without them there is no node.
        var engines: [RoundEngine] = []
        for part in plan.feeds { engines.append(try await engine(for: part, plan)) }
        surroundings.prover.use(engines, plan.prover)
        let store = try await open(plan)
        try Task.checkCancellation()
        let services = services(plan, store)
        if plan.keyLock != nil, let account = plan.account {
            // Who holds the key's lock is the only process of this machine with that key: an earlier one was killed.
            try? store.endLease(TransactionManager.leaseName(plan.chainID, account), ownerPrefix: Self.ownerPrefix)
        }
        let publisher = makePublisher(plan, store)
        state.withLock { state in
            state.store = store
            state.services = services
            state.publisher = publisher
        }
        if let publisher { await publisher.pool.check() }
        for (part, engine) in zip(plan.feeds, engines) { try await launch(part, engine, services) }
        let housekeeping = Task { await clock.following { await self.keepHouse() } }
        state.withLock { state in
            state.housekeeping = housekeeping
            if state.phase == .starting { state.phase = .running }
        }
        log.info("node started", ["feeds": LogValue(plan.feeds.count), "chain": LogValue(plan.chainID)])
    }

    private func open(_ plan: NodePlan) async throws -> NodeStore {
        while true {
            do throws(StoreError) {
                let store = try NodeStore(path: plan.storePath, patience: plan.storePatience, maximumPages: plan.storePages)
                state.withLock { $0.storeProblem = nil }
                try quarantine(store)
                return store
            } catch {
                switch error {
                case .locked, .diskFull:
                    metrics.failed(error)
                    state.withLock { $0.storeProblem = error.description }
                    log.error("the store cannot be opened; it is tried again", ["reason": .text(error.description)])
                    try await clock.following { try await self.clock.sleep(milliseconds: 5_000) }
                default: throw NodeError(.environment, error.description, next: "store.path is \(plan.storePath)")
                }
            }
        }
    }

    func engine(for part: NodePlan.FeedPart, _ plan: NodePlan) async throws -> RoundEngine {
        let circuit = try await surroundings.circuit(part.file)
        return try RoundEngine(feed: part.file, circuit: circuit, signers: plan.attesters, chainID: plan.chainID, contract: part.contract)
    }

    func services(_ plan: NodePlan, _ store: NodeStore) -> NodeServices {
        let clock = clock
        let deliver: @Sendable ([UInt8], Address, RoundKey) async throws -> Void
        switch plan.output {
        case .transactions(let signer, _):
            let account = signer.address
            deliver = { calldata, contract, key in
                try store.enqueue(
                    Publication(chainID: plan.chainID, contract: contract, account: account, round: key, calldata: calldata), now: clock.seconds)
            }
        case .emit(let destination):
            let emitter = EmitOnlyPublisher(store: store, destination: destination, now: { clock.seconds })
            deliver = { calldata, contract, key in
                try emitter.emit(Publication(chainID: plan.chainID, contract: contract, account: .zero, round: key, calldata: calldata))
            }
        }
        let log = surroundings.log
        let responses = plan.responseBytes.map { bytes in
            ResponseArchive(folder: ResponseArchive.folder(of: plan.evidenceFolder), maximumBytes: bytes) { problem in
                log.warning("a response is not kept", ["reason": .text(problem)])
            }
        }
        return NodeServices(
            plan: plan, surroundings: surroundings, store: store, queue: queue, desk: desk, responses: responses, deliver: deliver,
            clockVerdict: { [weak self] in self?.judgeClock() ?? .unknown },
            goAlong: { [weak self] names in self?.goAlong(names) },
            roundsChanged: { [weak self] in self?.noteRounds() },
            damaged: { [weak self] error in self?.lookInto(error) })
    }

    func makePublisher(_ plan: NodePlan, _ store: NodeStore) -> NodePublisher? {
        if plan.endpoints.isEmpty { return nil }
        return NodePublisher(plan: plan, surroundings: surroundings, store: store, owner: owner) { [weak self] in self?.stepped($0) }
    }

    func launch(_ part: NodePlan.FeedPart, _ engine: RoundEngine, _ services: NodeServices) async throws {
        metrics.begin(part.file.feed)
        let source: any ObservationSource
        if let own = surroundings.source {
            source = try await own(part.file)
        } else {
            let clock = clock
            source = LiveSource(
                feed: part.file.feed,
                collector: MarketCollector(
                    client: client, endpoints: services.plan.venueEndpoints, throttle: throttle, watch: watch, keep: services.responses?.hold)
            ) { Int64(clamping: clock.seconds) }
        }
        let chain = CurrentChain { [weak self] in self?.state.withLock { $0.publisher?.pool } }
        let worker = FeedWorker(
            part: part, engine: engine, services: services, source: source,
            reader: services.plan.endpoints.isEmpty ? nil : FeedReader(chain))
        let task = Task { await worker.run() }
        state.withLock { $0.workers.append(Worker(worker: worker, task: task)) }
    }

    private func goAlong(_ names: [String]) {
        for name in names {
            guard let worker = state.withLock({ $0.phase == .running ? $0.workers.first { $0.worker.part.name == name } : nil }) else { continue }
            let id = UUID()
            // Under the lock, so that it is noted before it can be over.
            state.withLock { state in
                state.companions[id] = Task {
                    await worker.worker.goAlong()
                    self.state.withLock { $0.companions[id] = nil }
                }
            }
        }
    }
}

extension NodeMetrics.VenueOutcome {
    init(_ outcome: VenueWatch.Outcome) {
        switch outcome {
        case .ok: self = .ok
        case .throttled: self = .throttled
        case .refused: self = .refused
        case .failed: self = .failed
        }
    }
}
