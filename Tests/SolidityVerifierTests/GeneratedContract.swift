import BN254
import Commitments
import EthereumKit
import Foundation
import ProofProver
import ProofVerifier
import SolidityVerifier
import TestSupport

/// A feature circuit's verifier: rendered here, committed under contracts/generated/features, compiled to an artifact.
struct GeneratedContract: Sendable, CustomStringConvertible {
    let name: String
    let circuit: String
    /// t.
    let packing: Int
    /// Of a development string; nil for the bundled ceremony.
    var seed: String?
    var verifiesBatches = false
    /// For measurements: answers with the gas of its sections.
    var reportsGas = false

    var description: String { name }

    /// All circuits, most of them at t = 2; the richest one at other packings too.
    static let all = ["plain", "copies", "lookups", "feeds", "phases", "tables", "everything"].map {
        GeneratedContract(name: "Feature\($0.prefix(1).uppercased())\($0.dropFirst())", circuit: $0, packing: 2)
    } + [GeneratedContract(name: "FeatureWide", circuit: "wide", packing: 16)] + [1, 3, 7].map {
        GeneratedContract(name: "FeatureEverything\($0)", circuit: "everything", packing: $0)
    } + batching + [trapdoor, batchTrapdoor]

    /// With `verifyBatch`: end sums and several tables; everything at once with a group for each polynomial, and with wide groups.
    static let batching = [("Tables", 2), ("Everything", 1), ("Everything", 7)].map { circuit, packing in
        GeneratedContract(
            name: "FeatureBatch\(circuit)\(packing)", circuit: circuit.lowercased(), packing: packing, verifiesBatches: true)
    }

    /// Under a string whose secret the tests know, so that they can forge.
    static let trapdoor = GeneratedContract(name: "FeatureTrapdoor", circuit: "tables", packing: 2, seed: "trapdoor")

    static let batchTrapdoor = GeneratedContract(
        name: "FeatureBatchTrapdoor", circuit: "tables", packing: 2, seed: "trapdoor", verifiesBatches: true)

    static func named(_ name: String) throws -> GeneratedContract {
        guard let contract = all.first(where: { $0.name == name }) else { throw CocoaError(.keyValueValidation) }
        return contract
    }

    /// Not among `all`, since they give no verdicts.
    static let measuring = [("Copies", 2), ("Tables", 2), ("Everything", 1), ("Everything", 2), ("Everything", 7)].map { circuit, packing in
        GeneratedContract(
            name: "FeatureGas\(circuit)\(packing)", circuit: circuit.lowercased(), packing: packing, reportsGas: true)
    }

    /// Contracts with and without `verifyBatch` may stand for one key.
    func hasKey(of other: GeneratedContract) -> Bool {
        circuit == other.circuit && packing == other.packing && seed == other.seed
    }

    func feature() throws -> FeatureCircuit {
        guard let feature = try FeatureCircuits.all.first(where: { $0.name == circuit }) else {
            throw CocoaError(.keyValueValidation)
        }
        return feature
    }

    func provingKey(_ srs: StructuredReferenceString? = nil) throws -> ProvingKey {
        var strings = srs
        if strings == nil, let seed { strings = try .insecureDevelopment(powers: 64, seed: seed) }
        return try ProvingKey(circuit: feature().circuit, srs: strings ?? .bundled(), packing: packing)
    }

    func render(_ key: VerifyingKey) throws -> String {
        var verifier = try SolidityVerifier(key: key, contractName: name, verifiesBatches: verifiesBatches)
        verifier.reportsGas = reportsGas
        return verifier.render()
    }

    static var contracts: String { get throws { try ContractArtifact.directory() } }

    var sourcePath: String { get throws { try Self.contracts + "/generated/features/\(name).sol" } }

    /// A proof with seeded blinding: the same bytes in every run.
    func prove(_ key: ProvingKey, seed: UInt64 = 1) throws -> [UInt8] {
        let feature = try feature()
        var random = SeededGenerator(seed: seed)
        return try key.prove(feature.witness, phased: feature.phased, using: &random)
    }

    func deploy(on evm: LocalEVM) throws -> Address {
        let (address, outcome) = try evm.deploy(bytecode: ContractArtifact.named(name).bytecode)
        guard let address else { throw LocalEVMFailure(outcome: outcome) }
        return address
    }
}

struct LocalEVMFailure: Error {
    let outcome: LocalEVM.Outcome
}

extension LocalEVM.Outcome {
    /// The boolean that was returned; nil where nothing or something else was.
    var verdict: Bool? {
        guard success, output.count == 32, output.dropLast().allSatisfy({ $0 == 0 }), output[31] <= 1 else { return nil }
        return output[31] == 1
    }
}
