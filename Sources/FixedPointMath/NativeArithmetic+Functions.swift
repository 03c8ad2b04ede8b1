extension NativeArithmetic {
    public mutating func divide(_ a: Number, by b: Number, scale: Int, width: RangeWidth?) throws -> Number {
        try requirePositive(b)
        let shift = scale + b.scale - a.scale
        try FixedFunctions.checkDivision(a.bounds, by: b.bounds, shift: shift)
        let result = try FixedFunctions.division(a.raw, by: b.raw, shift: shift).quotient
        let bounds = try width.map { try Bounds($0, scale: scale) } ?? FixedFunctions.division(a.bounds, by: b.bounds, to: scale)
        guard bounds.contains(result) else {
            throw FixedPointError.outOfRange(operation: "divide", value: result, lower: bounds.lower, upper: bounds.upper, scale: scale)
        }
        let remainderBits = b.bounds.upper.magnitudeBits + 1 + max(0, -shift)
        ledger.charge("divide", bits: remainderBits, remainderBits, bounds.spanBits)
        return Number(raw: result, bounds: bounds)
    }

    public mutating func divide(_ a: Number, by b: Number, scale: Int, limit: Int256) throws -> Number {
        try requirePositive(b)
        let shift = scale + b.scale - a.scale
        try FixedFunctions.checkDivision(a.bounds, by: b.bounds, shift: shift, limit: limit)
        let result = try FixedFunctions.division(a.raw, by: b.raw, shift: shift, limit: limit).quotient
        let bounds = try Bounds(lower: -limit, upper: limit, scale: scale)
        // Clamped, the remainder may be as large as the numerator.
        let widest = max(a.bounds.upper.magnitudeBits, a.bounds.lower.magnitudeBits) + 2 + max(0, shift)
        let remainderBits = max(widest, (b.bounds.upper * limit).magnitudeBits + 2 + max(0, -shift))
        ledger.charge("clamped divide", bits: remainderBits, remainderBits, bounds.spanBits)
        return Number(raw: result, bounds: bounds)
    }

    private func requirePositive(_ divisor: Number) throws {
        guard divisor.bounds.lower > .zero else {
            throw FixedPointError.unsupported("a divisor that is not proven positive: its lower bound is \(divisor.bounds.lower)")
        }
    }

    public mutating func squareRoot(_ a: Number, scale: Int) throws -> Number {
        let bounds = try FixedFunctions.squareRoot(a.bounds, to: scale)
        let result = try FixedFunctions.squareRoot(a.raw, scale: a.scale, outputScale: scale)
        let differenceBits = bounds.upper.magnitudeBits + 1 + result.down
        ledger.charge("square root", bits: bounds.spanBits, differenceBits, differenceBits)
        return Number(raw: result.root, bounds: bounds)
    }

    public mutating func logarithm(_ a: Number) throws -> Number {
        let shape = try FixedFunctions.LogarithmShape(a.bounds)
        let bounds = try FixedFunctions.logarithm(a.bounds, shape)
        let result = try FixedFunctions.logarithm(a.raw, shape)
        ledger.charge("logarithm", bits: CoefficientTable.headBits, shape.lowBits)
        ledger.tupleLookups += 2
        ledger.multiplications += 5
        return Number(raw: result.result, bounds: bounds)
    }

    public mutating func exponential(_ a: Number) throws -> Number {
        let shape = try FixedFunctions.ExponentialShape(a.bounds)
        let result = FixedFunctions.exponential(a.raw, shape)
        ledger.charge(
            "exponential", bits: shape.droppedBits, CoefficientTable.headBits, FixedFunctions.ExponentialShape.lowBits)
        ledger.tupleLookups += 2
        ledger.multiplications += 6
        return Number(raw: result.result, bounds: try FixedFunctions.exponential(shape))
    }

    public mutating func normalDistribution(_ a: Number) throws -> Number {
        Number(raw: try normal(a).distribution, bounds: try FixedFunctions.normalDistributionBounds())
    }

    public mutating func normalDistributionAndDensity(_ a: Number) throws -> (distribution: Number, density: Number) {
        let result = try normal(a)
        ledger.multiplications += 4
        return (
            Number(raw: result.distribution, bounds: try FixedFunctions.normalDistributionBounds()),
            Number(raw: result.density, bounds: try FixedFunctions.normalDensityBounds())
        )
    }

    private mutating func normal(_ a: Number) throws -> FixedFunctions.Normal {
        guard a.scale == FixedFunctions.normalInputScale else {
            throw FixedPointError.unsupported("the normal distribution takes scale \(FixedFunctions.normalInputScale), not \(a.scale)")
        }
        ledger.charge("normal", bits: CoefficientTable.headBits, FixedFunctions.normalLowBits)
        ledger.tupleLookups += 1
        ledger.flags += 2
        ledger.multiplications += 7
        return try FixedFunctions.normal(a.raw)
    }
}

extension FixedFunctions {
    /// Proven bounds of a quotient (divisor positive): its corners, in exact division.
    package static func division(_ a: Bounds, by b: Bounds, to scale: Int) throws -> Bounds {
        let shift = scale + b.scale - a.scale
        try checkDivision(a, by: b, shift: shift)
        let corners = try [(a.lower, b.lower), (a.lower, b.upper), (a.upper, b.lower), (a.upper, b.upper)].map {
            try division($0.0, by: $0.1, shift: shift).quotient
        }
        return try Bounds(lower: corners.min() ?? .zero, upper: corners.max() ?? .zero, scale: scale)
    }

    /// Throws where numerator, doubled divisor or their clamped difference could pass the capacity.
    package static func checkDivision(_ a: Bounds, by b: Bounds, shift: Int, limit: Int256 = .one) throws {
        let numerator = max(a.lower.magnitudeBits, a.upper.magnitudeBits) + max(0, shift) + 2
        let product = b.upper.magnitudeBits + limit.magnitudeBits + max(0, -shift) + 2
        guard max(numerator, product) <= Bounds.capacityBits else {
            throw FixedPointError.boundsTooWide(bits: max(numerator, product), capacity: Bounds.capacityBits)
        }
    }

    /// Proven bounds of a square root.
    package static func squareRoot(_ a: Bounds, to scale: Int) throws -> Bounds {
        guard !a.lower.isNegative else {
            throw FixedPointError.unsupported("a square root of a number that is not proven to be at least 0")
        }
        let shift = 2 * scale - a.scale
        guard a.upper.magnitudeBits + max(0, shift) <= Bounds.capacityBits else {
            throw FixedPointError.boundsTooWide(bits: a.upper.magnitudeBits + shift, capacity: Bounds.capacityBits)
        }
        return try Bounds(
            lower: squareRoot(a.lower, scale: a.scale, outputScale: scale).root,
            upper: squareRoot(a.upper, scale: a.scale, outputScale: scale).root, scale: scale)
    }
}
