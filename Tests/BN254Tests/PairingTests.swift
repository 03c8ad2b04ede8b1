import BN254
import TestSupport
import Testing

@Suite struct PairingTests {
    @Test func bilinear() {
        var generator = SeededGenerator(seed: 31)
        let base = Pairing.pairing(.generator, .generator)
        #expect(base != .one)
        #expect(base.pow(words: Fr.modulusWords) == .one)
        for _ in 0..<8 {
            let a = Fr.biased(using: &generator), b = Fr.biased(using: &generator)
            let words = (a * b).canonicalLimbs
            let value = Pairing.pairing((G1.generator * a).affine, (G2.generator * b).affine)
            #expect(value == base.pow(words: [words.0, words.1, words.2, words.3]), "seed 31")
            #expect(value == Pairing.pairing((G1.generator * b).affine, (G2.generator * a).affine), "seed 31")
        }
    }

    @Test func checks() {
        var generator = SeededGenerator(seed: 32)
        let a = Fr.random(using: &generator), b = Fr.random(using: &generator)
        let p = (G1.generator * a).affine, q = (G2.generator * b).affine
        let opposite = (G1.generator * -(a * b)).affine
        #expect(Pairing.check([]))
        #expect(Pairing.check([(p, q), (opposite, .generator)]))
        #expect(Pairing.check([(.infinity, q)]) && Pairing.check([(p, .infinity)]))
        #expect(Pairing.check([(p, q), (.infinity, q), (opposite, .generator), (p, .infinity)]))
        #expect(!Pairing.check([(p, q)]))
        #expect(!Pairing.check([(p, q), (-opposite, .generator)]))
        #expect(!Pairing.check([(p, q), (opposite, -.generator)]))
        let prepared = G2Prepared(.generator)
        #expect(Pairing.check(prepared: [(p, G2Prepared(q)), (opposite, prepared)]))
        #expect(Pairing.check(prepared: [(p, prepared), (-p, prepared)]))
    }

    @Test func linearInBothArguments() {
        var generator = SeededGenerator(seed: 33)
        for _ in 0..<3 {
            let p1 = G1.biased(using: &generator), p2 = G1.biased(using: &generator)
            let q1 = G2.biased(using: &generator), q2 = G2.biased(using: &generator)
            let e = { (p: G1, q: G2) in Pairing.pairing(p.affine, q.affine) }
            #expect(e(p1 + p2, q1) == e(p1, q1) * e(p2, q1), "seed 33")
            #expect(e(p1, q1 + q2) == e(p1, q1) * e(p1, q2), "seed 33")
            #expect(e(-p1, q1) * e(p1, q1) == .one, "seed 33")
        }
    }
}
