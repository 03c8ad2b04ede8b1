import CFieldWords

/// The base field of BN254: integers modulo
/// q = 21888242871839275222246405745257275088696311157297823662689037894645226208583.
///
/// Constants: `montgomeryOne` = 2²⁵⁶ mod q, `montgomerySquare` = 2⁵¹² mod q, `negatedInverse` = −q⁻¹ mod 2⁶⁴.
public struct Fq: PrimeField {
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
        (0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d, 0x30644e72e131a029)
    }
    @inlinable @inline(__always)
    public static var montgomeryOne: Limbs {
        (0xd35d438dc58f0d9d, 0x0a78eb28f5c70b3d, 0x666ea36f7879462c, 0x0e0a77c19a07df2f)
    }
    @inlinable @inline(__always)
    public static var montgomerySquare: Limbs {
        (0xf32cfc5b538afa89, 0xb5e71911d44501fb, 0x47ab1eff0a417ff6, 0x06d89f71cab8351f)
    }
    @inlinable @inline(__always)
    public static var negatedInverse: UInt64 { 0x87d20782e4866389 }

    @inlinable @inline(__always)
    public static var zero: Fq { Fq(uncheckedMontgomery: (0, 0, 0, 0)) }
    @inlinable @inline(__always)
    public static var one: Fq { Fq(uncheckedMontgomery: montgomeryOne) }

    @inlinable @inline(__always)
    public var isZero: Bool { l0 | l1 | l2 | l3 == 0 }

    @inlinable @inline(__always)
    public static func + (a: Fq, b: Fq) -> Fq {
        Fq(uncheckedMontgomery: addModulo(a.montgomeryLimbs, b.montgomeryLimbs, modulus))
    }

    @inlinable @inline(__always)
    public static func - (a: Fq, b: Fq) -> Fq {
        Fq(uncheckedMontgomery: subtractModulo(a.montgomeryLimbs, b.montgomeryLimbs, modulus))
    }

    @inlinable @inline(__always)
    public static prefix func - (a: Fq) -> Fq { zero - a }

    /// A call, about 16 ns where the processor has the instructions of `CFieldWords`, 21 ns elsewhere. It is not inlined on purpose: 140 instructions at
    /// every use would cost more in code than the call costs in time. Kernels that do nothing else use `product`.
    @inline(never)
    public static func * (a: Fq, b: Fq) -> Fq { product(a, b) }

    /// a·b, inlined at the point of use.
    @inlinable @inline(__always)
    public static func product(_ a: Fq, _ b: Fq) -> Fq {
        #if arch(x86_64)
        if words_supported() {
            return Fq(uncheckedMontgomery: words_product_q(four_words(a.montgomeryLimbs), four_words(b.montgomeryLimbs)).limbs)
        }
        #endif
        return productInSwift(a, b)
    }

    @inlinable @inline(__always)
    public func squared() -> Fq { self * self }

    @inlinable @inline(__always)
    public func doubled() -> Fq { self + self }

    @inlinable @inline(__always)
    public static func == (a: Fq, b: Fq) -> Bool {
        (a.l0 ^ b.l0) | (a.l1 ^ b.l1) | (a.l2 ^ b.l2) | (a.l3 ^ b.l3) == 0
    }

    /// 1/self, in about the time of eighty multiplications. Nil at zero. Use `batchInvert` for many.
    public func inverse() -> Fq? {
        if isZero { return nil }
        let inverse = montgomeryInverse(montgomeryLimbs, Fq.modulus, Fq.montgomerySquare, Fq.negatedInverse)
        return inverse.map { Fq(uncheckedMontgomery: $0) }
    }

    /// A square root; nil when there is none. q ≡ 3 (mod 4), so it is self^((q + 1)/4).
    public func squareRoot() -> Fq? {
        let root = pow(words: [0x4f082305b61f3f52, 0x65e05aa45a1c72a3, 0x6e14116da0605617, 0x0c19139cb84c680a])
        return root.squared() == self ? root : nil
    }
}
