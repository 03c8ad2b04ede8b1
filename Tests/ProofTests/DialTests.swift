import BN254
import Commitments
import Constraints
import ProofProver
import ProofVerifier
import TestSupport
import Testing

/// Soundness does not depend on the packing: what holds for the frozen proofs holds for every t, and for batches.
@Suite struct DialTests {
    static let packings = [1, 2, 3, 4, 5, 8, 16, 32]

    @Test("every element of a proof and every public value matters", arguments: packings)
    func everyElement(packing: Int) throws {
        let (circuit, witness) = try ChainCircuit.make(seed: UInt64(packing))
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: packing)
        let (proof, publics, verifier) = (try key.prove(witness), witness.publicInputs, key.verifyingKey)
        #expect(try verifier.verify(proof: proof, publicInputs: publics))
        for start in stride(from: 0, to: proof.count, by: 32) {
            // The lowest bit of a word, which keeps scalars below r, and one in its middle.
            for byte in [start + 31, start + 13] {
                #expect((try? verifier.verify(proof: proof.flipping(byte, by: 1), publicInputs: publics)) != true, "byte \(byte), t = \(packing)")
            }
        }
        for index in publics.indices {
            var changed = publics
            changed[index] += .one
            #expect(try !verifier.verify(proof: proof, publicInputs: changed), "public value \(index), t = \(packing)")
        }
    }

    @Test("one bad proof in a batch of eight is refused wherever it stands", arguments: [1, 2, 8])
    func oneBadProof(packing: Int) throws {
        let circuits = try (1...8 as ClosedRange<UInt64>).map { try ChainCircuit.make(seed: $0) }
        let key = try ProvingKey(circuit: circuits[0].circuit, srs: .bundled(), packing: packing)
        let honest = try circuits.map { (proof: try key.prove($0.witness), publicInputs: $0.witness.publicInputs) }
        let verifier = key.verifyingKey
        #expect(try verifier.verifyBatch(honest))
        for place in honest.indices {
            var batch = honest
            batch[place].publicInputs[0] += .one
            #expect(try !verifier.verifyBatch(batch), "public value of \(place), t = \(packing)")
            batch = honest
            // W′ of another proof: a valid point, but not this proof's.
            let at = batch[place].proof.count - 64
            batch[place].proof = batch[place].proof.replacing(at, with: Array(honest[(place + 1) % 8].proof[at...]))
            #expect(try !verifier.verifyBatch(batch), "W′ of \(place), t = \(packing)")
            batch = honest
            batch.swapAt(place, (place + 1) % 8)
            #expect(try verifier.verifyBatch(batch), "the order does not matter")
        }
    }

    @Test("the prover refuses a wrong witness", arguments: packings)
    func wrongWitness(packing: Int) throws {
        let (circuit, witness) = try ChainCircuit.make()
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: packing)
        for column in [0, 2] {
            var wrong = witness
            wrong.advice[0][column][3] += .one
            #expect(throws: ProverError.self, "column \(column), t = \(packing)") { try key.prove(wrong) }
        }
    }
}
