import BN254
import Constraints
import FixedPointMath

// Equations over forms, broken up into rows, and ranges of integers.

extension RowLayout {
    /// How an equation's row uses value 4 and value 3.
    private enum Tie {
        /// form = 0, or form = value 3.
        case none(result: Variable?)
        /// form = value 4.
        case range(value: UInt64)
        /// form = value 4, whose highest byte is value 3.
        case flag(value: UInt64, Variable)
        /// form = the public value of the row.
        case publicValue(row: Int)
    }

    /// form = 0.
    mutating func assertZero(_ form: Form, _ name: String) throws {
        if form.isConstant, form.constant.isZero { return }
        try equation(form, .none(result: nil), name)
    }

    /// A new variable equal to `form`.
    mutating func define(_ form: Form, _ name: String) throws -> Variable {
        let result = variable(value(form))
        try equation(form, .none(result: result), name)
        return result
    }

    /// The variable that an affine form with coefficient one and no constant already is, or a new one.
    mutating func variable(of form: Form, _ name: String) throws -> Variable {
        if let plain = form.plainVariable { return plain }
        return try define(form, name)
    }

    /// Shows the forms as public values: the j-th in row j.
    mutating func expose(_ forms: [(name: String, form: Form)]) throws {
        guard forms.count <= publicRows else {
            throw LayoutError.tooManyPublicValues(got: forms.count, limit: publicRows)
        }
        for (row, (name, form)) in forms.enumerated() { try equation(form, .publicValue(row: row), name) }
    }

    // MARK: Ranges

    /// Rows that an integer of `bits` bits takes.
    static func rangeRows(_ bits: Int) -> Int { (max(1, bits) + ModelColumns.limbBits - 1) / ModelColumns.limbBits }

    /// A new integer of 48 bits.
    private mutating func chunk(_ value: UInt64, _ name: String) throws -> Variable {
        let row = try takeRange()
        self.name(name, rows: row..<row + 1)
        return putLimbs(value, row: row)
    }

    /// A new integer x of exactly `bits` bits, at most 48: x·2^(48 − bits) has 48 bits too.
    mutating func limbs(_ value: UInt64, bits: Int, _ name: String) throws -> Variable {
        let result = try chunk(value, name)
        let spare = ModelColumns.limbBits - bits
        if spare > 0 {
            try equation(Form(result, times: .powerOfTwo(spare)), .range(value: value << UInt64(spare)), "\(name): width")
        }
        return result
    }

    /// A new integer, as a form: of exactly `bits` bits, or of whole rows that hold as many.
    mutating func limbs(_ value: Int256, bits: Int, isExact: Bool, _ name: String) throws -> Form {
        var form = Form()
        for number in 0..<Self.rangeRows(bits) {
            let offset = ModelColumns.limbBits * number
            let part = value.chunk(number)
            let left = bits - offset
            form.add(
                isExact && left < ModelColumns.limbBits ? try limbs(part, bits: left, name) : try chunk(part, name),
                times: .powerOfTwo(offset))
        }
        return form
    }

    /// form ∈ [0, 2^B) with B the bits of whole rows that hold `bits` or, where the field has no room for these, `bits` itself;
    /// `value` is its value. The form must be an integer below 2^252 in magnitude: a negative one is then above r − 2^252 in the field and
    /// beyond every range that is allowed here.
    ///
    /// - Returns: the variable that equals `form`, where one row suffices.
    @discardableResult
    mutating func assertRange(_ form: Form, value: Int256, bits: Int, _ name: String) throws -> Variable? {
        guard bits <= Bounds.capacityBits else {
            throw LayoutError.couldWrap(operation: name, bits: bits, limit: Bounds.capacityBits)
        }
        let rows = Self.rangeRows(bits)
        guard rows * ModelColumns.limbBits <= Bounds.capacityBits else {
            try assertExactRange(form, value: value, bits: bits, name)
            return nil
        }
        let upper = try upperLimbs(value, count: rows - 1, name)
        let result = try equation(form - upper, .range(value: value.chunk(0)), name)
        return rows == 1 ? result : nil
    }

    /// form ∈ [0, 2^`bits`) for an integer form below 2^253 in magnitude: it differs from its limbs by less than 2^253 + 2^252, which is below r.
    mutating func assertExactRange(_ form: Form, value: Int256, bits: Int, _ name: String) throws {
        guard bits > 0 else { return try assertZero(form, name) }
        let below = ModelColumns.limbBits * (Self.rangeRows(bits) - 1)
        let top = try limbs((value >> below).chunk(0), bits: bits - below, name)
        let rest = form - Form(top, times: .powerOfTwo(below))
        if below == 0 { return try assertZero(rest, name) }
        try assertRange(rest, value: value.lowBits(below), bits: below, name)
    }

    /// The bit of form ≥ 0, for −2^W ≤ form < 2^W: the top byte of form + 2^W, W being eight bits less than whole rows hold.
    mutating func flag(_ form: Form, value: Int256, bits: Int, _ name: String) throws -> Variable {
        let rows = Self.rangeRows(bits + 8)
        let width = ModelColumns.limbBits * rows - 8
        guard width + 8 <= Bounds.capacityBits else {
            throw LayoutError.couldWrap(operation: name, bits: width + 8, limit: Bounds.capacityBits)
        }
        let sum = value + .powerOfTwo(width)
        let result = variable(value.isNegative ? .zero : .one)
        var lower = Form()
        for number in 0..<rows - 1 {
            lower.add(try chunk(sum.chunk(number), name), times: .powerOfTwo(ModelColumns.limbBits * number))
        }
        let scaled = (form + .powerOfTwo(width) - lower) * .inversePowerOfTwo(ModelColumns.limbBits * (rows - 1))
        try equation(scaled, .flag(value: sum.chunk(rows - 1), result), name)
        return result
    }

    /// A new bit.
    mutating func bit(_ isSet: Bool, _ name: String) throws -> Variable {
        let result = variable(isSet ? .one : .zero)
        try assertBit(result, name)
        return result
    }

    mutating func assertBit(_ variable: Variable, _ name: String) throws {
        var form = Form(variable, times: -.one)
        form.add(variable, variable, times: .one)
        try assertZero(form, name)
    }

    /// Integers of 48 bits for chunks 1 … `count` of `value`, as one form.
    mutating func upperLimbs(_ value: Int256, count: Int, _ name: String) throws -> Form {
        guard count > 0 else { return Form() }
        return try limbs(value >> ModelColumns.limbBits, bits: count * ModelColumns.limbBits, isExact: false, name)
            * .powerOfTwo(ModelColumns.limbBits)
    }

    // MARK: Rows

    /// One row's equation. Long forms are shortened by new variables first.
    ///
    /// - Returns: value 4's variable where it takes part.
    @discardableResult
    private mutating func equation(_ form: Form, _ tie: Tie, _ name: String) throws -> Variable? {
        var form = form
        let slots: ArraySlice<Int> = switch tie {
        case .none(result: .some), .flag: [2]
        case .none, .range, .publicValue: [2, 3]
        }
        while form.products.count > 1 || form.linear.count > slots.count + (form.products.isEmpty ? 1 : 0) {
            try shorten(&form, name)
        }
        let row: Int
        var (tied, range): (Variable?, UInt64?) = (nil, nil)
        var kind: ModelColumns.Kind?
        switch tie {
        case .none(let result):
            row = try takeEquation()
            if let result { put(result, coefficient: -.one, slot: 3, row: row) }
        case .range(let value):
            row = try takeRows(1)
            (kind, range) = (.tied, value)
        case .flag(let value, let flag):
            row = try takeRows(1)
            (kind, range) = (.flag, value)
            put(flag, slot: 3, row: row)
        case .publicValue(let publicRow):
            row = publicRow
            form = form * -.one
        }
        self.name(name, rows: row..<row + 1)
        if let kind, let range {
            tied = putLimbs(range, row: row)
            set(columns.kind, row: row, Fr(kind.rawValue))
            form = form * Fr(kind.rawValue)
        }
        set(columns.constant, row: row, form.constant)
        var terms = form.linear[...]
        if let product = form.products.first {
            putProduct(product.left, product.right, coefficient: product.coefficient, row: row)
        } else if terms.count > slots.count, let term = terms.popFirst() {
            putProduct(term.variable, one, coefficient: term.coefficient, row: row)
        }
        for (slot, term) in zip(slots, terms) { put(term.variable, coefficient: term.coefficient, slot: slot, row: row) }
        return tied
    }

    private mutating func put(_ variable: Variable, coefficient: Fr, slot: Int, row: Int) {
        put(variable, slot: slot, row: row)
        set(slot == 2 ? columns.second : columns.third, row: row, coefficient)
    }

    private mutating func putProduct(_ left: Variable, _ right: Variable, coefficient: Fr, row: Int) {
        put(left, slot: 0, row: row)
        put(right, slot: 1, row: row)
        set(columns.product, row: row, coefficient)
    }

    /// Replaces a product and a linear term, or two linear terms, by a new variable.
    private mutating func shorten(_ form: inout Form, _ name: String) throws {
        var part = Form()
        if let product = form.products.popLast() { part.products = [product] }
        let count = min(part.products.isEmpty ? 2 : 1, form.linear.count)
        part.linear = Array(form.linear.suffix(count))
        form.linear.removeLast(count)
        form.add(try define(part, name), times: .one)
    }
}

extension Int256 {
    /// Bits 48·number … 48·number + 47 of a value that is not negative.
    func chunk(_ number: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: (self >> (ModelColumns.limbBits * number)).low) & (1 << 48 - 1)
    }
}
