import MarketFeeds

/// `venues`: where venues are asked and how often.
public struct VenueSettings: Hashable, Sendable {
    /// How fast one venue may be asked: a bucket that holds `burst` requests and fills at `perSecond`.
    public struct Rate: Hashable, Sendable {
        /// Thousandths of a request a second, so that the value is exact.
        public var milliPerSecond: Int
        public var burst: Int

        public var perSecond: Double { Double(milliPerSecond) / 1_000 }

        /// Below what each of the shipped venues allows a single address.
        public static let `default` = Rate(milliPerSecond: 1_000, burst: 10)

        public init(milliPerSecond: Int, burst: Int) {
            self.milliPerSecond = milliPerSecond
            self.burst = burst
        }
    }

    /// One server that answers for every venue, each below its own name: a recording that is played. Nil for the venues themselves.
    public var replayURL: String?
    /// Venues asked elsewhere than at their public address.
    public var urls: [Venue: String] = [:]
    /// Where it differs from the default.
    public var rates: [Venue: Rate] = [:]

    public func rate(of venue: Venue) -> Rate { rates[venue] ?? .default }

    public var endpoints: VenueEndpoints {
        let base = replayURL.map { VenueEndpoints.below($0) } ?? .live
        return urls.reduce(base) { $0.with($1.key, at: $1.value) }
    }
}
