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
    /// The names of the shortest regions that hold `row`: two operations may share one.
    public func name(of row: Int) -> String? {
        let holding = self.filter { $0.rows.contains(row) }
        guard let shortest = holding.map(\.rows.count).min() else { return nil }
        var names: [String] = []
        for region in holding where region.rows.count == shortest && !names.contains(region.name) { names.append(region.name) }
        return names.joined(separator: " + ")
    }
}
