import MarketFeeds

/// The rounds of a replay as a table, for the terminal and for the page.
public struct RoundTable: Sendable {
    public struct Column: Sendable {
        public let title: String
        public let isNumber: Bool
        /// May be broken over lines on a page.
        public let wraps: Bool
    }

    public let columns: [Column]
    /// One row a round, one cell a column.
    public let rows: [[String]]

    public init(_ summary: ReplaySummary) {
        let hasVolatility = summary.rounds.contains { $0.value("volatility") != nil }
        let hasOption = summary.rounds.contains { $0.value("price") != nil }
        let hasGas = summary.rounds.contains { $0.verdict.contract != nil }
        var columns = [
            Column(title: "round", isNumber: true, wraps: false), Column(title: "time (UTC)", isNumber: false, wraps: false),
            Column(title: "used", isNumber: false, wraps: false), Column(title: "dropped", isNumber: false, wraps: true),
            Column(title: "spot", isNumber: true, wraps: false),
        ]
        if hasVolatility { columns.append(Column(title: "volatility", isNumber: true, wraps: false)) }
        if hasOption { columns.append(Column(title: "option", isNumber: true, wraps: false)) }
        columns.append(Column(title: "proof", isNumber: true, wraps: false))
        if hasGas { columns.append(Column(title: "gas", isNumber: true, wraps: false)) }
        columns.append(Column(title: "verdict", isNumber: false, wraps: false))
        self.columns = columns
        rows = summary.rounds.map { round in
            let markets = round.grid.last?.markets ?? []
            let dropped = zip(summary.markets, markets).compactMap { facts, point in
                point.dropped.map { "\(facts.label) (\(Self.shortReason($0)))" }
            }
            var cells = [
                String(round.round), TimeAxis.moment(round.observedAt), "\(markets.count - dropped.count)/\(markets.count)",
                dropped.isEmpty ? "–" : dropped.joined(separator: ", "),
                round.value("spot").map { Figures.decimal($0.value, 2) } ?? "–",
            ]
            if hasVolatility { cells.append(round.value("volatility").map { Figures.percent($0.value) } ?? "–") }
            if hasOption { cells.append(round.value("price").map { Figures.decimal($0.value, 2) } ?? "–") }
            cells.append(Figures.seconds(round.proveSeconds))
            if hasGas { cells.append(round.verdict.contract.map { Figures.integer($0.gas) } ?? "–") }
            cells.append(round.verdict.text)
            return cells
        }
    }

    /// The reason's word without its detail.
    static func shortReason(_ reason: String) -> String {
        reason.split(separator: ":", maxSplits: 1).first.map(String.init) ?? reason
    }

    /// Aligned columns with a rule under the heads.
    public var text: String { TextTable.text(columns.map { ($0.title, $0.isNumber) }, rows) }
}
