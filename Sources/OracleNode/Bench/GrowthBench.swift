import BN254
import Commitments
import Foundation
import Parallel
import ProofProver

/// Times and memory of proofs as the height grows, on one circuit shape.
public struct GrowthBench: Sendable {
    public struct Row: Sendable {
        public let logSize: Int
        /// Keys made, bases from the cache.
        public let keySeconds: Double
        /// Median.
        public let seconds: Double
        /// Processor time of a proof, all threads together, median.
        public let processorSeconds: Double
        /// Of the process while it proved, the key included.
        public let peakBytes: Int64

        /// Processor time over n·log n, in nanoseconds.
        public var perOperation: Double { processorSeconds * 1e9 / (Double(1 << logSize) * Double(logSize)) }
    }

    public let logSizes: ClosedRange<Int>
    public let runs: Int

    public init(logSizes: ClosedRange<Int>, runs: Int) {
        self.logSizes = logSizes
        self.runs = runs
    }

    /// The string is a development one, made for the run; its bases are kept in the cache folder.
    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> GrowthFigures {
        try await Parallel.run {
            progress("making a development string of 2^\(logSizes.upperBound) powers")
            let srs = try StructuredReferenceString.insecureDevelopment(powers: 1 << logSizes.upperBound, seed: "growth")
            return GrowthFigures(threads: Parallel.threads, rows: try logSizes.map { try measure($0, srs, progress) })
        }
    }

    private func measure(_ logSize: Int, _ srs: StructuredReferenceString, _ progress: (String) -> Void) throws -> Row {
        progress("2^\(logSize) rows")
        let (circuit, witness) = try GrowthCircuit.make(logSize: logSize)
        // The first key fills the cache of bases.
        _ = try ProvingKey(circuit: circuit, srs: srs, packing: 1)
        let clock = ContinuousClock()
        let start = clock.now
        let key = try ProvingKey(circuit: circuit, srs: srs, packing: 1)
        let keySeconds = StepWatch.seconds(clock.now - start)
        ProcessFigures.resetPeak()
        var samples: [(wall: Double, processor: Double)] = []
        for _ in 0..<runs {
            let (begin, used) = (clock.now, ProcessFigures.processorSeconds)
            let proof = try key.prove(witness)
            samples.append((StepWatch.seconds(clock.now - begin), ProcessFigures.processorSeconds - used))
            guard try samples.count > 1 || key.verifyingKey.verify(proof: proof, publicInputs: witness.publicInputs) else {
                throw NodeError(.inconsistent, "the measured proof of 2^\(logSize) rows does not verify")
            }
        }
        return Row(
            logSize: logSize, keySeconds: keySeconds, seconds: samples.map(\.wall).sorted()[runs / 2],
            processorSeconds: samples.map(\.processor).sorted()[runs / 2], peakBytes: try ProcessFigures.peakMemory())
    }
}
