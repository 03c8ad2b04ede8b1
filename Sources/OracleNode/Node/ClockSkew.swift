/// How far this machine's clock may be from the venues' and the chain's.
public struct ClockSkewPolicy: Hashable, Sendable {
    /// From here on it is said.
    public var warnSeconds: Int64
    /// From here on nothing is published: below what the feed contracts allow into the future.
    public var stopSeconds: Int64

    public init(warnSeconds: Int64 = 5, stopSeconds: Int64 = 30) {
        self.warnSeconds = warnSeconds
        self.stopSeconds = stopSeconds
    }
}

/// What is thought of the clock.
public enum ClockVerdict: Hashable, Sendable {
    /// Nobody to compare with.
    case unknown
    /// Seconds by which the clock is behind the others (above zero) or ahead of them.
    case good(Double)
    case warning(Double, String)
    /// Nothing is published.
    case stop(Double, String)

    public var stops: Bool { if case .stop = self { true } else { false } }

    public var message: String? {
        switch self {
        case .unknown, .good: nil
        case .warning(_, let message), .stop(_, let message): message
        }
    }
}

extension ClockSkewPolicy {
    /// The venues' clocks decide where there are any. The chain's newest block can only show that the clock is slow: a block that
    /// is old may as well mean that the chain has stopped.
    ///
    /// - Parameters:
    ///   - venueMilliseconds: by how much the venues' clocks are ahead; nil where none is known.
    ///   - chainSecondsAhead: by how much the newest block is ahead; nil where none is known.
    public func judge(venueMilliseconds: Int64?, chainSecondsAhead: Int64?) -> ClockVerdict {
        let venues = venueMilliseconds.map { Double($0) / 1_000 }
        let chain = chainSecondsAhead.flatMap { $0 > 0 ? Double($0) : nil }
        guard let skew = [venues, chain].compactMap({ $0 }).max(by: { $0.magnitude < $1.magnitude }) else {
            return chainSecondsAhead == nil ? .unknown : .good(0)
        }
        let witness = skew == venues ? "the venues' clocks" : "the newest block"
        let seconds = Int64(min(skew.magnitude, 1e12).rounded())
        // Whole seconds on both sides: what is below two means nothing.
        let words = "this machine's clock is \(seconds) s \(skew > 0 ? "behind" : "ahead of") \(witness); set it, and keep it by NTP"
        if skew.magnitude >= Double(stopSeconds) { return .stop(skew, words + "; nothing is published until then") }
        if skew.magnitude >= Double(warnSeconds) { return .warning(skew, words) }
        return .good(skew)
    }
}
