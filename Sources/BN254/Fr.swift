import CFieldWords

/// The scalar field of BN254: integers modulo
/// r = 21888242871839275222246405745257275088548364400416034343698204186575808495617.
///
/// Constants: `montgomeryOne` = 2²⁵⁶ mod r, `montgomerySquare` = 2⁵¹² mod r, `negatedInverse` = −r⁻¹ mod 2⁶⁴.
public struct Fr: PrimeField {
    @usableFromInline var l0: UInt64
    @usableFromInline var l1: UInt64
    @usableFromInline var l2: UInt64
    @usableFromInline var l3: UInt64

    @inlinable @inline(__always)
    public init(uncheckedMontgomery limbs: Limbs) {
        (l0, l1, l2, l3) = limbs
    }

    @inlinable @inline(__always)
    public var montgomeryLimbs: Limbs { (l0, l1, l2, l3) }

    // Computed over literals, not stored: they fold into the code that uses them.
    @inlinable @inline(__always)
    public static var modulus: Limbs {
        (0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d, 0x30644e72e131a029)
    }
    @inlinable @inline(__always)
    public static var montgomeryOne: Limbs {
        (0xac96341c4ffffffb, 0x36fc76959f60cd29, 0x666ea36f7879462e, 0x0e0a77c19a07df2f)
    }
    @inlinable @inline(__always)
    public static var montgomerySquare: Limbs {
        (0x1bb8e645ae216da7, 0x53fe3ab1e35c59e3, 0x8c49833d53bb8085, 0x0216d0b17f4e44a5)
    }
    @inlinable @inline(__always)
    public static var negatedInverse: UInt64 { 0xc2e1f593efffffff }

    @inlinable @inline(__always)
    public static var zero: Fr { Fr(uncheckedMontgomery: (0, 0, 0, 0)) }
    @inlinable @inline(__always)
    public static var one: Fr { Fr(uncheckedMontgomery: montgomeryOne) }

    @inlinable @inline(__always)
    public var isZero: Bool { l0 | l1 | l2 | l3 == 0 }

    @inlinable @inline(__always)
    public static func + (a: Fr, b: Fr) -> Fr {
        Fr(uncheckedMontgomery: addModulo(a.montgomeryLimbs, b.montgomeryLimbs, modulus))
    }

    @inlinable @inline(__always)
    public static func - (a: Fr, b: Fr) -> Fr {
        Fr(uncheckedMontgomery: subtractModulo(a.montgomeryLimbs, b.montgomeryLimbs, modulus))
    }

    @inlinable @inline(__always)
    public static prefix func - (a: Fr) -> Fr { zero - a }

    /// A call, about 16 ns where the processor has the instructions of `CFieldWords`, 21 ns elsewhere. It is not inlined on purpose: 140 instructions at
    /// every use would cost more in code than the call costs in time. Kernels that do nothing else use `product`.
    @inline(never)
    public static func * (a: Fr, b: Fr) -> Fr { product(a, b) }

    /// a·b, inlined at the point of use.
    @inlinable @inline(__always)
    public static func product(_ a: Fr, _ b: Fr) -> Fr {
        #if arch(x86_64)
        if words_supported() {
            return Fr(uncheckedMontgomery: words_product_r(four_words(a.montgomeryLimbs), four_words(b.montgomeryLimbs)).limbs)
        }
        #endif
        return productInSwift(a, b)
    }

    @inlinable @inline(__always)
    public func squared() -> Fr { self * self }

    @inlinable @inline(__always)
    public func doubled() -> Fr { self + self }

    @inlinable @inline(__always)
    public static func == (a: Fr, b: Fr) -> Bool {
        (a.l0 ^ b.l0) | (a.l1 ^ b.l1) | (a.l2 ^ b.l2) | (a.l3 ^ b.l3) == 0
    }

    /// 1/self, in about the time of eighty multiplications. Nil at zero. Use `batchInvert` for many.
    public func inverse() -> Fr? {
        if isZero { return nil }
        let inverse = montgomeryInverse(montgomeryLimbs, Fr.modulus, Fr.montgomerySquare, Fr.negatedInverse)
        return inverse.map { Fr(uncheckedMontgomery: $0) }
    }
}

extension Fr {
    /// Generates F*: 5 is the smallest such integer. The shift of the first coset.
    @inlinable
    public static var multiplicativeGenerator: Fr { Fr(5 as UInt64) }

    /// The largest k with 2^k | r − 1.
    public static let twoAdicity = 28

    /// 5^(2²⁸): its powers take the columns of a permutation to different cosets of every domain.
    public static let delta = (0..<28).reduce(multiplicativeGenerator) { value, _ in value.squared() }

    /// 5^((r − 1)/2²⁸), of order 2²⁸.
    @inlinable
    static var largestRootOfUnity: Fr {
        Fr(uncheckedMontgomery: (0x636e735580d13d9c, 0xa22bf3742445ffd6, 0x56452ac01eb203d8, 0x1860ef942963f9e7))
    }

    /// An element of order exactly 2^k, chosen so that rootOfUnity(k)² = rootOfUnity(k − 1).
    ///
    /// - Precondition: 0 ≤ k ≤ 28.
    public static func rootOfUnity(logSize k: Int) -> Fr {
        precondition(k >= 0 && k <= twoAdicity, "no root of unity of order 2^\(k)")
        return (k..<twoAdicity).reduce(largestRootOfUnity) { value, _ in value.squared() }
    }
}
