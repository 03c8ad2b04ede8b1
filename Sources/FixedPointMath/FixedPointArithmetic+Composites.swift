/// What models use most, built from the operations of a back end: a circuit gets these for nothing.
extension FixedPointArithmetic {
    public func constant(_ integer: Int) throws -> Number { try constant(Int256(integer), scale: 0) }

    public func multiply(_ a: Number, by factor: Int) throws -> Number { try multiply(a, by: Int256(factor), scale: 0) }

    /// a · 2^(−`bits`), exact: the scale grows.
    public func shiftRight(_ a: Number, by bits: Int) throws -> Number { try multiply(a, by: .one, scale: bits) }

    public mutating func round(_ a: Number, to scale: Int) throws -> Number { try round(a, to: scale, width: nil) }

    /// a · b rounded to `scale`.
    public mutating func multiply(_ a: Number, _ b: Number, roundedTo scale: Int) throws -> Number {
        try round(multiply(a, b), to: scale)
    }

    /// a · b + c, exact.
    public mutating func multiply(_ a: Number, _ b: Number, adding c: Number) throws -> Number {
        try add(multiply(a, b), c)
    }

    public func sum(_ values: [Number]) throws -> Number {
        guard let first = values.first else { return try constant(0) }
        return try values.dropFirst().reduce(first) { try add($0, $1) }
    }

    /// How many flags are set, at scale 0.
    public func count(_ flags: [Flag]) throws -> Number { try sum(flags.map { try number($0) }) }

    // MARK: Comparison

    /// 1 where a ≤ b.
    public mutating func lessOrEqual(_ a: Number, _ b: Number) throws -> Flag { try isNonNegative(subtract(b, a)) }

    /// 1 where a < b.
    public mutating func lessThan(_ a: Number, _ b: Number) throws -> Flag { not(try lessOrEqual(b, a)) }

    public mutating func equal(_ a: Number, _ b: Number) throws -> Flag { try isZero(subtract(a, b)) }

    public mutating func minimum(_ a: Number, _ b: Number) throws -> Number {
        let flag = try lessOrEqual(a, b)
        return try select(flag, a, b)
    }

    public mutating func maximum(_ a: Number, _ b: Number) throws -> Number {
        let flag = try lessOrEqual(a, b)
        return try select(flag, b, a)
    }

    public mutating func clamp(_ a: Number, from lower: Number, to upper: Number) throws -> Number {
        let raised = try maximum(a, lower)
        return try minimum(raised, upper)
    }

    public mutating func absolute(_ a: Number) throws -> Number {
        let flag = try isNonNegative(a)
        return try select(flag, a, negate(a))
    }

    public mutating func and(_ flags: [Flag]) throws -> Flag {
        var result = constant(true)
        for (index, flag) in flags.enumerated() { result = index == 0 ? flag : try and(result, flag) }
        return result
    }

    public mutating func xor(_ a: Flag, _ b: Flag) throws -> Flag {
        let both = try and(a, b)
        let either = try or(a, b)
        return try and(either, not(both))
    }
}
