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

    @Test(arguments: [13, 14, 15])
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
