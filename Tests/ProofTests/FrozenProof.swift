import BN254
import Commitments
import Constraints
import Foundation
import Gadgets
import PricingModels
import ProofProver
import ProofVerifier
import TestSupport

/// A proof that is kept in `Vectors/`: a key file, a proof and its public inputs, as anyone would receive them.
///
/// Frozen so that a change of one byte anywhere in keys, challenges or proofs cannot pass unnoticed, and so that the second
/// verifier has something to read that does not come from the build under test.
struct FrozenProof: Sendable, CustomStringConvertible {
    let name: String
    let key: [UInt8]
    let proof: [UInt8]
    let publicInputs: [Fr]

    var description: String { name }

    /// What makes the fixtures anew: every circuit of the suites, the chain and the largest one at several packings.
    static let recipes: [Recipe] = {
        let chains = [1, 2, 3].map { packing in
            Recipe(name: "chain-\(packing)", packing: packing) {
                let (circuit, witness) = try ChainCircuit.make()
                return (circuit, witness, nil)
            }
        }
        let features = ["plain", "copies", "lookups", "feeds", "phases", "tables", "wide"].map { Recipe(feature: $0, packing: 2) }
        return chains + features + [1, 2, 3, 4].map { Recipe(feature: "everything", packing: $0) }
    }()

    /// A proof of the default model, of the size that is published. The model may be tuned without a change of the protocol, so
    /// that its frozen key need not be today's.
    static let defaultModel = Recipe(name: "option-feed-2", packing: 2) {
        let feed = try CompiledOptionFeed(.standard)
        return (feed.circuit, try feed.witness(.placeholder(.standard)), nil)
    }

    /// A proof of an option alone: a model that commits to no market data, so a proof without a feed group.
    static let option = Recipe(name: "option-2", packing: 2) {
        let record = AccuracyReport.OptionRecord(seed: 7, index: 0)
        let model = try CompiledModel(record.evaluate)
        return (model.circuit, try model.witness(record.evaluate), nil)
    }

    /// Their keys need not be those of today's circuits.
    static let models = [defaultModel, option]

    /// How one fixture is made.
    struct Recipe: Sendable, CustomStringConvertible {
        let name: String
        let packing: Int
        let make: @Sendable () throws -> (Circuit, Witness, (any PhasedWitness)?)

        var description: String { name }

        init(
            name: String, packing: Int, make: @escaping @Sendable () throws -> (Circuit, Witness, (any PhasedWitness)?)
        ) {
            self.name = name
            self.packing = packing
            self.make = make
        }

        init(feature: String, packing: Int) {
            self.init(name: "\(feature)-\(packing)", packing: packing) {
                guard let found = try FeatureCircuits.all.first(where: { $0.name == feature }) else {
                    throw FixtureError.noSuchCircuit(feature)
                }
                return (found.circuit, found.witness, found.phased)
            }
        }

        func provingKey() throws -> ProvingKey {
            try ProvingKey(circuit: make().0, srs: .bundled(), packing: packing)
        }

        func fresh() throws -> FrozenProof {
            let (circuit, witness, phased) = try make()
            let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: packing)
            return try FrozenProof(
                name: name, key: key.verifyingKey.serialized(), proof: key.prove(witness, phased: phased),
                publicInputs: witness.publicInputs)
        }
    }
}

enum FixtureError: Error {
    case noSuchCircuit(String)
    case unreadable(String)
}

// MARK: - Files

extension FrozenProof {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors")

    static func url(_ name: String, _ suffix: String) -> URL { directory.appendingPathComponent("\(name).\(suffix)") }

    init(committed name: String) throws {
        func bytes(_ suffix: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: Self.url(name, suffix))) }
        let texts = try JSONDecoder().decode([String].self, from: Data(bytes("publics.json")))
        let publicInputs = texts.map { Fr(hex: $0) }
        guard !publicInputs.contains(nil) else { throw FixtureError.unreadable("\(name).publics.json") }
        self.init(name: name, key: try bytes("key"), proof: try bytes("proof"), publicInputs: publicInputs.compactMap { $0 })
    }

    func write() throws {
        try FileManager.default.createDirectory(at: Self.directory, withIntermediateDirectories: true)
        try Data(key).write(to: Self.url(name, "key"))
        try Data(proof).write(to: Self.url(name, "proof"))
        let lines = publicInputs.map { "  \"\($0.hex)\"" }.joined(separator: ",\n")
        try Data((lines.isEmpty ? "[]\n" : "[\n\(lines)\n]\n").utf8).write(to: Self.url(name, "publics.json"))
    }
}

extension Fr {
    /// 0x and 64 digits.
    var hex: String { "0x" + bigEndianBytes.hex }

    init?(hex text: String) {
        guard text.hasPrefix("0x"), let bytes = [UInt8](hex: text) else { return nil }
        self.init(bigEndian: bytes)
    }
}
