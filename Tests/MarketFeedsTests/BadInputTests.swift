import Foundation
import MarketFeeds
import Testing

/// One venue of three misbehaves on a real socket. Each time the round must come out of the other two, the bad venue's cells
/// must name the reason, and a person must get a line that says what happened.
@Suite struct BadInputTests {
    static let start: Int64 = 1_700_000_000 / 3600 * 3600
    static let round = start + 7200

    static func feed(_ changes: [(String, String)] = []) throws -> Feed {
        var text = """
            name: bad-input
            summary: three dollar markets
            pair: BTC/USD
            markets:
              - {venue: kraken, quote: USD}
              - {venue: coinbase, quote: USD}
              - {venue: bitstamp, quote: USD}
            candle_seconds: 60
            interval_seconds: 300
            window: 8
            freshness_seconds: 120
            quorum: 2
            history_quorum: 2
            outlier_bp: 100
            bounds: {min: 1000, max: 1000000}
            model: {kind: volatility, mean: zero}
            schedule: {every_seconds: 3600, delay_seconds: 5}
            """
        for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
        return try Feed.parse(text)
    }

    /// Two hours of minutes at about 30,000, the same shape at every venue.
    static func recording(_ venues: [Venue] = [.kraken, .coinbase, .bitstamp]) -> Recording {
        let series = venues.enumerated().map { index, venue in
            let candles = (0..<125).map { minute in
                let price = ExactDecimal(30_000 + minute % 17 + index)
                return Candle(
                    openTime: start + Int64(minute) * 60, open: price, high: price, low: price, close: price, volume: ExactDecimal(1))
            }
            return Recording.Series(
                market: MarketSymbol(venue: venue, base: "BTC", quote: "USD"), file: "", origin: "made for tests", candles: candles)
        }
        return Recording(name: "made", summary: "made", candleSeconds: 60, from: start, to: start + 7500, series: series)
    }

    private static var limits: HTTPLimits {
        var limits = HTTPClientTests.quick
        limits.totalMilliseconds = 2_500
        limits.attempts = 2
        return limits
    }

    /// Collects with bitstamp (or another venue) replaced by a script.
    private func collect(
        _ bad: Venue = .bitstamp, feed: Feed? = nil, _ script: @escaping @Sendable (ScriptedServer.Call, ScriptedServer.Connection) -> Void
    ) async throws -> MarketSnapshot {
        let server = try ScriptedServer(script)
        defer { server.stop() }
        return try await collect(at: [bad: server.base], feed: feed)
    }

    private func collect(at places: [Venue: String], feed: Feed? = nil) async throws -> MarketSnapshot {
        let replay = ReplayServer(Self.recording(), time: Self.round + 5)
        var endpoints = try await replay.start()
        for (venue, base) in places { endpoints = endpoints.with(venue, at: base) }
        let collector = MarketCollector(client: HTTPClient(limits: Self.limits), endpoints: endpoints)
        let outcome: Result<MarketSnapshot, NoRound>
        do {
            outcome = .success(try await collector.collect(try feed ?? Self.feed(), at: Self.round, now: Self.round + 5))
        } catch let error as NoRound {
            outcome = .failure(error)
        }
        await replay.stop()
        return try outcome.get()
    }

    /// The other two venues are whole and right; the bad one is dropped everywhere for this reason, and the note says so.
    private func check(
        _ snapshot: MarketSnapshot, of bad: Venue = .bitstamp, _ reason: DropReason, _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (index, row) in snapshot.markets.enumerated() {
            for (time, cell) in zip(snapshot.times, row.cells) {
                if row.market.venue == bad {
                    #expect(cell.drop?.reason == reason, "\(cell.drop?.description ?? "none")", sourceLocation: sourceLocation)
                    #expect(!cell.isUsable, sourceLocation: sourceLocation)
                } else {
                    let minute = (time - Self.start) / 60 - 1
                    #expect(cell.observation?.price == ExactDecimal(30_000 + Int(minute) % 17 + index), sourceLocation: sourceLocation)
                    #expect(cell.observation?.age == 0, sourceLocation: sourceLocation)
                    #expect(cell.isUsable, sourceLocation: sourceLocation)
                }
            }
        }
        #expect(snapshot.notes.count == 1, "\(snapshot.notes)", sourceLocation: sourceLocation)
        let note = snapshot.notes.first ?? ""
        #expect(note.hasPrefix("\(bad) BTC/USD: dropped at 9 of 9 times, \(reason.rawValue): "), "\(note)", sourceLocation: sourceLocation)
        #expect(note.contains(words), "\(note)", sourceLocation: sourceLocation)
    }

    private static func bitstamp(_ candles: [(time: Int64, price: String)], pair: String = "BTC/USD") -> String {
        let rows = candles.map {
            "{\"timestamp\":\"\($0.time)\",\"open\":\"\($0.price)\",\"high\":\"\($0.price)\",\"low\":\"\($0.price)\",\"close\":\"\($0.price)\",\"volume\":\"1\"}"
        }
        return "{\"data\":{\"pair\":\"\(pair)\",\"ohlc\":[\(rows.joined(separator: ","))]}}"
    }

    private static func minutes(_ price: String, shift: Int64 = 0) -> [(time: Int64, price: String)] {
        (0..<120).map { (start + Int64($0) * 60 + shift, price) }
    }

    @Test func allWell() async throws {
        let snapshot = try await collect(at: [:])
        #expect(snapshot.notes.isEmpty)
        #expect(snapshot.markets.allSatisfy { $0.cells.allSatisfy(\.isUsable) })
        #expect(snapshot.responses.count == 3)
        #expect(snapshot.responses.allSatisfy { $0.status == 200 && $0.hash.count == 66 })
        #expect(snapshot.times.count == 9)
        #expect(snapshot.times.last == Self.round)
        let coded = try JSONDecoder().decode(MarketSnapshot.self, from: try JSONEncoder().encode(snapshot))
        #expect(coded == snapshot)
    }

    @Test func venueDown() async throws {
        let server = try ScriptedServer { _, _ in }
        server.stop()
        check(try await collect(at: [.bitstamp: server.base]), .httpError, "no connection")
    }

    @Test func slowDrip() async throws {
        let snapshot = try await collect { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
            for _ in 0..<60 {
                guard connection.send("[") else { return }
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
        check(snapshot, .httpError, "too slow")
    }

    @Test func tooManyRequests() async throws {
        let snapshot = try await collect { _, connection in connection.answer(429, "{\"reason\": \"slow down\", \"code\": 400.002}") }
        check(snapshot, .refused, "HTTP 429: slow down (code 400.002); ask less often")
    }

    @Test func tooManyRequestsWithALongWait() async throws {
        let snapshot = try await collect { _, connection in connection.answer(429, "", headers: ["Retry-After": "600"]) }
        check(snapshot, .httpError, "asks to wait 600 s")
    }

    @Test func serverError() async throws {
        check(try await collect { _, connection in connection.answer(500, "oops") }, .refused, "HTTP 500")
    }

    /// A venue that recovers within the round costs nothing.
    @Test func serverErrorOnce() async throws {
        let body = Self.bitstamp((0..<120).map { (Self.start + Int64($0) * 60, "\(30_002 + $0 % 17)") })
        let snapshot = try await collect { call, connection in
            call.number == 0 ? connection.answer(502, "") : connection.answer(200, body)
        }
        #expect(snapshot.notes.isEmpty)
        #expect(snapshot.responses.first { $0.market.venue == .bitstamp }?.attempts == 2)
    }

    @Test func html() async throws {
        check(try await collect { _, connection in connection.answer(200, "<!doctype html><title>Maintenance</title>") }, .malformed, "an HTML page")
    }

    @Test func empty() async throws {
        check(try await collect { _, connection in connection.answer(200, "") }, .malformed, "an empty body")
    }

    @Test func closedWithoutAWord() async throws {
        check(try await collect { _, _ in }, .httpError, "cut short")
    }

    @Test func truncatedJSON() async throws {
        let body = String(Self.bitstamp(Self.minutes("30000")).dropLast(30))
        check(try await collect { _, connection in connection.answer(200, body) }, .malformed, "cut short")
    }

    @Test func truncatedTransfer() async throws {
        let snapshot = try await collect { _, connection in connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{\"data\":") }
        check(snapshot, .httpError, "cut short")
    }

    @Test func tenMegabytes() async throws {
        let snapshot = try await collect { _, connection in connection.answer(200, [UInt8](repeating: 0x20, count: 10 << 20)) }
        check(snapshot, .httpError, "more than 262144 bytes")
    }

    @Test func wrongPair() async throws {
        let body = Self.bitstamp(Self.minutes("30000"), pair: "ETH/USD")
        check(try await collect { _, connection in connection.answer(200, body) }, .wrongPair, "the answer is for \"ETH/USD\"")
    }

    @Test func wrongPairAtKraken() async throws {
        let snapshot = try await collect(.kraken) { _, connection in
            connection.answer(200, "{\"error\":[],\"result\":{\"XETHZUSD\":[[\(Self.start),\"1\",\"1\",\"1\",\"1\",\"1\",\"1\",1]],\"last\":1}}")
        }
        check(snapshot, of: .kraken, .wrongPair, "the answer is for XETHZUSD")
    }

    @Test(arguments: ["-30000", "0", "-0.0"]) func negativePrice(_ price: String) async throws {
        let body = Self.bitstamp(Self.minutes(price))
        check(try await collect { _, connection in connection.answer(200, body) }, .nonPositive, "a price of")
    }

    @Test func oldNews() async throws {
        let body = Self.bitstamp(Self.minutes("30000", shift: -86_400))
        check(try await collect { _, connection in connection.answer(200, body) }, .stale, "120 s are allowed")
    }

    @Test func newsFromTheFuture() async throws {
        let body = Self.bitstamp(Self.minutes("30000", shift: 86_400))
        check(try await collect { _, connection in connection.answer(200, body) }, .future, "start after the clock's time")
    }

    @Test func timesInMilliseconds() async throws {
        let body = Self.bitstamp(Self.minutes("30000").map { ($0.time * 1000, $0.price) })
        check(try await collect { _, connection in connection.answer(200, body) }, .malformed, "a time in Unix seconds")
    }

    @Test func noTrades() async throws {
        let body = Self.bitstamp(Self.minutes("30000")).replacingOccurrences(of: "\"volume\":\"1\"", with: "\"volume\":\"0\"")
        check(try await collect { _, connection in connection.answer(200, body) }, .missing, "no candle with a trade")
    }

    @Test(arguments: ["3000000000000", "0.0003"]) func offByTenToTheEighth(_ price: String) async throws {
        let body = Self.bitstamp(Self.minutes(price))
        check(try await collect { _, connection in connection.answer(200, body) }, .outOfBounds, "is outside 1000 to 1000000")
    }

    @Test(arguments: ["1e300", "99999999999999999999999999999999999999999", "1e-40"]) func absurdNumbers(_ price: String) async throws {
        let body = Self.bitstamp(Self.minutes(price))
        check(try await collect { _, connection in connection.answer(200, body) }, .malformed, "should be a decimal number")
    }

    /// Within bounds but alone: kept as an observation; dropping it is the model's part, which is proven.
    @Test func aPlainOutlierIsLeftToTheModel() async throws {
        let body = Self.bitstamp(Self.minutes("45000"))
        let snapshot = try await collect { _, connection in connection.answer(200, body) }
        #expect(snapshot.notes.isEmpty)
    }

    @Test func twoOfThreeVenuesGone() async throws {
        let server = try ScriptedServer { _, connection in connection.answer(500, "oops") }
        defer { server.stop() }
        let error = await #expect(throws: NoRound.self) { try await collect(at: [.bitstamp: server.base, .coinbase: server.base]) }
        let lines = error?.description ?? ""
        #expect(lines.hasPrefix("no round at \(UTCTime.text(Self.round)): "), "\(lines)")
        #expect(lines.contains("at \(UTCTime.text(Self.round)) 1 of 3 markets are usable, the quorum is 2"), "\(lines)")
        #expect(lines.contains("coinbase BTC/USD: dropped at 9 of 9 times, refused: coinbase answered with HTTP 500"), "\(lines)")
        #expect(lines.contains("bitstamp BTC/USD: dropped at 9 of 9 times"), "\(lines)")
        // What there was is still on record.
        #expect(error?.snapshot.markets[0].cells.allSatisfy(\.isUsable) == true)
    }

    @Test func aGapInThePastIsNoRoundEither() async throws {
        // Both others have nothing before the last hour's end but the newest candle.
        let body = Self.bitstamp([(Self.round - 60, "30000")])
        let server = try ScriptedServer { call, connection in
            call.path.contains("bitstamp") || call.path.hasPrefix("/api") ? connection.answer(200, body) : connection.answer(500, "")
        }
        defer { server.stop() }
        let error = await #expect(throws: NoRound.self) { try await collect(at: [.bitstamp: server.base, .coinbase: server.base]) }
        #expect(error?.reasons.contains { $0.contains("1 of 3 USD-quoted markets are usable, the quorum is 2") } == true, "\(error?.description ?? "")")
    }

    @Test func roundsMustBeInThePastAndOnTheGrid() async throws {
        let collector = MarketCollector(client: HTTPClient(limits: Self.limits), endpoints: .below("http://127.0.0.1:1"))
        let feed = try Self.feed()
        let early = await #expect(throws: NoRound.self) { try await collector.collect(feed, at: Self.round, now: Self.round - 10) }
        #expect(early?.reasons == ["its time is 10 s ahead of the clock; ask again then"])
        let crooked = await #expect(throws: NoRound.self) { try await collector.collect(feed, at: Self.round + 1, now: Self.round + 5) }
        #expect(crooked?.reasons.first?.contains("no multiple") == true)
    }

    /// A stablecoin quote without its coin's price does not count.
    @Test func aCoinWithoutAPrice() async throws {
        let feed = try Self.feed([
            ("quote: USD}\ncandle", "quote: USDT}\nlegs:\n  - {venue: coinbase, for: USDT}\nleg_rules: {bounds: {min: 0.5, max: 1.5}, outlier_bp: 300}\ncandle")
        ])
        let body = Self.bitstamp(Self.minutes("30000"), pair: "BTC/USDT")
        let server = try ScriptedServer { _, connection in connection.answer(200, body) }
        defer { server.stop() }
        let snapshot = try await collect(at: [.bitstamp: server.base], feed: feed)
        let row = try #require(snapshot.markets.last)
        #expect(row.quote == .usdt)
        #expect(row.cells.allSatisfy { $0.drop?.reason == .noConversion && $0.observation != nil })
        #expect(snapshot.legs[0].cells.allSatisfy { $0.drop?.reason == .refused })
        #expect(snapshot.notes.count == 2)
    }

    /// Malformed files and unknown venues never get as far as a socket.
    @Test func badFeedFiles() {
        #expect(throws: FeedError.self) { try Self.feed([("venue: kraken", "venue: mtgox")]) }
        #expect(throws: FeedError.self) { try Self.feed([("markets:", "markets")]) }
    }
}
