import BN254
import FixedPointMath

extension CircuitArithmetic {
    /// raw + 2^(s−1) = q·2^s + remainder with q and remainder in their ranges.
    public mutating func round(_ a: Number, to scale: Int, width: RangeWidth?) throws -> Number {
        let result = try native.round(a.native, to: scale, width: width)
        let shift = a.bounds.scale - scale
        if shift <= 0 {
            let form = aligned(a, scale)
            guard let width else { return Number(native: result, form: form) }
            try assertWidth(form, result.raw, width, "round")
            return Number(native: result, form: form)
        }
        let quotient = try bounded(
            result.raw, result.bounds, width: width, room: Bounds.capacityBits - shift, "round")
        try assertRounded(
            a.form, a.raw, a.bounds, to: quotient.form, result.raw, quotientBits: quotient.bits, shift: shift, "round")
        return Number(native: result, form: quotient.form)
    }

    /// form − lower in exactly the width's limbs.
    private mutating func assertWidth(_ form: Form, _ value: Int256, _ width: RangeWidth, _ name: String) throws {
        try layout.assertRange(
            form + Fr(width.offset), value: value + width.offset, sizes: LimbSizes.split(width.limbs), name)
    }

    /// A new number in [lower, lower + 256^B), B the bytes that `bounds` span: exactly `width` where one is given. An
    /// equation elsewhere must pin it; the limbs keep that equation from wrapping. Where it has room for fewer bits than whole bytes
    /// take, the upper bound is checked too.
    ///
    /// - Returns: the number, and the bits of the largest magnitude it can have.
    mutating func bounded(
        _ value: Int256, _ bounds: Bounds, width: RangeWidth?, room: Int, _ name: String
    ) throws -> (form: Form, bits: Int) {
        let sizes = LimbSizes.holding(bits: bounds.spanBits)
        let form = try layout.limbs(value - bounds.lower, sizes: sizes, name) + Fr(bounds.lower)
        let top = bounds.lower + .powerOfTwo(8 * sizes.reduce(0, +)) - .one
        let bits = max(bounds.lower.magnitudeBits, top.magnitudeBits)
        guard bits > room else { return (form, bits) }
        try layout.assertRange(
            form * -.one + Fr(bounds.upper), value: bounds.upper - value, sizes: sizes, "\(name): upper bound")
        return (form, max(bounds.lower.magnitudeBits, bounds.upper.magnitudeBits))
    }

    /// `quotient` (of at most `quotientBits` bits) is `form` rounded by `shift` bits, halves up.
    ///
    /// The remainder takes whole bytes, 8B ≥ shift bits, so the equation is multiplied by 2^(8B − shift): the remainder
    /// is then divisible by that factor by itself, because everything else is. Where the field has no room for the
    /// factor, the remainder's top limbs are checked twice instead, as they are and times the factor.
    mutating func assertRounded(
        _ form: Form, _ value: Int256, _ bounds: Bounds, to quotient: Form, _ result: Int256, quotientBits: Int,
        shift: Int, _ name: String
    ) throws {
        let half = Int256.powerOfTwo(shift - 1)
        let sizes = LimbSizes.holding(bits: shift)
        let padding = 8 * sizes.reduce(0, +) - shift
        let bits = max(
            (bounds.lower + half).magnitudeBits, (bounds.upper + half).magnitudeBits, quotientBits + shift)
        try Self.checkNoWrap(name, bits: bits)
        let remainder = value + half - result << shift
        let equation = form + Fr(half) - quotient * .powerOfTwo(shift)
        if bits + padding <= Bounds.capacityBits {
            try layout.assertRange(equation * .powerOfTwo(padding), value: remainder << padding, sizes: sizes, name)
            return
        }
        let lower = sizes.dropLast()
        let lowerBits = 8 * lower.reduce(0, +)
        let top = try layout.limbs(
            (remainder >> lowerBits).bytes(0, count: sizes[lower.count]), bytes: sizes[lower.count], name)
        try layout.assertRange(
            Form(top, times: .powerOfTwo(padding)), value: (remainder >> lowerBits) << padding,
            sizes: [sizes[lower.count]], "\(name): remainder")
        try layout.assertRange(
            equation - Form(top, times: .powerOfTwo(lowerBits)), value: remainder.lowBits(lowerBits),
            sizes: Array(lower), name)
    }

    /// Quotient and remainder of ``FixedFunctions/Division``: 2·a·2^shift + b = 2·b·q + remainder.
    public mutating func divide(_ a: Number, by b: Number, scale: Int, width: RangeWidth?) throws -> Number {
        let result = try native.divide(a.native, by: b.native, scale: scale, width: width)
        let (quotient, bits) = try bounded(
            result.raw, result.bounds, width: width, room: quotientRoom(b, a, scale: scale), "divide")
        let parts = try remainder(a, b, quotient, result.raw, scale: scale, quotientBits: bits)
        let bytes = (parts.divisorBits + 7) / 8
        try layout.assertRange(parts.form, value: parts.value, sizes: LimbSizes.split(bytes), "divide: remainder ≥ 0")
        try layout.assertRange(
            parts.doubledDivisor - parts.form + (-Fr.one), value: parts.doubledValue - parts.value - .one,
            sizes: LimbSizes.split(bytes), "divide: remainder < 2·divisor")
        return Number(native: result, form: quotient)
    }

    /// As above with the quotient clamped to ±limit: where the remainder shows that the true quotient lies beyond, the
    /// quotient must be the limit.
    public mutating func divide(_ a: Number, by b: Number, scale: Int, limit: Int256) throws -> Number {
        let result = try native.divide(a.native, by: b.native, scale: scale, limit: limit)
        let (quotient, quotientBits) = try bounded(
            result.raw, result.bounds, width: nil, room: Bounds.capacityBits, "clamped divide")
        let sizes = LimbSizes.holding(bits: result.bounds.spanBits)
        try layout.assertRange(
            quotient * -.one + Fr(limit), value: limit - result.raw, sizes: sizes, "clamped divide: quotient ≤ limit")
        let parts = try remainder(a, b, quotient, result.raw, scale: scale, quotientBits: quotientBits)
        let bits = parts.remainderBits + 1
        try Self.checkNoWrap("clamped divide", bits: bits + 17)
        let overshoot = parts.value - parts.doubledValue
        let isAbove = try sign(
            parts.form - parts.doubledDivisor, overshoot, bits: bits, "clamped divide: above")
        let isNotBelow = try sign(parts.form, parts.value, bits: bits, "clamped divide: below")
        // isAbove·(q − limit) = 0 and (1 − isNotBelow)·(q + limit) = 0
        try layout.assertZero(
            try product(Form(isAbove), quotient + (-Fr(limit)), "clamped divide"), "clamped divide: above")
        try layout.assertZero(
            try product(Form(isNotBelow, times: -.one, plus: .one), quotient + Fr(limit), "clamped divide"),
            "clamped divide: below")
        return Number(native: result, form: quotient)
    }

    /// Bits that the quotient of an unclamped division may have for the remainder not to wrap.
    private func quotientRoom(_ b: Number, _ a: Number, scale: Int) -> Int {
        let down = max(0, a.bounds.scale - b.bounds.scale - scale)
        return Bounds.capacityBits - (b.bounds.upper.magnitudeBits + down + 1) - 1
    }

    private struct Remainder {
        let form: Form
        let value: Int256
        let doubledDivisor: Form
        let doubledValue: Int256
        let divisorBits: Int
        let remainderBits: Int
    }

    private mutating func remainder(
        _ a: Number, _ b: Number, _ quotient: Form, _ result: Int256, scale: Int, quotientBits: Int
    ) throws -> Remainder {
        let shift = scale + b.bounds.scale - a.bounds.scale
        let (up, down) = (max(0, shift), max(0, -shift))
        let divisor = try affine(b.form, "divide")
        let divisorBits = b.bounds.upper.magnitudeBits + down + 1
        let numeratorBits = max(a.bounds.lower.magnitudeBits, a.bounds.upper.magnitudeBits) + up + 2
        let remainderBits = max(numeratorBits, divisorBits + quotientBits) + 1
        try Self.checkNoWrap("divide", bits: remainderBits)
        let doubledDivisor = divisor * .powerOfTwo(down + 1)
        let doubledValue = b.raw << (down + 1)
        let numerator = a.form * .powerOfTwo(up + 1) + divisor * .powerOfTwo(down)
        let value = a.raw << (up + 1) + b.raw << down - doubledValue * result
        let form = numerator - (try product(quotient, doubledDivisor, "divide"))
        return Remainder(
            form: form, value: value, doubledDivisor: doubledDivisor, doubledValue: doubledValue,
            divisorBits: divisorBits, remainderBits: remainderBits)
    }

    /// root²·2^down ≤ raw·2^up < (root + 1)²·2^down.
    public mutating func squareRoot(_ a: Number, scale: Int) throws -> Number {
        let result = try native.squareRoot(a.native, scale: scale)
        let proof = try FixedFunctions.squareRoot(a.raw, scale: a.bounds.scale, outputScale: scale)
        let (root, rootBits) = try bounded(
            result.raw, result.bounds, width: nil, room: (Bounds.capacityBits - proof.down - 1) / 2, "square root")
        try Self.checkNoWrap("square root", bits: 2 * rootBits + proof.down + 1)
        let single = try affine(root, "square root")
        let square = Form.product(single, single) * .powerOfTwo(proof.down)
        let operand = a.form * .powerOfTwo(proof.up)
        let operandBits = a.bounds.upper.magnitudeBits + proof.up
        try Self.checkNoWrap("square root", bits: operandBits)
        let bytes = (result.bounds.upper.magnitudeBits + 1 + proof.down + 1 + 7) / 8
        let sizes = LimbSizes.split(bytes)
        let above = try affineOperand(operand, "square root")
        try layout.assertRange(above - square, value: proof.above, sizes: sizes, "square root: root² ≤ operand")
        var next = square - above
        next.add(single, times: .powerOfTwo(proof.down + 1))
        next.constant += .powerOfTwo(proof.down) - .one
        try layout.assertRange(next, value: proof.below, sizes: sizes, "square root: operand < (root + 1)²")
        return Number(native: result, form: root)
    }

    /// An operand that is used twice beside a product gets one cell.
    private mutating func affineOperand(_ form: Form, _ name: String) throws -> Form { try affine(form, name) }
}
