import BN254
import EthereumKit
import ProofVerifier
import Testing
import TestSupport

/// Each check on its own: forged proofs that everything else would let through.
@Suite struct TrapdoorTests {
    static let seed: UInt64 = 7_031
    let evm: LocalEVM
    let address: Address
    let honest: Forgery
    let places: Mutator

    init() throws {
        var random = SeededGenerator(seed: Self.seed)
        let contract = GeneratedContract.trapdoor
        evm = try LocalEVM.start()
        address = try contract.deploy(on: evm)
        honest = try Forgery(contract, using: &random)
        places = Mutator(proof: honest.proof, inputs: honest.inputs, shape: honest.key.shape)
    }

    func verdict(_ forgery: Forgery, _ proof: [UInt8]? = nil) throws -> Bool? {
        try evm.call(to: address, data: VerifierCalls.verify(proof ?? forgery.forge(), forgery.sentInputs)).verdict
    }

    /// Without this the other tests would show nothing.
    @Test func forgeriesPassEveryOtherCheck() throws {
        let proof = try honest.forge()
        #expect(try honest.key.verify(proof: proof, publicInputs: honest.inputs))
        #expect(try verdict(honest, proof) == true)
        let valid = try GeneratedContract.trapdoor.feature().witness.publicInputs
        #expect(try !honest.key.verify(proof: proof, publicInputs: valid))
    }

    @Test func scalarsAreBelowTheOrder() throws {
        for at in places.scalars {
            var forgery = honest
            forgery.sent[at] = Mutator.sum(Array(forgery.proof[at..<at + 32]), Mutator.bytes(Fr.modulusWords))
            #expect(try verdict(forgery) == false, "scalar at \(at)")
        }
        for index in honest.inputs.indices {
            var forgery = honest
            forgery.sentInputs[index] = Mutator.sum(forgery.sentInputs[index], Mutator.bytes(Fr.modulusWords))
            #expect(try verdict(forgery) == false, "input \(index)")
        }
    }

    @Test func coordinatesAreBelowTheModulus() throws {
        let q = Mutator.bytes(Fq.modulusWords)
        for at in places.points.dropLast().flatMap({ [$0, $0 + 32] }) {
            var forgery = honest
            forgery.sent[at] = Mutator.sum(Array(forgery.proof[at..<at + 32]), q)
            #expect(try verdict(forgery) == false, "coordinate at \(at)")
        }
        // W′ enters no challenge.
        let proof = try honest.forge()
        for at in [proof.count - 64, proof.count - 32] {
            var changed = proof
            changed.replaceSubrange(at..<at + 32, with: Mutator.sum(Array(proof[at..<at + 32]), q))
            #expect(try verdict(honest, changed) == false, "W′, coordinate at \(at)")
        }
    }

    @Test func noPointIsAtInfinity() throws {
        for at in places.points.dropLast() {
            var forgery = honest
            forgery.infinity = at
            let proof = try forgery.forge()
            #expect(try verdict(forgery, proof) == false, "point at \(at)")
            #expect(throws: ProofError.invalidPoint(at: at)) {
                try forgery.key.verify(proof: proof, publicInputs: forgery.inputs)
            }
        }
    }

    @Test func endSumsCancel() throws {
        let first = try #require(places.endSums > 1 ? places.scalars.first : nil)
        var forgery = honest
        let sum = try #require(Fr(bigEndian: forgery.proof[first..<first + 32]))
        forgery.proof.replaceSubrange(first..<first + 32, with: (sum + .one).bigEndianBytes)
        let proof = try forgery.forge()
        #expect(try verdict(forgery, proof) == false)
        #expect(try !forgery.key.verify(proof: proof, publicInputs: forgery.inputs))
    }

    @Test func lengthsAreExact() throws {
        let proof = try honest.forge()
        #expect(try verdict(honest, proof + [0]) == false)
        #expect(try verdict(honest, proof + proof.suffix(64)) == false)
        var longer = honest
        longer.sentInputs.append(Fr.zero.bigEndianBytes)
        #expect(try verdict(longer, proof) == false)
    }

    /// Every evaluation, sum and input enters the value that the quotient is opened to, or the opening itself: with the
    /// points and W′ kept, none can be exchanged even by who knows τ.
    @Test func everyScalarMatters() throws {
        let proof = try honest.forge()
        for at in places.scalars {
            var changed = proof
            let value = try #require(Fr(bigEndian: proof[at..<at + 32]))
            changed.replaceSubrange(at..<at + 32, with: (value + .one).bigEndianBytes)
            #expect(try verdict(honest, changed) == false, "scalar at \(at)")
        }
    }
}
