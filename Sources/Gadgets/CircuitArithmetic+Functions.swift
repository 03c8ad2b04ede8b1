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
        let piece = try layout.polynomial(
            .logarithm, argument: proof.mantissa - .powerOfTwo(shape.mantissaBits), lowBits: shape.lowBits, "ln")
        try Self.checkNoWrap("ln", bits: a.bounds.upper.magnitudeBits + CoefficientTable.powersOfTwo + 1)
        var mantissa = Form.product(operand, Form(power.power))
        mantissa.add(piece.argument, times: -.one)
        mantissa.constant -= .powerOfTwo(shape.mantissaBits)
        try layout.assertZero(mantissa, "ln: mantissa")
        let ln2 = Fr(shape.ln2)
        var form = Form(piece.result, times: .powerOfTwo(shape.outputScale - CoefficientTable.logarithm.resultScale))
        form.add(power.exponent, times: -ln2)
        form.constant += ln2 * Fr(shape.mantissaBits - shape.inputScale)
        return Number(native: result, form: form)
    }

    /// z = round(a·log₂e) = (k + least)·2^47 + argument; e^a = polynomial(argument)·2^k.
    public mutating func exponential(_ a: Number) throws -> Number {
        let result = try native.exponential(a.native)
        let shape = try FixedFunctions.ExponentialShape(a.bounds)
        let proof = FixedFunctions.exponential(a.raw, shape)
        let binaryScale = FixedFunctions.ExponentialShape.binaryScale
        let scaled = try native.multiply(a.native, by: CoefficientTable.log2eAt60, scale: 60)
        let bounds = try FixedFunctions.rounding(scaled.bounds, to: binaryScale)
        let offset = Int256(shape.leastExponent) << binaryScale
        // z is an integer of its own limbs: that makes the argument one, as its polynomial demands.
        let span = (bounds.upper - offset).magnitudeBits
        let quotient = proof.binary.quotient
        let shifted = try layout.limbs(quotient - offset, sizes: LimbSizes.holding(bits: span), "exp: binary exponent")
        try assertRounded(
            a.form * Fr(CoefficientTable.log2eAt60), scaled.raw, scaled.bounds, to: shifted + Fr(offset), quotient,
            quotientBits: max(bounds.lower.magnitudeBits, span) + 9, shift: shape.droppedBits, "exp: binary exponent")
        let power = try layout.power(proof.shift, "exp: power of two")
        let fraction = quotient.lowBits(binaryScale)
        let piece = try layout.polynomial(
            .exponential, argument: fraction, lowBits: FixedFunctions.ExponentialShape.lowBits, "exp")
        var split = shifted
        split.add(power.exponent, times: -.powerOfTwo(binaryScale))
        split.add(piece.argument, times: -.one)
        try layout.assertZero(split, "exp: fraction")
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

    /// With s the bit of x ≥ 0: magnitude = s ? x : −1 − x = argument + 2^48·saturated, and
    /// Φ = s ? U : 1 − U where U is 1 if saturated and the polynomial otherwise.
    private mutating func normal(_ a: Number) throws -> NormalParts {
        let proof = try FixedFunctions.normal(a.raw)
        let operand = try affine(a.form, "normal")
        let bits = max(a.bounds.upper.magnitudeBits, a.bounds.lower.magnitudeBits)
        let positive = try sign(operand, a.raw, bits: bits, "normal: sign")
        // s·(2x + 1) − x − 1
        var magnitude = try product(Form(positive), operand * Fr(2) + .one, "normal") - operand
        magnitude.constant -= .one
        let saturated = try layout.bit(proof.isSaturated, "normal: beyond ±8")
        let argument = proof.magnitude.lowBits(48)
        let piece = try layout.polynomial(.normal, argument: argument, lowBits: FixedFunctions.normalLowBits, "normal")
        magnitude.add(saturated, times: -.powerOfTwo(48))
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
        let lowBits = FixedFunctions.normalLowBits
        let low = try layout.limbs(argument.bytes(0, count: 3), bytes: 3, "normal density: L")
        var head = try layout.limbs(
            Int256(Int(argument.bytes(3, count: 2))), sizes: LimbSizes.split(2), "normal density: H")
        let index = try layout.limbs(argument.bytes(5, count: 1), bytes: 1, "normal density: index")
        var split = Form(piece.argument) - Form(low) - head * .powerOfTwo(lowBits)
        split.add(index, times: -.powerOfTwo(lowBits + CoefficientTable.headBits))
        try layout.assertZero(split, "normal density: argument")
        head.constant -= .powerOfTwo(15)
        let h = Form(try layout.define(head, "normal density: H"))

        func horner(_ coefficients: [Form]) throws -> Form {
            guard var sum = coefficients.last else { return Form() }
            for coefficient in coefficients.dropLast().reversed() {
                sum = try product(sum, h, "normal density") + coefficient
            }
            return sum
        }
        let slopes = (1..<piece.coefficients.count).map { Form(piece.coefficients[$0], times: Fr($0)) }
        let first = try horner(slopes)
        let second = try horner((2...4).map { Form(piece.coefficients[$0], times: Fr($0 * ($0 - 1))) })
        return first + (try product(second, Form(low, times: .inversePowerOfTwo(lowBits)), "normal density"))
    }
}
