/// Which feeds of several go out now. Pure.
public enum PublishingBatch {
    /// One feed as it stands.
    public struct Item: Hashable, Sendable {
        public var feed: String
        public var policy: TriggerPolicy
        public var candidate: CandidateValue
        /// Nil where its contract has no value.
        public var chain: ChainValue?

        public init(feed: String, policy: TriggerPolicy, candidate: CandidateValue, chain: ChainValue?) {
            self.feed = feed
            self.policy = policy
            self.candidate = candidate
            self.chain = chain
        }
    }

    public struct Choice: Hashable, Sendable {
        public let feed: String
        public let trigger: PublishTrigger
    }

    /// First the feeds that fire by themselves; and where there is one, also those that are close to their limits. In each part the
    /// most urgent first: no value yet, then the least time to the heartbeat.
    ///
    /// - Parameter now: seconds since 1970.
    public static func choose(_ items: [Item], now: UInt64) -> [Choice] {
        func chosen(others: Bool, among items: [Item]) -> [(Item, PublishTrigger)] {
            items.compactMap { item in
                item.policy.trigger(item.candidate, chain: item.chain, others: others, now: now).map { (item, $0) }
            }
        }
        func urgency(_ item: Item) -> UInt64 { item.policy.secondsToHeartbeat(chain: item.chain, now: now) }
        func ordered(_ found: [(Item, PublishTrigger)]) -> [Choice] {
            found.sorted { (urgency($0.0), $0.0.feed) < (urgency($1.0), $1.0.feed) }.map { Choice(feed: $0.0.feed, trigger: $0.1) }
        }
        let own = ordered(chosen(others: false, among: items))
        guard !own.isEmpty else { return [] }
        let names = Set(own.map(\.feed))
        return own + ordered(chosen(others: true, among: items.filter { !names.contains($0.feed) }))
    }
}
