import ForeignText

/// Kraken. `{"error": [], "result": {PAIR: [[time, open, high, low, close, vwap, volume, count], …], "last": …}}`, oldest
/// first, times in seconds, prices as strings; always the last 720 candles at most, the running one included, and a
/// row of volume 0 for an interval without trades. Errors come with status 200 in `error`.
///
/// The result's key names the pair in Kraken's older form where it has one (`XBTUSD` answers as `XXBTZUSD`).
package struct KrakenAdapter: VenueAdapter {
    package init() {}

    package let candleLengths = [60: "1", 300: "5", 900: "15", 1800: "30", 3600: "60", 14_400: "240", 86_400: "1440"]
    package let maximumCandles = 720

    package static func asset(_ name: String) -> String {
        switch name {
        case "BTC": "XBT"
        case "DOGE": "XDG"
        default: name
        }
    }

    package func symbol(base: String, quote: String) -> String { Self.asset(base) + Self.asset(quote) }

    package func candlesPath(symbol: String, length: Int, from: Int64, to: Int64) -> String {
        // `since` is exclusive.
        "/0/public/OHLC?pair=\(symbol)&interval=\(candleLengths[length] ?? "1")&since=\(from - Int64(length))"
    }

    package func tickerPath(symbol: String) -> String { "/0/public/Ticker?pair=\(symbol)" }

    package func complaint(_ body: JSONValue) -> String? {
        guard let errors = body["error"]?.array, !errors.isEmpty else { return nil }
        return errors.map { $0.string ?? $0.glimpse }.joined(separator: ", ")
    }

    /// The names under which Kraken may answer for a pair: plain, or with the class letters X (crypto) and Z (fiat) on
    /// either side, as its oldest pairs have them.
    private func names(of market: MarketSymbol) -> Set<String> {
        let base = Self.asset(market.base)
        let quote = Self.asset(market.quote)
        return [market.symbol, base + quote, "X\(base)Z\(quote)", "\(base)Z\(quote)", "X\(base)\(quote)", "X\(base)X\(quote)"]
    }

    private func result(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> JSONValue {
        let result = try body.member("result", "an answer of Kraken")
        guard let members = result.object else { throw Drop(.malformed, "\(result.glimpse) where the result should be an object") }
        let pairs = members.filter { $0.key != "last" }
        guard pairs.count == 1, let (name, value) = pairs.first else {
            throw Drop(.malformed, "\(pairs.count) pairs in an answer for one")
        }
        guard names(of: market).contains(name) else {
            throw Drop(.wrongPair, "asked kraken for \(market.symbol), the answer is for \(name.oneLine(limit: 24))")
        }
        return value
    }

    private let columns = CandleColumns(time: .seconds, open: 1, high: 2, low: 3, close: 4, volume: 6, count: 8)

    package func candles(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> [Candle] {
        try columns.candles(try result(body, of: market).rows("the candles"))
    }

    package func ticker(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> Ticker {
        let result = try result(body, of: market)
        let last = try result.member("c", "a ticker").row(atLeast: 1, "the last trade")
        return Ticker(
            price: try last[0].price("a price"), bid: result["b"]?.array?.first?.decimal, ask: result["a"]?.array?.first?.decimal,
            time: nil)
    }
}
