// The limb layer that both prime fields share. A value is four 64-bit words, least significant first. Every function
// is inlined into a caller that passes the modulus as literals, so no modulus word is ever loaded from memory.
// All of it runs in time that depends on the values: nothing here is meant to hide a long-lived secret.

/// Four words, least significant first.
public typealias Limbs = (UInt64, UInt64, UInt64, UInt64)

/// a·b + c + d, which always fits into two words.
@inlinable @inline(__always)
func multiplyAdd(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (high: UInt64, low: UInt64) {
    let product = a.multipliedFullWidth(by: b)
    let (first, carry1) = product.low.addingReportingOverflow(c)
    let (second, carry2) = first.addingReportingOverflow(d)
    return (product.high &+ (carry1 ? 1 : 0) &+ (carry2 ? 1 : 0), second)
}

/// a − b − borrow.
@inlinable @inline(__always)
func subtract(_ a: UInt64, _ b: UInt64, _ borrow: inout Bool) -> UInt64 {
    let (first, borrow1) = a.subtractingReportingOverflow(b)
    let (second, borrow2) = first.subtractingReportingOverflow(borrow ? 1 : 0)
    borrow = borrow1 != borrow2
    return second
}

/// a + b + carry.
@inlinable @inline(__always)
func add(_ a: UInt64, _ b: UInt64, _ carry: inout Bool) -> UInt64 {
    let (first, carry1) = a.addingReportingOverflow(b)
    let (second, carry2) = first.addingReportingOverflow(carry ? 1 : 0)
    carry = carry1 != carry2
    return second
}

/// a − b over four words; the flag says that a < b.
@inlinable @inline(__always)
func subtractLimbs(_ a: Limbs, _ b: Limbs) -> (Limbs, borrow: Bool) {
    var borrow = false
    let r0 = subtract(a.0, b.0, &borrow)
    let r1 = subtract(a.1, b.1, &borrow)
    let r2 = subtract(a.2, b.2, &borrow)
    let r3 = subtract(a.3, b.3, &borrow)
    return ((r0, r1, r2, r3), borrow)
}

/// a + b over four words, without the carry out.
@inlinable @inline(__always)
func addLimbs(_ a: Limbs, _ b: Limbs) -> Limbs {
    var carry = false
    let r0 = add(a.0, b.0, &carry)
    let r1 = add(a.1, b.1, &carry)
    let r2 = add(a.2, b.2, &carry)
    let r3 = add(a.3, b.3, &carry)
    return (r0, r1, r2, r3)
}

/// For a < 2m: a mod m.
@inlinable @inline(__always)
func reduceOnce(_ a: Limbs, _ m: Limbs) -> Limbs {
    let (r, borrow) = subtractLimbs(a, m)
    return (borrow ? a.0 : r.0, borrow ? a.1 : r.1, borrow ? a.2 : r.2, borrow ? a.3 : r.3)
}

/// For a, b < m < 2²⁵⁵: a + b mod m.
@inlinable @inline(__always)
func addModulo(_ a: Limbs, _ b: Limbs, _ m: Limbs) -> Limbs {
    reduceOnce(addLimbs(a, b), m)
}

/// For a, b < m: a − b mod m.
@inlinable @inline(__always)
func subtractModulo(_ a: Limbs, _ b: Limbs, _ m: Limbs) -> Limbs {
    let (r, borrow) = subtractLimbs(a, b)
    let mask: UInt64 = borrow ? .max : 0
    return addLimbs(r, (m.0 & mask, m.1 & mask, m.2 & mask, m.3 & mask))
}

/// One row of the Montgomery product: t ← (t + a·b + k·m) / 2⁶⁴ with k chosen so that the division is exact.
@inlinable @inline(__always)
func montgomeryRow(_ t: inout Limbs, _ a: Limbs, _ b: UInt64, _ m: Limbs, _ negatedInverse: UInt64) {
    var high: UInt64
    var carry: UInt64
    var low: UInt64
    (high, low) = multiplyAdd(a.0, b, t.0, 0)
    let k = low &* negatedInverse
    (carry, _) = multiplyAdd(k, m.0, low, 0)
    (high, low) = multiplyAdd(a.1, b, t.1, high)
    (carry, t.0) = multiplyAdd(k, m.1, low, carry)
    (high, low) = multiplyAdd(a.2, b, t.2, high)
    (carry, t.1) = multiplyAdd(k, m.2, low, carry)
    (high, low) = multiplyAdd(a.3, b, t.3, high)
    (carry, t.2) = multiplyAdd(k, m.3, low, carry)
    t.3 = high &+ carry
}

/// a·b / 2²⁵⁶ mod m, reduced, for a < m < 2²⁵⁴ and **any** b.
@inlinable @inline(__always)
func montgomeryProduct(_ a: Limbs, _ b: Limbs, _ m: Limbs, _ negatedInverse: UInt64) -> Limbs {
    reduceOnce(montgomeryProductLazy(a, b, m, negatedInverse), m)
}

/// As `montgomeryProduct`, but only below 2m.
///
/// Rows of b with the reduction interleaved (CIOS). Since a < m and the top word of m is below 2⁶², every partial sum
/// stays below 2m < 2²⁵⁵ whatever the words of b are, so the usual fifth word is never needed.
@inlinable @inline(__always)
func montgomeryProductLazy(_ a: Limbs, _ b: Limbs, _ m: Limbs, _ negatedInverse: UInt64) -> Limbs {
    var t: Limbs = (0, 0, 0, 0)
    montgomeryRow(&t, a, b.0, m, negatedInverse)
    montgomeryRow(&t, a, b.1, m, negatedInverse)
    montgomeryRow(&t, a, b.2, m, negatedInverse)
    montgomeryRow(&t, a, b.3, m, negatedInverse)
    return t
}
