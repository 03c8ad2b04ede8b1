import FixedPointMath

/// One price of one market at one point of a round's grid.
public struct Observation: Sendable, Hashable {
    public let venue: Venue
    /// The venue's own name of the market.
    public let symbol: String
    public let quote: QuoteCurrency
    /// The exact decimal, in the quote currency.
    public let price: ExactDecimal
    /// The nearest multiple of 2⁻⁴⁸, see `ExactDecimal.raw`.
    public let raw: Int128
    /// When the candle ended that the price is from, in Unix seconds.
    public let time: Int64
    /// How long before its point of the grid that was, in seconds; never negative.
    public let age: Int64
    /// keccak256 of the response body it was read from, as `0x…`; `MarketSnapshot.responses` has its URL.
    public let responseHash: String

    public var value: Fixed { Fixed(raw: raw) }
}

/// What is known of a market at a point of the grid: a price, or why there is none that counts.
///
/// A price that was read but is too old or out of bounds keeps its observation beside the reason.
public struct MarketCell: Sendable, Hashable, Codable {
    public let observation: Observation?
    public let drop: Drop?

    public var isUsable: Bool { observation != nil && drop == nil }

    package init(observation: Observation?, drop: Drop?) {
        self.observation = observation
        self.drop = drop
    }
}

/// The cells of one market, in the order of the grid's times.
public struct MarketRow: Sendable, Hashable, Codable {
    public let market: MarketSymbol
    public let quote: QuoteCurrency
    public let cells: [MarketCell]
}

/// A response that observations were read from.
public struct ResponseRecord: Sendable, Hashable, Codable {
    public let market: MarketSymbol
    public let url: String
    public let status: Int
    /// Of the body, after decompression.
    public let bytes: Int
    /// keccak256 of the body, as `0x…`.
    public let hash: String
    public let attempts: Int
}

/// Everything that was observed for one round, whether it counts or not: the raw material of the evidence file.
public struct MarketSnapshot: Sendable, Hashable, Codable {
    public let feed: String
    /// keccak256 of the feed file, as `0x…`.
    public let feedDigest: String
    public let observedAt: Int64
    /// When the venues were asked.
    public let askedAt: Int64
    /// Ascending; the last one is `observedAt`.
    public let times: [Int64]
    /// In the feed's order.
    public let markets: [MarketRow]
    /// In the feed's order.
    public let legs: [MarketRow]
    public let responses: [ResponseRecord]
    /// One line for each thing that went wrong, for a person.
    public let notes: [String]
}

/// Why a round cannot be made. The snapshot shows what there was.
public struct NoRound: Error, Sendable, CustomStringConvertible {
    public let reasons: [String]
    public let snapshot: MarketSnapshot

    public var description: String {
        "no round at \(UTCTime.text(snapshot.observedAt)): " + (reasons + snapshot.notes).joined(separator: "\n  ")
    }
}

extension Observation: Codable {
    private enum CodingKeys: String, CodingKey { case venue, symbol, quote, price, raw, time, age, responseHash }

    /// Prices and raw values are text: JSON readers would make binary floats of them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(venue, forKey: .venue)
        try container.encode(symbol, forKey: .symbol)
        try container.encode(quote, forKey: .quote)
        try container.encode(price.description, forKey: .price)
        try container.encode(String(raw), forKey: .raw)
        try container.encode(time, forKey: .time)
        try container.encode(age, forKey: .age)
        try container.encode(responseHash, forKey: .responseHash)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        venue = try container.decode(Venue.self, forKey: .venue)
        symbol = try container.decode(String.self, forKey: .symbol)
        quote = try container.decode(QuoteCurrency.self, forKey: .quote)
        let text = try container.decode(String.self, forKey: .price)
        guard let value = ExactDecimal(text) else {
            throw DecodingError.dataCorruptedError(forKey: .price, in: container, debugDescription: "\(text.prefix(60)) is no decimal number")
        }
        price = value
        let digits = try container.decode(String.self, forKey: .raw)
        guard let integer = Int128(digits) else {
            throw DecodingError.dataCorruptedError(forKey: .raw, in: container, debugDescription: "\(digits.prefix(60)) is no integer")
        }
        raw = integer
        time = try container.decode(Int64.self, forKey: .time)
        age = try container.decode(Int64.self, forKey: .age)
        responseHash = try container.decode(String.self, forKey: .responseHash)
    }
}
