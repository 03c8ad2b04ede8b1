import BN254
import Parallel
import Testing
import TestSupport

/// The lanes and the portable kernels agree on every input. Where the processor has no lanes both sides are the
/// portable kernels, and the naive twins of the other suites are the check.
@Suite struct LanesTests {
    private func scalars(_ count: Int, seed: UInt64) -> [Fr] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Fr.biased(using: &random) }
    }

    @Test("transforms", arguments: [0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17])
    func transforms(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        for seed in 1...4 as ClosedRange<UInt64> {
            var extreme = scalars(domain.size, seed: seed)
            if seed == 4 { extreme = Array(repeating: -Fr.one, count: domain.size) }
            var (lanes, portable) = (extreme, extreme)
            domain.cosetFFT(&lanes, shift: Fr.multiplicativeGenerator)
            Lanes.portable { domain.cosetFFT(&portable, shift: Fr.multiplicativeGenerator) }
            #expect(lanes == portable, "coset transform of 2^\(logSize), seed \(seed)")
            domain.inverseCosetFFT(&lanes, shift: Fr.multiplicativeGenerator)
            #expect(lanes == extreme, "inverse coset transform of 2^\(logSize), seed \(seed)")
        }
    }

    /// Results at the ends of the field, where a quotient that is read from the highest bits is one too large.
    @Test("transforms to extreme values", arguments: [8, 9, 11, 12, 13, 14])
    func extremeValues(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        let ends = [Fr.zero, .one, -.one, Fr(2), -Fr(2), Fr(1 << 20), -Fr(1 << 40)]
        var random = SeededGenerator(seed: UInt64(logSize))
        for shift in [Fr.one, .multiplicativeGenerator] {
            let values = (0..<domain.size).map { _ in ends[Int(random.next() % UInt64(ends.count))] }
            var coefficients = values
            Lanes.portable { domain.inverseCosetFFT(&coefficients, shift: shift) }
            var lanes = coefficients
            domain.cosetFFT(&lanes, shift: shift)
            #expect(lanes == values, "2^\(logSize), shift \(shift)")
            // The same values as coefficients of what is transformed back.
            var back = values
            Lanes.portable { domain.cosetFFT(&back, shift: shift) }
            domain.inverseCosetFFT(&back, shift: shift)
            #expect(back == values, "2^\(logSize), shift \(shift), inverse")
        }
    }

    @Test("fixed-base multiplication", arguments: [8, 9, 64, 333, 1024])
    func multiplication(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let step = G1(G1Affine.generator) * Fr.random(using: &random)
        var points = [G1.generator]
        for _ in 1..<count { points.append(points[points.count - 1].doubled() + step) }
        let bases = G1.batchNormalize(points)
        let table = MultiplesTable(bases: bases)
        let portable = Lanes.portable { MultiplesTable(bases: bases) }
        let kinds: [(String, (Int) -> Fr)] = [
            ("biased", { _ in Fr.biased(using: &random) }),
            ("bytes", { Fr($0 & 255) }),
            ("signed", { Fr($0 % 7 - 3) }),
            ("zeros", { _ in .zero }),
            ("one in seven", { $0 % 7 == 0 ? -Fr.one : .zero }),
            ("around r/2", { Fr(reducing: (0xa1f0fac9f8000000 + UInt64($0 & 3), 0x9419f4243cdcb848, 0xdc2822db40c0ac2e, 0x183227397098d014)) }),
        ]
        for (name, make) in kinds {
            for length in [count, count / 2, 1] {
                let scalars = (0..<length).map(make)
                let expected = MSM.naive(scalars, Array(bases.prefix(length)))
                let sum = table?.multiply(scalars) ?? MSM.compute(scalars, Array(bases.prefix(length)))
                #expect(sum == expected, "\(name), \(length) of \(count) bases")
                #expect(portable?.multiply(scalars) == expected, "\(name), \(length) of \(count) bases, portable multiples")
                #expect(Parallel.serially { portable?.multiply(scalars) } == expected, "\(name), \(length) of \(count) bases, one thread")
            }
        }
    }

    @Test func equalPointsAreLeftToThePortableKernel() throws {
        // Twice the same base in one bucket is a doubling, which batch-affine addition cannot do.
        let bases = [G1Affine](repeating: .generator, count: 16)
        let ones = [Fr](repeating: .one, count: 16)
        if Lanes.enabled {
            let table = try #require(MultiplesTable(bases: bases))
            #expect(table.multiply(ones) == nil)
            #expect(table.multiply([.one]) == G1.generator)
            #expect(table.multiply(ones + [.one]) == nil)
        }
        let portable = try #require(Lanes.portable { MultiplesTable(bases: bases) })
        #expect(portable.multiply(ones) == G1.generator * Fr(16))
        #expect(portable.multiply(ones + [.one]) == nil)
        #expect(Lanes.portable { MultiplesTable(bases: bases.dropLast() + [.infinity]) } == nil)
        #expect(Lanes.portable { MultiplesTable(bases: Array(bases.prefix(7))) } == nil)
    }

    /// Full scalars over multiples of equal and opposite bases: buckets of doublings and of sums at infinity, and more terms of one bucket than
    /// are summed together.
    @Test func portableMultiplesOfUnfavourableBases() throws {
        let count = 6000
        let step = (G1.generator * Fr(-77)).affine
        let bases = (0..<count).map { $0 % 4 == 1 ? -G1Affine.generator : $0 % 4 == 3 ? step : G1Affine.generator }
        let table = try #require(Lanes.portable { MultiplesTable(bases: bases) })
        let weights = (0..<count).map { $0 % 4 == 1 ? -Fr.one : $0 % 4 == 3 ? Fr(-77) : Fr.one }
        var random = SeededGenerator(seed: 12)
        let full = Fr.random(using: &random)
        for (name, scalars) in [
            ("equal", [Fr](repeating: full, count: count)), ("opposite", (0..<count).map { $0 % 2 == 0 ? full : -full }),
            ("biased", self.scalars(count, seed: 13)),
        ] {
            let expected = G1.generator * zip(scalars, weights).reduce(Fr.zero) { $0 + $1.0 * $1.1 }
            #expect(table.multiply(scalars) == expected, "\(name)")
            #expect(Parallel.serially { table.multiply(scalars) } == expected, "\(name), one thread")
        }
    }

    @Test("row programs", arguments: [8, 16, 64, 1024])
    func rowPrograms(rows: Int) {
        var buffer = ColumnBuffer(rows: rows)
        for column in 0..<4 { buffer.append(scalars(rows, seed: UInt64(column + 1))) }
        var program = RowProgram()
        let a = program.append(.load(column: 0, rotation: 0))
        let b = program.append(.load(column: 1, rotation: 1))
        let c = program.append(.load(column: 2, rotation: -1))
        let d = program.append(.load(column: 3, rotation: 0))
        let k = program.append(.constant(-Fr.one))
        let product = program.append(.multiply(a, b))
        let sum = program.append(.add(product, c))
        let difference = program.append(.subtract(sum, program.append(.multiply(d, k))))
        let high = program.append(.multiply(difference, difference))
        let outputs = [product, difference, high, k]
        for count in [rows, rows - 3, 5] {
            let lanes = program.run(on: [buffer], count: count, outputs: outputs)
            let portable = Lanes.portable { program.run(on: [buffer], count: count, outputs: outputs) }
            #expect(lanes.values == portable.values, "\(count) of \(rows) rows")
            let row = count - 1
            let x = buffer.values[row] * buffer.values[rows + (row + 1) % rows]
            let y = x + buffer.values[2 * rows + (row + rows - 1) % rows] + buffer.values[3 * rows + row]
            let result = outputs.indices.map { lanes.values[$0 * rows + row] }
            #expect(result == [x, y, y * y, -Fr.one])
        }
    }

    @Test("batch inversion", arguments: [0, 1, 255, 256, 257, 2048, 5003])
    func batchInversion(count: Int) {
        var values = scalars(count, seed: UInt64(count + 1))
        for index in stride(from: 0, to: count, by: 17) { values[index] = .zero }
        let before = values
        Fr.batchInvert(&values)
        for (value, inverse) in zip(before, values) {
            #expect(value.isZero ? inverse.isZero : value * inverse == .one, "of \(value), \(count) values")
        }
    }

    @Test("cosets", arguments: [0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14])
    func cosets(logSize: Int) {
        let domain = EvaluationDomain(logSize: logSize)
        for (seed, shift) in [Fr.multiplicativeGenerator, -Fr.one, .one, Fr.delta].enumerated() {
            let coefficients = seed == 1
                ? [Fr](repeating: -Fr.one, count: domain.size) : scalars(max(1, domain.size - seed), seed: UInt64(seed + 1))
            let values = ColumnBuffer(rows: domain.size, columns: 1) { Coset(of: domain, shift: shift).evaluate(coefficients, into: $1) }
            let portable = Lanes.portable {
                ColumnBuffer(rows: domain.size, columns: 1) { Coset(of: domain, shift: shift).evaluate(coefficients, into: $1) }
            }
            #expect(values.values == portable.values, "2^\(logSize), shift \(seed)")
            // The definition, at a few points.
            for index in Set([0, domain.size / 3, domain.size - 1]) {
                let x = shift * domain.element(index)
                #expect(values.values[index] == coefficients.reversed().reduce(.zero) { $0 * x + $1 }, "point \(index) of 2^\(logSize)")
            }
        }
    }

    @Test("buffers", arguments: [1, 7, 8, 9, 31, 32, 33, 257, 4099])
    func buffers(count: Int) {
        let a = scalars(count, seed: UInt64(count)), b = scalars(count, seed: UInt64(count) + 1)
        let factor = scalars(1, seed: 9)[0]
        var products = a
        var sums = a
        b.withUnsafeBufferPointer { b in
            products.withUnsafeMutableBufferPointer { Fr.multiply($0, by: b) }
            sums.withUnsafeMutableBufferPointer { Fr.add(b, times: factor, to: $0) }
        }
        for index in a.indices {
            #expect(products[index] == a[index] * b[index] && sums[index] == a[index] + factor * b[index], "element \(index) of \(count)")
        }
        let expected = a.reversed().reduce(Fr.zero) { $0 * factor + $1 }
        #expect(Polynomial.evaluate(a, at: factor) == expected && Lanes.portable { Polynomial.evaluate(a, at: factor) } == expected)
    }

    /// One bucket with more terms than are summed together, and more buckets than fit at once.
    @Test func longSums() {
        let count = 40_000
        var points = [G1.generator]
        for _ in 1..<count { points.append(points[points.count - 1].doubled() + G1Affine.generator) }
        let bases = G1.batchNormalize(points)
        guard let table = MultiplesTable(bases: bases), let portable = Lanes.portable({ MultiplesTable(bases: bases) }) else {
            Issue.record("no multiples")
            return
        }
        for (name, scalars) in [("ones", [Fr](repeating: .one, count: count)), ("full", scalars(count, seed: 4))] {
            let expected = MSM.compute(scalars, bases)
            #expect(table.multiply(scalars) == expected && portable.multiply(scalars) == expected, "\(name)")
        }
    }
}
