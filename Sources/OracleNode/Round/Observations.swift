import EthereumKit
import MarketFeeds

/// What one market, or one stablecoin's leg, said for one time of a round's grid.
public struct GridObservation: Sendable, Hashable {
    /// As printed; nil when there was none to read.
    public let price: ExactDecimal?
    /// How many seconds before the grid's time the price was made.
    public let age: Int64
    /// Why it does not count, where that is known before the model has run.
    public let drop: Drop?

    public init(price: ExactDecimal?, age: Int64, drop: Drop?) {
        self.price = price
        self.age = age
        self.drop = drop
    }

    /// Whether the model is shown the price. Age and conversion are the circuit's own rules, so what is too old, or has no
    /// conversion, is shown as it is and refused in the proof; what breaks the feed's own rules is shown as absent.
    var isShown: Bool {
        guard price != nil else { return false }
        guard let drop else { return true }
        return drop.reason == .stale || drop.reason == .noConversion
    }
}

/// A response that observations were read from.
public struct SourceResponse: Sendable, Hashable {
    /// Such as `kraken BTC/USD`.
    public let market: String
    public let url: String
    public let status: Int
    public let byteCount: Int
    /// Keccak-256 of the body.
    public let digest: [UInt8]

    public init(market: String, url: String, status: Int, byteCount: Int, digest: [UInt8]) {
        self.market = market
        self.url = url
        self.status = status
        self.byteCount = byteCount
        self.digest = digest
    }
}

/// Everything a round's model is evaluated on, before it becomes integers: the raw material of evidence and audit.
public struct RoundObservations: Sendable, Hashable {
    public let observedAt: Int64
    /// The grid: ascending, the last one is `observedAt`.
    public let times: [Int64]
    /// markets[m][t], in the order of the feed file.
    public let markets: [[GridObservation]]
    /// legs[l][t], likewise.
    public let legs: [[GridObservation]]
    public let responses: [SourceResponse]

    public init(
        observedAt: Int64, times: [Int64], markets: [[GridObservation]], legs: [[GridObservation]], responses: [SourceResponse]
    ) {
        self.observedAt = observedAt
        self.times = times
        self.markets = markets
        self.legs = legs
        self.responses = responses
    }

    /// Whether there is a row for every market and leg, and a cell for every time of the feed's grid. Observations from a file may have any shape.
    public func fits(_ feed: Feed) -> Bool {
        times == feed.grid(at: observedAt) && markets.count == feed.markets.count && legs.count == feed.legs.count
            && (markets + legs).allSatisfy { $0.count == times.count }
    }

    public init(_ snapshot: MarketSnapshot) {
        func row(_ row: MarketRow) -> [GridObservation] {
            row.cells.map { GridObservation(price: $0.observation?.price, age: $0.observation?.age ?? 0, drop: $0.drop) }
        }
        self.init(
            observedAt: snapshot.observedAt, times: snapshot.times, markets: snapshot.markets.map(row),
            legs: snapshot.legs.map(row),
            responses: snapshot.responses.map { response in
                SourceResponse(
                    market: response.market.description, url: response.url, status: response.status, byteCount: response.bytes,
                    digest: (try? Hex.decode(response.hash, count: 32)) ?? [])
            })
    }
}
