import BN254
import Commitments
import EthereumKit
import Foundation
import ProofProver
import ProofVerifier
import Testing
import TestSupport

/// `verifyBatch`: as strict as `verify`, cheaper a proof, and of one mind with the Swift verifier.
@Suite struct BatchTests {
    static let seed: UInt64 = 41_118

    struct Batch {
        let key: VerifyingKey
        let address: Address
        let evm: LocalEVM
        var proofs: [[UInt8]]
        var inputs: [[[UInt8]]]

        init(_ contract: GeneratedContract, count: Int) throws {
            let proving = try contract.provingKey()
            key = proving.verifyingKey
            evm = try LocalEVM.start()
            address = try contract.deploy(on: evm)
            proofs = try (0..<count).map { try contract.prove(proving, seed: UInt64($0 + 1)) }
            let publics = try contract.feature().witness.publicInputs.map(\.bigEndianBytes)
            inputs = Array(repeating: publics, count: count)
        }

        func swift() -> Bool {
            let scalars = inputs.map { $0.compactMap { Fr(bigEndian: $0) } }
            guard zip(scalars, inputs).allSatisfy({ $0.count == $1.count }), proofs.count == inputs.count else { return false }
            return (try? key.verifyBatch(zip(proofs, scalars).map { (proof: $0, publicInputs: $1) })) ?? false
        }

        func ask() throws -> LocalEVM.Outcome {
            try evm.call(to: address, data: VerifierCalls.verifyBatch(proofs, inputs))
        }
    }

    /// Gas a proof of batches of 1, 2, 4 and 8: falls, and is pinned.
    @Test func batchesAreAcceptedAtThePinnedGas() throws {
        var lines = ["contract                  proofs  gas a proof"]
        for contract in GeneratedContract.batching {
            let whole = try Batch(contract, count: 8)
            var last = Int.max
            for count in [1, 2, 4, 8] {
                var batch = whole
                batch.proofs = Array(batch.proofs.prefix(count))
                batch.inputs = Array(batch.inputs.prefix(count))
                #expect(batch.swift(), "\(contract), \(count)")
                let outcome = try batch.ask()
                #expect(outcome.verdict == true, "\(contract), \(count): \(outcome)")
                let gas = Int(outcome.gasUsed) / count
                #expect(gas < last)
                last = gas
                lines.append("\(contract.name)".padding(toLength: 26, withPad: " ", startingAt: 0) + "\(count)       \(gas)")
            }
        }
        let text = lines.joined(separator: "\n") + "\n"
        print(text)
        let path = try GeneratedContract.contracts + "/generated/features/batches.txt"
        if RenderingTests.regenerates {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text, "rewrite with ASSAY_REGENERATE=1")
        }
    }

    /// What the package encodes is what these tests write by hand.
    @Test func theCallHasItsForm() throws {
        let contract = GeneratedContract.batching[0]
        let (key, inputs) = (try contract.provingKey(), try contract.feature().witness.publicInputs.map(\.bigEndianBytes))
        let proofs = try (1...3).map { try contract.prove(key, seed: $0) }
        let whole = proofs.map { (proof: $0, publicInputs: inputs) }
        #expect(try ProofVerifierContract.verifyBatch(whole) == VerifierCalls.verifyBatch(proofs, proofs.map { _ in inputs }))
        let uneven: [(proof: [UInt8], publicInputs: [[UInt8]])] = [(Array(proofs[0].prefix(31)), []), ([], inputs)]
        #expect(try ProofVerifierContract.verifyBatch(uneven) == VerifierCalls.verifyBatch(uneven.map(\.proof), uneven.map(\.publicInputs)))
        #expect(throws: ABIError.mismatch(type: "uint256")) { try ProofVerifierContract.verifyBatch([(proofs[0], [[1]])]) }
    }

    /// One bad proof in a batch of eight is rejected wherever it stands.
    @Test(arguments: GeneratedContract.batching)
    func oneBadProofSpoilsABatch(_ contract: GeneratedContract) throws {
        var random = SeededGenerator(seed: Self.seed)
        let honest = try Batch(contract, count: 8)
        var mutator = Mutator(
            proof: honest.proofs[0], inputs: honest.inputs[0].compactMap { Fr(bigEndian: $0) }, shape: honest.key.shape)
        mutator.flipBytes(stride: honest.proofs[0].count / 12, from: 5, using: &random)
        mutator.changeLengths()
        mutator.changeInputs(using: &random)
        mutator.shiftEndSums()
        mutator.changePoints()
        mutator.changeScalars()
        let mutations = mutator.mutations.shuffled(using: &random)
        for position in 0..<8 {
            for mutation in mutations.prefix(24 * (position + 1)).suffix(24) {
                var batch = honest
                batch.proofs[position] = mutation.proof
                batch.inputs[position] = mutation.inputs
                #expect(!batch.swift(), "\(contract), seed \(Self.seed): Swift accepts \(mutation.name) at \(position)")
                let outcome = try batch.ask()
                #expect(outcome.verdict == false, "\(contract), seed \(Self.seed): \(mutation.name) at \(position): \(outcome)")
            }
            // W of one proof, W′ of one proof, a proof in another's place with its own inputs kept.
            for at in [honest.proofs[0].count - 128, honest.proofs[0].count - 64] {
                var batch = honest
                let other = honest.proofs[(position + 1) % 8]
                batch.proofs[position].replaceSubrange(at..<at + 64, with: other[at..<at + 64])
                #expect(!batch.swift())
                #expect(try batch.ask().verdict == false, "\(contract): point \(at) of another proof at \(position)")
            }
        }
    }

    @Test(arguments: GeneratedContract.batching)
    func listsMustBeWhole(_ contract: GeneratedContract) throws {
        let honest = try Batch(contract, count: 3)
        var batch = honest
        (batch.proofs, batch.inputs) = ([], [])
        #expect(!batch.swift())
        #expect(try batch.ask().verdict == false, "an empty batch proves nothing")
        batch = honest
        batch.inputs.removeLast()
        #expect(try batch.ask().verdict == false)
        batch = honest
        batch.proofs.removeLast()
        #expect(try batch.ask().verdict == false)
        // The same proof twice is as true as once.
        batch = honest
        batch.proofs[1] = batch.proofs[0]
        #expect(batch.swift())
        #expect(try batch.ask().verdict == true)
        batch.proofs.reverse()
        #expect(try batch.ask().verdict == true)
        // Calldata that ends early is no call at all.
        let data = VerifierCalls.verifyBatch(honest.proofs, honest.inputs)
        for count in [4, 36, 68, 100, 200, data.count / 2, data.count - 32] {
            let outcome = try honest.evm.call(to: honest.address, data: Array(data.prefix(count)))
            #expect(outcome.verdict != true, "\(count) bytes")
        }
    }

    /// Shifts of two W′ that cancel for a ρ known in advance: refused, as that ρ depends on both.
    @Test func crossedOpeningsAreRefused() throws {
        let honest = try Batch(GeneratedContract.batching[0], count: 2)
        let srs = try StructuredReferenceString.bundled()
        let publics = honest.inputs[0].compactMap { Fr(bigEndian: $0) }
        let ys = try honest.proofs.map {
            try honest.key.challenges(of: ParsedProof($0, shape: honest.key.shape), publicInputs: publics).y
        }
        let inverse = try #require((ys[0] - ys[1]).inverse())
        let a = (G1(srs.g1[1]) - G1(srs.g1[0]) * ys[1]) * inverse
        for rho in [Fr.one, -.one, ys[0], Fr(UInt64(2))] {
            let b = (G1(srs.g1[0]) - a) * (try #require(rho.inverse()))
            var forged = honest
            for (index, shift) in [a, b].enumerated() {
                let at = forged.proofs[index].count - 64
                let w = try #require(G1Affine(uncompressed: forged.proofs[index][at...]))
                forged.proofs[index].replaceSubrange(at..<at + 64, with: G1.batchNormalize([G1(w) + shift])[0].uncompressedBytes)
            }
            #expect(!forged.swift())
            #expect(try forged.ask().verdict == false)
        }
    }

    /// With the string's secret every other check is passed: what is left is the range of each word and points at infinity, in each
    /// place of a batch.
    @Test func eachCheckIsSeenOnItsOwn() throws {
        var random = SeededGenerator(seed: Self.seed)
        let contract = GeneratedContract.batchTrapdoor
        let evm = try LocalEVM.start()
        let address = try contract.deploy(on: evm)
        let honest = try (0..<3).map { _ in try Forgery(contract, using: &random) }
        let proofs = try honest.map { try $0.forge() }
        func verdict(_ position: Int, _ forgery: Forgery, _ proof: [UInt8]) throws -> Bool? {
            var (all, inputs) = (proofs, honest.map(\.sentInputs))
            (all[position], inputs[position]) = (proof, forgery.sentInputs)
            return try evm.call(to: address, data: VerifierCalls.verifyBatch(all, inputs)).verdict
        }
        #expect(try verdict(0, honest[0], proofs[0]) == true, "the forgeries pass")
        let (q, r) = (Mutator.bytes(Fq.modulusWords), Mutator.bytes(Fr.modulusWords))
        for (position, forgery) in honest.enumerated() {
            let places = Mutator(proof: forgery.proof, inputs: forgery.inputs, shape: forgery.key.shape)
            let scalars = places.scalars.map { ($0, r) }
            let coordinates = places.points.dropLast().flatMap { [($0, q), ($0 + 32, q)] }
            for (at, modulus) in scalars + coordinates {
                var changed = forgery
                changed.sent[at] = Mutator.sum(Array(forgery.proof[at..<at + 32]), modulus)
                #expect(try verdict(position, changed, changed.forge()) == false, "proof \(position), word at \(at)")
            }
            for at in places.points.dropLast() {
                var changed = forgery
                changed.infinity = at
                #expect(try verdict(position, changed, changed.forge()) == false, "proof \(position), point at \(at)")
            }
            for index in forgery.inputs.indices {
                var changed = forgery
                changed.sentInputs[index] = Mutator.sum(forgery.sentInputs[index], r)
                #expect(try verdict(position, changed, changed.forge()) == false, "proof \(position), input \(index)")
            }
            #expect(try verdict(position, forgery, proofs[position] + [0]) == false)
            for at in [proofs[position].count - 64, proofs[position].count - 32] {
                var changed = proofs[position]
                changed.replaceSubrange(at..<at + 32, with: Mutator.sum(Array(changed[at..<at + 32]), q))
                #expect(try verdict(position, forgery, changed) == false, "proof \(position), W′ at \(at)")
            }
        }
    }
}
