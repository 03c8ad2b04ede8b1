import Foundation
import MarketFeeds

/// Times and durations as the command line reads and writes them.
public enum Moment {
    /// `2023-03-11`, `2023-03-11T07:00Z`, `2023-03-11T07:00:00Z` or Unix seconds; nil for anything else.
    public static func seconds(_ text: String) -> Int64? {
        if let seconds = Int64(text), seconds >= 0 { return seconds }
        if text.utf8.count == 10 { return UTCTime.seconds(text + "T00:00:00Z") }
        if text.utf8.count == 17, text.hasSuffix("Z") { return UTCTime.seconds(text.dropLast() + ":00Z") }
        return UTCTime.seconds(text)
    }

    /// `11 Mar 2023 07:00`
    public static func text(_ seconds: Int64) -> String {
        "\(TimeAxis.day(seconds)) \(MarketTime.year(seconds)) \(TimeAxis.clock(seconds))"
    }

    /// `62 ms`, `1.24 s`
    public static func seconds(of value: Double) -> String { Figures.seconds(value) }

    /// One line on a finished round.
    public static func line(_ round: RoundFacts) -> String {
        let sign = round.verdict.holds ? "✓" : "✕"
        let spot = round.value("spot").map { Figures.decimal($0.value, 2) } ?? "–"
        let dropped = round.grid.last?.markets.filter { $0.dropped != nil }.count ?? 0
        let drops = dropped == 0 ? "" : ", \(dropped) dropped"
        return "\(sign) \(text(round.observedAt))  spot \(spot)\(drops), proven in \(Figures.seconds(round.proveSeconds)): \(round.verdict.text)"
    }
}
