/// The candles of one market after the rules that hold for every venue, ready to be asked for the price at a time.
///
/// - Order does not matter; candles are sorted. Identical repeats count once; two different candles for one time make
///   that time unusable.
/// - A candle that has not ended by `now` is left out: its close is not a close yet.
/// - A candle that starts after `now` is a fault of the venue's clock, or of ours, and is left out with a note.
/// - A candle without volume is left out: it repeats an older price, and counting it would make a dead market look fresh.
/// - A candle with a price ≤ 0, with a high below its low, or an open or close outside the two, is a faulty one. It stays, so
///   that the time it covers is answered with that fault and not with an older price.
public struct CandleSeries: Sendable {
    public struct Entry: Sendable {
        public let candle: Candle
        public let fault: Drop?
    }

    /// Ascending in time, one entry a time.
    public let entries: [Entry]
    public let candleSeconds: Int64
    /// How many candles were left out, by the rule: for notes and logs.
    public let unfinished: Int
    public let withoutTrades: Int
    public let fromTheFuture: Int

    public init(_ candles: [Candle], candleSeconds: Int, now: Int64) throws(Drop) {
        let length = Int64(candleSeconds)
        var byTime: [Int64: Entry] = [:]
        var unfinished = 0
        var withoutTrades = 0
        var future = 0
        for candle in candles {
            guard candle.openTime % length == 0 else {
                throw Drop(.malformed, "a candle at \(UTCTime.text(candle.openTime)), which is no multiple of \(candleSeconds) s")
            }
            if candle.openTime > now {
                future += 1
            } else if candle.openTime + length > now {
                unfinished += 1
            } else if candle.volume.isZero {
                withoutTrades += 1
            } else if let earlier = byTime[candle.openTime], earlier.candle != candle {
                let fault = Drop(.malformed, "two different candles at \(UTCTime.text(candle.openTime))")
                byTime[candle.openTime] = Entry(candle: earlier.candle, fault: fault)
            } else if byTime[candle.openTime] == nil {
                byTime[candle.openTime] = Entry(candle: candle, fault: Self.fault(of: candle))
            }
        }
        entries = byTime.values.sorted { $0.candle.openTime < $1.candle.openTime }
        self.candleSeconds = length
        self.unfinished = unfinished
        self.withoutTrades = withoutTrades
        self.fromTheFuture = future
    }

    /// The last candle that had ended by `time`, and how long before it that was, in seconds.
    public func last(at time: Int64) -> (entry: Entry, age: Int64)? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].candle.openTime + candleSeconds <= time { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let entry = entries[low - 1]
        return (entry, time - entry.candle.openTime - candleSeconds)
    }

    private static func fault(of candle: Candle) -> Drop? {
        let at = UTCTime.text(candle.openTime)
        for price in [candle.open, candle.high, candle.low, candle.close] where !price.isPositive {
            return Drop(.nonPositive, "a price of \(price) in the candle of \(at)")
        }
        if candle.volume.isNegative { return Drop(.malformed, "a volume of \(candle.volume) in the candle of \(at)") }
        if candle.low > min(candle.open, candle.close) || candle.high < max(candle.open, candle.close) {
            return Drop(.malformed, "prices outside their own low and high in the candle of \(at)")
        }
        return nil
    }
}
