import Foundation

/// What `assay bench proof --growth` prints.
public struct GrowthFigures: Sendable {
    public let threads: Int
    public let rows: [GrowthBench.Row]

    public var text: String {
        let head = ["rows", "prove", "processor", "processor per n·log n", "peak memory", "key"]
        let lines = rows.map { row in
            [
                "2^\(row.logSize)", Figures.seconds(row.seconds), Figures.seconds(row.processorSeconds),
                Figures.decimal(row.perOperation, 0) + " ns", Figures.decimal(Double(row.peakBytes) / 1e6, 0) + " MB",
                Figures.seconds(row.keySeconds),
            ]
        }
        return "\(GrowthCircuit.columns) advice columns, \(threads == 1 ? "one thread" : "\(threads) threads")\n" + TextTable.text(head: head, lines)
    }

    public var figures: BenchFigures {
        var figures = BenchFigures(subject: "growth")
        for row in rows {
            figures.time("2^\(row.logSize) rows, proof", row.seconds)
            figures.time("2^\(row.logSize) rows, processor", row.processorSeconds)
            figures.time("2^\(row.logSize) rows, key", row.keySeconds)
            figures.add("2^\(row.logSize) rows, peak memory", Figures.decimal(Double(row.peakBytes) / 1e6, 0) + " MB", row.peakBytes, "bytes")
        }
        return figures
    }

    /// Time and memory against the height, both axes logarithmic, with n·log n through the last point beside them. Stands alone; follows the
    /// reader's dark or light setting.
    public var svg: String {
        let (width, height) = (860.0, 400.0)
        let title = "A circuit of \(GrowthCircuit.columns) advice columns, \(threads == 1 ? "one thread" : "\(threads) threads")"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Proof time and memory against rows">
            <style>.ink{fill:#1d2330}.faint{fill:#5b6474}.grid{stroke:#dfe3ea}.line{stroke:#2457c5;fill:none}.dot{fill:#2457c5}.guide{stroke:#8a93a3;fill:none}.paper{fill:#fff}
            @media (prefers-color-scheme: dark){.ink{fill:#e8ebf1}.faint{fill:#9aa4b5}.grid{stroke:#333b49}.line{stroke:#7fa6ff}.dot{fill:#7fa6ff}.guide{stroke:#6b7485}.paper{fill:#151a22}}</style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="ink" x="68" y="30" font-size="16" font-weight="600">\(title)</text>
            \(panel("time to a proof", left: 68, rows.map(\.seconds)) { $0 < 1 ? Figures.decimal($0 * 1000, 0) + " ms" : Figures.decimal($0, $0 < 10 ? 1 : 0) + " s" })
            \(panel("peak memory", left: 500, rows.map { Double($0.peakBytes) / 1e6 }) { Figures.decimal($0, 0) + " MB" })
            <text class="faint" x="\(Int(width / 2))" y="\(Int(height - 12))" text-anchor="middle">rows; dashed: n·log n through the last point</text>
            </svg>

            """
    }

    /// One of the two charts; every point carries its value.
    private func panel(_ title: String, left: Double, _ values: [Double], _ label: (Double) -> String) -> String {
        guard let first = rows.first, let last = rows.last, let end = values.last, values.allSatisfy({ $0 > 0 }) else { return "" }
        let (width, bottom, top) = (330.0, 342.0, 84.0)
        func work(_ row: GrowthBench.Row) -> Double { Double(1 << row.logSize) * Double(row.logSize) }
        let guide = rows.map { end * work($0) / work(last) }
        let (least, most) = ((values + guide).min() ?? end, (values + guide).max() ?? end)
        // 1, 2 and 5 times powers of ten around everything that is drawn.
        let steps = (-6...9).flatMap { power in [1.0, 2, 5].map { $0 * Foundation.pow(10, Double(power)) } }
        let (low, high) = (steps.last { $0 <= least } ?? least, steps.first { $0 > most } ?? most)
        func x(_ row: GrowthBench.Row) -> Double { left + width * Double(row.logSize - first.logSize) / Double(max(1, last.logSize - first.logSize)) }
        func y(_ value: Double) -> Double { bottom - Foundation.log2(value / low) / Foundation.log2(high / low) * (bottom - top) }
        func number(_ value: Double) -> String { String(format: "%.1f", value) }
        func text(_ style: String, _ x: Double, _ y: Double, _ anchor: String, _ content: String) -> String {
            "<text class=\"\(style)\" x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(content)</text>"
        }
        func line(_ style: String, _ values: [Double]) -> String {
            "<polyline \(style) points=\"\(zip(rows, values).map { "\(number(x($0))),\(number(y($1)))" }.joined(separator: " "))\"/>"
        }
        var parts = [text("ink", left, top - 22, "start", title)]
        for tick in steps where tick >= low && tick <= high {
            let at = number(y(tick))
            parts.append("<line class=\"grid\" x1=\"\(number(left))\" x2=\"\(number(left + width))\" y1=\"\(at)\" y2=\"\(at)\"/>")
            parts.append(text("faint", left - 10, y(tick) + 4, "end", label(tick)))
        }
        parts.append(line("class=\"guide\" stroke-dasharray=\"4 4\"", guide))
        parts.append(line("class=\"line\" stroke-width=\"2\"", values))
        for (row, value) in zip(rows, values) {
            parts.append("<circle class=\"dot\" cx=\"\(number(x(row)))\" cy=\"\(number(y(value)))\" r=\"4\"/>")
            // Values at the ends stay inside the panel, clear of the axis' own.
            let anchor = row.logSize == last.logSize ? "end" : row.logSize == first.logSize ? "start" : "middle"
            parts.append(text("ink", x(row), y(value) - 10, anchor, label(value)))
            parts.append(text("faint", x(row), bottom + 22, "middle", "2<tspan font-size=\"10\" dy=\"-5\">\(row.logSize)</tspan>"))
        }
        return parts.joined(separator: "\n")
    }
}
