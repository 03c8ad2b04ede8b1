/// What a replay showed, as plain values: the terminal table, the HTML page and `--json` are made from it alone.
///
/// Prices here are `Double`s for drawing; the exact values are in the rounds' evidence files.
public struct ReplaySummary: Sendable {
    public var feed: FeedFacts
    public var proof: ProofFacts
    /// In the order of the feed file.
    public var markets: [MarketFacts]
    public var rounds: [RoundFacts]
    /// Rounds that were due and were not published, with the reason.
    public var refused: [RefusedRound]
    /// Where evidence files lie, relative to the page; nil when none were written.
    public var evidenceFolder: String?

    public init(
        feed: FeedFacts, proof: ProofFacts, markets: [MarketFacts], rounds: [RoundFacts] = [],
        refused: [RefusedRound] = [], evidenceFolder: String? = nil
    ) {
        self.feed = feed
        self.proof = proof
        self.markets = markets
        self.rounds = rounds
        self.refused = refused
        self.evidenceFolder = evidenceFolder
    }
}

public struct FeedFacts: Sendable, Hashable {
    public var name: String
    public var summary: String
    public var pair: String
    /// The recording, or the source of live data.
    public var source: String
    public var modelKind: String
    public var outlierBasisPoints: Int
    public var quorum: Int
    /// In seconds, between points of a round's grid.
    public var intervalSeconds: Int
    public var window: Int
    /// The option in words, where the model prices one.
    public var option: String?

    public init(
        name: String, summary: String, pair: String, source: String, modelKind: String, outlierBasisPoints: Int,
        quorum: Int, intervalSeconds: Int, window: Int, option: String?
    ) {
        self.name = name
        self.summary = summary
        self.pair = pair
        self.source = source
        self.modelKind = modelKind
        self.outlierBasisPoints = outlierBasisPoints
        self.quorum = quorum
        self.intervalSeconds = intervalSeconds
        self.window = window
        self.option = option
    }
}

public struct ProofFacts: Sendable, Hashable {
    /// `0x…`, the verifying key's digest.
    public var modelID: String
    public var proofBytes: Int
    public var publicInputs: Int
    /// The reference string in words.
    public var referenceString: String
    public var isInsecure: Bool
    /// Rows and columns in words.
    public var circuit: String
    public var signer: String
    /// Whether the key was made up for this run.
    public var signerIsThrowaway: Bool
    /// Deployed bytes of the generated verifier; nil without an EVM.
    public var contractBytes: Int?

    public init(
        modelID: String, proofBytes: Int, publicInputs: Int, referenceString: String, isInsecure: Bool, circuit: String,
        signer: String, signerIsThrowaway: Bool, contractBytes: Int?
    ) {
        self.modelID = modelID
        self.proofBytes = proofBytes
        self.publicInputs = publicInputs
        self.referenceString = referenceString
        self.isInsecure = isInsecure
        self.circuit = circuit
        self.signer = signer
        self.signerIsThrowaway = signerIsThrowaway
        self.contractBytes = contractBytes
    }
}

public struct MarketFacts: Sendable, Hashable {
    /// `kraken`
    public var venue: String
    /// `USD`, `USDT`, `USDC`
    public var quote: String

    public init(venue: String, quote: String) {
        self.venue = venue
        self.quote = quote
    }

    public var label: String { "\(venue) \(quote)" }
    public var isConverted: Bool { quote != "USD" }
}

/// One market at one time of a round's grid.
public struct MarketPoint: Sendable, Hashable {
    /// As the venue printed it, in its own quote currency; nil when it gave no price.
    public var quoted: Double?
    /// In US dollars, after conversion.
    public var converted: Double?
    /// Why it did not count; nil when it did.
    public var dropped: String?

    public init(quoted: Double?, converted: Double?, dropped: String?) {
        self.quoted = quoted
        self.converted = converted
        self.dropped = dropped
    }
}

/// One time of a round's grid.
public struct GridPoint: Sendable, Hashable {
    /// Unix seconds.
    public var time: Int64
    public var median: Double
    /// By market.
    public var markets: [MarketPoint]

    public init(time: Int64, median: Double, markets: [MarketPoint]) {
        self.time = time
        self.median = median
        self.markets = markets
    }
}

public struct PublishedValue: Sendable, Hashable {
    /// `spot`, `volatility`, `price`, `delta` …
    public var name: String
    /// Decimal text, cut for reading.
    public var text: String
    public var value: Double

    public init(name: String, text: String, value: Double) {
        self.name = name
        self.text = text
        self.value = value
    }
}

public struct RoundFacts: Sendable, Hashable {
    public var round: UInt64
    public var observedAt: Int64
    /// Ascending; the last one is the round's own time.
    public var grid: [GridPoint]
    public var values: [PublishedValue]
    public var proveSeconds: Double
    public var verdict: RoundVerdict
    /// The evidence file's name.
    public var evidence: String?

    public init(
        round: UInt64, observedAt: Int64, grid: [GridPoint], values: [PublishedValue], proveSeconds: Double,
        verdict: RoundVerdict, evidence: String?
    ) {
        self.round = round
        self.observedAt = observedAt
        self.grid = grid
        self.values = values
        self.proveSeconds = proveSeconds
        self.verdict = verdict
        self.evidence = evidence
    }

    public func value(_ name: String) -> PublishedValue? { values.first { $0.name == name } }
}

/// What was asked of the two verifiers about one proof.
public struct RoundVerdict: Sendable, Hashable {
    public var swiftAccepted: Bool
    /// Nil when no EVM was asked.
    public var contract: ContractVerdict?

    public init(swiftAccepted: Bool, contract: ContractVerdict?) {
        self.swiftAccepted = swiftAccepted
        self.contract = contract
    }

    public var holds: Bool { swiftAccepted && (contract?.holds ?? true) }

    /// The last column of the table.
    public var text: String {
        if !swiftAccepted { return "REFUSED by the Swift verifier" }
        guard let contract else { return "proof ok" }
        if !contract.accepted { return "REFUSED by the contract" }
        if contract.alteredAccepted > 0 { return "UNSOUND: \(contract.alteredAccepted) altered accepted" }
        if !contract.published { return "REFUSED by the feed contract: \(contract.refusal ?? "reverted")" }
        return "ok, \(contract.alteredRejected) altered rejected"
    }
}

public struct ContractVerdict: Sendable, Hashable {
    public var accepted: Bool
    /// Gas of `verify` as a transaction: 21,000, calldata and execution.
    public var gas: UInt64
    /// Altered statements: the same proof with one public value changed.
    public var alteredRejected: Int
    public var alteredAccepted: Int
    /// Whether `ProvenFeed.submit` took the signed report.
    public var published: Bool
    /// Gas of `submit`, all in.
    public var submitGas: UInt64
    /// Why `submit` reverted.
    public var refusal: String?

    public init(
        accepted: Bool, gas: UInt64, alteredRejected: Int, alteredAccepted: Int, published: Bool, submitGas: UInt64,
        refusal: String? = nil
    ) {
        self.accepted = accepted
        self.gas = gas
        self.alteredRejected = alteredRejected
        self.alteredAccepted = alteredAccepted
        self.published = published
        self.submitGas = submitGas
        self.refusal = refusal
    }

    public var holds: Bool { accepted && published && alteredAccepted == 0 && alteredRejected > 0 }
}

public struct RefusedRound: Sendable, Hashable {
    public var round: UInt64
    public var observedAt: Int64
    public var reason: String

    public init(round: UInt64, observedAt: Int64, reason: String) {
        self.round = round
        self.observedAt = observedAt
        self.reason = reason
    }
}

extension ReplaySummary {
    /// Every published round proven and accepted, every altered statement rejected, and at least one round published.
    public var holds: Bool { !rounds.isEmpty && rounds.allSatisfy(\.verdict.holds) }

    public var alteredRejected: Int { rounds.reduce(0) { $0 + ($1.verdict.contract?.alteredRejected ?? 0) } }

    /// All grid times of all rounds, each once, ascending. Where a time is one round's own and lies in the window of others, the
    /// round's own stands: only there the rules for the published price were applied.
    public var timeline: [GridPoint] {
        var byTime: [Int64: GridPoint] = [:]
        for round in rounds { for point in round.grid { byTime[point.time] = point } }
        for round in rounds { if let last = round.grid.last { byTime[last.time] = last } }
        return byTime.values.sorted { $0.time < $1.time }
    }

    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    public var medianProveSeconds: Double? { Self.median(rounds.map(\.proveSeconds)) }
    public var medianGas: Double? { Self.median(rounds.compactMap { $0.verdict.contract.map { Double($0.gas) } }) }
}
