import BN254
import FixedPointMath

extension CircuitArithmetic {
    /// raw·2^k = 2^m + argument with the argument in [0, 2^m), so k is the only exponent that normalises raw;
    /// ln = polynomial(argument) + (m − k − scale)·ln 2.
    public mutating func logarithm(_ a: Number) throws -> Number {
        let result = try native.logarithm(a.native)
        let shape = try FixedFunctions.LogarithmShape(a.bounds)
        let proof = try FixedFunctions.logarithm(a.raw, shape)
        let operand = try affine(a.form, "ln")
        let power = try layout.power(proof.shift, "ln: power of two")
        // Bits of L beyond the gate's window are a limb of their own.
        let spare = max(0, shape.lowBits - RowLayout.lowWindow)
        let argument = proof.mantissa - .powerOfTwo(shape.mantissaBits)
        let piece = try layout.polynomial(
            .logarithm, argument: argument >> spare, lowBits: shape.lowBits - spare, "ln")
        try Self.checkNoWrap("ln", bits: a.bounds.upper.magnitudeBits + CoefficientTable.powersOfTwo + 1)
        var mantissa = Form.product(operand, Form(power.power))
        mantissa.add(piece.argument, times: -.powerOfTwo(spare))
        mantissa.constant -= .powerOfTwo(shape.mantissaBits)
        var value = Form(piece.result)
        if spare > 0 {
            let rest = try layout.limbs(argument.lowBits(spare), bits: spare, isExact: true, "ln: last bits")
            mantissa.add(rest, times: -.one)
            let parts = try split(piece, argument: argument >> spare, "ln")
            let slope = try horner((1...3).map { Form(piece.coefficients[$0], times: Fr($0)) }, parts.head, "ln: slope")
            value.add(try product(slope, rest * .inversePowerOfTwo(shape.lowBits), "ln: slope"))
        }
        try layout.assertZero(mantissa, "ln: mantissa")
        let ln2 = Fr(shape.ln2)
        var form = value * .powerOfTwo(shape.outputScale - CoefficientTable.logarithm.resultScale)
        form.add(power.exponent, times: -ln2)
        form.constant += ln2 * Fr(shape.mantissaBits - shape.inputScale)
        // One cell, since a logarithm is used in two returns.
        return Number(native: result, form: Form(try layout.define(form, "ln")))
    }

    /// z = round(a·log₂e) = (k + least)·2^45 + argument; e^a = polynomial(argument)·2^k.
    public mutating func exponential(_ a: Number) throws -> Number {
        let result = try native.exponential(a.native)
        let shape = try FixedFunctions.ExponentialShape(a.bounds)
        let proof = FixedFunctions.exponential(a.raw, shape)
        let binaryScale = FixedFunctions.ExponentialShape.binaryScale
        let scaled = try native.multiply(a.native, by: CoefficientTable.log2eAt60, scale: 60)
        let bounds = try FixedFunctions.rounding(scaled.bounds, to: binaryScale)
        let offset = Int256(shape.leastExponent) << binaryScale
        let span = (bounds.upper - offset).magnitudeBits
        let quotient = proof.binary.quotient
        let power = try layout.power(proof.shift, "exp: power of two")
        // All 24 low bits are in use, so the argument is an integer by its limbs, and so is z.
        let fraction = quotient.lowBits(binaryScale)
        let piece = try layout.polynomial(
            .exponential, argument: fraction, lowBits: FixedFunctions.ExponentialShape.lowBits, "exp")
        var binary = piece.argument
        binary.add(power.exponent, times: .powerOfTwo(binaryScale))
        binary.constant += Fr(offset)
        // k is below 64 by the table.
        try assertRounded(
            a.form * Fr(CoefficientTable.log2eAt60), scaled.raw, scaled.bounds, to: binary, quotient,
            quotientBits: max(bounds.lower.magnitudeBits, span, binaryScale + 6) + 1, shift: shape.droppedBits,
            "exp: binary exponent")
        var form = Form()
        form.add(piece.result, power.power, times: .one)
        return Number(native: result, form: form)
    }

    public mutating func normalDistribution(_ a: Number) throws -> Number {
        let result = try native.normalDistribution(a.native)
        return Number(native: result, form: try normal(a).distribution)
    }

    public mutating func normalDistributionAndDensity(_ a: Number) throws -> (distribution: Number, density: Number) {
        let result = try native.normalDistributionAndDensity(a.native)
        let parts = try normal(a)
        let slope = try derivative(parts.piece, argument: parts.argument)
        let density = try product(Form(parts.saturated, times: -.one, plus: .one), slope, "normal density")
        return (
            Number(native: result.distribution, form: parts.distribution),
            Number(native: result.density, form: density)
        )
    }

    private struct NormalParts {
        let distribution: Form
        let saturated: Variable
        let piece: RowLayout.Polynomial
        let argument: Int256
    }

    /// With s the bit of x ≥ 0: magnitude = s ? x : −1 − x = argument + 2^47·saturated, and
    /// Φ = s ? U : 1 − U where U is 1 if saturated and the polynomial otherwise.
    private mutating func normal(_ a: Number) throws -> NormalParts {
        let proof = try FixedFunctions.normal(a.raw)
        let operand = try affine(a.form, "normal")
        let bits = max(a.bounds.upper.magnitudeBits, a.bounds.lower.magnitudeBits)
        let positive = try layout.flag(operand, value: a.raw, bits: bits, "normal: sign")
        // s·(2x + 1) − x − 1
        var magnitude = try product(Form(positive), operand * Fr(2) + .one, "normal") - operand
        magnitude.constant -= .one
        let saturated = try layout.bit(proof.isSaturated, "normal: beyond ±8")
        let argument = proof.magnitude.lowBits(FixedFunctions.normalMagnitudeBits)
        let piece = try layout.polynomial(.normal, argument: argument, lowBits: FixedFunctions.normalLowBits, "normal")
        magnitude.add(saturated, times: -.powerOfTwo(FixedFunctions.normalMagnitudeBits))
        magnitude.add(piece.argument, times: -.one)
        try layout.assertZero(magnitude, "normal: magnitude")
        let one = Fr.powerOfTwo(FixedFunctions.normalDistributionScale)
        // U = T + saturated·(1 − T)
        let upper = try layout.define(
            try product(Form(saturated), Form(piece.result, times: -.one, plus: one), "normal") + Form(piece.result),
            "normal: upper half")
        // s·(2U − 1) + 1 − U
        var distribution = try product(
            Form(positive), Form(upper, times: Fr(2), plus: -one), "normal") - Form(upper)
        distribution.constant += one
        return NormalParts(distribution: distribution, saturated: saturated, piece: piece, argument: argument)
    }

    /// Σ i·cᵢ·(Hⁱ⁻¹ + (i − 1)·Hⁱ⁻²·L), with H and L in limbs of their own.
    private mutating func derivative(_ piece: RowLayout.Polynomial, argument: Int256) throws -> Form {
        let parts = try split(piece, argument: argument, "normal density")
        let slopes = (1..<piece.coefficients.count).map { Form(piece.coefficients[$0], times: Fr($0)) }
        let first = try horner(slopes, parts.head, "normal density")
        let curvature = (2...CoefficientTable.derivativeLinearDegree).map { Form(piece.coefficients[$0], times: Fr($0 * ($0 - 1))) }
        let second = try horner(curvature, parts.head, "normal density")
        return first + (try product(second, parts.low * .inversePowerOfTwo(RowLayout.lowWindow), "normal density"))
    }

    /// H (centred) and L of a polynomial's argument of 48 bits, for rows that compute with them.
    private mutating func split(
        _ piece: RowLayout.Polynomial, argument: Int256, _ name: String
    ) throws -> (head: Form, low: Form) {
        let bits = argument.chunk(0)
        let (window, headBits) = (UInt64(RowLayout.lowWindow), UInt64(CoefficientTable.headBits))
        let low = try layout.limbs(bits & (1 << window - 1), bits: RowLayout.lowWindow, "\(name): L")
        let head = try layout.limbs(bits >> window & (1 << headBits - 1), bits: CoefficientTable.headBits, "\(name): H")
        // What is left is the index: an integer, which the equation pins.
        var rest = piece.argument
        rest.add(low, times: -.one)
        rest.add(head, times: -.powerOfTwo(RowLayout.lowWindow))
        try layout.assertRange(
            rest * .inversePowerOfTwo(RowLayout.lowWindow + CoefficientTable.headBits),
            value: Int256(Int128(bits >> (window + headBits))), bits: ModelColumns.limbBits, "\(name): index")
        return (Form(head, plus: -.powerOfTwo(15)), Form(low))
    }

    private mutating func horner(_ coefficients: [Form], _ x: Form, _ name: String) throws -> Form {
        guard var sum = coefficients.last else { return Form() }
        for coefficient in coefficients.dropLast().reversed() { sum = try product(sum, x, name) + coefficient }
        return sum
    }
}
