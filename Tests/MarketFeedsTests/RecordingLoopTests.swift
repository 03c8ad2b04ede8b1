import Foundation
import MarketFeeds
import Synchronization
import Testing

/// A recording played as if it happened now.
@Suite struct RecordingLoopTests {
    /// Three hours of hourly candles that open at 100, 101, 102.
    static func recording() throws -> Recording {
        let candles = (0..<3).map { hour in
            let price = ExactDecimal(100 + hour)
            return Candle(openTime: 7_200 + Int64(hour) * 3_600, open: price, high: price, low: price, close: price, volume: ExactDecimal(1))
        }
        let market = MarketSymbol(venue: .kraken, base: "BTC", quote: "USD")
        return Recording(
            name: "three", summary: "three hours", candleSeconds: 3_600, from: 7_200, to: 18_000,
            series: [Recording.Series(market: market, file: "a.csv", origin: "made up", candles: candles)])
    }

    @Test func timesAreMovedByWholeHoursAndTheEndMeetsTheBeginning() throws {
        let box = Box(1_000_000_123)
        let loop = RecordingLoop(try Self.recording(), startingAt: 7_200, now: { box.value })
        for step in 0..<20 {
            let now = 1_000_000_123 + Int64(step) * 1_800
            box.value = now
            let (shown, time) = loop.moment()
            #expect(time == now && shown.from <= now - 10_800 && shown.to > now, "step \(step)")
            let times = shown.series[0].candles.map(\.openTime)
            #expect(times.allSatisfy { $0 % 3_600 == 0 } && zip(times, times.dropFirst()).allSatisfy { $1 - $0 == 3_600 }, "step \(step)")
            // The first moment falls into the first recorded hour.
            let hours = (now - now % 3_600 - (1_000_000_123 - 1_000_000_123 % 3_600)) / 3_600
            let current = try #require(shown.series[0].candles.last { $0.openTime <= now })
            #expect(current.open == ExactDecimal(100 + Int(hours % 3)), "step \(step)")
        }
    }

    private final class Box: Sendable {
        private let clock: Mutex<Int64>

        init(_ time: Int64) { clock = Mutex(time) }

        var value: Int64 {
            get { clock.withLock { $0 } }
            set { clock.withLock { $0 = newValue } }
        }
    }
}
