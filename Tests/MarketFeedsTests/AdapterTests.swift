import MarketFeeds
import Testing

@Suite struct AdapterTests {
    private func candles(_ venue: Venue, _ base: String, _ quote: String, _ file: String, status: Int = 200) throws -> [Candle] {
        try venue.candles(status: status, body: try Bodies.bytes(file), of: MarketSymbol(venue: venue, base: base, quote: quote))
    }

    private func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

    @Test func coinbaseComesNewestFirstAsLowHighOpenClose() throws {
        let candles = try candles(.coinbase, "BTC", "USD", "coinbase_candles_60s.json")
        #expect(candles.count == 10)
        #expect(candles[0].openTime == 1_517_443_740)
        #expect(candles[0].low == (try decimal("10106")))
        #expect(candles[0].high == (try decimal("10120.21")))
        #expect(candles[0].open == (try decimal("10106.01")))
        #expect(candles[0].close == (try decimal("10120.21")))
        #expect(candles[2].volume == (try decimal("1.0367627400000001")))
        let series = try CandleSeries(candles, candleSeconds: 60, now: 1_517_443_790)
        #expect(series.entries.count == 9)
        #expect(series.unfinished == 1)
        #expect(series.entries.first?.candle.openTime == 1_517_443_200)
    }

    @Test func coinbaseHourly() throws {
        let candle = try #require(try candles(.coinbase, "BTC", "USDT", "coinbase_candles_3600.json").first)
        #expect(candle.close == (try decimal("73370.65")))
        #expect(candle.low == (try decimal("73241.5")))
    }

    @Test func krakenKeepsTheRunningCandleAndRowsWithoutTradesApart() throws {
        let candles = try candles(.kraken, "BTC", "USDT", "kraken_ohlc.json")
        #expect(candles.count == 721)
        #expect(candles[2].close == (try decimal("106038.3")))
        // The body was taken at 00:17:04, within its last minute.
        let series = try CandleSeries(candles, candleSeconds: 60, now: 1_762_820_224)
        #expect(series.unfinished == 1)
        #expect(series.withoutTrades == 215)
        #expect(series.entries.count == 505)
        // The last three finished minutes had no trade: the price is the one of 00:13, and its age says so.
        let last = try #require(series.last(at: 1_762_820_220))
        #expect(last.entry.candle.close == (try decimal("105899.4")))
        #expect(last.age == 180)
    }

    @Test func krakenAnswersUnderItsOldNames() throws {
        let body = try Bodies.bytes("kraken_ticker_2014.json")
        let ticker = try Venue.kraken.ticker(status: 200, body: body, of: MarketSymbol(venue: .kraken, base: "BTC", quote: "EUR"))
        #expect(ticker.price == (try decimal("560.87711")))
        #expect(throws: Drop(.wrongPair, "asked kraken for XBTUSD, the answer is for XXBTZEUR")) {
            try Venue.kraken.ticker(status: 200, body: body, of: MarketSymbol(venue: .kraken, base: "BTC", quote: "USD"))
        }
    }

    @Test func bitstampNamesItsPair() throws {
        let candle = try #require(try candles(.bitstamp, "BTC", "USDT", "bitstamp_ohlc.json").first)
        #expect(candle.close == (try decimal("73285")))
        #expect(candle.openTime == 1_710_327_600)
        #expect(throws: Drop(.wrongPair, "asked bitstamp for BTC/USD, the answer is for \"BTC/USDT\"")) {
            try candles(.bitstamp, "BTC", "USD", "bitstamp_ohlc.json")
        }
    }

    @Test func geminiAndBinanceCountMilliseconds() throws {
        let gemini = try #require(try candles(.gemini, "BTC", "USDT", "gemini_candles.json").first)
        #expect(gemini.openTime == 1_710_324_000)
        #expect(gemini.low == (try decimal("73268.24")))
        let binance = try candles(.binance, "BTC", "USDT", "binance_klines.json")
        #expect(binance.count == 10)
        #expect(binance[1].openTime == 1_634_943_840)
        #expect(binance[1].high == (try decimal("60780.41")))
        #expect(binance[1].volume == (try decimal("21.91797")))
    }

    @Test func bitfinexHasTheCloseBeforeTheHigh() throws {
        let candles = try candles(.bitfinex, "BTC", "UST", "bitfinex_candles.json")
        let candle = try #require(candles.first)
        #expect(candle.openTime == 1_552_298_400)
        #expect(candle.open == (try decimal("3870.1")))
        #expect(candle.close == (try decimal("3890")))
        #expect(candle.high == (try decimal("3890")))
        #expect(candle.low == (try decimal("3870.1")))
    }

    @Test func tickers() throws {
        func ticker(_ venue: Venue, _ base: String, _ quote: String, _ file: String) throws -> Ticker {
            try venue.ticker(status: 200, body: try Bodies.bytes(file), of: MarketSymbol(venue: venue, base: base, quote: quote))
        }
        let coinbase = try ticker(.coinbase, "BTC", "USD", "coinbase_ticker.json")
        #expect(coinbase.price == (try decimal("246.28")))
        #expect(coinbase.time == 1_428_526_146)
        #expect(try ticker(.kraken, "BTC", "USDT", "kraken_ticker.json").price == decimal("105899.4"))
        let bitstamp = try ticker(.bitstamp, "BTC", "USDT", "bitstamp_ticker.json")
        #expect(bitstamp.price == (try decimal("73285")))
        #expect(bitstamp.time == 1_710_328_241)
        let gemini = try ticker(.gemini, "BTC", "USDT", "gemini_ticker.json")
        #expect(gemini.price == (try decimal("73268.24")))
        #expect(gemini.time == 1_710_328_245)
        #expect(throws: Drop.self) { try ticker(.gemini, "ETH", "USDT", "gemini_ticker.json") }
        let binance = try ticker(.binance, "BNB", "BTC", "binance_ticker.json")
        #expect(binance.price == (try decimal("4.000002")))
        #expect(binance.time == 1_499_869_899)
        #expect(throws: Drop(.wrongPair, "asked binance for BTCUSDT, the answer is for \"BNBBTC\"")) {
            try ticker(.binance, "BTC", "USDT", "binance_ticker.json")
        }
    }

    /// Error bodies as the venues document them; the venue's words must reach the operator.
    @Test(arguments: [
        (Venue.kraken, 200, #"{"error":["EQuery:Unknown asset pair"]}"#, "EQuery:Unknown asset pair"),
        (.kraken, 200, #"{"error":["EGeneral:Too many requests"],"result":{}}"#, "EGeneral:Too many requests"),
        (.binance, 400, #"{"code":-1121,"msg":"Invalid symbol."}"#, "-1121 Invalid symbol."),
        (.binanceus, 429, #"{"code":-1003,"msg":"Too much request weight used."}"#, "-1003"),
        (.coinbase, 404, #"{"message":"NotFound"}"#, "NotFound"),
        (.bitstamp, 404, #"{"status":"error","reason":"Invalid currency pair","code":"API0005"}"#, "Invalid currency pair (code API0005)"),
        (.bitstamp, 400, #"{"code":"API0017","errors":[{"field":"step","message":"not a step","code":"invalid"}]}"#, "not a step"),
        (.gemini, 400, #"{"result":"error","reason":"InvalidSymbol","message":"Received symbol xyz"}"#, "InvalidSymbol: Received symbol xyz"),
        (.bitfinex, 500, #"["error",10020,"symbol: invalid"]"#, "10020 symbol: invalid"),
        (.gemini, 503, "<html><body>maintenance</body></html>", "HTTP 503"),
    ])
    func errorBodies(_ venue: Venue, _ status: Int, _ body: String, _ words: String) {
        let market = MarketSymbol(venue: venue, base: "BTC", quote: "USD")
        let drop = #expect(throws: Drop.self) { try venue.candles(status: status, body: Array(body.utf8), of: market) }
        #expect(drop?.reason == .refused)
        #expect(drop?.detail.contains(words) == true, "\(drop?.detail ?? "")")
    }

    @Test(arguments: Venue.allCases) func anythingElseIsMalformed(_ venue: Venue) {
        let market = MarketSymbol(venue: venue, base: "BTC", quote: "USD")
        for body in ["", "<html></html>", "{}", "[[]]", "[[1]]", "[{}]", "{\"data\":{}}", "{\"error\":[],\"result\":{}}", "null", "3", "\"x\"", "[[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\"]]"] {
            let drop = #expect(throws: Drop.self, "\(venue): \(body)") { try venue.candles(status: 200, body: Array(body.utf8), of: market) }
            #expect(drop?.reason == .malformed, "\(venue): \(body): \(drop?.description ?? "")")
        }
    }

    /// Real bodies with bytes changed, cut out and doubled: candles, a ticker or a reason, never a trap.
    @Test(arguments: [
        (Venue.coinbase, "coinbase_candles_60s.json"), (.coinbase, "coinbase_ticker.json"), (.kraken, "kraken_ticker.json"),
        (.bitstamp, "bitstamp_ohlc.json"), (.bitstamp, "bitstamp_ticker.json"), (.gemini, "gemini_candles.json"),
        (.gemini, "gemini_ticker.json"), (.binance, "binance_klines.json"), (.binance, "binance_ticker.json"),
        (.bitfinex, "bitfinex_candles.json"),
    ])
    func survivesDamage(_ venue: Venue, _ file: String) throws {
        let body = try Bodies.bytes(file)
        var random = SplitMix(seed: 5)
        let market = MarketSymbol(venue: venue, base: "BTC", quote: "USDT")
        for _ in 0..<400 {
            var damaged = body
            for _ in 0...Int(random.next() % 3) {
                let at = Int(random.next() % UInt64(damaged.count))
                switch random.next() % 4 {
                case 0: damaged[at] = UInt8(truncatingIfNeeded: random.next())
                case 1: damaged[at] = Array("0123456789-.eE[]{},:\"".utf8)[Int(random.next() % 21)]
                case 2: damaged.remove(at: at)
                default: damaged.insert(contentsOf: damaged[at..<min(at + 9, damaged.count)], at: at)
                }
            }
            if let candles = try? venue.candles(status: 200, body: damaged, of: market) {
                for candle in candles { _ = candle.close.raw() }
                _ = try? CandleSeries(candles, candleSeconds: 60, now: 1_800_000_000)
            }
            _ = try? venue.ticker(status: 200, body: damaged, of: market)
            _ = try? venue.candles(status: 500, body: damaged, of: market)
        }
    }

    @Test func symbols() {
        #expect(Venue.kraken.symbol(base: "BTC", quote: "USDC") == "XBTUSDC")
        #expect(Venue.coinbase.symbol(base: "USDT", quote: "USD") == "USDT-USD")
        #expect(Venue.bitstamp.symbol(base: "BTC", quote: "USD") == "btcusd")
        #expect(Venue.binanceus.symbol(base: "BTC", quote: "USDT") == "BTCUSDT")
        #expect(Venue.bitfinex.symbol(base: "USDT", quote: "USD") == "tUSTUSD")
        #expect(Venue.bitfinex.symbol(base: "DOGE", quote: "USD") == "tDOGE:USD")
    }

    @Test func urls() {
        func url(_ venue: Venue) -> String {
            venue.candlesURL(
                MarketSymbol(venue: venue, base: "BTC", quote: "USD"), length: 3600, from: 1_558_058_400, to: 1_558_065_600, endpoints: .live)
        }
        #expect(
            url(.coinbase)
                == "https://api.exchange.coinbase.com/products/BTC-USD/candles?granularity=3600&start=2019-05-17T02:00:00Z&end=2019-05-17T04:00:00Z")
        #expect(url(.kraken) == "https://api.kraken.com/0/public/OHLC?pair=XBTUSD&interval=60&since=1558054800")
        #expect(url(.bitstamp) == "https://www.bitstamp.net/api/v2/ohlc/btcusd/?step=3600&limit=3&start=1558058400&end=1558065600")
        #expect(url(.gemini) == "https://api.gemini.com/v2/candles/btcusd/1hr")
        #expect(
            url(.binance)
                == "https://api.binance.com/api/v3/klines?symbol=BTCUSD&interval=1h&startTime=1558058400000&endTime=1558065600000&limit=1000")
        #expect(url(.binanceus).hasPrefix("https://api.binance.us/api/v3/klines?"))
        #expect(
            url(.bitfinex)
                == "https://api-pub.bitfinex.com/v2/candles/trade:1h:tBTCUSD/hist?start=1558058400000&end=1558065600000&limit=3&sort=-1")
    }

    @Test func utcText() {
        #expect(UTCTime.text(1_678_519_080) == "2023-03-11T07:18:00Z")
        #expect(UTCTime.seconds("2023-03-11T07:18:00Z") == 1_678_519_080)
        #expect(UTCTime.seconds("2024-02-29T23:59:59.999999Z") == 1_709_251_199)
        for text in ["2023-02-29T00:00:00Z", "2023-03-11T07:18:00", "2023-03-11 07:18:00Z", "2023-03-11T07:18:00.Z", "2023-03-11T07:18:00Zx", "", "2023"] {
            #expect(UTCTime.seconds(text) == nil, "\(text)")
        }
        var random = SplitMix(seed: 7)
        for _ in 0..<500 {
            let time = Int64(random.next() % 253_402_300_800)
            #expect(UTCTime.seconds(UTCTime.text(time)) == time)
        }
    }
}

@Suite struct CandleSeriesTests {
    private func candle(_ time: Int64, _ close: Int = 10, volume: Int = 1, low: Int? = nil) -> Candle {
        Candle(
            openTime: time, open: ExactDecimal(close), high: ExactDecimal(close), low: ExactDecimal(low ?? close), close: ExactDecimal(close),
            volume: ExactDecimal(volume))
    }

    @Test func sortsAndJoinsRepeats() throws {
        let series = try CandleSeries([candle(180), candle(60), candle(120), candle(60)], candleSeconds: 60, now: 1000)
        #expect(series.entries.map(\.candle.openTime) == [60, 120, 180])
        #expect(series.entries.allSatisfy { $0.fault == nil })
    }

    @Test func twoCandlesForOneTimeAreAFault() throws {
        let series = try CandleSeries([candle(60, 10), candle(60, 11), candle(60, 10)], candleSeconds: 60, now: 1000)
        #expect(series.entries.count == 1)
        #expect(series.entries[0].fault?.reason == .malformed)
    }

    @Test func leavesOutWhatHasNotEnded() throws {
        let series = try CandleSeries([candle(0), candle(60), candle(120), candle(600)], candleSeconds: 60, now: 179)
        #expect(series.entries.map(\.candle.openTime) == [0, 60])
        #expect(series.unfinished == 1)
        #expect(series.fromTheFuture == 1)
    }

    @Test func theLastFinishedCandleAnswersForATime() throws {
        let series = try CandleSeries([candle(0, 1), candle(60, 2), candle(240, 3)], candleSeconds: 60, now: 10_000)
        #expect(series.last(at: 59) == nil)
        #expect(series.last(at: 60)?.entry.candle.close == ExactDecimal(1))
        #expect(series.last(at: 119)?.age == 59)
        #expect(series.last(at: 120)?.entry.candle.close == ExactDecimal(2))
        #expect(series.last(at: 299)?.age == 179)
        #expect(series.last(at: 300)?.entry.candle.close == ExactDecimal(3))
    }

    @Test func aFaultyCandleIsNotReplacedByAnOlderOne() throws {
        let series = try CandleSeries([candle(0, 5), candle(60, -5)], candleSeconds: 60, now: 10_000)
        #expect(series.last(at: 120)?.entry.fault?.reason == .nonPositive)
        #expect(try CandleSeries([candle(0, 5, low: 6)], candleSeconds: 60, now: 100).entries[0].fault?.reason == .malformed)
        #expect(try CandleSeries([candle(0, 5, volume: -1)], candleSeconds: 60, now: 100).entries[0].fault?.reason == .malformed)
    }

    @Test func timesOffTheGridAreMalformed() {
        #expect(throws: Drop.self) { try CandleSeries([candle(61)], candleSeconds: 60, now: 100) }
    }
}
