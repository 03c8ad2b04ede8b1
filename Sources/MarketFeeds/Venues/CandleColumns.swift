/// Where a venue has what in a candle that it sends as a list; the time comes first in all of them.
struct CandleColumns: Sendable {
    enum TimeUnit: Sendable { case seconds, milliseconds }

    let time: TimeUnit
    let open, high, low, close, volume: Int
    /// How many columns the venue documents; a shorter row is none of its candles.
    let count: Int

    /// The candles in the order they came. The first row that is none ends it.
    func candles(_ rows: [JSONValue]) throws(Drop) -> [Candle] {
        var candles: [Candle] = []
        candles.reserveCapacity(rows.count)
        for element in rows {
            let row = try element.row(atLeast: count, "a candle")
            let openTime: Int64
            switch time {
            case .seconds: openTime = try row[0].seconds("a candle's time")
            case .milliseconds: openTime = try row[0].wholeMilliseconds("a candle's time")
            }
            candles.append(
                Candle(
                    openTime: openTime, open: try row[open].price("an opening price"), high: try row[high].price("a high"),
                    low: try row[low].price("a low"), close: try row[close].price("a close"), volume: try row[volume].price("a volume")))
        }
        return candles
    }
}
