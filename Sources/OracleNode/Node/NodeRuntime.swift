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
    private let desk: TriggerDesk
    private static let ownerPrefix = "\(ProcessInfo.processInfo.hostName) "
    /// For the lease: no other process has it.
    private let owner = "\(ownerPrefix)\(ProcessInfo.processInfo.processIdentifier) \(UUID().uuidString)"
    let startedAt: UInt64
    let state: Mutex<State>

    public init(plan: NodePlan, surroundings: NodeSurroundings) {
        self.surroundings = surroundings
        let (clock, metrics) = (surroundings.clock, surroundings.metrics)
        queue = ProverQueue(capacity: plan.proverQueue, now: { clock.now })
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
        }
    }

    private func begin() async throws {
        let plan = state.withLock { $0.plan }
        // Circuits first: without them there is no node.
        var engines: [RoundEngine] = []
        for part in plan.feeds { engines.append(try await engine(for: part, plan)) }
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

    private func engine(for part: NodePlan.FeedPart, _ plan: NodePlan) async throws -> RoundEngine {
        let circuit = try await surroundings.circuit(part.file)
        return try RoundEngine(feed: part.file, circuit: circuit, signer: plan.attester, chainID: plan.chainID, contract: part.contract)
    }

    private func services(_ plan: NodePlan, _ store: NodeStore) -> NodeServices {
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

    private func makePublisher(_ plan: NodePlan, _ store: NodeStore) -> NodePublisher? {
        if plan.endpoints.isEmpty { return nil }
        return NodePublisher(plan: plan, surroundings: surroundings, store: store, owner: owner) { [weak self] in self?.stepped($0) }
    }

    private func launch(_ part: NodePlan.FeedPart, _ engine: RoundEngine, _ services: NodeServices) async throws {
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

    // MARK: Ending

    /// Ends in good order: the proof in work is finished and handed over, transactions get some time to reach a block, the lease is
    /// given back, the store closed.
    public func drain() async {
        let (starting, workers, housekeeping, isFirst) = state.withLock { state in
            let isFirst = state.phase == .starting || state.phase == .running
            if isFirst { state.phase = .draining }
            return (state.starting, state.workers, state.housekeeping, isFirst)
        }
        guard isFirst else { return await untilEnded() }
        log.info("draining")
        starting?.cancel()
        _ = await starting?.result
        for worker in workers { worker.task.cancel() }
        for worker in workers { await worker.task.value }
        for task in state.withLock({ Array($0.companions.values) }) { await task.value }
        if let publisher = state.withLock({ $0.publisher }) {
            await settle()
            await publisher.stop()
        }
        housekeeping?.cancel()
        await housekeeping?.value
        end()
        log.info("node stopped")
    }

    private func untilEnded() async {
        await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
            let isOver = state.withLock { state in
                if state.phase == .stopped { return true }
                state.ended.append(ended)
                return false
            }
            if isOver { ended.resume() }
        }
    }

    /// Waits until nothing is on its way any more, but not for long: what is left goes on at the next start.
    private func settle() async {
        guard let account = state.withLock({ $0.plan.account }), let store = state.withLock({ $0.store }) else { return }
        let plan = state.withLock { $0.plan }
        let end = clock.now + plan.drainSeconds * 1_000
        await clock.following {
            while self.clock.now < end {
                let active = (try? store.activePublications(chainID: plan.chainID, account: account)) ?? []
                if active.allSatisfy({ $0.state == .included }) { return }
                do { try await self.clock.sleep(milliseconds: 500) } catch { return }
            }
        }
    }

    private func end() {
        let (store, ended) = state.withLock { state in
            let taken = (state.store, state.ended)
            state.phase = .stopped
            state.workers = []
            state.services = nil
            state.publisher = nil
            state.store = nil
            state.ended = []
            return taken
        }
        try? store?.close()
        for waiting in ended { waiting.resume() }
    }

    /// Lets go of everything as a process that is killed does: nothing is finished and nothing given back. For tests.
    package func abandon() async {
        let (workers, housekeeping, publisher) = state.withLock { state in
            state.phase = .draining
            return (state.workers, state.housekeeping, state.publisher)
        }
        for worker in workers { worker.task.cancel() }
        housekeeping?.cancel()
        for worker in workers { await worker.task.value }
        await publisher?.abandon()
        await housekeeping?.value
        for task in state.withLock({ Array($0.companions.values) }) { await task.value }
        end()
    }

    // MARK: Reload

    /// Goes over to another plan: feeds that changed stop and start, others are not disturbed; limits, endpoints and prices count
    /// from now on. The new plan's circuits are made first, so that a plan that cannot run changes nothing.
    ///
    /// - Throws: ``NodeError`` with the reason; the old plan goes on.
    public func reload(_ next: NodePlan) async throws {
        do {
            try await change(to: next)
            state.withLock { $0.reloadProblem = nil }
            metrics.reloaded(applied: true)
            log.info("configuration reloaded", ["feeds": LogValue(next.feeds.count)])
        } catch {
            refuseReload("\(error)")
            throw error
        }
    }

    /// Notes that a configuration was not taken; the old one goes on.
    public func refuseReload(_ reason: String) {
        state.withLock { $0.reloadProblem = reason }
        metrics.reloaded(applied: false)
        log.error("configuration not reloaded; the old one goes on", ["reason": .text(reason)])
    }

    private func change(to next: NodePlan) async throws {
        let (phase, current, workers, store) = state.withLock { ($0.phase, $0.plan, $0.workers, $0.store) }
        guard phase == .running, let store else {
            throw NodeError(.refused, "the node is not running", next: "reload again when it is")
        }
        if let obstacle = current.obstacle(to: next) {
            throw NodeError(.refused, "\(obstacle), which a running node cannot follow", next: "restart the node")
        }
        // A feed that is to ask elsewhere is begun anew.
        let kept = workers.filter { worker in
            next.venueEndpoints == current.venueEndpoints && next.feeds.contains { worker.worker.part.isSameFeed(as: $0) }
        }
        let added = next.feeds.filter { part in !kept.contains { $0.worker.part.isSameFeed(as: part) } }
        var engines: [RoundEngine] = []
        for part in added { engines.append(try await engine(for: part, next)) }

        // From here on nothing can be refused any more.
        throttle.use(next.venueLimits)
        let gone = workers.filter { worker in !kept.contains { $0.worker === worker.worker } }
        for worker in gone { worker.task.cancel() }
        for worker in gone {
            await worker.task.value
            desk.remove(worker.worker.part.name)
        }
        var plan = next
        plan.keyLock = next.keyLock ?? current.keyLock
        let services = services(plan, store)
        let old = state.withLock { state in
            state.plan = plan
            state.services = services
            state.workers.removeAll { worker in gone.contains { $0.worker === worker.worker } }
            return state.publisher
        }
        // Another transaction manager with the same name goes on with the same lease and the same store.
        await old?.stop()
        let publisher = makePublisher(plan, store)
        await publisher?.pool.check()
        state.withLock { $0.publisher = publisher }
        for worker in kept {
            if let part = next.feeds.first(where: { worker.worker.part.isSameFeed(as: $0) }) { worker.worker.use(part.triggers) }
        }
        for (part, engine) in zip(added, engines) { try await launch(part, engine, services) }
        state.withLock { state in
            let order = Dictionary(plan.feeds.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
            state.workers.sort { order[$0.worker.part.name] ?? 0 < order[$1.worker.part.name] ?? 0 }
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
