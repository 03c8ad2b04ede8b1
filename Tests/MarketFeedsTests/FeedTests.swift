import Foundation
import MarketFeeds
import Testing

@Suite struct FeedTests {
    static let feeds = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("feeds")

    @Test(arguments: ["btc-usd-option", "btc-usd-hourly", "eth-usd-hourly"]) func shippedFeedsLoad(_ name: String) throws {
        let feed = try Feed.load(Self.feeds.appendingPathComponent(name + ".yaml").path)
        #expect(feed.name == name)
        #expect(feed.window == 24)
    }

    @Test func theDefaultFeed() throws {
        let feed = try Feed.load(Self.feeds.appendingPathComponent("btc-usd-option.yaml").path)
        #expect(feed.pair == "BTC/USD")
        #expect(feed.markets.map(\.symbol.symbol) == ["XBTUSD", "BTC-USD", "BTCUSD", "BTCUSDT", "XBTUSDC"])
        #expect(feed.legs.map(\.symbol.symbol) == ["USDTUSD", "USDT-USD", "USDCUSD"])
        #expect(feed.grid(at: 1_678_519_200).first == 1_678_512_000)
        #expect(feed.grid(at: 1_678_519_200).count == 25)
        #expect(feed.lastRound(at: 1_678_521_600 + 9) == 1_678_518_000)
        #expect(feed.lastRound(at: 1_678_521_600 + 10) == 1_678_521_600)
        guard case .option(let terms) = feed.model else {
            Issue.record("not an option")
            return
        }
        #expect(terms.kind == .call)
        #expect(terms.strike == .moneyness(ExactDecimal(1)))
        #expect(terms.rate.description == "0.045")
    }

    static let good = """
        name: test
        summary: a feed for tests
        pair: BTC/USD
        markets:
          - {venue: kraken, quote: USD}
          - {venue: coinbase, quote: USD}
          - {venue: bitstamp, quote: USDT}
        legs:
          - {venue: kraken, for: USDT}
        candle_seconds: 60
        interval_seconds: 300
        window: 8
        freshness_seconds: 120
        quorum: 2
        history_quorum: 2
        outlier_bp: 100
        bounds: {min: 1000, max: 1000000}
        leg_rules: {bounds: {min: 0.5, max: 1.5}, outlier_bp: 300}
        model: {kind: volatility, mean: zero}
        schedule: {every_seconds: 3600, delay_seconds: 5}
        """

    @Test func defaults() throws {
        let feed = try Feed.parse(Self.good)
        #expect(feed.price == .close)
        #expect(feed.signersThreshold == 1)
        #expect(feed.digest.count == 32)
        #expect(feed.optimize == .balanced)
    }

    @Test func optimize() throws {
        for aim in FeedOptimization.allCases {
            #expect(try Feed.parse(Self.good + "\noptimize: \(aim.rawValue)\n").optimize == aim)
        }
        for wrong in ["cheap", "2", "[gas]", "GAS", ""] {
            #expect(throws: FeedError.self) { try Feed.parse(Self.good + "\noptimize: \(wrong)\n") }
        }
    }

    /// One change to a good file, where it must be reported, and words of the message.
    @Test(arguments: [
        ("name: test", "name: Test Feed", 1, 7, "lower-case"),
        ("pair: BTC/USD", "pair: BTC/EUR", 3, 7, "BASE/USD"),
        ("pair: BTC/USD", "pair: [BTC, USD]", 3, 7, "a list where"),
        ("pair: BTC/USD\n", "", 1, 1, "pair is missing; add it"),
        ("venue: kraken, quote: USD}", "venue: mtgox, quote: USD}", 5, 13, "one of coinbase, kraken"),
        ("quote: USDT}", "quote: EUR}", 7, 30, "one of USD, USDT, USDC"),
        ("quote: USDT}", "quote: USDT, symbol: \"btc?x=1\"}", 7, 44, "the venue's own name"),
        ("  - {venue: coinbase, quote: USD}", "  - {venue: kraken, quote: USD}", 6, 13, "listed twice"),
        ("  - {venue: coinbase, quote: USD}", "  - coinbase", 6, 5, "where a mapping"),
        ("for: USDT", "for: USD", 9, 26, "one of USDT, USDC"),
        ("for: USDT", "for: USDC", 9, 3, "add {venue: kraken, for: USDT}"),
        ("candle_seconds: 60", "candle_seconds: 90", 10, 17, "has no candles of 90 s"),
        ("candle_seconds: 60", "candle_seconds: \"60\"", 10, 17, "quoted"),
        ("candle_seconds: 60", "candle_seconds: 6e1", 10, 17, "a whole number of seconds"),
        ("interval_seconds: 300", "interval_seconds: 330", 11, 19, "no multiple"),
        ("window: 8", "window: 7", 12, 9, "at least 8"),
        ("window: 8", "window: 97", 12, 9, "coinbase sends 300 at most"),
        ("freshness_seconds: 120", "freshness_seconds: -1", 13, 20, "from 0 to 32767"),
        ("freshness_seconds: 120", "freshness_seconds: 99999999999999999999", 13, 20, "from 0 to 32767"),
        ("quorum: 2", "quorum: 4", 14, 9, "only 3 are listed"),
        ("quorum: 2", "quorum: 1", 14, 9, "could be met by"),
        ("history_quorum: 2", "history_quorum: 3", 15, 17, "only 2 are quoted in USD"),
        ("history_quorum: 2\n", "", 1, 1, "history_quorum is missing"),
        ("outlier_bp: 100", "outlier_bp: 0", 16, 13, "basis points from 1"),
        ("min: 1000,", "min: 0,", 17, 15, "a decimal number (USD)"),
        ("min: 1000,", "min: 1e7,", 17, 25, "not above min"),
        ("min: 1000,", "min: NaN,", 17, 15, "a decimal number (USD)"),
        ("max: 1000000}", "max: 50000000}", 17, 9, "must stay below 42949672.96"),
        ("leg_rules: {bounds: {min: 0.5, max: 1.5}, outlier_bp: 300}\n", "", 1, 1, "leg_rules is missing"),
        ("max: 1.5}", "max: 2}", 18, 37, "to 1.6777215"),
        ("kind: volatility", "kind: heston", 19, 15, "one of spot, volatility, option"),
        ("kind: volatility, mean: zero", "kind: option, mean: zero", 19, 8, "model.option is missing"),
        ("kind: volatility, mean: zero", "kind: option, mean: zero, moneyness: 1.00001", 19, 46, "more than 4 decimal places"),
        ("kind: volatility, mean: zero", "kind: volatility, mean: zero, rate: 0", 19, 39, "no key here"),
        ("kind: volatility, mean: zero", "kind: spot", 12, 9, "set it to 0"),
        ("schedule: {every", "schedul: {every", 20, 1, "schedul is no key here; known are"),
        ("delay_seconds: 5}", "delay_seconds: 5", 21, 1, "not YAML here"),
        ("window: 8", "window: 8\nwindow: 9", 12, 1, "more than once"),
        ("name: test", "name: &a test", 1, 7, "anchors"),
        ("name: test", "name: *a", 1, 7, "anchors"),
        ("name: test", "\tname: test", 1, 1, "not YAML here"),
        ("for: USDT", "for: USDT, quote: USDC", 9, 39, "cannot price USDT"),
    ])
    func problemsAreNamedWithTheirPlace(_ old: String, _ new: String, _ line: Int, _ column: Int, _ words: String) throws {
        let text = try #require(Self.good.range(of: old)).lowerBound
        let changed = Self.good.replacingCharacters(in: text..<Self.good.index(text, offsetBy: old.count), with: new)
        let error = #expect(throws: FeedError.self) { try Feed.parse(changed, file: "feeds/test.yaml") }
        let lines = error?.description ?? "none"
        #expect(error?.problems.contains { $0.line == line && $0.column == column && $0.message.contains(words) } == true, "\(lines)")
        #expect(lines.hasPrefix("feeds/test.yaml"))
    }

    @Test func allProblemsAreReportedAtOnce() {
        let text = Self.good.replacingOccurrences(of: "\nquorum: 2", with: "\nquorum: two")
            .replacingOccurrences(of: "venue: bitstamp", with: "venue: bitstmp").replacingOccurrences(of: "window: 8", with: "windw: 8")
        let error = #expect(throws: FeedError.self) { try Feed.parse(text, file: "x.yaml") }
        let lines = error?.description.split(separator: "\n").map(String.init) ?? []
        #expect(lines.count == 4, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("x.yaml:7:13: markets[2].venue: \"bitstmp\" where one of") })
        #expect(lines.contains { $0.hasPrefix("x.yaml:12:1: windw is no key here") })
        #expect(lines.contains { $0.contains("window is missing") })
        #expect(lines.contains { $0.hasPrefix("x.yaml:14:9: quorum: \"two\" where a whole number") })
    }

    @Test(arguments: ["", "# nothing", "3", "[]", "--- a\n--- b", "{", "a: b: c", "\u{0}", "%YAML 9.9\n---\na", "? [a]\n: b", "!!binary x", "- - - -"])
    func otherTextIsRefused(_ text: String) {
        #expect(throws: FeedError.self) { try Feed.parse(text) }
    }

    @Test func hostileTextIsCheap() {
        for text in [
            String(repeating: "[", count: 60_000), String(repeating: "- ", count: 30_000), String(repeating: "? ", count: 30_000),
            String(repeating: "{a: ", count: 15_000), String(repeating: "x", count: 70_000),
            "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n? *c\n: 1",
        ] {
            #expect(throws: FeedError.self) { try Feed.parse(text) }
        }
    }

    /// Cut and damaged files never trap.
    @Test func damagedFilesAreErrors() {
        let bytes = Array(Self.good.utf8)
        for length in 0..<bytes.count where length % 3 == 0 {
            #expect(throws: FeedError.self) { try Feed.parse(String(decoding: bytes[..<length], as: UTF8.self)) }
        }
        var random = SplitMix(seed: 11)
        for _ in 0..<1500 {
            var damaged = bytes
            for _ in 0..<3 { damaged[Int(random.next() % UInt64(damaged.count))] = UInt8(random.next() % 128) }
            _ = try? Feed.parse(String(decoding: damaged, as: UTF8.self))
        }
    }

    @Test func theFileNameMustMatch() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-feed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("other.yaml")
        try Data(Self.good.utf8).write(to: path)
        let error = #expect(throws: FeedError.self) { try Feed.load(path.path) }
        #expect(error?.description.contains("rename one of them") == true)
        #expect(throws: FeedError.self) { try Feed.load(folder.appendingPathComponent("absent.yaml").path) }
    }
}
