// The limb layer that both prime fields share. A value is four 64-bit words, least significant first. Every function
// is inlined into a caller that passes the modulus as literals, so no modulus word is ever loaded from memory.
// All of it runs in time that depends on the values: nothing here is meant to hide a long-lived secret.

/// Four words, least significant first.
public typealias Limbs = (UInt64, UInt64, UInt64, UInt64)

// Carries are words, 0 or 1, and sums go through 128 bits: that becomes add-with-carry. Overflow flags as `Bool` become branches on data, which the
// processor guesses wrong.

/// a·b + c + d, which always fits into two words.
@inlinable @inline(__always)
func multiplyAdd(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (high: UInt64, low: UInt64) {
    let sum = UInt128(a) &* UInt128(b) &+ UInt128(c) &+ UInt128(d)
    return (UInt64(truncatingIfNeeded: sum >> 64), UInt64(truncatingIfNeeded: sum))
}

/// a + b + carry; the carry is 0 or 1 before and after.
@inlinable @inline(__always)
func add(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
    let sum = UInt128(a) &+ UInt128(b) &+ UInt128(carry)
    carry = UInt64(truncatingIfNeeded: sum >> 64)
    return UInt64(truncatingIfNeeded: sum)
}

/// a − b over four words, and 1 where a ≥ b, 0 where a < b: the carry of a + (2²⁵⁶ − b).
@inlinable @inline(__always)
func subtractWithCarry(_ a: Limbs, _ b: Limbs) -> (Limbs, carry: UInt64) {
    var carry: UInt64 = 1
    let r0 = add(a.0, ~b.0, &carry)
    let r1 = add(a.1, ~b.1, &carry)
    let r2 = add(a.2, ~b.2, &carry)
    let r3 = add(a.3, ~b.3, &carry)
    return ((r0, r1, r2, r3), carry)
}

/// a − b over four words; the flag says that a < b.
@inlinable @inline(__always)
func subtractLimbs(_ a: Limbs, _ b: Limbs) -> (Limbs, borrow: Bool) {
    let (difference, carry) = subtractWithCarry(a, b)
    return (difference, carry == 0)
}

/// a + b over four words, without the carry out.
@inlinable @inline(__always)
func addLimbs(_ a: Limbs, _ b: Limbs) -> Limbs {
    var carry: UInt64 = 0
    let r0 = add(a.0, b.0, &carry)
    let r1 = add(a.1, b.1, &carry)
    let r2 = add(a.2, b.2, &carry)
    let r3 = add(a.3, b.3, &carry)
    return (r0, r1, r2, r3)
}

/// For a < 2m: a mod m.
@inlinable @inline(__always)
func reduceOnce(_ a: Limbs, _ m: Limbs) -> Limbs {
    let (r, carry) = subtractWithCarry(a, m)
    let below = carry == 0
    return (below ? a.0 : r.0, below ? a.1 : r.1, below ? a.2 : r.2, below ? a.3 : r.3)
}

/// For a, b < m < 2²⁵⁵: a + b mod m.
@inlinable @inline(__always)
func addModulo(_ a: Limbs, _ b: Limbs, _ m: Limbs) -> Limbs {
    reduceOnce(addLimbs(a, b), m)
}

/// For a, b < m: a − b mod m.
@inlinable @inline(__always)
func subtractModulo(_ a: Limbs, _ b: Limbs, _ m: Limbs) -> Limbs {
    let (r, carry) = subtractWithCarry(a, b)
    let mask = carry &- 1
    return addLimbs(r, (m.0 & mask, m.1 & mask, m.2 & mask, m.3 & mask))
}

/// a·b in five words, by one chain of carries.
@inlinable @inline(__always)
func multiplyByWord(_ a: Limbs, _ b: UInt64) -> (UInt64, UInt64, UInt64, UInt64, UInt64) {
    let p0 = a.0.multipliedFullWidth(by: b)
    let p1 = a.1.multipliedFullWidth(by: b)
    let p2 = a.2.multipliedFullWidth(by: b)
    let p3 = a.3.multipliedFullWidth(by: b)
    var carry: UInt64 = 0
    let r1 = add(p0.high, p1.low, &carry)
    let r2 = add(p1.high, p2.low, &carry)
    let r3 = add(p2.high, p3.low, &carry)
    return (p0.low, r1, r2, r3, p3.high &+ carry)
}

/// One row of the Montgomery product: t ← (t + a·b + k·m) / 2⁶⁴ with k chosen so that the division is exact.
@inlinable @inline(__always)
func montgomeryRow(_ t: inout Limbs, _ a: Limbs, _ b: UInt64, _ m: Limbs, _ negatedInverse: UInt64) {
    let p = multiplyByWord(a, b)
    var carry: UInt64 = 0
    let s0 = add(t.0, p.0, &carry)
    let s1 = add(t.1, p.1, &carry)
    let s2 = add(t.2, p.2, &carry)
    let s3 = add(t.3, p.3, &carry)
    let s4 = p.4 &+ carry
    let q = multiplyByWord(m, s0 &* negatedInverse)
    carry = 0
    _ = add(s0, q.0, &carry)
    t.0 = add(s1, q.1, &carry)
    t.1 = add(s2, q.2, &carry)
    t.2 = add(s3, q.3, &carry)
    t.3 = s4 &+ q.4 &+ carry
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
