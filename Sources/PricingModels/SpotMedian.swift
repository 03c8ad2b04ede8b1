import FixedPointMath

/// One venue's quote at one time, as committed in the feed group.
public struct MarketObservation: Hashable, Sendable, Codable {
    /// Ticks of 10^−decimals of the venue's numeraire.
    public var price: Int
    /// Time of the observation less the time it is for, in seconds: negative for older quotes; −32,768 … 32,767.
    public var offset: Int
    public var isPresent: Bool

    public init(price: Int, offset: Int = 0, isPresent: Bool = true) {
        self.price = price
        self.offset = offset
        self.isPresent = isPresent
    }

    /// The committed offset of a quote that is not there: older than any bound allows. Its committed price is 0.
    public static let absentOffset = -32_768

    /// No quote.
    public static let absent = MarketObservation(price: 0, offset: 0, isPresent: false)

    /// Ticks that a venue's price may have: 32 bits.
    public static let priceLimit = 1 << 32
    /// Ticks that a stablecoin's leg may have: 24 bits.
    public static let legLimit = 1 << 24

    /// The quote, or ``absent`` where price or time cannot be written in these units (which no round may count).
    public static func fitting(ticks: Int128, offset: Int, limit: Int = priceLimit) -> MarketObservation {
        guard ticks > 0, ticks < Int128(limit), (-32768...32767).contains(offset) else { return .absent }
        return MarketObservation(price: Int(ticks), offset: offset)
    }
}

/// The price many venues agree on.
///
/// 1. A quote is *valid* if it is present, no older and no earlier than its venue's bounds, and its numeraire has a price.
/// 2. A quote in a stablecoin is converted at that stablecoin's own median, which is found by these same rules from its legs.
/// 3. A first median is taken of the valid quotes; those further from it than the outlier bound are dropped.
/// 4. The result is the median of the rest, if they reach the quorum. A median of an even number is the mean of the middle two.
///
/// With three venues the first median is the middle quote, so one venue can be anywhere and is dropped. With two that
/// disagree by more than twice the bound both are dropped, since nothing says which is wrong; likewise where an even number splits into two
/// camps. Then no quorum is reached and there is no price rather than a wrong one.
public enum SpotMedian {
    /// Fractional bits of a tick that converted quotes keep.
    public static let convertedScale = 7

    public struct Result<Number, Flag> {
        /// In ticks, one more fractional bit than the quotes.
        public let median: Number
        /// Which quotes counted, in the order of the venues.
        public let used: [Flag]
        /// Whether the quorum was reached. Constant 1 where it was required.
        public let isValid: Flag
    }

    /// What an input of one venue becomes.
    struct Quote<Number, Flag> {
        var price: Number
        var isValid: Flag
    }

    /// Feed inputs of one quote; valid if present and fresh.
    static func quote<A: FixedPointArithmetic>(
        _ a: inout A, _ observation: MarketObservation, of venue: ModelVenue, named name: String, priceBits: Int
    ) throws -> Quote<A.Number, A.Flag> {
        // One cell less and one test less than with a presence bit: an absent quote is one that is too old for any bound.
        let isPresent = observation.isPresent
        let (price, offset) = try a.feedInputs(
            (Int128(isPresent ? observation.price : 0),
             InputSpecification("\(name).price", .unsigned(bits: priceBits), visibility: .feed)),
            (Int128(isPresent ? observation.offset : MarketObservation.absentOffset),
             InputSpecification("\(name).offset", .signed(bits: 16), visibility: .feed)))
        // (offset + maximumAge)·(maximumLead − offset) ≥ 0: both factors are negative for no offset.
        let sinceOldest = try a.add(offset, a.constant(venue.maximumAge))
        let untilLatest = try a.subtract(a.constant(venue.maximumLead), offset)
        return Quote(price: price, isValid: try a.isNonNegative(a.multiply(sinceOldest, untilLatest)))
    }

    /// Median of the quotes that `valid` marks. `count` is how many they are, and `quorum` the least count that matters: below it the
    /// result is undefined (but not above the largest quote). One fractional bit more than the quotes.
    static func median<A: FixedPointArithmetic>(
        _ a: inout A, _ prices: [A.Number], valid: [A.Flag], count: A.Number, quorum: Int
    ) throws -> A.Number {
        // What does not count becomes 0 and goes to the lower end of the order.
        var moved: [A.Number] = []
        for (price, flag) in zip(prices, valid) { moved.append(try a.select(flag, price, a.constant(0))) }
        let sorted = try a.sort(moved)
        let total = prices.count
        func middle(of count: Int) throws -> A.Number {
            let first = total - count
            return try a.add(sorted[first + (count - 1) / 2], sorted[first + count / 2])
        }
        var doubled = try middle(of: total)
        if quorum < total {
            let least = count.bounds.lower.asInt ?? 0
            let flags = try a.oneHot(a.subtract(count, a.constant(least)), count: total + 1 - least)
            for count in quorum..<total { doubled = try a.select(flags[count - least], middle(of: count), doubled) }
        }
        return try a.shiftRight(doubled, by: 1)
    }

    /// Rules 3 and 4.
    static func robustMedian<A: FixedPointArithmetic>(
        _ a: inout A, _ quotes: [Quote<A.Number, A.Flag>], rule: MedianRule
    ) throws -> Result<A.Number, A.Flag> {
        let prices = quotes.map(\.price)
        let valid = quotes.map(\.isValid)
        let first = try median(&a, prices, valid: valid, count: a.count(valid), quorum: rule.quorum)
        let upper = try a.multiply(first, by: 10_000 + rule.outlierBasisPoints)
        let lower = try a.multiply(first, by: 10_000 - rule.outlierBasisPoints)
        var used: [A.Flag] = []
        for quote in quotes {
            let price = try a.multiply(quote.price, by: 10_000)
            let isBelow = try a.lessOrEqual(price, upper)
            let isAbove = try a.lessOrEqual(lower, price)
            used.append(try a.and([quote.isValid, isBelow, isAbove]))
        }
        let count = try a.count(used)
        let median = try median(&a, prices, valid: used, count: count, quorum: rule.quorum)
        let isValid = try a.lessOrEqual(a.constant(rule.quorum), count)
        return Result(median: median, used: used, isValid: isValid)
    }

    /// The spot price from all venues, with stablecoin quotes converted. Requires the quorum.
    public static func spot<A: FixedPointArithmetic>(
        _ a: inout A, _ parameters: ModelParameters, venues observations: [MarketObservation], legs: [[MarketObservation]]
    ) throws -> Result<A.Number, A.Flag> {
        var coins: [String: Result<A.Number, A.Flag>] = [:]
        let scale = parameters.stablecoins.isEmpty ? 0 : convertedScale
        for (coin, observations) in zip(parameters.stablecoins, legs) {
            var quotes: [Quote<A.Number, A.Flag>] = []
            for (leg, observation) in zip(coin.legs, observations) {
                let quote = try quote(&a, observation, of: leg, named: "\(coin.symbol).\(leg.name)", priceBits: 24)
                quotes.append(try converted(&a, quote, leg.numeraire, coins, scale: 0, bits: 32))
            }
            coins[coin.symbol] = try robustMedian(&a, quotes, rule: coin.rule)
        }
        var quotes: [Quote<A.Number, A.Flag>] = []
        for (venue, observation) in zip(parameters.venues, observations) {
            let quote = try quote(&a, observation, of: venue, named: "spot.\(venue.name)", priceBits: 32)
            quotes.append(try converted(&a, quote, venue.numeraire, coins, scale: scale, bits: 40))
        }
        let result = try robustMedian(&a, quotes, rule: parameters.spotRule)
        try a.require(result.isValid, "spot: a quorum of \(parameters.spotRule.quorum) of \(parameters.venues.count) venues")
        return Result(median: result.median, used: result.used, isValid: a.constant(true))
    }

    /// Rule 2: price · coin / 10^7, rounded to `scale`; not valid where the coin has no price.
    private static func converted<A: FixedPointArithmetic>(
        _ a: inout A, _ quote: Quote<A.Number, A.Flag>, _ numeraire: Numeraire, _ coins: [String: Result<A.Number, A.Flag>],
        scale: Int, bits: Int
    ) throws -> Quote<A.Number, A.Flag> {
        guard case .stablecoin(let symbol) = numeraire, let coin = coins[symbol] else { return quote }
        let perTick = DecimalUnit(decimals: Stablecoin.decimals)
        let product = try a.multiply(a.multiply(quote.price, coin.median), by: perTick.factor, scale: perTick.scale)
        // A coin is below 1.68 USD, so the width always suffices: a venue cannot stop a round with an absurd quote.
        let price = try a.round(product, to: scale, width: .unsigned(bits: bits))
        return Quote(price: price, isValid: try a.and(quote.isValid, coin.isValid))
    }

    /// The plain median of the history venues at one past time. Requires the quorum.
    public static func past<A: FixedPointArithmetic>(
        _ a: inout A, _ parameters: ModelParameters, _ observations: [MarketObservation], time index: Int
    ) throws -> A.Number {
        var quotes: [Quote<A.Number, A.Flag>] = []
        for (venue, observation) in zip(parameters.historyVenues, observations) {
            quotes.append(try quote(&a, observation, of: venue, named: "past[\(index)].\(venue.name)", priceBits: 32))
        }
        let quorum = parameters.historyQuorum
        let valid = quotes.map(\.isValid)
        let count: A.Number
        do {
            count = try a.narrow(
                a.count(valid), lower: Int256(quorum), upper: Int256(quotes.count), "past[\(index)]: count of venues")
        } catch FixedPointError.outOfRange {
            throw FixedPointError.requirementFailed("past[\(index)]: a quorum of \(quorum) of \(quotes.count) venues")
        }
        return try median(&a, quotes.map(\.price), valid: valid, count: count, quorum: quorum)
    }
}

/// 10^−decimals as an integer multiple of a power of two: to 50 significant bits unless more are asked for.
public struct DecimalUnit: Hashable, Sendable {
    public let decimals: Int
    public let factor: Int256
    public let scale: Int

    public init(decimals: Int, significantBits: Int = 50) {
        self.decimals = decimals
        var power = Int256.one
        for _ in 0..<decimals { power *= 10 }
        scale = decimals == 0 ? 0 : significantBits + power.magnitudeBits
        factor = FixedFunctions.nearestQuotient(.powerOfTwo(scale), power)
    }

    /// 10^decimals
    public var inverse: Int256 { (0..<decimals).reduce(Int256.one) { power, _ in power * 10 } }
}
