/// The back end that computes: every operation on exact integers, as ``FixedFunctions`` specifies them.
///
/// Besides values it keeps a ``RangeLedger``: what a circuit would pay for the same calls.
public struct NativeArithmetic: FixedPointArithmetic {
    public struct Number: BoundedNumber, Hashable {
        public let raw: Int256
        public let bounds: Bounds
        public var scale: Int { bounds.scale }
    }

    public typealias Flag = Bool

    public struct Output: Hashable, Sendable {
        public let name: String
        public let raw: Int256
        /// Fractional bits of `raw`.
        public let scale: Int
    }

    /// Published numbers and flags (scale 0), in order.
    public private(set) var outputs: [Output] = []
    /// Public inputs, in the order they were read; they come before `outputs` among the proof's public values.
    public private(set) var publicInputs: [Output] = []
    public var ledger = RangeLedger()

    public init() {}
}

// MARK: - Inputs, constants, outputs

extension NativeArithmetic {
    public mutating func input(_ value: Int128, _ specification: InputSpecification) throws -> Number {
        let bounds = try Bounds(specification.width, scale: specification.scale)
        let raw = Int256(value)
        try check(raw, bounds, specification.name)
        ledger.charge("input", limbs: specification.width.limbs)
        if specification.visibility == .public {
            publicInputs.append(Output(name: specification.name, raw: raw, scale: specification.scale))
        }
        return Number(raw: raw, bounds: bounds)
    }

    public mutating func input(_ value: Bool, named name: String, visibility: Visibility) throws -> Flag {
        if visibility == .public { publicInputs.append(Output(name: name, raw: value ? .one : .zero, scale: 0)) }
        return value
    }

    public func constant(_ raw: Int256, scale: Int) throws -> Number {
        Number(raw: raw, bounds: try Bounds(lower: raw, upper: raw, scale: scale))
    }

    public func constant(_ flag: Bool) -> Flag { flag }

    public mutating func publish(_ number: Number, named name: String) throws {
        outputs.append(Output(name: name, raw: number.raw, scale: number.scale))
    }

    public mutating func publish(_ flag: Flag, named name: String) throws {
        outputs.append(Output(name: name, raw: flag ? .one : .zero, scale: 0))
    }

    private func check(_ raw: Int256, _ bounds: Bounds, _ operation: String) throws {
        guard bounds.contains(raw) else {
            throw FixedPointError.outOfRange(
                operation: operation, value: raw, lower: bounds.lower, upper: bounds.upper, scale: bounds.scale)
        }
    }
}

// MARK: - Exact arithmetic

extension NativeArithmetic {
    public func add(_ a: Number, _ b: Number) throws -> Number {
        let bounds = try a.bounds.adding(b.bounds)
        return Number(raw: a.raw << (bounds.scale - a.scale) + b.raw << (bounds.scale - b.scale), bounds: bounds)
    }

    public func subtract(_ a: Number, _ b: Number) throws -> Number { try add(a, negate(b)) }

    public func negate(_ a: Number) throws -> Number { Number(raw: -a.raw, bounds: try a.bounds.negated()) }

    public func multiply(_ a: Number, by factor: Int256, scale: Int) throws -> Number {
        let bounds = try a.bounds.scaled(by: factor, scale: a.scale + scale)
        return Number(raw: a.raw * factor, bounds: bounds)
    }

    public func rescale(_ a: Number, to scale: Int) throws -> Number {
        let bounds = try a.bounds.rescaled(to: scale)
        return Number(raw: a.raw << (scale - a.scale), bounds: bounds)
    }

    public mutating func multiply(_ a: Number, _ b: Number) throws -> Number {
        let bounds = try a.bounds.multiplying(b.bounds)
        ledger.multiplications += 1
        return Number(raw: a.raw * b.raw, bounds: bounds)
    }

    public mutating func square(_ a: Number) throws -> Number {
        let bounds = try a.bounds.squared()
        ledger.multiplications += 1
        return Number(raw: a.raw * a.raw, bounds: bounds)
    }

    public mutating func dotProduct(_ a: [Number], _ b: [Number]) throws -> Number {
        guard a.count == b.count, !a.isEmpty else { throw FixedPointError.unsupported("a dot product of \(a.count) and \(b.count) numbers") }
        var total = try multiply(a[0], b[0])
        for (x, y) in zip(a, b).dropFirst() { total = try add(total, multiply(x, y)) }
        return total
    }
}

// MARK: - Rounding, flags, requirements

extension NativeArithmetic {
    public mutating func round(_ a: Number, to scale: Int, width: RangeWidth?) throws -> Number {
        let shift = a.scale - scale
        if shift <= 0 {
            let exact = try rescale(a, to: scale)
            guard let width else { return exact }
            return try bounded(exact.raw, width, scale: scale, "round", remainderBits: 0)
        }
        let quotient = FixedFunctions.rounding(a.raw, shift: shift).quotient
        if let width { return try bounded(quotient, width, scale: scale, "round", remainderBits: shift) }
        let bounds = try FixedFunctions.rounding(a.bounds, to: scale)
        ledger.charge("round", bits: shift, bounds.spanBits)
        return Number(raw: quotient, bounds: bounds)
    }

    /// A result checked to a declared width; what is charged for it includes the remainder.
    private mutating func bounded(
        _ raw: Int256, _ width: RangeWidth, scale: Int, _ operation: String, remainderBits: Int
    ) throws -> Number {
        let bounds = try Bounds(width, scale: scale)
        try check(raw, bounds, operation)
        ledger.charge(operation, bits: remainderBits, width.bits)
        return Number(raw: raw, bounds: bounds)
    }

    public mutating func isNonNegative(_ a: Number) throws -> Flag {
        // Bounds that decide the answer need no check.
        if !a.bounds.lower.isNegative || a.bounds.upper.isNegative { return !a.bounds.lower.isNegative }
        ledger.charge("compare", bits: max(a.bounds.upper.magnitudeBits, (-a.bounds.lower - .one).magnitudeBits))
        return !a.raw.isNegative
    }

    public mutating func isZero(_ a: Number) throws -> Flag {
        ledger.multiplications += 2
        return a.raw.isZero
    }

    public mutating func oneHot(_ a: Number, count: Int) throws -> [Flag] {
        guard a.scale == 0, !a.bounds.lower.isNegative, a.bounds.upper < Int256(count) else {
            throw FixedPointError.unsupported("one-hot flags of a number that may leave 0 ..< \(count)")
        }
        ledger.flags += count
        return (0..<count).map { a.raw == Int256($0) }
    }

    public mutating func and(_ a: Flag, _ b: Flag) throws -> Flag {
        ledger.flags += 1
        return a && b
    }

    public mutating func or(_ a: Flag, _ b: Flag) throws -> Flag {
        ledger.flags += 1
        return a || b
    }

    public func not(_ a: Flag) -> Flag { !a }

    public func number(_ flag: Flag) throws -> Number {
        Number(raw: flag ? .one : .zero, bounds: try Bounds(lower: .zero, upper: .one, scale: 0))
    }

    public mutating func select(_ flag: Flag, _ a: Number, _ b: Number) throws -> Number {
        let bounds = try a.bounds.union(b.bounds)
        ledger.multiplications += 1
        let chosen = flag ? a : b
        return Number(raw: chosen.raw << (bounds.scale - chosen.scale), bounds: bounds)
    }

    public mutating func require(_ flag: Flag, _ name: String) throws {
        guard flag else { throw FixedPointError.requirementFailed(name) }
    }

    public mutating func require(nonNegative a: Number, _ name: String) throws {
        ledger.charge("require", bits: a.bounds.upper.magnitudeBits)
        guard !a.raw.isNegative else { throw FixedPointError.requirementFailed(name) }
    }

    public mutating func narrow(_ a: Number, lower: Int256, upper: Int256, _ name: String) throws -> Number {
        guard lower <= upper, lower <= a.bounds.upper, a.bounds.lower <= upper else {
            throw FixedPointError.unsupported("\(name): [\(lower), \(upper)] holds no value that [\(a.bounds.lower), \(a.bounds.upper)] holds")
        }
        let bounds = try Bounds(lower: max(lower, a.bounds.lower), upper: min(upper, a.bounds.upper), scale: a.scale)
        if a.bounds.lower < lower { ledger.charge("require", bits: (a.bounds.upper - lower).magnitudeBits) }
        if a.bounds.upper > upper { ledger.charge("require", bits: (upper - a.bounds.lower).magnitudeBits) }
        try check(a.raw, bounds, name)
        return Number(raw: a.raw, bounds: bounds)
    }

    public mutating func require(_ a: Number, equals b: Number, _ name: String) throws {
        guard try subtract(a, b).raw.isZero else { throw FixedPointError.requirementFailed(name) }
    }

    public mutating func sort(_ values: [Number]) throws -> [Number] {
        guard (1...9).contains(values.count) else { throw FixedPointError.unsupported("sorting \(values.count) numbers") }
        var bounds = values[0].bounds
        for value in values.dropFirst() { bounds = try bounds.union(value.bounds) }
        for _ in values.dropFirst() { ledger.charge("sort", bits: bounds.spanBits) }
        return values.map { $0.raw << (bounds.scale - $0.scale) }.sorted().map { Number(raw: $0, bounds: bounds) }
    }
}
