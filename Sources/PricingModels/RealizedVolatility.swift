import FixedPointMath

/// Annualised volatility of log returns.
///
/// With the sample mean removed: σ = √(P/(N−1) · (Σr² − (Σr)²/N)); with a zero mean: σ = √(P/N · Σr²). P is the number of
/// periods in a year. Logarithms enter at their full 112 fractional bits and the sum of squares is formed exactly, so a single rounding
/// happens before the root. Absolute error below 1e-10 for σ < 64 (Docs/numerics.md).
public enum RealizedVolatility {
    /// Fractional bits of the result; it is rounded down.
    public static let outputScale = 42
    /// A result of this or more throws.
    public static let limit = 64
    static let varianceScale = 88

    /// `logarithms`: ln of N + 1 successive prices, N ≥ 2.
    public static func volatility<A: FixedPointArithmetic>(
        _ a: inout A, logarithms: [A.Number], periodsPerYear: Int, removesMean: Bool
    ) throws -> A.Number {
        let count = logarithms.count - 1
        guard count >= 2, let first = logarithms.first, let last = logarithms.last else {
            throw FixedPointError.unsupported("volatility of \(count) returns")
        }
        var squares = try a.constant(0)
        for index in 1...count {
            let change = try a.subtract(logarithms[index], logarithms[index - 1])
            squares = try a.add(squares, a.square(change))
        }
        let divisor = removesMean ? count * (count - 1) : count
        if removesMean {
            let total = try a.square(a.subtract(last, first))
            squares = try a.subtract(a.multiply(squares, by: count), total)
        }
        // Σ ≥ 0 by Cauchy and Schwarz; declaring the width bounds σ near `limit` and keeps the limbs few.
        let most = (Int256(limit * limit * divisor) << varianceScale).flooredDivision(by: Int256(periodsPerYear)).quotient
        let width = RangeWidth.unsigned(bits: (most.magnitudeBits + 7) / 8 * 8)
        let dispersion = try a.round(squares, to: varianceScale, width: width)
        // P / divisor to 44 significant bits.
        let ratioBits = Int256(periodsPerYear).magnitudeBits - Int256(divisor).magnitudeBits
        let ratioScale = max(0, 44 - ratioBits)
        let ratio = FixedFunctions.nearestQuotient(Int256(periodsPerYear) << ratioScale, Int256(divisor))
        let variance = try a.multiply(dispersion, by: ratio, scale: ratioScale)
        let volatility = try a.sqrt(variance, scale: outputScale)
        return try a.narrow(volatility, lower: .zero, upper: Int256(limit) << outputScale - .one, "annualised volatility")
    }

    /// From prices of any one unit and scale.
    public static func volatility<A: FixedPointArithmetic>(
        _ a: inout A, prices: [A.Number], periodsPerYear: Int, removesMean: Bool
    ) throws -> A.Number {
        var logarithms: [A.Number] = []
        for price in prices { logarithms.append(try a.ln(price)) }
        return try volatility(&a, logarithms: logarithms, periodsPerYear: periodsPerYear, removesMean: removesMean)
    }
}
