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
            let magnitude = max(a.bounds.lower.magnitudeBits, a.bounds.upper.magnitudeBits) + scale - a.bounds.scale
            try Self.checkNoWrap("round", bits: max(magnitude, width.offset.magnitudeBits) + 1)
            try assertExactly(
                form + Fr(width.offset), result.raw + width.offset, bits: 8 * width.limbs,
                magnitude: max(magnitude, width.offset.magnitudeBits) + 1, "round")
            return Number(native: result, form: form)
        }
        let quotient = try bounded(
            result.raw, result.bounds, width: width, room: Bounds.capacityBits - shift, "round")
        try assertRounded(
            a.form, a.raw, a.bounds, to: quotient.form, result.raw, quotientBits: quotient.bits, shift: shift, "round")
        return Number(native: result, form: quotient.form)
    }

    /// form ∈ [0, 2^`bits`) for an integer form of at most `magnitude` bits: times what makes `bits` whole rows, where the field
    /// has room for that.
    private mutating func assertExactly(_ form: Form, _ value: Int256, bits: Int, magnitude: Int, _ name: String) throws {
        let whole = ModelColumns.limbBits * RowLayout.rangeRows(bits)
        guard max(whole, magnitude + whole - bits) <= Bounds.capacityBits else {
            return try layout.assertExactRange(form, value: value, bits: bits, name)
        }
        try layout.assertRange(form * .powerOfTwo(whole - bits), value: value << (whole - bits), bits: whole, name)
    }

    /// A new number in [lower, lower + 2^B), B the bits of whole rows that hold what `bounds` span; exactly `width` where one is given. An
    /// equation elsewhere must pin it; the limbs keep that equation from wrapping. Where it has room for fewer bits than whole rows
    /// take, B is exact, and then the upper bound is checked too.
    ///
    /// - Returns: the number, and the bits of the largest magnitude it can have.
    mutating func bounded(
        _ value: Int256, _ bounds: Bounds, width: RangeWidth?, room: Int, _ name: String
    ) throws -> (form: Form, bits: Int) {
        func magnitude(_ bits: Int) -> Int {
            max(bounds.lower.magnitudeBits, (bounds.lower + .powerOfTwo(bits) - .one).magnitudeBits)
        }
        let span = max(1, bounds.spanBits)
        let whole = ModelColumns.limbBits * RowLayout.rangeRows(span)
        let isExact = width != nil || whole > Bounds.capacityBits || magnitude(whole) > room
        let form = try layout.limbs(value - bounds.lower, bits: span, isExact: isExact, name) + Fr(bounds.lower)
        let bits = magnitude(isExact ? span : whole)
        guard bits > room else { return (form, bits) }
        try layout.assertRange(form * -.one + Fr(bounds.upper), value: bounds.upper - value, bits: span, "\(name): upper bound")
        return (form, max(bounds.lower.magnitudeBits, bounds.upper.magnitudeBits))
    }

    /// `quotient` (of at most `quotientBits` bits) is `form` rounded by `shift` bits, halves up.
    ///
    /// The remainder takes whole rows, 48·m ≥ shift bits, so the equation is multiplied by 2^(48m − shift): the remainder
    /// is then divisible by that factor by itself, because everything else is. Where the field has no room for the
    /// factor, the remainder's top chunk is checked twice instead, as it is and times a factor of its own.
    mutating func assertRounded(
        _ form: Form, _ value: Int256, _ bounds: Bounds, to quotient: Form, _ result: Int256, quotientBits: Int,
        shift: Int, _ name: String
    ) throws {
        let half = Int256.powerOfTwo(shift - 1)
        let bits = max(
            (bounds.lower + half).magnitudeBits, (bounds.upper + half).magnitudeBits, quotientBits + shift)
        try Self.checkNoWrap(name, bits: bits)
        let remainder = value + half - result << shift
        let equation = form + Fr(half) - quotient * .powerOfTwo(shift)
        try assertExactly(equation, remainder, bits: shift, magnitude: bits + 1, name)
    }

    /// Quotient and remainder of ``FixedFunctions/Division``: 2·a·2^shift + b = 2·b·q + remainder.
    public mutating func divide(_ a: Number, by b: Number, scale: Int, width: RangeWidth?) throws -> Number {
        let result = try native.divide(a.native, by: b.native, scale: scale, width: width)
        let (quotient, bits) = try bounded(
            result.raw, result.bounds, width: width, room: quotientRoom(b, a, scale: scale), "divide")
        let parts = try remainder(a, b, quotient, result.raw, scale: scale, quotientBits: bits)
        try layout.assertRange(parts.form, value: parts.value, bits: parts.divisorBits, "divide: remainder ≥ 0")
        try layout.assertRange(
            parts.doubledDivisor - parts.form + (-Fr.one), value: parts.doubledValue - parts.value - .one,
            bits: parts.divisorBits, "divide: remainder < 2·divisor")
        return Number(native: result, form: quotient)
    }

    /// As above with the quotient clamped to ±limit: where the remainder shows that the true quotient lies beyond, the
    /// quotient must be the limit.
    public mutating func divide(_ a: Number, by b: Number, scale: Int, limit: Int256) throws -> Number {
        let result = try native.divide(a.native, by: b.native, scale: scale, limit: limit)
        let (quotient, _) = try bounded(
            result.raw, result.bounds, width: nil, room: Bounds.capacityBits, "clamped divide")
        try layout.assertRange(
            quotient * -.one + Fr(limit), value: limit - result.raw, bits: result.bounds.spanBits, "clamped divide: quotient ≤ limit")
        // By these two checks |q| ≤ limit.
        let parts = try remainder(a, b, quotient, result.raw, scale: scale, quotientBits: limit.magnitudeBits)
        let bits = parts.remainderBits + 1
        let overshoot = parts.value - parts.doubledValue
        let isAbove = try layout.flag(
            parts.form - parts.doubledDivisor, value: overshoot, bits: bits, "clamped divide: above")
        let isNotBelow = try layout.flag(parts.form, value: parts.value, bits: bits, "clamped divide: below")
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
        let bits = result.bounds.upper.magnitudeBits + 1 + proof.down + 1
        let above = try affineOperand(operand, "square root")
        try layout.assertRange(above - square, value: proof.above, bits: bits, "square root: root² ≤ operand")
        var next = square - above
        next.add(single, times: .powerOfTwo(proof.down + 1))
        next.constant += .powerOfTwo(proof.down) - .one
        try layout.assertRange(next, value: proof.below, bits: bits, "square root: operand < (root + 1)²")
        return Number(native: result, form: root)
    }

    /// An operand that is used twice beside a product gets one cell.
    private mutating func affineOperand(_ form: Form, _ name: String) throws -> Form { try affine(form, name) }
}
