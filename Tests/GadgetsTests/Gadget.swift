import BN254
import CircuitBuilder
import Constraints
import FixedPointMath
import Gadgets
import TestSupport

/// One operation under test: written once, run on both back ends.
protocol Gadget: Sendable {
    var name: String { get }
    /// Secret inputs unless stated otherwise.
    var inputs: [InputSpecification] { get }
    /// Inputs that a circuit can be laid out with and others worth trying.
    var edges: [[Int128]] { get }
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws
}

extension Gadget {
    func run<A: FixedPointArithmetic>(_ a: inout A, _ values: [Int128]) throws {
        var numbers: [A.Number] = []
        for (value, specification) in zip(values, inputs) { numbers.append(try a.input(value, specification)) }
        try body(&a, numbers)
    }

    func native(_ values: [Int128]) -> Result<[Int256], FixedPointError> {
        var arithmetic = NativeArithmetic()
        do {
            try run(&arithmetic, values)
            return .success((arithmetic.publicInputs + arithmetic.outputs).map(\.raw))
        } catch let error as FixedPointError {
            return .failure(error)
        } catch {
            return .failure(.unsupported("\(error)"))
        }
    }

    func compile(_ values: [Int128]) throws -> CompiledModel { try CompiledModel { try run(&$0, values) } }

    /// Random inputs, of random sizes so that small numbers are as frequent as large ones.
    func random(_ generator: inout SeededGenerator) -> [Int128] {
        inputs.map { specification in
            let bits = Int(generator.next() % UInt64(specification.width.bits + 1))
            let word = Int128(generator.next() >> 1) << 64 | Int128(generator.next())
            let magnitude = bits == 0 ? 0 : word & (Int128(1) << Int128(bits) - 1)
            let low = specification.width.lower.asInt128 ?? 0
            let high = specification.width.upper.asInt128 ?? 0
            let value = low < 0 && generator.next() % 2 == 0 ? -magnitude : magnitude
            return min(max(value, low), high)
        }
    }
}

func unsigned(_ name: String, _ bits: Int, scale: Int = 0) -> InputSpecification {
    InputSpecification(name, .unsigned(bits: bits), scale: scale, visibility: .secret)
}

func signed(_ name: String, _ bits: Int, scale: Int = 0) -> InputSpecification {
    InputSpecification(name, .signed(bits: bits), scale: scale, visibility: .secret)
}
