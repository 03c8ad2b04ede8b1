import BN254
import Constraints
import FixedPointMath

/// The back end that proves: every operation lays out the rows of its constraints and fills their witness.
///
/// Values and bounds come from ``NativeArithmetic``, so they are the native back end's by construction; what this type
/// adds is a ``Form`` for every number and the rows that make those forms the only ones that satisfy the circuit.
/// Which rows, cells, coefficients and copies there are depends on the model and its parameters alone: ``CompiledModel``
/// takes the circuit from one run and witnesses from others. Gates and the argument for each operation: Docs/circuits.md.
public struct CircuitArithmetic: FixedPointArithmetic {
    public struct Number: BoundedNumber {
        let native: NativeArithmetic.Number
        /// Equal to the native raw value, as a field element.
        let form: Form
        public var bounds: Bounds { native.bounds }
        public var raw: Int256 { native.raw }
    }

    public struct Flag: Sendable {
        let native: Bool
        let form: Form
        public var isSet: Bool { native }
    }

    var native = NativeArithmetic()
    var layout: RowLayout
    /// Public values in the order of the calls; inputs come first in the circuit.
    var publicInputs: [(name: String, scale: Int, form: Form)] = []
    var outputs: [(name: String, scale: Int, form: Form)] = []
    var feedNames: [String] = []

    init(columns: ModelColumns, usableRows: Int, publicRows: Int, fixedCount: Int, recordsShape: Bool) throws {
        layout = try RowLayout(
            columns: columns, usableRows: usableRows, publicRows: publicRows, fixedCount: fixedCount, recordsShape: recordsShape)
    }

    /// Public inputs, then outputs.
    var exposed: [(name: String, scale: Int, form: Form)] { publicInputs + outputs }

    /// Two integers below 2^252 in magnitude that agree in the field are equal: the one argument on which every
    /// equation of this back end rests. Bounds keep operands below; what a gadget adds is checked here.
    static func checkNoWrap(_ operation: String, bits: Int) throws {
        guard bits <= Bounds.capacityBits else {
            throw LayoutError.couldWrap(operation: operation, bits: bits, limit: Bounds.capacityBits)
        }
    }
}

// MARK: - Inputs, constants, outputs

extension CircuitArithmetic {
    public mutating func input(_ value: Int128, _ specification: InputSpecification) throws -> Number {
        let number = try native.input(value, specification)
        let width = specification.width
        let unsigned = number.raw + width.offset
        let bits = 8 * width.limbs
        var form: Form
        if specification.visibility == .feed {
            form = try feedInput(unsigned, bits: bits, specification.name)
        } else {
            form = try layout.limbs(unsigned, bits: bits, isExact: true, specification.name)
        }
        form.constant -= Fr(width.offset)
        if specification.visibility == .public { publicInputs.append((specification.name, specification.scale, form)) }
        return Number(native: number, form: form)
    }

    /// The feed column holds the unsigned integer (raw plus the width's offset), 48 bits a row, lowest first.
    private mutating func feedInput(_ value: Int256, bits: Int, _ name: String) throws -> Form {
        var form = Form()
        for number in 0..<RowLayout.rangeRows(bits) {
            let offset = ModelColumns.limbBits * number
            let part = try layout.feedValue(value.chunk(number), name).whole
            if bits - offset < ModelColumns.limbBits { try assertBits(Form(part), value.chunk(number), bits: bits - offset, name) }
            form.add(part, times: .powerOfTwo(offset))
            feedNames.append(number == 0 ? name : "\(name) bit \(offset)")
        }
        return form
    }

    public mutating func feedInputs(
        _ upper: (value: Int128, specification: InputSpecification), _ lower: (value: Int128, specification: InputSpecification)
    ) throws -> (upper: Number, lower: Number) {
        let numbers = (try native.input(upper.value, upper.specification), try native.input(lower.value, lower.specification))
        let (wide, narrow) = (upper.specification.width, lower.specification.width)
        guard 8 * wide.limbs <= 32, narrow.limbs == 2 else {
            throw FixedPointError.unsupported("feed inputs of \(8 * wide.limbs) and \(8 * narrow.limbs) bits in one row, not at most 32 and 16")
        }
        let (high, low) = ((numbers.0.raw + wide.offset).chunk(0), (numbers.1.raw + narrow.offset).chunk(0))
        let name = "\(upper.specification.name), \(lower.specification.name)"
        let row = try layout.feedValue(high << 16 | low, name)
        // The row proves 32 bits.
        if wide.limbs < 4 { try assertBits(Form(row.upper), high, bits: 8 * wide.limbs, upper.specification.name) }
        feedNames.append(name)
        return (
            Number(native: numbers.0, form: Form(row.upper, plus: -Fr(wide.offset))),
            Number(native: numbers.1, form: Form(row.lower, plus: -Fr(narrow.offset)))
        )
    }

    /// An integer that is proven to have 48 bits has no more than `bits`.
    private mutating func assertBits(_ form: Form, _ value: UInt64, bits: Int, _ name: String) throws {
        let spare = ModelColumns.limbBits - bits
        try layout.assertRange(
            form * .powerOfTwo(spare), value: Int256(Int128(value)) << spare, bits: ModelColumns.limbBits, "\(name): width")
    }

    public mutating func input(_ value: Bool, named name: String, visibility: Visibility) throws -> Flag {
        _ = try native.input(value, named: name, visibility: visibility)
        let variable: Variable
        if visibility == .feed {
            variable = try layout.feedValue(value ? 1 : 0, name).whole
            feedNames.append(name)
            try layout.assertBit(variable, name)
        } else {
            variable = try layout.bit(value, name)
        }
        if visibility == .public { publicInputs.append((name, 0, Form(variable))) }
        return Flag(native: value, form: Form(variable))
    }

    public func constant(_ raw: Int256, scale: Int) throws -> Number {
        Number(native: try native.constant(raw, scale: scale), form: Form(constant: Fr(raw)))
    }

    public func constant(_ flag: Bool) -> Flag { Flag(native: flag, form: Form(constant: flag ? .one : .zero)) }

    public mutating func publish(_ number: Number, named name: String) throws {
        try native.publish(number.native, named: name)
        outputs.append((name, number.bounds.scale, number.form))
    }

    public mutating func publish(_ flag: Flag, named name: String) throws {
        try native.publish(flag.native, named: name)
        outputs.append((name, 0, flag.form))
    }
}

// MARK: - Exact arithmetic

extension CircuitArithmetic {
    public func add(_ a: Number, _ b: Number) throws -> Number {
        let sum = try native.add(a.native, b.native)
        return Number(native: sum, form: aligned(a, sum.scale) + aligned(b, sum.scale))
    }

    public func subtract(_ a: Number, _ b: Number) throws -> Number {
        let difference = try native.subtract(a.native, b.native)
        return Number(native: difference, form: aligned(a, difference.scale) - aligned(b, difference.scale))
    }

    public func negate(_ a: Number) throws -> Number {
        Number(native: try native.negate(a.native), form: a.form * -.one)
    }

    public func multiply(_ a: Number, by factor: Int256, scale: Int) throws -> Number {
        Number(native: try native.multiply(a.native, by: factor, scale: scale), form: a.form * Fr(factor))
    }

    public func rescale(_ a: Number, to scale: Int) throws -> Number {
        Number(native: try native.rescale(a.native, to: scale), form: aligned(a, scale))
    }

    public mutating func multiply(_ a: Number, _ b: Number) throws -> Number {
        Number(native: try native.multiply(a.native, b.native), form: try product(a.form, b.form, "multiply"))
    }

    public mutating func square(_ a: Number) throws -> Number {
        let operand = try affine(a.form, "square")
        return Number(native: try native.square(a.native), form: Form.product(operand, operand))
    }

    public mutating func dotProduct(_ a: [Number], _ b: [Number]) throws -> Number {
        guard a.count == b.count, !a.isEmpty else {
            throw FixedPointError.unsupported("a dot product of \(a.count) and \(b.count) numbers")
        }
        var total = try multiply(a[0], b[0])
        for (x, y) in zip(a, b).dropFirst() { total = try add(total, multiply(x, y)) }
        return total
    }

    /// The form at a finer scale.
    func aligned(_ a: Number, _ scale: Int) -> Form {
        scale == a.bounds.scale ? a.form : a.form * .powerOfTwo(scale - a.bounds.scale)
    }

    /// A form with at most one variable, for use in a product.
    mutating func affine(_ form: Form, _ name: String) throws -> Form {
        form.isAffine ? form : Form(try layout.define(form, name))
    }

    mutating func product(_ a: Form, _ b: Form, _ name: String) throws -> Form {
        if a.isConstant { return b * a.constant }
        if b.isConstant { return a * b.constant }
        let left = try affine(a, name)
        let right = try affine(b, name)
        return Form.product(left, right)
    }
}
