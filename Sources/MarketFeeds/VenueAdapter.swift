/// One market of one venue, with the name the venue knows it by.
public struct MarketSymbol: Sendable, Hashable, Codable, CustomStringConvertible {
    public let venue: Venue
    public let base: String
    public let quote: String
    /// As it stands in the venue's URLs.
    public let symbol: String

    /// Without `symbol`, the venue's usual way to write the pair.
    public init(venue: Venue, base: String, quote: String, symbol: String? = nil) {
        self.venue = venue
        self.base = base
        self.quote = quote
        self.symbol = symbol ?? venue.symbol(base: base, quote: quote)
    }

    public var description: String { "\(venue.rawValue) \(base)/\(quote)" }
}

/// Prices of one interval. `openTime` is the Unix second at which it begins.
public struct Candle: Sendable, Hashable {
    public let openTime: Int64
    public let open, high, low, close: ExactDecimal
    /// In the base asset. Zero means that nobody traded and the prices are the previous ones carried forward.
    public let volume: ExactDecimal

    public init(
        openTime: Int64, open: ExactDecimal, high: ExactDecimal, low: ExactDecimal, close: ExactDecimal, volume: ExactDecimal
    ) {
        self.openTime = openTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}

/// The last trade as a venue's ticker reports it.
public struct Ticker: Sendable, Hashable {
    public let price: ExactDecimal
    public let bid, ask: ExactDecimal?
    /// Unix seconds, where the venue says when.
    public let time: Int64?
}

/// What is peculiar to one venue: its URLs, the order and units of its answers, its error bodies.
///
/// Adapters turn a decoded body into candles in whatever order they came; `CandleSeries` then applies the rules that
/// hold for all venues. They never do input or output.
package protocol VenueAdapter: Sendable {
    /// Candle length in seconds → what the venue calls it.
    var candleLengths: [Int: String] { get }
    var maximumCandles: Int { get }
    func symbol(base: String, quote: String) -> String
    /// Path and query for the candles that open in `from … to`, both Unix seconds and multiples of `length`.
    func candlesPath(symbol: String, length: Int, from: Int64, to: Int64) -> String
    func tickerPath(symbol: String) -> String
    /// The venue's own error, where this body is one.
    func complaint(_ body: JSONValue) -> String?
    func candles(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> [Candle]
    func ticker(_ body: JSONValue, of market: MarketSymbol) throws(Drop) -> Ticker
}

extension Venue {
    /// The candles in a response, in the order they came; or why there are none.
    ///
    /// `status` and `body` are those of the HTTP response. Never traps, whatever the bytes.
    public func candles(status: Int, body: [UInt8], of market: MarketSymbol) throws(Drop) -> [Candle] {
        try adapter.candles(try document(status: status, body: body), of: market)
    }

    public func ticker(status: Int, body: [UInt8], of market: MarketSymbol) throws(Drop) -> Ticker {
        let ticker = try adapter.ticker(try document(status: status, body: body), of: market)
        guard ticker.price.isPositive else { throw Drop(.nonPositive, "\(market) reports the price \(ticker.price)") }
        return ticker
    }

    public func candlesURL(_ market: MarketSymbol, length: Int, from: Int64, to: Int64, endpoints: VenueEndpoints) -> String {
        endpoints.baseURL(of: self) + adapter.candlesPath(symbol: market.symbol, length: length, from: from, to: to)
    }

    public func tickerURL(_ market: MarketSymbol, endpoints: VenueEndpoints) -> String {
        endpoints.baseURL(of: self) + adapter.tickerPath(symbol: market.symbol)
    }

    private func document(status: Int, body: [UInt8]) throws(Drop) -> JSONValue {
        let parsed: Result<JSONValue, Drop>
        do {
            parsed = .success(try JSONReader.read(body))
        } catch {
            parsed = .failure(Drop(.malformed, Self.describe(body, error)))
        }
        // An error status counts whatever the body says; the venue's own words are added where it has some.
        if status != 200 {
            let words = (try? parsed.get()).flatMap(adapter.complaint).map { ": \($0)" } ?? ""
            throw Drop(.refused, "\(rawValue) answered with HTTP \(status)\(words)\(Self.nextStep(status))")
        }
        let document = try parsed.get()
        if let complaint = adapter.complaint(document) { throw Drop(.refused, "\(rawValue) answered with its error \(complaint)") }
        return document
    }

    private static func describe(_ body: [UInt8], _ error: JSONError) -> String {
        let lead = body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if lead == nil { return "an empty body where JSON should be" }
        if lead == UInt8(ascii: "<") { return "an HTML page where JSON should be; the venue may be in maintenance or blocking this address" }
        return "a body that is no JSON: \(error)"
    }

    private static func nextStep(_ status: Int) -> String {
        switch status {
        case 429, 418: "; ask less often: raise the feed's schedule or lower the number of markets at this venue"
        case 403, 451: "; the venue may not serve this address: take it out of the feed or run the node elsewhere"
        case 404, 400: "; check the symbol in the feed file"
        default: ""
        }
    }
}

/// Readers shared by the adapters. Each failure says what stood where.
extension JSONValue {
    package func rows(_ what: String) throws(Drop) -> [JSONValue] {
        guard let rows = array else { throw Drop(.malformed, "\(glimpse) where \(what) should be a list") }
        return rows
    }

    package func row(atLeast count: Int, _ what: String) throws(Drop) -> [JSONValue] {
        guard let cells = array, cells.count >= count else {
            throw Drop(.malformed, "\(glimpse) where \(what) should be a list of \(count) or more")
        }
        return cells
    }

    package func member(_ key: String, _ what: String) throws(Drop) -> JSONValue {
        guard let value = self[key] else { throw Drop(.malformed, "\(glimpse) without \"\(key)\" where \(what) should be") }
        return value
    }

    package func price(_ what: String) throws(Drop) -> ExactDecimal {
        guard let value = decimal else { throw Drop(.malformed, "\(glimpse) where \(what) should be a decimal number") }
        return value
    }

    package func seconds(_ what: String) throws(Drop) -> Int64 {
        guard let value = integer, UTCTime.range.contains(value) else {
            throw Drop(.malformed, "\(glimpse) where \(what) should be a time in Unix seconds")
        }
        return value
    }

    /// A time in milliseconds that falls on a whole second, as candle times do.
    package func wholeMilliseconds(_ what: String) throws(Drop) -> Int64 {
        guard let value = integer, value % 1000 == 0, UTCTime.range.contains(value / 1000) else {
            throw Drop(.malformed, "\(glimpse) where \(what) should be a time in Unix milliseconds")
        }
        return value / 1000
    }
}
