import Foundation
import OracleNode
import Testing

/// The server on real sockets: what it serves, what it refuses, and clients that mean harm.
@Suite struct NodeServerTests {
    /// A server on a free port, stopped when the body is done.
    static func serving(
        _ node: any NodeView, _ change: (inout NodeServer.Settings) -> Void = { _ in },
        _ body: (UInt16, NodeMetrics) async throws -> Void
    ) async throws {
        var settings = NodeServer.Settings()
        settings.port = 0
        change(&settings)
        let metrics = NodeMetrics()
        let server = NodeServer(view: node, metrics: metrics, log: .silent, settings: settings)
        let port = try await server.start()
        do {
            try await body(port, metrics)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    static let paths: [(path: String, status: Int, type: String)] = [
        ("/", 200, "text/html; charset=utf-8"), ("/livez", 200, "application/json"), ("/readyz", 200, "application/json"),
        ("/metrics", 200, "text/plain; version=0.0.4; charset=utf-8"), ("/api/v1/status", 200, "application/json"),
        ("/api/v1/feeds", 200, "application/json"), ("/api/v1/feeds/btc-usd-option", 200, "application/json"),
        ("/api/v1/feeds/btc-usd-option/rounds", 200, "application/json"), ("/api/v1/feeds/btc-usd-option/rounds?limit=1&before=466285", 200, "application/json"),
        ("/api/v1/rounds/btc-usd-option/466285", 200, "application/json"), ("/api/v1/rounds/btc-usd-option/466285/evidence", 200, "application/json"),
        ("/feeds/btc-usd-option", 200, "text/html; charset=utf-8"), ("/feeds/btc-usd-option/rounds/466285", 200, "text/html; charset=utf-8"),
        ("/feeds/nothing", 404, "text/html; charset=utf-8"), ("/api/v1/feeds/nothing", 404, "application/json"),
        ("/api/v1/rounds/btc-usd-option/1", 404, "application/json"), ("/api/v1/rounds/btc-usd-option/0466285", 404, "application/json"),
        ("/api/v1/rounds/btc-usd-option/-1", 404, "application/json"), ("/api/v1/rounds/btc-usd-option/18446744073709551615", 404, "application/json"),
        ("/api/v1/feeds/btc-usd-option/rounds?limit=0", 400, "application/json"), ("/api/v1/feeds/btc-usd-option/rounds?limit=1&limit=2", 400, "application/json"),
        ("/api/v1/feeds/btc-usd-option/rounds?before=x", 400, "application/json"), ("/api/v1/feeds/btc-usd-option/rounds?offset=1", 400, "application/json"),
        ("/favicon.ico", 404, "application/json"), ("/api/v1", 404, "application/json"), ("/assets/0/page.css", 404, "application/json"),
    ]

    @Test func everyPathAnswersAsDocumented() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            for (path, status, type) in Self.paths {
                let reply = await RawClient.get(path, port: port)
                #expect(reply.status == status && reply.header("content-type") == type, "\(path): \(reply.text.prefix(300))")
                #expect(reply.header("content-length") == String(reply.body.utf8.count), "\(path)")
                // The same head without the body.
                let head = await RawClient.get(path, port: port, method: "HEAD")
                #expect(head.status == status && head.body.isEmpty, "\(path)")
                // Metrics have changed meanwhile.
                if path != "/metrics" { #expect(head.header("content-length") == reply.header("content-length"), "\(path)") }
                if type == "application/json" { _ = try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) }
            }
            let list = await RawClient.get("/api/v1/feeds/btc-usd-option/rounds?limit=2", port: port)
            let rounds = try JSONDecoder().decode([RoundSummary].self, from: Data(list.body.utf8))
            #expect(rounds.map(\.number) == [466_285, 466_255])
            let evidence = await RawClient.get("/api/v1/rounds/btc-usd-option/466285/evidence", port: port)
            #expect(try Array(evidence.body.utf8) == FakeNode.evidence(RoundKey(feed: "btc-usd-option", number: 466_285)))
        }
    }

    @Test func theSnapshotSurvivesTheAPI() async throws {
        let node = try FakeNode()
        try await Self.serving(node) { port, _ in
            let reply = await RawClient.get("/api/v1/status", port: port)
            var expected = await node.snapshot()
            for index in expected.feeds.indices { (expected.feeds[index].history, expected.feeds[index].rounds) = ([], []) }
            let decoded = try JSONDecoder().decode(NodeSnapshot.self, from: Data(reply.body.utf8))
            #expect(decoded == expected)
        }
    }

    @Test func readinessNamesItsReasons() async throws {
        let node = try FakeNode()
        try await Self.serving(node) { port, _ in
            node.set(FakeNode.outage)
            let reply = await RawClient.get("/readyz", port: port)
            #expect(reply.status == 503 && reply.header("retry-after") == "5")
            #expect(reply.body.contains("\"code\":\"sources\"") && reply.body.contains("\"code\":\"late\"") && reply.body.contains("\"ready\":false"))
            #expect(await RawClient.get("/livez", port: port).status == 200, "a node that waits for venues is alive")
            node.fail(.locked)
            let round = await RawClient.get("/api/v1/rounds/btc-usd-option/466285", port: port)
            #expect(round.status == 503 && round.body.contains("locked"))
            node.fail(nil)
            node.set { $0.reasons = [] }
            #expect(await RawClient.get("/readyz", port: port).status == 200)
        }
    }

    @Test func nothingIsWritten() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "PROPFIND"] {
                let reply = await RawClient.get("/api/v1/status", port: port, method: method)
                #expect(reply.status == 405 && reply.header("allow") == "GET, HEAD", "\(method): \(reply.status)")
            }
        }
    }

    @Test func browsersAreToldWhatTheyMayDo() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            for path in ["/", "/metrics", "/api/v1/status", "/nothing"] {
                let reply = await RawClient.get(path, port: port, extra: "Origin: https://elsewhere.example\r\n")
                let policy = try #require(reply.header("content-security-policy"))
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"))
                #expect(reply.header("x-content-type-options") == "nosniff" && reply.header("access-control-allow-origin") == nil)
            }
            // The policy forbids anything inline, so the pages must have none.
            for path in ["/", "/feeds/btc-usd-option", "/feeds/btc-usd-option/rounds/466285"] {
                let page = await RawClient.get(path, port: port).body
                #expect(!page.contains(" style=") && !page.contains("<style") && page.firstMatch(of: #/<script(?! type="module" src=)/#) == nil)
                #expect(page.firstMatch(of: #/ on[a-z]+=/#) == nil && page.firstMatch(of: #/(src|href)="(https?:)?\/\//#) == nil, "nothing from elsewhere")
                for asset in page.matches(of: #/(?:src|href)="(\/assets\/[^"]+)"/#) {
                    let reply = await RawClient.get(String(asset.1), port: port)
                    #expect(reply.status == 200 && reply.header("cache-control")?.contains("immutable") == true)
                }
            }
        }
    }

    @Test func whatIsShownIsEscaped() async throws {
        let node = try FakeNode()
        try await Self.serving(node) { port, _ in
            node.set { snapshot in
                snapshot.feeds[0].problems = ["<script>alert(1)</script>"]
                snapshot.feeds[0].summary = "\"><img src=x onerror=alert(1)>"
                snapshot.feeds[0].markets[0].label = "<b>\"&'"
                snapshot.endpoints[0].lastError = "</td><script>"
                snapshot.reasons = [.init(.chain, "<script>")]
            }
            for path in ["/", "/feeds/btc-usd-option"] {
                let page = await RawClient.get(path, port: port).body
                #expect(!page.contains("<script>") && !page.contains("<img") && !page.contains("<b>\""))
            }
        }
    }

    @Test func otherHostNamesAreRefused() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            for host in ["localhost", "LOCALHOST:8610", "127.0.0.1:\(port)", "[::1]:80"] {
                #expect(await RawClient.get("/livez", port: port, host: host).status == 200, "\(host)")
            }
            for host in ["elsewhere.example", "127.0.0.1.elsewhere.example", "localhost.", "127.0.0.1:x", "127.0.0.1:", "localhost@elsewhere.example", "", "0.0.0.0", "127.1"] {
                #expect(await RawClient.get("/livez", port: port, host: host).status == 421, "\(host)")
            }
        }
        // On another address any name is served: names are the network's there.
        #expect(HostRule(isLoopback: false, extra: []).admits("oracle.example"))
        let behindProxy = HostRule(isLoopback: true, extra: ["Oracle.example"])
        #expect(behindProxy.admits("oracle.example:443") && behindProxy.admits("localhost") && !behindProxy.admits("other.example"))
    }

    @Test func noPathLeavesTheServer() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            let evil = [
                "/../../../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../etc/passwd", "/api/v1/rounds/../../../evidence",
                "/api/v1/rounds/btc-usd-option/..%2f466285/evidence", "/api/v1/rounds/btc-usd-option/466285%00/evidence", "//etc/passwd", "/./", "/.../",
                "/feeds/btc-usd-option/", "/feeds//rounds", "/feeds/btc-usd-option/rounds/466285/../../..", "/C:%5cwindows", "/\\..\\..", "/~root", "/feeds/%62tc-usd-option",
            ]
            for path in evil {
                let reply = await RawClient.get(path, port: port)
                #expect(reply.status == 404 && !reply.text.contains("root:"), "\(path): \(reply.status)")
            }
        }
    }

    @Test func malformedRequestsGetTheirStatus() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            let start = "GET /livez HTTP/1.1\r\n"
            let cases: [(String, Int)] = [
                ("GET /\(String(repeating: "a", count: 3_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
                ("\(start)Host: localhost\r\nX: \(String(repeating: "a", count: 9_000))\r\n\r\n", 431),
                ("\(start)Host: localhost\r\n\((0..<100).map { "X\($0): 1\r\n" }.joined())\r\n", 431),
                ("\(start)Host: localhost\r\nContent-Length: 5\r\n\r\nhello", 413),
                ("\(start)Host: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 413),
                ("\(start)Host: localhost\r\nContent-Length: 0\r\nContent-Length: 9\r\n\r\n", 413),
                ("\(start)\r\n", 400), ("\(start)Host: localhost\r\nHost: localhost\r\n\r\n", 400), ("\(start)Host: localhost\r\n folded: x\r\n\r\n", 400),
                ("\(start)Host : localhost\r\n\r\n", 400), ("\(start)Host: local\u{0}host\r\n\r\n", 400), ("GET  /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                ("GET http://localhost/livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 400), ("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                ("GET /livez HTTP/2.0\r\nHost: localhost\r\n\r\n", 505), ("GET /livez\r\n\r\n", 400), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
                ("\(start)Host: localhost\nX: 1\r\n\r\n", 400), ("GET /\u{1}livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 400), ("\u{16}\u{3}\u{1}", 400),
                ("GET /livez HTTP/1.0\r\n\r\n", 200),
            ]
            for (text, status) in cases {
                let reply = await RawClient.send([Array(text.utf8)], port: port)
                #expect(reply.ended && reply.status == status, "\(text.prefix(70).debugDescription): \(reply.text.prefix(200))")
            }
        }
    }

    @Test func slowAndSilentClientsAreCutAndOthersServed() async throws {
        try await Self.serving(try FakeNode(), { ($0.headSeconds, $0.totalSeconds) = (0.4, 2) }) { port, _ in
            // One byte every 50 ms would take a minute; it never gets there.
            let drip = Array("GET /livez HTTP/1.1\r\nHost: localhost\r\n".utf8) + [UInt8](repeating: 0x61, count: 1_200)
            async let slow = RawClient.send(drip.map { [$0] }, port: port, pause: 50_000)
            async let silent = RawClient.send([], port: port)
            async let half = RawClient.send([Array("GET / HT".utf8)], port: port)
            for _ in 0..<20 { #expect(await RawClient.get("/livez", port: port).status == 200) }
            for reply in await [slow, silent, half] { #expect(reply.ended && (reply.status == 408 || reply.bytes.isEmpty), "\(reply.text.prefix(80))") }
        }
    }

    @Test func aClientThatDoesNotReadIsCut() async throws {
        let node = HugeNode(base: try FakeNode())
        try await Self.serving(node, { ($0.totalSeconds, $0.connections) = (3, 1) }) { port, _ in
            let request = Array("GET /api/v1/rounds/btc-usd-option/466285/evidence HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            // It holds the only connection; when somebody else is served, it has been cut.
            let deaf = try #require(RawClient.ask(request, port: port))
            try await Self.untilServed(port)
            let reply = await RawClient.rest(of: deaf)
            #expect(reply.ended && reply.bytes.count < HugeNode.size)
            // One that reads gets all of it.
            try await Self.untilServed(port)
            #expect(await RawClient.send([request], port: port).body.utf8.count == HugeNode.size)
        }
    }

    private static func untilServed(_ port: UInt16) async throws {
        for _ in 0..<2_000 {
            if await RawClient.get("/livez", port: port).status == 200 {
                // The connection it used is given back a moment after its end.
                try await Task.sleep(for: .milliseconds(50))
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("nobody is served any more")
    }

    @Test func idleConnectionsDoNotKeepOthersOut() async throws {
        try await Self.serving(try FakeNode(), { $0.headSeconds = 30 }) { port, _ in
            let before = Self.openFiles()
            let held = RawClient.hold(NodeServer.Settings().connections, port: port)
            #expect(held.count == 64)
            for _ in 0..<20 { #expect(await RawClient.get("/livez", port: port).status == 200) }
            // Many more than there is room for are not kept either: those that waited longest went first.
            let more = RawClient.hold(200, port: port)
            try await Self.untilServed(port)
            #expect(Self.openFiles() - before <= 64 + 200 + 64 + 16 + 8, "the clients' ends, and the server's within its bound")
            RawClient.end(held + more)
            try await Self.untilServed(port)
        }
    }

    @Test func connectionsWithARequestAreNotCutForOthers() async throws {
        let node = HugeNode(base: try FakeNode())
        try await Self.serving(node, { ($0.connections, $0.totalSeconds) = (2, 20) }) { port, _ in
            let request = Array("GET /api/v1/rounds/btc-usd-option/466285/evidence HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            let readers = [RawClient.ask(request, port: port), RawClient.ask(request, port: port)].compactMap { $0 }
            // Until a request has arrived whole, its connection may be cut for the next one.
            for reader in readers { #expect(await RawClient.isAnswered(reader)) }
            var isTurnedAway = false
            for _ in 0..<200 where !isTurnedAway {
                let reply = await RawClient.get("/livez", port: port)
                isTurnedAway = reply.ended && reply.bytes.isEmpty
            }
            #expect(isTurnedAway)
            for reader in readers { #expect(await RawClient.rest(of: reader).body.utf8.count == HugeNode.size) }
            try await Self.untilServed(port)
        }
    }

    @Test func ofPipelinedRequestsTheFirstIsAnswered() async throws {
        try await Self.serving(try FakeNode()) { port, metrics in
            let one = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
            let reply = await RawClient.send([Array((one + "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" + one).utf8)], port: port)
            // One request a connection, and the answer says so: a client asks the rest again on another.
            #expect(reply.ended && reply.status == 200 && reply.header("connection") == "close")
            #expect(reply.text.components(separatedBy: "HTTP/1.1 ").count == 2, "\(reply.text)")
            #expect(!reply.text.contains("404"))
            // A thousand of them at once are read no further than they must be.
            let many = await RawClient.send([Array(String(repeating: one, count: 1_000).utf8)], port: port)
            #expect(many.ended && (many.status == 200 || many.bytes.isEmpty))
            #expect(await RawClient.get("/livez", port: port).status == 200)
        }
    }

    @Test func abruptClientsLeaveNothingBehind() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            let before = Self.openFiles()
            for index in 0..<300 { RawClient.abort(port: port, sending: index % 2 == 0 ? "" : "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n") }
            try await Self.untilServed(port)
            var after = Self.openFiles()
            for _ in 0..<200 where after > before + 4 {
                try await Task.sleep(for: .milliseconds(20))
                after = Self.openFiles()
            }
            #expect(after <= before + 4, "\(before) descriptors before, \(after) after")
        }
    }

    static func openFiles() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }

    @Test func aPortInUseIsAnErrorThatSaysSo() async throws {
        try await Self.serving(try FakeNode()) { port, _ in
            var settings = NodeServer.Settings()
            settings.port = port
            let second = NodeServer(view: try FakeNode(), metrics: NodeMetrics(), log: .silent, settings: settings)
            await #expect { try await second.start() } throws: { "\($0)".contains("127.0.0.1:\(port)") && "\($0)".contains("server.port") }
        }
    }
}

/// A node whose evidence is larger than the socket's buffers.
private struct HugeNode: NodeView {
    static let size = 12 << 20
    let base: FakeNode

    func snapshot() async -> NodeSnapshot { await base.snapshot() }
    func rounds(feed: String, limit: Int, before: UInt64?) async throws(StoreError) -> [RoundSummary] { try await base.rounds(feed: feed, limit: limit, before: before) }
    func round(_ key: RoundKey) async throws(StoreError) -> RoundDetail? { try await base.round(key) }
    func evidence(_ key: RoundKey) async throws(StoreError) -> [UInt8]? { [UInt8](repeating: 0x20, count: Self.size) }
}
