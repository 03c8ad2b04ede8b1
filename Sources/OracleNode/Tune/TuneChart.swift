import Foundation
import ProofVerifier

extension TuneFigures {
    /// The trade-off as a picture: time to a proof against gas, a line a height, a dot a choice of t. Stands alone; follows the
    /// reader's dark or light setting.
    public var svg: String {
        let (width, height) = (760.0, 460.0)
        let (left, right, top, bottom) = (86.0, 30.0, 64.0, 60.0)
        let times = ValueAxis(covering: rows.map(\.seconds), count: 6, includeZero: true)
        let gas = ValueAxis(covering: rows.map { Double($0.gas) / 1000 }, count: 6, includeZero: true)
        func x(_ row: TuneRow) -> Double { left + times.position(row.seconds) * (width - left - right) }
        func y(_ row: TuneRow) -> Double { height - bottom - gas.position(Double(row.gas) / 1000) * (height - top - bottom) }
        func number(_ value: Double) -> String { String(format: "%.1f", value) }
        var parts = ["""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Time to a proof against gas">
            <style>.ink{fill:#1d2330}.faint{fill:#5b6474}.grid{stroke:#dfe3ea}.l0{stroke:#2457c5;fill:none}.l1{stroke:#b4531f;fill:none}.d0{fill:#2457c5}.d1{fill:#b4531f}.paper{fill:#fff}
            @media (prefers-color-scheme: dark){.ink{fill:#e8ebf1}.faint{fill:#9aa4b5}.grid{stroke:#333b49}.l0{stroke:#7fa6ff}.d0{fill:#7fa6ff}.l1{stroke:#f0a070}.d1{fill:#f0a070}.paper{fill:#151a22}}</style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="ink" x="\(Int(left))" y="28" font-size="16" font-weight="600">\(Self.escaped(feed)): time to a proof and gas to check it, by packing t</text>
            """]
        for tick in gas.ticks {
            let at = height - bottom - gas.position(tick) * (height - top - bottom)
            parts.append("<line class=\"grid\" x1=\"\(number(left))\" x2=\"\(number(width - right))\" y1=\"\(number(at))\" y2=\"\(number(at))\"/>")
            parts.append("<text class=\"faint\" x=\"\(number(left - 8))\" y=\"\(number(at + 4))\" text-anchor=\"end\">\(Figures.decimal(tick, gas.decimals))</text>")
        }
        for tick in times.ticks {
            let at = left + times.position(tick) * (width - left - right)
            parts.append("<text class=\"faint\" x=\"\(number(at))\" y=\"\(number(height - bottom + 20))\" text-anchor=\"middle\">\(Figures.decimal(tick, times.decimals)) s</text>")
        }
        parts.append("<text class=\"faint\" x=\"\(number((left + width - right) / 2))\" y=\"\(number(height - 14))\" text-anchor=\"middle\">time to a proof</text>")
        parts.append("<text class=\"faint\" x=\"\(number(left - 8))\" y=\"\(number(top - 14))\" text-anchor=\"end\">1,000 gas</text>")
        for (place, logSize) in Set(rows.map(\.logSize)).sorted().enumerated() {
            let line = rows.filter { $0.logSize == logSize }
            let color = min(place, 1)
            let points = line.map { "\(number(x($0))),\(number(y($0)))" }.joined(separator: " ")
            parts.append("<polyline class=\"l\(color)\" stroke-width=\"2\" points=\"\(points)\"\(line.contains { $0.measuredSeconds != nil } ? "" : " stroke-dasharray=\"5 4\"")/>")
            for row in line {
                parts.append("<circle class=\"d\(color)\" cx=\"\(number(x(row)))\" cy=\"\(number(y(row)))\" r=\"\(row.aims.isEmpty ? 4 : 6)\"/>")
                let label = ["t = \(row.packing)", row.aims.map(\.rawValue).joined(separator: ", ")].filter { !$0.isEmpty }.joined(separator: " · ")
                parts.append("<text class=\"ink\" x=\"\(number(x(row) + 9))\" y=\"\(number(y(row) - 8))\">\(label)</text>")
            }
            let note = line.contains { $0.measuredSeconds != nil } ? "measured" : "predicted"
            parts.append("<text class=\"d\(color)\" x=\"\(number(width - right))\" y=\"\(number(top + 18 * Double(place) - 8))\" text-anchor=\"end\">2^\(logSize) rows, \(note)</text>")
        }
        parts.append("</svg>")
        return parts.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    }
}
