import BN254
import FixedPointMath

extension CircuitArithmetic {
    public mutating func isNonNegative(_ a: Number) throws -> Flag {
        let result = try native.isNonNegative(a.native)
        if !a.bounds.lower.isNegative || a.bounds.upper.isNegative { return constant(!a.bounds.lower.isNegative) }
        let bits = max(a.bounds.upper.magnitudeBits, (-a.bounds.lower - .one).magnitudeBits)
        return Flag(native: result, form: Form(try layout.flag(a.form, value: a.raw, bits: max(1, bits), "compare")))
    }

    /// f = 1 − a·(1/a), a·f = 0, and (1/a)·f = 0 so that the inverse of zero is zero.
    public mutating func isZero(_ a: Number) throws -> Flag {
        let result = try native.isZero(a.native)
        if a.form.isConstant { return constant(result) }
        let operand = try layout.variable(of: a.form, "is zero")
        let inverse = layout.variable(layout.value(Form(operand)).inverse() ?? .zero)
        var complement = Form(constant: .one)
        complement.add(operand, inverse, times: -.one)
        let flag = try layout.define(complement, "is zero: 1 − a·a⁻¹")
        var product = Form()
        product.add(operand, flag, times: .one)
        try layout.assertZero(product, "is zero: a·f")
        // Not needed for f, but it leaves the inverse of zero no freedom.
        var unused = Form()
        unused.add(inverse, flag, times: .one)
        try layout.assertZero(unused, "is zero: a⁻¹·f")
        return Flag(native: result, form: Form(flag))
    }

    /// Lagrange's polynomials in the powers of a, which is an integer proven to lie in 0 ..< count.
    public mutating func oneHot(_ a: Number, count: Int) throws -> [Flag] {
        let results = try native.oneHot(a.native, count: count)
        if count == 1 { return [constant(true)] }
        let operand = try layout.variable(of: a.form, "one-hot")
        var powers = [Form(constant: .one), Form(operand)]
        var last = operand
        for _ in 2..<max(2, count) {
            var product = Form()
            product.add(last, operand, times: .one)
            last = try layout.define(product, "one-hot: power")
            powers.append(Form(last))
        }
        return (0..<count).map { index in
            var form = Form()
            for (coefficient, power) in zip(Self.lagrange(index, count: count), powers) { form.add(power, times: coefficient) }
            return Flag(native: results[index], form: form)
        }
    }

    /// Coefficients, lowest first, of the polynomial of degree < count that is 1 at `index` and 0 at the other integers.
    private static func lagrange(_ index: Int, count: Int) -> [Fr] {
        var coefficients: [Fr] = [.one]
        var denominator = Fr.one
        for other in 0..<count where other != index {
            var next = [Fr](repeating: .zero, count: coefficients.count + 1)
            for (power, coefficient) in coefficients.enumerated() {
                next[power + 1] += coefficient
                next[power] -= coefficient * Fr(other)
            }
            coefficients = next
            denominator *= Fr(index - other)
        }
        let scale = denominator.inverse() ?? .zero
        return coefficients.map { $0 * scale }
    }

    public mutating func and(_ a: Flag, _ b: Flag) throws -> Flag {
        Flag(native: try native.and(a.native, b.native), form: try product(a.form, b.form, "and"))
    }

    public mutating func or(_ a: Flag, _ b: Flag) throws -> Flag {
        // 1 − (1 − a)(1 − b)
        let neither = try product(not(a).form, not(b).form, "or")
        return Flag(native: try native.or(a.native, b.native), form: Form(constant: .one) - neither)
    }

    public func not(_ a: Flag) -> Flag { Flag(native: native.not(a.native), form: Form(constant: .one) - a.form) }

    public func number(_ flag: Flag) throws -> Number {
        Number(native: try native.number(flag.native), form: flag.form)
    }

    /// f·(a − b) + b.
    public mutating func select(_ flag: Flag, _ a: Number, _ b: Number) throws -> Number {
        let result = try native.select(flag.native, a.native, b.native)
        let first = aligned(a, result.scale)
        let second = aligned(b, result.scale)
        return Number(native: result, form: try product(flag.form, first - second, "select") + second)
    }

    // MARK: Requirements

    public mutating func require(_ flag: Flag, _ name: String) throws {
        try native.require(flag.native, name)
        try layout.assertZero(flag.form + (-Fr.one), name)
    }

    public mutating func require(nonNegative a: Number, _ name: String) throws {
        try native.require(nonNegative: a.native, name)
        if !a.bounds.lower.isNegative { return }
        try layout.assertRange(a.form, value: a.raw, bits: a.bounds.upper.magnitudeBits, name)
    }

    public mutating func narrow(_ a: Number, lower: Int256, upper: Int256, _ name: String) throws -> Number {
        let result = try native.narrow(a.native, lower: lower, upper: upper, name)
        // Both differences must be integers below 2^252.
        _ = try a.bounds.subtracting(Bounds(lower: lower, upper: lower, scale: a.bounds.scale))
        _ = try a.bounds.subtracting(Bounds(lower: upper, upper: upper, scale: a.bounds.scale))
        var form = a.form
        if a.bounds.lower < lower, a.bounds.upper > upper { form = try affine(form, name) }
        if a.bounds.lower < lower {
            let checked = try layout.assertRange(
                form + (-Fr(lower)), value: a.raw - lower, bits: (a.bounds.upper - lower).magnitudeBits, "\(name): lower bound")
            // The difference has a cell now, which is less than a long form.
            if let checked, !form.isAffine { form = Form(checked, plus: Fr(lower)) }
        }
        if a.bounds.upper > upper {
            try layout.assertRange(
                form * -.one + Fr(upper), value: upper - a.raw, bits: (upper - a.bounds.lower).magnitudeBits, "\(name): upper bound")
        }
        return Number(native: result, form: form)
    }

    public mutating func require(_ a: Number, equals b: Number, _ name: String) throws {
        try native.require(a.native, equals: b.native, name)
        let scale = max(a.bounds.scale, b.bounds.scale)
        try layout.assertZero(aligned(a, scale) - aligned(b, scale), name)
    }

    // MARK: Order

    public mutating func sort(_ values: [Number]) throws -> [Number] {
        let sorted = try native.sort(values.map(\.native))
        guard values.count > 1, let scale = sorted.first?.scale else { return values }
        let inputs = try values.map { value -> (Variable, Variable) in
            let form = aligned(value, scale)
            if let pair = form.plainProduct { return pair }
            return (try layout.variable(of: form, "sort"), layout.one)
        }
        let outputs = try layout.sort(inputs, sorted: sorted.map(\.raw), bits: max(1, sorted[0].bounds.spanBits), "sort")
        return zip(sorted, outputs).map { Number(native: $0, form: Form($1)) }
    }
}
