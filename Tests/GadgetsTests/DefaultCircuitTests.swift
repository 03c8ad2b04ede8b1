import BN254
import CircuitBuilder
import Constraints
import FixedPointMath
import Gadgets
import PricingModels
import TestSupport
import Testing

@Suite struct DefaultCircuitTests {
    @Test func isSatisfied() throws {
        let parameters = ModelParameters.standard
        let inputs = OptionFeedInputs.placeholder(parameters)
        let clock = ContinuousClock()
        var compiled: CompiledModel?
        let compileTime = try clock.measure {
            compiled = try CompiledModel(logSize: 10) { try OptionFeedModel.evaluate(&$0, parameters, inputs) }
        }
        let model = try #require(compiled)
        var made: Witness?
        let witnessTime = try clock.measure { made = try model.witness { try OptionFeedModel.evaluate(&$0, parameters, inputs) } }
        let witness = try #require(made)
        print("rows \(model.rowCount) idle \(model.idleHalves) cells \(model.assignedCells.count) compile \(compileTime) witness \(witnessTime)")
        print(model.circuit.system.tables[0].adviceColumns.count, model.circuit.system.tables[0].fixedColumns.count, model.circuit.system.plans[0])
        var counts: [String: Int] = [:]
        for region in model.regions { counts[region.name, default: 0] += region.rows.count }
        for (name, count) in counts.sorted(by: { $0.value > $1.value }).prefix(60) where !name.contains("past[") || name.contains("past[0]") { print(count, name) }
        let failures = SatisfactionChecker.check(circuit: model.circuit, witness: witness, regions: [model.regions])
        for failure in failures.prefix(10) { print(failure) }
        #expect(failures.isEmpty)
    }
}
