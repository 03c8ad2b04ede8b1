import BN254
import FixedPointMath

/// The fixed look-up table, all parts stacked in the same columns: 256 bytes, then the coefficient tables.
///
/// A row is (key, c₀ … c₅). Part p has the keys 256·p + index. A byte is looked up as (byte) alone, which is the tuple
/// with all coefficients zero; every other row has a coefficient that is not zero, so none can pass for a byte.
enum LookupTable {
    static let coefficientCount = 6
    /// Numbers of the parts; 4 is treated apart by the polynomial gate.
    enum Part: Int {
        case bytes = 0
        case logarithm = 1
        case normal = 2
        case exponential = 3
        case powersOfTwo = 4
    }

    /// cᵢ of every row, as the gate wants them: at the scale of the result after multiplication by Hⁱ.
    static func coefficients(_ table: CoefficientTable) -> [[Int256]] {
        table.rows.map { row in
            let aligned = row.indices.map { i in row[i] << (table.resultScale - table.scales[i] - i * table.headScale) }
            return aligned + [Int256](repeating: .zero, count: coefficientCount - aligned.count)
        }
    }

    static let logarithm = coefficients(.logarithm)
    static let normal = coefficients(.normal)
    static let exponential = coefficients(.exponential)

    static func rows(of part: Part) -> [[Int256]] {
        switch part {
        case .bytes: [[Int256]](repeating: [Int256](repeating: .zero, count: coefficientCount), count: 256)
        case .logarithm: logarithm
        case .normal: normal
        case .exponential: exponential
        case .powersOfTwo:
            (0..<CoefficientTable.powersOfTwo).map {
                [.powerOfTwo($0)] + [Int256](repeating: .zero, count: coefficientCount - 1)
            }
        }
    }

    private static let logarithmRows = field(.logarithm)
    private static let normalRows = field(.normal)
    private static let exponentialRows = field(.exponential)
    private static func field(_ part: Part) -> [[Fr]] { rows(of: part).map { $0.map { Fr($0) } } }

    /// The coefficients as field elements, for witnesses.
    static func fieldRows(of part: Part) -> [[Fr]] {
        switch part {
        case .logarithm: logarithmRows
        case .normal: normalRows
        case .exponential: exponentialRows
        case .bytes, .powersOfTwo: field(part)
        }
    }

    static let rowCount = [Part.bytes, .logarithm, .normal, .exponential, .powersOfTwo].reduce(0) { $0 + rows(of: $1).count }

    /// The fixed columns: key, then coefficients.
    static func columns() -> [[Fr]] {
        var columns = [[Fr]](repeating: [], count: coefficientCount + 1)
        for part in [Part.bytes, .logarithm, .normal, .exponential, .powersOfTwo] {
            for (index, row) in rows(of: part).enumerated() {
                precondition(
                    part == .bytes || row.contains { !$0.isZero }, "a row of coefficients must not look like a byte")
                columns[0].append(Fr(256 * part.rawValue + index))
                for (i, coefficient) in row.enumerated() { columns[i + 1].append(Fr(coefficient)) }
            }
        }
        return columns
    }
}
