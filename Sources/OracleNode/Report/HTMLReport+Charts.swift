import MarketFeeds

enum MarketTime {
    static func year(_ seconds: Int64) -> Int { Int(UTCTime.text(seconds).prefix(4)) ?? 0 }
}

extension HTMLReport {
    private func colour(_ market: Int) -> String { "c\(market % 9)" }

    private func legend(_ items: [(classes: String, label: String)], crosses: Bool) -> String {
        var out = items.map { "<li><i class=\"\($0.classes)\"></i>\(HTML.escape($0.label))</li>" }.joined()
        if crosses { out += "<li><span class=\"x\">✕</span>did not count</li>" }
        return "<ul class=\"legend\">\(out)</ul>"
    }

    /// Neighbouring grid points further apart than this are not joined: no round covers the time between.
    private var gap: Int64 { Int64(summary.feed.intervalSeconds) + 1 }

    private func roundGap(_ observed: [Int64]) -> Int64 {
        let steps = zip(observed.dropFirst(), observed).map { $0 - $1 }
        return (steps.min() ?? 0) * 3 + 1
    }

    private func dropNote(_ market: MarketFacts, _ time: Int64, _ reason: String) -> String {
        "\(market.label), \(TimeAxis.moment(time)): \(reason)"
    }

    /// Spot by venue as quoted, and the published median.
    var priceSection: String {
        let timeline = summary.timeline
        guard !timeline.isEmpty else { return "" }
        var lines: [LineChart.Series] = []
        var hasCrosses = false
        for (index, market) in summary.markets.enumerated() {
            var line = LineChart.Series(
                label: market.label, colour: colour(index), style: market.isConverted ? "dashed" : "",
                points: timeline.compactMap { point in point.markets[index].quoted.map { .init(time: point.time, value: $0) } })
            line.crosses = timeline.compactMap { point in
                guard let reason = point.markets[index].dropped, let quoted = point.markets[index].quoted else { return nil }
                return (.init(time: point.time, value: quoted), dropNote(market, point.time, reason))
            }
            hasCrosses = hasCrosses || !line.crosses.isEmpty
            lines.append(line)
        }
        let published = summary.rounds.compactMap { round in round.value("spot").map { (round, $0) } }
        var median = LineChart.Series(
            label: "published median", colour: "ink", style: "thick",
            points: timeline.map { .init(time: $0.time, value: $0.median) })
        median.dots = published.map { round, spot in
            (.init(time: round.observedAt, value: spot.value), "round \(round.round), \(TimeAxis.moment(round.observedAt)): \(spot.text)")
        }
        let chart = LineChart(
            title: "Spot by venue and the published median", series: lines + [median], gap: gap,
            format: { Figures.decimal($0, $1) })
        let converted = summary.markets.contains(where: \.isConverted)
            ? " Dashed lines are quoted in a stablecoin and drawn as quoted; the model converts them by that coin's own dollar price before they count."
            : ""
        let items = summary.markets.enumerated().map { (colour($0.offset) + ($0.element.isConverted ? " dashed" : ""), $0.element.label) }
        return """
            <section><h2>Spot by venue</h2><p class="note">Each venue's price as printed, and the median that was proven and published (dots).\(converted)</p>
            \(legend([("ink", "published median")] + items, crosses: hasCrosses))\(chart.html)</section>
            """
    }

    /// Distance of each converted price from the median: what the outlier rule looks at.
    var deviationSection: String {
        let timeline = summary.timeline
        guard !timeline.isEmpty else { return "" }
        var lines: [LineChart.Series] = []
        var hasCrosses = false
        let bound = Double(summary.feed.outlierBasisPoints)
        for (index, market) in summary.markets.enumerated() {
            func basisPoints(_ point: GridPoint) -> LineChart.Point? {
                guard let value = point.markets[index].converted, point.median > 0 else { return nil }
                return .init(time: point.time, value: (value / point.median - 1) * 10_000)
            }
            var line = LineChart.Series(
                label: market.label, colour: colour(index), points: timeline.compactMap(basisPoints))
            line.crosses = timeline.compactMap { point in
                guard let reason = point.markets[index].dropped, let place = basisPoints(point) else { return nil }
                return (place, dropNote(market, point.time, reason))
            }
            hasCrosses = hasCrosses || !line.crosses.isEmpty
            lines.append(line)
        }
        let chart = LineChart(
            title: "Distance from the median in basis points", series: lines, band: .init(lower: -bound, upper: bound), gap: gap,
            format: { Figures.decimal($0, $1) }, includeZero: true)
        let items = summary.markets.enumerated().map { (colour($0.offset), $0.element.label) }
        return """
            <section><h2>Distance from the median, basis points</h2><p class="note">In dollars, after conversion. A venue outside the shaded band
            of ±\(summary.feed.outlierBasisPoints) bp at a round's time does not count; the circuit enforces it.</p>\(legend(items, crosses: hasCrosses))\(chart.html)</section>
            """
    }

    /// One square a venue and round: counted, dropped at some time of the grid, dropped at the round's own time.
    var matrixSection: String {
        guard !summary.rounds.isEmpty else { return "" }
        let rows = summary.markets.enumerated().map { index, market -> String in
            let cells = summary.rounds.map { round -> String in
                let last = round.grid.last?.markets[index].dropped
                let others = round.grid.filter { $0.markets[index].dropped != nil }.count
                let when = TimeAxis.moment(round.observedAt)
                if let last { return "<td><span class=\"cell d\" title=\"\(HTML.escape("\(when): \(last)"))\">✕</span></td>" }
                if others > 0 { return "<td><span class=\"cell p\" title=\"\(when): counted, but dropped at \(others) earlier times of its window\"></span></td>" }
                return "<td><span class=\"cell\" title=\"\(when): counted\"></span></td>"
            }.joined()
            return "<tr><th scope=\"row\">\(HTML.escape(market.label))</th>\(cells)</tr>"
        }.joined()
        return """
            <section><h2>Venues used and dropped</h2><p class="note">One square a round, in time. <span class="ok">Green</span>: counted. Half
            <span class="no">red</span>: counted, but dropped at earlier times of the volatility window. <span class="no">✕</span>: dropped in that round.</p>
            <div class="scroll"><table class="matrix">\(rows)</table></div></section>
            """
    }

    func valueSection(
        _ name: String, title: String, note: String, format: @escaping (Double, Int) -> String
    ) -> String {
        let points = summary.rounds.compactMap { round in
            round.value(name).map { (LineChart.Point(time: round.observedAt, value: $0.value), $0, round.round) }
        }
        guard points.count > 0 else { return "" }
        var line = LineChart.Series(label: title, colour: "c0", style: "thick", points: points.map(\.0))
        line.dots = points.map { ($0.0, "round \($0.2), \(TimeAxis.moment($0.0.time)): \($0.1.text)") }
        let chart = LineChart(
            title: title, series: [line], gap: roundGap(points.map(\.0.time)), format: format, includeZero: true)
        return "<section><h2>\(HTML.escape(title))</h2><p class=\"note\">\(HTML.escape(note))</p>\(chart.html)</section>"
    }

    var roundTable: String {
        guard !summary.rounds.isEmpty else { return "" }
        let table = RoundTable(summary)
        let head = table.columns.map { "<th\($0.isNumber ? " class=\"num\"" : "")>\(HTML.escape($0.title))</th>" }.joined()
        let rows = zip(summary.rounds, table.rows).map { round, cells -> String in
            let tds = zip(table.columns, cells).enumerated().map { index, cell -> String in
                let isLast = index == table.columns.count - 1
                var classes: [String] = []
                if cell.0.isNumber { classes.append("num") }
                if cell.0.wraps { classes.append("wrap") }
                if isLast { classes.append(round.verdict.holds ? "ok" : "no") }
                var text = HTML.escape(cell.1)
                if index == 0, let file = round.evidence, let folder = summary.evidenceFolder {
                    text = "<a href=\"\(HTML.escape("\(folder)/\(file)"))\">\(text)</a>"
                }
                return "<td\(classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\"")>\(text)</td>"
            }.joined()
            return "<tr>\(tds)</tr>"
        }.joined()
        return """
            <section><h2>Rounds</h2><div class="scroll"><table><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div></section>
            """
    }

    var refusedSection: String {
        guard !summary.refused.isEmpty else { return "" }
        let rows = summary.refused.map {
            "<tr><td>\($0.round)</td><td>\(TimeAxis.moment($0.observedAt))</td><td class=\"wrap\">\(HTML.escape($0.reason))</td></tr>"
        }.joined()
        return """
            <section><h2>Rounds that were not published</h2><p class="note">Too little usable data means no price, never a guess.</p>
            <div class="scroll"><table><thead><tr><th>round</th><th>time (UTC)</th><th>reason</th></tr></thead><tbody>\(rows)</tbody></table></div></section>
            """
    }
}
