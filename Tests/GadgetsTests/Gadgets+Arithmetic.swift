import FixedPointMath
import Gadgets

struct RangeGadget: Gadget {
    let bits: Int
    let isSigned: Bool
    let visibility: Visibility
    var name: String { "range \(isSigned ? "signed" : "unsigned") \(bits) \(visibility.rawValue)" }
    var inputs: [InputSpecification] {
        [InputSpecification("x", isSigned ? .signed(bits: bits) : .unsigned(bits: bits), scale: 0, visibility: visibility)]
    }
    var edges: [[Int128]] {
        let top = Int128(1) << Int128(bits)
        let values = isSigned ? [0, top / 2 - 1, -top / 2, top / 2, -top / 2 - 1] : [0, top - 1, top, -1]
        return values.map { [$0] }
    }
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws { try a.publish(x[0], named: "x") }
}

struct ExactGadget: Gadget {
    let name = "exact arithmetic"
    let inputs = [signed("x", 64, scale: 20), signed("y", 40, scale: 8), unsigned("z", 32)]
    let edges: [[Int128]] = [[0, 0, 0], [-(1 << 63), 1 << 38, 1], [5, -7, 1 << 31]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let sum = try a.subtract(a.add(x[0], x[1]), a.constant(12345, scale: 3))
        let product = try a.multiply(sum, a.negate(a.multiply(x[2], by: 3, scale: 1)))
        try a.publish(product, named: "product")
        try a.publish(try a.square(a.add(x[1], x[2])), named: "square")
        try a.publish(try a.multiply(a.multiply(x[1], x[2]), x[1], roundedTo: 12), named: "triple")
    }
}

struct DotProductGadget: Gadget {
    let name = "dot product"
    let inputs = (0..<8).map { signed("x\($0)", 40, scale: 30) }
    let edges: [[Int128]] = [(0..<8).map { Int128($0) << 30 }, [Int128](repeating: -(1 << 39), count: 8)]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let sum = try a.dotProduct(Array(x[0..<4]), Array(x[4..<8]))
        try a.publish(a.round(sum, to: 30, width: .signed(bits: 64)), named: "sum")
    }
}

struct RoundGadget: Gadget {
    let shift: Int
    let width: RangeWidth?
    var name: String { "round \(shift) \(width.map { "\($0)" } ?? "by bounds")" }
    var inputs: [InputSpecification] { [signed("x", 120, scale: shift)] }
    var edges: [[Int128]] {
        let half = Int128(1) << Int128(shift - 1)
        return [0, 1, -1, half, half - 1, -half, -half - 1, half * 2, -half * 2, (1 << 119) - 1, -(1 << 119)].map { [$0] }
    }
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        try a.publish(a.round(x[0], to: 0, width: width), named: "rounded")
    }
}

/// Rounding an operand that fills the field, so that there is no room for a factor.
struct WideRoundGadget: Gadget {
    let name = "round wide"
    let inputs = [signed("x", 120, scale: 50), signed("y", 120, scale: 51)]
    let edges: [[Int128]] = [[3, 5], [(1 << 119) - 1, -(1 << 119)], [-1, 1]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let product = try a.multiply(a.multiply(x[0], x[1]), by: 1 << 12, scale: 0)
        try a.publish(a.round(product, to: 4), named: "rounded")
    }
}

struct DivideGadget: Gadget {
    let name = "divide"
    let inputs = [signed("x", 64, scale: 20), unsigned("y", 40, scale: 10)]
    let edges: [[Int128]] = [[1 << 30, 3], [0, 0], [-(1 << 63), 1], [(1 << 63) - 1, (1 << 40) - 2], [-5, 2]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let divisor = try a.add(x[1], a.constant(.one, scale: 10))
        try a.publish(a.divide(x[0], by: divisor, scale: 24, width: nil), named: "quotient")
        try a.publish(a.divide(x[0], by: divisor, scale: 2, width: .signed(bits: 48)), named: "coarse")
    }
}

struct ClampedDivideGadget: Gadget {
    let name = "clamped divide"
    let inputs = [signed("x", 64, scale: 20), unsigned("y", 40, scale: 30)]
    let edges: [[Int128]] = [[1 << 30, 1 << 35], [0, 0], [-(1 << 63), 1], [(1 << 63) - 1, 0], [12 << 20, (1 << 30) - 1], [-12 << 20, (1 << 30) - 1]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let divisor = try a.add(x[1], a.constant(.one, scale: 30))
        try a.publish(a.divide(x[0], by: divisor, scale: 45, limit: Int256(12) << 45 - .one), named: "quotient")
    }
}

struct SquareRootGadget: Gadget {
    let scale: Int
    var name: String { "square root \(scale)" }
    let inputs = [unsigned("x", 80, scale: 40)]
    let edges: [[Int128]] = [[4 << 40], [0], [1], [2], [3], [(1 << 80) - 1], [(1 << 78)], [(1 << 78) - 1], [(1 << 78) + 1]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        try a.publish(a.sqrt(x[0], scale: scale), named: "root")
    }
}
