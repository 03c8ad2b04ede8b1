// Products with factors known beforehand (after Shoup; see Harvey, arXiv 1205.2926): ⌊w·2²⁵⁶/r⌋ is kept beside w, so that the quotient of b·w by
// r is read from the high half of one product and only low halves of two others are needed. 33 multiplications of words where Montgomery's
// method takes 36, and none waits for a word of the result, as each row of Montgomery's does.

/// A factor w in Fr and ⌊w·2²⁵⁶/r⌋.
package struct FixedFactor: Sendable {
    /// w itself, not in Montgomery form: a product with a value in Montgomery form is in Montgomery form.
    let value: Limbs
    let quotient: Limbs

    package init(_ factor: Fr) {
        value = factor.canonicalLimbs
        // w·2²⁵⁶ = quotient·r + w's Montgomery form, so modulo 2²⁵⁶ the quotient is that form over −r.
        quotient = lowProduct(factor.montgomeryLimbs, negatedInverse256)
    }

    /// w·b − k·r ≥ 0 for an integer k: below 2r for b ≤ 0.99·2²⁵⁶.
    ///
    /// The quotient lacks at most b/2²⁵⁶ for what ⌊⌋ cut from the factor, 6/2⁶⁴ for the words left out of the high product, and less than 1
    /// for its own ⌊⌋.
    @inline(__always)
    package func product(_ b: Limbs) -> Limbs {
        addLimbs(lowProduct(value, b), lowProduct(negatedModulus, approximateHighProduct(quotient, b)))
    }
}

/// −r⁻¹ mod 2²⁵⁶.
private var negatedInverse256: Limbs {
    (0xc2e1f593efffffff, 0x6586864b4c6911b3, 0xe39a982899062391, 0x73f82f1d0d8341b2)
}

/// 2²⁵⁶ − r.
@inline(__always)
private var negatedModulus: Limbs {
    (0 &- Fr.modulus.0, ~Fr.modulus.1, ~Fr.modulus.2, ~Fr.modulus.3)
}

/// a + b + carry, with the carries from comparisons. Between products the compiler makes better code of this than of `add`: a fixed product took
/// 206 instructions against 229.
@inline(__always)
private func addComparing(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
    let first = a &+ b
    let sum = first &+ carry
    carry = (first < a ? 1 : 0) | (sum < first ? 1 : 0)
    return sum
}

/// a·b mod 2²⁵⁶.
@inline(__always)
private func lowProduct(_ a: Limbs, _ b: Limbs) -> Limbs {
    let p0 = a.0.multipliedFullWidth(by: b.0), p1 = a.1.multipliedFullWidth(by: b.0), p2 = a.2.multipliedFullWidth(by: b.0)
    var carry: UInt64 = 0
    var r1 = addComparing(p0.high, p1.low, &carry)
    var r2 = addComparing(p1.high, p2.low, &carry)
    var r3 = p2.high &+ a.3 &* b.0 &+ carry
    let q0 = a.0.multipliedFullWidth(by: b.1), q1 = a.1.multipliedFullWidth(by: b.1)
    carry = 0
    let x2 = addComparing(q0.high, q1.low, &carry)
    r3 = r3 &+ q1.high &+ a.2 &* b.1 &+ carry
    carry = 0
    r1 = addComparing(r1, q0.low, &carry)
    r2 = addComparing(r2, x2, &carry)
    r3 = r3 &+ carry
    let s0 = a.0.multipliedFullWidth(by: b.2)
    carry = 0
    r2 = addComparing(r2, s0.low, &carry)
    r3 = r3 &+ s0.high &+ a.1 &* b.2 &+ a.0 &* b.3 &+ carry
    return (p0.low, r1, r2, r3)
}

/// ⌊(a·b − d)/2²⁵⁶⌋ for some 0 ≤ d < 6·2¹⁹²: products of words that end below the third word are left out, as are those words' low halves.
@inline(__always)
private func approximateHighProduct(_ a: Limbs, _ b: Limbs) -> Limbs {
    let p2 = a.2.multipliedFullWidth(by: b.0).high, p3 = a.3.multipliedFullWidth(by: b.0)
    var carry: UInt64 = 0
    var c3 = addComparing(p2, p3.low, &carry)
    var c4 = p3.high &+ carry

    let q1 = a.1.multipliedFullWidth(by: b.1).high, q2 = a.2.multipliedFullWidth(by: b.1), q3 = a.3.multipliedFullWidth(by: b.1)
    carry = 0
    var x3 = addComparing(q1, q2.low, &carry)
    var x4 = addComparing(q2.high, q3.low, &carry)
    var x5 = q3.high &+ carry
    carry = 0
    c3 = addComparing(c3, x3, &carry)
    c4 = addComparing(c4, x4, &carry)
    var c5 = x5 &+ carry

    let s0 = a.0.multipliedFullWidth(by: b.2).high, s1 = a.1.multipliedFullWidth(by: b.2)
    let s2 = a.2.multipliedFullWidth(by: b.2), s3 = a.3.multipliedFullWidth(by: b.2)
    carry = 0
    x3 = addComparing(s0, s1.low, &carry)
    x4 = addComparing(s1.high, s2.low, &carry)
    x5 = addComparing(s2.high, s3.low, &carry)
    let x6 = s3.high &+ carry
    carry = 0
    c3 = addComparing(c3, x3, &carry)
    c4 = addComparing(c4, x4, &carry)
    c5 = addComparing(c5, x5, &carry)
    var c6 = x6 &+ carry

    let t0 = a.0.multipliedFullWidth(by: b.3), t1 = a.1.multipliedFullWidth(by: b.3)
    let t2 = a.2.multipliedFullWidth(by: b.3), t3 = a.3.multipliedFullWidth(by: b.3)
    carry = 0
    let y4 = addComparing(t0.high, t1.low, &carry)
    let y5 = addComparing(t1.high, t2.low, &carry)
    let y6 = addComparing(t2.high, t3.low, &carry)
    let y7 = t3.high &+ carry
    carry = 0
    _ = addComparing(c3, t0.low, &carry)
    c4 = addComparing(c4, y4, &carry)
    c5 = addComparing(c5, y5, &carry)
    c6 = addComparing(c6, y6, &carry)
    return (c4, c5, c6, y7 &+ carry)
}
