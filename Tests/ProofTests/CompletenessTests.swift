import BN254
import Commitments
import Constraints
import ProofProver
import ProofVerifier
import Testing

@Suite struct CompletenessTests {
    @Test("an honest proof is accepted for every packing", arguments: [1, 2, 3, 4])
    func honestProof(packing: Int) throws {
        let (circuit, witness) = try ChainCircuit.make()
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: packing)
        let proof = try key.prove(witness)
        #expect(proof.count == key.verifyingKey.shape.byteCount)
        #expect(try key.verifyingKey.verify(proof: proof, publicInputs: witness.publicInputs))
        var wrong = witness.publicInputs
        wrong[1] = wrong[1] + .one
        #expect(try !key.verifyingKey.verify(proof: proof, publicInputs: wrong))
    }

    @Test func keysSurviveTheirFile() throws {
        let (circuit, witness) = try ChainCircuit.make()
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: 2)
        let read = try VerifyingKey(serialized: key.verifyingKey.serialized())
        #expect(read == key.verifyingKey)
        #expect(try read.verify(proof: key.prove(witness), publicInputs: witness.publicInputs))
    }
}
