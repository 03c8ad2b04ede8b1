/// Keeps a failing endpoint from being asked: closed while it works; open for a while after failures in a row; then
/// half open, where one question is let through and its fate decides.
///
/// A plain value: time comes in as milliseconds of any steady clock.
public struct CircuitBreaker: Hashable, Sendable {
    public struct Policy: Hashable, Sendable {
        /// Failures in a row that open it.
        public var failures = 3
        /// The first pause; each further one without a success between is twice as long.
        public var firstPauseMilliseconds: UInt64 = 1_000
        public var longestPauseMilliseconds: UInt64 = 60_000
        /// A question let through that is not reported on within this time is taken for failed.
        public var probeMilliseconds: UInt64 = 30_000

        public init() {}
    }

    public enum State: Hashable, Sendable {
        case closed
        case open(until: UInt64)
        case halfOpen(since: UInt64)
    }

    public private(set) var state = State.closed
    private var failuresInRow = 0
    private var pauses = 0
    private let policy: Policy

    public init(_ policy: Policy = Policy()) {
        self.policy = policy
    }

    /// May a question be asked now? Where the answer is yes in an open breaker, this is the one question let through.
    public mutating func admits(now: UInt64) -> Bool {
        switch state {
        case .closed: return true
        case .open(let until):
            guard now >= until else { return false }
            state = .halfOpen(since: now)
            return true
        case .halfOpen(let since):
            guard now >= since + policy.probeMilliseconds else { return false }
            state = .halfOpen(since: now)
            return true
        }
    }

    public mutating func succeeded() {
        state = .closed
        failuresInRow = 0
        pauses = 0
    }

    /// - Parameter retryAfterSeconds: what the endpoint asked for; it opens the breaker at once, for that long at least.
    public mutating func failed(now: UInt64, retryAfterSeconds: Int? = nil) {
        failuresInRow += 1
        // An endpoint may ask for any number of seconds.
        let asked = min(UInt64(clamping: retryAfterSeconds ?? 0), policy.longestPauseMilliseconds) * 1_000
        let isHalfOpen = if case .halfOpen = state { true } else { false }
        guard isHalfOpen || asked > 0 || failuresInRow >= policy.failures else { return }
        let doubled = policy.firstPauseMilliseconds << UInt64(min(pauses, 20))
        pauses += 1
        // An endpoint may ask for an hour; it is asked again earlier than that.
        state = .open(until: now + min(max(doubled, asked), policy.longestPauseMilliseconds))
    }
}
