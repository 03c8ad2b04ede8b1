import Foundation
import Glibc
import Parallel
import Synchronization

/// Proves in a process of its own, which is started, watched and replaced: whatever ends it ends one proof and not the node.
///
/// One thread of this process talks to the child and waits for it; nothing of that is on the cooperative pool. One proof at a time is
/// in the child's hands. A child that dies, answers nonsense or does not answer in time is replaced at once the first time, and after 1, 2, 4, …
/// seconds, a minute at most, when it happens again before a proof has been made.
public final class ProverProcess: RoundProver {
    /// What is run.
    public struct Program: Hashable, Sendable {
        public var path: String
        public var arguments: [String]
        /// Variables of this process' environment that the child is given; it gets no others.
        public var variables = [
            "ASSAY_CACHE", "ASSAY_HOME", "ASSAY_PORTABLE", "ASSAY_THREADS", "HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "XDG_CACHE_HOME",
        ]

        public init(path: String, arguments: [String] = ["prover"]) {
            self.path = path
            self.arguments = arguments
        }

        /// The program that is running, even where its file has been replaced meanwhile: both sides are of one build.
        public static let thisOne = Program(path: "/proc/self/exe")
    }

    /// A feed that the child holds ready.
    struct Feed: Hashable, Sendable {
        let id: [UInt8]
        let name: String
        let text: String
        let modelID: [UInt8]

        init(_ engine: RoundEngine) {
            id = engine.feed.id
            name = engine.feed.feed.name
            text = engine.feed.text
            modelID = engine.circuit.modelID
        }
    }

    struct Job: Sendable {
        let feed: Feed
        let request: ProverRequest
        let answer: CheckedContinuation<UncheckedProof, any Error>
    }

    enum Phase: Sendable {
        case idle
        case starting
        case ready
        case down(ProverFault, until: ContinuousClock.Instant)
    }

    struct State: Sendable {
        var phase = Phase.idle
        var settings = ProverSettings()
        /// Raised where a running child has to go for another.
        var generation = 0
        var distrusted: ProverFault?
        var feeds: [Feed] = []
        var jobs: [Job] = []
        var process: Int32?
        /// Children in a row that ended before they had made a proof.
        var failures = 0
        var isEnding = false
        var thread: Task<Void, Never>?
    }

    package let program: Program
    private let surroundings: [String: String]
    let log: NodeLog
    let metrics: NodeMetrics
    let state = Mutex(State())
    let bell: WakeBell?
    /// How long a proof waits for a child that is about to be started.
    static let patience = Duration.seconds(5)

    /// - Parameter environment: what the child's is taken from.
    public init(
        program: Program = .thisOne, environment: [String: String] = ProcessInfo.processInfo.environment, log: NodeLog, metrics: NodeMetrics
    ) {
        self.program = program
        surroundings = environment
        self.log = log
        self.metrics = metrics
        bell = WakeBell()
    }

    // MARK: RoundProver

    public func use(_ engines: [RoundEngine], _ settings: ProverSettings) {
        let feeds = engines.map(Feed.init)
        state.withLock { state in
            state.feeds = feeds
            if state.settings != settings { state.generation += 1 }
            state.settings = settings
            guard state.thread == nil else { return }
            state.isEnding = false
            state.phase = .starting
            state.thread = Task { try? await Parallel.run { self.supervise() } }
        }
        bell?.ring()
    }

    public func state(_ observations: RoundObservations, of engine: RoundEngine) async throws -> RoundStatement {
        let feed = Feed(engine)
        let (evaluation, request) = try await Parallel.run {
            let evaluation = try engine.evaluate(observations)
            let request = ProverRequest.prove(
                feed: feed.id, observedAt: observations.observedAt, times: observations.times, series: observations.series(of: engine.feed.feed))
            return (evaluation, request)
        }
        let clock = ContinuousClock()
        let start = clock.now
        var claim = try await prove(request, feed)
        claim.seconds = StepWatch.seconds(clock.now - start)
        let checked = claim
        do {
            return try await Parallel.run {
                let statement = try engine.statement(observations, evaluation, checked)
                try engine.checkCommitment(of: statement.proof, to: observations)
                return statement
            }
        } catch {
            // It is not known what else is wrong in there.
            let fault = ProverFault.wrong("\(error)")
            state.withLock { $0.distrusted = fault }
            bell?.ring()
            throw fault
        }
    }

    public var health: ProverHealth {
        state.withLock { state in
            switch state.phase {
            case .idle, .ready: ProverHealth(process: state.process)
            case .starting: ProverHealth(problem: "the prover's process is starting", process: state.process)
            case .down(let fault, _): ProverHealth(problem: fault.description)
            }
        }
    }

    public func stop() async {
        let thread = state.withLock { state in
            state.isEnding = true
            return state.thread
        }
        bell?.ring()
        await thread?.value
        state.withLock { $0.thread = nil }
    }

    private func prove(_ request: ProverRequest, _ feed: Feed) async throws -> UncheckedProof {
        try await withCheckedThrowingContinuation { (answer: CheckedContinuation<UncheckedProof, any Error>) in
            let refusal: ProverFault? = state.withLock { state in
                if state.isEnding || state.thread == nil { return .stopping }
                if let refusal = Self.refusal(state.phase) { return refusal }
                state.jobs.append(Job(feed: feed, request: request, answer: answer))
                return nil
            }
            if let refusal { answer.resume(throwing: refusal) } else { bell?.ring() }
        }
    }

    /// Why no proof is waited for now.
    private static func refusal(_ phase: Phase) -> ProverFault? {
        guard case .down(let fault, let until) = phase else { return nil }
        let left = until - ContinuousClock.now
        guard left > patience else { return nil }
        return .down(reason: fault.description, seconds: Int(left.components.seconds) + 1)
    }

    // MARK: The thread

    private func supervise() {
        while waitForStart() {
            let fault = oneLife()
            guard let fault else { continue }
            note(fault)
        }
        let jobs = state.withLock { state in
            state.phase = .idle
            state.process = nil
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs { job.answer.resume(throwing: ProverFault.stopping) }
    }

    /// - Returns: false where the node ends.
    private func waitForStart() -> Bool {
        while true {
            let left: Duration? = state.withLock { state in
                if state.isEnding { return nil }
                guard case .down(_, let until) = state.phase else { return .zero }
                return max(.zero, until - ContinuousClock.now)
            }
            guard let left else { return false }
            if left == .zero { break }
            bell?.wait(milliseconds: Int(left.components.seconds * 1_000) + Int(left.components.attoseconds / 1_000_000_000_000_000) + 1)
        }
        return true
    }

    /// From start to end of one child.
    ///
    /// - Returns: nil where it ended as it was asked to.
    private func oneLife() -> ProverFault? {
        let settings = state.withLock { $0.settings }
        let environment = environment(settings)
        var life: ProverLife
        do {
            life = ProverLife(self, try ProverChild.start(program.path, program.arguments, environment: environment), settings)
        } catch {
            return .cannotStart(program: program.path, reason: error.reason)
        }
        return life.run()
    }

    private func environment(_ settings: ProverSettings) -> [String: String] {
        var environment = surroundings.filter { program.variables.contains($0.key) }
        if settings.threads > 0 { environment["ASSAY_THREADS"] = "\(settings.threads)" }
        // Its trap is told by the signal; a back trace takes seconds in which no proof is made.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return environment
    }

    private func note(_ fault: ProverFault) {
        let (seconds, waiting) = state.withLock { state in
            state.failures += 1
            let seconds = Self.pause(after: state.failures)
            state.process = nil
            state.phase = .down(fault, until: ContinuousClock.now + .seconds(seconds))
            state.distrusted = nil
            // Those that would wait too long are told.
            let isLong = Duration.seconds(seconds) > Self.patience
            let waiting = isLong ? state.jobs : []
            if isLong { state.jobs = [] }
            return (seconds, waiting)
        }
        if let cause = fault.cause { metrics.proverReplaced(cause) }
        log.error("the prover's process is replaced", ["reason": .text(fault.description), "seconds": LogValue(seconds)])
        for job in waiting { job.answer.resume(throwing: ProverFault.down(reason: fault.description, seconds: seconds)) }
    }

    /// Seconds until the next start after so many failures in a row: 0, 1, 2, 4, … 60.
    package static func pause(after failures: Int) -> Int { failures <= 1 ? 0 : min(60, 1 << min(failures - 2, 6)) }
}
