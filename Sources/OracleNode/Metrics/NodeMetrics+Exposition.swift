extension NodeMetrics {
    /// The text that Prometheus reads (format 0.0.4): what was recorded, and what the snapshot says of this moment. Families are in
    /// the order of ``Metric``, series in the order of their labels, so equal states have equal texts.
    public func exposition(_ snapshot: NodeSnapshot) -> String {
        var families = SnapshotGauges(snapshot).values
        let state = state.withLock { $0 }
        for (series, value) in state.counters { families[series.metric, default: [:]][series.labels] = value }
        var text = ""
        for metric in Metric.allCases {
            let description = metric.description
            text += "# HELP \(metric.name) \(Self.escaped(description.help, quotes: false))\n# TYPE \(metric.name) \(description.kind.rawValue)\n"
            if description.kind == .histogram {
                for (series, histogram) in state.histograms.sorted(by: { $0.key.labels.lexicographicallyPrecedes($1.key.labels) }) where series.metric == metric {
                    text += Self.lines(histogram, metric, Array(zip(description.labels, series.labels)))
                }
                continue
            }
            for (labels, value) in (families[metric] ?? [:]).sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                text += "\(metric.name)\(Self.labels(Array(zip(description.labels, labels)))) \(Self.number(value))\n"
            }
        }
        return text
    }

    private static func lines(_ histogram: Histogram, _ metric: Metric, _ labels: [(String, String)]) -> String {
        var text = ""
        var total: UInt64 = 0
        for (index, count) in histogram.counts.enumerated() {
            total += count
            let bound = index < Metric.proveBuckets.count ? number(Metric.proveBuckets[index]) : "+Inf"
            text += "\(metric.name)_bucket\(self.labels(labels + [("le", bound)])) \(total)\n"
        }
        return text + "\(metric.name)_sum\(self.labels(labels)) \(number(histogram.sum))\n\(metric.name)_count\(self.labels(labels)) \(total)\n"
    }

    private static func labels(_ labels: [(String, String)]) -> String {
        labels.isEmpty ? "" : "{" + labels.map { "\($0.0)=\"\(escaped($0.1, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let integer = Int64(exactly: value) { return String(integer) }
        return "\(value)"
    }
}

/// The metrics that describe a moment.
struct SnapshotGauges {
    /// By metric, then by the values of its labels.
    private(set) var values: [Metric: [[String]: Double]] = [:]

    private mutating func set(_ metric: Metric, _ labels: [String], _ value: Double?) {
        guard let value else { return }
        values[metric, default: [:]][labels] = value
    }

    private mutating func set(_ metric: Metric, _ value: Double?) { set(metric, [], value) }

    init(_ snapshot: NodeSnapshot) {
        set(.buildInfo, [snapshot.version], 1)
        set(.startTime, Double(snapshot.startedAt))
        set(.ready, snapshot.isReady ? 1 : 0)
        for code in NodeSnapshot.Reason.Code.allCases { set(.notReady, [code.rawValue], snapshot.reasons.contains { $0.code == code } ? 1 : 0) }
        for feed in snapshot.feeds { add(feed, now: snapshot.now) }
        set(.queueDepth, Double(snapshot.prover.waiting))
        set(.queueCapacity, Double(snapshot.prover.capacity))
        set(.proverUp, snapshot.prover.isReady ? 1 : 0)
        set(.proverMemory, snapshot.prover.memory.map { Double($0) })
        let publishing = snapshot.publishing
        set(.clockAhead, publishing.secondsAhead.map { Double($0) })
        set(.inFlight, Double(publishing.inFlight))
        set(.gasPrice, publishing.baseFee.flatMap { Double($0) })
        if let account = publishing.account {
            set(.balance, [account], publishing.balance.flatMap { Double($0) })
            set(.balanceFloor, [account], publishing.balanceFloor.flatMap { Double($0) })
        }
        if !publishing.isEmitOnly { set(.leaseHeld, publishing.holdsLease ? 1 : 0) }
        for endpoint in snapshot.endpoints {
            set(.rpcUsable, [endpoint.name], endpoint.isUsable ? 1 : 0)
            set(.rpcHead, [endpoint.name], endpoint.head.map { Double($0) })
            set(.rpcLag, [endpoint.name], Double(endpoint.lag))
            set(.rpcSeconds, [endpoint.name], Double(endpoint.milliseconds) / 1_000)
            set(.rpcRequests, [endpoint.name, "answered"], Double(endpoint.answered))
            set(.rpcRequests, [endpoint.name, "failed"], Double(endpoint.failed))
        }
        set(.memory, ProcessFigures.residentBytes.map { Double($0) })
        set(.openFiles, ProcessFigures.openFiles.map { Double($0) })
        set(.processSeconds, ProcessFigures.processorSeconds)
    }

    private mutating func add(_ feed: NodeSnapshot.FeedState, now: UInt64) {
        let label = [feed.name]
        func age(_ time: UInt64) -> Double { Double(now) - Double(time) }
        set(.feedInfo, [feed.name, feed.pair, feed.model, feed.contract ?? ""], 1)
        if let source = feed.source {
            set(.sourcePrice, label, Double(source.decimal))
            set(.sourceConfidence, label, source.confidence.flatMap { Double($0) })
            set(.sourceAge, label, age(source.observedAt))
        }
        if let chain = feed.chain {
            set(.chainPrice, label, Double(chain.decimal))
            set(.chainAge, label, age(chain.observedAt))
            set(.chainRound, label, Double(chain.round))
        }
        set(.heldRound, label, feed.held.map { Double($0.round) })
        set(.paused, label, feed.isPaused.map { $0 ? 1 : 0 })
        set(.deviation, label, feed.deviation.map { Double($0) / 1_000_000 })
        set(.deviationLimit, label, Double(feed.deviationLimit) / 1_000_000)
        set(.heartbeat, label, Double(feed.heartbeatSeconds))
        set(.heartbeatSlack, label, feed.heartbeatDueAt.map { Double($0) - Double(now) })
        set(.marketsQuorum, label, Double(feed.quorum))
        guard !feed.markets.isEmpty else { return }
        set(.marketsCounted, label, Double(feed.markets.count { $0.counted && !$0.isLeg }))
        for market in feed.markets { set(.marketCounted, [feed.name, market.label], market.counted ? 1 : 0) }
    }
}
