import FixedPointMath

/// Binary fixed point as decimal text.
public enum FixedText {
    /// raw · 2^(−scale) in plain decimal, cut (not rounded) after `places` digits, without trailing zeros.
    ///
    /// - Precondition: 0 ≤ scale ≤ 120.
    public static func decimal(_ raw: Int256, scale: Int, places: Int = 18) -> String {
        precondition((0...120).contains(scale), "a scale of \(scale) bits")
        let magnitude = raw.isNegative ? -raw : raw
        let whole = magnitude >> scale
        var fraction = magnitude - whole << scale
        var digits = ""
        for _ in 0..<places where !fraction.isZero {
            fraction = fraction * 10
            let digit = fraction >> scale
            digits += String(digit.asInt ?? 0)
            fraction = fraction - digit << scale
        }
        while digits.last == "0" { digits.removeLast() }
        let isZero = whole.isZero && digits.isEmpty
        return (raw.isNegative && !isZero ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : "." + digits)
    }

    /// For charts and tables only.
    public static func double(_ raw: Int256, scale: Int) -> Double {
        Double(decimal(raw, scale: scale)) ?? .nan
    }
}
