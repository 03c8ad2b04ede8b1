/// An exact decimal number: ± significand × 10^exponent, as an exchange wrote it.
///
/// Prices travel through the node as text and as this type until they become fixed-point integers. No binary
/// floating point is involved, so an auditor who reads the same text gets the same bits.
///
/// Range: at most 38 significant digits, and a decimal point at most 38 places away from the last of them in either
/// direction. That is far outside anything a market prints; text beyond it is refused, never rounded.
/// Values are kept in one normal form (no trailing zeros, one zero), so `==` compares values, not spellings.
public struct ExactDecimal: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let isNegative: Bool
    /// Below 10^38, without trailing decimal zeros.
    public let significand: UInt128
    /// In −38 … 38; zero for the value zero.
    public let exponent: Int

    public static let maximumDigits = 38
    public static let zero = ExactDecimal(normalized: false, 0, 0)

    private init(normalized isNegative: Bool, _ significand: UInt128, _ exponent: Int) {
        self.isNegative = isNegative
        self.significand = significand
        self.exponent = exponent
    }

    /// `nil` when the value has more digits than the type holds.
    package init?(isNegative: Bool, significand: UInt128, exponent: Int) {
        var significand = significand
        var exponent = exponent
        if significand == 0 {
            self = .zero
            return
        }
        while significand % 10 == 0 {
            significand /= 10
            exponent += 1
        }
        guard significand < Self.powerOfTen(Self.maximumDigits), (-Self.maximumDigits...Self.maximumDigits).contains(exponent)
        else { return nil }
        self.init(normalized: isNegative, significand, exponent)
    }

    public init(_ value: Int) {
        // Every Int has at most 19 digits, so only the zeros at its end remain to be moved.
        var significand = UInt128(value.magnitude)
        var exponent = 0
        while significand != 0, significand % 10 == 0 {
            significand /= 10
            exponent += 1
        }
        self.init(normalized: value < 0, significand, exponent)
    }

    /// Reads the grammar of a JSON number: an optional minus, digits without a leading zero, an optional fraction and an
    /// optional exponent. Spaces, a plus sign in front, hexadecimal, `NaN` and `Infinity` are not numbers here.
    ///
    /// `nil` for anything else, and for numbers outside the range above. Cost: one pass over the text.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    package init?(utf8: some Collection<UInt8>) {
        // Exchanges write at most some twenty characters; the limit keeps hostile text from costing anything.
        guard !utf8.isEmpty, utf8.count <= 400 else { return nil }
        var digits = DecimalDigits()
        var rest = utf8[...]
        func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
        let isNegative = rest.first == 0x2D
        if isNegative { rest = rest.dropFirst() }

        guard let lead = rest.first, isDigit(lead) else { return nil }
        if lead == 0x30, let next = rest.dropFirst().first, isDigit(next) { return nil }
        while let byte = rest.first, isDigit(byte) {
            digits.append(byte - 0x30)
            rest = rest.dropFirst()
        }
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            guard let first = rest.first, isDigit(first) else { return nil }
            while let byte = rest.first, isDigit(byte) {
                digits.appendFraction(byte - 0x30)
                rest = rest.dropFirst()
            }
        }
        var written = 0
        if rest.first == 0x65 || rest.first == 0x45 {
            rest = rest.dropFirst()
            let down = rest.first == 0x2D
            if down || rest.first == 0x2B { rest = rest.dropFirst() }
            guard let first = rest.first, isDigit(first) else { return nil }
            while let byte = rest.first, isDigit(byte) {
                // Beyond a thousand the value is out of range whatever follows.
                if written < 1000 { written = written * 10 + Int(byte - 0x30) }
                rest = rest.dropFirst()
            }
            if down { written = -written }
        }
        guard rest.isEmpty, let significand = digits.significand else { return nil }
        self.init(isNegative: isNegative, significand: significand, exponent: digits.exponent + written)
    }

    public var isZero: Bool { significand == 0 }
    public var isPositive: Bool { significand != 0 && !isNegative }

    /// Plain decimal text without an exponent, the shortest that names this value: `20363.7`, `-0.00001`, `0`.
    public var description: String {
        let digits = String(significand)
        let sign = isNegative ? "-" : ""
        if exponent >= 0 { return sign + digits + (isZero ? "" : String(repeating: "0", count: exponent)) }
        let places = -exponent
        if digits.count > places {
            return sign + digits.dropLast(places) + "." + digits.suffix(places)
        }
        return sign + "0." + String(repeating: "0", count: places - digits.count) + digits
    }

    public static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        let order = compareMagnitudes(left, right)
        return left.isNegative ? order > 0 : order < 0
    }

    /// −1, 0 or 1.
    private static func compareMagnitudes(_ left: Self, _ right: Self) -> Int {
        if left.significand == 0 || right.significand == 0 {
            return (left.significand == 0 ? 0 : 1) - (right.significand == 0 ? 0 : 1)
        }
        if left.exponent < right.exponent { return -compareMagnitudes(right, left) }
        let shift = left.exponent - right.exponent
        // A significand is below 10^38, so a shift of 38 places or more already decides.
        if shift >= maximumDigits {
            return 1
        }
        let scaled = left.significand.multipliedFullWidth(by: powerOfTen(shift))
        if scaled.high != 0 { return 1 }
        return scaled.low == right.significand ? 0 : (scaled.low < right.significand ? -1 : 1)
    }

    /// 10^n for 0 ≤ n ≤ 38; larger n are clamped, which callers exclude beforehand.
    package static func powerOfTen(_ n: Int) -> UInt128 {
        powers[Swift.min(Swift.max(n, 0), maximumDigits)]
    }

    private static let powers: [UInt128] = {
        var list: [UInt128] = [1]
        for _ in 0..<maximumDigits { list.append(list[list.count - 1] * 10) }
        return list
    }()
}

/// Digits as they are read. Zeros are held back until a digit follows, so `1.50000000000000000000000000000000000000000`
/// is the same as `1.5` and costs no digit.
private struct DecimalDigits {
    private var value: UInt128 = 0
    private var count = 0
    private var heldZeros = 0
    private var isTooLong = false
    /// Of the last digit read, held zeros included.
    private var position = 0

    mutating func append(_ digit: UInt8) {
        if digit == 0 {
            if value != 0 { heldZeros += 1 }
            return
        }
        let total = count + heldZeros + 1
        if total > ExactDecimal.maximumDigits {
            isTooLong = true
            return
        }
        value = value * ExactDecimal.powerOfTen(heldZeros + 1) + UInt128(digit)
        count = total
        heldZeros = 0
    }

    mutating func appendFraction(_ digit: UInt8) {
        position -= 1
        append(digit)
    }

    var significand: UInt128? { isTooLong ? nil : value }
    var exponent: Int { position + heldZeros }
}
