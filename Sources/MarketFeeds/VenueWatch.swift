import Synchronization

/// What is known of one venue over all feeds of a node.
public struct VenueHealth: Hashable, Sendable {
    public let venue: Venue
    /// Milliseconds since 1970.
    public internal(set) var lastAnswerAt: UInt64?
    public internal(set) var lastFailureAt: UInt64?
    public internal(set) var failuresInARow = 0
    public internal(set) var answers: UInt64 = 0
    /// Requests that gave no series, by reason.
    public internal(set) var failures: [DropReason: UInt64] = [:]
    public internal(set) var lastProblem: String?
    /// The venue's clock minus this machine's; nil before it sent a `Date`.
    public internal(set) var skewMilliseconds: Int64?

    public var isHealthy: Bool { failuresInARow == 0 && lastAnswerAt != nil }
}

/// Keeps what each venue last said, and what its clock says beside ours.
public final class VenueWatch: Sendable {
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case ok
        /// The venue said that it is asked too often, or was not asked for that reason.
        case throttled
        /// An error of the venue's own.
        case refused
        case failed
    }

    private let now: @Sendable () -> UInt64
    private let observer: @Sendable (Venue, Outcome) -> Void
    private let known = Mutex<[Venue: VenueHealth]>([:])
    /// A `Date` older than this says nothing any more.
    private static let skewLifeMilliseconds: UInt64 = 3_600_000

    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - observer: told of every request's end, for metrics.
    public init(now: @escaping @Sendable () -> UInt64, observer: @escaping @Sendable (Venue, Outcome) -> Void = { _, _ in }) {
        self.now = now
        self.observer = observer
    }

    /// By name; venues that were asked at least once.
    public var venues: [VenueHealth] {
        known.withLock { $0.values.sorted { $0.venue.rawValue < $1.venue.rawValue } }
    }

    /// By how many milliseconds the venues' clocks are ahead of this machine's: the middle one. `Date` has whole seconds, so
    /// half a second either way means nothing.
    public var skewMilliseconds: Int64? {
        let now = now()
        let skews = known.withLock { known in
            known.values.filter { health in
                health.lastAnswerAt.map { $0 + Self.skewLifeMilliseconds >= now || $0 > now } ?? false
            }.compactMap(\.skewMilliseconds).sorted()
        }
        return skews.isEmpty ? nil : skews[(skews.count - 1) / 2]
    }

    /// An answer of whatever status came.
    func answered(_ venue: Venue, date: String?) {
        let now = now()
        let seconds = date.flatMap { HTTPDate.seconds($0) }
        known.withLock { known in
            var health = known[venue] ?? VenueHealth(venue: venue)
            health.lastAnswerAt = now
            // The second that `Date` names began half a second ago, on average.
            if let seconds { health.skewMilliseconds = seconds * 1_000 + 500 - Int64(clamping: now) }
            known[venue] = health
        }
    }

    /// It was of use; or why it, or its absence, was not.
    func judged(_ venue: Venue, _ drop: Drop?, isThrottled: Bool = false) {
        let now = now()
        observer(venue, drop.map { isThrottled ? .throttled : $0.reason == .refused ? .refused : .failed } ?? .ok)
        known.withLock { known in
            var health = known[venue] ?? VenueHealth(venue: venue)
            if let drop {
                health.lastFailureAt = now
                health.failuresInARow += 1
                health.failures[drop.reason, default: 0] += 1
                health.lastProblem = drop.description
            } else {
                health.answers += 1
                health.failuresInARow = 0
            }
            known[venue] = health
        }
    }
}

/// The `Date` header of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    package static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","), parts[1].utf8.count == 2, parts[3].utf8.count == 4,
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return UTCTime.seconds("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    /// - Parameter seconds: Unix seconds, 1970 … 9999.
    package static func text(_ seconds: Int64) -> String {
        let iso = Array(UTCTime.text(seconds))
        guard iso.count == 20, let month = Int(String(iso[5..<7])), (1...12).contains(month) else { return "" }
        return "\(days[Int(seconds / 86_400 % 7)]), \(String(iso[8..<10])) \(months[month - 1]) \(String(iso[0..<4])) \(String(iso[11..<19])) GMT"
    }
}
