import Foundation
import FuzzSupport
import MarketFeeds
import OracleNode
import TestSupport
import Testing

/// What venues answer, damaged: candles, a ticker or a reason, and whatever is taken keeps its promises.
@Suite(.timeLimit(.minutes(10))) struct VenueBodyFuzzTests {
    struct Source: CustomTestStringConvertible, Sendable {
        let venue: Venue
        let base: String
        let quote: String
        let candles: [String]
        let tickers: [String]

        var market: MarketSymbol { MarketSymbol(venue: venue, base: base, quote: quote) }
        var testDescription: String { venue.rawValue }

        func corpus() throws -> [[UInt8]] {
            // Mostly candles: they are what a round is made of.
            let names: [String] = [[String]](repeating: candles, count: 12).flatMap { $0 } + tickers
            let bodies: [[UInt8]] = try names.map { name in
                let body = try Bodies.bytes(name)
                return JSONTree(body)?.shortened(to: 12).bytes ?? body
            }
            return bodies + Self.complaints.map { Array($0.utf8) }
        }

        static let complaints = [
            #"{"error":["EQuery:Unknown asset pair"]}"#, #"{"code":-1121,"msg":"Invalid symbol."}"#, #"{"message":"NotFound"}"#,
            #"{"status":"error","reason":"Invalid currency pair","code":"API0005"}"#, #"["error",10020,"symbol: invalid"]"#,
            #"{"result":"error","reason":"InvalidSymbol","message":"Received symbol xyz"}"#,
            // A ticker in Bitfinex's order, with made-up prices.
            "[30000.1,73.9,30000.2,75.2,731.6,0.07,30000,14480.8,30766,29889.1]",
        ]
    }

    static let sources: [Source] = [
        Source(venue: .coinbase, base: "BTC", quote: "USD", candles: ["coinbase_candles_60s.json", "coinbase_candles_3600.json"], tickers: ["coinbase_ticker.json"]),
        Source(venue: .kraken, base: "BTC", quote: "USDT", candles: ["kraken_ohlc.json"], tickers: ["kraken_ticker.json", "kraken_ticker_2014.json"]),
        Source(venue: .bitstamp, base: "BTC", quote: "USDT", candles: ["bitstamp_ohlc.json"], tickers: ["bitstamp_ticker.json"]),
        Source(venue: .gemini, base: "BTC", quote: "USDT", candles: ["gemini_candles.json"], tickers: ["gemini_ticker.json"]),
        Source(venue: .binance, base: "BTC", quote: "USDT", candles: ["binance_klines.json"], tickers: ["binance_ticker.json"]),
        Source(venue: .binanceus, base: "BNB", quote: "BTC", candles: ["binance_klines.json"], tickers: ["binance_ticker.json"]),
        Source(venue: .bitfinex, base: "BTC", quote: "UST", candles: ["bitfinex_candles.json"], tickers: []),
    ]

    @Test(arguments: sources) func aBodyIsCandlesOrAReason(_ source: Source) throws {
        let mutator = JSONMutator(try source.corpus(), special: ["1517443740", "1517443740000", "\"1517443740\"", "\"BTC/USDT\"", "\"BTCUSDT\"", "0.00000001"])
        let before = Int(try #require(ProcessFigures.residentBytes))
        var taken = 0
        let run = FuzzRun("venue body", count: 5_000)
        run.run { random, name in
            let body = mutator.next(&random)
            let status = random.once(in: 8) ? random.pick([0, 204, 301, 400, 403, 404, 429, 451, 500, 503, 999, -1]) : 200
            do throws(Drop) {
                let candles = try source.venue.candles(status: status, body: body, of: source.market)
                taken += 1
                #expect(status == 200, name)
                Self.check(candles, now: Int64(1_500_000_000 + random.below(1_000_000_000)), &random, name)
            } catch {
                Self.check(error, name)
            }
            do throws(Drop) {
                let ticker = try source.venue.ticker(status: status, body: body, of: source.market)
                #expect(ticker.price.isPositive && (ticker.time.map { UTCTime.range.contains($0) } ?? true), name)
                Self.check(ticker.price, name)
            } catch {
                Self.check(error, name)
            }
        }
        run.expect(accepted: taken, percent: 10, source.venue.rawValue)
        #expect(Int(try #require(ProcessFigures.residentBytes)) - before < 256 << 20)
    }

    private static func check(_ drop: Drop, _ name: Comment) {
        #expect(drop.detail.utf8.count <= Drop.detailLimit + 3, name)
        #expect(!drop.detail.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x2028 }, name)
    }

    private static func check(_ price: ExactDecimal, _ name: Comment) {
        #expect(ExactDecimal(price.description) == price, name)
        #expect(price.significand < ExactDecimal.powerOfTen(38) && abs(price.exponent) <= 38, name)
    }

    private static func check(_ candles: [Candle], now: Int64, _ random: inout SeededGenerator, _ name: Comment) {
        for candle in candles {
            #expect(UTCTime.range.contains(candle.openTime), name)
            for price in [candle.open, candle.high, candle.low, candle.close, candle.volume] { check(price, name) }
            _ = candle.close.raw()
            for sample in PriceSample.allCases { if let price = sample.price(of: candle) { check(price, name) } }
            for decimals in [0, 2, 9, 18] { _ = candle.high.ticks(decimals: decimals) }
        }
        for seconds in [60, 3_600, 86_400] {
            do throws(Drop) {
                let series = try CandleSeries(candles, candleSeconds: seconds, now: now)
                #expect(zip(series.entries, series.entries.dropFirst()).allSatisfy { $0.candle.openTime < $1.candle.openTime }, name)
                for entry in series.entries where entry.fault == nil {
                    let candle = entry.candle
                    #expect(candle.low.isPositive && candle.low <= min(candle.open, candle.close) && candle.high >= max(candle.open, candle.close), name)
                    #expect(candle.openTime + Int64(seconds) <= now && !candle.volume.isZero, name)
                }
                let time = now - Int64(random.below(1_000_000))
                if let last = series.last(at: time) { #expect(last.age >= 0, name) }
            } catch {
                check(error, name)
            }
        }
    }

    /// A venue that answers with megabytes of words, of one character that is megabytes long, or of what a terminal acts on.
    @Test(arguments: Venue.allCases) func wordsOfAnyLengthBecomeOneShortLine(_ venue: Venue) {
        let market = MarketSymbol(venue: venue, base: "BTC", quote: "USD")
        let long = String(repeating: "word ", count: 700_000)
        let stacked = "a" + String(repeating: "\u{0301}", count: 1_700_000)
        let escapes = "\\u001b[2J\\u001b]0;title\\u0007\\r\\nkraken BTC/USD: all is well\\u202e"
        for words in [long, stacked, escapes] {
            for shape in [
                #"{"error":["@"]}"#, #"{"code":1,"msg":"@"}"#, #"{"message":"@"}"#, #"{"reason":"@","code":"@"}"#, #"["error",1,"@"]"#,
                #"{"result":"error","reason":"@","message":"@"}"#, #"{"@":1}"#, #""@""#, #"{"data":{"pair":"@","ohlc":[]}}"#, #"{"error":[],"result":{"@":[]}}"#,
                #"{"@":1,"@":2}"#, #"[["@","@","@","@","@","@","@","@"]]"#,
            ] {
                let body = Array(shape.replacing("@", with: words, maxReplacements: 1).replacing("@", with: "x").utf8)
                for status in [200, 429] {
                    let drop = #expect(throws: Drop.self) { try venue.candles(status: status, body: body, of: market) }
                    if let drop { Self.check(drop, "\(venue) \(shape)") }
                }
            }
        }
    }
}
