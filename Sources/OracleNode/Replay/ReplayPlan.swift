import MarketFeeds

/// Which rounds of a recording are replayed.
public struct ReplayPlan: Sendable, Hashable {
    /// Ascending.
    public let rounds: [Int64]

    /// The scheduled rounds whose whole grid lies inside `span`, cut to `from … to`, and of these `count` spread evenly.
    ///
    /// - Parameter span: times for which the recording has data.
    /// - Throws: ``NodeError`` when no round is left.
    public init(
        feed: Feed, span: ClosedRange<Int64>, from: Int64? = nil, to: Int64? = nil, count: Int? = nil
    ) throws(NodeError) {
        let every = Int64(feed.schedule.everySeconds)
        let reach = Int64(feed.window) * Int64(feed.intervalSeconds) + Int64(feed.candleSeconds)
        let earliest = max(span.lowerBound + reach, from ?? .min)
        let latest = min(span.upperBound, to ?? .max)
        let first = (earliest + every - 1) / every * every
        guard first <= latest else {
            throw NodeError(
                .usage,
                "no scheduled round of \(feed.name) has its whole window between \(UTCTime.text(max(span.lowerBound, from ?? .min))) and \(UTCTime.text(latest))",
                next: "the recording covers \(UTCTime.text(span.lowerBound)) to \(UTCTime.text(span.upperBound)), and a round looks back \(reach) s: choose --from and --to inside")
        }
        let all = Array(stride(from: first, through: latest, by: Int64.Stride(every)))
        guard let count, count < all.count else {
            rounds = all
            return
        }
        rounds = count <= 1 ? [all[all.count - 1]] : (0..<max(count, 0)).map { all[$0 * (all.count - 1) / (count - 1)] }
    }
}
