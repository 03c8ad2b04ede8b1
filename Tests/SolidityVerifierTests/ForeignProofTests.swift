import BN254
import Commitments
import Constraints
import EthereumKit
import ProofProver
import ProofVerifier
import Testing
import TestSupport

/// Proofs that are valid, but not here; calldata that is none; too little gas.
@Suite struct ForeignProofTests {
    /// Same circuit, same shape, another reference string: only [τ]₂ and the digest differ.
    @Test func proofsUnderAnotherStringAreRejected() throws {
        let evm = try LocalEVM.start()
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 2048, seed: "foreign")
        for contract in GeneratedContract.all {
            let inputs = try contract.feature().witness.publicInputs
            let foreign = try contract.provingKey(srs)
            let proof = try contract.prove(foreign)
            #expect(try foreign.verifyingKey.verify(proof: proof, publicInputs: inputs))
            #expect(try !contract.provingKey().verifyingKey.verify(proof: proof, publicInputs: inputs))
            let outcome = try evm.call(to: contract.deploy(on: evm), data: VerifierCalls.verify(proof, inputs))
            #expect(outcome.verdict == false, "\(contract)")
        }
    }

    /// Same shape, one fixed value changed where no gate looks.
    @Test func proofsOfAnotherModelAreRejected() throws {
        let evm = try LocalEVM.start()
        let contract = try GeneratedContract.named("FeatureCopies")
        let feature = try contract.feature()
        var fixed = feature.circuit.fixed
        fixed[0][1].append(Fr(5))
        let circuit = Circuit(system: feature.circuit.system, fixed: fixed, copies: feature.circuit.copies)
        let foreign = try ProvingKey(circuit: circuit, srs: .bundled(), packing: contract.packing)
        let proof = try foreign.prove(feature.witness)
        let inputs = feature.witness.publicInputs
        #expect(try foreign.verifyingKey.verify(proof: proof, publicInputs: inputs))
        #expect(try !contract.provingKey().verifyingKey.verify(proof: proof, publicInputs: inputs))
        let outcome = try evm.call(to: contract.deploy(on: evm), data: VerifierCalls.verify(proof, inputs))
        #expect(outcome.verdict == false)
    }

    @Test func proofsOfOtherCircuitsAreRejected() throws {
        let evm = try LocalEVM.start()
        let proofs = try GeneratedContract.all.filter { !$0.verifiesBatches }.map {
            try ($0, $0.prove($0.provingKey()), $0.feature().witness.publicInputs)
        }
        for contract in GeneratedContract.all {
            let address = try contract.deploy(on: evm)
            for (other, proof, inputs) in proofs {
                let outcome = try evm.call(to: address, data: VerifierCalls.verify(proof, inputs))
                #expect(outcome.verdict == other.hasKey(of: contract), "\(other) to \(contract)")
            }
        }
    }

    /// Another statement's true proof does not prove this one.
    @Test func proofsAreBoundToTheirInputs() throws {
        let evm = try LocalEVM.start()
        let contract = try GeneratedContract.named("FeatureFeeds")
        let feature = try contract.feature()
        var witness = feature.witness
        for venue in 0..<5 { witness.advice[0][venue][7] += Fr(1_000) }
        witness.advice[0][2][7] -= Fr(1_000)
        witness.advice[0][5][7] += Fr(4_000)
        witness.instance[0][0][7] += Fr(4_000)
        let key = try contract.provingKey()
        let proof = try key.prove(witness)
        let address = try contract.deploy(on: evm)
        func verdict(_ inputs: [Fr]) throws -> Bool? {
            try evm.call(to: address, data: VerifierCalls.verify(proof, inputs)).verdict
        }
        #expect(try verdict(witness.publicInputs) == true)
        #expect(try verdict(feature.witness.publicInputs) == false)
    }

    /// Calldata that does not encode the arguments is never a true answer.
    @Test func malformedCalldataIsNotAccepted() throws {
        let evm = try LocalEVM.start()
        let contract = try GeneratedContract.named("FeatureCopies")
        let inputs = try contract.feature().witness.publicInputs
        let honest = VerifierCalls.verify(try contract.prove(contract.provingKey()), inputs)
        let address = try contract.deploy(on: evm)
        var cases = (0..<honest.count).filter { $0 % 61 == 3 || $0 < 4 }.map { Array(honest.prefix($0)) }
        // Offsets and lengths: every byte of the four words that steer the decoder.
        let proofWords = 4 + 64 ..< 4 + 96
        let inputWords = honest.count - 32 * (inputs.count + 1) ..< honest.count - 32 * inputs.count
        for at in Array(0..<68) + Array(proofWords) + Array(inputWords) {
            for mask in [1, 0x20, 0x80, 0xff] as [UInt8] {
                var changed = honest
                changed[at] ^= mask
                cases.append(changed)
            }
        }
        for outcome in try evm.calls(to: address, data: cases) { #expect(outcome.verdict != true) }
        // Bytes behind the arguments are nobody's.
        #expect(try evm.call(to: address, data: honest + [1, 2, 3]).verdict == true)
    }

    /// Running out of gas in the middle, inside a precompile above all, must not end in a true answer.
    @Test func littleGasIsNoWayIn() throws {
        let evm = try LocalEVM.start()
        let contract = try GeneratedContract.named("FeatureCopies")
        let inputs = try contract.feature().witness.publicInputs
        var proof = try contract.prove(contract.provingKey())
        proof[proof.count - 200] ^= 1
        let address = try contract.deploy(on: evm)
        let call = VerifierCalls.verify(proof, inputs)
        for gas in stride(from: 40_000, through: 260_000, by: 1_500) {
            #expect(try evm.call(to: address, data: call, gasLimit: UInt64(gas)).verdict != true, "\(gas) gas")
        }
    }
}
