/// Gemini. Candles `[time, open, high, low, close, volume]`, newest first, times in milliseconds, JSON numbers; the
/// request has no range: the venue sends what it keeps (a day of one-minute candles, two months of hourly ones). The body
/// does not name its pair. Errors: `{"result": "error", "reason": …, "message": …}`.
package struct GeminiAdapter: VenueAdapter {
    package init() {}

    package let candleLengths = [60: "1m", 300: "5m", 900: "15m", 1800: "30m", 3600: "1hr", 21_600: "6hr", 86_400: "1day"]
    package let maximumCandles = 1000

    package func symbol(base: String, quote: String) -> String { (base + quote).lowercased() }

    package func candlesPath(symbol: String, length: Int, from: Int64, to: Int64) -> String {
        "/v2/candles/\(symbol)/\(candleLengths[length] ?? "1m")"
    }

    package func tickerPath(symbol: String) -> String { "/v1/pubticker/\(symbol)" }

    package func complaint(_ body: JSONValue) -> String? {
        guard body["result"]?.string == "error" else { return nil }
        return [body["reason"]?.string, body["message"]?.string].compactMap { $0 }.joined(separator: ": ")
    }

    private let columns = CandleColumns(time: .milliseconds, open: 1, high: 2, low: 3, close: 4, volume: 5, count: 6)

    package func candles(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> [Candle] {
        try columns.candles(try body.rows("the candles"))
    }

    package func ticker(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> Ticker {
        // The traded volume is listed by asset, which is the only place where the pair shows.
        let volume = try body.member("volume", "a ticker")
        guard let assets = volume.object, assets[market.base] != nil, assets[market.quote] != nil else {
            throw Drop(.wrongPair, "asked gemini for \(market.base)/\(market.quote), the answer has the volumes \(volume.glimpse)")
        }
        let time = try volume.member("timestamp", "a ticker's volume")
        guard let milliseconds = time.integer, UTCTime.range.contains(milliseconds / 1000) else {
            throw Drop(.malformed, "\(time.glimpse) where a ticker's time should be Unix milliseconds")
        }
        return Ticker(
            price: try body.member("last", "a ticker").price("a price"), bid: body["bid"]?.decimal, ask: body["ask"]?.decimal,
            time: milliseconds / 1000)
    }
}
