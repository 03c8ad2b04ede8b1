import FixedPointMath
import Gadgets

struct LogarithmGadget: Gadget {
    let bits: Int
    var name: String { "ln \(bits)" }
    var inputs: [InputSpecification] { [unsigned("x", bits, scale: 7)] }
    var edges: [[Int128]] {
        [1, 0, 2, 3, 127, 128, 129, (1 << Int128(bits)) - 1, 1 << Int128(bits - 1), (1 << Int128(bits - 1)) - 1].map { [$0] }
    }
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        try a.publish(a.round(a.ln(x[0]), to: 48), named: "ln")
    }
}

struct ExponentialGadget: Gadget {
    let name = "exp"
    let inputs = [signed("x", 64, scale: 59)]
    let edges: [[Int128]] = [[0], [1], [-1], [1 << 62], [-(1 << 63)], [(1 << 63) - 1], [399622833664431104]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        try a.publish(a.round(a.exp(x[0]), to: 48), named: "exp")
    }
}

struct SaturatingExponentialGadget: Gadget {
    let name = "exp, saturating"
    let inputs = [signed("x", 40, scale: 30)]
    let edges: [[Int128]] = [[0], [-(1 << 39)], [-(22 << 30)], [-(22 << 30) - 1], [1]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let operand = try a.narrow(x[0], lower: -.powerOfTwo(39), upper: .zero, "operand")
        try a.publish(a.round(a.expSaturating(operand), to: 48), named: "exp")
    }
}

struct NormalGadget: Gadget {
    let hasDensity: Bool
    var name: String { hasDensity ? "normal and density" : "normal" }
    let inputs = [signed("x", 56, scale: 44)]
    let edges: [[Int128]] = [
        [0], [-1], [1], [1 << 44], [-(1 << 44)], [8 << 44], [(8 << 44) - 1], [-(8 << 44)], [-(8 << 44) - 1], [(16 << 44) - 1],
        [-(16 << 44)], [16 << 44], [-(16 << 44) - 1],
    ]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        if hasDensity {
            let (distribution, density) = try a.normalDistributionAndDensity(x[0])
            try a.publish(a.round(distribution, to: 48), named: "Φ")
            try a.publish(a.round(density, to: 48), named: "φ")
        } else {
            try a.publish(a.round(a.normalDistribution(x[0]), to: 48), named: "Φ")
        }
    }
}
