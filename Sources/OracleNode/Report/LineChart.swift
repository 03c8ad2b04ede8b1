import Foundation

/// One SVG chart of values over time. Colours come from the page's style sheet by class, so one drawing serves light and dark.
struct LineChart {
    struct Point {
        let time: Int64
        let value: Double
    }

    struct Series {
        let label: String
        /// Class that carries the colour: `c0` … `c8`, `ink`.
        let colour: String
        /// Further classes: `thick`, `dashed`, `faint`.
        var style = ""
        let points: [Point]
        /// Points that get a dot with a tooltip of their own.
        var dots: [(point: Point, note: String)] = []
        /// Points marked with a cross: observations that did not count.
        var crosses: [(point: Point, note: String)] = []
        var showsLine = true
    }

    /// A shaded range of values.
    struct Band {
        let lower: Double
        let upper: Double
    }

    let title: String
    let series: [Series]
    var band: Band?
    /// A line breaks where neighbours are further apart than this, in seconds.
    let gap: Int64
    let format: (Double, Int) -> String
    var includeZero = false

    /// Drawn twice, for wide and for narrow screens: a scaled-down drawing would have unreadable letters.
    var html: String {
        "<div class=\"wide\">\(svg(width: 920, height: 330, left: 66))</div><div class=\"narrow\">\(svg(width: 400, height: 270, left: 54))</div>"
    }

    func svg(width: Double, height: Double, left: Double) -> String {
        let (right, top, bottom) = (width - 12, 12.0, height - 28)
        let everything = series.flatMap { $0.points.map(\.value) + $0.dots.map(\.point.value) + $0.crosses.map(\.point.value) }
        var extent = everything
        if let band { extent += [band.lower, band.upper] }
        let axis = ValueAxis(covering: extent, count: 5, includeZero: includeZero)
        let times = series.flatMap { $0.points.map(\.time) + $0.dots.map(\.point.time) + $0.crosses.map(\.point.time) }
        let clock = TimeAxis(from: times.min() ?? 0, to: times.max() ?? 3600, count: Int(width / 95))
        func x(_ time: Int64) -> Double { left + clock.position(time) * (right - left) }
        func y(_ value: Double) -> Double { bottom - axis.position(value) * (bottom - top) }

        var out = "<svg viewBox=\"0 0 \(n(width)) \(n(height))\" role=\"img\" aria-label=\"\(HTML.escape(title))\">"
        out += "<title>\(HTML.escape(title))</title>"
        if let band {
            out += "<rect class=\"band\" x=\"\(n(left))\" y=\"\(n(y(band.upper)))\" width=\"\(n(right - left))\" height=\"\(n(y(band.lower) - y(band.upper)))\"/>"
        }
        for tick in axis.ticks {
            let at = n(y(tick))
            let isZero = includeZero && tick == 0
            out += "<line class=\"\(isZero ? "zero" : "grid")\" x1=\"\(n(left))\" x2=\"\(n(right))\" y1=\"\(at)\" y2=\"\(at)\"/>"
            out += "<text class=\"tick\" x=\"\(n(left - 7))\" y=\"\(n(y(tick) + 4))\" text-anchor=\"end\">\(format(tick, axis.decimals))</text>"
        }
        for tick in clock.ticks {
            let at = x(tick.time)
            out += "<line class=\"\(tick.isDay ? "day" : "grid")\" x1=\"\(n(at))\" x2=\"\(n(at))\" y1=\"\(n(top))\" y2=\"\(n(bottom))\"/>"
            let anchor = at < left + 14 ? "start" : (at > right - 16 ? "end" : "middle")
            out += "<text class=\"tick\(tick.isDay ? " strong" : "")\" x=\"\(n(at))\" y=\"\(n(bottom + 18))\" text-anchor=\"\(anchor)\">\(tick.label)</text>"
        }
        for line in series where line.showsLine {
            let path = self.path(line.points, x, y)
            if !path.isEmpty { out += "<path class=\"line \(line.colour) \(line.style)\" d=\"\(path)\"><title>\(HTML.escape(line.label))</title></path>" }
        }
        for line in series {
            for dot in line.dots {
                out += "<circle class=\"dot \(line.colour)\" cx=\"\(n(x(dot.point.time)))\" cy=\"\(n(y(dot.point.value)))\" r=\"3.4\"><title>\(HTML.escape(dot.note))</title></circle>"
            }
        }
        for line in series {
            for cross in line.crosses {
                let (cx, cy) = (x(cross.point.time), y(cross.point.value))
                out += "<path class=\"cross\" d=\"M\(n(cx - 4)) \(n(cy - 4))l8 8m0 -8l-8 8\"><title>\(HTML.escape(cross.note))</title></path>"
            }
        }
        return out + "</svg>"
    }

    private func path(_ points: [Point], _ x: (Int64) -> Double, _ y: (Double) -> Double) -> String {
        var out = ""
        var previous: Int64?
        for point in points {
            let starts = previous.map { point.time - $0 > gap } ?? true
            out += "\(starts ? "M" : "L")\(n(x(point.time))) \(n(y(point.value)))"
            previous = point.time
        }
        return out
    }

    /// One digit after the point is a tenth of a pixel.
    private func n(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}

enum HTML {
    static func escape(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.append(character)
            }
        }
        return out
    }
}
