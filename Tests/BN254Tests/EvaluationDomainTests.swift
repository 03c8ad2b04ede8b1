import BN254
import Parallel
import TestSupport
import Testing

@Suite struct EvaluationDomainTests {
    private func random(_ count: Int, _ seed: UInt64) -> [Fr] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Fr.biased(using: &generator) }
    }

    /// Σ coefficients[j]·(shift·ω^i)^j by its definition.
    private func naive(_ coefficients: [Fr], _ domain: EvaluationDomain, shift: Fr) -> [Fr] {
        (0..<domain.size).map { index in
            let x = shift * domain.omega.pow(UInt64(index))
            return coefficients.reversed().reduce(Fr.zero) { $0 * x + $1 }
        }
    }

    @Test(arguments: 0...7)
    func equalsTheQuadraticTransform(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        #expect(domain.omega.pow(UInt64(domain.size)) == .one && domain.omega * domain.omegaInverse == .one)
        #expect(domain.sizeInverse * Fr(domain.size) == .one)
        let coefficients = random(domain.size, UInt64(100 + logSize))
        for shift in [Fr.one, Fr.multiplicativeGenerator, Fr(-3)] {
            let values = naive(coefficients, domain, shift: shift)
            var work = coefficients
            domain.cosetFFT(&work, shift: shift)
            #expect(work == values)
            domain.inverseCosetFFT(&work, shift: shift)
            #expect(work == coefficients)
        }
        var work = coefficients
        domain.fft(&work)
        #expect(work == naive(coefficients, domain, shift: .one))
        domain.inverseFFT(&work)
        #expect(work == coefficients)
    }

    @Test(arguments: [0, 1, 2, 3, 5, 6, 7])
    func cosets(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        for shift in [Fr.one, -Fr.one, Fr.multiplicativeGenerator, Fr(-3), domain.omega] {
            for coefficients in [random(domain.size, 7), [], random(domain.size / 2, 8), [Fr](repeating: -.one, count: domain.size)] {
                let padded = coefficients + [Fr](repeating: .zero, count: domain.size - coefficients.count)
                var values = [Fr](repeating: .one, count: domain.size)
                values.withUnsafeMutableBufferPointer { Coset(of: domain, shift: shift).evaluate(coefficients, into: $0) }
                #expect(values == naive(padded, domain, shift: shift), "\(coefficients.count) of 2^\(logSize)")
            }
        }
    }

    /// Products with fixed factors against the field's own, over all that the transform may hand them.
    @Test func fixedFactors() {
        var generator = SeededGenerator(seed: 52)
        let r = Fr.modulus
        var factors = [Fr.zero, .one, -.one, Fr(2), Fr.rootOfUnity(logSize: 28)]
        factors += (0..<20).map { _ in .biased(using: &generator) }
        var operands: [Limbs] = [
            (0, 0, 0, 0), (1, 0, 0, 0), (r.0 - 1, r.1, r.2, r.3), r, (.max, .max, .max, .max >> 1), (0, 0, 0, 1 << 63),
            (0x87c3eb27e0000001, 0x5067d090f372e122, 0x70a08b6d0302b0ba, 0xe0c89ce5c2634053), (.max, .max, .max, 0xe0c89ce5c2634052),
            (.max, 0, 0, 0), (0, .max, 0, 0), (0, 0, .max, 0), (.max, .max, .max, 0), (.max, .max, .max, .max), (0, 0, 0, .max),
        ]
        operands += (0..<300).map { _ in (generator.next(), generator.next(), generator.next(), generator.next()) }
        for factor in factors {
            let fixed = FixedFactor(factor)
            for operand in operands {
                let product = fixed.product(operand)
                #expect(Fr(reducing: product) == factor * Fr(reducing: operand), "\(factor) · \(operand)")
                // Below 2r, the bits of which start 0x60c89ce5….
                let (high, low) = (product.3, (0x60c89ce5c2634053, 0x70a08b6d0302b0ba) as (UInt64, UInt64))
                #expect(high < low.0 || (high == low.0 && product.2 <= low.1), "\(factor) · \(operand)")
            }
        }
    }

    @Test(arguments: [12, 13, 14, 15])
    func largeTransforms(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        let coefficients = random(domain.size, UInt64(logSize))
        var values = coefficients
        domain.cosetFFT(&values, shift: .multiplicativeGenerator)
        for index in [0, 1, 2, domain.size / 3, domain.size - 1] {
            let x = Fr.multiplicativeGenerator * domain.element(index)
            #expect(values[index] == Polynomial.evaluate(coefficients, at: x))
        }
        var serial = coefficients
        Parallel.serially { domain.cosetFFT(&serial, shift: .multiplicativeGenerator) }
        #expect(serial == values)
        domain.inverseCosetFFT(&values, shift: .multiplicativeGenerator)
        #expect(values == coefficients)
        Parallel.serially { domain.inverseCosetFFT(&serial, shift: .multiplicativeGenerator) }
        #expect(serial == coefficients)
        let coset = Coset(of: domain, shift: .multiplicativeGenerator)
        domain.cosetFFT(&values, shift: .multiplicativeGenerator)
        var evaluations = [Fr](repeating: .zero, count: domain.size)
        evaluations.withUnsafeMutableBufferPointer { coset.evaluate(coefficients, into: $0) }
        #expect(evaluations == values)
    }

    @Test func columnsAndPadding() {
        let domain = EvaluationDomain(logSize: 5)
        let columns = [random(32, 1), random(7, 2), [], random(31, 3)]
        var together = columns
        domain.fft(columns: &together)
        for (column, values) in zip(columns, together) {
            #expect(values == naive(column, domain, shift: .one))
        }
        domain.inverseFFT(columns: &together)
        for (column, back) in zip(columns, together) {
            #expect(back == column + [Fr](repeating: .zero, count: 32 - column.count))
        }
        domain.cosetFFT(columns: &together, shift: Fr(9))
        domain.inverseCosetFFT(columns: &together, shift: Fr(9))
        #expect(together[0] == columns[0])
    }

    @Test(arguments: [0, 1, 4])
    func lagrange(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        let coefficients = random(domain.size, 41)
        var values = coefficients
        domain.fft(&values)
        let outside = Fr(123_456_789)
        for x in [outside, domain.element(0), domain.element(domain.size - 1)] {
            let basis = domain.lagrangeEvaluations(rows: 0..<domain.size, at: x)
            let expected = Polynomial.evaluate(coefficients, at: x)
            #expect(zip(basis, values).reduce(Fr.zero) { $0 + $1.0 * $1.1 } == expected)
            #expect(domain.evaluate(values: values, at: x) == expected)
        }
        #expect(domain.lagrangeEvaluations(rows: [-1], at: outside) == domain.lagrangeEvaluations(rows: [domain.size - 1], at: outside))
        #expect(domain.vanishing(at: domain.element(3)).isZero && !domain.vanishing(at: outside).isZero)
        #expect(domain.element(-1) == domain.omegaInverse)
    }

    @Test func polynomials() {
        let coefficients = random(5000, 51)
        let x = Fr(987_654_321)
        let value = coefficients.reversed().reduce(Fr.zero) { $0 * x + $1 }
        #expect(Polynomial.evaluate(coefficients, at: x) == value)
        #expect(Polynomial.evaluate([], at: x).isZero && Polynomial.evaluate([x], at: .zero) == x)
        let quotient = Polynomial.divide(coefficients, byRoot: x)
        let y = Fr(31337)
        #expect(Polynomial.evaluate(quotient, at: y) * (y - x) + value == Polynomial.evaluate(coefficients, at: y))
        #expect(Polynomial.divide([x], byRoot: x).isEmpty)
    }

    @Test(arguments: [0, 1, 3, 5])
    func lagrangeBases(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        let tau = Fr(424_242)
        let powers = (0..<domain.size).map { (G1.generator * tau.pow(UInt64($0))).affine }
        let expected = domain.lagrangeEvaluations(rows: 0..<domain.size, at: tau).map { (G1.generator * $0).affine }
        #expect(domain.lagrangeBases(powers) == expected)
        #expect(domain.lagrangeBases(columns: [powers, powers]) == [expected, expected])
    }
}
