import Synchronization

/// Lets feeds that are close to their limits go out together with one that fires.
final class TriggerDesk: Sendable {
    private struct Held {
        var item: PublishingBatch.Item
        /// Seconds since 1970; nil before the first.
        var firedAt: UInt64?
    }

    private let feeds = Mutex<[String: Held]>([:])
    private let togetherSeconds: UInt64

    init(togetherSeconds: UInt64) {
        self.togetherSeconds = togetherSeconds
    }

    /// A feed has a new candidate.
    func offer(_ item: PublishingBatch.Item) {
        feeds.withLock { feeds in feeds[item.feed] = Held(item: item, firedAt: feeds[item.feed]?.firedAt) }
    }

    /// What fires for a feed's candidate now, a neighbour that fired a moment ago counted.
    func trigger(_ item: PublishingBatch.Item, now: UInt64) -> PublishTrigger? {
        offer(item)
        let others = feeds.withLock { feeds in
            feeds.contains { name, held in
                name != item.feed && held.firedAt.map { $0 <= now && now - $0 <= togetherSeconds } ?? false
            }
        }
        return item.policy.trigger(item.candidate, chain: item.chain, others: others, now: now)
    }

    /// A feed fires; its candidate is spent.
    ///
    /// - Returns: the feeds that go along, the most urgent first.
    func fired(_ feed: String, now: UInt64) -> [String] {
        let items = feeds.withLock { feeds in
            feeds[feed]?.firedAt = now
            return feeds.values.filter { held in
                held.item.feed == feed || held.firedAt.map { now > $0 + togetherSeconds } ?? true
            }.map(\.item)
        }
        return PublishingBatch.choose(items, now: now).filter { $0.feed != feed && $0.trigger == .early }.map(\.feed)
    }

    func remove(_ feed: String) { feeds.withLock { $0[feed] = nil } }
}
