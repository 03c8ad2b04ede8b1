/// A signed 256-bit two's-complement integer: the exact intermediate of every fixed-point operation.
///
/// Circuits compute in a 254-bit field, so a native twin needs integers of about that size to follow them exactly.
/// Only what the integer specifications use is here. The operators trap on overflow like the standard integers do;
/// the arithmetic back ends never reach that, because ``Bounds`` proves every value below 2^252 beforehand.
public struct Int256: Hashable, Sendable {
    /// Bits 128…255, carrying the sign.
    public var high: Int128
    /// Bits 0…127.
    public var low: UInt128

    public init(high: Int128, low: UInt128) {
        self.high = high
        self.low = low
    }

    public init(_ value: Int128) {
        high = value < 0 ? -1 : 0
        low = UInt128(truncatingIfNeeded: value)
    }

    public init(_ value: Int) { self.init(Int128(value)) }

    public static let zero = Int256(high: 0, low: 0)
    public static let one = Int256(high: 0, low: 1)

    /// 2^`exponent`; 0 ≤ `exponent` ≤ 254.
    public static func powerOfTwo(_ exponent: Int) -> Int256 {
        precondition((0...254).contains(exponent), "2^\(exponent) does not fit Int256")
        return exponent < 128
            ? Int256(high: 0, low: UInt128(1) << UInt128(exponent))
            : Int256(high: Int128(1) << Int128(exponent - 128), low: 0)
    }

    public var isNegative: Bool { high < 0 }
    public var isZero: Bool { high == 0 && low == 0 }

    /// The value as `Int128`, or nil where it does not fit.
    public var asInt128: Int128? {
        let narrow = Int128(truncatingIfNeeded: low)
        return (narrow < 0 ? -1 : 0) == high ? narrow : nil
    }

    /// The value as `Int`, or nil where it does not fit.
    public var asInt: Int? { asInt128.flatMap { Int(exactly: $0) } }

    /// Absolute value as two 128-bit words, least significant first.
    public var magnitude: (low: UInt128, high: UInt128) {
        guard isNegative else { return (low, UInt128(truncatingIfNeeded: high)) }
        let (negatedLow, carry) = (~low).addingReportingOverflow(1)
        return (negatedLow, UInt128(truncatingIfNeeded: ~high) &+ (carry ? 1 : 0))
    }

    /// Absolute value as four 64-bit words, least significant first: how a field element is built from it.
    public var magnitudeWords: (UInt64, UInt64, UInt64, UInt64) {
        let (low, high) = magnitude
        return (
            UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: low >> 64),
            UInt64(truncatingIfNeeded: high), UInt64(truncatingIfNeeded: high >> 64)
        )
    }

    /// Bits of the absolute value: 0 for 0, k + 1 for 2^k.
    public var magnitudeBits: Int {
        let (low, high) = magnitude
        return high != 0 ? 256 - high.leadingZeroBitCount : 128 - low.leadingZeroBitCount
    }

    init(magnitudeLow: UInt128, high magnitudeHigh: UInt128, negative: Bool) {
        precondition(magnitudeHigh >> 127 == 0, "Int256 overflow")
        let positive = Int256(high: Int128(truncatingIfNeeded: magnitudeHigh), low: magnitudeLow)
        self = negative ? -positive : positive
    }
}

// MARK: - Arithmetic

extension Int256 {
    public func addingReportingOverflow(_ other: Int256) -> (partialValue: Int256, overflow: Bool) {
        let (sum, carry) = low.addingReportingOverflow(other.low)
        let (first, overflowFirst) = high.addingReportingOverflow(other.high)
        let (second, overflowSecond) = first.addingReportingOverflow(carry ? 1 : 0)
        return (Int256(high: second, low: sum), overflowFirst != overflowSecond)
    }

    public static func + (a: Int256, b: Int256) -> Int256 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        precondition(!overflow, "Int256 overflow")
        return sum
    }

    public static func - (a: Int256, b: Int256) -> Int256 { a + -b }

    public static prefix func - (a: Int256) -> Int256 {
        let (negated, carry) = (~a.low).addingReportingOverflow(1)
        return Int256(high: ~a.high &+ (carry ? 1 : 0), low: negated)
    }

    public func multipliedReportingOverflow(by other: Int256) -> (partialValue: Int256, overflow: Bool) {
        let (aLow, aHigh) = magnitude
        let (bLow, bHigh) = other.magnitude
        if aHigh != 0 && bHigh != 0 { return (.zero, true) }
        let product = aLow.multipliedFullWidth(by: bLow)
        // At most one of the two cross products is not zero.
        let (first, overflowFirst) = aHigh.multipliedReportingOverflow(by: bLow)
        let (second, overflowSecond) = aLow.multipliedReportingOverflow(by: bHigh)
        let (upper, overflowSum) = product.high.addingReportingOverflow(first | second)
        if overflowFirst || overflowSecond || overflowSum || upper >> 127 != 0 { return (.zero, true) }
        return (Int256(magnitudeLow: product.low, high: upper, negative: isNegative != other.isNegative), false)
    }

    public static func * (a: Int256, b: Int256) -> Int256 {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        precondition(!overflow, "Int256 overflow")
        return product
    }

    public static func += (a: inout Int256, b: Int256) { a = a + b }
    public static func -= (a: inout Int256, b: Int256) { a = a - b }
    public static func *= (a: inout Int256, b: Int256) { a = a * b }

    /// a · 2^`bits`; traps where that overflows.
    public static func << (a: Int256, bits: Int) -> Int256 {
        precondition(bits >= 0 && (a.isZero || a.magnitudeBits + bits <= 255), "Int256 overflow")
        if bits == 0 || a.isZero { return a }
        if bits >= 128 {
            return Int256(high: Int128(truncatingIfNeeded: a.low) << Int128(bits - 128), low: 0)
        }
        let carried = Int128(truncatingIfNeeded: a.low >> UInt128(128 - bits))
        return Int256(high: a.high << Int128(bits) | carried, low: a.low << UInt128(bits))
    }

    /// ⌊a / 2^`bits`⌋ (rounds towards −∞).
    public static func >> (a: Int256, bits: Int) -> Int256 {
        precondition(bits >= 0, "negative shift")
        if bits == 0 { return a }
        if bits >= 255 { return a.isNegative ? -Int256.one : .zero }
        if bits >= 128 {
            let shifted = a.high >> Int128(bits - 128)
            return Int256(high: shifted < 0 ? -1 : 0, low: UInt128(truncatingIfNeeded: shifted))
        }
        let carried = UInt128(truncatingIfNeeded: a.high) << UInt128(128 - bits)
        return Int256(high: a.high >> Int128(bits), low: a.low >> UInt128(bits) | carried)
    }

    /// a mod 2^`bits`, in [0, 2^`bits`).
    public func lowBits(_ bits: Int) -> Int256 { self - (self >> bits) << bits }

    /// ⌊self / divisor⌋ and the remainder in [0, divisor). `divisor` must be positive.
    public func flooredDivision(by divisor: Int256) -> (quotient: Int256, remainder: Int256) {
        precondition(!divisor.isNegative && !divisor.isZero, "the divisor must be positive")
        let (low, high) = magnitude
        let (qLow, qHigh, rLow, rHigh) = Int256.divide(low, high, by: divisor.low, UInt128(truncatingIfNeeded: divisor.high))
        let quotient = Int256(magnitudeLow: qLow, high: qHigh, negative: isNegative)
        let remainder = Int256(magnitudeLow: rLow, high: rHigh, negative: isNegative)
        return remainder.isNegative ? (quotient - .one, remainder + divisor) : (quotient, remainder)
    }

    private static func divide(
        _ low: UInt128, _ high: UInt128, by divisorLow: UInt128, _ divisorHigh: UInt128
    ) -> (qLow: UInt128, qHigh: UInt128, rLow: UInt128, rHigh: UInt128) {
        if divisorHigh == 0 {
            let (qHigh, rest) = high.quotientAndRemainder(dividingBy: divisorLow)
            let (qLow, remainder) = divisorLow.dividingFullWidth((rest, low))
            return (qLow, qHigh, remainder, 0)
        }
        // The divisor has more than 128 bits, so the quotient has fewer: plain shift and subtract.
        var (rLow, rHigh, qLow) = (UInt128(0), UInt128(0), UInt128(0))
        for word in [high, low] {
            qLow = 0
            for bit in stride(from: UInt128(127), through: 0, by: -1) {
                rHigh = rHigh << 1 | rLow >> 127
                rLow = rLow << 1 | (word >> bit & 1)
                qLow <<= 1
                if rHigh > divisorHigh || (rHigh == divisorHigh && rLow >= divisorLow) {
                    let (difference, borrow) = rLow.subtractingReportingOverflow(divisorLow)
                    rHigh = rHigh &- divisorHigh &- (borrow ? 1 : 0)
                    rLow = difference
                    qLow |= 1
                }
                if bit == 0 { break }
            }
        }
        return (qLow, 0, rLow, rHigh)
    }

    /// ⌊√self⌋ for a value that is not negative, by Newton's iteration from above.
    public var flooredSquareRoot: Int256 {
        precondition(!isNegative, "square root of a negative integer")
        if isZero { return .zero }
        var root = Int256.powerOfTwo((magnitudeBits + 1) / 2)
        while true {
            let next = (root + flooredDivision(by: root).quotient) >> 1
            if next >= root { return root }
            root = next
        }
    }
}

extension Int256: Comparable {
    public static func < (a: Int256, b: Int256) -> Bool { a.high != b.high ? a.high < b.high : a.low < b.low }
}

extension Int256: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

extension Int256: CustomStringConvertible {
    /// Decimal digits.
    public var description: String {
        if let narrow = asInt128 { return narrow.description }
        let chunk = UInt128(10_000_000_000_000_000_000)
        var (low, high) = magnitude
        var digits: [String] = []
        while high != 0 || low != 0 {
            let (qLow, qHigh, remainder, _) = Int256.divide(low, high, by: chunk, 0)
            let text = String(remainder)
            let isLast = qLow == 0 && qHigh == 0
            digits.append(isLast ? text : String(repeating: "0", count: 19 - text.count) + text)
            (low, high) = (qLow, qHigh)
        }
        return (isNegative ? "-" : "") + digits.reversed().joined()
    }
}
