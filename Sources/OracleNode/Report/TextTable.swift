/// Aligned columns for a terminal.
enum TextTable {
    /// - Parameters:
    ///   - columns: heads; numbers stand to the right.
    ///   - rows: one cell a column.
    static func text(_ columns: [(title: String, isNumber: Bool)], _ rows: [[String]]) -> String {
        let widths = columns.indices.map { column in
            max(columns[column].title.count, rows.map { $0[column].count }.max() ?? 0)
        }
        func line(_ cells: [String]) -> String {
            var out = ""
            for (index, cell) in cells.enumerated() {
                if index > 0 { out += "  " }
                let pad = String(repeating: " ", count: widths[index] - cell.count)
                out += columns[index].isNumber ? pad + cell : cell + pad
            }
            return String(out.reversed().drop { $0 == " " }.reversed())
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(columns.map(\.title)), rule] + rows.map(line)).joined(separator: "\n")
    }

    /// All but the first column are numbers.
    static func text(head: [String], _ rows: [[String]]) -> String {
        text(head.enumerated().map { (title: $1, isNumber: $0 > 0) }, rows)
    }
}
