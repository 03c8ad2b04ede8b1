import BN254
import Commitments
import ProofProver
import ProofVerifier
import Testing
import TestSupport

@Suite struct FeatureProofTests {
    @Test func everyFeatureCircuitIsProven() throws {
        let srs = try StructuredReferenceString.bundled()
        for feature in try FeatureCircuits.all {
            let key = try ProvingKey(circuit: feature.circuit, srs: srs, packing: 2)
            let proof = try key.prove(feature.witness, phased: feature.phased)
            #expect(try key.verifyingKey.verify(proof: proof, publicInputs: feature.witness.publicInputs), "\(feature.name)")
        }
    }
}
