import FixedPointMath

/// Venues → the spot price alone. Reads `venues` and `legs` of the inputs.
///
/// Public values: the input observedAt, then spot (dollars, scale 48) and venuesUsed (bit i: venue i counted).
public enum SpotFeedModel {
    /// - Returns: which venues counted, in their order. Throws as ``OptionFeedModel/evaluate(_:_:_:)`` does.
    @discardableResult
    public static func evaluate<A: FixedPointArithmetic>(
        _ a: inout A, _ parameters: ModelParameters, _ inputs: OptionFeedInputs
    ) throws -> [A.Flag] {
        try parameters.validate()
        try FeedModelParts.readTime(&a, inputs.observedAt)
        let spot = try SpotMedian.spot(&a, parameters, venues: inputs.venues, legs: inputs.legs)
        try a.publish(FeedModelParts.dollars(&a, spot.median, parameters), named: "spot")
        try FeedModelParts.publish(&a, used: spot.used)
        return spot.used
    }
}

/// Venues × times → medians → volatility, without an option.
///
/// Public values: the input observedAt, then spot and volatility (scale 48) and venuesUsed.
public enum VolatilityFeedModel {
    @discardableResult
    public static func evaluate<A: FixedPointArithmetic>(
        _ a: inout A, _ parameters: ModelParameters, _ inputs: OptionFeedInputs
    ) throws -> [A.Flag] {
        try parameters.validate()
        guard inputs.history.count == parameters.volatility.returns else {
            throw FixedPointError.unsupported("the observations do not have the shape of the parameters")
        }
        try FeedModelParts.readTime(&a, inputs.observedAt)
        var logarithms: [A.Number] = []
        for (index, observations) in inputs.history.enumerated() {
            logarithms.append(try a.ln(SpotMedian.past(&a, parameters, observations, time: index)))
        }
        let spot = try SpotMedian.spot(&a, parameters, venues: inputs.venues, legs: inputs.legs)
        logarithms.append(try a.ln(spot.median))
        let volatility = try RealizedVolatility.volatility(
            &a, logarithms: logarithms, periodsPerYear: parameters.volatility.periodsPerYear,
            removesMean: parameters.volatility.removesMean)
        try a.publish(FeedModelParts.dollars(&a, spot.median, parameters), named: "spot")
        try a.publish(a.rescale(volatility, to: BlackScholes.outputScale), named: "volatility")
        try FeedModelParts.publish(&a, used: spot.used)
        return spot.used
    }
}

/// What the feed models above have in common.
enum FeedModelParts {
    static func readTime<A: FixedPointArithmetic>(_ a: inout A, _ observedAt: Int) throws {
        _ = try a.input(
            Int128(observedAt), InputSpecification("observedAt", .unsigned(bits: 32), visibility: .public))
    }

    /// A median in ticks as dollars at scale 48, to the last bit of the decimal median.
    static func dollars<A: FixedPointArithmetic>(
        _ a: inout A, _ median: A.Number, _ parameters: ModelParameters
    ) throws -> A.Number {
        let unit = DecimalUnit(decimals: parameters.priceDecimals, significantBits: 88)
        return try a.round(a.multiply(median, by: unit.factor, scale: unit.scale), to: BlackScholes.outputScale)
    }

    static func publish<A: FixedPointArithmetic>(_ a: inout A, used: [A.Flag]) throws {
        var mask = try a.constant(0)
        for (index, flag) in used.enumerated() { mask = try a.add(mask, a.multiply(a.number(flag), by: 1 << index)) }
        try a.publish(mask, named: "venuesUsed")
    }
}
