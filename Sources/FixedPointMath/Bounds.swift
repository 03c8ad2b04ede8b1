/// What is known about a number without looking at its value: a proven interval of integers and their scale.
///
/// A number of a back end is an integer `raw` with the value raw · 2^(−`scale`), and `lower` ≤ raw ≤ `upper` always.
/// Both back ends derive bounds with the functions below, so a circuit knows how many limbs a range check needs and
/// that nothing can wrap: every function throws ``FixedPointError/boundsTooWide`` where a result could pass
/// ``capacityBits``. Bounds depend on the model and its parameters only, never on inputs.
public struct Bounds: Hashable, Sendable {
    public let lower: Int256
    public let upper: Int256
    /// Fractional bits: the value is raw · 2^(−scale).
    public let scale: Int

    /// |raw| stays below 2^252, well below half of the BN254 scalar modulus (about 2^252.6).
    public static let capacityBits = 252

    public init(lower: Int256, upper: Int256, scale: Int) throws {
        precondition(lower <= upper, "empty bounds")
        let bits = max(lower.magnitudeBits, upper.magnitudeBits)
        guard bits <= Bounds.capacityBits else { throw FixedPointError.boundsTooWide(bits: bits, capacity: Bounds.capacityBits) }
        self.lower = lower
        self.upper = upper
        self.scale = scale
    }

    /// All values of `width` at `scale`.
    public init(_ width: RangeWidth, scale: Int) throws {
        try self.init(lower: width.lower, upper: width.upper, scale: scale)
    }

    public func contains(_ raw: Int256) -> Bool { lower <= raw && raw <= upper }

    /// One value only: a constant.
    public var isConstant: Bool { lower == upper }

    /// Bits of `upper − lower`: how wide a range check of raw − lower is.
    public var spanBits: Int { (upper - lower).magnitudeBits }

    /// The same values written with more fractional bits (raw times a power of two: exact and free in a circuit).
    public func rescaled(to finer: Int) throws -> Bounds {
        precondition(finer >= scale, "rescaling to fewer bits is a rounding")
        return try scaled(by: Bounds.power(finer - scale), scale: finer)
    }

    public func adding(_ other: Bounds) throws -> Bounds {
        let common = max(scale, other.scale)
        let (a, b) = (try rescaled(to: common), try other.rescaled(to: common))
        return try Bounds(lower: a.lower + b.lower, upper: a.upper + b.upper, scale: common)
    }

    public func negated() throws -> Bounds { try Bounds(lower: -upper, upper: -lower, scale: scale) }

    public func subtracting(_ other: Bounds) throws -> Bounds { try adding(other.negated()) }

    public func multiplying(_ other: Bounds) throws -> Bounds {
        let corners = try [(lower, other.lower), (lower, other.upper), (upper, other.lower), (upper, other.upper)].map {
            try Bounds.product($0.0, $0.1)
        }
        return try Bounds(lower: corners.min() ?? .zero, upper: corners.max() ?? .zero, scale: scale + other.scale)
    }

    /// The square of one number: never negative, unlike the product of two numbers with these bounds.
    public func squared() throws -> Bounds {
        let (a, b) = (try Bounds.product(lower, lower), try Bounds.product(upper, upper))
        let least = lower.isNegative && !upper.isNegative ? Int256.zero : min(a, b)
        return try Bounds(lower: least, upper: max(a, b), scale: scale * 2)
    }

    /// Times an integer constant; the scale may be restated at the same time.
    public func scaled(by factor: Int256, scale newScale: Int? = nil) throws -> Bounds {
        let (a, b) = (try Bounds.product(lower, factor), try Bounds.product(upper, factor))
        return try Bounds(lower: min(a, b), upper: max(a, b), scale: newScale ?? scale)
    }

    /// The smallest bounds that hold both (after alignment): what a select can return.
    public func union(_ other: Bounds) throws -> Bounds {
        let common = max(scale, other.scale)
        let (a, b) = (try rescaled(to: common), try other.rescaled(to: common))
        return try Bounds(lower: min(a.lower, b.lower), upper: max(a.upper, b.upper), scale: common)
    }

    private static func product(_ a: Int256, _ b: Int256) throws -> Int256 {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        guard !overflow else {
            throw FixedPointError.boundsTooWide(bits: a.magnitudeBits + b.magnitudeBits, capacity: capacityBits)
        }
        return product
    }

    private static func power(_ exponent: Int) throws -> Int256 {
        guard exponent <= capacityBits else { throw FixedPointError.boundsTooWide(bits: exponent, capacity: capacityBits) }
        return .powerOfTwo(exponent)
    }
}

/// A declared range that a circuit checks limb by limb: whole bytes only, so the native check and the circuit's accept
/// exactly the same integers.
public enum RangeWidth: Hashable, Sendable {
    /// 0 … 2^bits − 1. `bits` is a multiple of 8.
    case unsigned(bits: Int)
    /// −2^(bits−1) … 2^(bits−1) − 1. `bits` is a multiple of 8.
    case signed(bits: Int)

    public var bits: Int {
        switch self {
        case .unsigned(let bits), .signed(let bits):
            precondition(bits > 0 && bits % 8 == 0 && bits < Bounds.capacityBits, "a range width is a whole number of bytes")
            return bits
        }
    }

    /// What is added to raw to get the unsigned integer whose limbs are looked up.
    public var offset: Int256 {
        switch self {
        case .unsigned: .zero
        case .signed: .powerOfTwo(bits - 1)
        }
    }

    public var lower: Int256 { -offset }
    public var upper: Int256 { .powerOfTwo(bits) - .one - offset }
    public var limbs: Int { bits / 8 }
}

/// Why a fixed-point evaluation stopped. The first two depend on inputs, the last two on the model alone.
public enum FixedPointError: Error, Equatable, CustomStringConvertible {
    /// A value left its documented domain. `value` and the bounds are integers at `scale` fractional bits.
    case outOfRange(operation: String, value: Int256, lower: Int256, upper: Int256, scale: Int)
    /// A named condition of the model did not hold (quorum, freshness…).
    case requirementFailed(String)
    /// A result could pass the capacity of the field: a mistake in the model, found before any input is seen.
    case boundsTooWide(bits: Int, capacity: Int)
    /// An operation was used outside the shapes it is defined for: a mistake in the model.
    case unsupported(String)

    public var description: String {
        switch self {
        case .outOfRange(let operation, let value, let lower, let upper, let scale):
            let unit = scale == 0 ? "" : " (in units of 2^-\(scale))"
            return "\(operation): \(value) is outside [\(lower), \(upper)]\(unit)"
        case .requirementFailed(let name): return "requirement not met: \(name)"
        case .boundsTooWide(let bits, let capacity): return "a value could take \(bits) bits, the capacity is \(capacity)"
        case .unsupported(let reason): return reason
        }
    }
}
