/// The exchanges whose public market data the node can read.
public enum Venue: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    case coinbase, kraken, bitstamp, gemini, binance, binanceus, bitfinex

    public var description: String { rawValue }

    /// Where the public REST interface lives.
    public var liveBaseURL: String {
        switch self {
        case .coinbase: "https://api.exchange.coinbase.com"
        case .kraken: "https://api.kraken.com"
        case .bitstamp: "https://www.bitstamp.net"
        case .gemini: "https://api.gemini.com"
        case .binance: "https://api.binance.com"
        case .binanceus: "https://api.binance.us"
        case .bitfinex: "https://api-pub.bitfinex.com"
        }
    }

    /// The candle lengths the venue serves, in seconds.
    public var candleLengths: [Int] { adapter.candleLengths.keys.sorted() }

    /// How many candles one request can bring back at most.
    public var maximumCandles: Int { adapter.maximumCandles }

    /// The venue's own name of a pair: `XBTUSD`, `BTC-USD`, `btcusd`, `tBTCUSD`.
    public func symbol(base: String, quote: String) -> String { adapter.symbol(base: base, quote: quote) }

    package var adapter: any VenueAdapter {
        switch self {
        case .coinbase: CoinbaseAdapter()
        case .kraken: KrakenAdapter()
        case .bitstamp: BitstampAdapter()
        case .gemini: GeminiAdapter()
        case .binance, .binanceus: BinanceAdapter()
        case .bitfinex: BitfinexAdapter()
        }
    }
}

/// Base URLs by venue: the live ones, or a local server that plays a recording.
public struct VenueEndpoints: Hashable, Sendable {
    private var overrides: [Venue: String] = [:]
    private var common: String?

    public static let live = VenueEndpoints()

    /// Every venue under one server, each below its own name: `http://127.0.0.1:4000/kraken`.
    public static func below(_ base: String) -> VenueEndpoints {
        var endpoints = VenueEndpoints()
        endpoints.common = base
        return endpoints
    }

    /// The same endpoints with one venue elsewhere.
    public func with(_ venue: Venue, at base: String) -> VenueEndpoints {
        var changed = self
        changed.overrides[venue] = base
        return changed
    }

    public func baseURL(of venue: Venue) -> String {
        overrides[venue] ?? common.map { "\($0)/\(venue.rawValue)" } ?? venue.liveBaseURL
    }
}
