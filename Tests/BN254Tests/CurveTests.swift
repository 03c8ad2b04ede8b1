import BN254
import TestSupport
import Testing

/// The laws of a group of order r, written once for both.
struct GroupLaws<G: JacobianCurvePoint> {
    let seed: UInt64
    let location: SourceLocation

    func check(rounds: Int) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<rounds {
            let a = G.biased(using: &generator), b = G.biased(using: &generator), c = G.biased(using: &generator)
            let s = Fr.biased(using: &generator), t = Fr.biased(using: &generator)
            holds(a + b == b + a, "a + b = b + a", round)
            holds((a + b) + c == a + (b + c), "(a + b) + c = a + (b + c)", round)
            holds(a + G.infinity == a && G.infinity + a == a && (a - a).isInfinity, "neutral and opposite", round)
            holds(a + a == a.doubled(), "a + a = 2a", round)
            holds(a + b.affine == a + b, "mixed addition", round)
            holds(a + a.affine == a.doubled() && (a + (-a).affine).isInfinity, "mixed doubling and cancelling", round)
            holds(G.infinity + a.affine == a && a + G.infinity.affine == a, "mixed neutral", round)
            holds(a * s + a * t == a * (s + t), "as + at = a(s + t)", round)
            holds((a * s) * t == a * (s * t), "(as)t = a(st)", round)
            holds(a * s + b * s == (a + b) * s, "as + bs = (a + b)s", round)
            holds(a * s == doubleAndAdd(a, s), "windows equal double and add", round)
            holds(a.affine.isOnCurve && G(a.affine) == a, "affine form", round)
            let scaled = rescaled(a, by: b)
            holds(scaled == a && scaled.affine == a.affine && scaled + b == a + b, "any Z", round)
        }
        let points = (0..<20).map { _ in G.biased(using: &generator) }
        holds(G.batchNormalize(points) == points.map(\.affine), "batch normalisation", rounds)
        holds(G.generator.multiplied(byWords: Fr.modulus).isInfinity, "order r", rounds)
        holds((G.generator * Fr(-1)) == -G.generator, "−1", rounds)
    }

    private func doubleAndAdd(_ point: G, _ scalar: Fr) -> G {
        scalar.bigEndianBytes.reduce(G.infinity) { sum, byte in
            (0..<8).reversed().reduce(sum) { sum, bit in
                (byte >> UInt8(bit)) & 1 == 1 ? sum.doubled() + point : sum.doubled()
            }
        }
    }

    /// The same point with another Z.
    private func rescaled(_ point: G, by other: G) -> G {
        let factor = other.isInfinity ? point.z.doubled() : other.x
        if factor.isZero || point.isInfinity { return point }
        let square = factor.squared()
        return G(x: point.x * square, y: point.y * square * factor, z: point.z * factor)
    }

    private func holds(_ condition: Bool, _ law: String, _ round: Int) {
        if !condition { Issue.record("\(G.self): \(law) fails in round \(round) of seed \(seed)", sourceLocation: location) }
    }
}

@Suite struct CurveTests {
    @Test func firstGroup() { GroupLaws<G1>(seed: 21, location: #_sourceLocation).check(rounds: 60) }
    @Test func secondGroup() { GroupLaws<G2>(seed: 22, location: #_sourceLocation).check(rounds: 40) }

    @Test func encodingsOfG1() {
        var generator = SeededGenerator(seed: 23)
        for _ in 0..<60 {
            let point = G1.biased(using: &generator).affine
            #expect(G1Affine(uncompressed: point.uncompressedBytes) == point)
            #expect(G1Affine(compressed: point.compressedBytes) == point)
        }
        #expect(G1Affine.infinity.uncompressedBytes == [UInt8](repeating: 0, count: 64))
        #expect(G1Affine(uncompressed: [UInt8](repeating: 0, count: 64))?.isInfinity == true)
        #expect(G1Affine(x: .one, y: .one) == nil)
    }

    @Test func encodingsOfG2() {
        var generator = SeededGenerator(seed: 24)
        for _ in 0..<30 {
            let point = G2.biased(using: &generator).affine
            #expect(G2Affine(uncompressed: point.uncompressedBytes) == point)
            #expect(G2Affine(compressed: point.compressedBytes) == point)
        }
        #expect(G2Affine(uncompressed: [UInt8](repeating: 0, count: 128))?.isInfinity == true)
    }

    /// Every point has exactly one encoding of each form.
    @Test func nonCanonicalEncodings() {
        let point = G1Affine.generator
        // x + q still fits into 32 bytes.
        var bytes = Fq.bytes(Fq.bigModulus + 1) + point.y.bigEndianBytes
        #expect(G1Affine(uncompressed: bytes) == nil)
        bytes = point.x.bigEndianBytes + Fq.bytes(Fq.bigModulus + 2)
        #expect(G1Affine(uncompressed: bytes) == nil)
        bytes = Fq.bytes(Fq.bigModulus) + Fq.bytes(Fq.bigModulus)
        #expect(G1Affine(uncompressed: bytes) == nil)
        for count in [0, 1, 32, 63, 65, 128] {
            #expect(G1Affine(uncompressed: [UInt8](repeating: 0, count: count)) == nil)
            #expect(G2Affine(uncompressed: [UInt8](repeating: 0, count: count == 128 ? 127 : count)) == nil)
            #expect(G1Affine(compressed: [UInt8](repeating: 0x40, count: count == 32 ? 31 : count)) == nil)
        }
        var compressed = point.compressedBytes
        compressed[0] &= 0x3f
        #expect(G1Affine(compressed: compressed) == nil, "flag 00")
        compressed[0] |= 0x40
        #expect(G1Affine(compressed: compressed) == nil, "infinity with a coordinate")
        compressed = Fq.bytes(Fq.bigModulus + 1)
        compressed[0] |= 0x80
        #expect(G1Affine(compressed: compressed) == nil, "x ≥ q")
        // x = 0 gives y² = 3, and 3 is no square.
        #expect(G1Affine(compressed: [0x80] + [UInt8](repeating: 0, count: 31)) == nil)
        #expect(G2Affine(compressed: [0x80] + [UInt8](repeating: 0, count: 63)) == nil)
    }

    @Test func anyBytesDecodeOrNot() {
        var generator = SeededGenerator(seed: 25)
        for _ in 0..<300 {
            let count = Int(generator.next() % 140)
            let bytes = generator.bytes(count)
            for decoded in [G1Affine(uncompressed: bytes), G1Affine(compressed: bytes)].compactMap({ $0 }) {
                #expect(decoded.isOnCurve)
            }
            #expect(G2Affine(uncompressed: bytes) == nil, "seed 25: a random point of the twist in the subgroup")
        }
    }
}
