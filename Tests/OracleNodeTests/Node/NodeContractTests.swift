import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import OracleNode
import Testing

/// What a feed's contract says of itself beside its value: paused, or holding a round.
@Suite struct NodeContractTests {
    /// The breaker holds every move of a tenth of a per cent; the rounds behind decide.
    @Test func aRoundThatIsHeldIsDecidedByTheNextOne() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let file = try feedFile("btc-usd-option", everySeconds: 300)
        let venues = try ScriptedVenues(file.feed, recording: NodeWorld.recording)
        let breaker = ProvenFeed.Breaker(limit: 10, window: 86_400, spacing: 60)
        // Without a held round it would be an hour until the next one.
        let feed = try await world.deploy(
            file, circuitOf: "btc-usd-option", source: venues, triggers: TriggerPolicy(heartbeatSeconds: 3_600, deviation: 1_000_000),
            breaker: breaker)
        let runtime = try await world.start(world.plan([feed]), world.surroundings([feed]))
        var seen: Set<UInt64> = []
        var isShown = true
        for _ in 0..<480 {
            await world.clock.advance(seconds: 30)
            let snapshot = await runtime.snapshot()
            guard let held = snapshot.feeds.first?.held else { continue }
            seen.insert(held.round)
            // It is no fault of the node: it is ready all the while, and says what it waits for.
            isShown = isShown && snapshot.isReady && snapshot.feeds[0].problems.contains { $0.contains("round \(held.round)") }
            let metrics = world.metrics.exposition(snapshot)
            isShown = isShown && metrics.contains("assay_held_round{feed=\"btc-usd-option\"} \(held.round)")
        }
        let snapshot = await runtime.snapshot()
        let metrics = world.metrics.exposition(snapshot)
        try await world.drain(runtime)
        let held = try events(world, feed, "ReportHeld(uint64,bytes32,uint64,int256,int256,bytes32,int256[])")
        let settled = try events(world, feed, "HeldReportAccepted(uint64,uint64,uint64,int256)")
            + events(world, feed, "HeldReportDropped(uint64,uint64)")
        #expect(held.count >= 3, "\(held)")
        // Each but the newest was decided by the very next round of the schedule.
        for round in held.dropLast() {
            #expect(settled.contains { $0[0] == round[0] && $0[1] == round[0] + 1 }, "\(round) \(settled)")
        }
        #expect(isShown && seen.isSubset(of: Set(held.map { $0[0] })) && seen.count >= held.count - 1)
        #expect(world.refused(feed) == 0)
        let store = try NodeStore(path: "\(world.folder.path)/node.sqlite")
        let rounds = try store.rounds(limit: 200)
        for round in held.dropLast() {
            let known = try #require(rounds.first { $0.key.number == round[0] })
            #expect(known.note.hasPrefix("held by the contract's breaker"), "\(known)")
        }
        #expect(rounds.count { $0.cause == "held" } >= held.count - 1)
        #expect(world.log(containing: "the breaker holds a round").count == seen.count)
        #expect(metrics.contains("assay_held_rounds_total{feed=\"btc-usd-option\"} \(seen.count)"))
    }

    /// Arguments that are indexed, of each event.
    private func events(_ world: NodeWorld, _ feed: NodeWorld.Feed, _ signature: String) throws -> [[UInt64]] {
        let topic = try ABIFunction(signature).topic
        return world.chain.mined.flatMap(\.logs).filter { $0.address == feed.contract && $0.topics.first == topic }.map { log in
            log.topics.dropFirst().map { Word(bytes: $0)?.asUInt64 ?? .max }
        }
    }

    @Test func aPausedContractIsWaitedForWithoutProofs() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, _) = try await world.optionFeed()
        let runtime = try await world.start(world.plan([feed]), world.surroundings([feed]))
        await world.clock.advance(seconds: 640)
        await world.expectReady(runtime)
        let before = world.accepted(feed).count
        try await world.send(from: world.attester.key, to: feed.contract, ProvenFeed.pause)
        var reasons: Set<NodeSnapshot.Reason> = []
        for _ in 0..<40 {
            await world.clock.advance(seconds: 30)
            reasons.formUnion(await runtime.snapshot().reasons)
        }
        let paused = await runtime.snapshot()
        #expect(reasons.contains { $0.code == .paused && $0.feed == "btc-usd-option" && $0.message.contains("unpause()") }, "\(reasons)")
        #expect(paused.feeds[0].isPaused == true && world.metrics.exposition(paused).contains("assay_feed_paused{feed=\"btc-usd-option\"} 1"))
        #expect(world.metrics.exposition(paused).contains("assay_not_ready{code=\"paused\"} 1"))
        // The venues are still asked, and nothing is proved in vain.
        #expect(paused.feeds[0].source.map { $0.observedAt + 600 > paused.now } ?? false)
        let proved = try await runtime.rounds(feed: "btc-usd-option", limit: 100, before: nil).count
        #expect(proved <= before + 2 && world.accepted(feed).count <= before + 1, "\(proved) rounds, \(before) before")
        try await world.send(from: world.attester.key, to: feed.contract, ProvenFeed.unpause)
        await world.clock.advance(seconds: 120)
        // The newest round goes out at once, not with the next one's time.
        #expect(world.accepted(feed).count > before)
        await world.clock.advance(seconds: 700)
        await world.expectReady(runtime)
        #expect(await runtime.snapshot().feeds[0].isPaused == false)
        #expect(world.log(containing: "the contract takes no report").count == 1 && world.log(containing: "the contract takes reports again").count == 1)
        try await world.drain(runtime)
    }
}
