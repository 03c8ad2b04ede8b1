import Synchronization

/// How often a venue may be asked: a bucket of `burst` requests that fills at `perSecond`.
public struct VenueLimit: Hashable, Sendable {
    /// 1 or more.
    public var burst: Double
    /// Above 0.
    public var perSecond: Double

    public init(burst: Double, perSecond: Double) {
        self.burst = max(1, burst)
        self.perSecond = max(0.001, perSecond)
    }
}

extension Venue {
    /// Below what each venue documents for candles without an account, so that a node shares its address with other programs.
    public var defaultLimit: VenueLimit {
        switch self {
        case .coinbase: VenueLimit(burst: 10, perSecond: 5)
        case .kraken: VenueLimit(burst: 10, perSecond: 1)
        case .bitstamp: VenueLimit(burst: 20, perSecond: 8)
        case .gemini: VenueLimit(burst: 5, perSecond: 1)
        case .binance, .binanceus: VenueLimit(burst: 20, perSecond: 8)
        case .bitfinex: VenueLimit(burst: 10, perSecond: 0.4)
        }
    }
}

/// Keeps to the venues' limits over all feeds of a node, and stays away from a venue that has asked for it.
///
/// A request takes its place in the bucket at once and waits for its turn; what would wait longer than `longestWaitMilliseconds`
/// is not asked at all, since its round would be over. A venue that says it is asked too often (``Venue/slowdown(status:retryAfter:body:)``)
/// is left alone for as long as it says, or for a pause that doubles from time to time until an answer comes.
public final class VenueThrottle: Sendable {
    private struct Bucket {
        /// Below zero: so many requests are waiting for their turn.
        var tokens: Double
        /// Milliseconds since 1970.
        var filledAt: UInt64
        var pausedUntil: UInt64 = 0
        /// How often in a row the venue asked to slow down.
        var strikes = 0
    }

    private let own: Mutex<[Venue: VenueLimit]>
    private let longestWait: UInt64
    private let now: @Sendable () -> UInt64
    private let sleep: @Sendable (UInt64) async throws -> Void
    private let buckets = Mutex<[Venue: Bucket]>([:])

    /// A pause without a word of the venue's own: 2 s, then twice as long each time, up to ten minutes.
    static let firstPause: UInt64 = 2_000
    static let longestPause: UInt64 = 600_000

    /// - Parameters:
    ///   - limits: in place of ``Venue/defaultLimit``.
    ///   - now: milliseconds since 1970.
    ///   - sleep: waits so many milliseconds.
    public init(
        limits: [Venue: VenueLimit] = [:], longestWaitMilliseconds: UInt64 = 8_000, now: @escaping @Sendable () -> UInt64,
        sleep: @escaping @Sendable (UInt64) async throws -> Void = { try await Task.sleep(for: .milliseconds($0)) }
    ) {
        own = Mutex(limits)
        longestWait = longestWaitMilliseconds
        self.now = now
        self.sleep = sleep
    }

    /// Other limits from now on.
    public func use(_ limits: [Venue: VenueLimit]) { own.withLock { $0 = limits } }

    private func limit(of venue: Venue) -> VenueLimit { own.withLock { $0[venue] } ?? venue.defaultLimit }

    /// Waits for the venue's next free place.
    ///
    /// - Throws: a ``DropReason/refused`` drop where it is not to be asked now, with the time from which it is.
    public func admit(_ venue: Venue) async throws(Drop) {
        let wait = try reserve(venue)
        guard wait > 0 else { return }
        do {
            try await sleep(wait)
        } catch {
            throw Drop(.refused, "given up while \(venue) was waited for")
        }
    }

    private func reserve(_ venue: Venue) throws(Drop) -> UInt64 {
        let now = now()
        let limit = limit(of: venue)
        return try buckets.withLock { buckets throws(Drop) in
            var bucket = filled(buckets[venue], limit, now)
            if bucket.pausedUntil > now {
                throw Drop(.refused, "\(venue) asked not to be asked for another \((bucket.pausedUntil - now + 999) / 1_000) s")
            }
            let missing = 1 - bucket.tokens
            let wait = missing <= 0 ? 0 : UInt64(missing / limit.perSecond * 1_000) + 1
            guard wait <= longestWait else {
                throw Drop(.refused, "\(venue) is asked as often as its limit of \(limit.perSecond) a second allows; spread the feeds' schedules, or raise the limit")
            }
            bucket.tokens -= 1
            buckets[venue] = bucket
            return wait
        }
    }

    private func filled(_ bucket: Bucket?, _ limit: VenueLimit, _ now: UInt64) -> Bucket {
        guard var bucket else { return Bucket(tokens: limit.burst, filledAt: now) }
        // A clock that was set back fills nothing.
        let passed = now > bucket.filledAt ? Double(now - bucket.filledAt) / 1_000 : 0
        bucket.tokens = min(limit.burst, bucket.tokens + passed * limit.perSecond)
        bucket.filledAt = now
        // One that was set back far would leave a venue alone for as long.
        if bucket.pausedUntil > now + 2 * Self.longestPause { bucket.pausedUntil = now + Self.longestPause }
        return bucket
    }

    /// Tells the throttle what an answer said about the pace; nil for an answer that said nothing.
    ///
    /// - Parameter extraRequests: what was sent beside the admitted request: the client's own repetitions.
    public func note(_ venue: Venue, slowdown: VenueSlowdown?, extraRequests: Int = 0) {
        let (now, limit) = (now(), limit(of: venue))
        buckets.withLock { buckets in
            var bucket = filled(buckets[venue], limit, now)
            bucket.tokens -= Double(max(0, extraRequests))
            guard let slowdown else {
                bucket.strikes = 0
                buckets[venue] = bucket
                return
            }
            let own = min(Self.firstPause << UInt64(min(bucket.strikes, 20)), Self.longestPause)
            // A venue may name any number of seconds.
            let told = slowdown.seconds.map { UInt64(min(max(0, $0), Int64(6 * Self.longestPause / 1_000))) * 1_000 }
            bucket.strikes += 1
            // What stands already is not shortened: several answers to one burst say the same.
            bucket.pausedUntil = max(bucket.pausedUntil, now + max(told ?? own, 1_000))
            bucket.tokens = min(bucket.tokens, 1)
            buckets[venue] = bucket
        }
    }

    /// Until when a venue is left alone, milliseconds since 1970; nil where it may be asked.
    public func pausedUntil(_ venue: Venue) -> UInt64? {
        let now = now()
        return buckets.withLock { $0[venue].flatMap { $0.pausedUntil > now ? $0.pausedUntil : nil } }
    }
}
