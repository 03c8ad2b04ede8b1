import BN254
import Commitments
import EthereumKit
import Foundation
import Hashing
import ProofProver
import ProofVerifier
import Testing
import TestSupport

/// Completeness: the compiled contracts accept what the Swift verifier accepts, and what that costs.
@Suite struct VerdictTests {
    static var snapshotPath: String { get throws { try GeneratedContract.contracts + "/generated/features/figures.txt" } }

    @Test func honestProofsAreAcceptedAtThePinnedGas() throws {
        let evm = try LocalEVM.start()
        var lines = ["contract                 code bytes  proof bytes  public inputs      gas"]
        for contract in GeneratedContract.all {
            let key = try contract.provingKey()
            let inputs = try contract.feature().witness.publicInputs
            let proof = try contract.prove(key)
            #expect(try key.verifyingKey.verify(proof: proof, publicInputs: inputs), "\(contract)")
            let address = try contract.deploy(on: evm)
            let outcome = try evm.call(to: address, data: VerifierCalls.verify(proof, inputs))
            #expect(outcome.verdict == true, "\(contract): \(outcome)")
            // Blinding differs from proof to proof, acceptance does not.
            let other = try contract.prove(key, seed: 2)
            #expect(other != proof)
            #expect(try evm.call(to: address, data: VerifierCalls.verify(other, inputs)).verdict == true, "\(contract)")
            let size = try ContractArtifact.named(contract.name).deployedBytecode.count
            lines.append(Self.row([contract.name, "\(size)", "\(proof.count)", "\(inputs.count)", "\(outcome.gasUsed)"]))
        }
        let text = lines.joined(separator: "\n") + "\n"
        print(text)
        if RenderingTests.regenerates {
            try text.write(toFile: Self.snapshotPath, atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOfFile: Self.snapshotPath, encoding: .utf8) == text, "rewrite with ASSAY_REGENERATE=1")
        }
    }

    private static func row(_ cells: [String]) -> String {
        let widths = [24, 11, 13, 15, 9]
        return zip(cells, widths).enumerated().map { index, cell in
            let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return index == 0 ? cell.0 + space : space + cell.0
        }.joined()
    }

    @Test(arguments: GeneratedContract.all)
    func constantsAreTheKeys(_ contract: GeneratedContract) throws {
        let evm = try LocalEVM.start()
        let key = try contract.provingKey().verifyingKey
        let address = try contract.deploy(on: evm)
        func read(_ name: String) throws -> [UInt8] {
            try evm.call(to: address, data: VerifierCalls.selector(name + "()")).output
        }
        #expect(try read("modelId") == key.digest)
        #expect(try read("publicInputCount") == VerifierCalls.word(key.system.publicInputCount))
        #expect(try read("feedPointCount") == VerifierCalls.word(key.layout.feedGroupCount))
        #expect(try read("proofLength") == VerifierCalls.word(key.shape.byteCount))
        #expect(try read("isInsecure") == VerifierCalls.word(contract.seed == nil ? 0 : 1))
    }
}
