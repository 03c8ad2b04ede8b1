/// A named run of rows of one table, for reports.
public struct Region: Hashable, Sendable {
    public let name: String
    public let rows: Range<Int>

    public init(name: String, rows: Range<Int>) {
        self.name = name
        self.rows = rows
    }
}

extension [Region] {
    /// The name of the shortest region that holds `row`.
    public func name(of row: Int) -> String? {
        self.filter { $0.rows.contains(row) }.min { $0.rows.count < $1.rows.count }?.name
    }
}
