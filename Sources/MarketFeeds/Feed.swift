/// What the node publishes and from what: one YAML file under `feeds/`. The format is described in `Docs/feeds.md`.
///
/// A `Feed` exists only in a checked form: every value is inside its range and the parts fit each other.
public struct Feed: Sendable, Hashable {
    public let name: String
    public let summary: String
    /// The published pair; the quote currency is USD.
    public let base: String
    /// 1 … 9, in the order of the file, which is the order in every snapshot and in the circuit.
    public let markets: [FeedMarket]
    /// USD prices of the stablecoins that markets quote in.
    public let legs: [FeedLeg]
    public let price: PriceSample
    /// Length of the candles asked for.
    public let candleSeconds: Int
    /// Time between two points of the grid.
    public let intervalSeconds: Int
    /// N: the grid has N + 1 times, so N returns. Zero for a feed that publishes the spot price alone.
    public let window: Int
    /// How old a price may be at its point of the grid, in seconds.
    public let freshnessSeconds: Int
    /// How many markets must be usable at the round's own time.
    public let quorum: Int
    /// How many USD-quoted markets must be usable at every earlier time of the grid; history is taken from these alone.
    public let historyQuorum: Int
    /// A market further than this from the median does not count, in basis points.
    public let outlierBasisPoints: Int
    public let bounds: PriceBounds
    /// Prices enter the circuit as whole multiples of 10^−priceDecimals.
    public let priceDecimals: Int
    /// What holds for the prices of stablecoins; present when there are legs.
    public let legRules: LegRules?
    public let model: FeedModel
    public let schedule: FeedSchedule
    /// How many signatures the consumer contract is set up to ask for.
    public let signersThreshold: Int
    /// What the feed's key is made for. Part of the key's identity: everybody makes the same key from the same file.
    public let optimize: FeedOptimization
    /// keccak256 of the file's bytes.
    public let digest: [UInt8]
}

/// Whether a feed's proofs are to be cheap to check or quick to make.
public enum FeedOptimization: String, Sendable, Hashable, Codable, CaseIterable {
    /// As many columns behind a point as the bundled ceremony covers.
    case balanced
    /// The cheapest contract; needs an imported ceremony file of more powers.
    case gas
    /// One column a point: the quickest proof.
    case latency
}

/// The currencies a market may quote in. The stablecoins are converted by their own USD price before they count.
public enum QuoteCurrency: String, Sendable, Hashable, Codable, CaseIterable {
    case usd = "USD"
    case usdt = "USDT"
    case usdc = "USDC"

    public var isStablecoin: Bool { self != .usd }
}

public struct FeedMarket: Sendable, Hashable {
    public let symbol: MarketSymbol
    public let quote: QuoteCurrency
    public var venue: Venue { symbol.venue }
}

/// A stablecoin's own market: against USD, or against USDT, whose price must then be known first.
public struct FeedLeg: Sendable, Hashable {
    public let symbol: MarketSymbol
    public let coin: QuoteCurrency
    public let quote: QuoteCurrency
    public var venue: Venue { symbol.venue }
}

/// Which of a candle's prices is the observation.
public enum PriceSample: String, Sendable, Hashable, Codable, CaseIterable {
    /// The last trade of the candle: the price at its end.
    case close
    /// The lowest, the highest trade: a conservative mark for collateral, or for debt.
    case low, high
    /// The exact middle of low and high.
    case mid

    /// `nil` when the middle needs more digits than a decimal holds, which no market prints.
    public func price(of candle: Candle) -> ExactDecimal? {
        switch self {
        case .close: candle.close
        case .low: candle.low
        case .high: candle.high
        case .mid: ExactDecimal.midpoint(candle.low, candle.high)
        }
    }
}

/// Absolute limits: a price outside them is dropped whatever the other venues say.
public struct PriceBounds: Sendable, Hashable {
    public let minimum: ExactDecimal
    public let maximum: ExactDecimal

    public func contains(_ price: ExactDecimal) -> Bool { price >= minimum && price <= maximum }
}

public struct LegRules: Sendable, Hashable {
    public let bounds: PriceBounds
    public let outlierBasisPoints: Int

    /// Prices of stablecoins enter the circuit as whole multiples of 10^−7.
    public static let priceDecimals = 7
}

public enum FeedModel: Sendable, Hashable {
    case spot
    case volatility(VolatilityTerms)
    case option(OptionTerms)

    public var kind: String {
        switch self {
        case .spot: "spot"
        case .volatility: "volatility"
        case .option: "option"
        }
    }
}

public struct VolatilityTerms: Sendable, Hashable {
    public enum Mean: String, Sendable, Hashable, Codable, CaseIterable {
        /// The mean return is estimated and subtracted; the divisor is N − 1.
        case sample
        /// The mean return is taken as zero; the divisor is N.
        case zero
    }
    public let mean: Mean
}

public struct OptionTerms: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable { case call, put }
    public enum Strike: Sendable, Hashable {
        /// In USD.
        case price(ExactDecimal)
        /// Strike divided by spot, so that the option moves with the market.
        case moneyness(ExactDecimal)
    }
    public let kind: Kind
    public let strike: Strike
    /// Time to expiry at every round.
    public let expirySeconds: Int
    /// Continuously compounded, a year: 0.045 is 4.5 %.
    public let rate: ExactDecimal
    public let carry: ExactDecimal
    public let volatility: VolatilityTerms
}

public struct FeedSchedule: Sendable, Hashable {
    /// Rounds are at the multiples of this, in Unix seconds.
    public let everySeconds: Int
    /// How long after a round's time the venues are asked, so that their last candle is complete.
    public let delaySeconds: Int
}

extension Feed {
    public var pair: String { "\(base)/USD" }

    /// The stablecoins that markets quote in, in the order in which their prices can be known.
    public var stablecoins: [QuoteCurrency] {
        QuoteCurrency.allCases.filter { coin in legs.contains { $0.coin == coin } }
    }

    /// The grid of a round: `window + 1` times, `intervalSeconds` apart, the last one being `observedAt`. Ascending.
    public func grid(at observedAt: Int64) -> [Int64] {
        (0...window).map { observedAt - Int64(window - $0) * Int64(intervalSeconds) }
    }

    /// The last scheduled round whose data can be asked for at `now`: its time plus the delay has passed.
    public func lastRound(at now: Int64) -> Int64 {
        let every = Int64(schedule.everySeconds)
        let reached = now - Int64(schedule.delaySeconds)
        return reached - ((reached % every) + every) % every
    }

    /// The open times of the first and last candle that a round can need.
    package func candleRange(at observedAt: Int64) -> ClosedRange<Int64> {
        let candle = Int64(candleSeconds)
        let earliest = observedAt - Int64(window) * Int64(intervalSeconds) - Int64(freshnessSeconds) - candle
        return (earliest - ((earliest % candle) + candle) % candle)...max(earliest, observedAt)
    }

    /// How many candles that range spans.
    package var candlesNeeded: Int { (window * intervalSeconds + freshnessSeconds) / candleSeconds + 3 }
}
