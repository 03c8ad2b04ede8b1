import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Synchronization
import Testing

/// A whole node on a simulated clock: what it publishes and when, how it ends, and how it changes over.
@Suite struct NodeRuntimeTests {
    @Test func aFeedIsPublishedByHeartbeatAndByDeviation() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, _) = try await world.optionFeed(triggers: TriggerPolicy(heartbeatSeconds: 1_800, deviation: 10_000))
        let runtime = try await world.start(world.plan([feed]), world.surroundings([feed]))
        await world.clock.advance(seconds: 4 * 3_600)
        let rounds = world.accepted(feed)
        let snapshot = await runtime.snapshot()
        try await world.drain(runtime)
        let store = try NodeStore(path: "\(world.folder.path)/node.sqlite")
        let causes = Dictionary(grouping: try store.rounds(limit: 100).filter { $0.stage == .published }, by: \.cause).mapValues(\.count)
        #expect(rounds.count >= 8 && rounds == rounds.sorted() && world.refused(feed) == 0)
        #expect(causes["first"] == 1 && causes["heartbeat", default: 0] >= 3 && causes["deviation", default: 0] >= 1, "\(causes)")
        #expect(snapshot.reasons.isEmpty, "\(snapshot.reasons)")
        #expect(snapshot.feeds[0].chain?.round == rounds.last && snapshot.feeds[0].source != nil)
        // Every five minutes there was a price, and few of them were worth a proof.
        #expect(snapshot.feeds[0].history.count >= 48 && rounds.count < 40)
        try store.checkIntegrity()
    }

    @Test func drainingFinishesTheRoundInWorkAndGivesTheLeaseBack() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, _) = try await world.optionFeed()
        let runtime = try await world.start(world.plan([feed]), world.surroundings([feed]))
        await world.clock.advance(seconds: 310)
        try await world.drain(runtime)
        let store = try NodeStore(path: "\(world.folder.path)/node.sqlite")
        #expect(try store.unfinishedRounds().allSatisfy { $0.stage == .queued })
        let free = try store.takeLease(
            "publish \(world.chain.chainID) \(world.payer.address)", owner: "another", now: world.clock.now, milliseconds: 1_000)
        #expect(free != nil, "the lease was not given back")
        #expect(await runtime.snapshot().reasons.map(\.code) == [.draining])
    }

    @Test func twoNodesWithOneKeyPublishEachRoundOnce() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, _) = try await world.optionFeed()
        // Both on one store: the lease decides.
        let plan = world.plan([feed])
        let first = try await world.start(plan, world.surroundings([feed]))
        await world.clock.advance(seconds: 60)
        let second = try await world.start(plan, world.surroundings([feed]))
        await world.clock.advance(seconds: 1_200)
        #expect(await world.codes(second).contains(.standby))
        let reasons = await first.snapshot().reasons
        #expect(reasons.isEmpty, "\(reasons)")
        // The first one goes; the second takes over at once.
        try await world.drain(first)
        await world.clock.advance(seconds: 1_200)
        #expect(await world.codes(second).isEmpty)
        try await world.drain(second)
        let rounds = world.accepted(feed)
        #expect(Set(rounds).count == rounds.count && rounds.count >= 7 && world.refused(feed) == 0, "\(rounds)")
    }

    @Test func reloadingStartsAndStopsFeedsAndLeavesTheOthersAlone() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, venues) = try await world.optionFeed()
        let hourly = try feedFile("btc-usd-hourly")
        let other = try await world.deploy(
            hourly, circuitOf: "btc-usd-hourly", source: try ScriptedVenues(hourly.feed, recording: "bitstamp-flash-2019-05"))
        let runtime = try await world.start(world.plan([feed]), world.surroundings([feed, other]))
        await world.clock.advance(seconds: 700)
        let before = world.accepted(feed)
        let asked = venues.asked
        try await world.whileTimePasses { try await runtime.reload(world.plan([feed, other])) }
        #expect(venues.asked == asked, "the feed that stayed was begun anew")
        await world.clock.advance(seconds: 700)
        #expect(await runtime.snapshot().feeds.map(\.name) == ["btc-usd-option", "btc-usd-hourly"])
        #expect(world.accepted(feed).count > before.count)
        // What cannot be followed is refused, and nothing changes.
        var bad = world.plan([other])
        bad.storePath += ".other"
        let refused = bad
        await #expect(throws: NodeError.self) { try await runtime.reload(refused) }
        #expect(await runtime.snapshot().feeds.count == 2)
        try await world.whileTimePasses { try await runtime.reload(world.plan([other])) }
        let last = world.accepted(feed)
        await world.clock.advance(seconds: 700)
        #expect(world.accepted(feed).count <= last.count + 1)
        #expect(await runtime.snapshot().feeds.map(\.name) == ["btc-usd-hourly"])
        try await world.drain(runtime)
        #expect(world.log(containing: "configuration reloaded").count == 2)
    }

    @Test func emitOnlyWritesEachRoundOnceAndSendsNothing() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, _) = try await world.optionFeed()
        var plan = world.plan([feed])
        plan.output = .emit(.folder(world.folder.path + "/out"))
        let runtime = try await world.start(plan, world.surroundings([feed]))
        await world.clock.advance(seconds: 1_500)
        try await world.drain(runtime)
        let files = try FileManager.default.contentsOfDirectory(atPath: world.folder.path + "/out")
        #expect(files.count >= 5 && world.chain.calls("eth_sendRawTransaction") == 0, "\(files)")
    }
}
