import Foundation
import FuzzSupport
import OracleNode
import TestSupport
import Testing

/// Seeded hostile requests to the node's server, 200,000 to its parser and routes and 3,000 through sockets: each ends in an answer
/// of a known status, and the process does not grow by what it was fed.
@Suite struct HostileRequestTests {
    static let seed: UInt64 = 20_230_311

    private static func next(_ random: inout SeededGenerator) -> [UInt8] {
        switch random.below(40) {
        case 0: return random.bytes(random.below(600))
        case 1: return [UInt8](repeating: UInt8(truncatingIfNeeded: random.next()), count: random.below(12_000))
        default: return ByteMutator.mutate(random.pick(requests), others: requests, known: requestWords, limit: 12_000, &random)
        }
    }

    /// The body may not leave more than `megabytes` behind.
    private func bounded(_ megabytes: Int = 96, _ body: () async throws -> Int) async throws {
        let before = Int(try #require(ProcessFigures.residentBytes))
        let count = try await body()
        let after = Int(try #require(ProcessFigures.residentBytes))
        #expect(after - before < megabytes << 20, "seed \(Self.seed): \(count) inputs left \((after - before) >> 20) MiB behind")
    }

    // MARK: HTTP

    static let requests: [[UInt8]] = NodeServerTests.paths.map { path in
        Array("GET \(path.path) HTTP/1.1\r\nHost: 127.0.0.1:8610\r\nUser-Agent: Prometheus/2.53\r\nAccept: text/html;q=0.9,*/*\r\nAccept-Encoding: gzip\r\n\r\n".utf8)
    }
    static let requestWords: [[UInt8]] = [
        "\r\n", "\r\n\r\n", " ", "/", "//", "/../", "%2e%2e", "%00", "?", "&limit=", "before=", "HTTP/1.1", " HTTP/1.1\r\n", " HTTP/9.9\r\n", "Host: elsewhere\r\n", "Host: x\r\n", "Content-Length: 18446744073709551616\r\n",
        "Transfer-Encoding: chunked\r\n", "POST ", "HEAD ", ":", "\t", "api/v1/rounds/", "feeds/", "btc-usd-option",
        String(repeating: "X: a\r\n", count: 80),
    ].map { Array($0.utf8) }

    @Test func twoHundredThousandRequestsToParserAndRoutes() async throws {
        let routes = NodeRoutes(view: TinyNode(), metrics: NodeMetrics(), hosts: HostRule(isLoopback: true, extra: []))
        try await bounded {
            var statuses: [Int: Int] = [:]
            var random = SeededGenerator(seed: Self.seed)
            let count = 200_000
            for _ in 0..<count {
                let bytes = Self.next(&random)
                switch HTTPRequestHead.parse(bytes) {
                case .incomplete: #expect(bytes.count < 8_192, "a head beyond the limit must be refused")
                case .refused(let status, _): statuses[status, default: 0] += 1
                case .head(let head):
                    let answer = await routes.answer(head)
                    statuses[answer.status, default: 0] += 1
                    #expect(answer.status < 500, "seed \(Self.seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                }
            }
            // The inputs reach every way out.
            for status in [200, 400, 404, 405, 413, 421, 431, 505] { #expect(statuses[status, default: 0] > 0, "no input led to \(status): \(statuses)") }
            return count
        }
    }

    @Test func threeThousandRequestsThroughSockets() async throws {
        try await NodeServerTests.serving(TinyNode(), { ($0.headSeconds, $0.totalSeconds) = (2, 4) }) { port, _ in
            let files = NodeServerTests.openFiles()
            var random = SeededGenerator(seed: Self.seed + 1)
            for _ in 0..<375 {
                let inputs = (0..<8).map { _ in Self.next(&random) }
                let allEnded = await withTaskGroup(of: Bool.self) { group in
                    for input in inputs {
                        // In two pieces, so that heads arrive split anywhere.
                        let half = input.count / 2
                        group.addTask { await RawClient.send([Array(input[..<half]), Array(input[half...])], port: port, finishes: true).ended }
                    }
                    return await group.allSatisfy { $0 }
                }
                #expect(allEnded, "seed \(Self.seed + 1): the server kept a connection open")
            }
            #expect(await RawClient.get("/livez", port: port).status == 200)
            var open = NodeServerTests.openFiles()
            for _ in 0..<200 where open > files + 4 {
                try await Task.sleep(for: .milliseconds(20))
                open = NodeServerTests.openFiles()
            }
            #expect(open <= files + 4, "\(open - files) descriptors were left open")
        }
    }
}

/// Little to show, so that most of the time goes into what is fed.
private struct TinyNode: NodeView {
    private static let feed = NodeSnapshot.FeedState(
        name: "btc-usd-option", pair: "BTC/USD", model: "spot", everySeconds: 60, heartbeatSeconds: 600, deviationLimit: 5_000, quorum: 1)
    private static let summary = RoundSummary(feed: "btc-usd-option", number: 466_285, stage: "published", cause: "heartbeat", dueAt: 1)

    func snapshot() async -> NodeSnapshot { NodeSnapshot(version: "0", startedAt: 1, now: 2, chainID: 1, feeds: [Self.feed]) }
    func rounds(feed: String, limit: Int, before: UInt64?) async throws(StoreError) -> [RoundSummary] { [Self.summary] }
    func round(_ key: RoundKey) async throws(StoreError) -> RoundDetail? { key.number == 466_285 ? RoundDetail(summary: Self.summary) : nil }
    func evidence(_ key: RoundKey) async throws(StoreError) -> [UInt8]? { nil }
}
