import BN254
import CircuitBuilder
import Constraints
import FixedPointMath
import Gadgets
import PricingModels
import TestSupport
import Testing

/// Single models with every operand an input, on the inputs of the accuracy report: bit for bit what the native back end gives.
@Suite struct ModelEqualityTests {
    static func volatility<A: FixedPointArithmetic>(_ a: inout A, _ prices: [Int]) throws {
        var numbers: [A.Number] = []
        for price in prices {
            numbers.append(try a.input(Int128(price), InputSpecification("price", .unsigned(bits: 32), visibility: .secret)))
        }
        try a.publish(
            RealizedVolatility.volatility(&a, prices: numbers, periodsPerYear: 8760, removesMean: true), named: "volatility")
    }

    @Test func blackScholes() throws {
        let seed: UInt64 = 54
        let model = try CompiledModel(AccuracyReport.OptionRecord(seed: seed, index: 0).evaluate)
        for index in 0..<2000 {
            let record = AccuracyReport.OptionRecord(seed: seed, index: index)
            var native = NativeArithmetic()
            try record.evaluate(&native)
            let witness = try model.witness(record.evaluate)
            #expect(
                witness.publicInputs.map(\.asInt128) == native.outputs.map(\.raw.asInt128), "seed \(seed), record \(index)")
            guard index % 50 == 0 else { continue }
            let failures = SatisfactionChecker.check(circuit: model.circuit, witness: witness, regions: [model.regions])
            #expect(failures.isEmpty, "seed \(seed), record \(index): \(failures.first.map(\.description) ?? "")")
        }
    }

    @Test(arguments: [8, 24, 96]) func realisedVolatility(_ returns: Int) throws {
        let seed: UInt64 = 0x701a
        var generator = SeededGenerator(seed: seed)
        func walk() -> [Int] {
            var price = 1_000_000
            return (0...returns).map { _ in
                price += Int(generator.next() % 20_001) - 10_000
                return price
            }
        }
        let model = try CompiledModel(logSize: returns > 50 ? 11 : 10) { try Self.volatility(&$0, walk()) }
        for number in 0..<60 {
            let prices = walk()
            var native = NativeArithmetic()
            try Self.volatility(&native, prices)
            let witness = try model.witness { try Self.volatility(&$0, prices) }
            #expect(witness.publicInputs.map(\.asInt128) == native.outputs.map(\.raw.asInt128), "seed \(seed), walk \(number)")
            guard number % 20 == 0 else { continue }
            let failures = SatisfactionChecker.check(circuit: model.circuit, witness: witness, regions: [model.regions])
            #expect(failures.isEmpty, "\(returns) returns: \(failures.first.map(\.description) ?? "")")
        }
    }

    /// The whole option as an adversary's playground: every cell, on records that hit clamps and limits.
    @Test func noCellOfAnOptionIsFree() throws {
        var generator = SeededGenerator(seed: 0x0b5)
        let ordinary = AccuracyReport.OptionRecord(seed: 54, index: 3)
        var expired = ordinary
        expired.seconds = 0
        var far = ordinary
        (far.spot, far.strike, far.volatility) = (1 << 20, 1 << 31, 1 << 36)
        let model = try CompiledModel(ordinary.evaluate)
        for record in [ordinary, expired, far] {
            let witness = try model.witness(record.evaluate)
            #expect(SatisfactionChecker.check(circuit: model.circuit, witness: witness, regions: [model.regions]) == [])
            var injector = FaultInjector(circuit: model.circuit, witness: witness, regions: [model.regions])
            let free = injector.survey(table: 0, cells: model.assignedCells, using: &generator)
            #expect(free.isEmpty, "\(record): \(free.prefix(5).map(\.description))")
        }
    }
}
