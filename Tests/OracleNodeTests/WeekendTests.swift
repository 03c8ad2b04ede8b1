import Foundation
import MarketFeeds
import OracleNode
import PricingModels
import Testing

/// The stablecoin weekend of March 2023, natively, every quarter of an hour.
struct WeekendTests {
    @Test func thePublishedPriceStaysWithTheDollarMarketsWhileStablecoinQuotesAreFarOff() throws {
        let feed = try feedFile("btc-usd-option").feed
        let parameters = try ModelParameters(feed: feed)
        let source = try DirectObservations(feed, recording: "usdc-depeg-2023-03")
        let first = try time("2023-03-10T02:15Z")
        let last = try time("2023-03-13T00:00Z")
        var furthest = 0.0
        var widestQuote = 0.0
        var rounds = 0
        for observedAt in stride(from: first, through: last, by: 900) {
            let observations = source.observations(at: observedAt)
            let evaluation = try RoundEvaluation(observations, feed: feed, parameters: parameters)
            let spot = try #require(evaluation.value("spot").flatMap { Double($0.decimal) })
            func price(_ market: Int) -> Double? { observations.markets[market].last?.price.flatMap { Double($0.description) } }
            let dollars = feed.markets.indices.filter { feed.markets[$0].quote == .usd }.compactMap(price).sorted()
            let middle = dollars.count % 2 == 1
                ? dollars[dollars.count / 2] : (dollars[dollars.count / 2 - 1] + dollars[dollars.count / 2]) / 2
            furthest = max(furthest, abs(spot / middle - 1) * 10_000)
            for market in feed.markets.indices where feed.markets[market].quote == .usdc {
                if let quoted = price(market) { widestQuote = max(widestQuote, abs(quoted / middle - 1) * 10_000) }
            }
            #expect(abs(spot / middle - 1) <= 0.0030, "at \(UTCTime.text(observedAt)): published \(spot), dollar median \(middle)")
            rounds += 1
        }
        #expect(rounds == 280)
        #expect(widestQuote > 1_000, "the quotes in USDC should be far off; widest \(widestQuote) bp")
        #expect(furthest <= 30)
    }
}
