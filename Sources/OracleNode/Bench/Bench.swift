import BN254
import EthereumKit
import Foundation
import MarketFeeds
import Parallel
import PricingModels

/// What `assay bench` prints.
public struct BenchFigures: Sendable {
    public struct Line: Sendable {
        public let name: String
        /// With its unit, for people.
        public let text: String
        /// In the unit that `unit` names, whole.
        public let value: Int64
        public let unit: String
    }

    public let feed: String
    public let lines: [Line]

    public var text: String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.text }.joined(separator: "\n")
    }

    public var json: CanonicalJSON {
        .object([
            "feed": .string(feed),
            "figures": .array(lines.map {
                .object(["name": .string($0.name), "value": .number($0.value), "unit": .string($0.unit), "text": .string($0.text)])
            }),
        ])
    }
}

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
        var lines: [BenchFigures.Line] = []
        func line(_ name: String, _ text: String, _ value: Int64, _ unit: String) {
            lines.append(.init(name: name, text: text, value: value, unit: unit))
        }
        func time(_ name: String, _ seconds: Double, _ note: String = "") {
            let text = seconds < 0.001 ? Figures.decimal(seconds * 1e6, 2) + " µs" : Figures.seconds(seconds)
            line(name, text + note, Int64((seconds * 1e9).rounded()), "ns")
        }
        line("threads", "\(Parallel.threads)", Int64(Parallel.threads), "")
        let clock = ContinuousClock()
        let start = clock.now
        let circuit = try FeedCircuit(feed: feed.feed, progress: progress)
        time("circuit and keys, once", StepWatch.seconds(clock.now - start))
        line("circuit", circuit.summary, Int64(circuit.model.rowCount), "rows in use")

        let inputs = OptionFeedInputs.placeholder(circuit.parameters)
        let witness = try circuit.witness(inputs)
        progress("proving \(runs) times")
        var proof = try circuit.key.prove(witness)
        time("witness", try median { _ = try circuit.witness(inputs) }, ", median of \(runs)")
        time("proof", try median { proof = try circuit.key.prove(try circuit.witness(inputs)) }, " with the witness, median of \(runs)")
        let publicInputs = witness.publicInputs
        let key = circuit.key.verifyingKey
        time("Swift verification", try median {
            guard try key.verify(proof: proof, publicInputs: publicInputs) else {
                throw NodeError(.inconsistent, "the measured proof does not verify")
            }
        }, ", median of \(runs)")
        line("proof size", "\(Figures.integer(proof.count)) bytes", Int64(proof.count), "bytes")
        line("public values", "\(publicInputs.count)", Int64(publicInputs.count), "")
        if usesEVM { try measureContract(circuit, proof: proof, publicInputs: publicInputs, progress, line) }
        progress("timing the kernels")
        for measurement in KernelBenchmark.run(runs: runs) {
            time(measurement.name, StepWatch.seconds(measurement.median), ", \(measurement.threads == 1 ? "one thread" : "\(measurement.threads) threads")")
        }
        let memory = try ProcessFigures.peakMemory()
        try measureAccuracy(progress, line)
        line("peak memory", "\(Figures.decimal(Double(memory) / 1_000_000, 0)) MB", memory, "bytes")
        return BenchFigures(feed: feed.feed.name, lines: lines)
    }

    private func measureContract(
        _ circuit: FeedCircuit, proof: [UInt8], publicInputs: [Fr], _ progress: (String) -> Void,
        _ line: (String, String, Int64, String) -> Void
    ) throws {
        progress("asking the contract")
        let judge = try ContractJudge(circuit: circuit, feed: feed, signer: SigningKey.random().address)
        let (accepted, gas) = try judge.verify(proof: proof, publicInputs: publicInputs.map(\.bigEndianBytes))
        guard accepted else { throw NodeError(.inconsistent, "the contract refuses the measured proof") }
        line("contract verification", "\(Figures.integer(gas)) gas, base and calldata included", Int64(clamping: gas), "gas")
        line("verifier contract", "\(Figures.integer(judge.deployedBytes)) bytes", Int64(judge.deployedBytes), "bytes")
    }

    /// Largest differences from the 50-digit reference, where its vectors are at hand (they lie with the tests).
    private func measureAccuracy(_ progress: (String) -> Void, _ line: (String, String, Int64, String) -> Void) throws {
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
                line(
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
