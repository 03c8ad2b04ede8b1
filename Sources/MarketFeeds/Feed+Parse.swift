import Foundation
import Hashing

extension Feed {
    /// Reads and checks a feed file. Its name in the file must be the file's own name, so that a copied feed cannot pass
    /// for the one it was copied from.
    public static func load(_ path: String) throws(FeedError) -> Feed {
        let url = URL(fileURLWithPath: path)
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            let problem = FeedError.Problem(line: 0, column: 0, message: "cannot be read; check the path (feeds lie in feeds/NAME.yaml)")
            throw FeedError(file: path, problems: [problem])
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            let problem = FeedError.Problem(line: 0, column: 0, message: "is not UTF-8 text; save it as UTF-8")
            throw FeedError(file: path, problems: [problem])
        }
        let feed = try parse(text, file: path)
        let stem = url.deletingPathExtension().lastPathComponent
        guard feed.name == stem else {
            let message = "name: \"\(feed.name)\" in a file called \(stem); rename one of them"
            throw FeedError(file: path, problems: [FeedError.Problem(line: 0, column: 0, message: message)])
        }
        return feed
    }

    /// Reads and checks the text of a feed file. `file` is only for messages.
    public static func parse(_ text: String, file: String = "feed") throws(FeedError) -> Feed {
        let list = ProblemList()
        do {
            return try StrictYAML.read(text, kind: .feed, list) { read($0, list, text) }.get()
        } catch {
            throw FeedError(file: file, problems: error.problems)
        }
    }

    private static func read(_ root: StrictMapping, _ list: ProblemList, _ text: String) -> Feed? {
        var root = root
        let name = root.text("name", expected: "a name of lower-case letters, digits and hyphens, as the file has it") {
            !$0.isEmpty && $0.utf8.count <= 64 && $0.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }
        }
        let summary = root.text("summary", expected: "one line on what the feed is for") { !$0.isEmpty && $0.utf8.count <= 400 }
        let pair = root.text("pair", expected: "BASE/USD in capitals, such as BTC/USD") { pair in
            let parts = pair.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == 2 && parts[1] == "USD" && isAsset(parts[0]) && QuoteCurrency(rawValue: String(parts[0])) == nil
        }
        let base = pair.map { String($0.dropLast(4)) }

        let markets = readMarkets(&root, base: base ?? "BTC")
        let legs = readLegs(&root)
        let price = root.has("price") ? root.choice("price", PriceSample.self) : .close
        let candle = root.integer("candle_seconds", 60...86_400, unit: "seconds")
        let interval = root.integer("interval_seconds", 60...86_400, unit: "seconds")
        let window = root.integer("window", 0...256, unit: "returns")
        let freshness = root.integer("freshness_seconds", 0...32_767, unit: "seconds")
        let quorum = root.integer("quorum", 1...9, unit: "markets")
        // A feed without a window has no history.
        let hasHistoryQuorum = root.has("history_quorum")
        let historyQuorum = hasHistoryQuorum || window != 0 ? root.integer("history_quorum", 1...9, unit: "markets") : 1
        let outlier = root.integer("outlier_bp", 1...5000, unit: "basis points")
        let bounds = readBounds(&root, "bounds", upTo: "1000000000")
        let decimals = root.has("price_decimals") ? root.integer("price_decimals", 0...9, unit: "decimal places") : 2
        let legRules = readLegRules(&root)
        let model = readModel(&root)
        let schedule = readSchedule(&root)
        var threshold: Int? = 1
        if var signers = root.mapping("signers", required: false, expected: "{threshold: 1}") {
            threshold = signers.integer("threshold", 1...32, unit: "signatures")
            signers.finish()
        }
        let optimize = root.has("optimize") ? root.choice("optimize", FeedOptimization.self) : .balanced
        root.finish()

        guard let optimize, let name, let summary, let base, let markets, let legs, let price, let candle, let interval, let window, let freshness, let quorum,
            let historyQuorum, let decimals, let outlier, let bounds, let model, let schedule, let threshold
        else { return nil }
        let feed = Feed(
            name: name, summary: summary, base: base, markets: markets, legs: legs, price: price, candleSeconds: candle,
            intervalSeconds: interval, window: window, freshnessSeconds: freshness, quorum: quorum, historyQuorum: historyQuorum,
            outlierBasisPoints: outlier, bounds: bounds, priceDecimals: decimals, legRules: legRules, model: model, schedule: schedule, signersThreshold: threshold,
            optimize: optimize,
            digest: Keccak256.hash(Array(text.utf8)))
        feed.checkTogether(root)
        return feed
    }

    private static func isAsset(_ text: some StringProtocol) -> Bool {
        (2...10).contains(text.utf8.count) && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// What may stand in a URL without being able to change its meaning.
    private static func isSymbol(_ text: String) -> Bool {
        let allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:".utf8
        return (2...24).contains(text.utf8.count) && text.utf8.allSatisfy { allowed.contains($0) }
    }

    private static func readSymbol(_ entry: inout StrictMapping) -> String? {
        entry.text("symbol", required: false, expected: "the venue's own name of the market, letters, digits and -_: only", isSymbol)
    }

    private static func readMarkets(_ root: inout StrictMapping, base: String) -> [FeedMarket]? {
        guard let entries = root.list("markets", 1...9, expected: "a list of {venue: kraken, quote: USD}") else { return nil }
        var markets: [FeedMarket] = []
        for var entry in entries {
            let venue = entry.choice("venue", Venue.self)
            let quote = entry.choice("quote", QuoteCurrency.self)
            let symbol = readSymbol(&entry)
            entry.finish()
            guard let venue, let quote else { continue }
            let market = FeedMarket(
                symbol: MarketSymbol(venue: venue, base: base, quote: quote.rawValue, symbol: symbol), quote: quote)
            if markets.contains(where: { $0.venue == venue && $0.quote == quote }) {
                entry.problem("venue", "\(market.symbol) is listed twice; one market counts once, so take one out")
            }
            markets.append(market)
        }
        return markets.count == entries.count ? markets : nil
    }

    private static func readLegs(_ root: inout StrictMapping) -> [FeedLeg]? {
        guard root.has("legs") else { return [] }
        guard let entries = root.list("legs", 1...9, expected: "a list of {venue: kraken, for: USDC}") else { return nil }
        var legs: [FeedLeg] = []
        for var entry in entries {
            let venue = entry.choice("venue", Venue.self)
            let coin = entry.choice("for", Stablecoin.self)
            let quote = entry.has("quote") ? entry.choice("quote", QuoteCurrency.self) : .usd
            let symbol = readSymbol(&entry)
            entry.finish()
            guard let venue, let coin, let quote else { continue }
            let leg = FeedLeg(
                symbol: MarketSymbol(venue: venue, base: coin.rawValue, quote: quote.rawValue, symbol: symbol), coin: coin.currency,
                quote: quote)
            if legs.contains(where: { $0.venue == venue && $0.coin == leg.coin && $0.quote == quote }) {
                entry.problem("venue", "\(leg.symbol) is listed twice; take one out")
            }
            if quote.isStablecoin, !(leg.coin == .usdc && quote == .usdt) {
                entry.problem("quote", "\(quote.rawValue) cannot price \(coin.rawValue): a leg is quoted in USD, or USDC in USDT")
            }
            legs.append(leg)
        }
        return legs.count == entries.count ? legs : nil
    }

    private enum Stablecoin: String, CaseIterable {
        case usdt = "USDT"
        case usdc = "USDC"
        var currency: QuoteCurrency { self == .usdt ? .usdt : .usdc }
    }

    private static func readBounds(_ root: inout StrictMapping, _ key: String, upTo limit: String) -> PriceBounds? {
        guard var entry = root.mapping(key, expected: "{min: 1000, max: 1000000} in USD") else { return nil }
        let minimum = entry.decimal("min", from: "0.000001", to: limit, unit: "USD")
        let maximum = entry.decimal("max", from: "0.000001", to: limit, unit: "USD")
        entry.finish()
        guard let minimum, let maximum else { return nil }
        if minimum >= maximum { entry.problem("max", "\(maximum) is not above min, which is \(minimum)") }
        return PriceBounds(minimum: minimum, maximum: maximum)
    }

    private static func readLegRules(_ root: inout StrictMapping) -> LegRules? {
        let isGiven = root.has("leg_rules")
        guard root.has("legs") || isGiven else { return nil }
        let example = "{bounds: {min: 0.5, max: 1.5}, outlier_bp: 300}, between which a stablecoin still counts as one"
        guard var entry = root.mapping("leg_rules", expected: example) else { return nil }
        // The circuit holds a stablecoin's price in 24 bits of 10^−7.
        let bounds = readBounds(&entry, "bounds", upTo: "1.6777215")
        let outlier = entry.integer("outlier_bp", 1...5000, unit: "basis points")
        entry.finish()
        guard let bounds, let outlier else { return nil }
        return LegRules(bounds: bounds, outlierBasisPoints: outlier)
    }

    private enum ModelKind: String, CaseIterable { case spot, volatility, option }

    private static func readModel(_ root: inout StrictMapping) -> FeedModel? {
        guard var entry = root.mapping("model", expected: "{kind: spot}, {kind: volatility, …} or {kind: option, …}") else { return nil }
        guard let kind = entry.choice("kind", ModelKind.self) else { return nil }
        defer { entry.finish() }
        if kind == .spot { return .spot }
        let mean = entry.choice("mean", VolatilityTerms.Mean.self)
        if kind == .volatility { return mean.map { .volatility(VolatilityTerms(mean: $0)) } }

        let option = entry.choice("option", OptionTerms.Kind.self)
        var strike: OptionTerms.Strike?
        let price = entry.decimal("strike", from: "0.000001", to: "1000000000", required: false, unit: "USD")
        let moneyness = entry.decimal("moneyness", from: "0.1", to: "10", required: false, unit: "strike divided by spot")
        if let price { strike = .price(price) }
        if let moneyness { strike = .moneyness(moneyness) }
        let givesPrice = entry.has("strike")
        if entry.has("moneyness") == givesPrice {
            entry.problem("moneyness", "give exactly one of strike (in USD) and moneyness (strike divided by spot)")
        }
        // The formats of the circuit: 28 bits of seconds, basis points of spot, millionths a year.
        let expiry = entry.integer("expiry_seconds", 60...268_435_455, unit: "seconds")
        let rate = entry.decimal("rate", from: "-0.5", to: "1", unit: "a year, continuously compounded")
        let carry = entry.decimal("carry", from: "-0.5", to: "1", unit: "a year, continuously compounded")
        for (key, value, places) in [("moneyness", moneyness, 4), ("rate", rate, 6), ("carry", carry, 6)] {
            if let value, value.exponent < -places { entry.problem(key, "\(value) has more than \(places) decimal places; round it") }
        }
        guard let mean, let option, let strike, let expiry, let rate, let carry else { return nil }
        return .option(
            OptionTerms(
                kind: option, strike: strike, expirySeconds: expiry, rate: rate, carry: carry, volatility: VolatilityTerms(mean: mean)))
    }

    private static func readSchedule(_ root: inout StrictMapping) -> FeedSchedule? {
        guard var entry = root.mapping("schedule", expected: "{every_seconds: 3600, delay_seconds: 10}") else { return nil }
        let every = entry.integer("every_seconds", 60...604_800, unit: "seconds")
        let delay = entry.integer("delay_seconds", 0...3600, unit: "seconds")
        entry.finish()
        guard let every, let delay else { return nil }
        return FeedSchedule(everySeconds: every, delaySeconds: delay)
    }

    /// The rules between values that are each in range.
    private func checkTogether(_ root: StrictMapping) {
        let venues = Set(markets.map(\.venue)).union(legs.map(\.venue))
        for venue in venues.sorted(by: { $0.rawValue < $1.rawValue }) {
            if !venue.candleLengths.contains(candleSeconds) {
                let known = venue.candleLengths.map(String.init).joined(separator: ", ")
                root.problem("candle_seconds", "\(venue) has no candles of \(candleSeconds) s, only of \(known)")
            } else if candlesNeeded > venue.maximumCandles {
                root.problem(
                    "window",
                    "the grid spans \(candlesNeeded) candles of \(candleSeconds) s, but \(venue) sends \(venue.maximumCandles) at most; "
                        + "lower the window or the interval, or use longer candles")
            }
        }
        if intervalSeconds % candleSeconds != 0 {
            root.problem("interval_seconds", "\(intervalSeconds) is no multiple of candle_seconds, which is \(candleSeconds)")
        }
        if schedule.everySeconds % candleSeconds != 0 {
            root.problem("schedule", "every_seconds: \(schedule.everySeconds) is no multiple of candle_seconds, which is \(candleSeconds)")
        }
        if model == .spot, window != 0 {
            root.problem("window", "\(window), but a spot feed uses one time only; set it to 0")
        }
        if model != .spot, window < 8 {
            root.problem("window", "\(window) returns are too few for a volatility; at least 8")
        }
        checkQuorum(root)
        checkLegs(root)
        checkFormats(root)
        if case .option(let terms) = model, case .price(let strike) = terms.strike, !bounds.contains(strike) {
            root.problem("model", "the strike \(strike) is outside bounds")
        }
    }

    private func checkQuorum(_ root: StrictMapping) {
        if quorum > markets.count {
            root.problem("quorum", "\(quorum) markets are asked for, but only \(markets.count) are listed")
        }
        let inDollars = markets.count { $0.quote == .usd }
        if window > 0, historyQuorum > inDollars {
            root.problem("history_quorum", "\(historyQuorum) markets are asked for, but only \(inDollars) are quoted in USD, and history is taken from these")
        }
        let counts = Dictionary(grouping: markets, by: \.venue).mapValues(\.count)
        if counts.count > 1, let alone = counts.filter({ $0.value >= quorum }).keys.min(by: { $0.rawValue < $1.rawValue }) {
            root.problem(
                "quorum", "\(quorum) could be met by \(alone) alone, which has \(counts[alone] ?? 0) markets; raise it, so that no single venue decides")
        }
    }

    private func checkLegs(_ root: StrictMapping) {
        let used = Set(markets.map(\.quote).filter(\.isStablecoin))
        let needed = used.union(legs.map(\.quote).filter(\.isStablecoin))
        let given = Set(legs.map(\.coin))
        for coin in QuoteCurrency.allCases where needed.contains(coin) && !given.contains(coin) {
            root.problem("legs", "a market is quoted in \(coin.rawValue), so its own price is needed; add {venue: kraken, for: \(coin.rawValue)}")
        }
        for coin in QuoteCurrency.allCases where given.contains(coin) && !needed.contains(coin) {
            root.problem("legs", "no market is quoted in \(coin.rawValue); take the leg out")
        }
        if legs.isEmpty, legRules != nil { root.problem("leg_rules", "there are no legs; take it out") }
    }

    /// The circuit's formats: prices below 2^32 ticks.
    private func checkFormats(_ root: StrictMapping) {
        let limit = ExactDecimal(isNegative: false, significand: 1 << 32, exponent: -priceDecimals)
        if let limit, bounds.maximum >= limit {
            root.problem("bounds", "max is \(bounds.maximum), but with \(priceDecimals) price_decimals prices must stay below \(limit); lower one of them")
        }
    }
}
