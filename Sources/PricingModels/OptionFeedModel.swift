import FixedPointMath

/// The observations and public inputs of one round.
public struct OptionFeedInputs: Hashable, Sendable, Codable {
    /// The round's time, seconds since 1970. Past times are observedAt − step, − 2·step, …
    public var observedAt: Int
    /// Ticks; read only where the strike is an input.
    public var strike: Int
    /// Seconds since 1970; read only where the expiry is an input.
    public var expiry: Int
    /// history[i][v]: history venue v at observedAt − (returns − i)·step, so oldest first; `returns` of them.
    public var history: [[MarketObservation]]
    /// At observedAt, in the order of the venues.
    public var venues: [MarketObservation]
    /// legs[c][l]: leg l of stablecoin c at observedAt.
    public var legs: [[MarketObservation]]

    public init(
        observedAt: Int, strike: Int, expiry: Int, history: [[MarketObservation]], venues: [MarketObservation],
        legs: [[MarketObservation]] = []
    ) {
        self.observedAt = observedAt
        self.strike = strike
        self.expiry = expiry
        self.history = history
        self.venues = venues
        self.legs = legs
    }

    /// A round that every feed accepts, for laying out circuits: all quotes present and equal but for a small wobble.
    public static func placeholder(_ parameters: ModelParameters) -> OptionFeedInputs {
        func quote(_ ticks: Int) -> MarketObservation { MarketObservation(price: ticks) }
        let history = parameters.historyVenues.count
        return OptionFeedInputs(
            observedAt: 1_700_000_000, strike: 2_000_000, expiry: 1_700_000_000 + 30 * 86400,
            history: (0..<parameters.volatility.returns).map { time in
                (0..<history).map { quote(2_000_000 + 7_001 * (time % 5) + $0) }
            },
            venues: parameters.venues.indices.map { quote(2_003_000 + $0) },
            legs: parameters.stablecoins.map { $0.legs.indices.map { quote(9_999_000 + $0) } })
    }
}

/// Venues × times → medians → volatility → the price and greeks of an option on the last median.
///
/// Public values, in this order: the inputs observedAt, strike and expiry (the last two only where the parameters make them inputs),
/// then what ``outputs(_:)`` names.
public enum OptionFeedModel {
    /// A published value: its name, fractional bits and unit.
    public struct PublicValue: Hashable, Sendable, Codable {
        public let name: String
        public let scale: Int
        public let unit: String
    }

    /// What results look like; the same values the model publishes.
    public struct Result<Number, Flag> {
        /// Dollars at scale 48.
        public let spot: Number
        /// Annualised, at scale 48.
        public let volatility: Number
        public let option: OptionValue<Number>
        /// Which venues counted for the spot.
        public let used: [Flag]
    }

    public static func publicValues(_ parameters: ModelParameters) -> [PublicValue] {
        var values = [PublicValue(name: "observedAt", scale: 0, unit: "s")]
        if parameters.option.strike == .input {
            values.append(PublicValue(name: "strike", scale: 0, unit: "1e-\(parameters.priceDecimals) USD"))
        }
        if parameters.option.tenor == .expiryInput { values.append(PublicValue(name: "expiry", scale: 0, unit: "s")) }
        let scale = BlackScholes.outputScale
        return values + [
            PublicValue(name: "spot", scale: scale, unit: "USD"), PublicValue(name: "volatility", scale: scale, unit: "per year^½"),
            PublicValue(name: "price", scale: scale, unit: "USD"), PublicValue(name: "delta", scale: scale, unit: ""),
            PublicValue(name: "gamma", scale: BlackScholes.gammaScale, unit: "1/USD"),
            PublicValue(name: "vega", scale: scale, unit: "USD per 1.00"), PublicValue(name: "theta", scale: scale, unit: "USD per year"),
            PublicValue(name: "rho", scale: scale, unit: "USD per 1.00"),
            PublicValue(name: "venuesUsed", scale: 0, unit: "bit i: venue i counted"),
        ]
    }

    /// Throws ``ModelParameterError`` for parameters that fit no model, ``FixedPointError`` where a round has no result
    /// (too few venues, a value outside a domain) and where the inputs do not have the shape of the parameters.
    @discardableResult
    public static func evaluate<A: FixedPointArithmetic>(
        _ a: inout A, _ parameters: ModelParameters, _ inputs: OptionFeedInputs
    ) throws -> Result<A.Number, A.Flag> {
        try parameters.validate()
        try checkShape(parameters, inputs)
        let unit = DecimalUnit(decimals: parameters.priceDecimals)
        let observedAt = try publicInput(&a, inputs.observedAt, "observedAt")
        let strikeInput = parameters.option.strike == .input ? try publicInput(&a, inputs.strike, "strike") : nil
        let expiry = parameters.option.tenor == .expiryInput ? try publicInput(&a, inputs.expiry, "expiry") : nil

        var logarithms: [A.Number] = []
        for (index, observations) in inputs.history.enumerated() {
            logarithms.append(try a.ln(SpotMedian.past(&a, parameters, observations, time: index)))
        }
        let spot = try SpotMedian.spot(&a, parameters, venues: inputs.venues, legs: inputs.legs)
        let logSpot = try a.ln(spot.median)
        logarithms.append(logSpot)
        let volatility = try RealizedVolatility.volatility(
            &a, logarithms: logarithms, periodsPerYear: parameters.volatility.periodsPerYear,
            removesMean: parameters.volatility.removesMean)

        var option = OptionInputs(
            spot: spot.median, strike: strikeInput ?? spot.median,
            secondsToExpiry: try secondsToExpiry(&a, parameters, observedAt, expiry), volatility: volatility,
            rate: try a.constant(Int256(parameters.option.rate), scale: BlackScholes.rateScale),
            carry: try a.constant(Int256(parameters.option.carry), scale: BlackScholes.rateScale),
            isPut: a.constant(parameters.option.isPut), logSpot: logSpot)
        switch parameters.option.strike {
        case .input: break
        case .ticks(let ticks): option.strike = try a.constant(ticks)
        case .moneyness(let parts):
            // K = S·parts/10,000 exactly in units of 1/10,000 tick would widen every product: kept as a 30-bit binary fraction.
            let factor = FixedFunctions.nearestQuotient(Int256(parts) << 30, 10_000)
            option.strike = try a.round(a.multiply(spot.median, by: factor, scale: 30), to: spot.median.bounds.scale)
        }
        let value = try BlackScholes.value(&a, option, unit: unit)

        // Enough bits that the published spot is the decimal median to the last of its 48 fractional bits.
        let exactUnit = DecimalUnit(decimals: parameters.priceDecimals, significantBits: 88)
        let dollars = try a.multiply(spot.median, by: exactUnit.factor, scale: exactUnit.scale)
        let result = Result<A.Number, A.Flag>(
            spot: try a.round(dollars, to: BlackScholes.outputScale),
            volatility: try a.rescale(volatility, to: BlackScholes.outputScale), option: value, used: spot.used)
        try publish(&a, result)
        return result
    }

    private static func publicInput<A: FixedPointArithmetic>(_ a: inout A, _ value: Int, _ name: String) throws -> A.Number {
        try a.input(Int128(value), InputSpecification(name, .unsigned(bits: 32), visibility: .public))
    }

    private static func secondsToExpiry<A: FixedPointArithmetic>(
        _ a: inout A, _ parameters: ModelParameters, _ observedAt: A.Number, _ expiry: A.Number?
    ) throws -> A.Number {
        if case .seconds(let seconds) = parameters.option.tenor { return try a.constant(seconds) }
        guard let expiry else { return try a.constant(0) }
        return try a.narrow(
            a.subtract(expiry, observedAt), lower: .zero, upper: .powerOfTwo(28) - .one, "seconds from the observation to expiry")
    }

    private static func publish<A: FixedPointArithmetic>(_ a: inout A, _ result: Result<A.Number, A.Flag>) throws {
        try a.publish(result.spot, named: "spot")
        try a.publish(result.volatility, named: "volatility")
        try a.publish(result.option)
        var mask = try a.constant(0)
        for (index, flag) in result.used.enumerated() {
            mask = try a.add(mask, a.multiply(a.number(flag), by: 1 << index))
        }
        try a.publish(mask, named: "venuesUsed")
    }

    private static func checkShape(_ parameters: ModelParameters, _ inputs: OptionFeedInputs) throws {
        let history = parameters.historyVenues.count
        let fits = inputs.history.count == parameters.volatility.returns && inputs.history.allSatisfy { $0.count == history }
            && inputs.venues.count == parameters.venues.count && inputs.legs.map(\.count) == parameters.stablecoins.map(\.legs.count)
        if !fits { throw FixedPointError.unsupported("the observations do not have the shape of the parameters") }
    }
}
