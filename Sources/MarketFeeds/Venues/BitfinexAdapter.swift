/// Bitfinex. Candles `[time, open, close, high, low, volume]` (close before high), newest first, times in milliseconds, JSON
/// numbers; candles without trades are absent. The body does not name its pair. Errors: `["error", code, words]`.
///
/// Stablecoins have three-letter names there: USDT is UST, USDC is UDC.
package struct BitfinexAdapter: VenueAdapter {
    package init() {}

    package let candleLengths = [
        60: "1m", 300: "5m", 900: "15m", 1800: "30m", 3600: "1h", 10_800: "3h", 21_600: "6h", 43_200: "12h", 86_400: "1D",
    ]
    package let maximumCandles = 10_000

    private static func asset(_ name: String) -> String {
        switch name {
        case "USDT": "UST"
        case "USDC": "UDC"
        default: name
        }
    }

    package func symbol(base: String, quote: String) -> String {
        let left = Self.asset(base)
        // Names longer than three letters are set apart with a colon.
        return "t" + left + (left.count > 3 ? ":" : "") + Self.asset(quote)
    }

    package func candlesPath(symbol: String, length: Int, from: Int64, to: Int64) -> String {
        "/v2/candles/trade:\(candleLengths[length] ?? "1m"):\(symbol)/hist?start=\(from * 1000)&end=\(to * 1000)"
            + "&limit=\((to - from) / Int64(length) + 1)&sort=-1"
    }

    package func tickerPath(symbol: String) -> String { "/v2/ticker/\(symbol)" }

    package func complaint(_ body: JSONValue) -> String? {
        guard let parts = body.array, parts.first?.string == "error" else { return nil }
        return parts.dropFirst().map { $0.string ?? $0.glimpse }.joined(separator: " ")
    }

    private let columns = CandleColumns(time: .milliseconds, open: 1, high: 3, low: 4, close: 2, volume: 5, count: 6)

    package func candles(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> [Candle] {
        try columns.candles(try body.rows("the candles"))
    }

    package func ticker(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> Ticker {
        let row = try body.row(atLeast: 10, "a ticker")
        return Ticker(price: try row[6].price("a price"), bid: row[0].decimal, ask: row[2].decimal, time: nil)
    }
}
