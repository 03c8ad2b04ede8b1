import FixedPointMath
import Gadgets

struct ComparisonGadget: Gadget {
    let name = "comparison"
    let inputs = [signed("x", 64), signed("y", 40)]
    let edges: [[Int128]] = [[0, 0], [1, 0], [0, 1], [-1, 0], [-(1 << 63), 1 << 38], [(1 << 39) - 1, (1 << 39) - 1]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        try a.publish(a.lessOrEqual(x[0], x[1]), named: "≤")
        try a.publish(a.lessThan(x[0], x[1]), named: "<")
        try a.publish(a.equal(x[0], x[1]), named: "=")
        try a.publish(a.minimum(x[0], x[1]), named: "minimum")
        try a.publish(a.maximum(x[0], x[1]), named: "maximum")
        try a.publish(a.absolute(x[0]), named: "absolute")
        try a.publish(a.clamp(x[0], from: a.constant(-100), to: a.constant(1000)), named: "clamped")
    }
}

struct BooleanGadget: Gadget {
    let name = "boolean logic"
    let inputs = [unsigned("x", 8), unsigned("y", 8)]
    let edges: [[Int128]] = [[0, 0], [200, 0], [0, 200], [255, 255]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let p = try a.lessOrEqual(a.constant(100), x[0])
        let q = try a.lessOrEqual(a.constant(100), x[1])
        let r = try a.input(true, named: "r", visibility: .secret)
        let s = try a.input(false, named: "s", visibility: .feed)
        try a.publish(a.and(p, q), named: "and")
        try a.publish(a.or(p, q), named: "or")
        try a.publish(a.xor(p, q), named: "xor")
        try a.publish(a.not(p), named: "not")
        try a.publish(a.and([p, r, a.not(s), a.constant(true)]), named: "all")
        try a.publish(a.count([p, q, r, s]), named: "count")
        try a.publish(a.select(p, x[0], a.multiply(x[1], by: 3, scale: 5)), named: "select")
    }
}

struct OneHotGadget: Gadget {
    let count: Int
    var name: String { "one-hot \(count)" }
    let inputs = [unsigned("x", 8)]
    var edges: [[Int128]] { (0...count).map { [Int128($0)] } }
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let index = try a.narrow(x[0], lower: .zero, upper: Int256(count - 1), "index")
        for (value, flag) in try a.oneHot(index, count: count).enumerated() { try a.publish(flag, named: "is \(value)") }
    }
}

struct RequirementGadget: Gadget {
    let name = "requirements"
    let inputs = [signed("x", 32), signed("y", 32)]
    let edges: [[Int128]] = [[50, 50], [0, 0], [99, 99], [100, 100], [-1, -1], [50, 49], [51, 51]]
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        let narrow = try a.narrow(x[0], lower: .zero, upper: 99, "0 … 99")
        try a.require(narrow, equals: x[1], "equal")
        try a.require(nonNegative: a.subtract(a.constant(1000), x[1]), "at most 1000")
        try a.require(a.not(a.equal(x[0], a.constant(51))), "not 51")
        try a.publish(narrow, named: "x")
    }
}

struct SortGadget: Gadget {
    let count: Int
    var name: String { "sort \(count)" }
    var inputs: [InputSpecification] { (0..<count).map { signed("x\($0)", $0 == 1 ? 24 : 72, scale: $0 == 1 ? 0 : 3) } }
    var edges: [[Int128]] {
        [(0..<count).map { Int128($0) }, (0..<count).map { Int128(-$0) }, [Int128](repeating: 7, count: count),
         (0..<count).map { $0 % 2 == 0 ? 1 << 70 : -(1 << 23) }]
    }
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        for value in try a.sort(x) { try a.publish(value, named: "sorted") }
    }
}

/// The median of those that count: pairs (price, weight bit).
struct MedianGadget: Gadget {
    let count: Int
    var name: String { "median of \(count)" }
    var inputs: [InputSpecification] { (0..<count).flatMap { [unsigned("price \($0)", 32), unsigned("age \($0)", 16)] } }
    var edges: [[Int128]] {
        [(0..<count).flatMap { [Int128(100 + $0), 0] }, (0..<count).flatMap { [Int128(100 - $0), $0 == 0 ? 0 : 900] },
         (0..<count).flatMap { [Int128($0 * $0), $0 % 2 == 0 ? 5 : 70] }, (0..<count).flatMap { _ in [7, 1000] }]
    }
    func body<A: FixedPointArithmetic>(_ a: inout A, _ x: [A.Number]) throws {
        var prices: [A.Number] = []
        var flags: [A.Flag] = []
        for index in 0..<count {
            flags.append(try a.lessOrEqual(x[2 * index + 1], a.constant(60)))
            prices.append(try a.select(flags[index], x[2 * index], a.constant(0)))
        }
        let number = try a.narrow(a.count(flags), lower: .one, upper: Int256(count), "at least one")
        let sorted = try a.sort(prices)
        let isCount = try a.oneHot(a.subtract(number, a.constant(1)), count: count)
        var doubled = try a.constant(0)
        for valid in 1...count {
            let first = count - valid
            let middle = try a.add(sorted[first + (valid - 1) / 2], sorted[first + valid / 2])
            doubled = try a.select(isCount[valid - 1], middle, doubled)
        }
        try a.publish(a.shiftRight(doubled, by: 1), named: "median")
    }
}
