// Inversion by divsteps (Bernstein–Yang, "Fast constant-time gcd computation and modular inversion", 2019), in its
// variable-time form: 62 steps on single words give a 2×2 matrix, which is then applied to the full numbers. About five
// times faster than raising to the power m − 2.

/// x⁻¹·2⁵¹² mod m for 0 < x < m: the inverse in Montgomery form of an x in Montgomery form. Nil when the two are not
/// coprime, which does not happen for a prime m.
func montgomeryInverse(_ x: Limbs, _ m: Limbs, _ square: Limbs, _ negatedInverse: UInt64) -> Limbs? {
    // f and g are signed, two's complement. Before round n, up to multiples of m: f = 4ⁿ·d·x and g = 4ⁿ·e·x.
    var f = m, g = x
    var d: Limbs = (0, 0, 0, 0), e: Limbs = (1, 0, 0, 0)
    var eta = -1
    var rounds = 0
    // 741 divsteps are proven to suffice for 256-bit inputs.
    while g != (0, 0, 0, 0) {
        if rounds == 13 { return nil }
        let step = divsteps(&eta, f.0, g.0)
        (f, g) = (combine(step.u, f, step.v, g), combine(step.q, f, step.r, g))
        (d, e) = (
            combineModulo(step.u, d, step.v, e, m, negatedInverse), combineModulo(step.q, d, step.r, e, m, negatedInverse)
        )
        rounds += 1
    }
    // The greatest common divisor is ±1.
    var result = d
    if f == (.max, .max, .max, .max) {
        result = subtractModulo((0, 0, 0, 0), d, m)
    } else if f != (1, 0, 0, 0) {
        return nil
    }
    for _ in 0..<2 * rounds { result = addModulo(result, result, m) }
    result = montgomeryProduct(result, square, m, negatedInverse)
    return montgomeryProduct(result, square, m, negatedInverse)
}

private struct DivstepMatrix {
    var u: Int64, v: Int64, q: Int64, r: Int64
}

/// 62 divsteps on the low words: (f, g) ← (u·f + v·g, q·f + r·g)/2⁶², with |u| + |v|, |q| + |r| ≤ 2⁶².
private func divsteps(_ eta: inout Int, _ low: UInt64, _ other: UInt64) -> DivstepMatrix {
    var u: UInt64 = 1, v: UInt64 = 0, q: UInt64 = 0, r: UInt64 = 1
    var f = low, g = other
    var left = 62
    while true {
        // The bits above those that still count stop the search for a one.
        let zeros = (g | (UInt64.max << UInt64(left))).trailingZeroBitCount
        g >>= UInt64(zeros)
        u <<= UInt64(zeros)
        v <<= UInt64(zeros)
        eta -= zeros
        left -= zeros
        if left == 0 { break }
        let multiple: UInt64
        if eta < 0 {
            eta = -eta
            (f, g) = (g, 0 &- f)
            (u, q) = (q, 0 &- u)
            (v, r) = (r, 0 &- v)
            // f·(f² − 2) is −1/f modulo 64: cancels up to six bits of g at once.
            let mask = (UInt64.max >> UInt64(64 - min(eta + 1, left))) & 63
            multiple = (f &* g &* (f &* f &- 2)) & mask
        } else {
            // f + 2·(f + 1 and 4) is 1/f modulo 16.
            let mask = (UInt64.max >> UInt64(64 - min(eta + 1, left))) & 15
            multiple = (0 &- (f &+ (((f &+ 1) & 4) << 1))) &* g & mask
        }
        g = g &+ f &* multiple
        q = q &+ u &* multiple
        r = r &+ v &* multiple
    }
    return DivstepMatrix(
        u: Int64(bitPattern: u), v: Int64(bitPattern: v), q: Int64(bitPattern: q), r: Int64(bitPattern: r))
}

/// (u·f + v·g)/2⁶², exact, for signed f and g below 2²⁵⁵ in magnitude.
private func combine(_ u: Int64, _ f: Limbs, _ v: Int64, _ g: Limbs) -> Limbs {
    let u = Int128(u), v = Int128(v)
    // No word's sum leaves 128 bits: |u|·2⁶⁴ + |v|·2⁶⁴ + carry ≤ 2¹²⁶ + 2⁶⁴.
    var sum = u &* Int128(f.0) &+ v &* Int128(g.0)
    let w0 = UInt64(truncatingIfNeeded: sum)
    sum = (sum >> 64) &+ u &* Int128(f.1) &+ v &* Int128(g.1)
    let w1 = UInt64(truncatingIfNeeded: sum)
    sum = (sum >> 64) &+ u &* Int128(f.2) &+ v &* Int128(g.2)
    let w2 = UInt64(truncatingIfNeeded: sum)
    sum = (sum >> 64) &+ u &* Int128(Int64(bitPattern: f.3)) &+ v &* Int128(Int64(bitPattern: g.3))
    let w3 = UInt64(truncatingIfNeeded: sum)
    let w4 = UInt64(truncatingIfNeeded: sum >> 64)
    return (w0 >> 62 | w1 << 2, w1 >> 62 | w2 << 2, w2 >> 62 | w3 << 2, w3 >> 62 | w4 << 2)
}

/// (u·d + v·e)/2⁶⁴ mod m, by one Montgomery row each.
private func combineModulo(_ u: Int64, _ d: Limbs, _ v: Int64, _ e: Limbs, _ m: Limbs, _ negatedInverse: UInt64) -> Limbs {
    func row(_ factor: Int64, _ value: Limbs) -> Limbs {
        var t: Limbs = (0, 0, 0, 0)
        montgomeryRow(&t, value, factor.magnitude, m, negatedInverse)
        let reduced = reduceOnce(t, m)
        return factor < 0 ? subtractModulo((0, 0, 0, 0), reduced, m) : reduced
    }
    return addModulo(row(u, d), row(v, e), m)
}
