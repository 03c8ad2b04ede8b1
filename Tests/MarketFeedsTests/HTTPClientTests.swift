import Foundation
import MarketFeeds
import Synchronization
import Testing

@Suite struct HTTPClientTests {
    /// Limits so tight that every test ends within a moment.
    static var quick: HTTPLimits {
        var limits = HTTPLimits()
        limits.connectMilliseconds = 1_000
        limits.totalMilliseconds = 3_000
        limits.slowSeconds = 1
        limits.bodyBytes = 256 << 10
        limits.attempts = 1
        limits.firstPauseMilliseconds = 5
        limits.longestPauseMilliseconds = 20
        limits.longestRetryAfterSeconds = 1
        return limits
    }

    private func failure(_ client: HTTPClient, _ url: String) async -> HTTPError? {
        do {
            _ = try await client.get(url)
            return nil
        } catch {
            return error
        }
    }

    @Test func bringsBackStatusHeadersAndBody() async throws {
        let server = try ScriptedServer { call, connection in
            connection.answer(call.path == "/a" ? 200 : 404, "{\"ok\": true}", headers: ["X-Kind": " market data "])
        }
        defer { server.stop() }
        let client = HTTPClient(limits: Self.quick, userAgent: "assay-test/1")
        let response = try await client.get(server.base + "/a")
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"ok\": true}")
        #expect(response.headers["x-kind"] == "market data")
        #expect(try await client.get(server.base + "/b").status == 404)
        #expect(server.calls[0].headers["user-agent"] == "assay-test/1")
        #expect(server.calls[0].headers["accept-encoding"]?.contains("gzip") == true)
    }

    @Test func postsOnceAndOnlyOnce() async throws {
        let server = try ScriptedServer { call, connection in connection.answer(500, call.body) }
        defer { server.stop() }
        var limits = Self.quick
        limits.attempts = 3
        var request = HTTPRequest(server.base, method: .post(Array("{\"id\":1}".utf8)))
        request.headers = [("content-type", "application/json")]
        let response = try await HTTPClient(limits: limits).send(request)
        #expect(response.status == 500)
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"id\":1}")
        #expect(server.calls.count == 1)
        #expect(server.calls[0].headers["content-type"] == "application/json")
    }

    @Test func repeatsAGetUntilItSucceeds() async throws {
        let server = try ScriptedServer { call, connection in connection.answer(call.number < 2 ? 503 : 200, "x") }
        defer { server.stop() }
        var limits = Self.quick
        limits.attempts = 3
        let response = try await HTTPClient(limits: limits).get(server.base)
        #expect(response.status == 200)
        #expect(response.attempts == 3)
    }

    @Test func givesTheLastAnswerWhenTriesRunOut() async throws {
        let server = try ScriptedServer { _, connection in connection.answer(500, "broken") }
        defer { server.stop() }
        var limits = Self.quick
        limits.attempts = 2
        let response = try await HTTPClient(limits: limits).get(server.base)
        #expect(response.status == 500)
        #expect(server.calls.count == 2)
    }

    @Test func doesNotRepeatWhatWillNotChange() async throws {
        let server = try ScriptedServer { _, connection in connection.answer(404, "no") }
        defer { server.stop() }
        var limits = Self.quick
        limits.attempts = 3
        #expect(try await HTTPClient(limits: limits).get(server.base).status == 404)
        #expect(server.calls.count == 1)
    }

    @Test func waitsAsLongAsAskedWithinReason() async throws {
        let server = try ScriptedServer { call, connection in
            call.path == "/long"
                ? connection.answer(429, "", headers: ["Retry-After": "3600"])
                : connection.answer(call.number == 0 ? 429 : 200, "", headers: ["Retry-After": "1"])
        }
        defer { server.stop() }
        var limits = Self.quick
        limits.attempts = 2
        let client = HTTPClient(limits: limits)
        let start = ContinuousClock.now
        #expect(try await client.get(server.base).status == 200)
        #expect(ContinuousClock.now - start >= .seconds(1))
        #expect(await failure(client, server.base + "/long") == .retryAfter(url: server.base + "/long", seconds: 3600))
    }

    @Test func refusesLargeBodiesWhileTheyArrive() async throws {
        let sent = Mutex(0)
        let server = try ScriptedServer { call, connection in
            // Without a length in front, so the size shows only as it grows.
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            let chunk = [UInt8](repeating: 0x20, count: 64 << 10)
            for _ in 0..<160 {
                guard connection.send(chunk) else { return }
                sent.withLock { $0 += chunk.count }
            }
        }
        defer { server.stop() }
        let error = await failure(HTTPClient(limits: Self.quick), server.base)
        #expect(error == .tooLarge(url: server.base, limit: 256 << 10))
        // The connection is closed on the sender long before its 10 MB are through (buffers take some).
        #expect(sent.withLock { $0 } < 10 << 20)
    }

    @Test func countsCompressedBodiesByWhatTheyUnpackTo() async throws {
        let small = try #require(Data(base64Encoded: "H4sIAAAAAAACA6tWSlSyMqwFAK+sG1YHAAAA"))
        // 2,000,000 times the digit 0: deflate's fixed code, one literal and runs of 258 at 12 bits each.
        let bomb = Self.gzipOfZeros(2_000_000)
        let server = try ScriptedServer { call, connection in
            connection.answer(200, call.path == "/bomb" ? bomb : Array(small), headers: ["Content-Encoding": "gzip"])
        }
        defer { server.stop() }
        let client = HTTPClient(limits: Self.quick)
        #expect(String(decoding: try await client.get(server.base).body, as: UTF8.self) == "{\"a\":1}")
        #expect(await failure(client, server.base + "/bomb") == .tooLarge(url: server.base + "/bomb", limit: 256 << 10))
        #expect(bomb.count < 20_000)
    }

    @Test func endsDripsAndSilence() async throws {
        let server = try ScriptedServer { call, connection in
            if call.path == "/drip" {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                for _ in 0..<200 {
                    guard connection.send("x") else { return }
                    Thread.sleep(forTimeInterval: 0.1)
                }
            } else {
                Thread.sleep(forTimeInterval: 2)
            }
        }
        defer { server.stop() }
        var limits = Self.quick
        limits.totalMilliseconds = 30_000
        let drip = await failure(HTTPClient(limits: limits), server.base + "/drip")
        guard case .timeout = drip else {
            Issue.record("\(String(describing: drip))")
            return
        }
        limits.totalMilliseconds = 200
        guard case .timeout = await failure(HTTPClient(limits: limits), server.base) else {
            Issue.record("no timeout")
            return
        }
    }

    @Test func tellsCutShortFromComplete() async throws {
        let server = try ScriptedServer { call, connection in
            if call.path == "/part" { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[[1,2") }
        }
        defer { server.stop() }
        let client = HTTPClient(limits: Self.quick)
        for path in ["/part", "/nothing"] {
            let error = await failure(client, server.base + path)
            guard case .cutShort = error else {
                Issue.record("\(path): \(String(describing: error))")
                continue
            }
        }
    }

    @Test func doesNotFollowRedirects() async throws {
        let server = try ScriptedServer { _, connection in connection.answer(302, "", headers: ["Location": "http://127.0.0.1:1/x"]) }
        defer { server.stop() }
        #expect(await failure(HTTPClient(limits: Self.quick), server.base) == .redirected(url: server.base, to: "http://127.0.0.1:1/x"))
        #expect(server.calls.count == 1)
    }

    @Test func saysWhenNobodyIsThere() async throws {
        let server = try ScriptedServer { _, _ in }
        server.stop()
        guard case .connect = await failure(HTTPClient(limits: Self.quick), server.base) else {
            Issue.record("no connection error")
            return
        }
    }

    /// A server that speaks proper TLS, with a certificate nobody trusts.
    @Test func verifiesTLS() async throws {
        let server = try UntrustedTLSServer()
        defer { server.stop() }
        let url = "https://127.0.0.1:\(server.port)/"
        let error = await failure(HTTPClient(limits: Self.quick), url)
        guard case .tls(_, let detail) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(detail.contains("certificate"), "\(detail)")
    }

    @Test(arguments: [
        "", "ftp://127.0.0.1/", "file:///etc/passwd", "http://example.com/", "http://127.0.0.1.example.com/", "http://127.0.0.1:80@example.com/",
        "http://localhost.example.com/", "http://127.0.0.1:1x/", "https://a b/", "https://user:pass@example.com/", "HTTP://example.com",
    ])
    func keepsToHTTPS(_ url: String) async {
        let error = await failure(HTTPClient(limits: Self.quick), url)
        switch error {
        case .badURL, .insecureURL: break
        default: Issue.record("\(url): \(String(describing: error))")
        }
    }

    @Test func keepsToItsLimitPerHost() async throws {
        let server = try ScriptedServer { _, connection in
            Thread.sleep(forTimeInterval: 0.05)
            connection.answer(200, "x")
        }
        defer { server.stop() }
        let client = HTTPClient(limits: Self.quick, perHost: 3)
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for index in 0..<12 { group.addTask { try? await client.get(server.base + "/\(index)").status } }
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        #expect(statuses.count == 12)
        #expect(statuses.allSatisfy { $0 == 200 })
        #expect(server.mostOpen <= 3)
        #expect(server.mostOpen >= 2)
    }

    @Test func cancelsAtOnce() async throws {
        let server = try ScriptedServer { _, _ in Thread.sleep(forTimeInterval: 20) }
        defer { server.stop() }
        var limits = Self.quick
        limits.totalMilliseconds = 30_000
        limits.slowSeconds = 30
        let client = HTTPClient(limits: limits, perHost: 1)
        let running = Task { await failure(client, server.base + "/1") }
        let waiting = Task { await failure(client, server.base + "/2") }
        try await Task.sleep(for: .milliseconds(100))
        running.cancel()
        waiting.cancel()
        #expect(await running.value == .cancelled(url: server.base + "/1"))
        #expect(await waiting.value == .cancelled(url: server.base + "/2"))
    }

    @Test func errorsEndInANextStep() {
        let all: [HTTPError] = [
            .badURL("u"), .insecureURL("u"), .resolve(url: "u", detail: "d"), .connect(url: "u", detail: "d"), .tls(url: "u", detail: "d"),
            .timeout(url: "u", detail: "d"), .tooLarge(url: "u", limit: 1), .cutShort(url: "u", detail: "d"), .redirected(url: "u", to: "v"),
            .retryAfter(url: "u", seconds: 1), .cancelled(url: "u"), .transfer(url: "u", detail: "d"),
        ]
        for error in all { #expect(error.description.contains("; ") || error.description.contains(", so "), "\(error)") }
    }

    /// A gzip file of `count` digits zero, built bit by bit, so that no compressor is needed.
    static func gzipOfZeros(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var held: UInt32 = 0
        var heldBits = 0
        func put(_ value: Int, _ bits: Int) {
            held |= UInt32(value) << UInt32(heldBits)
            heldBits += bits
            while heldBits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: held))
                held >>= 8
                heldBits -= 8
            }
        }
        /// Codes go most significant bit first, other fields least.
        func code(_ value: Int, _ bits: Int) { for bit in (0..<bits).reversed() { put(value >> bit & 1, 1) } }
        put(1, 1)
        put(1, 2)
        func literal() { code(0x30 + 0x30, 8) }
        literal()
        var left = count - 1
        while left >= 258 {
            code(0b1100_0101, 8)  // length 258
            code(0, 5)  // distance 1
            left -= 258
        }
        for _ in 0..<left { literal() }
        code(0, 7)
        if heldBits > 0 { put(0, 8 - heldBits) }
        var crc: UInt32 = 0xFFFF_FFFF
        for _ in 0..<count {
            crc ^= 0x30
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        crc = ~crc
        for value in [crc, UInt32(count)] { for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) } }
        return bytes
    }
}
