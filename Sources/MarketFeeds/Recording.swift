import Foundation
import Hashing
import Yams

/// Candles of several markets over the same time, as they were traded: a folder with a `manifest.yaml` and one CSV file a
/// market. The format is described in `Docs/feeds.md`.
public struct Recording: Sendable {
    public struct Series: Sendable {
        public let market: MarketSymbol
        public let file: String
        /// Where the numbers come from.
        public let origin: String
        /// Ascending in time.
        public let candles: [Candle]

        package init(market: MarketSymbol, file: String, origin: String, candles: [Candle]) {
            self.market = market
            self.file = file
            self.origin = origin
            self.candles = candles
        }
    }

    public let name: String
    public let summary: String
    public let candleSeconds: Int
    /// Unix seconds: the start of the first candle and the end of the last.
    public let from, to: Int64
    public let series: [Series]

    package init(name: String, summary: String, candleSeconds: Int, from: Int64, to: Int64, series: [Series]) {
        self.name = name
        self.summary = summary
        self.candleSeconds = candleSeconds
        self.from = from
        self.to = to
        self.series = series
    }

    /// The times at which `feed` can hold rounds: on its schedule, with the whole window behind them and the asking after
    /// them inside the recording. Ascending.
    public func rounds(of feed: Feed) -> [Int64] {
        let every = Int64(feed.schedule.everySeconds)
        let earliest = from + Int64(feed.window * feed.intervalSeconds) + Int64(feed.candleSeconds)
        let first = (earliest + every - 1) / every * every
        return first > to ? [] : Array(stride(from: first, through: to, by: Int(every)))
    }

    /// Reads a folder. Every file must have the digest and the number of rows that the manifest states.
    public static func load(_ folder: String) throws(FeedError) -> Recording {
        let root = URL(fileURLWithPath: folder)
        let path = folder + "/manifest.yaml"
        guard let data = try? Data(contentsOf: root.appendingPathComponent("manifest.yaml")),
            let text = String(validating: data, as: UTF8.self)
        else { throw problem(path, "cannot be read; a recording is a folder with a manifest.yaml (they lie in feeds/recorded)") }
        do {
            return try StrictYAML.read(text, kind: .recording, ProblemList()) { read($0, root) }.get()
        } catch {
            throw FeedError(file: path, problems: error.problems)
        }
    }

    private static func problem(_ path: String, _ message: String) -> FeedError {
        FeedError(file: path, problems: [FeedError.Problem(line: 0, column: 0, message: message)])
    }

    private static func read(_ manifest: StrictMapping, _ root: URL) -> Recording? {
        var manifest = manifest
        let name = manifest.text("name", expected: "the folder's name") { $0 == root.lastPathComponent }
        let summary = manifest.text("summary", expected: "one line on what was recorded") { !$0.isEmpty && $0.utf8.count <= 400 }
        let seconds = manifest.integer("candle_seconds", 1...86_400, unit: "seconds")
        let from = manifest.text("from", expected: "a time such as 2023-03-10T00:00:00Z") { UTCTime.seconds($0) != nil }
        let to = manifest.text("to", expected: "a time such as 2023-03-10T00:00:00Z") { UTCTime.seconds($0) != nil }
        let entries = manifest.list("series", 1...64, expected: "a list of markets")
        manifest.finish()
        guard let name, let summary, let seconds, let entries, let start = from.flatMap({ UTCTime.seconds($0) }),
            let end = to.flatMap({ UTCTime.seconds($0) })
        else { return nil }
        guard start < end, start % Int64(seconds) == 0, end % Int64(seconds) == 0 else {
            manifest.problem("to", "not after from, or one of them is no multiple of candle_seconds")
            return nil
        }
        let series = entries.compactMap { readSeries($0, root, seconds, start..<end) }
        guard series.count == entries.count else { return nil }
        return Recording(name: name, summary: summary, candleSeconds: seconds, from: start, to: end, series: series)
    }

    private static func readSeries(_ entry: StrictMapping, _ root: URL, _ seconds: Int, _ range: Range<Int64>) -> Series? {
        var entry = entry
        func isAsset(_ text: String) -> Bool { (2...10).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x5A).contains($0) } }
        let venue = entry.choice("venue", Venue.self)
        let base = entry.text("base", expected: "an asset in capitals", isAsset)
        let quote = entry.text("quote", expected: "an asset in capitals", isAsset)
        let file = entry.text("file", expected: "the name of a CSV file in the same folder") {
            $0.hasSuffix(".csv") && !$0.contains("/") && !$0.hasPrefix(".")
        }
        let rows = entry.integer("rows", 1...1_000_000, unit: "rows")
        let digest = entry.text("keccak256", expected: "0x and 64 hexadecimal digits") { $0.utf8.count == 66 }
        let origin = entry.text("origin", expected: "where the numbers come from") { !$0.isEmpty && $0.utf8.count <= 400 }
        entry.finish()
        guard let venue, let base, let quote, let file, let rows, let digest, let origin else { return nil }
        guard let data = try? Data(contentsOf: root.appendingPathComponent(file)) else {
            entry.problem("file", "\(file) cannot be read; is the folder complete?")
            return nil
        }
        let bytes = Array(data)
        guard hexText(Keccak256.hash(bytes)) == digest.lowercased() else {
            entry.problem("keccak256", "\(file) has another digest: it was changed after it was recorded; restore it")
            return nil
        }
        let candles: [Candle]
        do {
            candles = try CandleFile.read(bytes, candleSeconds: seconds, range: range)
        } catch {
            entry.problem("file", "\(file), \(error)")
            return nil
        }
        guard candles.count == rows else {
            entry.problem("rows", "\(rows), but \(file) has \(candles.count)")
            return nil
        }
        return Series(market: MarketSymbol(venue: venue, base: base, quote: quote), file: file, origin: origin, candles: candles)
    }
}

/// `unix_s,open,high,low,close,volume` and one line a candle, ascending.
package enum CandleFile {
    package static let header = "unix_s,open,high,low,close,volume"

    package struct Problem: Error, CustomStringConvertible {
        package let line: Int
        package let message: String
        package var description: String { "line \(line): \(message)" }
    }

    package static func read(_ bytes: [UInt8], candleSeconds: Int, range: Range<Int64>) throws(Problem) -> [Candle] {
        var candles: [Candle] = []
        var number = 0
        for line in bytes.split(separator: 0x0A) {
            number += 1
            if number == 1 {
                guard line.elementsEqual(header.utf8) else { throw Problem(line: 1, message: "the header is not \(header)") }
                continue
            }
            let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false)
            guard cells.count == 6 else { throw Problem(line: number, message: "\(cells.count) columns instead of 6") }
            let values = cells.compactMap { ExactDecimal(utf8: $0) }
            guard values.count == 6, let time = Int64(String(decoding: cells[0], as: UTF8.self)), range.contains(time),
                time % Int64(candleSeconds) == 0
            else { throw Problem(line: number, message: "a time outside the recording or off its grid, or text that is no decimal number") }
            if let last = candles.last, last.openTime >= time { throw Problem(line: number, message: "not later than the line before") }
            candles.append(
                Candle(openTime: time, open: values[1], high: values[2], low: values[3], close: values[4], volume: values[5]))
        }
        return candles
    }
}
