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
        let (width, height, bottom, top, gap) = (860.0, 400.0, 56.0, 70.0, 96.0)
        let panel = (width - 3 * gap / 2) / 2
        func number(_ value: Double) -> String { String(format: "%.1f", value) }
        var parts = ["""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Proof time and memory against rows">
            <style>.ink{fill:#1d2330}.faint{fill:#5b6474}.grid{stroke:#dfe3ea}.line{stroke:#2457c5;fill:none}.dot{fill:#2457c5}.guide{stroke:#8a93a3;fill:none}.paper{fill:#fff}
            @media (prefers-color-scheme: dark){.ink{fill:#e8ebf1}.faint{fill:#9aa4b5}.grid{stroke:#333b49}.line{stroke:#7fa6ff}.dot{fill:#7fa6ff}.guide{stroke:#6b7485}.paper{fill:#151a22}}</style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="ink" x="\(number(gap * 0.75))" y="28" font-size="16" font-weight="600">A circuit of \(GrowthCircuit.columns) advice columns, \(threads == 1 ? "one thread" : "\(threads) threads")</text>
            """]
        func draw(_ title: String, left: Double, _ values: [Double], _ label: (Double) -> String) {
            guard let least = values.min(), let most = values.max(), let first = rows.first, let last = rows.last, least > 0 else { return }
            let (low, high) = (Foundation.floor(Foundation.log2(least)), Foundation.ceil(Foundation.log2(most)))
            func x(_ logSize: Int) -> Double { left + panel * Double(logSize - first.logSize) / Double(max(1, last.logSize - first.logSize)) }
            func y(_ value: Double) -> Double {
                height - bottom - (Foundation.log2(value) - low) / max(1, high - low) * (height - bottom - top)
            }
            parts.append("<text class=\"ink\" x=\"\(number(left))\" y=\"\(number(top - 16))\">\(title)</text>")
            for tick in stride(from: low, through: high, by: 1) {
                let at = y(Foundation.pow(2, tick))
                parts.append("<line class=\"grid\" x1=\"\(number(left))\" x2=\"\(number(left + panel))\" y1=\"\(number(at))\" y2=\"\(number(at))\"/>")
                parts.append("<text class=\"faint\" x=\"\(number(left - 8))\" y=\"\(number(at + 4))\" text-anchor=\"end\">\(label(Foundation.pow(2, tick)))</text>")
            }
            func line(_ style: String, _ values: [Double]) {
                let points = zip(rows, values).filter { $1 >= Foundation.pow(2, low) }.map { "\(number(x($0.logSize))),\(number(y($1)))" }
                parts.append("<polyline \(style) points=\"\(points.joined(separator: " "))\"/>")
            }
            let scale = (values.last ?? most) / (Double(1 << last.logSize) * Double(last.logSize))
            line("class=\"guide\" stroke-dasharray=\"4 4\"", rows.map { scale * Double(1 << $0.logSize) * Double($0.logSize) })
            line("class=\"line\" stroke-width=\"2\"", values)
            for (row, value) in zip(rows, values) {
                parts.append("<circle class=\"dot\" cx=\"\(number(x(row.logSize)))\" cy=\"\(number(y(value)))\" r=\"4\"/>")
                parts.append("<text class=\"faint\" x=\"\(number(x(row.logSize)))\" y=\"\(number(height - bottom + 20))\" text-anchor=\"middle\">2^\(row.logSize)</text>")
            }
        }
        draw("time to a proof", left: gap * 0.75, rows.map(\.seconds)) { Figures.seconds($0) }
        draw("peak memory", left: gap * 1.5 + panel - gap * 0.25, rows.map { Double($0.peakBytes) / 1e6 }) { Figures.decimal($0, 0) + " MB" }
        parts.append("<text class=\"faint\" x=\"\(number(width / 2))\" y=\"\(number(height - 10))\" text-anchor=\"middle\">rows; dashed: n·log n through the last point</text>")
        parts.append("</svg>")
        return parts.joined(separator: "\n") + "\n"
    }
}
