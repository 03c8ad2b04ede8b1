/// What shapes a model and is bound by its `modelId`: venues, rules and constants. Nothing here is an input of a round.
public struct ModelParameters: Hashable, Sendable, Codable {
    /// Prices of the asset are whole ticks of 10^−priceDecimals USD (or of the venue's stablecoin), below 2^32 ticks.
    public var priceDecimals: Int
    /// Up to nine venues quoting the asset.
    public var venues: [ModelVenue]
    /// Stablecoins that venues quote in; a leg may be quoted in a stablecoin that stands earlier in the list.
    public var stablecoins: [Stablecoin]
    /// How the spot price is taken from the venues.
    public var spotRule: MedianRule
    /// How many history venues must count at each past time.
    public var historyQuorum: Int
    public var volatility: VolatilityParameters
    public var option: OptionParameters

    public init(
        priceDecimals: Int = 2, venues: [ModelVenue], stablecoins: [Stablecoin] = [], spotRule: MedianRule = MedianRule(quorum: 2),
        historyQuorum: Int = 2, volatility: VolatilityParameters = VolatilityParameters(), option: OptionParameters = OptionParameters()
    ) {
        self.priceDecimals = priceDecimals
        self.venues = venues
        self.stablecoins = stablecoins
        self.spotRule = spotRule
        self.historyQuorum = historyQuorum
        self.volatility = volatility
        self.option = option
    }
}

/// A venue's quote: which currency it is in and how old or early it may be.
public struct ModelVenue: Hashable, Sendable, Codable {
    public var name: String
    public var numeraire: Numeraire
    /// Seconds: an observation counts from `maximumAge` before its time …
    public var maximumAge: Int
    /// … to `maximumLead` after it. Both below 32,768.
    public var maximumLead: Int
    /// Whether past medians use this venue (USD-quoted venues only).
    public var isInHistory: Bool

    public init(_ name: String, in numeraire: Numeraire = .dollar, maximumAge: Int = 300, maximumLead: Int = 60, isInHistory: Bool? = nil) {
        self.name = name
        self.numeraire = numeraire
        self.maximumAge = maximumAge
        self.maximumLead = maximumLead
        self.isInHistory = isInHistory ?? (numeraire == .dollar)
    }
}

public enum Numeraire: Hashable, Sendable, Codable {
    case dollar
    /// By symbol, one of ``ModelParameters/stablecoins``.
    case stablecoin(String)
}

/// A stablecoin and the venues that quote it, in ticks of 10^−7 below 2^24 (so below 1.6777216).
public struct Stablecoin: Hashable, Sendable, Codable {
    public var symbol: String
    public var legs: [ModelVenue]
    public var rule: MedianRule

    /// Decimals of a leg's ticks.
    public static let decimals = 7

    public init(_ symbol: String, legs: [ModelVenue], rule: MedianRule = MedianRule(quorum: 1, outlierBasisPoints: 300)) {
        self.symbol = symbol
        self.legs = legs
        self.rule = rule
    }
}

/// A median of those that count: quotes further from a first median than the bound are dropped, and the median of the
/// rest counts if at least `quorum` remain.
public struct MedianRule: Hashable, Sendable, Codable {
    public var quorum: Int
    /// Relative distance from the first median beyond which a quote is dropped, in 1/10,000.
    public var outlierBasisPoints: Int

    public init(quorum: Int, outlierBasisPoints: Int = 300) {
        self.quorum = quorum
        self.outlierBasisPoints = outlierBasisPoints
    }
}

public struct VolatilityParameters: Hashable, Sendable, Codable {
    /// Number of log returns, 2 … 256.
    public var returns: Int
    /// Seconds between the medians.
    public var step: Int
    /// Annualisation: a year of 365 days divided by `step` unless set otherwise.
    public var periodsPerYear: Int
    /// Whether the sample mean is removed (and N − 1 divides) or taken as zero (and N divides).
    public var removesMean: Bool

    public init(returns: Int = 24, step: Int = 3600, periodsPerYear: Int? = nil, removesMean: Bool = true) {
        self.returns = returns
        self.step = step
        self.periodsPerYear = periodsPerYear ?? (365 * 86400) / step
        self.removesMean = removesMean
    }
}

public struct OptionParameters: Hashable, Sendable, Codable {
    public enum Strike: Hashable, Sendable, Codable {
        /// A public input of each round, in ticks.
        case input
        case ticks(Int)
        /// A fixed part of the spot price, in 1/10,000 (10,000 is at the money).
        case moneyness(basisPoints: Int)
    }

    public enum Tenor: Hashable, Sendable, Codable {
        /// Expiry is a public input of each round: seconds since 1970.
        case expiryInput
        /// Constant maturity, in seconds.
        case seconds(Int)
    }

    public var strike: Strike
    public var tenor: Tenor
    public var isPut: Bool
    /// Continuously compounded, per year, in units of 2^−31 (see ``rateUnits(partsPerMillion:)``).
    public var rate: Int
    /// Dividend or carry yield, likewise.
    public var carry: Int

    public init(strike: Strike = .input, tenor: Tenor = .expiryInput, isPut: Bool = false, rate: Int = 0, carry: Int = 0) {
        self.strike = strike
        self.tenor = tenor
        self.isPut = isPut
        self.rate = rate
        self.carry = carry
    }

    /// A rate in parts per million (5% = 50,000) as the nearest multiple of 2^−31.
    public static func rateUnits(partsPerMillion: Int) -> Int {
        let scaled = partsPerMillion << BlackScholes.rateScale
        return (scaled + (scaled < 0 ? -500_000 : 500_000)) / 1_000_000
    }
}

// MARK: - Checks

/// A set of parameters no model can be laid out for.
public struct ModelParameterError: Error, Equatable, CustomStringConvertible {
    public let description: String
}

extension ModelParameters {
    public var historyVenues: [ModelVenue] { venues.filter(\.isInHistory) }

    /// Throws where the parameters contradict each other or leave what the models are defined for.
    public func validate() throws {
        func check(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
            if !condition { throw ModelParameterError(description: reason()) }
        }
        try check((0...12).contains(priceDecimals), "priceDecimals is \(priceDecimals), not 0 to 12")
        try check((1...9).contains(venues.count), "\(venues.count) venues, not 1 to 9")
        try check(Set(venues.map(\.name)).count == venues.count, "two venues of one name")
        var known: Set<String> = []
        func check(_ venue: ModelVenue, of owner: String) throws {
            try check((0..<32768).contains(venue.maximumAge) && (0..<32768).contains(venue.maximumLead),
                      "\(owner) \(venue.name): freshness bounds must be 0 to 32767 seconds")
            if case .stablecoin(let symbol) = venue.numeraire {
                try check(known.contains(symbol), "\(owner) \(venue.name) is quoted in \(symbol), which is not defined before it")
                try check(!venue.isInHistory, "\(owner) \(venue.name): history takes USD-quoted venues only")
            }
        }
        func check(_ rule: MedianRule, _ count: Int, of owner: String) throws {
            try check((1...max(count, 1)).contains(rule.quorum), "\(owner): a quorum of \(rule.quorum) from \(count) venues")
            try check((1..<10_000).contains(rule.outlierBasisPoints), "\(owner): outlier bound must be 1 to 9999 basis points")
        }
        for coin in stablecoins {
            try check((1...9).contains(coin.legs.count), "\(coin.symbol): \(coin.legs.count) legs, not 1 to 9")
            try check(!known.contains(coin.symbol), "\(coin.symbol) is defined twice")
            for leg in coin.legs { try check(leg, of: coin.symbol) }
            try check(coin.rule, coin.legs.count, of: coin.symbol)
            known.insert(coin.symbol)
        }
        for venue in venues { try check(venue, of: "venue") }
        try check(spotRule, venues.count, of: "spot")
        try check((1...max(historyVenues.count, 1)).contains(historyQuorum) && !historyVenues.isEmpty,
                  "a history quorum of \(historyQuorum) from \(historyVenues.count) USD-quoted venues")
        try check((2...256).contains(volatility.returns), "\(volatility.returns) returns, not 2 to 256")
        try check((1...86400 * 31).contains(volatility.step), "step of \(volatility.step) s")
        try check((1...31_536_000).contains(volatility.periodsPerYear), "\(volatility.periodsPerYear) periods per year")
        try check(abs(option.rate) < 1 << 31 && abs(option.carry) < 1 << 31, "a rate or carry of 100% or more")
        if case .ticks(let ticks) = option.strike { try check((1..<1 << 32).contains(ticks), "a strike of \(ticks) ticks") }
        if case .moneyness(let parts) = option.strike { try check((100...1_000_000).contains(parts), "a moneyness of \(parts) bp") }
        if case .seconds(let seconds) = option.tenor { try check((0..<1 << 28).contains(seconds), "a tenor of \(seconds) s") }
    }
}

extension ModelParameters {
    /// The default feed: three USD-quoted venues with hourly history, and one venue each quoting in USDT and USDC for the spot.
    public static let standard = ModelParameters(
        venues: [
            ModelVenue("coinbase"), ModelVenue("kraken"), ModelVenue("bitstamp"),
            ModelVenue("binance", in: .stablecoin("USDT")), ModelVenue("kraken-usdc", in: .stablecoin("USDC")),
        ],
        stablecoins: [
            Stablecoin("USDT", legs: [ModelVenue("coinbase"), ModelVenue("kraken")]),
            Stablecoin("USDC", legs: [ModelVenue("kraken")]),
        ],
        option: OptionParameters(rate: OptionParameters.rateUnits(partsPerMillion: 40_000)))
}
