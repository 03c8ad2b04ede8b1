import BN254
import Constraints
import FixedPointMath

// Equations over forms, broken up into rows.

extension RowLayout {
    /// What stands in the range half of an equation's row.
    private struct InRowRange {
        let value: UInt64
        let bytes: Int
    }

    /// form = 0.
    mutating func assertZero(_ form: Form, _ name: String) throws {
        if form.isConstant, form.constant.isZero { return }
        _ = try equation(form, third: nil, range: nil, name)
    }

    /// A new variable equal to `form`.
    mutating func define(_ form: Form, _ name: String) throws -> Variable {
        let result = variable(value(form))
        _ = try equation(form, third: (result, -.one, false), range: nil, name)
        return result
    }

    /// The variable that an affine form with coefficient one and no constant already is, or a new one.
    mutating func variable(of form: Form, _ name: String) throws -> Variable {
        if let plain = form.plainVariable { return plain }
        return try define(form, name)
    }

    /// A new variable of exactly `bytes` bytes (1 to 7).
    mutating func limbs(_ value: UInt64, bytes: Int, _ name: String) throws -> Variable {
        let row = try takeRange()
        return putRange(value, bytes: bytes, row: row, name)
    }

    /// Fills the range half of a row.
    mutating func putRange(_ value: UInt64, bytes: Int, row: Int, _ name: String) -> Variable {
        let result = variable(Fr(value))
        put(result, slot: 4, row: row)
        set(columns.ranged, row: row, .one)
        putLimbs(value, bytes: bytes, row: row)
        self.name(name, rows: row..<row + 1)
        return result
    }

    /// Σ limb variables · 256^offset = value, for the given sizes: an integer of Σ sizes bytes.
    mutating func limbs(_ value: Int256, sizes: [Int], _ name: String) throws -> Form {
        var form = Form()
        var offset = 0
        for size in sizes {
            let part = try limbs(value.bytes(offset, count: size), bytes: size, name)
            form.add(part, times: .powerOfTwo(8 * offset))
            offset += size
        }
        return form
    }

    /// form ∈ [0, 256^Σsizes); `value` is its value. The form must be an integer below 2^252 in magnitude: a negative
    /// one is then above r − 2^252 in the field and beyond every range that is allowed here.
    mutating func assertRange(_ form: Form, value: Int256, sizes: [Int], _ name: String) throws {
        let bits = 8 * sizes.reduce(0, +)
        guard bits <= Bounds.capacityBits else {
            throw LayoutError.couldWrap(operation: name, bits: bits, limit: Bounds.capacityBits)
        }
        guard let first = sizes.first else { return try assertZero(form, name) }
        _ = try equation(
            form - upperLimbs(value, sizes: sizes, name), third: nil,
            range: InRowRange(value: value.bytes(0, count: first), bytes: first), name)
    }

    /// A new bit f with form + coefficient·f ∈ [0, 256^Σsizes); `value` is the value of that sum.
    mutating func flag(
        _ isSet: Bool, _ form: Form, coefficient: Fr, value: Int256, sizes: [Int], _ name: String
    ) throws -> Variable {
        let result = variable(isSet ? .one : .zero)
        let first = sizes[0]
        _ = try equation(
            form - upperLimbs(value, sizes: sizes, name), third: (result, coefficient, true),
            range: InRowRange(value: value.bytes(0, count: first), bytes: first), name)
        return result
    }

    /// A new bit.
    mutating func bit(_ isSet: Bool, _ name: String) throws -> Variable {
        let result = variable(isSet ? .one : .zero)
        var form = Form(result, times: -.one)
        form.add(result, result, times: .one)
        try assertZero(form, name)
        return result
    }

    /// Limb variables for all sizes but the first, as a form.
    private mutating func upperLimbs(_ value: Int256, sizes: [Int], _ name: String) throws -> Form {
        guard sizes.count > 1 else { return Form() }
        return try limbs(value >> (8 * sizes[0]), sizes: Array(sizes.dropFirst()), name) * .powerOfTwo(8 * sizes[0])
    }

    /// form + coefficient·third − (the row's limbs) = 0. Long forms are shortened by new variables first.
    private mutating func equation(
        _ form: Form, third: (variable: Variable, coefficient: Fr, isBit: Bool)?, range: InRowRange?, _ name: String
    ) throws {
        var form = form
        var slots = third == nil ? [2, 3] : [2]
        let wide = slots + (range == nil ? [4] : [])
        func fits(_ slots: [Int]) -> Bool {
            form.products.count <= 1 && form.linear.count <= slots.count + (form.products.isEmpty ? 1 : 0)
        }
        while !fits(wide) { try shorten(&form, name) }
        let row: Int
        if range != nil {
            row = try takeRows(1)
        } else if form.products.isEmpty, form.linear.count <= wide.count, canTakeLinear || !fits(slots) {
            slots = wide
            row = try takeLinear()
        } else if fits(slots) {
            row = try takeEquation()
        } else {
            slots = wide
            row = try takeRows(1)
        }
        self.name(name, rows: row..<row + 1)
        set(columns.constant, row: row, form.constant)
        var terms = form.linear[...]
        if let product = form.products.first {
            putProduct(product.left, product.right, coefficient: product.coefficient, row: row)
        } else if terms.count > slots.count, let term = terms.popFirst() {
            putProduct(term.variable, one, coefficient: term.coefficient, row: row)
        }
        let coefficients = [2: columns.second, 3: columns.third, 4: columns.fourth]
        for (slot, term) in zip(slots, terms) {
            put(term.variable, slot: slot, row: row)
            if let column = coefficients[slot] { set(column, row: row, term.coefficient) }
        }
        if let third {
            put(third.variable, slot: 3, row: row)
            set(columns.third, row: row, third.coefficient)
        }
        if let range {
            let limb = variable(Fr(range.value))
            put(limb, slot: 4, row: row)
            set(columns.fourth, row: row, -.one)
            let ranged: Fr = third?.isBit == true ? .one + .one : .one
            set(columns.ranged, row: row, ranged)
            putLimbs(range.value, bytes: range.bytes, row: row, factor: ranged)
        }
    }

    private mutating func putProduct(_ left: Variable, _ right: Variable, coefficient: Fr, row: Int) {
        put(left, slot: 0, row: row)
        put(right, slot: 1, row: row)
        set(columns.product, row: row, coefficient)
    }

    /// Replaces one product and a linear term or two, or up to three linear terms, by a new variable.
    private mutating func shorten(_ form: inout Form, _ name: String) throws {
        var part = Form()
        if let product = form.products.popLast() { part.products = [product] }
        let wanted = part.products.isEmpty ? (form.linear.count > 4 ? 3 : 2) : (form.linear.count > 3 ? 2 : 1)
        let count = min(wanted, form.linear.count)
        part.linear = Array(form.linear.suffix(count))
        form.linear.removeLast(count)
        form.add(try define(part, name), times: .one)
    }
}

extension Int256 {
    /// `count` ≤ 8 bytes from byte `offset` on, of a value that is not negative.
    func bytes(_ offset: Int, count: Int) -> UInt64 {
        let word = UInt64(truncatingIfNeeded: (self >> (8 * offset)).low)
        return count >= 8 ? word : word & (UInt64(1) << UInt64(8 * count) - 1)
    }
}
