import BN254
import EthereumKit
import Foundation
import ProofProver
import ProofVerifier
import SolidityVerifier
import Testing

/// Where the gas goes, section by section, and how near ``GasModel`` comes to it.
@Suite struct GasTests {
    /// Gas of the transaction around `verify`, of each section and of all.
    struct Sections {
        let transaction: Int
        let sections: [Int]
        var total: Int { transaction + sections.reduce(0, +) }
    }

    static func measure(_ contract: GeneratedContract, on evm: LocalEVM) throws -> Sections {
        let key = try contract.provingKey()
        let inputs = try contract.feature().witness.publicInputs
        let outcome = try evm.call(to: contract.deploy(on: evm), data: VerifierCalls.verify(contract.prove(key), inputs))
        #expect(outcome.success && outcome.output.count == 192 && outcome.verdict == nil, "\(contract): \(outcome)")
        let left = stride(from: 0, to: outcome.output.count, by: 32).map { at in
            outcome.output[at..<at + 32].reduce(0) { $0 << 8 | Int($1) }
        }
        let sections = zip(left, left.dropFirst()).map { $0 - $1 }
        return Sections(transaction: Int(outcome.gasUsed) - sections.reduce(0, +), sections: sections)
    }

    @Test func sectionsCostWhatIsPinned() throws {
        let evm = try LocalEVM.start()
        var lines = [Self.row("contract", ["transaction", "transcript", "domains", "gates", "opening", "pairing", "together"])]
        for contract in GeneratedContract.measuring {
            let measured = try Self.measure(contract, on: evm)
            lines.append(Self.row(contract.name, ([measured.transaction] + measured.sections + [measured.total]).map(String.init)))
        }
        let text = lines.joined(separator: "\n") + "\n"
        print(text)
        let path = try GeneratedContract.contracts + "/generated/features/sections.txt"
        if RenderingTests.regenerates {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text, "rewrite with ASSAY_REGENERATE=1")
        }
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        cells.reduce(name.padding(toLength: 22, withPad: " ", startingAt: 0)) { line, cell in
            line + String(repeating: " ", count: max(1, 12 - cell.count)) + cell
        }
    }
}

extension GasTests {
    /// Predicted from the circuit alone, within 15 % of the pinned gas of every feature circuit's contract.
    @Test(arguments: GeneratedContract.all.filter { !$0.verifiesBatches })
    func theModelIsNearTheContract(_ contract: GeneratedContract) throws {
        let pinned = try String(contentsOfFile: VerdictTests.snapshotPath, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: " ") }.first { $0.first.map(String.init) == contract.name }
        let measured = try #require(pinned?.last.flatMap { Int($0) })
        let key = try contract.provingKey().verifyingKey
        let model = GasModel(key.system, layout: key.layout, emptyGroups: key.preprocessed.filter(\.isInfinity).count)
        let error = Double(model.total) / Double(measured) - 1
        print("\(contract): predicted \(model.total), measured \(measured), \(Int((error * 1000).rounded())) ‰, \(model)")
        #expect(abs(error) < 0.15)
    }
}
