import Foundation
import MarketFeeds

/// A linear axis with round tick values.
struct ValueAxis {
    let lower: Double
    let upper: Double
    let ticks: [Double]
    /// Digits after the point that tell neighbouring ticks apart.
    let decimals: Int

    /// Covers `values` with about `count` ticks whose step is 1, 2, 2.5 or 5 times a power of ten.
    init(covering values: [Double], count: Int, includeZero: Bool = false) {
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        if includeZero {
            low = min(low, 0)
            high = max(high, 0)
        }
        if high - low < max(abs(high), 1) * 1e-9 {
            let pad = max(abs(high) * 0.01, 0.5)
            low -= pad
            high += pad
        }
        let rough = (high - low) / Double(max(count, 1))
        let power = Foundation.pow(10, Foundation.floor(Foundation.log10(rough)))
        let step = ([1, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
        let first = Foundation.floor(low / step)
        let last = Foundation.ceil(high / step)
        lower = first * step
        upper = last * step
        ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
        var digits = 0
        var scaled = step
        while digits < 9, abs(scaled - scaled.rounded()) > 1e-6 * scaled {
            digits += 1
            scaled *= 10
        }
        decimals = digits
    }

    /// 0 at `lower`, 1 at `upper`.
    func position(_ value: Double) -> Double { (value - lower) / (upper - lower) }
}

/// Tick times on whole hours or days, with the day named where it changes.
struct TimeAxis {
    struct Tick {
        let time: Int64
        let label: String
        let isDay: Bool
    }

    let lower: Int64
    let upper: Int64
    let ticks: [Tick]

    init(from lower: Int64, to upper: Int64, count: Int) {
        let span = max(upper - lower, 60)
        self.lower = lower
        self.upper = lower + span
        let steps: [Int64] = [60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000]
        let step = steps.first { span / $0 <= Int64(count) } ?? 2_592_000
        var ticks: [Tick] = []
        var time = (lower + step - 1) / step * step
        while time <= self.upper {
            let isDay = time % 86_400 == 0
            ticks.append(Tick(time: time, label: isDay ? Self.day(time) : Self.clock(time), isDay: isDay))
            time += step
        }
        self.ticks = ticks
    }

    func position(_ time: Int64) -> Double { Double(time - lower) / Double(upper - lower) }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `11 Mar`
    static func day(_ time: Int64) -> String {
        let text = UTCTime.text(time)
        let parts = text.prefix(10).split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month) else { return text }
        return "\(day) \(months[month - 1])"
    }

    /// `07:18`
    static func clock(_ time: Int64) -> String { String(UTCTime.text(time).dropFirst(11).prefix(5)) }

    /// `11 Mar 07:18`
    static func moment(_ time: Int64) -> String { "\(day(time)) \(clock(time))" }
}

/// Numbers as people write them.
enum Figures {
    /// `20,363.70`
    static func decimal(_ value: Double, _ places: Int) -> String {
        guard value.isFinite else { return "–" }
        let plain = String(format: "%.\(places)f", abs(value))
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        let sign = value < 0 && Double(plain) != 0 ? "−" : ""
        return sign + grouped(String(parts[0])) + (parts.count > 1 ? "." + parts[1] : "")
    }

    static func integer(_ value: some BinaryInteger) -> String {
        (value < 0 ? "−" : "") + grouped(String(value.magnitude))
    }

    static func percent(_ value: Double, _ places: Int = 1) -> String { decimal(value * 100, places) + " %" }

    /// `62 ms`, `1.24 s`
    static func seconds(_ value: Double) -> String {
        value < 1 ? "\(Int((value * 1000).rounded())) ms" : decimal(value, 2) + " s"
    }

    private static func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }
}
