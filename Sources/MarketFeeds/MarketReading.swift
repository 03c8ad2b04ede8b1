/// What one response says, by the rules that hold for every venue: a series of candles, or the reason for all of a market's cells.
///
/// Collecting and auditing read through this, so that a kept body gives what it gave when it came.
package struct MarketReading: Sendable {
    /// keccak256 of the body, as `0x…`; empty where there was no response.
    package let hash: String
    package let series: Result<CandleSeries, Drop>

    /// - Parameter now: the clock, in Unix seconds. It decides which candles have not ended; none of those is at or before a round's time.
    package init(status: Int, body: [UInt8], hash: String, of symbol: MarketSymbol, feed: Feed, now: Int64) {
        self.hash = hash
        do {
            let candles = try symbol.venue.candles(status: status, body: body, of: symbol)
            series = .success(try CandleSeries(candles, candleSeconds: feed.candleSeconds, now: now))
        } catch {
            series = .failure(error)
        }
    }

    /// There was no response.
    package init(_ drop: Drop) {
        hash = ""
        series = .failure(drop)
    }

    package var drop: Drop? { if case .failure(let drop) = series { drop } else { nil } }

    /// The price at a time of the grid: from the last candle with a trade that had ended by then.
    package func cell(at time: Int64, _ feed: Feed, _ symbol: MarketSymbol, _ quote: QuoteCurrency, _ bounds: PriceBounds) -> MarketCell {
        let candles: CandleSeries
        switch series {
        case .success(let series): candles = series
        case .failure(let drop): return MarketCell(observation: nil, drop: drop)
        }
        guard let (entry, age) = candles.last(at: time) else {
            let drop =
                candles.fromTheFuture > 0
                ? Drop(.future, "\(candles.fromTheFuture) candles start after the clock's time, and none ends by \(UTCTime.text(time))")
                : Drop(.missing, "no candle with a trade ends by \(UTCTime.text(time))")
            return MarketCell(observation: nil, drop: drop)
        }
        if let fault = entry.fault { return MarketCell(observation: nil, drop: fault) }
        guard let price = feed.price.price(of: entry.candle), let raw = price.raw() else {
            return MarketCell(observation: nil, drop: Drop(.outOfBounds, "a price that does not fit 48 fractional bits"))
        }
        let observation = Observation(
            venue: symbol.venue, symbol: symbol.symbol, quote: quote, price: price, raw: raw, time: time - age, age: age, responseHash: hash)
        if age > Int64(feed.freshnessSeconds) {
            let detail = "the last trade's candle ended at \(UTCTime.text(time - age)), \(age) s before; \(feed.freshnessSeconds) s are allowed"
            return MarketCell(observation: observation, drop: Drop(.stale, detail))
        }
        if !bounds.contains(price) {
            return MarketCell(observation: observation, drop: Drop(.outOfBounds, "\(price) is outside \(bounds.minimum) to \(bounds.maximum)"))
        }
        return MarketCell(observation: observation, drop: nil)
    }
}

extension Feed {
    /// Path and query of the request for a market's candles of a round, below the venue's base address.
    package func candlesPath(_ symbol: MarketSymbol, at observedAt: Int64) -> String {
        let range = candleRange(at: observedAt)
        return symbol.venue.adapter.candlesPath(symbol: symbol.symbol, length: candleSeconds, from: range.lowerBound, to: range.upperBound)
    }
}
