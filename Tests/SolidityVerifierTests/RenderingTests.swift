import BN254
import Constraints
import EthereumKit
import Foundation
import ProofVerifier
import SolidityVerifier
import Testing
import TestSupport

/// What is rendered is what was committed and compiled.
///
/// With ASSAY_REGENERATE=1 in the environment the committed sources are rewritten instead; then run `make contracts`.
@Suite struct RenderingTests {
    static var regenerates: Bool { ProcessInfo.processInfo.environment["ASSAY_REGENERATE"] == "1" }

    @Test(arguments: GeneratedContract.all + GeneratedContract.measuring)
    func committedSourceIsWhatTheKeyGives(_ contract: GeneratedContract) throws {
        let key = try contract.provingKey().verifyingKey
        let text = try contract.render(key)
        if Self.regenerates {
            try text.write(toFile: contract.sourcePath, atomically: true, encoding: .utf8)
            return
        }
        #expect(try contract.render(VerifyingKey(serialized: key.serialized())) == text, "a key read back renders the same")
        let committed = try String(contentsOfFile: contract.sourcePath, encoding: .utf8)
        #expect(text == committed, "\(contract): rewrite with ASSAY_REGENERATE=1 swift test, then `make contracts`")
        let artifact = try ContractArtifact.named(contract.name)
        #expect(artifact.isCompiled(from: text), "\(contract): run `make contracts`")
        #expect(artifact.deployedBytecode.count < 24_576)
    }

    /// The shipped feeds' verifiers stand beside their keys.
    @Test func shippedVerifiersAreWhatTheirKeysGive() throws {
        let folder = try GeneratedContract.contracts + "/generated"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".vk") }.map { $0.dropLast(3) }
        #expect(!names.isEmpty)
        for name in names.map(String.init).sorted() {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).vk"))
            let key = try VerifyingKey(serialized: Array(bytes))
            let text = try SolidityVerifier(key: key, contractName: name).render()
            if Self.regenerates {
                try text.write(toFile: "\(folder)/\(name).sol", atomically: true, encoding: .utf8)
                continue
            }
            #expect(try String(contentsOfFile: "\(folder)/\(name).sol", encoding: .utf8) == text, "\(name): see Docs/verifier-contract.md")
            let artifact = try ContractArtifact.named(name)
            #expect(artifact.isCompiled(from: text), "\(name): run `make contracts`")
            #expect(artifact.deployedBytecode.count < 24_576)
            #expect(!key.isInsecure)
        }
    }

    @Test func everyHoleIsFilled() throws {
        for contract in GeneratedContract.all {
            let text = try contract.render(contract.provingKey().verifyingKey)
            #expect(!text.contains("{{") && !text.contains("}}"))
            #expect(text.hasPrefix("// SPDX-License-Identifier: MIT\n"))
            #expect(text.contains("contract \(contract.name) {"))
        }
    }

    /// Names come from whoever made a key; they must not reach the compiler as anything but remarks.
    @Test func namesCannotBecomeCode() throws {
        let hostile = "x\n} function steal() external {} //\u{2028} */ \u{202e}{{digest}}"
        var table = Table(name: hostile, logSize: 4)
        let (on, value) = (table.addFixed(hostile), table.addAdvice(hostile))
        table.addGate(hostile, on.now * value.now)
        table.send(hostile, tag: 1, [value.now], multiplicity: on.now)
        table.receive(hostile, tag: 1, [value.now], multiplicity: on.now)
        let text = try Self.render(table)
        var tame = Table(name: "t", logSize: 4)
        tame.addGate("zero", .firstRow * tame.addAdvice("v").now)
        let letters = try Set(Self.render(tame).unicodeScalars.filter { !$0.isASCII })
        #expect(Set(text.unicodeScalars.filter { !$0.isASCII }).isSubset(of: letters))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) where line.contains("steal") {
            let start = line.drop { $0 == " " }
            #expect(start.hasPrefix("//") && !start.dropFirst(3).contains("/"), "\(line)")
        }
    }

    @Test func contractNamesAreIdentifiers() throws {
        let key = try GeneratedContract.all[0].provingKey().verifyingKey
        for name in ["", "1st", "a b", "a;", "é", "a\n", String(repeating: "a", count: 65)] {
            #expect(throws: SolidityVerifierError.contractName(name)) { try SolidityVerifier(key: key, contractName: name) }
        }
        #expect(SolidityVerifier(key: key).render().contains("contract Verifier {"))
    }

    /// Whoever reads the contract learns of a reference string that anyone could forge with.
    @Test func developmentKeysSaySo() throws {
        var table = Table(name: "t", logSize: 4)
        let value = table.addAdvice("v")
        table.addGate("zero", .firstRow * value.now)
        let insecure = try Self.render(table, isInsecure: true)
        #expect(insecure.contains("INSECURE") && insecure.contains("bool public constant isInsecure = true;"))
        let sound = try Self.render(table)
        #expect(!sound.contains("INSECURE") && sound.contains("bool public constant isInsecure = false;"))
    }

    /// A key from arbitrary points: enough to render, not to prove.
    static func render(_ table: Table, packing: Int = 2, isInsecure: Bool = false) throws -> String {
        let system = try ConstraintSystem(tables: [table])
        let layout = Layout(system, packing: packing)
        let points = layout.indices(of: .preprocessed).map { _ in G1Affine.generator }
        return SolidityVerifier(key: VerifyingKey(
            system: system, layout: layout, tauG2: .generator, isInsecure: isInsecure, preprocessed: points)).render()
    }
}
