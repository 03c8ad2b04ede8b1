import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// What a node serves over HTTP, held against its chain and its evidence: metrics, readiness, API and pages say one and the same.
struct ServedAgreement {
    let world: NodeWorld
    let runtime: NodeRuntime
    let port: UInt16

    /// Serves the node, and compares for every feed.
    static func check(_ world: NodeWorld, _ runtime: NodeRuntime, _ feeds: [NodeWorld.Feed]) async throws {
        var settings = NodeServer.Settings()
        settings.port = 0
        let server = NodeServer(view: runtime, metrics: world.metrics, log: .silent, settings: settings)
        let served = ServedAgreement(world: world, runtime: runtime, port: try await server.start())
        do {
            try await served.compare(feeds)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func get(_ path: String, type: String = "application/json") async throws -> String {
        let reply = await RawClient.get(path, port: port)
        #expect(reply.status == 200 && (reply.header("content-type") ?? "").hasPrefix(type), "\(path): \(reply.status)")
        return reply.body
    }

    private func decode<Value: Decodable>(_ path: String, as type: Value.Type) async throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(try await get(path).utf8))
    }

    private struct Ready: Decodable {
        let ready: Bool
    }

    private func compare(_ feeds: [NodeWorld.Feed]) async throws {
        #expect(try await decode("/readyz", as: Ready.self).ready)
        let status = try await decode("/api/v1/status", as: NodeSnapshot.self)
        let samples = try MetricsTests.parse(try await get("/metrics", type: "text/plain")).samples
        func metric(_ name: Metric, _ labels: [String: String] = [:]) -> Double? {
            let found = samples.filter { sample in sample.name == name.rawValue && labels.allSatisfy { sample.labels[$0.key] == $0.value } }
            return found.isEmpty ? nil : found.reduce(0) { $0 + $1.value }
        }
        #expect(metric(.ready) == 1 && metric(.storeErrors) ?? 0 == 0 && metric(.leaseHeld) == 1)
        var gas: UInt64 = 0
        var wei: UInt128 = 0
        for feed in feeds {
            let name = feed.file.feed.name
            let state = try #require(status.feeds.first { $0.name == name })
            let accepted = world.accepted(feed)
            let latest = try world.answer(feed)
            // The value on chain, four times.
            #expect(state.chain?.round == accepted.last && state.chain?.observedAt == latest.startedAt)
            #expect(ExactDecimal(state.chain?.decimal ?? "")?.exactTicks(decimals: 8).map { Int128($0) } == latest.answer)
            #expect(metric(.chainRound, ["feed": name]) == accepted.last.map { Double($0) })
            #expect(metric(.chainPrice, ["feed": name]) == Double(state.chain?.decimal ?? ""))
            let page = try await get("/feeds/\(name)", type: "text/html")
            #expect(page.contains(PageText.decimal(try #require(state.chain?.decimal))) && page.contains("\(feed.contract)".suffix(6)))
            // Counts, three times.
            #expect(metric(.publications, ["feed": name, "outcome": "confirmed"]) == Double(accepted.count))
            for outcome in ["refused", "dropped"] { #expect(metric(.publications, ["feed": name, "outcome": outcome]) ?? 0 == 0) }
            let list = try await decode("/api/v1/feeds/\(name)/rounds?limit=100", as: [RoundSummary].self)
            #expect(list.filter { $0.stage == "published" }.map(\.number).reversed() == accepted)
            let proved = try #require(metric(.rounds, ["feed": name, "outcome": "proved"]))
            #expect(proved == Double(accepted.count) && count(.proveSeconds, name, samples) == proved)
            for number in accepted {
                let (used, paid) = try await compare(round: number, of: feed, in: list)
                gas += used
                wei += paid
            }
        }
        #expect(metric(.gasUsed) == Double(gas) && metric(.gasSpent).map { abs($0 / Double(wei) - 1) < 1e-12 } ?? false)
        // What the chain took from the account is what the node says it has spent.
        let held = try await pool().balance(world.payer.address)
        #expect(held == Word(100 * LocalChain.ether - wei))
        #expect(status.publishing.balance == "\(100 * LocalChain.ether - wei)")
        let overview = try await get("/", type: "text/html")
        for feed in feeds { #expect(overview.contains("/feeds/\(feed.file.feed.name)/rounds/\(try #require(world.accepted(feed).last))")) }
    }

    /// How many values a histogram has of a feed.
    private func count(_ name: Metric, _ feed: String, _ samples: [MetricsTests.Sample]) -> Double? {
        samples.first { $0.name == name.rawValue + "_count" && $0.labels["feed"] == feed }?.value
    }

    private func pool() async -> RPCPool {
        let clock = world.clock
        let pool = RPCPool(chainID: world.chain.chainID, endpoints: [world.chain.endpoint()], transport: world.chain.transport, now: { clock.now })
        await pool.check()
        return pool
    }

    /// - Returns: gas and wei of its transaction.
    private func compare(round number: UInt64, of feed: NodeWorld.Feed, in list: [RoundSummary]) async throws -> (gas: UInt64, wei: UInt128) {
        let name = feed.file.feed.name
        let path = "/api/v1/rounds/\(name)/\(number)"
        let detail = try await decode(path, as: RoundDetail.self)
        #expect(list.contains(detail.summary), "the list and the round's own page differ")
        let bytes = Array(try await get(path + "/evidence").utf8)
        let evidence = try Evidence.read(bytes).evidence
        let spot = try #require(evidence.values.first { $0.name == "spot" })
        let onChain = try ProvenFeed.decodeRoundData(world.chain.read(feed.contract, ProvenFeed.getRoundData(number)).output)
        let shown = ExactDecimal(detail.summary.value ?? "")?.exactTicks(decimals: 8).map { Int128($0) }
        #expect(shown == onChain.answer && detail.summary.observedAt == onChain.startedAt)
        #expect(detail.values.first { $0.name == "spot" }?.decimal == spot.decimal && onChain.startedAt == UInt64(evidence.observedAt))
        #expect(detail.evidence?.bytes == UInt64(bytes.count))
        let onDisk = try Data(contentsOf: URL(fileURLWithPath: "\(world.folder.path)/evidence/\(try #require(detail.evidence?.name))"))
        #expect(Array(onDisk) == bytes)
        // The transaction that it names is in that block, and is the feed's.
        let publication = try #require(detail.publications.first)
        let hash = try Word(hex: try #require(publication.transaction))
        let receipt = try #require(try await pool().receipt(hash))
        #expect(receipt.succeeded && receipt.blockNumber == publication.block && receipt.gasUsed == publication.gasUsed)
        #expect(receipt.logs.contains { $0.address == feed.contract } && detail.summary.transaction == publication.transaction)
        let page = try await get("/feeds/\(name)/rounds/\(number)", type: "text/html")
        #expect(page.contains("\(hash)") && page.contains(PageText.decimal(spot.decimal)) && page.contains(PageText.integer(receipt.gasUsed)))
        let price = try #require(receipt.effectiveGasPrice)
        #expect(publication.gasPrice == "\(price)")
        return (receipt.gasUsed, price * UInt128(receipt.gasUsed))
    }
}
