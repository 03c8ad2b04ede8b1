/// A number in the format of public values: `raw` · 2^(−48).
///
/// 48 fractional bits resolve 3.6e-15: a millionth of the 1e-9 of spot that prices are held to, at any spot above a few dollars
/// (gamma, which shrinks with the square of a price's size, is published with 80; see Docs/numerics.md).
public struct Fixed: Hashable, Sendable, Comparable {
    public let raw: Int128

    public static let fractionBits = 48

    public init(raw: Int128) { self.raw = raw }

    public static func < (a: Fixed, b: Fixed) -> Bool { a.raw < b.raw }

    /// The nearest decimal with `places` decimal places, halves away from zero.
    public func decimal(places: Int) -> String { Fixed.decimal(Int256(raw), scale: Fixed.fractionBits, places: places) }

    /// raw · 2^(−scale) with `places` (0 to 30) decimal places, halves away from zero. `scale` is 0 to 250.
    public static func decimal(_ raw: Int256, scale: Int, places: Int) -> String {
        let (whole, fraction) = (raw.isNegative ? -raw : raw).parts(scale)
        // Digit by digit, so that no power of ten has to fit beside the value.
        var (digits, rest) = ([Int](), fraction)
        for _ in 0..<places {
            let (digit, next) = (rest * 10).parts(scale)
            digits.append(digit.asInt ?? 0)
            rest = next
        }
        var carry = scale > 0 && !(rest >> (scale - 1)).isZero
        for index in digits.indices.reversed() where carry {
            carry = digits[index] == 9
            digits[index] = carry ? 0 : digits[index] + 1
        }
        let integer = carry ? whole + .one : whole
        let isZero = integer.isZero && digits.allSatisfy { $0 == 0 }
        let text = digits.isEmpty ? "\(integer)" : "\(integer)." + digits.map(String.init).joined()
        return raw.isNegative && !isZero ? "-" + text : text
    }
}

extension Fixed: CustomStringConvertible {
    public var description: String { decimal(places: 12) }
}

extension Int256 {
    /// Integer part and remaining bits of a value that is not negative.
    fileprivate func parts(_ scale: Int) -> (whole: Int256, rest: Int256) { (self >> scale, lowBits(scale)) }
}
