import Parallel

/// Times the kernels that proving is made of, for `assay bench`.
public enum KernelBenchmark {
    public struct Measurement: Sendable {
        /// What was timed, with its size: "MSM 2^11, 8-bit scalars".
        public let name: String
        /// The median over `runs`, of one operation.
        public let median: Duration
        public let runs: Int
        public let threads: Int
    }

    /// Medians of `runs` runs each, after one run to warm up. Takes about a second for five runs.
    ///
    /// - Parameter logSize: the size of the multi-scalar multiplications, 2^11 as in the default feed unless told otherwise.
    public static func run(runs: Int = 5, logSize: Int = 11) -> [Measurement] {
        var random = Generator()
        var results: [Measurement] = []
        func time(_ name: String, per operations: Int = 1, serially: Bool = false, _ body: () -> Void) {
            let clock = ContinuousClock()
            func once() -> Duration { clock.measure { serially ? Parallel.serially(body) : body() } }
            _ = once()
            let times = (0..<max(1, runs)).map { _ in once() }.sorted()
            results.append(Measurement(
                name: name, median: times[times.count / 2] / operations, runs: times.count,
                threads: serially ? 1 : Parallel.threads))
        }

        var factor = Fr.random(using: &random)
        let multiplier = Fr.random(using: &random)
        time("Fr multiplication", per: 100_000, serially: true) {
            for _ in 0..<100_000 { factor *= multiplier }
        }
        var values = (0..<4096).map { _ in Fr.random(using: &random) }
        values[0] += factor
        let domain = EvaluationDomain(logSize: 12)
        time("NTT 2^12", serially: true) { domain.fft(&values) }
        time("Fr batch inversion 2^12", serially: true) { Fr.batchInvert(&values) }

        let size = 1 << logSize
        let bases = points(size)
        let full = (0..<size).map { _ in Fr.random(using: &random) }
        let bytes = (0..<size).map { _ in Fr(random.next() & 255) }
        var sum = G1.infinity
        var accepted = false
        for serially in [true, false] where serially || Parallel.threads > 1 {
            time("MSM 2^\(logSize), full scalars", serially: serially) { sum += MSM.compute(full, bases) }
            time("MSM 2^\(logSize), 8-bit scalars", serially: serially) { sum += MSM.compute(bytes, bases) }
        }
        // What commitments use where the processor has lanes: multiples of the bases, made once.
        if let table = MultiplesTable(bases: bases) {
            for serially in [true, false] where serially || Parallel.threads > 1 {
                time("fixed bases 2^\(logSize), full scalars, lanes", serially: serially) { sum += table.multiply(full) ?? sum }
                time("fixed bases 2^\(logSize), 8-bit scalars, lanes", serially: serially) { sum += table.multiply(bytes) ?? sum }
            }
            time("multiples of 2^\(logSize) bases, lanes") { accepted = MultiplesTable(bases: bases) != nil }
        }
        let p = sum.affine
        time("pairing check of 2 pairs", serially: true) {
            accepted = Pairing.check([(p, .generator), (-p, .generator)])
        }
        precondition(accepted, "e(P, Q)·e(−P, Q) is one")
        return results
    }

    private static func points(_ count: Int) -> [G1Affine] {
        var points: [G1] = []
        var point = G1.generator
        for _ in 0..<count {
            points.append(point)
            point = point.doubled() + G1Affine.generator
        }
        return G1.batchNormalize(points)
    }

    /// SplitMix64 from a fixed seed: every run times the same work.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64 = 0

        mutating func next() -> UInt64 {
            state &+= 0x9e3779b97f4a7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58476d1ce4e5b9
            word = (word ^ (word >> 27)) &* 0x94d049bb133111eb
            return word ^ (word >> 31)
        }
    }
}
