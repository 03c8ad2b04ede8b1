import BN254
import FixedPointMath
import MarketFeeds
import PricingModels

/// Why a round gave no price. Not an error of the program: too little usable data means no price, never a guess.
public struct RoundRefusal: Error, Hashable, CustomStringConvertible {
    public let description: String
    /// What there was, where that is known.
    public let observations: RoundObservations?

    public init(_ description: String, observations: RoundObservations? = nil) {
        self.description = description
        self.observations = observations
    }
}

/// What the model makes of one round's observations, computed natively: the value of every public input of the proof.
public struct RoundEvaluation: Sendable, Hashable {
    /// In the proof's order; the first one is the time of observation.
    public let values: [Evidence.PublicValue]
    /// By market: whether it counted for the spot price.
    public let used: [Bool]
    /// Markets with an observation for the round's time that did not count, with the reason.
    public let notCounted: [Evidence.NotCounted]

    /// As field elements, as proofs take them.
    public var publicInputs: [Fr] { values.map { Fr(signed: $0.raw) } }
    /// What the report carries: everything but the time.
    public var reportValues: [Int128] { values.dropFirst().map(\.raw) }

    public func value(_ name: String) -> Evidence.PublicValue? { values.first { $0.name == name } }
}

extension RoundEvaluation {
    /// Runs the model on the native back end.
    public init(
        _ observations: RoundObservations, feed: Feed, parameters: ModelParameters
    ) throws(RoundRefusal) {
        guard observations.fits(feed) else { throw RoundRefusal("the observations do not have the shape of the feed") }
        let inputs = OptionFeedInputs(observations, feed: feed, parameters: parameters)
        var arithmetic = NativeArithmetic()
        let used: [Bool]
        do {
            used = try FeedEvaluator.evaluate(&arithmetic, kind: feed.model, parameters: parameters, inputs: inputs)
        } catch {
            throw RoundRefusal(Self.explain("\(error)", observations, feed))
        }
        var values: [Evidence.PublicValue] = []
        for output in arithmetic.publicInputs + arithmetic.outputs {
            guard let raw = output.raw.asInt128 else { throw RoundRefusal("\(output.name) does not fit 128 bits") }
            values.append(Evidence.PublicValue(
                name: output.name, raw: raw, scale: output.scale,
                decimal: FixedText.decimal(output.raw, scale: output.scale)))
        }
        self.values = values
        self.used = used
        notCounted = Self.notCounted(observations, feed: feed, used: used, spot: values.first { $0.name == "spot" })
    }

    /// The model's words, and what the venues said for themselves.
    private static func explain(_ message: String, _ observations: RoundObservations, _ feed: Feed) -> String {
        let drops = zip(feed.markets, observations.markets).compactMap { market, series in
            (series.last?.drop).map { "\(market.label) \($0)" }
        }
        return drops.isEmpty ? message : "\(message); \(drops.joined(separator: "; "))"
    }

    /// A market that was there, was fresh and did not count is either an outlier or had no conversion: the circuit knows no other reason.
    private static func notCounted(
        _ observations: RoundObservations, feed: Feed, used: [Bool], spot: Evidence.PublicValue?
    ) -> [Evidence.NotCounted] {
        var result: [Evidence.NotCounted] = []
        for (index, market) in feed.markets.enumerated() where !used[index] {
            guard let last = observations.markets[index].last else { continue }
            if let drop = last.drop {
                result.append(.init(market: market.label, reason: "\(drop)"))
            } else if market.quote.isStablecoin, !hasLeg(observations, feed, market.quote) {
                result.append(.init(market: market.label, reason: "noConversion: no usable \(market.quote.rawValue)/USD price"))
            } else if let price = last.price {
                let from = spot.map { " \(shortened($0.decimal))" } ?? ""
                result.append(.init(
                    market: market.label,
                    reason: "outlier: \(price) \(market.quote.rawValue) is beyond \(feed.outlierBasisPoints) bp of the median\(from)"))
            }
        }
        return result
    }

    /// Two digits behind the point.
    private static func shortened(_ decimal: String) -> String {
        guard let point = decimal.firstIndex(of: ".") else { return decimal }
        return String(decimal.prefix(upTo: decimal.index(point, offsetBy: 3, limitedBy: decimal.endIndex) ?? decimal.endIndex))
    }

    private static func hasLeg(_ observations: RoundObservations, _ feed: Feed, _ coin: QuoteCurrency) -> Bool {
        feed.legs.indices.contains { feed.legs[$0].coin == coin && observations.legs[$0].last?.isShown == true }
    }
}

/// One call for every kind of feed, on either back end.
enum FeedEvaluator {
    /// - Returns: by market, whether it counted for the spot price.
    @discardableResult
    static func evaluate<A: FixedPointArithmetic>(
        _ arithmetic: inout A, kind: MarketFeeds.FeedModel, parameters: ModelParameters, inputs: OptionFeedInputs
    ) throws -> [A.Flag] {
        switch kind {
        case .spot: try SpotFeedModel.evaluate(&arithmetic, parameters, inputs)
        case .volatility: try VolatilityFeedModel.evaluate(&arithmetic, parameters, inputs)
        case .option: try OptionFeedModel.evaluate(&arithmetic, parameters, inputs).used
        }
    }
}
