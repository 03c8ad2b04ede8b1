import Foundation
import MarketFeeds
import Synchronization
import Testing

/// Token buckets, the venues' own words for "too often", and their clocks.
@Suite struct ThrottleTests {
    /// A clock and a sleep that only note.
    final class Notebook: Sendable {
        let time = Mutex<UInt64>(1_700_000_000_000)
        let slept = Mutex<[UInt64]>([])

        func throttle(_ limit: VenueLimit, longestWait: UInt64 = 8_000) -> VenueThrottle {
            VenueThrottle(limits: [.kraken: limit], longestWaitMilliseconds: longestWait, now: { self.time.withLock { $0 } }) { wait in
                self.slept.withLock { $0.append(wait) }
            }
        }

        func pass(seconds: UInt64) { time.withLock { $0 += seconds * 1_000 } }
    }

    @Test func aBurstPassesAndTheRestTakesTurns() async throws {
        let notebook = Notebook()
        let throttle = notebook.throttle(VenueLimit(burst: 3, perSecond: 2))
        for _ in 0..<7 { try await throttle.admit(.kraken) }
        #expect(notebook.slept.withLock { $0 } == [501, 1_001, 1_501, 2_001])
    }

    @Test func whatWouldWaitTooLongIsNotAsked() async throws {
        let notebook = Notebook()
        let throttle = notebook.throttle(VenueLimit(burst: 2, perSecond: 0.5), longestWait: 3_000)
        try await throttle.admit(.kraken)
        try await throttle.admit(.kraken)
        try await throttle.admit(.kraken)
        let refusal = await #expect(throws: Drop.self) { try await throttle.admit(.kraken) }
        #expect(refusal?.reason == .refused && refusal?.detail.contains("limit of 0.5 a second") == true)
        #expect(notebook.slept.withLock { $0 } == [2_001])
        // Other venues have buckets of their own, and this one fills again.
        try await throttle.admit(.coinbase)
        notebook.pass(seconds: 4)
        try await throttle.admit(.kraken)
        #expect(notebook.slept.withLock { $0.count } == 1)
    }

    @Test func aVenueThatAsksForItIsLeftAloneForAsLong() async throws {
        let notebook = Notebook()
        let throttle = notebook.throttle(VenueLimit(burst: 100, perSecond: 100))
        let slowdown = try #require(Venue.kraken.slowdown(status: 429, retryAfter: "30", body: [], now: 0))
        throttle.note(.kraken, slowdown: slowdown)
        let refusal = await #expect(throws: Drop.self) { try await throttle.admit(.kraken) }
        #expect(refusal?.detail.contains("30 s") == true)
        notebook.pass(seconds: 29)
        await #expect(throws: Drop.self) { try await throttle.admit(.kraken) }
        notebook.pass(seconds: 1)
        try await throttle.admit(.kraken)
        #expect(throttle.pausedUntil(.kraken) == nil)
    }

    @Test func withoutAWordOfItsOwnThePauseDoublesUntilAnAnswerComes() throws {
        let notebook = Notebook()
        let throttle = notebook.throttle(VenueLimit(burst: 100, perSecond: 100))
        let slowdown = try #require(Venue.kraken.slowdown(status: 429, retryAfter: nil, body: [], now: 0))
        var pauses: [UInt64] = []
        for _ in 0..<12 {
            throttle.note(.kraken, slowdown: slowdown)
            let until = try #require(throttle.pausedUntil(.kraken))
            pauses.append((until - notebook.time.withLock { $0 }) / 1_000)
            notebook.time.withLock { $0 = until }
        }
        #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600])
        throttle.note(.kraken, slowdown: nil)
        throttle.note(.kraken, slowdown: slowdown)
        #expect(try #require(throttle.pausedUntil(.kraken)) == notebook.time.withLock { $0 } + 2_000)
    }

    struct Words: Sendable {
        let venue: Venue
        let status: Int
        let body: String
        var retryAfter: String?
        let seconds: Int64?
        var isSlowdown = true
    }

    static let words = [
        Words(venue: .kraken, status: 200, body: #"{"error":["EAPI:Rate limit exceeded"]}"#, seconds: nil),
        Words(venue: .kraken, status: 200, body: #"{"error":["EGeneral:Too many requests"]}"#, seconds: nil),
        Words(venue: .kraken, status: 200, body: #"{"error":["EGeneral:Temporary lockout"]}"#, seconds: nil),
        Words(venue: .kraken, status: 200, body: #"{"error":["EService:Throttled: 1700000045"]}"#, seconds: 45),
        Words(venue: .kraken, status: 200, body: #"{"error":["EQuery:Unknown asset pair"]}"#, seconds: nil, isSlowdown: false),
        Words(venue: .kraken, status: 200, body: #"{"error":["EService:Unavailable"]}"#, seconds: nil, isSlowdown: false),
        Words(venue: .binance, status: 429, body: #"{"code":-1003,"msg":"Too much request weight used"}"#, retryAfter: "12", seconds: 12),
        Words(venue: .binance, status: 418, body: #"{"code":-1003,"msg":"IP banned until 1700000090000"}"#, retryAfter: "90", seconds: 90),
        Words(venue: .binanceus, status: 400, body: #"{"code":-1003,"msg":"Way too much request weight used; IP banned until 1700000090000."}"#, seconds: 90),
        Words(venue: .binance, status: 400, body: #"{"code":-1121,"msg":"Invalid symbol."}"#, seconds: nil, isSlowdown: false),
        Words(venue: .binance, status: 403, body: "<html>", seconds: nil),
        Words(venue: .bitfinex, status: 200, body: #"["error",11010,"ratelimit: error"]"#, seconds: nil),
        Words(venue: .bitfinex, status: 500, body: #"["error",10020,"symbol: invalid"]"#, seconds: nil, isSlowdown: false),
        Words(venue: .gemini, status: 429, body: #"{"result":"error","reason":"RateLimit","message":"Too many requests"}"#, seconds: nil),
        Words(venue: .coinbase, status: 429, body: #"{"message":"Public rate limit exceeded"}"#, seconds: nil),
        Words(venue: .coinbase, status: 503, body: "", retryAfter: "5", seconds: 5),
        Words(venue: .coinbase, status: 503, body: "", seconds: nil, isSlowdown: false),
        Words(venue: .bitstamp, status: 200, body: #"{"data":{"pair":"BTC/USD","ohlc":[]}}"#, seconds: nil, isSlowdown: false),
        Words(venue: .coinbase, status: 200, body: "[]", retryAfter: "-1", seconds: nil, isSlowdown: false),
    ]

    @Test(arguments: words) func eachVenuesOwnWordsAreKnown(words: Words) {
        let found = words.venue.slowdown(status: words.status, retryAfter: words.retryAfter, body: Array(words.body.utf8), now: 1_700_000_000)
        #expect((found != nil) == words.isSlowdown && found?.seconds == words.seconds, "\(words)")
    }

    @Test func datesOfHTTPAreReadAndWritten() {
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        for seconds in stride(from: Int64(0), through: 4_102_444_800, by: 37_126_391) { #expect(HTTPDate.seconds(HTTPDate.text(seconds)) == seconds) }
        for text in ["", "now", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT"] {
            #expect(HTTPDate.seconds(text) == nil, "\(text)")
        }
    }

    /// Through client and collector: a venue that throttles is not asked until it wants to be, and its clock is seen.
    @Test func aThrottlingVenueIsNotAskedByTheNextRound() async throws {
        let observedAt: Int64 = 1_700_000_000 / 60 * 60
        let server = try ScriptedServer { call, connection in
            let headers = ["Date": HTTPDate.text(observedAt + 640), "Retry-After": "60"]
            if call.path.hasPrefix("/kraken") { connection.answer(429, "{}", headers: headers) } else { connection.answer(500, "{}") }
        }
        let notebook = Notebook()
        notebook.time.withLock { $0 = UInt64(observedAt + 10) * 1_000 }
        let outcomes = Mutex<[VenueWatch.Outcome]>([])
        let watch = VenueWatch(now: { notebook.time.withLock { $0 } }) { venue, outcome in
            if venue == .kraken { outcomes.withLock { $0.append(outcome) } }
        }
        let throttle = notebook.throttle(VenueLimit(burst: 10, perSecond: 1))
        var limits = HTTPLimits()
        limits.attempts = 1
        let collector = MarketCollector(
            client: HTTPClient(limits: limits), endpoints: .below(server.base), throttle: throttle, watch: watch)
        let feed = try Feed.parse(
            """
            name: test
            summary: one market
            pair: BTC/USD
            markets: [{venue: kraken, quote: USD}, {venue: coinbase, quote: USD}]
            candle_seconds: 60
            interval_seconds: 60
            window: 0
            freshness_seconds: 60
            quorum: 2
            history_quorum: 1
            outlier_bp: 100
            bounds: {min: 1, max: 1000000}
            model: {kind: spot}
            schedule: {every_seconds: 60, delay_seconds: 10}
            """, file: "test.yaml")
        func asked() -> Int { server.calls.count { $0.path.hasPrefix("/kraken") } }
        for _ in 0..<3 { await #expect(throws: NoRound.self) { _ = try await collector.collect(feed, at: observedAt, now: observedAt + 10) } }
        #expect(asked() == 1)
        notebook.pass(seconds: 61)
        await #expect(throws: NoRound.self) { _ = try await collector.collect(feed, at: observedAt, now: observedAt + 10) }
        #expect(asked() == 2)
        #expect(outcomes.withLock { $0 } == [.throttled, .throttled, .throttled, .throttled])
    }
}
