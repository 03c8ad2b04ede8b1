import Foundation
import FuzzSupport
import MarketFeeds
import OracleNode
import Testing

/// Servers that break HTTP, or keep to it and abuse it, on real sockets: the client stays within its limits and says what happened.
@Suite(.timeLimit(.minutes(10))) struct HostileServerTests {
    typealias Script = @Sendable (ScriptedServer.Call, ScriptedServer.Connection) -> Void

    /// What may come of it.
    enum Outcome: String, Sendable { case tooLarge, timeout, cutShort, transfer, redirected, retryAfter, response }

    struct Shape: CustomTestStringConvertible, Sendable {
        let name: String
        let allowed: Set<Outcome>
        let script: Script
        var testDescription: String { name }

        init(_ name: String, _ allowed: Outcome..., script: @escaping Script) {
            self.name = name
            self.allowed = Set(allowed)
            self.script = script
        }

        /// These bytes, then the connection's end.
        static func bytes(_ name: String, _ text: String, _ allowed: Outcome...) -> Shape {
            Shape(name, allowed: Set(allowed)) { _, connection in connection.send(text) }
        }

        private init(_ name: String, allowed: Set<Outcome>, script: @escaping Script) {
            self.name = name
            self.allowed = allowed
            self.script = script
        }
    }

    private static let ok = "HTTP/1.1 200 OK\r\n"

    /// Sends one piece again and again until the client has had enough, at most 64 MiB.
    private static func endless(_ start: String, _ piece: String) -> Script {
        let block = Array(repeatElement(Array(piece.utf8), count: max(1, 16_384 / piece.utf8.count)).joined())
        return { _, connection in
            guard connection.send(start) else { return }
            for _ in 0..<(64 << 20) / block.count { guard connection.send(block) else { return } }
        }
    }

    private static func drip(_ start: String, _ piece: String) -> Script {
        return { _, connection in
            guard connection.send(start) else { return }
            for _ in 0..<100 {
                guard connection.send(piece) else { return }
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
    }

    static let shapes: [Shape] = [
        Shape("endless header fields", .tooLarge, script: endless(ok, "X-Padding: 0123456789012345678901234567890123456789\r\n")),
        Shape("one endless header field", .tooLarge, .transfer, script: endless(ok + "X-Padding: ", "0123456789")),
        Shape("endless status line", .tooLarge, .transfer, script: endless("HTTP/1.1 200 ", "OK")),
        Shape("endless field without colon", .tooLarge, .transfer, script: endless(ok, "0123456789")),
        Shape("endless body", .tooLarge, script: endless(ok + "\r\n", "[1,2,3],")),
        Shape("endless chunks", .tooLarge, script: endless(ok + "Transfer-Encoding: chunked\r\n\r\n", "4\r\n[1],\r\n")),
        Shape("endless empty body lines behind a length", .tooLarge, script: endless(ok + "Content-Length: 99999999999\r\n\r\n", "\r\n")),
        Shape("endless chunk extension", .tooLarge, .transfer, .timeout, .cutShort, script: endless(ok + "Transfer-Encoding: chunked\r\n\r\n4;", "extension")),
        Shape("endless trailers", .tooLarge, .transfer, .cutShort, script: endless(ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n", "X-Trailer: 0123456789\r\n")),
        Shape("storm of 100 Continue", .tooLarge, .transfer, .cutShort, script: endless("", "HTTP/1.1 100 Continue\r\n\r\n")),
        Shape("storm of 103 Early Hints", .tooLarge, .transfer, .cutShort, script: endless("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nRetry-After: 1\r\n\r\n")),
        Shape("dripping head", .timeout, script: drip("HTTP/1.1 200 OK\r\nX-", "a")),
        Shape("dripping body", .timeout, script: drip(ok + "Content-Length: 100000\r\n\r\n", "[")),
        Shape("dripping chunks", .timeout, script: drip(ok + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n[\r\n")),
        Shape("silence", .timeout, .cutShort) { _, _ in Thread.sleep(forTimeInterval: 4) },
        .bytes("longer than it says", ok + "Content-Length: 2\r\n\r\n[][][][][][]", .response, .cutShort),
        .bytes("shorter than it says", ok + "Content-Length: 2000\r\n\r\n[]", .cutShort),
        .bytes("negative length", ok + "Content-Length: -1\r\n\r\n[]", .response, .cutShort, .transfer),
        .bytes("length in words", ok + "Content-Length: many\r\n\r\n[]", .response, .cutShort, .transfer),
        .bytes("length of 2^63", ok + "Content-Length: 9223372036854775808\r\n\r\n[]", .tooLarge, .cutShort, .transfer, .response),
        .bytes("length of 2^70", ok + "Content-Length: 1180591620717411303424\r\n\r\n[]", .tooLarge, .cutShort, .transfer, .response),
        .bytes("two lengths", ok + "Content-Length: 2\r\nContent-Length: 20\r\n\r\n[]", .response, .cutShort, .transfer),
        .bytes("length and chunks", ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n", .response, .cutShort, .transfer),
        .bytes("chunk size that is none", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n", .cutShort, .transfer),
        .bytes("chunk of 2^64", ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n[]\r\n", .cutShort, .transfer),
        .bytes("negative chunk", ok + "Transfer-Encoding: chunked\r\n\r\n-2\r\n[]\r\n0\r\n\r\n", .cutShort, .transfer),
        .bytes("chunks without an end", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n", .cutShort, .transfer),
        .bytes("unknown transfer encoding", ok + "Transfer-Encoding: cake\r\n\r\n[]", .response, .cutShort, .transfer),
        .bytes("unknown content encoding", ok + "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n[]", .response, .cutShort, .transfer),
        .bytes("gzip that is none", ok + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]", .cutShort, .transfer),
        .bytes("deflate that is none", ok + "Content-Encoding: deflate\r\nContent-Length: 4\r\n\r\n[[]]", .cutShort, .transfer, .response),
        .bytes("a hundred encodings", ok + "Content-Encoding: \(Array(repeating: "gzip", count: 100).joined(separator: ", "))\r\nContent-Length: 2\r\n\r\n[]", .cutShort, .transfer),
        Shape("a bomb", .tooLarge) { _, connection in
            connection.answer(200, HTTPClientTests.gzipOfZeros(4_000_000), headers: ["Content-Encoding": "gzip"])
        },
        Shape("half a bomb", .tooLarge, .cutShort, .transfer) { _, connection in
            let bomb = HTTPClientTests.gzipOfZeros(4_000_000)
            connection.answer(200, Array(bomb.prefix(bomb.count / 2)), headers: ["Content-Encoding": "gzip"])
        },
        .bytes("no HTTP at all", "hello\r\n\r\n", .cutShort, .transfer, .response),
        .bytes("HTTP/0.9", "[1,2,3]", .cutShort, .transfer),
        .bytes("HTTP/9.9", "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n[]", .cutShort, .transfer),
        .bytes("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .cutShort, .transfer),
        .bytes("status 000", "HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n", .cutShort, .transfer, .response),
        .bytes("status 1000", "HTTP/1.1 1000 Much\r\nContent-Length: 0\r\n\r\n", .cutShort, .transfer, .response),
        .bytes("status -1", "HTTP/1.1 -1 Less\r\nContent-Length: 0\r\n\r\n", .cutShort, .transfer, .response),
        .bytes("101 to another protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\u{1}\u{2}", .cutShort, .transfer, .response),
        .bytes("NUL in a field", ok + "X-A: a\0b\r\nContent-Length: 2\r\n\r\n[]", .cutShort, .transfer, .response),
        .bytes("folded field", ok + "X-A: a\r\n b\r\nContent-Length: 2\r\n\r\n[]", .cutShort, .transfer, .response),
        .bytes("fields with bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\n[]", .cutShort, .transfer, .response),
        .bytes("redirect to a file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", .redirected),
        .bytes("redirect to another host", "HTTP/1.1 308 Moved\r\nLocation: http://192.0.2.1/\u{1B}[2J\r\nContent-Length: 0\r\n\r\n", .redirected),
        .bytes("redirect to itself", "HTTP/1.1 307 Again\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", .redirected),
        .bytes("redirect to 50 kB", "HTTP/1.1 301 Moved\r\nLocation: https://a/\(String(repeating: "x", count: 50_000))\r\nContent-Length: 0\r\n\r\n", .redirected),
        .bytes("wait for ever", "HTTP/1.1 429 Slow down\r\nRetry-After: 9223372036854775807\r\nContent-Length: 0\r\n\r\n", .retryAfter),
        .bytes("wait beyond all numbers", "HTTP/1.1 503 Away\r\nRetry-After: 99999999999999999999999\r\nContent-Length: 0\r\n\r\n", .response),
        .bytes("wait less than nothing", "HTTP/1.1 503 Away\r\nRetry-After: -9223372036854775808\r\nContent-Length: 0\r\n\r\n", .response),
        .bytes("nothing", "", .cutShort),
        .bytes("half a status line", "HTTP/1.", .cutShort, .transfer),
        .bytes("half a head", ok + "Content-Len", .cutShort, .transfer, .response),
    ]

    private static func outcome(_ client: HTTPClient, _ url: String) async -> (Outcome?, bytes: Int, text: String) {
        do {
            let response = try await client.get(url)
            return (.response, response.body.count, "HTTP \(response.status)")
        } catch {
            let outcome: Outcome? =
                switch error {
                case .tooLarge: .tooLarge
                case .timeout: .timeout
                case .cutShort: .cutShort
                case .transfer: .transfer
                case .redirected: .redirected
                case .retryAfter: .retryAfter
                default: nil
                }
            return (outcome, 0, error.description)
        }
    }

    @Test(arguments: shapes) func staysWithinItsLimits(_ shape: Shape) async throws {
        let server = try ScriptedServer(shape.script)
        defer { server.stop() }
        let before = Int(try #require(ProcessFigures.residentBytes))
        let limits = HTTPClientTests.quick
        let (outcome, bytes, text) = await Self.outcome(HTTPClient(limits: limits), server.base + "/")
        #expect(outcome.map(shape.allowed.contains) == true, "\(outcome?.rawValue ?? "another error"): \(text)")
        #expect(bytes <= limits.bodyBytes)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 } && text.utf8.count < 800, "\(text)")
        #expect(Int(try #require(ProcessFigures.residentBytes)) - before < 64 << 20)
        // Nothing was asked for that the caller did not ask for.
        #expect(server.calls.allSatisfy { $0.path == "/" })
    }

    /// Real responses, damaged: an answer within the limits or an error, and no descriptor left behind.
    @Test func damagedResponses() async throws {
        let body = try Bodies.bytes("bitstamp_ohlc.json")
        let plain = Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n".utf8) + body
        let chunked = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\nX-Last: 1\r\n\r\n".utf8)
        let zipped = HTTPClientTests.gzipOfZeros(3_000)
        let packed = Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(zipped.count)\r\n\r\n".utf8) + zipped
        let early = Array("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".utf8) + plain
        let corpus = [plain, chunked, packed, early, Array("HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n".utf8)]
        let run = FuzzRun("http response", count: 1_500)
        let server = try ScriptedServer { call, connection in
            var random = run.generator(Int(call.path.dropFirst()) ?? 0)
            var bytes = random.pick(corpus)
            // Mostly in the head, where the damage is understood.
            if random.once(in: 3) {
                bytes = ByteMutator.mutate(bytes, others: corpus, &random)
            } else {
                let head = min(bytes.count, 160)
                bytes = ByteMutator.mutate(Array(bytes[..<head]), others: corpus, &random) + bytes[head...]
            }
            connection.send(bytes)
        }
        defer { server.stop() }
        var limits = HTTPClientTests.quick
        limits.longestRetryAfterSeconds = 0
        let client = HTTPClient(limits: limits, perHost: 16)
        let bodyBytes = limits.bodyBytes
        _ = await Self.outcome(client, server.base + "/0")
        let (memory, descriptors) = (Int(try #require(ProcessFigures.residentBytes)), try #require(ProcessFigures.openFiles))
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    for index in run.cases where index % 8 == lane {
                        let (outcome, bytes, text) = await Self.outcome(client, server.base + "/\(index)")
                        #expect(outcome != nil, "\(run.name(index)): \(text)")
                        #expect(bytes <= bodyBytes && text.utf8.count < 800, run.name(index))
                        #expect(!text.unicodeScalars.contains { $0.value < 0x20 }, run.name(index))
                    }
                }
            }
        }
        #expect(Int(try #require(ProcessFigures.residentBytes)) - memory < 64 << 20)
        // The server's side closes a moment after the client's.
        var waits = 0
        while try #require(ProcessFigures.openFiles) > descriptors + 4, waits < 200 {
            try await Task.sleep(for: .milliseconds(20))
            waits += 1
        }
        #expect(try #require(ProcessFigures.openFiles) <= descriptors + 4)
    }

    /// A cookie, a key pinned for a year, another address for the same host: nothing of one answer changes the next request.
    @Test func answersLeaveNothingBehind() async throws {
        let server = try ScriptedServer { _, connection in
            connection.answer(
                200, "[]",
                headers: [
                    "Set-Cookie": "a=b", "Alt-Svc": "h3=\":1\"; ma=86400", "Strict-Transport-Security": "max-age=31536000", "WWW-Authenticate": "Basic realm=\"x\"",
                    "Refresh": "0; url=http://127.0.0.1:1/", "ETag": "\"x\"",
                ])
        }
        defer { server.stop() }
        let client = HTTPClient(limits: HTTPClientTests.quick)
        for path in ["/a", "/b"] { #expect(try await client.get(server.base + path).status == 200) }
        #expect(server.calls.map(\.path) == ["/a", "/b"])
        #expect(server.calls.allSatisfy { call in ["cookie", "authorization", "if-none-match", "upgrade-insecure-requests"].allSatisfy { call.headers[$0] == nil } })
    }
}
