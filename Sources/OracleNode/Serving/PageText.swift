/// Numbers and times as the page writes them.
package enum PageText {
    /// An exact decimal cut to the places that matter at its size, with thousands apart. Other text comes back as it is.
    ///
    /// - Parameter isPrice: whole numbers get their decimals too, so that columns stand below each other.
    package static func decimal(_ text: String, isPrice: Bool = true) -> String {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else { return text }
        let whole = parts[0]
        let fraction = parts.count > 1 ? parts[1] : ""
        if fraction.isEmpty, !isPrice { return (isNegative ? "−" : "") + grouped(String(whole)) }
        let places = whole.count >= 4 ? 2 : (whole == "0" ? 6 : 4)
        var kept = String(fraction.prefix(places))
        if whole == "0" {
            while kept.count > 2, kept.last == "0" { kept.removeLast() }
        } else {
            while kept.count < min(places, 2) { kept += "0" }
        }
        return (isNegative ? "−" : "") + grouped(String(whole)) + (kept.isEmpty ? "" : "." + kept)
    }

    package static func grouped(_ digits: String) -> String {
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += "," }
            out.append(digit)
        }
        return out
    }

    package static func integer(_ value: some BinaryInteger) -> String { (value < 0 ? "−" : "") + grouped(String(value.magnitude)) }

    /// `9 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`; the page's script writes the same.
    package static func duration(_ seconds: Int64) -> String {
        let value = seconds.magnitude
        let sign = seconds < 0 ? "−" : ""
        if value < 60 { return "\(sign)\(value) s" }
        if value < 3_600 { return "\(sign)\(value / 60) min" + (value % 60 == 0 || value >= 600 ? "" : " \(value % 60) s") }
        if value < 86_400 { return "\(sign)\(value / 3_600) h" + (value % 3_600 < 60 ? "" : " \(value % 3_600 / 60) min") }
        return "\(sign)\(value / 86_400) d" + (value % 86_400 < 3_600 ? "" : " \(value % 86_400 / 3_600) h")
    }

    /// Parts per million as per cent with a sign.
    package static func percent(_ millionths: Int64) -> String {
        let value = millionths.magnitude
        let digits = String(value % 10_000 + 10_000).dropFirst()
        return (millionths < 0 ? "−" : "+") + "\(value / 10_000).\(digits.prefix(3)) %"
    }

    /// Wei in the chain's coin, to six places.
    package static func coin(_ wei: String) -> String {
        guard !wei.isEmpty, wei.allSatisfy({ $0.isASCII && $0.isNumber }) else { return wei }
        let padded = String(repeating: "0", count: max(0, 19 - wei.count)) + wei
        let whole = padded.dropLast(18).drop { $0 == "0" }
        return grouped(whole.isEmpty ? "0" : String(whole)) + "." + padded.suffix(18).prefix(6)
    }

    /// Wei per gas in gwei, to three places.
    package static func gwei(_ wei: String) -> String {
        guard !wei.isEmpty, wei.allSatisfy({ $0.isASCII && $0.isNumber }) else { return wei }
        let padded = String(repeating: "0", count: max(0, 10 - wei.count)) + wei
        let whole = padded.dropLast(9).drop { $0 == "0" }
        return grouped(whole.isEmpty ? "0" : String(whole)) + "." + padded.suffix(9).prefix(3) + " gwei"
    }

    package static func short(_ hex: String) -> String { hex.count > 18 ? "\(hex.prefix(10))…\(hex.suffix(6))" : hex }
}
