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
        /// Whether the eight-lane kernels ran; otherwise the portable ones.
        public let lanes: Bool
    }

    public enum Selection: Sendable {
        /// What a proof of 2^10 rows is made of, in the kernels that are in use here: about two seconds.
        case feed
        /// Sizes up to 2^16, lanes and portable, one thread and all: about a minute.
        case all
        /// Each portable kernel once, for a tool that counts instructions.
        case once
    }

    /// Medians of `runs` runs each, after one run to warm up.
    ///
    /// A multi-scalar multiplication goes over multiples of its bases that were made before, as in commitments, where its name does not say otherwise.
    public static func run(_ selection: Selection = .feed, runs: Int = 5) -> [Measurement] {
        switch selection {
        case .feed:
            Suite(runs: runs, warms: true, sizes: [11], transforms: [12]).measure(lanes: Lanes.enabled)
        case .all:
            {
                wake()
                let suite = Suite(runs: runs, warms: true, sizes: [11, 16], transforms: [10, 12, 14, 16])
                let lanes = Lanes.enabled ? suite.measure(lanes: true) : []
                return lanes + Lanes.portable { suite.measure(lanes: false) }
            }()
        case .once: Lanes.portable { Suite(runs: 1, warms: false, sizes: [11], transforms: [12]).measure(lanes: false) }
        }
    }

    /// Half a second of work: a processor that was idle takes a while to raise its clock.
    private static func wake() {
        let clock = ContinuousClock()
        let start = clock.now
        var factor = Fr(3)
        while clock.now - start < .milliseconds(500) { for _ in 0..<10_000 { factor *= factor } }
        precondition(!factor.isZero, "a power of three")
    }

    /// SplitMix64 from a fixed seed: every run times the same work.
    public struct Generator: RandomNumberGenerator {
        private var state: UInt64

        public init(seed: UInt64 = 0) { state = seed }

        public mutating func next() -> UInt64 {
            state &+= 0x9e3779b97f4a7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58476d1ce4e5b9
            word = (word ^ (word >> 27)) &* 0x94d049bb133111eb
            return word ^ (word >> 31)
        }
    }
}

/// Kernels under names that no optimizer takes away: a tool that counts instructions finds them by these.
enum TimedKernels {
    @inline(never)
    static func multiply(_ values: UnsafeMutableBufferPointer<Fr>, by factors: UnsafeBufferPointer<Fr>) { Fr.multiply(values, by: factors) }

    @inline(never)
    static func invert(_ values: inout [Fr]) { Fr.batchInvert(&values) }

    @inline(never)
    static func transform(_ values: inout [Fr], _ domain: EvaluationDomain) { domain.fft(&values) }

    @inline(never)
    static func sum(_ scalars: [Fr], _ bases: [G1Affine], _ table: MultiplesTable?) -> G1 {
        table.flatMap { $0.multiply(scalars) } ?? MSM.compute(scalars, bases)
    }

    @inline(never)
    static func check(_ pairs: [(G1Affine, G2Affine)]) -> Bool { Pairing.check(pairs) }
}

private struct Suite {
    let runs: Int
    let warms: Bool
    /// Of multi-scalar multiplications and of transforms, as powers of two.
    let sizes: [Int]
    let transforms: [Int]

    func measure(lanes: Bool) -> [KernelBenchmark.Measurement] {
        var results: [KernelBenchmark.Measurement] = []
        let all = Parallel.threads
        let counts = all > 1 ? [1, all] : [1]
        func time(_ name: String, per operations: Int = 1, serially: Bool = true, eachThread: Bool = false, _ body: () -> Void) {
            let clock = ContinuousClock()
            for threads in serially ? [1] : counts {
                func once() -> Duration { clock.measure { threads == 1 ? Parallel.serially(body) : body() } }
                if warms { _ = once() }
                let times = (0..<runs).map { _ in once() }.sorted()
                let share = eachThread ? operations * threads : operations
                results.append(.init(name: name, median: times[times.count / 2] / share, runs: runs, threads: threads, lanes: lanes))
            }
        }
        var random = KernelBenchmark.Generator()

        var factor = Fr.random(using: &random)
        let multiplier = Fr.random(using: &random)
        // In a variable of its own: how fast one that outlives the loop can be read back depends on where it happens to lie.
        time("Fr multiplication, one after the other", per: 100_000) {
            var product = factor
            for _ in 0..<100_000 { product *= multiplier }
            factor = product
        }
        var values = (0..<4096).map { _ in Fr.random(using: &random) }
        values[0] += factor
        // Every thread does the same in memory of its own: where two take half the time, they have a core each.
        let factors = values
        time("Fr multiplication over buffers of 4,096", per: 16 * 4096, serially: false, eachThread: true) {
            _ = Parallel.map(Parallel.threads) { _ in
                var products = factors
                factors.withUnsafeBufferPointer { factors in
                    products.withUnsafeMutableBufferPointer { products in for _ in 0..<16 { TimedKernels.multiply(products, by: factors) } }
                }
                return products[0]
            }
        }
        time("Fr batch inversion of 4,096") { TimedKernels.invert(&values) }
        for logSize in transforms {
            let domain = EvaluationDomain(logSize: logSize)
            var column = (0..<domain.size).map { _ in Fr.random(using: &random) }
            // One transform is too short for a clock.
            let times = warms ? 1 << (16 - logSize) : 1
            time("NTT 2^\(logSize)", per: times, serially: false) { for _ in 0..<times { TimedKernels.transform(&column, domain) } }
        }
        for logSize in sizes {
            let bases = points(1 << logSize)
            let table = MultiplesTable(bases: bases)
            for (kind, scalars) in [
                ("random", bases.map { _ in Fr.random(using: &random) }), ("16-bit", bases.map { _ in Fr(random.next() & 65535) }),
                ("8-bit", bases.map { _ in Fr(random.next() & 255) }),
            ] {
                var sum = G1.infinity
                time("MSM 2^\(logSize), \(kind) scalars", serially: false) {
                    sum += TimedKernels.sum(scalars, bases, table)
                }
                precondition(!sum.isInfinity, "a sum of random points")
                if lanes || kind != "random" { continue }
                time("MSM 2^\(logSize), \(kind) scalars, bases used once", serially: false) { sum += MSM.compute(scalars, bases) }
            }
            // Portable ones take seconds for large sizes.
            if table != nil, lanes || (logSize < 12 && sizes.count > 1) {
                time("multiples of 2^\(logSize) bases", serially: false) { _ = MultiplesTable(bases: bases) }
            }
        }
        var accepted = false
        let p = G1Affine.generator
        time("pairing check of 2 pairs") { accepted = TimedKernels.check([(p, .generator), (-p, .generator)]) }
        precondition(accepted, "e(P, Q)·e(−P, Q) is one")
        return results
    }

    private func points(_ count: Int) -> [G1Affine] {
        var points: [G1] = []
        var point = G1.generator
        for _ in 0..<count {
            points.append(point)
            point = point.doubled() + G1Affine.generator
        }
        return G1.batchNormalize(points)
    }
}
