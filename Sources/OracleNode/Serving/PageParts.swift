import MarketFeeds

/// Pieces that several pages are made of. Everything that comes from outside goes through ``HTML/escape(_:)``; nothing carries a
/// style or script of its own, so the content security policy needs no exception.
enum PageParts {
    static func e(_ text: String) -> String { HTML.escape(text) }

    /// How long ago; the page's script keeps it running.
    static func since(_ time: UInt64, now: UInt64) -> String {
        "<time datetime=\"\(stamp(time))\" title=\"\(readable(time))\" data-since=\"\(time)\">\(PageText.duration(Int64(clamping: now) - Int64(clamping: time)))</time>"
    }

    /// How long until.
    static func until(_ time: UInt64, now: UInt64) -> String {
        "<time datetime=\"\(stamp(time))\" title=\"\(readable(time))\" data-until=\"\(time)\">\(PageText.duration(Int64(clamping: time) - Int64(clamping: now)))</time>"
    }

    static func moment(_ time: UInt64) -> String { "<time datetime=\"\(stamp(time))\">\(readable(time))</time>" }

    private static func stamp(_ time: UInt64) -> String { UTCTime.text(Int64(clamping: time)) }

    /// To the minute, for tables whose head says UTC; seconds only where they are not zero.
    static func brief(_ time: UInt64) -> String {
        let text = readable(time).replacing(" UTC", with: "")
        return "<time datetime=\"\(stamp(time))\">\(text.hasSuffix(":00") ? String(text.dropLast(3)) : text)</time>"
    }

    /// `2026-07-01 12:00:00 UTC`
    private static func readable(_ time: UInt64) -> String { stamp(time).replacing("T", with: " ").replacing("Z", with: " UTC") }

    static func value(_ decimal: String, isPrice: Bool = true) -> String {
        "<data value=\"\(e(decimal))\" title=\"\(e(decimal))\">\(e(PageText.decimal(decimal, isPrice: isPrice)))</data>"
    }

    static func code(_ hex: String) -> String { "<code title=\"\(e(hex))\">\(e(PageText.short(hex)))</code>" }

    static func pill(_ text: String, _ kind: String) -> String { "<span class=\"pill \(kind)\">\(e(text))</span>" }

    /// Filled from the left to `part` of the whole, 0 … 1.
    static func bar(_ part: Double, _ kind: String = "") -> String {
        let width = max(0, min(1, part.isFinite ? part : 1)) * 100
        return "<svg class=\"bar \(kind)\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"4\"/><rect class=\"fill\" width=\"\(number(width))\" height=\"4\"/></svg>"
    }

    /// The deviation as a mark between the two limits.
    static func gauge(_ part: Double) -> String {
        let at = 50 + max(-1, min(1, part.isFinite ? part : 0)) * 48
        let kind = abs(part) >= 1 ? "bad" : (abs(part) >= 0.8 ? "warn" : "")
        return "<svg class=\"gauge \(kind)\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" y=\"1\" width=\"100\" height=\"4\"/><rect class=\"middle\" x=\"49.6\" width=\".8\" height=\"6\"/><rect class=\"mark\" x=\"\(number(at - 1.2))\" width=\"2.4\" height=\"6\"/></svg>"
    }

    /// The last values as a line, with the end marked. Nothing below two points.
    static func sparkline(_ points: [NodeSnapshot.Point], label: String) -> String {
        let finite = points.filter { $0.value.isFinite }
        guard let first = finite.first, let last = finite.last, finite.count > 1, last.time > first.time else {
            return "<p class=\"soft\">no history yet</p>"
        }
        let low = finite.map(\.value).min() ?? 0
        let high = finite.map(\.value).max() ?? 1
        let span = high > low ? high - low : max(abs(high), 1) * 0.001
        func x(_ point: NodeSnapshot.Point) -> String { number(2 + Double(point.time - first.time) / Double(last.time - first.time) * 192) }
        func y(_ point: NodeSnapshot.Point) -> String { number(high > low ? 38 - (point.value - low) / span * 34 : 21) }
        var path = ""
        for (index, point) in finite.enumerated() { path += "\(index == 0 ? "M" : "L")\(x(point)) \(y(point))" }
        return "<svg class=\"spark\" viewBox=\"0 0 200 42\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"\(e(label))\"><path class=\"area\" d=\"\(path)L\(x(last)) 42L2 42Z\"/><path class=\"line\" d=\"\(path)\"/><path class=\"end\" d=\"M\(x(last)) \(y(last))h0\"/></svg>"
    }

    static func dots(_ markets: [NodeSnapshot.Market]) -> String {
        var out = "<span class=\"dots\" aria-hidden=\"true\">"
        for market in markets {
            let detail = market.counted ? "counted" : [market.reason, market.detail].compactMap { $0 }.joined(separator: ": ")
            out += "<i class=\"\(market.counted ? "on" : "off")\(market.isLeg ? " leg" : "")\" title=\"\(e("\(market.label): \(detail)"))\"></i>"
        }
        return out + "</span>"
    }

    /// Tenths are enough for a picture.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    static func fact(_ name: String, _ value: String, _ small: String = "") -> String {
        "<div><dt>\(name)</dt><dd>\(value)\(small.isEmpty ? "" : " <small>\(small)</small>")</dd></div>"
    }
}
