import BN254
import Parallel
import Constraints

/// The cycles of equal cells among one table's permuted columns.
struct Permutation {
    private let table: Table
    /// next[c][row]: the cell that follows in the cycle.
    private var next: [[(column: Int, row: Int)]]

    /// Copies of columns that are not permuted, or of rows outside the table, are programming errors.
    init(table: Table, copies: [Copy]) {
        self.table = table
        let columns = table.permutedColumns.count
        next = (0..<columns).map { column in (0..<table.size).map { (column, $0) } }
        let position = Dictionary(uniqueKeysWithValues: table.permutedColumns.enumerated().map { ($1, $0) })
        // Union by size with relabelling: a cycle merge is right only for cells of different cycles.
        var label = (0..<columns).map { column in (0..<table.size).map { column * table.size + $0 } }
        var members = [Int](repeating: 1, count: columns * table.size)
        for copy in copies {
            guard let a = position[copy.left.column], let b = position[copy.right.column] else {
                preconditionFailure("copy constraint on a column without enableCopies: \(copy)")
            }
            let (left, right) = ((column: a, row: copy.left.row), (column: b, row: copy.right.row))
            precondition(
                left.row < table.usableRows && right.row < table.usableRows, "copy constraint outside the usable rows")
            var (small, large) = (left, right)
            if label[small.column][small.row] == label[large.column][large.row] { continue }
            if members[label[small.column][small.row]] > members[label[large.column][large.row]] {
                swap(&small, &large)
            }
            let target = label[large.column][large.row]
            let source = label[small.column][small.row]
            members[target] += members[source]
            var cell = small
            repeat {
                label[cell.column][cell.row] = target
                cell = next[cell.column][cell.row]
            } while label[cell.column][cell.row] != target
            (next[left.column][left.row], next[right.column][right.row]) =
                (next[right.column][right.row], next[left.column][left.row])
        }
    }

    /// σ_c in every row: δ^{c'}·ω^{row'} of the following cell.
    func sigmaColumns(domain: EvaluationDomain) -> [[Fr]] {
        let powers = (0..<next.count).map { Fr.delta.pow(UInt64($0)) }
        let elements = domain.elements
        return Parallel.map(next.count) { index in next[index].map { powers[$0.column] * elements[$0.row] } }
    }
}
