import Hashing

/// Asks a feed's venues for candles and lays the answers out on the grid of a round.
///
/// Nothing a single venue does can stop a round or change another venue's cells: its failure becomes a reason in its own
/// cells. There is no round only when too few markets are left for the feed's quorum.
public struct MarketCollector: Sendable {
    private let client: HTTPClient
    private let endpoints: VenueEndpoints
    private let throttle: VenueThrottle?
    private let watch: VenueWatch?
    private let keep: (@Sendable (_ body: [UInt8], _ digest: [UInt8]) -> Void)?

    /// - Parameters:
    ///   - throttle: keeps to the venues' limits over all collectors that share it; nil asks at will, as replays do.
    ///   - watch: told what each venue answered.
    ///   - keep: given each response's body, of whatever status, with its keccak256.
    public init(
        client: HTTPClient, endpoints: VenueEndpoints = .live, throttle: VenueThrottle? = nil, watch: VenueWatch? = nil,
        keep: (@Sendable (_ body: [UInt8], _ digest: [UInt8]) -> Void)? = nil
    ) {
        self.client = client
        self.endpoints = endpoints
        self.throttle = throttle
        self.watch = watch
        self.keep = keep
    }

    /// `observedAt`: the round's time, a multiple of the feed's candle length. `now`: the clock, simulated or real; not before
    /// `observedAt`. One request for each market and leg, all at once.
    ///
    /// The price at a time T is the feed's choice of price from the last candle with a trade that had ended by T.
    public func collect(_ feed: Feed, at observedAt: Int64, now: Int64) async throws(NoRound) -> MarketSnapshot {
        let range = feed.candleRange(at: observedAt)
        let symbols = feed.markets.map(\.symbol) + feed.legs.map(\.symbol)
        var sources: [MarketSymbol: Source] = [:]
        if observedAt <= now, observedAt % Int64(feed.candleSeconds) == 0 {
            await withTaskGroup(of: (MarketSymbol, Source).self) { group in
                for symbol in Set(symbols) {
                    group.addTask { (symbol, await read(symbol, feed, range, now)) }
                }
                for await (symbol, source) in group { sources[symbol] = source }
            }
        }

        let times = feed.grid(at: observedAt)
        let notAsked = MarketCell(observation: nil, drop: Drop(.missing, "the venue was not asked"))
        func row(_ symbol: MarketSymbol, _ quote: QuoteCurrency, _ bounds: PriceBounds) -> MarketRow {
            let cells = times.map { sources[symbol]?.reading.cell(at: $0, feed, symbol, quote, bounds) ?? notAsked }
            return MarketRow(market: symbol, quote: quote, cells: cells)
        }
        let legBounds = feed.legRules?.bounds ?? feed.bounds
        let legs = feed.legs.map { row($0.symbol, $0.quote, legBounds) }
        let markets = feed.markets.map { row($0.symbol, $0.quote, feed.bounds) }
        let rows = Self.convertible(feed, legs: legs, markets: markets)
        let snapshot = MarketSnapshot(
            feed: feed.name, feedDigest: hexText(feed.digest), observedAt: observedAt, askedAt: now, times: times, markets: rows.markets,
            legs: rows.legs, responses: symbols.compactMap { sources[$0]?.record },
            notes: Self.notes(rows.markets + rows.legs, times))
        let reasons = Self.reasons(feed, snapshot)
        guard reasons.isEmpty else { throw NoRound(reasons: reasons, snapshot: snapshot) }
        return snapshot
    }

    // MARK: One venue

    /// What one market's venue gave.
    private struct Source: Sendable {
        let record: ResponseRecord?
        let reading: MarketReading
    }

    private func read(_ symbol: MarketSymbol, _ feed: Feed, _ range: ClosedRange<Int64>, _ now: Int64) async -> Source {
        if let throttle {
            do throws(Drop) {
                try await throttle.admit(symbol.venue)
            } catch {
                watch?.judged(symbol.venue, error, isThrottled: true)
                return Source(record: nil, reading: MarketReading(error))
            }
        }
        let (source, slowdown) = await ask(symbol, feed, range, now)
        throttle?.note(symbol.venue, slowdown: slowdown, extraRequests: (source.record?.attempts ?? 1) - 1)
        watch?.judged(symbol.venue, source.reading.drop, isThrottled: slowdown != nil)
        return source
    }

    private func ask(
        _ symbol: MarketSymbol, _ feed: Feed, _ range: ClosedRange<Int64>, _ now: Int64
    ) async -> (Source, VenueSlowdown?) {
        let venue = symbol.venue
        let url = venue.candlesURL(
            symbol, length: feed.candleSeconds, from: range.lowerBound, to: range.upperBound, endpoints: endpoints)
        let response: HTTPResponse
        do {
            response = try await client.get(url)
        } catch {
            var slowdown: VenueSlowdown?
            if case .retryAfter(_, let seconds) = error { slowdown = VenueSlowdown(seconds: Int64(seconds), words: "Retry-After: \(seconds)") }
            return (Source(record: nil, reading: MarketReading(Drop(.httpError, error.description))), slowdown)
        }
        watch?.answered(venue, date: response.headers["date"])
        let slowdown = venue.slowdown(
            status: response.status, retryAfter: response.headers["retry-after"], body: response.body, now: now)
        let digest = Keccak256.hash(response.body)
        keep?(response.body, digest)
        let record = ResponseRecord(
            market: symbol, url: url, status: response.status, bytes: response.body.count, hash: hexText(digest), attempts: response.attempts)
        let reading = MarketReading(
            status: response.status, body: response.body, hash: record.hash, of: symbol, feed: feed, now: now)
        return (Source(record: record, reading: reading), slowdown)
    }

    // MARK: The round

    /// Takes out the stablecoin quotes whose coin has no usable price at that time.
    private static func convertible(
        _ feed: Feed, legs: [MarketRow], markets: [MarketRow]
    ) -> (legs: [MarketRow], markets: [MarketRow]) {
        // USDT first: a USDC leg may be quoted in it.
        var known: [QuoteCurrency: [Bool]] = [:]
        func check(_ row: MarketRow) -> MarketRow {
            guard row.quote.isStablecoin else { return row }
            let has = known[row.quote] ?? []
            let cells = row.cells.enumerated().map { index, cell in
                if !cell.isUsable || (has.indices.contains(index) && has[index]) { return cell }
                return MarketCell(
                    observation: cell.observation, drop: Drop(.noConversion, "no usable price of \(row.quote.rawValue) at the same time"))
            }
            return MarketRow(market: row.market, quote: row.quote, cells: cells)
        }
        var checked: [MarketSymbol: MarketRow] = [:]
        for coin in feed.stablecoins {
            let rows = zip(feed.legs, legs).filter { $0.0.coin == coin }.map { check($0.1) }
            for row in rows { checked[row.market] = row }
            let count = rows.first?.cells.count ?? 0
            known[coin] = (0..<count).map { index in rows.contains { $0.cells[index].isUsable } }
        }
        return (legs.map { checked[$0.market] ?? $0 }, markets.map(check))
    }

    private static func reasons(_ feed: Feed, _ snapshot: MarketSnapshot) -> [String] {
        if snapshot.observedAt > snapshot.askedAt {
            return ["its time is \(snapshot.observedAt - snapshot.askedAt) s ahead of the clock; ask again then"]
        }
        if snapshot.observedAt % Int64(feed.candleSeconds) != 0 {
            return ["its time is no multiple of the feed's candles of \(feed.candleSeconds) s; choose one that is"]
        }
        var reasons: [String] = []
        for (index, time) in snapshot.times.enumerated() {
            let isLast = index == snapshot.times.count - 1
            let counting = isLast ? snapshot.markets : snapshot.markets.filter { $0.quote == .usd }
            let usable = counting.count { $0.cells[index].isUsable }
            let needed = isLast ? feed.quorum : feed.historyQuorum
            if usable < needed {
                let kind = isLast ? "markets" : "USD-quoted markets"
                reasons.append("at \(UTCTime.text(time)) \(usable) of \(counting.count) \(kind) are usable, the quorum is \(needed)")
            }
        }
        // A venue that is gone fails at every time: the newest two tell as much as all.
        if reasons.count > 2 {
            let more = "and likewise at \(reasons.count - 2) earlier times"
            reasons = reasons.suffix(2) + [more]
        }
        return reasons
    }

    private static func notes(_ rows: [MarketRow], _ times: [Int64]) -> [String] {
        rows.flatMap { row -> [String] in
            var first: [DropReason: Drop] = [:]
            var count: [DropReason: Int] = [:]
            for drop in row.cells.compactMap(\.drop) {
                first[drop.reason] = first[drop.reason] ?? drop
                count[drop.reason, default: 0] += 1
            }
            return DropReason.allCases.compactMap { reason in
                guard let drop = first[reason], let dropped = count[reason] else { return nil }
                return "\(row.market): dropped at \(dropped) of \(times.count) times, \(drop)"
            }
        }
    }
}

func hexText(_ bytes: some Sequence<UInt8>) -> String {
    "0x" + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
