/// The optimal ate pairing G1 × G2 → the subgroup of order r of Fq12's units (Vercauteren, ePrint 2008/096).
public enum Pairing {
    /// The x of the Barreto–Naehrig family: q = 36x⁴ + 36x³ + 24x² + 6x + 1, r = q − 6x².
    static let curveParameter: UInt64 = 4_965_661_367_192_848_881

    /// e(p, q), raised to exactly (q¹² − 1)/r, so that values compare with those of other implementations.
    public static func pairing(_ p: G1Affine, _ q: G2Affine) -> Fq12 {
        finalExponentiation(millerLoop([(p, G2Prepared(q))]))
    }

    /// Whether Π e(pᵢ, qᵢ) = 1, with one final exponentiation; true for no pairs. Points are taken to be in their groups.
    public static func check(_ pairs: [(G1Affine, G2Affine)]) -> Bool {
        check(prepared: pairs.map { ($0.0, G2Prepared($0.1)) })
    }

    /// As `check`, for points of G2 prepared beforehand.
    public static func check(prepared pairs: [(G1Affine, G2Prepared)]) -> Bool {
        finalExponentiation(millerLoop(pairs)) == .one
    }

    /// f^((q¹² − 1)/r); zero for zero. The hard part by Scott et al. (ePrint 2008/490).
    static func finalExponentiation(_ f: Fq12) -> Fq12 {
        guard let inverse = f.inverse() else { return .zero }
        // f^((q⁶ − 1)(q² + 1)); from here on the conjugate is the inverse.
        let g = f.conjugate * inverse
        let m = g.frobenius(2) * g
        let mx = m.toTheX()
        let mx2 = mx.toTheX()
        let mx3 = mx2.toTheX()
        let y0 = m.frobenius(1) * m.frobenius(2) * m.frobenius(3)
        let y1 = m.conjugate
        let y2 = mx2.frobenius(2)
        let y3 = mx.frobenius(1).conjugate
        let y4 = (mx * mx2.frobenius(1)).conjugate
        let y5 = mx2.conjugate
        let y6 = (mx3 * mx3.frobenius(1)).conjugate
        // y0·y1²·y2⁶·y3¹²·y4¹⁸·y5³⁰·y6³⁶ by a vectorial addition chain.
        var t0 = y6.cyclotomicSquared() * y4 * y5
        var t1 = y3 * y5 * t0
        t0 = t0 * y2
        t1 = (t1.cyclotomicSquared() * t0).cyclotomicSquared()
        t0 = (t1 * y1).cyclotomicSquared()
        t1 = t1 * y0
        return t0 * t1
    }
}

extension Fq12 {
    /// self^x for the curve's x and an element of the cyclotomic subgroup.
    fileprivate func toTheX() -> Fq12 {
        var result = self
        for bit in (0..<62).reversed() {
            result = result.cyclotomicSquared()
            if (Pairing.curveParameter >> UInt64(bit)) & 1 == 1 { result = result * self }
        }
        return result
    }
}
