import BN254
import Constraints
import FixedPointMath

// Rows that ask the coefficient tables, rows that sort and rows that show the feed.

extension RowLayout {
    /// Bits of a polynomial's argument below H.
    static let lowWindow = 24
    private static let lowUnit = Fr.inversePowerOfTwo(lowWindow)
    private static let byteUnit = Fr.inversePowerOfTwo(8)

    /// 2^k from the table: k (0 ≤ k < 64) and the power.
    mutating func power(_ k: Int, _ name: String) throws -> (exponent: Variable, power: Variable) {
        // The gate evaluates a polynomial here too, at H = L = 0.
        let lookup = try look(.powersOfTwo, limbs: UInt64(k) << 40 | 1 << 39, name)
        return (lookup.coefficients[1], lookup.coefficients[0])
    }

    struct Polynomial {
        /// The argument: index, then 16 bits of H, then `lowBits` bits of L, as one integer.
        let argument: Form
        /// The table's polynomial, see ``CoefficientTable``.
        let result: Variable
        let coefficients: [Variable]
    }

    /// A piecewise polynomial at `argument`, an integer of 24 + `lowBits` bits.
    ///
    /// The row's limbs show argument·2^(24 − lowBits), so where `lowBits` is below 24 the caller must tie the argument to an
    /// expression that is an integer: then the limbs below `lowBits` are zero and the decomposition is unique.
    mutating func polynomial(
        _ part: LookupTable.Part, argument: Int256, lowBits: Int, _ name: String
    ) throws -> Polynomial {
        precondition((0...Self.lowWindow).contains(lowBits), "the gate has limbs for 24 low bits")
        let shift = Self.lowWindow - lowBits
        let lookup = try look(part, limbs: argument.chunk(0) << UInt64(shift), name)
        return Polynomial(
            argument: Form(lookup.argument, times: .inversePowerOfTwo(shift)), result: lookup.result, coefficients: lookup.coefficients)
    }

    /// Two rows: the limbs (L, H and the index), c₀ … c₃; then c₄, c₅, H² and the polynomial's value.
    private mutating func look(
        _ part: LookupTable.Part, limbs: UInt64, _ name: String
    ) throws -> (argument: Variable, result: Variable, coefficients: [Variable]) {
        let row = try takeRows(2)
        let table = LookupTable.tuple(part, Int(limbs >> 40))
        let head = Fr(Int(limbs >> 24 & 0xffff) - 1 << 15)
        let low = Fr(limbs & 0xff_ffff) * Self.lowUnit
        let lowByte = Fr(limbs >> 16 & 255) * Self.byteUnit
        let coarse = Fr(256 * Int(limbs >> 32 & 255) - 1 << 15 + 128)
        let square = head * head
        let cube = square * head
        var result = table[0] + table[1] * (head + low) + table[2] * (square + Fr(2) * head * low)
        result += table[3] * (cube + Fr(3) * square * low)
        result += table[4] * cube * (head + Fr(4) * lowByte) + table[5] * square * square * coarse
        set(columns.lookup, row: row, Fr(part.rawValue))
        let argument = putLimbs(limbs, row: row)
        var coefficients: [Variable] = []
        for (i, coefficient) in table.enumerated() {
            coefficients.append(variable(coefficient))
            put(coefficients[i], slot: i & 3, row: row + i >> 2)
        }
        put(variable(square), slot: 2, row: row + 1)
        let output = variable(result)
        put(output, slot: 3, row: row + 1)
        self.name(name, rows: row..<row + 2)
        releaseRange(row + 1)
        return (argument, output, coefficients)
    }

    /// The same multiset in ascending order: one row a value, with the difference to the one before, times the sort's number, in its limbs.
    ///
    /// - Parameters:
    ///   - inputs: each the product of two variables.
    ///   - bits: bits of every difference.
    mutating func sort(_ inputs: [(Variable, Variable)], sorted: [Int256], bits: Int, _ name: String) throws -> [Variable] {
        let number = nextSort()
        let unit = Fr(number)
        let width = bits + Int.bitWidth - number.leadingZeroBitCount
        guard width <= Bounds.capacityBits - ModelColumns.limbBits else {
            throw LayoutError.couldWrap(operation: name, bits: width, limit: Bounds.capacityBits - ModelColumns.limbBits)
        }
        var outputs: [Variable] = []
        for (index, input) in inputs.enumerated() {
            let output = variable(Fr(sorted[index]))
            var previous = output
            var difference = Int256.zero
            if index > 0 {
                difference = (sorted[index] - sorted[index - 1]) * Int256(number)
                let upper = try upperLimbs(difference, count: Self.rangeRows(width) - 1, name)
                previous = try variable(of: Form(outputs[index - 1]) + upper * (unit.inverse() ?? .zero), name)
            }
            let row = try takeRows(1)
            put(input.0, slot: 0, row: row)
            put(input.1, slot: 1, row: row)
            put(output, slot: 3, row: row)
            put(previous, slot: 2, row: row)
            _ = putLimbs(difference.chunk(0), row: row)
            let kind = Fr(ModelColumns.Kind.sort.rawValue)
            set(columns.kind, row: row, kind)
            set(columns.second, row: row, -kind * unit)
            set(columns.third, row: row, kind * unit)
            self.name(name, rows: row..<row + 1)
            outputs.append(output)
        }
        return outputs
    }

    /// The next row of the feed column shows `value`, an integer of 48 bits.
    ///
    /// - Returns: all of it, its upper 32 and its lower 16 bits.
    mutating func feedValue(_ value: UInt64, _ name: String) throws -> (whole: Variable, upper: Variable, lower: Variable) {
        let row = try takeFeed(Fr(value))
        let whole = putLimbs(value, row: row)
        let lower = variable(Fr(value & 0xffff))
        let upper = variable(Fr(value >> 16))
        put(lower, slot: 2, row: row)
        put(upper, slot: 3, row: row)
        // What the row sends as a row that sorts it receives itself: v0·v1 = v3.
        put(upper, slot: 0, row: row)
        put(one, slot: 1, row: row)
        let kind = Fr(ModelColumns.Kind.feed.rawValue)
        set(columns.kind, row: row, kind)
        set(columns.second, row: row, kind)
        set(columns.third, row: row, kind * .powerOfTwo(16))
        self.name(name, rows: row..<row + 1)
        return (whole, upper, lower)
    }
}
