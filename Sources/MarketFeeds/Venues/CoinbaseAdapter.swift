/// Coinbase Exchange. Candles `[time, low, high, open, close, volume]`, newest first, times in seconds, JSON numbers.
/// Candles without trades are absent. The body does not name its pair. Errors: `{"message": …}`.
package struct CoinbaseAdapter: VenueAdapter {
    package init() {}

    package let candleLengths = [60: "60", 300: "300", 900: "900", 3600: "3600", 21_600: "21600", 86_400: "86400"]
    package let maximumCandles = 300

    package func symbol(base: String, quote: String) -> String { "\(base)-\(quote)" }

    package func candlesPath(symbol: String, length: Int, from: Int64, to: Int64) -> String {
        "/products/\(symbol)/candles?granularity=\(length)&start=\(UTCTime.text(from))&end=\(UTCTime.text(to))"
    }

    package func tickerPath(symbol: String) -> String { "/products/\(symbol)/ticker" }

    package func complaint(_ body: JSONValue) -> String? { body["message"].map { $0.string ?? $0.glimpse } }

    private let columns = CandleColumns(time: .seconds, open: 3, high: 2, low: 1, close: 4, volume: 5, count: 6)

    package func candles(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> [Candle] {
        try columns.candles(try body.rows("the candles"))
    }

    package func ticker(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> Ticker {
        let time = try body.member("time", "a ticker")
        guard let seconds = time.string.flatMap({ UTCTime.seconds($0) }) else {
            throw Drop(.malformed, "\(time.glimpse) where a ticker's time should be ISO 8601 in UTC")
        }
        return Ticker(
            price: try body.member("price", "a ticker").price("a price"), bid: body["bid"]?.decimal, ask: body["ask"]?.decimal,
            time: seconds)
    }
}
