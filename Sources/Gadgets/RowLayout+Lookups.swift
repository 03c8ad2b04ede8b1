import BN254
import Constraints
import FixedPointMath

// Rows that ask the coefficient tables, and rows that sort.

extension RowLayout {
    /// Bits of a polynomial's argument below H that the gate has limbs for.
    static let lowWindow = 24

    /// 2^k from the table: k (0 ≤ k < 64) and the power. Two rows; the second stays free for equations without a product.
    mutating func power(_ k: Int, _ name: String) throws -> (exponent: Variable, power: Variable) {
        let row = try takeRows(2)
        set(columns.lookup, row: row, Fr(LookupTable.Part.powersOfTwo.rawValue))
        let exponent = putRange(UInt64(k), bytes: 1, row: row, name)
        let power = variable(.powerOfTwo(k))
        put(power, slot: 0, row: row)
        for slot in 1...3 { put(zero, slot: slot, row: row) }
        for slot in 0...1 { put(zero, slot: slot, row: row + 1) }
        self.name(name, rows: row..<row + 2)
        releaseLinear(row + 1)
        return (exponent, power)
    }

    struct Polynomial {
        /// The argument: index, then 16 bits of H, then `lowBits` bits of L, as one integer.
        let argument: Variable
        /// Σ cᵢ·(Hⁱ + i·Hⁱ⁻¹·L·2^(−lowBits)).
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
        let row = try takeRows(2)
        let limbs = argument.bytes(0, count: 8) << UInt64(Self.lowWindow - lowBits)
        let index = Int(limbs >> 40)
        let table = LookupTable.fieldRows(of: part)[index]
        let head = Fr(Int(limbs >> 24 & 0xffff) - 1 << 15)
        let low = Fr(limbs & 0xff_ffff) * Self.lowUnit
        let square = head * head
        var result = table[0]
        var power = Fr.one  // Hⁱ⁻¹
        for i in 1..<table.count {
            let linear = Self.hasLowTerm(part, i) ? Fr(i) * low : .zero
            result += table[i] * power * (head + linear)
            power = power * head
        }

        set(columns.lookup, row: row, Fr(part.rawValue))
        if part == .normal { set(columns.extended, row: row, Fr(4)) }
        let x = variable(Fr(argument.bytes(0, count: 8)))
        put(x, slot: 4, row: row)
        set(columns.ranged, row: row, .one)
        putLimbs(limbs, bytes: LimbSizes.perRow, row: row, factor: .inversePowerOfTwo(Self.lowWindow - lowBits))
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
        return Polynomial(argument: x, result: output, coefficients: coefficients)
    }

    /// Whether term i is expanded to first order in L: 1 … 3, and 4 in tables of degree five.
    static func hasLowTerm(_ part: LookupTable.Part, _ i: Int) -> Bool { i <= (part == .normal ? 4 : 3) }

    private static let lowUnit = Fr.inversePowerOfTwo(lowWindow)

    /// The same multiset in ascending order: one row a value, with the difference to the one before in its limbs.
    ///
    /// - Parameters:
    ///   - inputs: each the product of two variables.
    ///   - sizes: limb sizes that hold every difference.
    mutating func sort(_ inputs: [(Variable, Variable)], sorted: [Int256], sizes: [Int], _ name: String) throws -> [Variable] {
        let unit = nextSort()
        var outputs: [Variable] = []
        for (index, input) in inputs.enumerated() {
            var previous: Variable?
            var difference = Int256.zero
            if index > 0 {
                difference = sorted[index] - sorted[index - 1]
                var form = Form(outputs[index - 1])
                if sizes.count > 1 {
                    form.add(
                        try limbs(difference >> (8 * sizes[0]), sizes: Array(sizes.dropFirst()), name),
                        times: .powerOfTwo(8 * sizes[0]))
                }
                previous = try variable(of: form, name)
            }
            let row = try takeRows(1)
            put(input.0, slot: 0, row: row)
            put(input.1, slot: 1, row: row)
            let output = variable(Fr(sorted[index]))
            put(previous ?? output, slot: 2, row: row)
            put(output, slot: 3, row: row)
            set(columns.kind, row: row, .one)
            set(columns.second, row: row, -unit)
            set(columns.third, row: row, unit)
            if index > 0, let size = sizes.first {
                set(columns.fourth, row: row, -unit)
                _ = putRange(difference.bytes(0, count: size), bytes: size, row: row, name)
            } else {
                releaseRange(row)
            }
            self.name(name, rows: row..<row + 1)
            outputs.append(output)
        }
        return outputs
    }
}
