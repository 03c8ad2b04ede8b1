import BN254
import Commitments
import Constraints
import FixedPointMath
import Foundation
import Gadgets
import PricingModels
import ProofProver
import ProofVerifier
import TestSupport
import Testing

/// One option by itself, a model without market data: its proofs commit to no feed and are as strict as all others.
@Suite struct OptionAloneTests {
    /// The reference's values for 100,000 options, which the suite of the models reads as well.
    private static func vectors() throws -> [UInt8] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: tests.appendingPathComponent("PricingModelsTests/Vectors/black-scholes.bin")))
    }

    @Test("the proven price and greeks are the model's, within 1e-9, and every one of them matters", arguments: [1, 2])
    func wholeProof(packing: Int) throws {
        let range = 0..<3
        let report = try AccuracyReport.blackScholes(vectors: Self.vectors(), range: range)
        #expect(report.records == range.count)
        for quantity in report.quantities { #expect(quantity.largest <= 1e-9, "\(quantity.name), record \(quantity.worstRecord)") }

        let records = range.map { AccuracyReport.OptionRecord(seed: report.seed, index: $0) }
        let model = try CompiledModel(records[0].evaluate)
        #expect(model.feedNames.isEmpty)
        #expect(model.circuit.system.tables[0].adviceColumns.allSatisfy { $0.role != .feed })
        let key = try ProvingKey(circuit: model.circuit, srs: .bundled(), packing: packing)
        let verifier = key.verifyingKey
        #expect(verifier.layout.feedGroupCount == 0)
        for record in records {
            var native = NativeArithmetic()
            try record.evaluate(&native)
            let witness = try model.witness(record.evaluate)
            let (proof, publics) = (try key.prove(witness), witness.publicInputs)
            #expect(try #require(model.integers(publics)).map(Int256.init) == native.outputs.map(\.raw), "\(record)")
            #expect(try verifier.verify(proof: proof, publicInputs: publics), "\(record)")
            for index in publics.indices {
                for change in [Fr.one, -.one, publics[index], -publics[index]] where !change.isZero {
                    var changed = publics
                    changed[index] += change
                    #expect(try !verifier.verify(proof: proof, publicInputs: changed), "\(record), \(model.publicValues[index].name)")
                }
            }
        }
    }

    @Test func everyWordOfTheProofMatters() throws {
        let record = AccuracyReport.OptionRecord(seed: 7, index: 1)
        let model = try CompiledModel(record.evaluate)
        let key = try ProvingKey(circuit: model.circuit, srs: .bundled(), packing: 2)
        let witness = try model.witness(record.evaluate)
        let (proof, verifier) = (try key.prove(witness), key.verifyingKey)
        #expect(proof.count == verifier.shape.byteCount)
        for start in stride(from: 0, to: proof.count, by: 32) {
            // The lowest bit of a word, which keeps scalars below r, and one in its middle.
            for byte in [start + 31, start + 13] {
                #expect((try? verifier.verify(proof: proof.flipping(byte), publicInputs: witness.publicInputs)) != true, "byte \(byte)")
            }
        }
        // A proof for another option, under this option's values.
        let other = try model.witness(AccuracyReport.OptionRecord(seed: 7, index: 2).evaluate)
        #expect(try !verifier.verify(proof: key.prove(other), publicInputs: witness.publicInputs))
        for index in witness.instance[0][0].indices {
            var wrong = witness
            wrong.instance[0][0][index] += .one
            #expect(throws: ProverError.unsatisfied(table: "model")) { try key.prove(wrong) }
        }
    }

    /// A feed input makes a feed column, even one that has no value to show.
    @Test func aFeedOfZerosIsRefusedByName() throws {
        func model(_ value: Int128) -> CompiledModel.Model {
            { arithmetic in
                let input = try arithmetic.input(value, InputSpecification("x", .unsigned(bits: 16), visibility: .feed))
                try arithmetic.publish(input, named: "x")
            }
        }
        let compiled = try CompiledModel(model(1))
        let key = try ProvingKey(circuit: compiled.circuit, srs: .bundled(), packing: 2)
        #expect(key.verifyingKey.layout.feedGroupCount == 1)
        let witness = try compiled.witness(model(5))
        #expect(try key.verifyingKey.verify(proof: key.prove(witness), publicInputs: witness.publicInputs))
        #expect(throws: ProverError.emptyFeed(table: "model")) { try key.prove(compiled.witness(model(0))) }
        #expect(throws: LayoutError.self) { try compiled.witness(AccuracyReport.OptionRecord(seed: 7, index: 0).evaluate) }
    }
}
