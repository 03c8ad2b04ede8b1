// Products with factors known beforehand: b is Σ b_i·2^64i, so b·w·2⁶⁴ is congruent to Σ b_i·(w·2^64(i+1) mod r), four numbers of 318 bits instead of
// one of 510, and one row of a Montgomery reduction is left of four: 21 multiplications of words where Montgomery's method takes 36.

/// A factor w in Fr: w·2⁶⁴, w·2¹²⁸, w·2¹⁹² and w·2²⁵⁶ mod r, 128 bytes.
package struct FixedFactor: Sendable {
    let w1, w2, w3, w4: Limbs

    package init(_ factor: Fr) {
        /// a/2⁶⁴ mod r.
        func shifted(_ a: Limbs) -> Limbs {
            var t = a
            montgomeryRow(&t, (0, 0, 0, 0), 0, Fr.modulus, Fr.negatedInverse)
            return t
        }
        // w·2²⁵⁶ is w's Montgomery form.
        w4 = factor.montgomeryLimbs
        w3 = shifted(w4)
        w2 = shifted(w3)
        w1 = shifted(w2)
    }

    /// w·b mod r in the form that b has, below 2r, for any b.
    @inline(__always)
    package func product(_ b: Limbs) -> Limbs {
        var t = multiplyByWord(w1, b.0)
        t = addFive(t, multiplyByWord(w2, b.1))
        t = addFive(t, multiplyByWord(w3, b.2))
        t = addFive(t, multiplyByWord(w4, b.3))
        // Below 4r·2⁶⁴, and the row adds less than r·2⁶⁴: five words hold 5.2r·2⁶⁴.
        t = addFive(t, multiplyByWord(Fr.modulus, t.0 &* Fr.negatedInverse))
        return belowDouble((t.1, t.2, t.3, t.4))
    }
}

private typealias FiveWords = (UInt64, UInt64, UInt64, UInt64, UInt64)

/// a + b over five words, by one chain of carries.
@inline(__always)
private func addFive(_ a: FiveWords, _ b: FiveWords) -> FiveWords {
    var carry: UInt64 = 0
    let r0 = add(a.0, b.0, &carry)
    let r1 = add(a.1, b.1, &carry)
    let r2 = add(a.2, b.2, &carry)
    let r3 = add(a.3, b.3, &carry)
    return (r0, r1, r2, r3, a.4 &+ b.4 &+ carry)
}

/// For a < 5r: below 3r without its highest bit, then less r where it is still at least 2²⁵⁴ = 1.3r: below 2r.
@inline(__always)
private func belowDouble(_ a: Limbs) -> Limbs {
    let b = belowHalf(a)
    let m = Fr.modulus
    // Not a comparison, which would become a branch on data.
    let mask: UInt64 = 0 &- (b.3 >> 63 | b.3 >> 62 & 1)
    return addLimbs(b, ((0 &- m.0) & mask, ~m.1 & mask, ~m.2 & mask, ~m.3 & mask))
}

/// a, or a − 2r where a ≥ 2²⁵⁵ = 2.65r: below that for a < 4.65r, below 3r for a < 5r.
@inline(__always)
func belowHalf(_ a: Limbs) -> Limbs {
    let mask = UInt64(bitPattern: Int64(bitPattern: a.3) >> 63)
    let (m0, m1, m2, m3) = doubleModulus
    return addLimbs(a, ((0 &- m0) & mask, ~m1 & mask, ~m2 & mask, ~m3 & mask))
}

/// 2r.
@inline(__always)
var doubleModulus: Limbs {
    (0x87c3eb27e0000002, 0x5067d090f372e122, 0x70a08b6d0302b0ba, 0x60c89ce5c2634053)
}
