import BN254
import Commitments
import EthereumKit
import FixedPointMath
import Foundation
import Gadgets
import Parallel
import PricingModels
import ProofProver

/// One option's price and greeks as a circuit of its own, with the bundled ceremony: the option's terms are secret, the results public.
public struct BlackScholesBench: Sendable {
    public let runs: Int

    public init(runs: Int) { self.runs = runs }

    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> BenchFigures {
        try await Parallel.run { try measure(progress) }
    }

    private func measure(_ progress: (String) -> Void) throws -> BenchFigures {
        var figures = BenchFigures(subject: "Black–Scholes with greeks")
        progress("making the keys")
        let compiled = try CompiledModel(AccuracyReport.OptionRecord(seed: 7, index: 0).evaluate)
        let rows = compiled.circuit.system.maximumLogSize
        // The fastest of the product's layouts (`optimize: latency`).
        let key = try ProvingKey(circuit: compiled.circuit, srs: .bundled(), packing: 1)
        figures.add("threads", "\(Parallel.threads)", Int64(Parallel.threads), "")
        figures.add("rows", "2^\(rows), \(compiled.rowCount) in use", Int64(compiled.rowCount), "rows in use")
        progress("proving \(runs) times")
        var (times, processor): ([Double], [Double]) = ([], [])
        let clock = ContinuousClock()
        for index in 0...runs {
            let record = AccuracyReport.OptionRecord(seed: 7, index: index)
            let (begin, used) = (clock.now, ProcessFigures.processorSeconds)
            let witness = try compiled.witness(record.evaluate)
            let proof = try key.prove(witness)
            times.append(StepWatch.seconds(clock.now - begin))
            processor.append(ProcessFigures.processorSeconds - used)
            guard try key.verifyingKey.verify(proof: proof, publicInputs: witness.publicInputs) else {
                throw NodeError(.inconsistent, "the measured proof does not verify")
            }
            // What is proven is what the errors below are about.
            var native = NativeArithmetic()
            try record.evaluate(&native)
            guard witness.publicInputs.map(\.asInt128) == native.outputs.map(\.raw.asInt128) else {
                throw NodeError(.inconsistent, "the proven values are not the model's")
            }
            if index == 0 { figures.add("proof size", "\(Figures.integer(proof.count)) bytes", Int64(proof.count), "bytes") }
        }
        // The first run warms up.
        func median(_ values: [Double]) -> Double { values.dropFirst().sorted()[runs / 2] }
        figures.time("proof", median(times), " with the witness, median of \(runs) options")
        figures.time("processor", median(processor), ", all threads together")
        let folder = "Tests/PricingModelsTests/Vectors"
        if let path = ProjectLocation.find("\(folder)/black-scholes.bin"), let data = FileManager.default.contents(atPath: path) {
            progress("comparing with the reference")
            for quantity in try AccuracyReport.blackScholes(vectors: [UInt8](data)).quantities {
                figures.add(
                    "error of \(quantity.name)", "at most \(String(format: "%.1e", quantity.largest)), relative to \(quantity.scale)",
                    Int64((min(quantity.largest, 1) * 1e18).rounded()), "1e-18")
            }
        }
        return figures
    }
}
