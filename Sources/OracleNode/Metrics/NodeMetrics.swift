import EthereumKit
import Synchronization

/// What the node counts while it runs. What describes a moment (prices, ages, balances, endpoints) is not recorded here: it comes
/// from the ``NodeSnapshot`` that is exposed with it, so that page, API and metrics cannot disagree.
///
/// Calls are cheap (a lock and a dictionary) and may come from any thread. Label values come from configuration and fixed sets,
/// so the number of series is bounded.
public final class NodeMetrics: Sendable {
    struct Series: Hashable {
        let metric: Metric
        /// In the order of the metric's labels.
        let labels: [String]
    }

    struct Histogram {
        var counts = [UInt64](repeating: 0, count: Metric.proveBuckets.count + 1)
        var sum = 0.0
    }

    struct State {
        var counters: [Series: Double] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    let state: Mutex<State>

    public init() {
        var state = State()
        state.beginWithZeros()
        self.state = Mutex(state)
    }

    private func add(_ metric: Metric, _ labels: [String] = [], by amount: Double = 1) {
        state.withLock { $0.counters[Series(metric: metric, labels: labels), default: 0] += amount }
    }

    public enum RoundOutcome: String, Sendable, Hashable, CaseIterable {
        case proved
        /// The data gave no price.
        case refused
        case failed
    }

    public func roundEnded(feed: String, _ outcome: RoundOutcome) { add(.rounds, [feed, outcome.rawValue]) }

    /// - Parameter seconds: from observations to proof, without the time in the queue.
    public func proved(feed: String, seconds: Double) {
        let index = Metric.proveBuckets.firstIndex { seconds <= $0 } ?? Metric.proveBuckets.count
        state.withLock { state in
            var histogram = state.histograms[Series(metric: .proveSeconds, labels: [feed])] ?? Histogram()
            histogram.counts[index] += 1
            histogram.sum += seconds
            state.histograms[Series(metric: .proveSeconds, labels: [feed])] = histogram
        }
    }

    /// The prover's process ended, or was ended.
    public func proverReplaced(_ cause: ProverFault.Cause) { add(.proverReplaced, [cause.rawValue]) }

    /// An observation of a round that did not count.
    ///
    /// - Parameter reason: a ``DropReason``'s raw value, or `outlier`.
    public func dropped(feed: String, market: String, reason: String) { add(.drops, [feed, market, reason]) }

    public enum VenueOutcome: String, Sendable, Hashable, CaseIterable {
        case ok, throttled, refused, failed
    }

    public func asked(venue: String, _ outcome: VenueOutcome) { add(.venueRequests, [venue, outcome.rawValue]) }

    /// A publication came to a state. Each state of each publication is counted once; `queued` is an attempt.
    ///
    /// - Parameter trigger: a ``PublishTrigger``'s raw value, or another cause of a round.
    public func published(feed: String, trigger: String, _ outcome: PublicationState) {
        add(.publications, [feed, trigger, outcome.rawValue])
    }

    /// Gas of transactions that are final.
    public func spent(gas: UInt64, wei: UInt128) {
        add(.gasUsed, by: Double(gas))
        add(.gasSpent, by: Double(wei))
    }

    public func held(feed: String) { add(.heldRounds, [feed]) }

    public func missedHeartbeat(feed: String) { add(.missedHeartbeats, [feed]) }

    /// - Parameter name: ``PublishingProblem/name`` or another stable one.
    public func met(problem name: String, times: UInt64 = 1) { add(.problems, [name], by: Double(times)) }

    public func failed(_ error: StoreError) { add(.storeErrors, [error.kind]) }

    public func reloaded(applied: Bool) { add(.reloads, [applied ? "applied" : "refused"]) }

    /// A request to the node's own server.
    public func served(status: Int) { add(.httpRequests, [String(status)]) }
}

extension StoreError {
    /// Stable, for metrics.
    public var kind: String {
        switch self {
        case .locked: "locked"
        case .diskFull: "disk_full"
        case .corrupt: "corrupt"
        case .unwritable: "unwritable"
        case .fromNewerVersion: "from_newer_version"
        case .wrongStage: "wrong_stage"
        case .notFound: "not_found"
        case .leaseLost: "lease_lost"
        case .outOfRange: "out_of_range"
        case .failed: "failed"
        }
    }

    /// Every value of ``kind``.
    static let kinds = [
        "locked", "disk_full", "corrupt", "unwritable", "from_newer_version", "wrong_stage", "not_found", "lease_lost", "out_of_range", "failed",
    ]
}
