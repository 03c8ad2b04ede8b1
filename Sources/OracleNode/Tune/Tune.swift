import BN254
import Commitments
import Constraints
import EthereumKit
import Foundation
import Gadgets
import MarketFeeds
import Parallel
import PricingModels
import ProofProver
import ProofVerifier
import SolidityVerifier

/// One row of the table of choices.
public struct TuneRow: Sendable {
    /// k: the table has 2^k rows.
    public let logSize: Int
    public let columns: Int
    public let groups: Int
    /// t.
    public let packing: Int
    /// t·n, which a reference string must have.
    public let powers: Int
    public let proofBytes: Int
    public let predictedGas: Int
    public let predictedSeconds: Double
    /// Nil where nothing was measured, or where no compiler was found.
    public var measuredGas: Int?
    public var codeBytes: Int?
    /// Of each proof in a batch, the transaction's base and calldata included.
    public var batchGas: Int?
    public var measuredSeconds: Double?
    /// The most memory the process held while it made the proofs, in bytes.
    public var memory: Int64?
    /// The aims for which this is the best choice.
    public var aims: [LayoutAim] = []

    public var seconds: Double { measuredSeconds ?? predictedSeconds }
    public var gas: Int { measuredGas ?? predictedGas }
}

/// Lays a feed's circuit out in all ways that a string of some size allows, predicts and measures each, and says which is best
/// for what. Works on a development string, since neither time nor gas depends on whose string it is.
public struct Tune: Sendable {
    public let feed: FeedFile
    /// log₂ of the powers of the largest string considered.
    public let logPowers: Int
    public let runs: Int
    /// Whether proofs are made for every row; predictions alone take keys at three values of t.
    public let measures: Bool
    /// How many proofs the contract is also asked to check at once; 0 for none.
    public let batch: Int

    public init(feed: FeedFile, logPowers: Int, runs: Int, measures: Bool, batch: Int = 0) {
        self.feed = feed
        self.logPowers = logPowers
        self.runs = runs
        self.measures = measures
        self.batch = batch
    }

    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> TuneFigures {
        try await Parallel.run { try choose(progress) }
    }

    private func choose(_ progress: (String) -> Void) throws -> TuneFigures {
        let parameters = try ModelParameters(feed: feed.feed)
        let inputs = OptionFeedInputs.placeholder(parameters)
        func evaluate(_ arithmetic: inout CircuitArithmetic) throws {
            try FeedEvaluator.evaluate(&arithmetic, kind: feed.feed.model, parameters: parameters, inputs: inputs)
        }
        // The smallest table that holds the model, and the next one, which shows what a row more than fits would cost.
        var models: [CompiledModel] = []
        for logSize in 10...max(10, min(16, logPowers)) where models.count < 2 {
            do {
                models.append(try CompiledModel(logSize: logSize, evaluate))
            } catch let error as LayoutError {
                guard case .tableFull = error else { throw error }
            }
        }
        guard let model = models.first, model.circuit.system.maximumLogSize + 2 <= logPowers else {
            throw NodeError(.usage, "\(feed.feed.name) does not fit a string of 2^\(logPowers) powers four times", next: "give a larger --powers")
        }
        progress("making a development string of 2^\(logPowers) powers")
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 1 << logPowers, seed: "assay tune")
        let witness = try model.witness(evaluate)
        progress("timing a few proofs")
        let timing = try ProverTiming.calibrate(circuit: model.circuit, witness: witness, srs: srs, runs: runs)
        let optimizer = LayoutOptimizer(systems: models.map(\.circuit.system), powers: 1 << logPowers)
        let choices = optimizer.choices(seconds: timing.seconds)
        var rows = choices.map { choice -> TuneRow in
            let system = optimizer.systems[choice.alternative]
            return TuneRow(
                logSize: system.maximumLogSize,
                columns: system.tables.reduce(0) { $0 + $1.adviceColumns.count + $1.fixedColumns.count },
                groups: choice.layout.groups.count, packing: choice.layout.packing, powers: choice.powers,
                proofBytes: choice.proofBytes, predictedGas: choice.gas.total, predictedSeconds: choice.seconds)
        }
        for aim in LayoutAim.allCases {
            guard let best = LayoutOptimizer.best(choices, for: aim),
                let index = choices.firstIndex(where: { $0.alternative == best.alternative && $0.layout == best.layout })
            else { continue }
            rows[index].aims.append(aim)
        }
        if measures {
            for index in choices.indices where choices[index].alternative == 0 {
                progress("proving at t = \(rows[index].packing)")
                try measure(&rows[index], layout: choices[index].layout, model.circuit, witness, srs)
            }
        }
        return TuneFigures(feed: feed.feed.name, batch: batch, rows: rows)
    }

    private func measure(
        _ row: inout TuneRow, layout: Layout, _ circuit: Circuit, _ witness: Witness, _ srs: StructuredReferenceString
    ) throws {
        ProcessFigures.resetPeak()
        let key = try ProvingKey(circuit: circuit, srs: srs, layout: layout)
        var proof = try key.prove(witness)
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<runs {
            let start = clock.now
            proof = try key.prove(witness)
            times.append(StepWatch.seconds(clock.now - start))
        }
        row.measuredSeconds = times.sorted()[times.count / 2]
        row.memory = try ProcessFigures.peakMemory()
        let verifier = key.verifyingKey
        guard try verifier.verify(proof: proof, publicInputs: witness.publicInputs) else {
            throw NodeError(.inconsistent, "the proof at t = \(layout.packing) does not verify")
        }
        let inputs = witness.publicInputs.map(\.bigEndianBytes)
        guard let single = try ask(SolidityVerifier(key: verifier), ProofVerifierContract.verify(proof: proof, publicInputs: inputs)) else { return }
        row.measuredGas = single.gas
        row.codeBytes = single.codeBytes
        guard batch > 0 else { return }
        let proofs = try (0..<batch).map { _ in (proof: try key.prove(witness), publicInputs: inputs) }
        let together = try ask(
            SolidityVerifier(key: verifier, contractName: "BatchVerifier", verifiesBatches: true), ProofVerifierContract.verifyBatch(proofs))
        row.batchGas = together.map { $0.gas / batch }
    }

    /// What a contract takes to accept, and its creation code's length. Nil without a compiler or an EVM.
    private func ask(_ contract: SolidityVerifier, _ data: [UInt8]) throws -> (gas: Int, codeBytes: Int)? {
        guard let code = SolidityCompiler.creationCode(of: contract.render()), let evm = try? LocalEVM.start() else { return nil }
        let packing = contract.key.layout.packing
        let (address, outcome) = try evm.deploy(bytecode: code)
        guard let address else { throw NodeError(.inconsistent, "the contract at t = \(packing) cannot be deployed: \(outcome.reason)") }
        let verdict = try evm.call(to: address, data: data)
        guard ProofVerifierContract.accepted(verdict) else {
            throw NodeError(.inconsistent, "the contract refuses an honest proof at t = \(packing)")
        }
        return (Int(clamping: verdict.gasUsed), code.count)
    }
}
