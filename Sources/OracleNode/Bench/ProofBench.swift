import BN254
import Foundation
import MarketFeeds
import Parallel
import PricingModels

/// Where a feed's proof spends its time: each round's own, against the sum of the kernels in it.
public struct ProofBench: Sendable {
    public let feed: FeedFile
    public let runs: Int

    public init(feed: FeedFile, runs: Int) {
        self.feed = feed
        self.runs = runs
    }

    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> ProofProfile {
        try await Parallel.run { try measure(progress) }
    }

    private struct Sample {
        var wall: [String: Double] = [:]
        var processor: [String: Double] = [:]
        var kernels: [String: [KernelTimes.Kernel: Double]] = [:]
    }

    private func measure(_ progress: (String) -> Void) throws -> ProofProfile {
        let circuit = try FeedCircuit(feed: feed.feed, progress: progress)
        let inputs = OptionFeedInputs.placeholder(circuit.parameters)
        // From the start of the process to the end of its first proof; the proof is in memory, an evidence file takes a millisecond more.
        var proof = try circuit.key.prove(try circuit.witness(inputs))
        let start = ProcessFigures.secondsSinceStart
        ProcessFigures.resetPeak()
        var samples: [Sample] = []
        for _ in 0..<runs {
            let (sample, next) = try once(circuit, inputs)
            samples.append(sample)
            proof = next
        }
        guard try circuit.key.verifyingKey.verify(proof: proof, publicInputs: try circuit.witness(inputs).publicInputs) else {
            throw NodeError(.inconsistent, "the measured proof does not verify")
        }
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        let stages = Self.stages.map { name in
            ProofProfile.Stage(
                name: name, wall: median(samples.map { $0.wall[name] ?? 0 }), processor: median(samples.map { $0.processor[name] ?? 0 }),
                kernels: Dictionary(uniqueKeysWithValues: KernelTimes.Kernel.allCases.map { kernel in
                    (kernel, median(samples.map { $0.kernels[name]?[kernel] ?? 0 }))
                }))
        }
        return ProofProfile(
            feed: feed.feed.name, runs: runs, threads: Parallel.threads, startToProof: start,
            total: median(samples.map { $0.wall.values.reduce(0, +) }), peakBytes: try ProcessFigures.peakMemory(), stages: stages)
    }

    static let stages = ["witness", "advice", "arguments", "quotient", "evaluations", "opening"]

    private func once(_ circuit: FeedCircuit, _ inputs: OptionFeedInputs) throws -> (Sample, [UInt8]) {
        let clock = ContinuousClock()
        return try KernelTimes.measure {
            var sample = Sample()
            var (name, begin, used) = ("witness", clock.now, ProcessFigures.processorSeconds)
            var before: [KernelTimes.Kernel: Double] = [:]
            func end(_ next: String) {
                let (now, processor, kernels) = (clock.now, ProcessFigures.processorSeconds, KernelTimes.seconds)
                sample.wall[name] = StepWatch.seconds(now - begin)
                sample.processor[name] = processor - used
                sample.kernels[name] = kernels.merging(before) { $0 - $1 }
                (name, begin, used, before) = (next, now, processor, kernels)
            }
            let witness = try circuit.witness(inputs)
            let proof = try circuit.key.prove(witness) { end($0) }
            end("")
            return (sample, proof)
        }.result
    }
}

/// What `assay bench proof` prints.
public struct ProofProfile: Sendable {
    public struct Stage: Sendable {
        public let name: String
        public let wall: Double
        /// All threads together.
        public let processor: Double
        /// Processor time inside kernels.
        public let kernels: [KernelTimes.Kernel: Double]

        var inKernels: Double { kernels.values.reduce(0, +) }
    }

    public let feed: String
    public let runs: Int
    public let threads: Int
    public let startToProof: Double
    public let total: Double
    public let peakBytes: Int64
    public let stages: [Stage]

    public var figures: BenchFigures {
        var figures = BenchFigures(subject: "proof of \(feed)")
        figures.time("process start to first proof", startToProof)
        figures.time("proof with its witness", total, ", median of \(runs)")
        for stage in stages {
            figures.time(stage.name, stage.wall)
            figures.time("\(stage.name), processor", stage.processor)
            figures.time("\(stage.name), kernels", stage.inKernels)
        }
        figures.add("peak memory", Figures.decimal(Double(peakBytes) / 1e6, 0) + " MB", peakBytes, "bytes")
        return figures
    }

    public var text: String {
        func milliseconds(_ seconds: Double) -> String { Figures.decimal(seconds * 1000, 2) }
        let kernels = KernelTimes.Kernel.allCases
        func row(_ name: String, _ stages: [Stage], _ wall: Double) -> [String] {
            let processor = stages.reduce(0) { $0 + $1.processor }
            let inside = stages.reduce(0) { $0 + $1.inKernels }
            return [name, milliseconds(wall), milliseconds(processor)]
                + kernels.map { kernel in milliseconds(stages.reduce(0) { $0 + ($1.kernels[kernel] ?? 0) }) }
                + [milliseconds(max(0, processor - inside)), processor > 0 ? Figures.percent(inside / processor, 0) : "–"]
        }
        let head = ["ms", "wall", "processor"] + kernels.map { Self.short[$0] ?? $0.rawValue } + ["other", "in kernels"]
        let lines = stages.map { row($0.name, [$0], $0.wall) } + [row("all", stages, total)]
        return """
            \(feed), \(threads == 1 ? "one thread" : "\(threads) threads"), medians of \(runs)
            \(TextTable.text(head: head, lines))

            process start to first proof  \(Figures.seconds(startToProof))
            peak memory                   \(Figures.decimal(Double(peakBytes) / 1e6, 0)) MB
            """
    }

    private static let short: [KernelTimes.Kernel: String] = [
        .multiScalar: "MSM", .transforms: "NTT", .programs: "programs", .inversions: "inversions", .polynomials: "polynomials",
    ]
}
