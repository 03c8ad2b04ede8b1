import FixedPointMath

extension ExactDecimal {
    /// The nearest integer to `self × 2^fractionBits`; a value exactly halfway goes to the even neighbour.
    ///
    /// Half-to-even is the one rounding of this module. Ties need a decimal whose fraction ends at bit `fractionBits + 1`
    /// exactly (for 48 bits: a multiple of 2⁻⁴⁹, which takes 49 decimal places), so for prices the choice never shows; it
    /// is stated so that a second implementation agrees on every input.
    ///
    /// `fractionBits`: 0 … 64. Result: a raw value with that many fractional bits, or `nil` when it does not fit a signed
    /// 128-bit integer (for 48 bits: magnitudes from about 6.0 × 10^23).
    public func raw(fractionBits: Int = Fixed.fractionBits) -> Int128? {
        guard (0...64).contains(fractionBits) else { return nil }
        let scale = UInt128(1) << UInt128(fractionBits)
        let magnitude: UInt128
        if exponent >= 0 {
            let (scaled, overflow) = significand.multipliedReportingOverflow(by: Self.powerOfTen(exponent))
            let (shifted, again) = scaled.multipliedReportingOverflow(by: scale)
            guard !overflow, !again else { return nil }
            magnitude = shifted
        } else {
            // Exact: a 256-bit product divided once by a power of ten.
            let product = significand.multipliedFullWidth(by: scale)
            let divisor = Self.powerOfTen(-exponent)
            guard product.high < divisor else { return nil }
            let (quotient, remainder) = divisor.dividingFullWidth(product)
            // remainder against divisor − remainder: twice the remainder could overflow.
            let toNext = divisor - remainder
            let up = remainder > toNext || (remainder == toNext && quotient & 1 == 1)
            let (rounded, overflow) = quotient.addingReportingOverflow(up ? 1 : 0)
            guard !overflow else { return nil }
            magnitude = rounded
        }
        guard magnitude <= UInt128(Int128.max) else { return nil }
        return isNegative ? -Int128(magnitude) : Int128(magnitude)
    }

    /// The nearest fixed-point number, by the rounding of `raw`; `nil` when it does not fit.
    public var fixed: Fixed? { raw().map { Fixed(raw: $0) } }

    /// The exact middle of two values; `nil` when it needs more digits than the type holds.
    public static func midpoint(_ left: ExactDecimal, _ right: ExactDecimal) -> ExactDecimal? {
        let exponent = Swift.min(left.exponent, right.exponent)
        func aligned(_ value: ExactDecimal) -> Int128? {
            guard value.exponent - exponent < maximumDigits else { return value.isZero ? 0 : nil }
            let (scaled, overflow) = value.significand.multipliedReportingOverflow(by: powerOfTen(value.exponent - exponent))
            // A factor ten of head room: the sum is multiplied by five below.
            guard !overflow, scaled < powerOfTen(maximumDigits - 1) else { return nil }
            return value.isNegative ? -Int128(scaled) : Int128(scaled)
        }
        guard let a = aligned(left), let b = aligned(right) else { return nil }
        let sum = a + b
        // A half is five tenths.
        return ExactDecimal(isNegative: sum < 0, significand: sum.magnitude * 5, exponent: exponent - 1)
    }
}

extension ExactDecimal {
    /// The nearest whole number of 10^−`decimals`; a value exactly halfway goes to the even neighbour. `nil` when it does not fit.
    ///
    /// This is the integer in which a price enters the circuit. `decimals`: 0 … 18.
    public func ticks(decimals: Int) -> Int? {
        guard (0...18).contains(decimals) else { return nil }
        let shift = exponent + decimals
        let magnitude: UInt128
        if shift >= 0 {
            let (scaled, overflow) = significand.multipliedReportingOverflow(by: Self.powerOfTen(shift))
            guard shift <= Self.maximumDigits, !overflow else { return nil }
            magnitude = scaled
        } else {
            let divisor = Self.powerOfTen(-shift)
            let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: divisor)
            let toNext = divisor - remainder
            magnitude = quotient + (remainder > toNext || (remainder == toNext && quotient & 1 == 1) ? 1 : 0)
        }
        guard let value = Int(exactly: magnitude) else { return nil }
        return isNegative ? -value : value
    }
}
