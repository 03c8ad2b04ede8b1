import EthereumKit

/// Why a value is published. Raw values are stable: metrics and the store use them.
public enum PublishTrigger: String, Hashable, Sendable, CaseIterable {
    /// The contract has no value yet.
    case first
    /// The contract's breaker holds a round, and this one decides what becomes of it.
    case held
    /// The value on chain is as old as it may become.
    case heartbeat
    /// The value on chain is as far from the market as it may get.
    case deviation
    /// The confidence interval is as wide as consumers want to be told.
    case confidence
    /// Another feed is being published, and this one is close to its own limits.
    case early
}

/// A feed's limits, in parts per million where they are ratios.
public struct TriggerPolicy: Hashable, Sendable {
    public var heartbeatSeconds: UInt64
    /// Of the value on chain. 5,000 is half a per cent.
    public var deviation: UInt64
    /// Of the candidate itself; nil where the feed has no confidence.
    public var confidence: UInt64?
    /// Limits that count while another feed goes out; nil where this one never goes along.
    public var earlySeconds: UInt64?
    public var earlyDeviation: UInt64?

    public init(
        heartbeatSeconds: UInt64, deviation: UInt64, confidence: UInt64? = nil, earlySeconds: UInt64? = nil, earlyDeviation: UInt64? = nil
    ) {
        self.heartbeatSeconds = heartbeatSeconds
        self.deviation = deviation
        self.confidence = confidence
        self.earlySeconds = earlySeconds
        self.earlyDeviation = earlyDeviation
    }
}

/// What the contract holds.
public struct ChainValue: Hashable, Sendable {
    public var round: UInt64
    /// In the same scale as the candidate's.
    public var value: Int128
    /// Seconds since 1970.
    public var observedAt: UInt64
    /// What the breaker holds beside it; nil where it holds nothing.
    public var held: HeldValue?

    public init(round: UInt64, value: Int128, observedAt: UInt64, held: HeldValue? = nil) {
        self.round = round
        self.value = value
        self.observedAt = observedAt
        self.held = held
    }
}

/// A proven round that the contract's breaker holds until the next one decides; see Docs/contracts.md.
public struct HeldValue: Hashable, Sendable {
    public var round: UInt64
    /// In the scale of the value on chain.
    public var value: Int128
    /// Seconds since 1970.
    public var observedAt: UInt64
    public var breaker: ProvenFeed.Breaker

    public init(round: UInt64, value: Int128, observedAt: UInt64, breaker: ProvenFeed.Breaker) {
        self.round = round
        self.value = value
        self.observedAt = observedAt
        self.breaker = breaker
    }

    /// Would the contract let this candidate decide? It must be newer; and where it is as far from the latest value as the one that is
    /// held, it must not be too close to that one in time.
    func isDecided(by candidate: CandidateValue, latest: ChainValue) -> Bool {
        guard candidate.observedAt > observedAt else { return false }
        if candidate.observedAt >= observedAt.saturating(plus: UInt64(breaker.spacing)) { return true }
        if candidate.observedAt > latest.observedAt.saturating(plus: UInt64(breaker.window)) { return true }
        // A basis point is a hundred millionths.
        return !TriggerPolicy.differs(candidate.value, latest.value, by: UInt64(breaker.limit) * 100)
    }
}

/// What could be published.
public struct CandidateValue: Hashable, Sendable {
    public var value: Int128
    /// Half the width of the interval, in the value's scale.
    public var confidence: Int128?
    public var observedAt: UInt64

    public init(value: Int128, confidence: Int128? = nil, observedAt: UInt64) {
        self.value = value
        self.confidence = confidence
        self.observedAt = observedAt
    }
}

extension TriggerPolicy {
    /// The first trigger that fires, in the order of ``PublishTrigger``; nil where the value on chain still serves. A candidate
    /// that is not newer than the value on chain fires nothing: the contract would refuse it. While the breaker holds a round, the next
    /// one that can decide goes out, whatever its value.
    ///
    /// - Parameters:
    ///   - chain: nil where the contract has no value.
    ///   - others: whether another feed of the batch fires by itself.
    ///   - now: seconds since 1970, the chain's time where it is known.
    public func trigger(_ candidate: CandidateValue, chain: ChainValue?, others: Bool = false, now: UInt64) -> PublishTrigger? {
        guard let chain else { return .first }
        if let held = chain.held { return held.isDecided(by: candidate, latest: chain) ? .held : nil }
        guard candidate.observedAt > chain.observedAt else { return nil }
        let age = now > chain.observedAt ? now - chain.observedAt : 0
        if age >= heartbeatSeconds { return .heartbeat }
        if Self.differs(candidate.value, chain.value, by: deviation) { return .deviation }
        if let confidence, let width = candidate.confidence, Self.isAtLeast(width.magnitude, confidence, of: candidate.value.magnitude) {
            return .confidence
        }
        guard others else { return nil }
        if let earlySeconds, age >= earlySeconds { return .early }
        if let earlyDeviation, Self.differs(candidate.value, chain.value, by: earlyDeviation) { return .early }
        return nil
    }

    /// Seconds until the heartbeat is due; 0 where it is.
    public func secondsToHeartbeat(chain: ChainValue?, now: UInt64) -> UInt64 {
        guard let chain else { return 0 }
        let due = chain.observedAt.addingReportingOverflow(heartbeatSeconds)
        return due.overflow ? .max : (due.partialValue > now ? due.partialValue - now : 0)
    }

    /// Is |a − b| at least `parts` millionths of |b|? Exact for all values. Equal values never differ.
    static func differs(_ a: Int128, _ b: Int128, by parts: UInt64) -> Bool {
        guard a != b else { return false }
        let distance = (a < 0) == (b < 0) ? (a > b ? a &- b : b &- a).magnitude : a.magnitude &+ b.magnitude
        return isAtLeast(distance, parts, of: b.magnitude)
    }

    private static func isAtLeast(_ part: UInt128, _ parts: UInt64, of whole: UInt128) -> Bool {
        let left = part.multipliedFullWidth(by: 1_000_000)
        let right = whole.multipliedFullWidth(by: UInt128(parts))
        return (left.high, left.low) >= (right.high, right.low)
    }
}
