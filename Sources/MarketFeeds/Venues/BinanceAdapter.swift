/// Binance and Binance.US. Candles `[open time, open, high, low, close, volume, close time, …]`, oldest first, times in
/// milliseconds, prices as strings, the running candle included, a row of volume 0 for an interval without trades. The
/// candle body does not name its pair. Errors: `{"code": −1121, "msg": "Invalid symbol."}`.
package struct BinanceAdapter: VenueAdapter {
    package init() {}

    package let candleLengths = [
        60: "1m", 180: "3m", 300: "5m", 900: "15m", 1800: "30m", 3600: "1h", 7200: "2h", 14_400: "4h", 21_600: "6h", 28_800: "8h",
        43_200: "12h", 86_400: "1d",
    ]
    package let maximumCandles = 1000

    package func symbol(base: String, quote: String) -> String { base + quote }

    package func candlesPath(symbol: String, length: Int, from: Int64, to: Int64) -> String {
        "/api/v3/klines?symbol=\(symbol)&interval=\(candleLengths[length] ?? "1m")&startTime=\(from * 1000)&endTime=\(to * 1000)"
            + "&limit=\(maximumCandles)"
    }

    package func tickerPath(symbol: String) -> String { "/api/v3/ticker/24hr?symbol=\(symbol)" }

    package func complaint(_ body: JSONValue) -> String? {
        guard let code = body["code"], let words = body["msg"] else { return nil }
        return "\(code.glimpse) \(words.string ?? words.glimpse)"
    }

    private let columns = CandleColumns(time: .milliseconds, open: 1, high: 2, low: 3, close: 4, volume: 5, count: 7)

    package func candles(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> [Candle] {
        try columns.candles(try body.rows("the candles"))
    }

    package func ticker(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> Ticker {
        let symbol = try body.member("symbol", "a ticker")
        guard symbol.string == market.symbol else {
            throw Drop(.wrongPair, "asked \(market.venue) for \(market.symbol), the answer is for \(symbol.glimpse)")
        }
        let time = try body.member("closeTime", "a ticker")
        guard let milliseconds = time.integer, UTCTime.range.contains(milliseconds / 1000) else {
            throw Drop(.malformed, "\(time.glimpse) where a ticker's time should be Unix milliseconds")
        }
        return Ticker(
            price: try body.member("lastPrice", "a ticker").price("a price"), bid: body["bidPrice"]?.decimal,
            ask: body["askPrice"]?.decimal, time: milliseconds / 1000)
    }
}
