import FixedPointMath
import MarketFeeds
import PricingModels

/// A feed whose terms cannot be written as a model's parameters.
public struct FeedModelError: Error, Hashable, CustomStringConvertible {
    public let description: String
}

extension ExactDecimal {
    /// The integer `self × 10^decimals`, nil where it is none or too large.
    public func exactTicks(decimals: Int) -> Int? {
        exponent + decimals >= 0 || isZero ? ticks(decimals: decimals) : nil
    }
}

extension ModelParameters {
    /// What a feed file says, as the model takes it. The feed's order of markets is the order of venues; legs are gathered by coin,
    /// a coin after those that its legs are quoted in.
    public init(feed: Feed) throws(FeedModelError) {
        let age = feed.freshnessSeconds
        let venues = feed.markets.map { market in
            ModelVenue(
                market.name, in: market.quote.isStablecoin ? .stablecoin(market.quote.rawValue) : .dollar, maximumAge: age,
                maximumLead: 0)
        }
        let coins = feed.stablecoins.map { coin in
            Stablecoin(
                coin.rawValue,
                legs: feed.legs.filter { $0.coin == coin }.map { leg in
                    ModelVenue(
                        "\(leg.venue.rawValue)-\(leg.quote.rawValue.lowercased())",
                        in: leg.quote.isStablecoin ? .stablecoin(leg.quote.rawValue) : .dollar, maximumAge: age, maximumLead: 0,
                        isInHistory: false)
                },
                rule: MedianRule(quorum: 1, outlierBasisPoints: feed.legRules?.outlierBasisPoints ?? 300))
        }
        let decimals = feed.priceDecimals
        var volatility = VolatilityParameters(returns: max(feed.window, 2), step: feed.intervalSeconds)
        var option = OptionParameters(strike: .moneyness(basisPoints: 10_000), tenor: .seconds(0))
        switch feed.model {
        case .spot: break
        case .volatility(let terms): volatility.removesMean = terms.mean == .sample
        case .option(let terms):
            volatility.removesMean = terms.volatility.mean == .sample
            option = try Self.option(terms, decimals: decimals)
        }
        self.init(
            priceDecimals: decimals, venues: venues, stablecoins: coins,
            spotRule: MedianRule(quorum: feed.quorum, outlierBasisPoints: feed.outlierBasisPoints),
            historyQuorum: feed.historyQuorum, volatility: volatility, option: option)
        do {
            try validate()
        } catch {
            throw FeedModelError(description: "\(feed.name): \(error)")
        }
    }

    private static func option(_ terms: OptionTerms, decimals: Int) throws(FeedModelError) -> OptionParameters {
        let strike: OptionParameters.Strike
        switch terms.strike {
        case .price(let price):
            guard let ticks = price.exactTicks(decimals: decimals) else {
                throw FeedModelError(description: "model.strike: \(price) is no whole number of 10^-\(decimals) USD")
            }
            strike = .ticks(ticks)
        case .moneyness(let ratio):
            guard let parts = ratio.exactTicks(decimals: 4) else {
                throw FeedModelError(description: "model.moneyness: \(ratio) has more than four decimal places")
            }
            strike = .moneyness(basisPoints: parts)
        }
        func rate(_ value: ExactDecimal, _ key: String) throws(FeedModelError) -> Int {
            guard let parts = value.exactTicks(decimals: 6) else {
                throw FeedModelError(description: "model.\(key): \(value) has more than six decimal places")
            }
            return OptionParameters.rateUnits(partsPerMillion: parts)
        }
        return OptionParameters(
            strike: strike, tenor: .seconds(terms.expirySeconds), isPut: terms.kind == .put,
            rate: try rate(terms.rate, "rate"), carry: try rate(terms.carry, "carry"))
    }
}

extension FeedMarket {
    /// Unique within a feed: `kraken`, `kraken-usdc`.
    public var name: String { quote == .usd ? venue.rawValue : "\(venue.rawValue)-\(quote.rawValue.lowercased())" }
    /// `kraken BTC/USD`
    public var label: String { symbol.description }
}

extension FeedLeg {
    public var label: String { symbol.description }
}

// MARK: - A round's inputs

extension OptionFeedInputs {
    /// Observations as the model's integers: prices in whole ticks, times as offsets from the grid, absence as a flag.
    ///
    /// A price that does not fit the model's cell (32 bits of ticks for a market, 24 bits of 10^−7 dollars for a leg) counts
    /// as absent, as does one that rounds to no tick at all.
    ///
    /// - Precondition: the observations fit the feed (``RoundObservations/fits(_:)``).
    public init(_ observations: RoundObservations, feed: Feed, parameters: ModelParameters) {
        func cell(_ observation: GridObservation, decimals: Int, bits: Int) -> MarketObservation {
            guard observation.isShown, let ticks = observation.price?.ticks(decimals: decimals), ticks > 0, ticks < 1 << bits,
                observation.age >= 0, observation.age < 32_768
            else { return .absent }
            return MarketObservation(price: ticks, offset: -Int(observation.age))
        }
        let last = observations.times.count - 1
        let decimals = parameters.priceDecimals
        let history = parameters.venues.indices.filter { parameters.venues[$0].isInHistory }
        self.init(
            observedAt: Int(observations.observedAt), strike: 0, expiry: 0,
            history: (0..<max(last, 0)).map { time in
                history.map { cell(observations.markets[$0][time], decimals: decimals, bits: 32) }
            },
            venues: observations.markets.map { cell($0[last], decimals: decimals, bits: 32) },
            legs: parameters.stablecoins.map { coin in
                feed.legs.indices.filter { feed.legs[$0].coin.rawValue == coin.symbol }.map {
                    cell(observations.legs[$0][last], decimals: Stablecoin.decimals, bits: 24)
                }
            })
    }
}
