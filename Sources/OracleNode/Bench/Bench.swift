import BN254
import EthereumKit
import Foundation
import MarketFeeds
import Parallel
import PricingModels

/// Measures the path of a round on this machine.
public struct Bench: Sendable {
    public let feed: FeedFile
    public let runs: Int
    public let usesEVM: Bool

    public init(feed: FeedFile, runs: Int, usesEVM: Bool) {
        self.feed = feed
        self.runs = runs
        self.usesEVM = usesEVM
    }

    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> BenchFigures {
        try await Parallel.run { try measure(progress) }
    }

    private func measure(_ progress: (String) -> Void) throws -> BenchFigures {
        var figures = BenchFigures(subject: feed.feed.name)
        figures.add("threads", "\(Parallel.threads)", Int64(Parallel.threads), "")
        let clock = ContinuousClock()
        let start = clock.now
        let circuit = try FeedCircuit(feed: feed.feed, progress: progress)
        figures.time("circuit and keys, once", StepWatch.seconds(clock.now - start))
        figures.add("circuit", circuit.summary, Int64(circuit.model.rowCount), "rows in use")

        let inputs = OptionFeedInputs.placeholder(circuit.parameters)
        let witness = try circuit.witness(inputs)
        progress("proving \(runs) times")
        var proof = try circuit.key.prove(witness)
        figures.time("witness", try median { _ = try circuit.witness(inputs) }, ", median of \(runs)")
        figures.time("proof", try median { proof = try circuit.key.prove(try circuit.witness(inputs)) }, " with the witness, median of \(runs)")
        let publicInputs = witness.publicInputs
        let key = circuit.key.verifyingKey
        figures.time("Swift verification", try median {
            guard try key.verify(proof: proof, publicInputs: publicInputs) else {
                throw NodeError(.inconsistent, "the measured proof does not verify")
            }
        }, ", median of \(runs)")
        figures.add("proof size", "\(Figures.integer(proof.count)) bytes", Int64(proof.count), "bytes")
        figures.add("public values", "\(publicInputs.count)", Int64(publicInputs.count), "")
        if usesEVM { try figures.addContract(circuit, feed, proof: proof, publicInputs: publicInputs, progress) }
        progress("timing the kernels")
        for measurement in KernelBenchmark.run(.feed, runs: runs) { figures.add(measurement) }
        let memory = try ProcessFigures.peakMemory()
        try measureAccuracy(progress, &figures)
        figures.add("peak memory", "\(Figures.decimal(Double(memory) / 1_000_000, 0)) MB", memory, "bytes")
        return figures
    }

    /// Largest differences from the 50-digit reference, where its vectors are at hand (they lie with the tests).
    private func measureAccuracy(_ progress: (String) -> Void, _ figures: inout BenchFigures) throws {
        let folder = "Tests/PricingModelsTests/Vectors"
        var reports: [AccuracyReport] = []
        if let path = ProjectLocation.find("\(folder)/black-scholes.bin"), let data = FileManager.default.contents(atPath: path) {
            progress("comparing Black–Scholes with its reference")
            reports.append(try AccuracyReport.blackScholes(vectors: [UInt8](data)))
        }
        if let path = ProjectLocation.find("\(folder)/volatility.bin"), let data = FileManager.default.contents(atPath: path) {
            progress("comparing volatility with its reference")
            reports.append(try AccuracyReport.volatility(vectors: [UInt8](data)))
        }
        for report in reports {
            for quantity in report.quantities {
                let largest = String(format: "%.1e", quantity.largest)
                figures.add(
                    "error of \(quantity.name)", "at most \(largest), relative to \(quantity.scale), \(Figures.integer(report.records)) inputs",
                    Int64((min(quantity.largest, 1) * 1e18).rounded()), "1e-18")
            }
        }
    }

    private func median(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<runs {
            let start = clock.now
            try body()
            times.append(StepWatch.seconds(clock.now - start))
        }
        return times.sorted()[times.count / 2]
    }
}
