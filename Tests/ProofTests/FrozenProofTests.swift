import Foundation
import ProofProver
import ProofVerifier
import Testing

/// `ASSAY_REGENERATE=1 swift test -c release --filter FrozenProofTests` rewrites `Vectors/` after a deliberate change of the protocol.
@Suite(.serialized) struct FrozenProofTests {
    static let regenerates = ProcessInfo.processInfo.environment["ASSAY_REGENERATE"] == "1"

    @Test("the committed proof is accepted, and its key is the key of today's circuit", arguments: FrozenProof.recipes)
    func committed(_ recipe: FrozenProof.Recipe) throws {
        if Self.regenerates { try recipe.fresh().write() }
        let fixture = try FrozenProof(committed: recipe.name)
        let key = try VerifyingKey(serialized: fixture.key)
        #expect(try key.verify(proof: fixture.proof, publicInputs: fixture.publicInputs))
        #expect(
            key == (try recipe.provingKey().verifyingKey),
            "the key of \(recipe.name) changed; if that is meant, rewrite the fixtures with ASSAY_REGENERATE=1")
    }

    @Test(arguments: FrozenProof.models) func theModelsProofsAreAccepted(_ recipe: FrozenProof.Recipe) throws {
        if Self.regenerates { try recipe.fresh().write() }
        let fixture = try FrozenProof(committed: recipe.name)
        let key = try VerifyingKey(serialized: fixture.key)
        #expect(try key.verify(proof: fixture.proof, publicInputs: fixture.publicInputs))
        #expect(!key.isInsecure)
    }

    @Test func everyFileBelongsToARecipe() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: FrozenProof.directory.path)
        let expected = (FrozenProof.recipes + FrozenProof.models).flatMap { recipe in
            ["key", "proof", "publics.json"].map { "\(recipe.name).\($0)" }
        }
        #expect(Set(files) == Set(expected + ["README.md"]))
    }
}
