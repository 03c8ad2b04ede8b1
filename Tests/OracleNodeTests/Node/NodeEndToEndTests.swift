import ChainSupport
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// Two shipped feeds from recorded venues to a chain's contracts, through every part of the node.
@Suite struct NodeEndToEndTests {
    @Test func twoFeedsArePublishedAndReadBackEqualToTheirEvidence() async throws {
        let world = try await NodeWorld(startsAt: "2019-05-16T12:00:00Z", blockSeconds: 60)
        let clock = world.clock
        let server = ReplayServer(try Recording.load(recordingFolder("bitstamp-flash-2019-05")), clock: { Int64(clock.seconds) })
        let endpoints = try await server.start()
        let bitcoin = try await world.deploy(
            feedFile("btc-usd-hourly"), circuitOf: "btc-usd-hourly", source: nil, triggers: TriggerPolicy(heartbeatSeconds: 7_200, deviation: 5_000))
        let ether = try await world.deploy(
            feedFile("eth-usd-hourly"), circuitOf: "eth-usd-hourly", source: nil, triggers: TriggerPolicy(heartbeatSeconds: 14_400, deviation: 10_000))
        var plan = world.plan([bitcoin, ether])
        plan.venueEndpoints = endpoints
        var surroundings = world.surroundings([bitcoin, ether])
        surroundings.stepMilliseconds = 30_000
        let runtime = try await world.start(plan, surroundings)
        await clock.advance(seconds: 26 * 3_600)
        let snapshot = await runtime.snapshot()
        #expect(snapshot.isReady, "\(snapshot.reasons)")
        #expect(snapshot.feeds.map(\.name) == ["btc-usd-hourly", "eth-usd-hourly"] && snapshot.endpoints.filter { !$0.isUsable }.isEmpty)

        var published = 0
        var causes: [String: Int] = [:]
        for (feed, state) in zip([bitcoin, ether], snapshot.feeds) {
            let name = feed.file.feed.name
            let accepted = world.accepted(feed)
            published += accepted.count
            #expect(world.refused(feed) == 0 && accepted == accepted.sorted() && Set(accepted).count == accepted.count)
            let rounds = try await runtime.rounds(feed: name, limit: 200, before: nil)
            #expect(rounds.filter { $0.stage == "published" }.map(\.number).reversed() == accepted)
            #expect(state.rounds == Array(rounds.prefix(20)) && state.chain?.round == accepted.last)
            for number in accepted {
                // On chain, in the evidence file, in the store and in the API it is one and the same value.
                let data = try ProvenFeed.decodeRoundData(world.chain.read(feed.contract, ProvenFeed.getRoundData(number)).output)
                let key = RoundKey(feed: name, number: number)
                let bytes = try #require(try await runtime.evidence(key))
                let evidence = try Evidence.read(bytes).evidence
                let spot = try #require(evidence.values.first { $0.name == "spot" })
                // The contract rounds halves up.
                #expect(data.answer == (spot.raw * 100_000_000 + 1 << 47) >> 48 && data.startedAt == UInt64(evidence.observedAt))
                let detail = try #require(try await runtime.round(key))
                #expect(detail.values.first { $0.name == "spot" }?.decimal == spot.decimal)
                #expect(detail.publications.map(\.state) == ["confirmed"] && detail.summary.stage == "published")
                #expect(detail.markets.count == feed.file.feed.markets.count && detail.markets.filter(\.counted).count >= feed.file.feed.quorum)
                causes[detail.summary.cause, default: 0] += 1
            }
            let latest = try world.answer(feed)
            #expect(state.chain.map { AnswerValue($0.decimal) == latest.answer } ?? false)
        }
        #expect(published >= 20, "\(published)")
        #expect(causes["first"] == 2 && causes["heartbeat", default: 0] >= 3 && causes["deviation", default: 0] >= 3, "\(causes)")
        // In this hour one venue printed 6,178; it is dropped, and the round's record says so.
        let crash = try await runtime.round(RoundKey(feed: "btc-usd-hourly", number: UInt64(try time("2019-05-17T04:00:00Z")) / 3_600))
        #expect(crash?.markets.first { $0.label.hasPrefix("bitstamp") }?.reason == "outlier", "\(String(describing: crash?.markets))")
        try await ServedAgreement.check(world, runtime, [bitcoin, ether])
        try await world.drain(runtime)
        await server.stop()
        // Everything can be audited from its file alone.
        let folder = world.folder.path + "/evidence"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
        #expect(files.count == published)
        let audited = try await EvidenceFiles.audit(files.prefix(2).map { "\(folder)/\($0)" }) { _ in }
        #expect(audited.count == 2 && audited.filter { !$0.holds }.isEmpty)
    }

    /// A price in decimal, scaled by 10^8.
    private func AnswerValue(_ decimal: String) -> Int128? { ExactDecimal(decimal).flatMap { $0.exactTicks(decimals: 8) }.map { Int128($0) } }
}
