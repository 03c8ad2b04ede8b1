import MarketFeeds

/// What a feed's worker knows at the moment; read by snapshots.
struct FeedRecord: Sendable {
    /// What the last round's venues gave.
    struct Observed: Sendable {
        let observations: RoundObservations
        let evaluation: RoundEvaluation
        let candidate: CandidateValue
        let round: UInt64
    }

    var observed: Observed?
    /// Of the last round, counted or not, also where it gave no price.
    var markets: [NodeSnapshot.Market] = []
    /// Why the last round gave no price; nil where it did.
    var refusal: String?
    /// The round of the last refusal that was counted.
    var refusedRound: UInt64?
    /// What the contract held when it was last read.
    var chain: ChainValue?
    /// What the contract said of itself then.
    var condition: FeedReader.Condition?
    var chainReadAt: UInt64?
    var chainProblem: String?
    /// Published or on its way, and newer than what the contract held when it was last read.
    var pending: ChainValue?
    /// What went wrong when the last round was to be published.
    var failure: Failure?
    var isPublishing = false
    /// Oldest first.
    var history: [NodeSnapshot.Point] = []
    var rounds: [RoundSummary] = []
    /// The value on chain whose heartbeat was counted as missed.
    var missedFor: UInt64?
    var isReady = false

    static let historyLength = 288

    struct Failure: Sendable, Hashable {
        let code: NodeSnapshot.Reason.Code
        let message: String
    }

    /// What decisions compare with.
    var effective: ChainValue? {
        guard let pending else { return chain }
        guard let chain else { return pending }
        return pending.round > max(chain.round, chain.held?.round ?? 0) ? pending : chain
    }

    /// Why the contract would take no report of this node, whatever it says; nil where it would.
    var obstacle: Failure? {
        guard let condition else { return nil }
        if condition.isPaused {
            return Failure(
                code: .paused,
                message: "the feed's contract is paused and takes no report; reads go on, and its value ages. Its owner ends that with unpause()")
        }
        switch condition.key.status {
        case .active: return nil
        case .proposed:
            return Failure(
                code: .publishing,
                message: "this node's verifying key is proposed to the contract and does not count yet; its owner activates it after the delay")
        case .unknown:
            return Failure(
                code: .publishing,
                message: "the contract does not know this node's verifying key; compare the feed file with the deployed one, or propose the key")
        case .retired:
            return Failure(code: .publishing, message: "the contract has retired this node's verifying key; prove with one that is active")
        }
    }
}

extension RoundEvaluation {
    /// What the feed's contract answers: the spot price, or the first value of a feed without one.
    var answer: Evidence.PublicValue? { value("spot") ?? values.dropFirst().first }
}

extension Evidence.PublicValue {
    /// As contracts answer: scaled by 10^8, to the nearest, halves up.
    var scaledAnswer: Int128? {
        let half: Int128 = scale > 0 ? 1 << Int128(scale - 1) : 0
        let (product, overflow) = raw.multipliedReportingOverflow(by: 100_000_000)
        let (rounded, carried) = product.addingReportingOverflow(half)
        return overflow || carried ? nil : rounded >> Int128(scale)
    }
}

/// Prices as contracts hold them, scaled by 10^8, in decimal.
enum AnswerText {
    static func decimal(_ value: Int128) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
        var fraction = String(padded.suffix(8))
        while fraction.last == "0" { fraction.removeLast() }
        return (value < 0 ? "-" : "") + String(padded.dropLast(8)) + (fraction.isEmpty ? "" : "." + fraction)
    }
}

extension NodeSnapshot.Market {
    /// The markets and legs of a round at its own time, in the order of the feed file.
    static func list(_ observations: RoundObservations, evaluation: RoundEvaluation?, feed: Feed) -> [NodeSnapshot.Market] {
        func market(_ label: String, isLeg: Bool, _ observation: GridObservation?, counted: Bool, because reason: String?) -> NodeSnapshot.Market {
            let drop = observation?.drop
            let words = drop?.reason.rawValue ?? (counted ? nil : reason.map { String($0.prefix { $0 != ":" }) } ?? "notCounted")
            return NodeSnapshot.Market(
                label: label, isLeg: isLeg, price: observation?.price?.description,
                age: observation?.price == nil ? nil : observation?.age, counted: counted, reason: counted ? nil : words,
                detail: counted ? nil : drop?.detail ?? reason)
        }
        let reasons = Dictionary((evaluation?.notCounted ?? []).map { ($0.market, $0.reason) }, uniquingKeysWith: { first, _ in first })
        let markets = zip(feed.markets, observations.markets).enumerated().map { index, pair in
            let last = pair.1.last
            let counted = evaluation.map { $0.used.indices.contains(index) && $0.used[index] } ?? (last?.drop == nil && last?.price != nil)
            return market(pair.0.label, isLeg: false, last, counted: counted, because: reasons[pair.0.label])
        }
        let legs = zip(feed.legs, observations.legs).map { leg, row in
            market(leg.label, isLeg: true, row.last, counted: row.last?.drop == nil && row.last?.price != nil, because: nil)
        }
        return markets + legs
    }
}

extension RoundObservations {
    /// Half the distance between the highest and the lowest dollar price that counted, scaled by 10^8; nil below two of them.
    func confidence(_ evaluation: RoundEvaluation, feed: Feed) -> Int128? {
        let prices = feed.markets.indices.compactMap { index -> Int128? in
            guard evaluation.used.indices.contains(index), evaluation.used[index], feed.markets[index].quote == .usd else { return nil }
            return markets[index].last?.price?.ticks(decimals: 8).map { Int128($0) }
        }
        guard prices.count > 1, let low = prices.min(), let high = prices.max() else { return nil }
        return (high - low) / 2
    }
}
