import BN254
import Constraints

/// One way in which a witness does not satisfy its circuit.
public enum CheckFailure: Hashable, Sendable {
    /// Cell of a report: column name, row and value.
    public struct NamedCell: Hashable, Sendable {
        public let column: String
        public let row: Int
        public let value: Fr
    }

    /// A gate does not vanish in a row. `cells` are all the cells it reads there.
    case gate(table: String, gate: String, region: String?, row: Int, cells: [NamedCell])
    /// Sends and receives of a tuple do not cancel. The place is the first that sent or received it.
    case tuple(table: String, interaction: String, region: String?, row: Int, tag: UInt32, values: [Fr], surplus: Fr)
    /// Two cells that a copy constraint ties have different values.
    case copy(table: String, left: NamedCell, leftRegion: String?, right: NamedCell, rightRegion: String?)
    /// A value does not fit the declared width of its column.
    case width(table: String, region: String?, cell: NamedCell, width: ColumnWidth)
    /// The witness does not have the circuit's shape.
    case shape(table: String, item: String, got: Int, expected: Int)
}

extension CheckFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .gate(let table, let gate, let region, let row, let cells):
            return "\(place(table, region, row)): gate '\(gate)' does not hold: "
                + cells.map(\.description).joined(separator: ", ")
        case .tuple(let table, let interaction, let region, let row, let tag, let values, let surplus):
            let tuple = values.map(Self.text).joined(separator: ", ")
            return "\(place(table, region, row)): '\(interaction)': tuple (\(tuple)) of tag \(tag) is "
                + "unmatched by \(Self.text(surplus))"
        case .copy(let table, let left, let leftRegion, let right, let rightRegion):
            return "table \(table): copy does not hold: \(left)\(leftRegion.map { " in \($0)" } ?? "") and "
                + "\(right)\(rightRegion.map { " in \($0)" } ?? "")"
        case .width(let table, let region, let cell, let width):
            return "\(place(table, region, cell.row)): \(cell) does not fit width \(width)"
        case .shape(let table, let item, let got, let expected):
            return "table \(table): \(item) has \(got) rows, expected \(expected)"
        }
    }

    private func place(_ table: String, _ region: String?, _ row: Int) -> String {
        "table \(table), row \(row)" + (region.map { " in \($0)" } ?? "")
    }

    /// Small values read as signed integers.
    static func text(_ value: Fr) -> String { value.asInt128.map { "\($0)" } ?? value.description }
}

extension CheckFailure.NamedCell: CustomStringConvertible {
    public var description: String { "\(column)[\(row)] = \(CheckFailure.text(value))" }
}
