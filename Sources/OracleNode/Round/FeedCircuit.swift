import BN254
import Commitments
import Constraints
import Gadgets
import MarketFeeds
import Parallel
import PricingModels
import ProofProver
import ProofVerifier

/// A feed's circuit with its keys: made once for a feed, used for every round.
public struct FeedCircuit: Sendable {
    public let parameters: ModelParameters
    public let key: ProvingKey
    public let srs: StructuredReferenceString
    public let model: CompiledModel
    private let kind: MarketFeeds.FeedModel

    /// Lays out the circuit and makes the keys.
    ///
    /// - Parameters:
    ///   - packing: t; nil for what the feed's `optimize` says: the largest that the given or the bundled string covers (1
    ///     beyond); 1 for latency; for gas the smallest t within 3 % of the least predicted gas. It never depends on what is
    ///     installed, so that everybody makes the same key.
    ///   - srs: nil for the smallest installed string with t·n powers: the bundled ceremony, else an imported one.
    /// - Throws: `SRSError.tooFewPowers`, which has the command that imports enough, where nothing installed has them.
    public init(
        feed: Feed, packing: Int? = nil, srs given: StructuredReferenceString? = nil, progress: (String) -> Void = { _ in }
    ) throws {
        parameters = try ModelParameters(feed: feed)
        progress("laying out the circuit")
        kind = feed.model
        model = try Self.compile(feed.model, parameters, powers: given?.powers ?? Self.largestSize)
        let size = 1 << model.circuit.system.maximumLogSize
        let system = model.circuit.system
        let layout: Layout
        switch (packing, feed.optimize) {
        case (nil, .gas): layout = LayoutOptimizer.cheapest(system, powers: given?.powers ?? Self.largestString)
        case (nil, .latency): layout = Layout(system, packing: 1)
        case (let packing, _):
            layout = Layout(system, packing: packing ?? max(1, (given?.powers ?? SRSCatalog.bundledPowers) / size))
        }
        srs = try given ?? SRSCatalog().smallest(covering: layout.packing * size)
        progress("making the proving key")
        key = try ProvingKey(circuit: model.circuit, srs: srs, layout: layout)
    }

    /// As the initialiser, off the cooperative pool.
    public static func make(_ feed: Feed, progress: @escaping @Sendable (String) -> Void) async throws -> FeedCircuit {
        try await Parallel.run { try FeedCircuit(feed: feed, progress: progress) }
    }

    /// No feed asks for a larger string for the sake of gas alone, whatever is installed.
    private static let largestString = 1 << 16
    /// No feed is laid out in more rows than this, whatever is installed.
    private static let largestSize = 1 << 16

    /// The smallest table that holds the model, from 2^10 rows up to what the reference string covers.
    private static func compile(
        _ kind: MarketFeeds.FeedModel, _ parameters: ModelParameters, powers: Int
    ) throws -> CompiledModel {
        let placeholder = OptionFeedInputs.placeholder(parameters)
        var logSize = 10
        while true {
            do {
                return try CompiledModel(logSize: logSize) { arithmetic in
                    try FeedEvaluator.evaluate(&arithmetic, kind: kind, parameters: parameters, inputs: placeholder)
                }
            } catch let error as LayoutError {
                guard case .tableFull = error, 2 << logSize <= powers else { throw error }
                logSize += 1
            }
        }
    }

    /// The verifying key's digest.
    public var modelID: [UInt8] { key.verifyingKey.digest }

    /// - Throws: ``FixedPointError`` where the model refuses the inputs.
    public func witness(_ inputs: OptionFeedInputs) throws -> Witness {
        try model.witness { arithmetic in
            try FeedEvaluator.evaluate(&arithmetic, kind: kind, parameters: parameters, inputs: inputs)
        }
    }

    /// From observations to proof bytes, with all threads. Nothing is checked here.
    ///
    /// - Parameter step: told the name of each step as it begins.
    /// - Throws: ``FixedPointError`` where the model refuses the observations; the prover's own error where it fails.
    func prove(_ observations: RoundObservations, of feed: Feed, step: @escaping (String) -> Void = { _ in }) throws -> UncheckedProof {
        var watch = StepWatch(step)
        let inputs = OptionFeedInputs(observations, feed: feed, parameters: parameters)
        let witness = try watch.measure("witness") { try self.witness(inputs) }
        let proof = try watch.measure("prove") { try key.prove(witness) }
        return UncheckedProof(
            proof: proof, publicInputs: witness.publicInputs,
            timings: watch.timings.map { .init(name: $0.step, milliseconds: $0.milliseconds) }, seconds: watch.total)
    }

    /// - Throws: ``NodeError`` where the proof does not verify: a fault of this program, so nothing is published.
    func check(proof: [UInt8], evaluation: RoundEvaluation) throws {
        guard try key.verifyingKey.verify(proof: proof, publicInputs: evaluation.publicInputs) else {
            throw NodeError(.inconsistent, "the proof does not verify: nothing was signed", next: "report this with the evidence of the round")
        }
    }

    /// The points that commit to the market data: the first ones of a proof.
    public func feedPoints(of proof: [UInt8]) -> [[UInt8]] {
        (0..<key.verifyingKey.layout.feedGroupCount).map { Array(proof[64 * $0..<64 * $0 + 64]) }
    }

    /// The same points from the observations alone: the feed's columns carry no blinding, so that anyone can compute them.
    public func feedPoints(of witness: Witness) -> [[UInt8]] {
        let layout = key.verifyingKey.layout
        var points: [[UInt8]] = []
        for group in layout.groups where group.isFeed {
            let table = key.verifyingKey.system.tables[group.table]
            guard let bases = key.bases[table.logSize] else { continue }
            let slots = group.members.map { member -> [Fr] in
                if case .advice(let column) = member { return witness.advice[group.table][column] }
                return []
            }
            points.append(bases.commit(slots: slots).uncompressedBytes)
        }
        return points
    }

    var referenceString: Evidence.ReferenceString {
        .init(origin: srs.origin.description, isInsecure: srs.isInsecure, digest: srs.digest)
    }

    /// In words, for reports.
    public var summary: String {
        let system = key.verifyingKey.system
        let tables = system.tables.map {
            "2^\($0.logSize) rows, \($0.adviceColumns.count) advice and \($0.fixedColumns.count) fixed columns"
        }.joined(separator: "; ")
        return "\(tables), packing \(key.verifyingKey.layout.packing)"
    }
}
