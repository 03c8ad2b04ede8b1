/// Bitstamp. `{"data": {"pair": "BTC/USD", "ohlc": [{"timestamp", "open", "high", "low", "close", "volume"}, …]}}`, oldest
/// first, everything as strings, times in seconds. Errors: `{"status": "error", "reason": …, "code": …}`,
/// `{"code": …, "errors": […]}` or `{"error": …}`.
package struct BitstampAdapter: VenueAdapter {
    package init() {}

    package let candleLengths = [
        60: "60", 180: "180", 300: "300", 900: "900", 1800: "1800", 3600: "3600", 7200: "7200", 14_400: "14400", 21_600: "21600",
        43_200: "43200", 86_400: "86400",
    ]
    package let maximumCandles = 1000

    package func symbol(base: String, quote: String) -> String { (base + quote).lowercased() }

    package func candlesPath(symbol: String, length: Int, from: Int64, to: Int64) -> String {
        "/api/v2/ohlc/\(symbol)/?step=\(length)&limit=\((to - from) / Int64(length) + 1)&start=\(from)&end=\(to)"
    }

    package func tickerPath(symbol: String) -> String { "/api/v2/ticker/\(symbol)/" }

    package func complaint(_ body: JSONValue) -> String? {
        guard body["data"] == nil else { return nil }
        guard let problem = body["reason"] ?? body["errors"] ?? body["error"], problem != .array([]) else {
            return body["code"].map { "code \($0.string ?? $0.glimpse)" }
        }
        let words = problem.string ?? problem.array?.first.map { ($0["message"] ?? $0).string ?? $0.glimpse } ?? problem.glimpse
        return words + (body["code"].map { " (code \($0.string ?? $0.glimpse))" } ?? "")
    }

    package func candles(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> [Candle] {
        let data = try body.member("data", "an answer of Bitstamp")
        let pair = try data.member("pair", "the data")
        guard pair.string == "\(market.base)/\(market.quote)" else {
            throw Drop(.wrongPair, "asked bitstamp for \(market.base)/\(market.quote), the answer is for \(pair.glimpse)")
        }
        var candles: [Candle] = []
        for row in try data.member("ohlc", "the data").rows("the candles") {
            candles.append(
                Candle(
                    openTime: try row.member("timestamp", "a candle").seconds("a candle's time"),
                    open: try row.member("open", "a candle").price("an opening price"),
                    high: try row.member("high", "a candle").price("a high"),
                    low: try row.member("low", "a candle").price("a low"),
                    close: try row.member("close", "a candle").price("a close"),
                    volume: try row.member("volume", "a candle").price("a volume")))
        }
        return candles
    }

    package func ticker(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> Ticker {
        Ticker(
            price: try body.member("last", "a ticker").price("a price"), bid: body["bid"]?.decimal, ask: body["ask"]?.decimal,
            time: try body.member("timestamp", "a ticker").seconds("a ticker's time"))
    }
}
