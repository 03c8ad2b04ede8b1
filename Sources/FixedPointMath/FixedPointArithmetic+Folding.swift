/// The functions as models call them: an operand whose bounds are one value (a constant of the parameters) is worked out by the
/// integer specification at once, so it costs a circuit nothing and means the same.
extension FixedPointArithmetic {
    public mutating func sqrt(_ a: Number, scale: Int) throws -> Number {
        guard a.bounds.isConstant else { return try squareRoot(a, scale: scale) }
        return try constant(
            FixedFunctions.squareRoot(a.bounds.lower, scale: a.bounds.scale, outputScale: scale).root, scale: scale)
    }

    public mutating func ln(_ a: Number) throws -> Number {
        guard a.bounds.isConstant else { return try logarithm(a) }
        let shape = try FixedFunctions.LogarithmShape(a.bounds)
        return try constant(FixedFunctions.logarithm(a.bounds.lower, shape).result, scale: shape.outputScale)
    }

    public mutating func exp(_ a: Number) throws -> Number {
        guard a.bounds.isConstant else { return try exponential(a) }
        if a.bounds.lower.isZero { return try constant(1) }
        let shape = try FixedFunctions.ExponentialShape(a.bounds)
        return try constant(FixedFunctions.exponential(a.bounds.lower, shape).result, scale: shape.outputScale)
    }

    /// e^a for any bounds: below −`floor` the result is 0; above 22 the operand is out of range by its bounds.
    /// `floor` is an integer from 1 to 22; 0 at −22 is an error below 2.8e-10.
    public mutating func expSaturating(_ a: Number, floor: Int = 22) throws -> Number {
        let least = try constant(-floor)
        guard a.bounds.lower < -(Int256(floor) << a.bounds.scale) else { return try exp(a) }
        let isSmall = try lessThan(a, least)
        let raised = try select(isSmall, least, a)
        // The bounds of a select still reach down to those of `a`: the check proves what it really gives.
        let bounded = try narrow(
            raised, lower: -(Int256(floor) << raised.bounds.scale), upper: max(a.bounds.upper << (raised.bounds.scale - a.bounds.scale), .zero),
            "operand of exp")
        let value = try exp(bounded)
        return try select(isSmall, constant(0), value)
    }
}
