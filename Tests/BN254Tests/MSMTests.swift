import BN254
import Parallel
import TestSupport
import Testing

@Suite struct MSMTests {
    /// Points with everything that could upset bucket sums: infinity, repeats, opposites, neighbours.
    private static let bases: [G1Affine] = {
        var generator = SeededGenerator(seed: 60)
        var points: [G1] = []
        var point = G1.generator * Fr.random(using: &generator)
        for index in 0..<600 {
            switch index % 11 {
            case 3: points.append(.infinity)
            case 5: points.append(points[index - 1])
            case 7: points.append(-points[index - 1])
            default:
                point += .generator
                points.append(point)
            }
        }
        return G1.batchNormalize(points)
    }()

    private func compare(_ scalars: [Fr], _ note: String, at location: SourceLocation = #_sourceLocation) {
        let expected = MSM.naive(scalars, MSMTests.bases)
        #expect(MSM.compute(scalars, MSMTests.bases) == expected, "\(note), \(scalars.count) terms", sourceLocation: location)
        let serial = Parallel.serially { MSM.compute(scalars, MSMTests.bases) }
        #expect(serial == expected, "\(note), \(scalars.count) terms, one thread", sourceLocation: location)
    }

    @Test(arguments: [0, 1, 2, 3, 7, 31, 100, 333, 600])
    func fullScalars(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        compare((0..<count).map { _ in Fr.biased(using: &generator) }, "biased, seed \(count)")
        compare((0..<count).map { _ in Fr.random(using: &generator) }, "random, seed \(count)")
    }

    @Test(arguments: [1, 7, 8, 9, 16, 17, 32, 33, 63])
    func narrowScalars(bits: Int) {
        var generator = SeededGenerator(seed: UInt64(bits))
        let bound = UInt64.max >> UInt64(64 - bits)
        compare((0..<400).map { _ in Fr(generator.next() & bound) }, "\(bits) bits")
        compare((0..<400).map { _ in
            let value = Fr(generator.next() & bound)
            return generator.next() % 2 == 0 ? value : -value
        }, "signed \(bits) bits")
        compare((0..<400).map { $0 % 2 == 0 ? Fr(bound) : -Fr(bound) }, "±(2^\(bits) − 1)")
        compare((0..<400).map { $0 % 3 == 0 ? Fr(bound) + .one : Fr($0) }, "2^\(bits)")
    }

    @Test func mixedColumns() {
        var generator = SeededGenerator(seed: 61)
        for round in 0..<6 {
            let scalars = (0..<500).map { index -> Fr in
                if index >= 494 { return .random(using: &generator) }
                switch generator.next() % (round < 3 ? 3 : 7) {
                case 0: return .zero
                case 1: return .one
                case 2: return Fr(Int(generator.next() % 511) - 255)
                case 3: return Fr(Int(generator.next() % 131_071) - 65_535)
                case 4: return Fr(Int(truncatingIfNeeded: generator.next()))
                case 5: return -.one
                default: return .biased(using: &generator)
                }
            }
            compare(scalars, "mixed, seed 61, round \(round)")
        }
        compare([Fr](repeating: .zero, count: 300), "zeros")
        compare([Fr](repeating: .one, count: 300), "ones")
        compare([Fr](repeating: -.one, count: 300), "minus ones")
        compare([Fr](repeating: Fr(-2).inverse() ?? .one, count: 300), "halves")
        // The largest magnitudes on both sides.
        let half = -Fr.one * (Fr(2).inverse() ?? .one)
        compare((0..<300).map { $0 % 2 == 0 ? half : half + .one }, "±(r − 1)/2")
    }

    @Test func sameBaseEverywhere() {
        let bases = [G1Affine](repeating: .generator, count: 257)
        let scalars = (0..<257).map { Fr($0 * $0 - 900) }
        let sum = scalars.reduce(Fr.zero, +)
        #expect(MSM.compute(scalars, bases) == G1.generator * sum)
        #expect(MSM.compute([Fr](repeating: Fr(77), count: 257), bases) == G1.generator * Fr(77 * 257))
    }

    @Test func slicesStartAnywhere() {
        let scalars = (0..<40).map { Fr($0 * 1000 - 20_000) }
        let slice = MSMTests.bases[100..<150]
        #expect(MSM.compute(scalars, slice) == MSM.naive(scalars, Array(slice)))
    }

    /// Windows wide enough for buckets to be summed up in a square, of both shapes, one bucket each and few of many.
    @Test(arguments: [2, 3, 100, 9000])
    func manyBuckets(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let bases = (0..<8192).map { MSMTests.bases[1 + $0 % 2] }
        let weights = (0..<2).map { index in (0..<8192).map { $0 % 2 == index ? Fr.one : .zero } }
        for size in [1024, 2048, 8192] {
            let used = Array(bases.prefix(size))
            let table = try #require(Lanes.portable { MultiplesTable(bases: used) })
            let scalars = (0..<min(count, size)).map { _ in Fr.biased(using: &generator) }
            let expected = (0..<2).reduce(G1.infinity) { sum, index in
                sum + bases[index] * zip(scalars, weights[index]).reduce(Fr.zero) { $0 + $1.0 * $1.1 }
            }
            #expect(table.multiply(scalars) == expected, "\(scalars.count) of \(size)")
            #expect(MSM.compute(scalars, used) == expected, "\(scalars.count) of \(size), bases themselves")
        }
    }

    @Test func largeSerialAndParallelAgree() {
        var generator = SeededGenerator(seed: 62)
        let bases = (0..<8).flatMap { _ in MSMTests.bases }
        let scalars = bases.indices.map { $0 % 3 == 0 ? Fr.random(using: &generator) : Fr(generator.next() % 65_536) }
        let folded = (0..<600).map { index in stride(from: index, to: scalars.count, by: 600).reduce(Fr.zero) { $0 + scalars[$1] } }
        let expected = MSM.naive(folded, MSMTests.bases)
        #expect(MSM.compute(scalars, bases) == expected)
        #expect(Parallel.serially { MSM.compute(scalars, bases) } == expected)
    }
}
