/// What an endpoint claims about the chain.
public struct HeadClaim: Hashable, Sendable {
    public var number: UInt64
    /// Seconds since 1970; nil where the endpoint names a head whose block it does not serve.
    public var timestamp: UInt64?

    public init(number: UInt64, timestamp: UInt64?) {
        self.number = number
        self.timestamp = timestamp
    }
}

/// Whether an endpoint's answers are used.
public enum EndpointVerdict: Hashable, Sendable {
    case notAsked
    case usable
    /// Behind the others by this many blocks.
    case lagging(blocks: UInt64)
    /// Names a head that the others know nothing of, whose block it does not serve, or that lies in the future.
    case implausibleHead(blocks: UInt64)
    case wrongChain(got: UInt64)
    /// Holds another block than most at a height that all have; or, where there is no majority, than another.
    case otherHistory(height: UInt64)
    case failing(RPCErrorKind)

    public var isUsable: Bool { self == .usable }

    /// Stable, for metrics.
    public var name: String {
        switch self {
        case .notAsked: "not_asked"
        case .usable: "usable"
        case .lagging: "lagging"
        case .implausibleHead: "implausible_head"
        case .wrongChain: "wrong_chain"
        case .otherHistory: "other_history"
        case .failing: "failing"
        }
    }
}

/// Compares what endpoints say. Pure, so that every case can be tested by table.
public enum HeadComparison {
    public struct Policy: Hashable, Sendable {
        /// An endpoint further behind than this is not read from.
        public var lagBlocks: UInt64 = 3
        /// One further ahead of the middle of three or more than this is not believed.
        public var leadBlocks: UInt64 = 20
        /// A head may be ahead of the local clock by this many seconds.
        public var skewSeconds: UInt64 = 60

        public init() {}
    }

    /// One verdict for each claim, in the order given.
    ///
    /// With three or more, the middle one (of an even number the upper) is the measure, so that a minority can lie in either
    /// direction and change nothing. With two, the higher one counts if its block can be seen and is not of the future: nodes
    /// fall behind by themselves, while a block cannot be served by accident.
    public static func judge(_ claims: [HeadClaim], now: UInt64, policy: Policy = Policy()) -> [EndpointVerdict] {
        func isCredible(_ claim: HeadClaim) -> Bool {
            guard let timestamp = claim.timestamp else { return false }
            return timestamp <= now + policy.skewSeconds
        }
        let credible = claims.filter(isCredible).map(\.number).sorted()
        let reference: UInt64
        let highest: UInt64
        if credible.count >= 3 {
            let middle = credible[credible.count / 2]
            let (limit, overflow) = middle.addingReportingOverflow(policy.leadBlocks)
            highest = overflow ? .max : limit
            reference = credible.last { $0 <= highest } ?? middle
        } else {
            reference = credible.last ?? 0
            highest = reference
        }
        return claims.map { claim in
            guard isCredible(claim), claim.number <= highest else {
                return .implausibleHead(blocks: claim.number > reference ? claim.number - reference : 0)
            }
            let lag = reference > claim.number ? reference - claim.number : 0
            return lag > policy.lagBlocks ? .lagging(blocks: lag) : .usable
        }
    }

    /// Which endpoints stand apart, given each one's block hash at one height: all but the majority, or all where no hash has
    /// more than half of them.
    public static func dissenters(_ hashes: [Word]) -> Set<Int> {
        var counts: [Word: Int] = [:]
        for hash in hashes { counts[hash, default: 0] += 1 }
        guard counts.count > 1 else { return [] }
        let winner = counts.max { $0.value < $1.value }
        let majority = winner.flatMap { 2 * $0.value > hashes.count ? $0.key : nil }
        return Set(hashes.indices.filter { hashes[$0] != majority })
    }
}
