/// A number of an arithmetic back end: an exact integer `raw` with `bounds.scale` fractional bits and proven bounds.
public protocol BoundedNumber: Sendable {
    /// Proven interval and scale; depends on the model and its parameters only.
    var bounds: Bounds { get }
}

/// The arithmetic a model is written over, once: ``NativeArithmetic`` computes values with it, a circuit back end lays
/// out constraints with it and takes its witness from the same integer functions (``FixedFunctions``), so the two agree bit for bit.
///
/// **Numbers are exact until they are rounded.** A `Number` is an integer at a scale of its own. Sums, differences and
/// products are exact (scales of factors add up, terms of a sum are aligned to the finer scale), which costs nothing
/// but field operations in a circuit. Only ``round(_:to:width:)``, comparisons and the functions need range checks, so a
/// model rounds as late and as seldom as ``Bounds/capacityBits`` allows. ``Fixed`` (48 fractional bits) is the format of public values.
///
/// **The shape never depends on values.** There is no way to branch on a `Number` or a `Flag`: models use flags and
/// ``select(_:_:_:)``. They may branch on parameters and on `bounds`, which are the same for every input.
///
/// **Names.** Inputs, outputs and requirements carry names; they appear in errors, in the feed's evidence and in a circuit's failure reports.
public protocol FixedPointArithmetic {
    associatedtype Number: BoundedNumber
    /// A bit, 0 or 1.
    associatedtype Flag: Sendable

    // MARK: Inputs, constants, outputs

    /// An input cell, range-checked to `width` (`width.limbs` byte look-ups). Throws ``FixedPointError/outOfRange`` when `value` is outside.
    mutating func input(_ value: Int128, _ specification: InputSpecification) throws -> Number
    /// Two feed inputs that are committed as one value of the feed column, `upper`·2^16 + `lower` (as unsigned integers, widths' offsets
    /// added): `lower` of exactly 16 bits, `upper` of at most 32.
    mutating func feedInputs(
        _ upper: (value: Int128, specification: InputSpecification), _ lower: (value: Int128, specification: InputSpecification)
    ) throws -> (upper: Number, lower: Number)
    /// A Boolean input cell.
    mutating func input(_ value: Bool, named name: String, visibility: Visibility) throws -> Flag
    /// A constant: `raw` · 2^(−`scale`).
    func constant(_ raw: Int256, scale: Int) throws -> Number
    func constant(_ flag: Bool) -> Flag
    /// Makes the number a public output, after the public inputs, in the order of the calls.
    mutating func publish(_ number: Number, named name: String) throws
    mutating func publish(_ flag: Flag, named name: String) throws

    // MARK: Exact, no range checks

    func add(_ a: Number, _ b: Number) throws -> Number
    func subtract(_ a: Number, _ b: Number) throws -> Number
    func negate(_ a: Number) throws -> Number
    /// a times the constant `factor` · 2^(−`scale`).
    func multiply(_ a: Number, by factor: Int256, scale: Int) throws -> Number
    /// The same value at a finer scale.
    func rescale(_ a: Number, to scale: Int) throws -> Number
    mutating func multiply(_ a: Number, _ b: Number) throws -> Number
    mutating func square(_ a: Number) throws -> Number
    /// Σ aᵢ·bᵢ, exact.
    mutating func dotProduct(_ a: [Number], _ b: [Number]) throws -> Number

    // MARK: Rounding

    /// To the nearest multiple of 2^(−`scale`), halves up: ⌊(raw + 2^(s−1)) / 2^s⌋ with s the bits dropped; exact where
    /// `scale` is finer. Where `width` is given the result is range-checked to it, and ``FixedPointError/outOfRange`` is thrown outside;
    /// otherwise its bounds follow from those of `a`. Cost: (⌈s/8⌉ + result bytes) limbs.
    mutating func round(_ a: Number, to scale: Int, width: RangeWidth?) throws -> Number

    // MARK: Flags

    /// 1 where a ≥ 0. Cost: the bytes of the wider side of the bounds.
    mutating func isNonNegative(_ a: Number) throws -> Flag
    /// 1 where a = 0. No limbs.
    mutating func isZero(_ a: Number) throws -> Flag
    /// The flags of a = 0, a = 1, … a = `count` − 1; exactly one is set. `a` is an integer (scale 0) with bounds inside 0 ..< `count`. No limbs.
    mutating func oneHot(_ a: Number, count: Int) throws -> [Flag]
    mutating func and(_ a: Flag, _ b: Flag) throws -> Flag
    mutating func or(_ a: Flag, _ b: Flag) throws -> Flag
    func not(_ a: Flag) -> Flag
    /// 0 or 1 at scale 0.
    func number(_ flag: Flag) throws -> Number
    /// `a` where the flag is 1, `b` where it is 0; aligned to the finer scale.
    mutating func select(_ flag: Flag, _ a: Number, _ b: Number) throws -> Number

    // MARK: Requirements

    /// Throws ``FixedPointError/requirementFailed(_:)`` where the flag is 0; unprovable in a circuit.
    mutating func require(_ flag: Flag, _ name: String) throws
    /// Requires a ≥ 0 without a flag. Cost: the bytes of the upper bound.
    mutating func require(nonNegative a: Number, _ name: String) throws
    /// Requires `lower` ≤ raw ≤ `upper` (integers at the scale of `a`) and returns `a` with these bounds. Throws ``FixedPointError/outOfRange``.
    /// Cost: the bytes of both differences; nothing for a side that the bounds prove already.
    mutating func narrow(_ a: Number, lower: Int256, upper: Int256, _ name: String) throws -> Number
    /// Requires a = b. No limbs.
    mutating func require(_ a: Number, equals b: Number, _ name: String) throws

    // MARK: Order

    /// Ascending. One scale for all (aligned to the finest), 1 to 9 values. Cost: (count − 1) differences.
    mutating func sort(_ values: [Number]) throws -> [Number]

    // MARK: Functions (integer specifications: ``FixedFunctions``)

    /// a / b to the nearest multiple of 2^(−`scale`), halves up. The bounds of `b` must prove b > 0. Where `width` is given the quotient is
    /// range-checked to it, otherwise its bounds follow from the operands'.
    mutating func divide(_ a: Number, by b: Number, scale: Int, width: RangeWidth?) throws -> Number
    /// a / b as above, clamped to [−`limit`, `limit`] (an integer at `scale`), so that b may be tiny beside a. b > 0 by its bounds.
    mutating func divide(_ a: Number, by b: Number, scale: Int, limit: Int256) throws -> Number
    /// ⌊√a · 2^`scale`⌋ at `scale`. The bounds of `a` must prove a ≥ 0.
    mutating func squareRoot(_ a: Number, scale: Int) throws -> Number
    /// ln a, exact from its table: at scale ``FixedFunctions/logarithmScale(_:)`` (112 for operands below 2^47). The bounds of `a` must prove
    /// 0 ≤ raw < 2^57; raw = 0 throws and is unprovable, so a result also proves a > 0.
    mutating func logarithm(_ a: Number) throws -> Number
    /// e^a for bounds within ±22, at scale 120 or finer, depending on the bounds of `a`. Not rounded: round the result.
    mutating func exponential(_ a: Number) throws -> Number
    /// Φ(a), the standard normal distribution function, for |a| < 16 at scale 44; 0 and 1 beyond ±8. Result at scale 144.
    mutating func normalDistribution(_ a: Number) throws -> Number
    /// Φ(a) and its density φ(a) (result at scale 124) from one table row.
    mutating func normalDistributionAndDensity(_ a: Number) throws -> (distribution: Number, density: Number)
}

extension FixedPointArithmetic {
    public mutating func feedInputs(
        _ upper: (value: Int128, specification: InputSpecification), _ lower: (value: Int128, specification: InputSpecification)
    ) throws -> (upper: Number, lower: Number) {
        (try input(upper.value, upper.specification), try input(lower.value, lower.specification))
    }
}

/// Where an input or output stands.
public enum Visibility: String, Hashable, Sendable, Codable {
    /// In the committed feed group: market observations, reproducible by an auditor (design §3.4).
    case feed
    /// A public input of the proof.
    case `public`
    /// Known to the prover only.
    case secret
}

/// An input cell: its name, the integers it may hold, their scale, and who sees it.
public struct InputSpecification: Hashable, Sendable {
    public let name: String
    public let width: RangeWidth
    /// Fractional bits of the integer.
    public let scale: Int
    public let visibility: Visibility

    public init(_ name: String, _ width: RangeWidth, scale: Int = 0, visibility: Visibility) {
        self.name = name
        self.width = width
        self.scale = scale
        self.visibility = visibility
    }
}
