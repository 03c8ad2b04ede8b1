/// The two prime fields of the curve. Values are held in Montgomery form, x·2²⁵⁶ mod m, always fully reduced, so that
/// equality and hashing are those of the four words.
public protocol PrimeField: Field {
    /// The modulus m, least significant word first.
    static var modulus: Limbs { get }
    /// 2²⁵⁶ mod m: one.
    static var montgomeryOne: Limbs { get }
    /// 2⁵¹² mod m: the factor that brings an integer into Montgomery form.
    static var montgomerySquare: Limbs { get }
    /// −m⁻¹ mod 2⁶⁴.
    static var negatedInverse: UInt64 { get }
    /// The words as stored.
    var montgomeryLimbs: Limbs { get }
    /// Takes words as stored; they must be below the modulus, which is not checked. For kernels only.
    init(uncheckedMontgomery limbs: Limbs)
}

extension PrimeField {
    /// The modulus, least significant word first.
    public static var modulusWords: [UInt64] { [modulus.0, modulus.1, modulus.2, modulus.3] }

    @inlinable
    public init(_ value: UInt64) {
        self.init(uncheckedMontgomery: montgomeryProduct(
            Self.montgomerySquare, (value, 0, 0, 0), Self.modulus, Self.negatedInverse))
    }

    /// Negative values become m − |value|.
    @inlinable
    public init(_ value: Int) {
        let magnitude = Self(UInt64(value.magnitude))
        self = value < 0 ? -magnitude : magnitude
    }

    /// Negative values become m − |value|. Total: every `Int128` is smaller than the modulus in magnitude.
    @inlinable
    public init(signed value: Int128) {
        let magnitude = value.magnitude
        let words: Limbs = (UInt64(truncatingIfNeeded: magnitude), UInt64(truncatingIfNeeded: magnitude >> 64), 0, 0)
        let field = Self(reducing: words)
        self = value < 0 ? -field : field
    }

    /// The integer of these words, least significant first; nil when it is not below the modulus.
    @inlinable
    public init?(limbs: Limbs) {
        guard subtractLimbs(limbs, Self.modulus).borrow else { return nil }
        self.init(reducing: limbs)
    }

    /// The integer of these words, least significant first, modulo the modulus.
    @inlinable
    public init(reducing limbs: Limbs) {
        self.init(uncheckedMontgomery: montgomeryProduct(
            Self.montgomerySquare, limbs, Self.modulus, Self.negatedInverse))
    }

    /// The integer that this stands for, least significant word first, below the modulus.
    @inlinable
    public var canonicalLimbs: Limbs {
        montgomeryProduct(montgomeryLimbs, (1, 0, 0, 0), Self.modulus, Self.negatedInverse)
    }

    /// What `product` is without the assembly of `CFieldWords`: a call where that is rare, inlined where it is the rule.
    #if arch(x86_64)
    @inline(never)
    #else
    @inline(__always)
    #endif
    @inlinable
    package static func productInSwift(_ a: Self, _ b: Self) -> Self {
        Self(uncheckedMontgomery: montgomeryProduct(a.montgomeryLimbs, b.montgomeryLimbs, modulus, negatedInverse))
    }

    /// The value read as an integer in (−m/2, m/2); nil when its magnitude is 2¹²⁷ or more.
    public var asInt128: Int128? {
        let positive = canonicalLimbs
        if let small = Self.int127(positive) { return small }
        return Self.int127((-self).canonicalLimbs).map { -$0 }
    }

    private static func int127(_ limbs: Limbs) -> Int128? {
        guard limbs.3 == 0, limbs.2 == 0, limbs.1 >> 63 == 0 else { return nil }
        return Int128(limbs.1) << 64 | Int128(limbs.0)
    }

    /// A uniformly random element: 512 bits reduced, so its bias is below 2⁻²⁵⁷.
    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        let low: Limbs = (generator.next(), generator.next(), generator.next(), generator.next())
        let high: Limbs = (generator.next(), generator.next(), generator.next(), generator.next())
        // A second Montgomery factor multiplies the high half by 2²⁵⁶.
        return Self(reducing: low) + Self(reducing: high) * Self(uncheckedMontgomery: montgomerySquare)
    }
}
