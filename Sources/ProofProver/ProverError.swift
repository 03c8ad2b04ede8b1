import BN254
import Constraints

/// Why no proof was made.
public enum ProverError: Error, Hashable, Sendable {
    case witnessShape(expected: String, got: String)
    case columnTooLong(table: String, column: String, got: Int, limit: Int)
    /// The declared width is a promise about size; the value itself is not repeated here.
    case valueTooWide(table: String, column: String, row: Int, width: ColumnWidth)
    /// All values of a feed group are zero. It is committed without blinding, so its point would be that at infinity, which no proof may hold.
    case emptyFeed(table: String)
    /// The witness violates the circuit; the satisfaction checker says where.
    case unsatisfied(table: String)
    /// A challenge fell on a root: as good as impossible. Prove again.
    case degenerateChallenge
}

extension ProverError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .witnessShape(let expected, let got): "the witness has \(got), the circuit \(expected)"
        case .columnTooLong(let table, let column, let got, let limit):
            "column \(column) of table \(table) has \(got) rows, only \(limit) are usable"
        case .valueTooWide(let table, let column, let row, let width):
            "table \(table), column \(column), row \(row): the value does not fit the declared width \(width)"
        case .emptyFeed(let table):
            "the feed of table \(table) is zero in every row, and a proof cannot commit to that; give the model a feed input that is not zero, or none"
        case .unsatisfied(let table):
            "the witness violates the circuit (table \(table)); run the satisfaction checker for the gate, row and cells"
        case .degenerateChallenge: "a challenge fell on a root; prove again"
        }
    }
}
