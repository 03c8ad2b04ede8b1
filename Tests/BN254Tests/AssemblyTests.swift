import BN254
import BigInt
import CFieldWords
import Testing
import TestSupport

/// Assembly against integers of any size and against the same in Swift. On a processor without these instructions Swift stands for them, and the checks are
/// those of Swift's own products.
@Suite struct AssemblyTests {
    private static func integer(_ limbs: Limbs) -> BigUInt { BigUInt(words: [UInt(limbs.0), UInt(limbs.1), UInt(limbs.2), UInt(limbs.3)]) }

    private static func limbs(_ integer: BigUInt) -> Limbs {
        let words = Array(integer.words) + [0, 0, 0, 0]
        return (UInt64(words[0]), UInt64(words[1]), UInt64(words[2]), UInt64(words[3]))
    }

    /// a·b/2²⁵⁶ mod m for a < m and any b below 2²⁵⁶.
    @Test func products() {
        check(Fr.modulus, seed: 71) { a, b in
            #if arch(x86_64)
            if words_supported() { return words_product_r(a, b) }
            #endif
            return four_words((Fr(reducing: a.limbs) * Fr(reducing: b.limbs) * Self.radixInverse()).canonicalLimbs)
        }
        check(Fq.modulus, seed: 72) { a, b in
            #if arch(x86_64)
            if words_supported() { return words_product_q(a, b) }
            #endif
            return four_words((Fq(reducing: a.limbs) * Fq(reducing: b.limbs) * Self.radixInverse()).canonicalLimbs)
        }
    }

    private static func radixInverse<F: PrimeField>() -> F { F(uncheckedMontgomery: (1, 0, 0, 0)) }

    private func check(_ modulus: Limbs, seed: UInt64, _ product: (four_words, four_words) -> four_words) {
        var random = SeededGenerator(seed: seed)
        let m = Self.integer(modulus), radix = BigUInt(1) << 256
        let inverse = radix.inverse(m)
        guard let inverse else { return #expect(Bool(false), "2^256 has an inverse") }
        let ends = [BigUInt(0), 1, 2, m - 1, m - 2, m / 2, m / 2 + 1, (BigUInt(1) << 64) - 1, BigUInt(1) << 64, (BigUInt(1) << 192) - 1, (BigUInt(1) << 253) - 1]
        let wide = ends + [m, m + 1, 2 * m - 1, (BigUInt(1) << 255) - 1, BigUInt(1) << 255, radix - 1, radix - (BigUInt(1) << 192)]
        func any() -> BigUInt { Self.integer((random.next(), random.next(), random.next(), random.next())) }
        var pairs = ends.flatMap { a in wide.map { (a, $0) } }
        pairs += (0..<3000).map { _ in (any() % m, any()) }
        pairs += ends.map { ($0, any()) } + wide.map { (any() % m, $0) }
        for (a, b) in pairs {
            let result = product(four_words(Self.limbs(a)), four_words(Self.limbs(b)))
            let expected = Self.limbs(a * b * inverse % m)
            #expect(result.limbs == expected, "\(a) · \(b), seed \(seed)")
        }
    }

    @Test func fieldProducts() {
        var random = SeededGenerator(seed: 73)
        for _ in 0..<5000 {
            let (a, b): (Fr, Fr) = (.biased(using: &random), .biased(using: &random))
            #expect(Fr.product(a, b) == Fr.productInSwift(a, b) && a * b == Fr.productInSwift(a, b), "\(a) · \(b), seed 73")
            let (c, d): (Fq, Fq) = (.biased(using: &random), .biased(using: &random))
            #expect(Fq.product(c, d) == Fq.productInSwift(c, d) && c * d == Fq.productInSwift(c, d), "\(c) · \(d), seed 73")
        }
    }

    #if arch(x86_64)
    /// Sums and differences over all that a transform may hand a butterfly, in place and the other way round.
    @Test func butterflies() {
        guard words_supported() else { return }
        var random = SeededGenerator(seed: 74)
        let r = Self.integer(Fr.modulus), top = (BigUInt(1) << 255) + 2 * r
        let ends = [
            BigUInt(0), 1, r - 1, r, r + 1, 2 * r - 1, 2 * r, (BigUInt(1) << 254) - 1, BigUInt(1) << 254, (BigUInt(1) << 255) - 1, BigUInt(1) << 255,
            (BigUInt(1) << 255) + 1, top - 2 * r, top - 1, 3 * r, 4 * r,
        ]
        func any() -> BigUInt { Self.integer((random.next(), random.next(), random.next(), random.next())) % top }
        var factors = [Fr.zero, .one, -.one, Fr(2), Fr.rootOfUnity(logSize: 28)]
        factors += (0..<20).map { _ in .biased(using: &random) }
        for factor in factors {
            let pairs = ends.flatMap { low in ends.map { (low, $0) } } + (0..<200).map { _ in (any(), any()) }
            let w = Self.integer(factor.canonicalLimbs)
            let fixed = FixedFactor(factor)
            withUnsafeBytes(of: fixed) { fixed in
                guard let words = fixed.bindMemory(to: UInt64.self).baseAddress else { return }
                for (low, high) in pairs {
                    for swapped in [false, true] {
                        var both = [four_words(Self.limbs(low)), four_words(Self.limbs(high))]
                        both.withUnsafeMutableBufferPointer { both in
                            guard let base = both.baseAddress else { return }
                            words_butterfly_r(base + (swapped ? 1 : 0), base + (swapped ? 0 : 1), base, base + 1, words)
                        }
                        if swapped { both.swapAt(0, 1) }
                        let results = both.map { Self.integer($0.limbs) }
                        let text: Comment = "\(low) ± \(w) · \(high), swapped \(swapped), seed 74"
                        #expect(results[0] < top && results[1] < top, text)
                        #expect(results[0] % r == (low + w * high) % r, text)
                        #expect(results[1] % r == (low + w * (top * r - high)) % r, text)
                    }
                }
            }
        }
    }
    #endif

    @Test("transforms with and without assembly", arguments: [0, 1, 2, 3, 5, 8, 12, 14])
    func transforms(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        let half = (0..<max(1, domain.size / 2)).map { domain.element($0) }
        let sizeInverse = Fr(UInt64(domain.size)).inverse() ?? .zero
        var random = SeededGenerator(seed: 75 + UInt64(logSize))
        for shift in [Fr.one, .multiplicativeGenerator] {
            let inputs = (0..<domain.size).map { _ in Fr.biased(using: &random) }
            func results(assembly: Bool, inverse: Bool) -> [Fr] {
                let factors = TransformFactors(logSize: logSize, powers: half, shift: shift, sizeInverse: sizeInverse, assembly: assembly)
                var values = inputs
                values.withUnsafeMutableBufferPointer { factors.transform($0, inverse: inverse) }
                return values
            }
            for inverse in shift == .one ? [false, true] : [false] {
                let values = results(assembly: false, inverse: inverse)
                #expect(values == results(assembly: true, inverse: inverse), "2^\(logSize), shift \(shift), inverse \(inverse)")
                if inverse || domain.size < 2 { continue }
                #expect(values[1] == Polynomial.evaluate(inputs, at: shift * domain.element(1)))
            }
        }
    }
}
