import EthereumKit
import MarketFeeds

/// Counters that have counted nothing yet. Prometheus' `increase()` sees a series that first appears at 1 as one that was always 1, so
/// whatever may be counted stands at 0 from the start where its labels are of fixed sets.
extension NodeMetrics.State {
    private mutating func begin(_ metric: Metric, _ labels: [String] = []) {
        let series = NodeMetrics.Series(metric: metric, labels: labels)
        if counters[series] == nil { counters[series] = 0 }
    }

    mutating func beginWithZeros() {
        for metric in [Metric.gasUsed, .gasSpent] { begin(metric) }
        for name in PublishingProblem.names + NodeMetrics.ownProblems { begin(.problems, [name]) }
        for outcome in ["applied", "refused"] { begin(.reloads, [outcome]) }
        for kind in StoreError.kinds { begin(.storeErrors, [kind]) }
        for cause in ProverFault.Cause.allCases { begin(.proverReplaced, [cause.rawValue]) }
        for status in HTTPAnswer.statuses { begin(.httpRequests, [String(status)]) }
    }

    mutating func begin(_ feed: Feed) {
        for outcome in NodeMetrics.RoundOutcome.allCases { begin(.rounds, [feed.name, outcome.rawValue]) }
        begin(.missedHeartbeats, [feed.name])
        for label in feed.markets.map(\.label) + feed.legs.map(\.label) {
            for reason in DropReason.allCases.map(\.rawValue) + ["outlier"] { begin(.drops, [feed.name, label, reason]) }
        }
        for venue in Set(feed.markets.map(\.venue) + feed.legs.map(\.venue)) {
            for outcome in NodeMetrics.VenueOutcome.allCases { begin(.venueRequests, [venue.rawValue, outcome.rawValue]) }
        }
        for trigger in PublishTrigger.allCases {
            for outcome in PublicationState.allCases { begin(.publications, [feed.name, trigger.rawValue, outcome.rawValue]) }
        }
        let proofs = NodeMetrics.Series(metric: .proveSeconds, labels: [feed.name])
        if histograms[proofs] == nil { histograms[proofs] = NodeMetrics.Histogram() }
    }
}

extension NodeMetrics {
    /// Problems beside ``PublishingProblem``'s.
    static let ownProblems = ["clock_skew", "damaged_row"]

    /// From now on a feed's counters are shown. Those of a feed that runs already are left as they are.
    public func begin(_ feed: Feed) { state.withLock { $0.begin(feed) } }
}

extension PublishingProblem {
    /// Every value of ``name``.
    static let names =
        ["standby", "balance_low", "fees_above_cap", "refused", "signer", "nonce_used_elsewhere", "halted"]
        + RPCErrorKind.allCases.flatMap { ["endpoint_\($0.rawValue)", "send_\($0.rawValue)"] }
}
