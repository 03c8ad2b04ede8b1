import FixedPointMath

/// European options after Black, Scholes and Merton, with continuous rate and carry.
///
/// With τ in years, w = σ√τ, m = (ln(S/K) + (r − q)τ)/w, d₁ = m + w/2, d₂ = m − w/2, F = S·e^(−qτ), B = K·e^(−rτ), p = 1 for a put:
///
///     price = F·(Φ(d₁) − p) − B·(Φ(d₂) − p)      delta = e^(−qτ)·(Φ(d₁) − p)      gamma = e^(−qτ)·φ(d₁)/(S·w)
///     vega  = F·φ(d₁)·√τ                          rho   = B·τ·(Φ(d₂) − p)
///     theta = −F·φ(d₁)·σ/(2√τ) − r·B·(Φ(d₂) − p) + q·F·(Φ(d₁) − p)
///
/// vega is per 1.00 of volatility, rho per 1.00 of rate, theta per year (of 365 days). No value branches: m is clamped to ±12 (Φ has
/// reached 0 or 1 by then) and w is raised to 2^−32, where the price is its zero-time, zero-volatility limit to within 1e-10 of spot.
/// In that limit delta is 0 or 1 (½ at the money), gamma and the decay term of theta are 0. The price is never negative.
///
/// Domain: see ``OptionInputs``; beyond, ``FixedPointError/outOfRange``. Errors: Docs/numerics.md.
public enum BlackScholes {
    public static let secondsPerYear = 365 * 86400
    /// Fractional bits of rates.
    public static let rateScale = 31
    /// Fractional bits of the published values.
    public static let outputScale = 48
    /// Fractional bits of gamma, which is small where prices are large.
    public static let gammaScale = 80

    private static let dScale = FixedFunctions.normalInputScale
    private static let probabilityScale = 47
    /// Fractional bits of discounted amounts (ticks) …
    private static let amountScale = 32
    /// … and of φ/w and φ/√τ.
    private static let ratioScale = 40
}

/// Numbers that Black–Scholes takes.
public struct OptionInputs<Number, Flag> {
    /// Positive, in ticks at any scale, raw below 2^41.
    public var spot: Number
    /// Likewise. `nil` with `logMoneyness` for a strike that is a fixed part of the spot.
    public var strike: Number
    /// ln(spot/strike) where it is known without taking logarithms.
    public var logMoneyness: Number?
    /// ln(spot) where it is known already.
    public var logSpot: Number?
    /// Seconds, an integer in [0, 2^28).
    public var secondsToExpiry: Number
    /// At scale 42 or less; below 64, and with σ√τ at most 8.
    public var volatility: Number
    /// At scale 31; |rate| and |carry| below 1.
    public var rate: Number
    public var carry: Number
    public var isPut: Flag

    public init(
        spot: Number, strike: Number, secondsToExpiry: Number, volatility: Number, rate: Number, carry: Number, isPut: Flag,
        logMoneyness: Number? = nil, logSpot: Number? = nil
    ) {
        self.spot = spot
        self.strike = strike
        self.secondsToExpiry = secondsToExpiry
        self.volatility = volatility
        self.rate = rate
        self.carry = carry
        self.isPut = isPut
        self.logMoneyness = logMoneyness
        self.logSpot = logSpot
    }
}

/// Price and greeks at scale 48 (gamma at 80), in dollars where the ticks were given as such.
public struct OptionValue<Number> {
    public let price: Number
    public let delta: Number
    public let gamma: Number
    public let vega: Number
    public let theta: Number
    public let rho: Number
}

extension OptionValue: Sendable where Number: Sendable {}

extension FixedPointArithmetic {
    /// Price, delta, gamma, vega, theta and rho, in this order, under these names.
    public mutating func publish(_ option: OptionValue<Number>) throws {
        for (name, number) in [
            ("price", option.price), ("delta", option.delta), ("gamma", option.gamma), ("vega", option.vega), ("theta", option.theta),
            ("rho", option.rho),
        ] { try publish(number, named: name) }
    }
}

extension BlackScholes {
    /// `unit`: what a tick is worth in the currency of the results.
    public static func value<A: FixedPointArithmetic>(
        _ a: inout A, _ option: OptionInputs<A.Number, A.Flag>, unit: DecimalUnit = DecimalUnit(decimals: 0)
    ) throws -> OptionValue<A.Number> {
        // τ in years, and its root. 2^96/year has 72 significant bits.
        let year = Int256(secondsPerYear)
        let time = try a.multiply(
            option.secondsToExpiry, by: FixedFunctions.nearestQuotient(.powerOfTwo(82), year), scale: 82)
        let rootTime = try a.sqrt(
            a.multiply(option.secondsToExpiry, by: FixedFunctions.nearestQuotient(.powerOfTwo(96), year), scale: 96), scale: 48)

        // w, exact, with its floor. The last unit proves to the division that w is not zero.
        let total = try a.multiply(option.volatility, rootTime)
        let floor = try a.constant(.powerOfTwo(total.bounds.scale - 32), scale: total.bounds.scale)
        let isDegenerate = try a.lessThan(total, floor)
        let unitOfTotal = try a.constant(.one, scale: total.bounds.scale)
        let spread = try a.add(a.select(isDegenerate, floor, total), unitOfTotal)
        let half = try a.narrow(
            a.round(a.shiftRight(total, by: 1), to: dScale, width: .unsigned(bits: 48)), lower: .zero,
            upper: .powerOfTwo(dScale + 2), "half of the total volatility σ√τ")

        // m, d₁, d₂
        let drift = try a.multiply(a.subtract(option.rate, option.carry), time)
        let moneyness = try a.add(logMoneyness(&a, option), drift)
        let limit = Int256(12) << dScale - .one
        let middle = try a.divide(moneyness, by: spread, scale: dScale, limit: limit)
        let (upper, density) = try a.normalDistributionAndDensity(a.add(middle, half))
        let lower = try a.normalDistribution(a.subtract(middle, half))
        let put = try a.number(option.isPut)
        let first = try a.subtract(a.round(upper, to: probabilityScale), put)
        let second = try a.subtract(a.round(lower, to: probabilityScale), put)
        let phi = try a.round(density, to: 48)

        // Discounted amounts
        let carryFactor = try discount(&a, option.carry, time, roundedTo: probabilityScale)
        let forward = try carryFactor.map { try a.multiply(option.spot, $0, roundedTo: amountScale) } ?? option.spot
        let rateFactor = try discount(&a, option.rate, time, roundedTo: nil)
        let strike = try rateFactor.map { try a.multiply(option.strike, $0, roundedTo: amountScale) } ?? option.strike

        let owned = try a.multiply(forward, first)
        let owed = try a.multiply(strike, second)
        let price = try output(&a, a.subtract(owned, owed), unit)

        // φ/w: the gamma of a unit of spot, 0 in the degenerate case.
        let relativePhi = try a.select(isDegenerate, a.constant(0), phi)
        let relativeGamma = try a.divide(relativePhi, by: spread, scale: ratioScale, width: .unsigned(bits: 72))
        // φ/√τ = σ·φ/w, below 2240 for a second or more.
        let decayRate = try a.round(a.multiply(option.volatility, relativeGamma), to: ratioScale, width: .unsigned(bits: 56))
        let decay = try a.shiftRight(a.multiply(a.multiply(forward, option.volatility), decayRate), by: 1)
        let interest = try a.multiply(option.rate, owed)
        let income = try a.multiply(option.carry, owned)
        let theta = try a.subtract(income, a.add(decay, interest))

        let years = try a.multiply(
            option.secondsToExpiry, by: FixedFunctions.nearestQuotient(.powerOfTwo(62), year), scale: 62)
        return OptionValue(
            price: try a.maximum(price, a.constant(0)),
            delta: try carryFactor.map { try a.multiply($0, first, roundedTo: outputScale) } ?? a.rescale(first, to: outputScale),
            gamma: try gamma(&a, relativeGamma, carryFactor, option.spot, unit),
            vega: try output(&a, a.multiply(a.multiply(forward, phi), rootTime), unit),
            theta: try output(&a, theta, unit),
            rho: try output(&a, a.multiply(owed, years), unit))
    }

    private static func logMoneyness<A: FixedPointArithmetic>(
        _ a: inout A, _ option: OptionInputs<A.Number, A.Flag>
    ) throws -> A.Number {
        if let known = option.logMoneyness { return known }
        let spot = try option.logSpot ?? a.ln(option.spot)
        return try a.subtract(spot, a.ln(option.strike))
    }

    /// e^(−yield·τ), or nil where the yield is the constant 0.
    private static func discount<A: FixedPointArithmetic>(
        _ a: inout A, _ yield: A.Number, _ time: A.Number, roundedTo scale: Int?
    ) throws -> A.Number? {
        if yield.bounds.isConstant && yield.bounds.lower.isZero { return nil }
        let factor = try a.exp(a.negate(a.multiply(yield, time)))
        return try scale.map { try a.round(factor, to: $0) } ?? factor
    }

    private static func output<A: FixedPointArithmetic>(_ a: inout A, _ amount: A.Number, _ unit: DecimalUnit) throws -> A.Number {
        try a.round(a.multiply(amount, by: unit.factor, scale: unit.scale), to: outputScale)
    }

    /// e^(−qτ)·φ/(S·w), per unit of currency twice: ticks are worth 10^−decimals.
    private static func gamma<A: FixedPointArithmetic>(
        _ a: inout A, _ relative: A.Number, _ carryFactor: A.Number?, _ spot: A.Number, _ unit: DecimalUnit
    ) throws -> A.Number {
        let discounted = try carryFactor.map { try a.multiply(relative, $0, roundedTo: ratioScale) } ?? relative
        let positive = try a.narrow(spot, lower: .one, upper: spot.bounds.upper, "spot")
        return try a.divide(a.multiply(discounted, by: unit.inverse, scale: 0), by: positive, scale: gammaScale, width: nil)
    }
}
