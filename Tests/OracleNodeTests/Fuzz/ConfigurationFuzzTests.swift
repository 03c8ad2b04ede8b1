import Foundation
import FuzzSupport
import MarketFeeds
import OracleNode
import PricingModels
import TestSupport
import Testing

/// Configurations and feed files, damaged line by line: a value whose parts fit each other, or problems with a place.
@Suite(.timeLimit(.minutes(10))) struct ConfigurationFuzzTests {
    @Test func configurations() throws {
        var full = ConfigurationText()
        full.rest = """
            store: {path: assay.sqlite}
            server: {port: 9464}
            log: {level: info}
            prover: {threads: 2}
            venues:
              kraken: {requests_per_second: 1, burst: 5}
            """
        let mutator = TextMutator([ConfigurationText().text, full.text])
        var taken = 0
        let run = FuzzRun("configuration", count: 5_000)
        run.run { random, name in
            let text = mutator.next(&random)
            do throws(ConfigurationError) {
                let configuration = try NodeConfiguration.parse(text)
                taken += 1
                let again = try NodeConfiguration.parse(text)
                #expect(again == configuration, name)
                #expect(!configuration.feeds.isEmpty, name)
                _ = configuration.chain.publishingPolicy
            } catch {
                #expect(!error.problems.isEmpty, name)
            }
        }
        run.expect(accepted: taken, percent: 15)
    }

    /// Every feed file that is taken can be written as a model's parameters, or says why not.
    @Test func modelsOfFeeds() throws {
        let folder = projectFolder + "/feeds"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
        let mutator = TextMutator(try files.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) })
        var modelled = 0
        let run = FuzzRun("feed model", count: 4_000)
        run.run { random, name in
            guard let feed = try? Feed.parse(mutator.next(&random)) else { return }
            let parameters: ModelParameters
            do throws(FeedModelError) {
                parameters = try ModelParameters(feed: feed)
            } catch {
                #expect(!error.description.isEmpty, name)
                return
            }
            modelled += 1
            let time = Int64(1_700_000_000 / feed.schedule.everySeconds * feed.schedule.everySeconds)
            let times = feed.grid(at: time)
            func row(_ low: ExactDecimal) -> [GridObservation] {
                times.map { _ in GridObservation(price: random.once(in: 6) ? nil : low, age: Int64(random.below(40_000)), drop: nil) }
            }
            let observations = RoundObservations(
                observedAt: time, times: times, markets: feed.markets.map { _ in row(feed.bounds.minimum) }, legs: feed.legs.map { _ in row(feed.legRules?.bounds.minimum ?? .zero) },
                responses: [])
            do throws(RoundRefusal) {
                _ = try RoundEvaluation(observations, feed: feed, parameters: parameters)
            } catch {
                #expect(!error.description.isEmpty, name)
            }
        }
        run.expect(accepted: modelled, percent: 10)
    }

    /// What venues say of their pace and their clocks, in numbers and words of any kind.
    @Test func venuesPace() {
        let corpus = [
            #"{"error":["EService:Throttled: 1700000000"]}"#, #"{"code":-1003,"msg":"Way too much request weight used; IP banned until 1700000000000."}"#,
            #"{"message":"Too many requests"}"#, #"["error",11010,"ERR_RATE_LIMIT"]"#,
        ].map { Array($0.utf8) }
        let mutator = JSONMutator(corpus)
        let dates = ["Sun, 06 Nov 1994 08:49:37 GMT", "Tue, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"].map { Array($0.utf8) }
        let waits = ["0", "1", "600", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-1", "+5", "1e9", "", " 3", "Sun, 06 Nov 1994 08:49:37 GMT"]
        FuzzRun("venue pace", count: 8_000).run { random, name in
            let venue = random.pick(Venue.allCases)
            let throttle = VenueThrottle(now: { 1_700_000_000_000 })
            for _ in 0..<3 {
                let slowdown = venue.slowdown(
                    status: random.pick([200, 403, 418, 429, 503, 0]), retryAfter: random.pick([nil] + waits.map { $0 }), body: mutator.next(&random), now: 1_700_000_000)
                #expect((slowdown?.words.utf8.count ?? 0) <= 4_200, name)
                throttle.note(venue, slowdown: slowdown, extraRequests: random.pick([0, 2, Int.max, -1]))
            }
            // A venue may ask for a pause and not for good.
            if let until = throttle.pausedUntil(venue) { #expect(until <= 1_700_000_000_000 + 3_600_000, name) }
            let text = String(decoding: ByteMutator.mutate(random.pick(dates), &random), as: UTF8.self)
            if let seconds = HTTPDate.seconds(text) { #expect((0...UTCTime.range.upperBound).contains(seconds), name) }
        }
    }
}
