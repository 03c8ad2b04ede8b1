import BN254
import Commitments
import Constraints
import EthereumKit
import Parallel
import ProofProver
import ProofVerifier
import Testing
import TestSupport

/// Soundness: nothing that was changed is accepted, and the Swift verifier and the compiled contract say the same.
@Suite struct AgreementTests {
    static let seed: UInt64 = 20_261_123
    static let contracts = GeneratedContract.all.filter { $0.seed == nil }

    @Test(arguments: contracts)
    func changedProofsAreRejectedByBoth(_ contract: GeneratedContract) throws {
        try Self.check(contract, Self.mutations(of: contract), on: LocalEVM.start())
    }

    /// So that a quiet loss of cases is seen.
    @Test func thereAreManyOfThem() throws {
        let total = try Self.contracts.reduce(0) { try $0 + Self.mutations(of: $1).count }
        print("\(total) changed proofs are put to the Swift verifier and to the contracts")
        #expect(total >= 5_000)
    }

    /// W′ = −F/y makes F + y·W′ the point at infinity, in a single contract and in each place of a batch.
    @Test func sumsAtInfinityAreRejectedByBoth() throws {
        let evm = try LocalEVM.start()
        for contract in [try GeneratedContract.named("FeatureTables"), GeneratedContract.batching[0]] {
            let proving = try contract.provingKey()
            let (key, honest) = (proving.verifyingKey, try contract.prove(proving))
            let publics = try contract.feature().witness.publicInputs
            let y = try key.challenges(of: ParsedProof(honest, shape: key.shape), publicInputs: publics).y
            let claim = try #require(try key.pairingClaim(proof: honest, publicInputs: publics))
            let f = G1(claim.left) - claim.right * y
            let wPrime = G1.batchNormalize([-f * (try #require(y.inverse()))])[0]
            var forged = honest
            forged.replaceSubrange(forged.count - 64..<forged.count, with: wPrime.uncompressedBytes)
            #expect(try key.pairingClaim(proof: forged, publicInputs: publics)?.left.isInfinity == true)
            #expect(try !key.verify(proof: forged, publicInputs: publics))
            let inputs = publics.map(\.bigEndianBytes)
            let address = try contract.deploy(on: evm)
            #expect(try evm.call(to: address, data: VerifierCalls.verify(honest, inputs)).verdict == true)
            #expect(try evm.call(to: address, data: VerifierCalls.verify(forged, inputs)).verdict == false, "\(contract)")
            guard contract.verifiesBatches else { continue }
            for proofs in [[forged, forged], [honest, forged], [forged, honest]] {
                let data = VerifierCalls.verifyBatch(proofs, [inputs, inputs])
                #expect(try evm.call(to: address, data: data).verdict == false, "\(contract)")
            }
        }
    }

    static func mutations(of contract: GeneratedContract) throws -> [Mutation] {
        var random = SeededGenerator(seed: seed)
        let key = try contract.provingKey()
        let inputs = try contract.feature().witness.publicInputs
        var mutator = Mutator(proof: try contract.prove(key), inputs: inputs, shape: key.verifyingKey.shape)
        // All bytes of two circuits, a sample of the others'.
        let step = ["FeatureCopies": 1, "FeatureTables": 1, "FeatureEverything7": 3][contract.name] ?? 37
        mutator.flipBytes(stride: step, from: step == 1 ? 0 : contract.packing % step, using: &random)
        mutator.changeLengths()
        if contract.circuit != "wide" { mutator.changeInputs(using: &random) }
        mutator.shiftEndSums()
        if contract.circuit != "everything" || contract.name == "FeatureEverything7" {
            mutator.changePoints()
            mutator.changeScalars()
        }
        return mutator.mutations
    }

    static func check(_ contract: GeneratedContract, _ mutations: [Mutation], on evm: LocalEVM) throws {
        let key = try contract.provingKey().verifyingKey
        let accepted = Parallel.mapChunks(mutations.count) { range in
            range.map { index -> Bool in
                guard let scalars = mutations[index].scalars else { return false }
                return (try? key.verify(proof: mutations[index].proof, publicInputs: scalars)) ?? false
            }
        }.flatMap { $0 }
        let address = try contract.deploy(on: evm)
        let outcomes = try evm.calls(to: address, data: mutations.map { VerifierCalls.verify($0.proof, $0.inputs) })
        for (index, mutation) in mutations.enumerated() {
            #expect(!accepted[index], "\(contract), seed \(seed): Swift accepts \(mutation.name)")
            #expect(outcomes[index].verdict == false, "\(contract), seed \(seed): the contract on \(mutation.name): \(outcomes[index])")
        }
    }
}
