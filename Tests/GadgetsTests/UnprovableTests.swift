import BN254
import CircuitBuilder
import Constraints
import FixedPointMath
import Gadgets
import Testing

/// What the native back end refuses has no witness: a lying prover who fills the rows as if another bound held is caught.
@Suite struct UnprovableTests {
    /// Lays out the circuit with the honest bound and fills it with the witness of a laxer one.
    func isRefused(
        honest: Int, lax: Int, input: Int128, _ body: (inout CircuitArithmetic, Int128, Int) throws -> Void, valid: Int128
    ) throws -> Bool {
        let model = try CompiledModel { try body(&$0, valid, honest) }
        let truth = try model.witness { try body(&$0, valid, honest) }
        try #require(SatisfactionChecker.check(circuit: model.circuit, witness: truth).isEmpty)
        #expect(throws: FixedPointError.self) { try model.witness { try body(&$0, input, honest) } }
        let lie = try model.witness { try body(&$0, input, lax) }
        return !SatisfactionChecker.check(circuit: model.circuit, witness: lie).isEmpty
    }

    @Test func narrow() throws {
        #expect(try isRefused(honest: 100, lax: 200, input: 150, { a, x, bound in
            let number = try a.input(x, signed("x", 32))
            _ = try a.narrow(number, lower: .zero, upper: Int256(bound), "bound")
        }, valid: 7))
    }

    @Test func requirement() throws {
        #expect(try isRefused(honest: 100, lax: 200, input: 150, { a, x, bound in
            let number = try a.input(x, signed("x", 32))
            try a.require(a.lessOrEqual(number, a.constant(bound)), "bound")
        }, valid: 7))
    }

    @Test func nonNegative() throws {
        #expect(try isRefused(honest: 100, lax: 200, input: 150, { a, x, bound in
            let number = try a.input(x, signed("x", 32))
            try a.require(nonNegative: a.subtract(a.constant(bound), number), "bound")
        }, valid: 7))
    }

    @Test func equality() throws {
        #expect(try isRefused(honest: 100, lax: 200, input: 200, { a, x, bound in
            let number = try a.input(x, signed("x", 32))
            try a.require(number, equals: a.constant(bound), "bound")
        }, valid: 100))
    }

    @Test func widthOfRounding() throws {
        #expect(try isRefused(honest: 16, lax: 24, input: 1 << 29, { a, x, bits in
            let number = try a.input(x, signed("x", 32, scale: 8))
            _ = try a.round(number, to: 0, width: .unsigned(bits: bits))
        }, valid: 7))
    }

    @Test func publicValues() throws {
        let model = try CompiledModel { a in
            try a.publish(a.input(5, unsigned("x", 8)), named: "x")
        }
        var witness = try model.witness { a in try a.publish(a.input(9, unsigned("x", 8)), named: "x") }
        witness.instance[0][0][0] = Fr(8)
        let failures = SatisfactionChecker.check(circuit: model.circuit, witness: witness, regions: [model.regions])
        #expect(failures.count == 1 && failures.first?.description.contains("gate 'row equation: ") == true)
    }

    @Test func reportsNameTheOperation() throws {
        let body: CompiledModel.Model = { a in
            let x = try a.input(5, unsigned("x", 32, scale: 4))
            try a.publish(a.round(x, to: 0), named: "rounded")
        }
        let model = try CompiledModel(body)
        var witness = try model.witness(body)
        #expect(model.report(witness) == [])
        let rows = try #require(model.regions.last { $0.name == "round" }).rows
        let cell = try #require(model.assignedCells.last { $0.column.kind == .advice && $0.column.index < 6 && rows.contains($0.row) })
        witness.advice[0][cell.column.index][cell.row] += .one
        let report = model.report(witness)
        #expect(report.count == 1 && report[0].contains("round: gate 'range: "), "\(report)")
    }

    @Test func theTableMustHoldEverything() {
        #expect(throws: LayoutError.tableFull(usableRows: 1017)) {
            try CompiledModel { a in
                let x = try a.input(1, unsigned("x", 8))
                for _ in 0..<1100 { _ = try a.isNonNegative(a.subtract(x, a.constant(7))) }
            }
        }
    }
}
