/// The integer specifications of every operation that is more than field arithmetic.
///
/// Each function takes raw integers and returns its result together with the integers that prove it (remainders, table
/// indices, limbs), so that the circuit back end takes its witness from the very code that defines the result. Domains, rounding
/// and errors: Docs/numerics.md. Inputs outside a domain throw ``FixedPointError/outOfRange``.
public enum FixedFunctions {}

// MARK: - Rounding

extension FixedFunctions {
    /// raw = quotient · 2^shift + remainder − 2^(shift−1), 0 ≤ remainder < 2^shift.
    package struct Rounding: Hashable, Sendable {
        package let quotient: Int256
        package let remainder: Int256
        package let shift: Int
    }

    /// ⌊(raw + 2^(shift−1)) / 2^shift⌋: to nearest, halves towards +∞. `shift` ≥ 1.
    package static func rounding(_ raw: Int256, shift: Int) -> Rounding {
        let sum = raw + .powerOfTwo(shift - 1)
        let quotient = sum >> shift
        return Rounding(quotient: quotient, remainder: sum - quotient << shift, shift: shift)
    }

    /// What rounding by `shift` makes of bounds.
    package static func rounding(_ bounds: Bounds, to scale: Int) throws -> Bounds {
        let shift = bounds.scale - scale
        return try Bounds(
            lower: rounding(bounds.lower, shift: shift).quotient, upper: rounding(bounds.upper, shift: shift).quotient, scale: scale)
    }
}

// MARK: - Division

extension FixedFunctions {
    /// 2·a·2^shift + b = 2·b·quotient + remainder. Unclamped: 0 ≤ remainder < 2·b. Clamped above (quotient = limit):
    /// remainder ≥ 2·b; clamped below (quotient = −limit): remainder < 0.
    package struct Division: Hashable, Sendable {
        package let quotient: Int256
        package let remainder: Int256
        package let isClampedAbove: Bool
        package let isClampedBelow: Bool
    }

    /// a · 2^shift / b to nearest, halves towards +∞; b > 0. With a negative `shift`, b is scaled up instead.
    package static func division(_ a: Int256, by b: Int256, shift: Int, limit: Int256? = nil) throws -> Division {
        guard b > .zero else {
            throw FixedPointError.outOfRange(operation: "divisor", value: b, lower: .one, upper: .powerOfTwo(252), scale: 0)
        }
        let divisor = shift >= 0 ? b : b << -shift
        let numerator = (shift >= 0 ? a << (shift + 1) : a << 1) + divisor
        let exact = numerator.flooredDivision(by: divisor << 1)
        guard let limit, exact.quotient > limit || exact.quotient < -limit else {
            return Division(quotient: exact.quotient, remainder: exact.remainder, isClampedAbove: false, isClampedBelow: false)
        }
        let isAbove = exact.quotient > limit
        let quotient = isAbove ? limit : -limit
        return Division(
            quotient: quotient, remainder: numerator - (divisor << 1) * quotient, isClampedAbove: isAbove, isClampedBelow: !isAbove)
    }
}

extension FixedFunctions {
    /// a / b to nearest, halves up; b > 0. For constants of models.
    public static func nearestQuotient(_ a: Int256, _ b: Int256) -> Int256 {
        (a << 1 + b).flooredDivision(by: b << 1).quotient
    }
}

// MARK: - Square root

extension FixedFunctions {
    /// root² · 2^down ≤ raw · 2^up < (root + 1)² · 2^down, where one of `up`, `down` is zero.
    package struct SquareRoot: Hashable, Sendable {
        package let root: Int256
        package let up: Int
        package let down: Int
        /// raw · 2^up − root² · 2^down ≥ 0
        package let above: Int256
        /// (root + 1)² · 2^down − 1 − raw · 2^up ≥ 0
        package let below: Int256
    }

    /// ⌊√(raw · 2^(2·outputScale − scale))⌋: rounded down, error below one unit of the output.
    package static func squareRoot(_ raw: Int256, scale: Int, outputScale: Int) throws -> SquareRoot {
        guard !raw.isNegative else {
            throw FixedPointError.outOfRange(operation: "square root", value: raw, lower: .zero, upper: .powerOfTwo(252), scale: scale)
        }
        let shift = 2 * outputScale - scale
        let (up, down) = (max(0, shift), max(0, -shift))
        let value = raw << up
        let root = (value >> down).flooredSquareRoot
        let next = root + .one
        return SquareRoot(
            root: root, up: up, down: down, above: value - (root * root) << down, below: (next * next) << down - .one - value)
    }
}
