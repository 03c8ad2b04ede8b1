import EthereumKit
import FixedPointMath
import Foundation
import MarketFeeds
import PricingModels

/// Runs rounds of a feed over a source and collects what they showed. The live node uses the same engine on another clock.
public struct Replay: Sendable {
    public enum Event: Sendable {
        /// Something that takes a while begins, before any round.
        case preparing(String)
        case started(round: Int, of: Int, observedAt: Int64)
        case step(String)
        case proven(RoundFacts)
        case refused(RefusedRound)
    }

    public let engine: RoundEngine
    public let judge: ContractJudge?
    public let source: any ObservationSource
    /// Evidence goes to `evidence/` below it; nil writes nothing.
    public let folder: String?

    private let responses: ResponseArchive?

    /// - Parameter responses: what the source's responses are held by; they are kept with the evidence.
    public init(
        engine: RoundEngine, judge: ContractJudge?, source: any ObservationSource, folder: String?, responses: ResponseArchive? = nil
    ) {
        self.engine = engine
        self.judge = judge
        self.source = source
        self.folder = folder
        self.responses = responses
    }

    public static let evidenceFolder = "evidence"

    /// One round after the other. A round without a price is noted and the next one follows; faults end the replay.
    public func run(_ plan: ReplayPlan, report: @escaping @Sendable (Event) -> Void) async throws -> ReplaySummary {
        var summary = emptySummary
        for (index, observedAt) in plan.rounds.enumerated() {
            report(.started(round: index + 1, of: plan.rounds.count, observedAt: observedAt))
            do {
                report(.step("collect"))
                let observations = try await source.observations(at: observedAt)
                let round = try await engine.prove(observations) { report(.step($0)) }
                report(.step("contract"))
                let facts = try facts(of: round)
                responses?.keep(observations.responses)
                if let folder { _ = try round.evidence.write(into: "\(folder)/\(Self.evidenceFolder)") }
                summary.rounds.append(facts)
                report(.proven(facts))
            } catch let refusal as RoundRefusal {
                let refused = RefusedRound(
                    round: RoundEngine.number(of: observedAt, feed: engine.feed.feed), observedAt: observedAt,
                    reason: refusal.description)
                summary.refused.append(refused)
                report(.refused(refused))
            }
        }
        return summary
    }

    private func facts(of round: ProvenRound) throws -> RoundFacts {
        let verdict = try judge.map { try $0.judge(report: round.report, proof: round.proof, calldata: round.calldata) }
        return Self.facts(
            of: round, feed: engine.feed.feed, verdict: verdict, evidence: folder == nil ? nil : round.evidence.fileName)
    }

    static func facts(of round: ProvenRound, feed: Feed, verdict: ContractVerdict?, evidence: String?) -> RoundFacts {
        RoundFacts(
            round: round.report.round, observedAt: round.observations.observedAt,
            grid: grid(round.observations, feed: feed, evaluation: round.evaluation),
            values: round.evaluation.values.map {
                PublishedValue(name: $0.name, text: $0.decimal, value: Double($0.decimal) ?? .nan)
            },
            proveSeconds: round.proveSeconds, verdict: RoundVerdict(swiftAccepted: true, contract: verdict), evidence: evidence)
    }

    private var emptySummary: ReplaySummary {
        let feed = engine.feed.feed
        let key = engine.circuit.key.verifyingKey
        return ReplaySummary(
            feed: FeedFacts(
                name: feed.name, summary: feed.summary, pair: feed.pair, source: source.name, modelKind: feed.model.kind,
                outlierBasisPoints: feed.outlierBasisPoints, quorum: feed.quorum, intervalSeconds: feed.intervalSeconds,
                window: feed.window, option: Self.optionText(feed)),
            proof: ProofFacts(
                modelID: Hex.encode(key.digest), proofBytes: key.shape.byteCount, publicInputs: key.system.publicInputCount,
                referenceString: engine.circuit.srs.origin.description, isInsecure: key.isInsecure,
                circuit: engine.circuit.summary, signer: engine.signers.map(\.address.checksummed).joined(separator: ", "),
                signerIsThrowaway: engine.signers.contains { ($0 as? NodeKey)?.isThrowaway ?? false }, contractBytes: judge?.deployedBytes),
            markets: feed.markets.map { MarketFacts(venue: $0.venue.rawValue, quote: $0.quote.rawValue) },
            evidenceFolder: folder == nil ? nil : Self.evidenceFolder)
    }

    static func optionText(_ feed: Feed) -> String? {
        guard case .option(let terms) = feed.model else { return nil }
        let strike = switch terms.strike {
        case .price(let price): "struck at \(price) USD"
        case .moneyness(let ratio): ratio == ExactDecimal(1) ? "at the money" : "struck at \(ratio) of spot"
        }
        let term = HTMLReport.duration(terms.expirySeconds).replacingOccurrences(of: "a ", with: "one ")
        return "A \(terms.kind.rawValue) \(strike), \(term) to expiry"
    }
}

extension Replay {
    /// The observations as a chart draws them. Conversion and medians of past times are for drawing; the round's own are the model's.
    static func grid(_ observations: RoundObservations, feed: Feed, evaluation: RoundEvaluation) -> [GridPoint] {
        func number(_ observation: GridObservation) -> Double? { observation.price.flatMap { Double($0.description) } }
        let last = observations.times.count - 1
        return observations.times.indices.map { time -> GridPoint in
            func coin(_ currency: QuoteCurrency) -> Double? {
                ReplaySummary.median(feed.legs.indices.filter { feed.legs[$0].coin == currency }.compactMap {
                    observations.legs[$0][time].isShown ? number(observations.legs[$0][time]) : nil
                })
            }
            var points: [MarketPoint] = []
            var usable: [Double] = []
            for (index, market) in feed.markets.enumerated() {
                let quoted = number(observations.markets[index][time])
                let rate = market.quote.isStablecoin ? coin(market.quote) : 1
                let converted = quoted.flatMap { quoted in rate.map { quoted * $0 } }
                if let converted, !market.quote.isStablecoin, observations.markets[index][time].drop == nil { usable.append(converted) }
                // Past times take dollar quotes alone, so there a stablecoin quote is drawn but neither counts nor is dropped.
                let counts = time == last || !market.quote.isStablecoin
                let drop = counts ? observations.markets[index][time].drop : nil
                points.append(MarketPoint(quoted: quoted, converted: converted, dropped: drop.map { "\($0)" }))
            }
            var median = ReplaySummary.median(usable) ?? .nan
            if time == last {
                median = evaluation.value("spot").flatMap { Double($0.decimal) } ?? median
                for entry in evaluation.notCounted {
                    if let index = feed.markets.firstIndex(where: { $0.label == entry.market }) { points[index].dropped = entry.reason }
                }
            }
            return GridPoint(time: observations.times[time], median: median, markets: points)
        }
    }
}
