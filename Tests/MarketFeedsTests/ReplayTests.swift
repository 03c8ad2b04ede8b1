import Foundation
import MarketFeeds
import Testing

@Suite struct ReplayTests {
    static func recording(_ name: String) throws -> Recording {
        try Recording.load(FeedTests.feeds.appendingPathComponent("recorded/\(name)").path)
    }

    static func feed(_ name: String) throws -> Feed {
        try Feed.load(FeedTests.feeds.appendingPathComponent(name + ".yaml").path)
    }

    @Test(arguments: [("usdc-depeg-2023-03", 9, 60), ("black-thursday-2020-03", 7, 3600), ("bitstamp-flash-2019-05", 10, 3600)])
    func shippedRecordingsLoad(_ name: String, _ series: Int, _ seconds: Int) throws {
        let recording = try Self.recording(name)
        #expect(recording.series.count == series)
        #expect(recording.candleSeconds == seconds)
        for series in recording.series { #expect(!series.origin.isEmpty && series.candles.count > 100) }
    }

    /// Through the server, libcurl and the adapters come the recorded candles back: all that had ended, and no other.
    @Test(arguments: ["usdc-depeg-2023-03", "black-thursday-2020-03", "bitstamp-flash-2019-05"])
    func everyVenueSaysWhatWasRecorded(_ name: String) async throws {
        let recording = try Self.recording(name)
        let length = Int64(recording.candleSeconds)
        let now = recording.from + length * 150 + length / 3
        let server = ReplayServer(recording, time: now)
        let endpoints = try await server.start()
        let client = HTTPClient(limits: HTTPClientTests.quick)
        for series in recording.series {
            let market = series.market
            let from = recording.from + length * 10
            let url = market.venue.candlesURL(market, length: Int(length), from: from, to: recording.from + length * 160, endpoints: endpoints)
            let response = try await client.get(url)
            let candles = try market.venue.candles(status: response.status, body: response.body, of: market)
            let running = recording.from + length * 150
            let isTradedNow = series.candles.contains { $0.openTime == running }
            #expect(candles.contains { $0.openTime == running } == isTradedNow, "\(market)")
            #expect(candles.allSatisfy { $0.openTime <= running }, "\(market)")
            let read = try CandleSeries(candles, candleSeconds: Int(length), now: now).entries.map(\.candle).filter { $0.openTime >= from }
            let expected = series.candles.filter { $0.openTime >= from && $0.openTime + length <= now && !$0.volume.isZero }
            #expect(read == expected, "\(market)")
        }
        await server.stop()
    }

    @Test func longerCandlesAreJoinedFromShorterOnes() async throws {
        let recording = try Self.recording("usdc-depeg-2023-03")
        let server = ReplayServer(recording, time: recording.from + 3600)
        let endpoints = try await server.start()
        let market = MarketSymbol(venue: .kraken, base: "BTC", quote: "USD")
        let client = HTTPClient(limits: HTTPClientTests.quick)
        let url = Venue.kraken.candlesURL(market, length: 300, from: recording.from, to: recording.from + 3600, endpoints: endpoints)
        let response = try await client.get(url)
        let candles = try Venue.kraken.candles(status: response.status, body: response.body, of: market)
        let minutes = try #require(recording.series.first { $0.market == market }).candles.prefix(5)
        let first = try #require(candles.first)
        #expect(first.open == minutes.first?.open)
        #expect(first.close == minutes.last?.close)
        #expect(first.high == minutes.map(\.high).max())
        #expect(first.low == minutes.map(\.low).min())
        await server.stop()
    }

    @Test func unknownMarketsGetTheVenuesOwnError() async throws {
        let server = ReplayServer(try Self.recording("bitstamp-flash-2019-05"))
        let endpoints = try await server.start()
        let client = HTTPClient(limits: HTTPClientTests.quick)
        for venue in Venue.allCases {
            let market = MarketSymbol(venue: venue, base: "XMR", quote: "USD")
            let url = venue.candlesURL(market, length: 3600, from: 1_557_619_200, to: 1_557_630_000, endpoints: endpoints)
            let response = try await client.get(url)
            let drop = #expect(throws: Drop.self) { try venue.candles(status: response.status, body: response.body, of: market) }
            #expect(drop?.reason == .refused, "\(venue): \(String(describing: drop))")
        }
        await server.stop()
    }

    @Test func changedFilesAreNotPlayed() throws {
        let source = FeedTests.feeds.appendingPathComponent("recorded/bitstamp-flash-2019-05")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-rec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appendingPathComponent("bitstamp-flash-2019-05")
        try FileManager.default.copyItem(at: source, to: copy)
        let file = copy.appendingPathComponent("bitstamp_btcusd_1h.csv")
        var text = try String(contentsOf: file, encoding: .utf8)
        text = text.replacingOccurrences(of: "6178", with: "7178")
        try Data(text.utf8).write(to: file)
        let error = #expect(throws: FeedError.self) { try Recording.load(copy.path) }
        #expect(error?.description.contains("it was changed after it was recorded") == true, "\(error?.description ?? "")")
        #expect(throws: FeedError.self) { try Recording.load(folder.path) }
    }

    @Test func candleFilesAreReadStrictly() throws {
        func read(_ lines: String...) throws -> [Candle] {
            try CandleFile.read(Array(([CandleFile.header] + lines).joined(separator: "\n").utf8), candleSeconds: 60, range: 0..<1000)
        }
        #expect(try read("60,1,2,0.5,1.5,3", "180,1,2,0.5,1.5,3").count == 2)
        for bad in ["60,1,2,3,4", "60,1,2,3,4,5,6", "61,1,2,3,4,5", "1020,1,2,3,4,5", "x,1,2,3,4,5", "60,1,2,NaN,4,5", "60,1,2,,4,5", "6e1,1,2,3,4,5"] {
            #expect(throws: CandleFile.Problem.self, "\(bad)") { try read(bad) }
        }
        #expect(throws: CandleFile.Problem.self) { try read("120,1,2,0.5,1,1", "60,1,2,0.5,1,1") }
        #expect(throws: CandleFile.Problem.self) { try CandleFile.read(Array("time,o,h,l,c,v\n".utf8), candleSeconds: 60, range: 0..<1000) }
    }
}

/// Medians and outliers in binary floating point: a second, independent look at what the circuits decide.
enum Plain {
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.isEmpty ? .nan : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    static func prices(_ rows: [MarketRow], _ index: Int) -> [(market: MarketSymbol, quote: QuoteCurrency, price: Double)] {
        rows.compactMap { row in
            let cell = row.cells[index]
            guard cell.isUsable, let text = cell.observation?.price.description, let price = Double(text) else { return nil }
            return (row.market, row.quote, price)
        }
    }

    static func basisPoints(_ a: Double, _ b: Double) -> Double { abs(a / b - 1) * 10_000 }

    /// Every market's price in USD at a point of the grid.
    static func inDollars(_ snapshot: MarketSnapshot, _ index: Int) -> [(market: MarketSymbol, price: Double)] {
        var coins: [QuoteCurrency: Double] = [.usd: 1]
        let legs = prices(snapshot.legs, index)
        for coin in [QuoteCurrency.usdt, .usdc] {
            let converted = legs.filter { $0.market.base == coin.rawValue }.compactMap { leg in coins[leg.quote].map { leg.price * $0 } }
            if !converted.isEmpty { coins[coin] = median(converted) }
        }
        return prices(snapshot.markets, index).compactMap { market in coins[market.quote].map { (market.market, market.price * $0) } }
    }
}

@Suite struct RecordedWeekendTests {
    private func snapshots(_ feedName: String, _ recordingName: String) async throws -> [MarketSnapshot] {
        let recording = try ReplayTests.recording(recordingName)
        let feed = try ReplayTests.feed(feedName)
        let server = ReplayServer(recording)
        let collector = MarketCollector(client: HTTPClient(limits: HTTPClientTests.quick), endpoints: try await server.start())
        var snapshots: [MarketSnapshot] = []
        for round in recording.rounds(of: feed) {
            server.time = round + Int64(feed.schedule.delaySeconds)
            snapshots.append(try await collector.collect(feed, at: round, now: server.time))
        }
        await server.stop()
        return snapshots
    }

    /// 10–12 March 2023: the stablecoins' own prices bring their quotes back to where the dollar markets are.
    @Test func theDepegWeekend() async throws {
        let snapshots = try await snapshots("btc-usd-option", "usdc-depeg-2023-03")
        #expect(snapshots.count >= 60)
        var widestUnconverted = 0.0
        for snapshot in snapshots {
            let last = snapshot.times.count - 1
            let dollars = Plain.prices(snapshot.markets, last).filter { $0.quote == .usd }.map(\.price)
            let reference = Plain.median(dollars)
            let converted = Plain.inDollars(snapshot, last)
            let first = Plain.median(converted.map(\.price))
            let published = Plain.median(converted.map(\.price).filter { Plain.basisPoints($0, first) <= 100 })
            #expect(Plain.basisPoints(published, reference) <= 30, "\(UTCTime.text(snapshot.observedAt))")
            for market in Plain.prices(snapshot.markets, last) where market.quote == .usdc {
                widestUnconverted = max(widestUnconverted, Plain.basisPoints(market.price, reference))
            }
        }
        #expect(widestUnconverted > 700)
    }

    /// 17 May 2019: the low of one venue stands alone in one hour of eleven days.
    @Test func theFlashCrash() async throws {
        let snapshots = try await snapshots("btc-usd-hourly", "bitstamp-flash-2019-05")
        #expect(snapshots.count > 200)
        var dropped: [String] = []
        for snapshot in snapshots {
            let prices = Plain.prices(snapshot.markets, snapshot.times.count - 1)
            #expect(prices.count == 5)
            let median = Plain.median(prices.map(\.price))
            for market in prices where Plain.basisPoints(market.price, median) > 600 {
                dropped.append("\(UTCTime.text(snapshot.observedAt)) \(market.market) \(market.price)")
            }
        }
        #expect(dropped == ["2019-05-17T04:00:00Z bitstamp BTC/USD 6178.0"])
    }

    /// March 2020: a round every hour, right through the fall.
    @Test func blackThursday() async throws {
        let snapshots = try await snapshots("eth-usd-hourly", "black-thursday-2020-03")
        #expect(snapshots.count > 700)
        var dropped: [String] = []
        for snapshot in snapshots {
            let prices = Plain.prices(snapshot.markets, snapshot.times.count - 1)
            let median = Plain.median(prices.map(\.price))
            for market in prices where Plain.basisPoints(market.price, median) > 300 {
                dropped.append("\(UTCTime.text(snapshot.observedAt)) \(market.market.venue)")
            }
        }
        // At 05:00 nobody had traded at Gemini for an hour, and the price it still shows is far off.
        #expect(dropped == ["2020-03-12T11:00:00Z bitstamp", "2020-03-13T04:00:00Z gemini", "2020-03-13T05:00:00Z gemini"])
    }
}
