import BN254
import FixedPointMath

/// The fixed look-up table, all parts stacked in the same columns: a key, and two columns of coefficients that are read in the row
/// before, the row itself and the row after.
///
/// So a row is (key, c₀, c₁, c₂, c₃, c₄, c₅) with c₀, c₁ in the row itself, c₂, c₃ in the row before, c₄, c₅ in the row after. Part p has
/// the keys 256·p + index; a polynomial takes three rows, of which the middle one has the key. A byte is looked up as (byte)
/// alone, which is the tuple with all coefficients zero. ``columns(usableRows:)`` checks that only the rows of the bytes
/// are such tuples; the keys of all other rows that are not a part's are ``unused``, which no look-up of coefficients asks for.
enum LookupTable {
    static let coefficientCount = 6
    /// Numbers of the parts.
    enum Part: Int {
        case logarithm = 1
        case normal = 2
        case exponential = 3
        /// c₀ = 2^index, c₁ = index.
        case powersOfTwo = 4
    }

    /// Above every key that a look-up of coefficients can ask for.
    static let unused = 1 << 16
    private static let byteCount = 256

    /// cᵢ of every piece, as the gate wants them: at the scale of the result after multiplication by Hⁱ.
    private static func coefficients(_ table: CoefficientTable) -> [[Fr]] {
        let factors = table.scales.indices.map { i -> Fr in
            let shift = table.resultScale - table.scales[i] - i * table.headScale
            return shift < 0 ? .inversePowerOfTwo(-shift) : .powerOfTwo(shift)
        }
        return table.rows.map { row in zip(row, factors).map { Fr($0) * $1 } }
    }

    /// Both coefficient columns, and where each part begins (its first row with a key).
    private struct Rows {
        var keys = (0..<byteCount).map { Fr($0) }
        var coefficients = [[Fr]](repeating: [Fr](repeating: .zero, count: byteCount), count: 2)
        var start: [Part: Int] = [:]

        mutating func append(key: Int, _ first: Fr, _ second: Fr) {
            keys.append(Fr(key))
            coefficients[0].append(first)
            coefficients[1].append(second)
        }

        init() {
            // Behind the last byte there must be zeros.
            append(key: unused, .zero, .zero)
            for (part, table) in [(Part.logarithm, CoefficientTable.logarithm), (.normal, .normal), (.exponential, .exponential)] {
                start[part] = keys.count + 1
                for (index, c) in LookupTable.coefficients(table).enumerated() {
                    append(key: unused, c[2], c[3])
                    append(key: 256 * part.rawValue + index, c[0], c[1])
                    append(key: unused, c[4], c[5])
                }
            }
            start[.powersOfTwo] = keys.count
            for index in 0..<CoefficientTable.powersOfTwo {
                append(key: 256 * Part.powersOfTwo.rawValue + index, .powerOfTwo(index), Fr(index))
            }
            // The last power's row is followed by a row of its own, so that what it reads does not depend on the table's height.
            append(key: unused, .one, .zero)
        }

        /// c₀ … c₅ of a row.
        func tuple(_ row: Int) -> [Fr] {
            func pair(_ row: Int) -> [Fr] { coefficients.map { $0.indices.contains(row) ? $0[row] : .zero } }
            return pair(row) + pair(row - 1) + pair(row + 1)
        }
    }

    private static let rows = Rows()
    private static let tuples: [Part: [[Fr]]] = {
        var tuples: [Part: [[Fr]]] = [:]
        for (part, count, step) in [
            (Part.logarithm, CoefficientTable.logarithm.rows.count, 3), (.normal, CoefficientTable.normal.rows.count, 3),
            (.exponential, CoefficientTable.exponential.rows.count, 3), (.powersOfTwo, CoefficientTable.powersOfTwo, 1),
        ] {
            let start = rows.start[part] ?? 0
            tuples[part] = (0..<count).map { rows.tuple(start + step * $0) }
        }
        return tuples
    }()

    /// c₀ … c₅ behind a key, for witnesses.
    static func tuple(_ part: Part, _ index: Int) -> [Fr] { tuples[part]?[index] ?? [] }

    static let rowCount = rows.keys.count

    /// The fixed columns in all usable rows: key, then coefficients. Every key but that of byte 0, in row 0, is not zero.
    static func columns(usableRows: Int) -> [[Fr]] {
        var filled = rows
        while filled.keys.count < usableRows { filled.append(key: unused, .one, .zero) }
        for row in filled.keys.indices {
            let isByte = row < byteCount
            precondition(
                isByte == filled.tuple(row).allSatisfy(\.isZero), "only the rows of bytes may have no coefficient")
        }
        return [filled.keys] + filled.coefficients
    }
}
