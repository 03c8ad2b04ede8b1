import ChainSupport
import EthereumKit
import Foundation
import OracleNode
import Synchronization
import Testing

/// A whole node killed at every boundary that a round passes: nothing lost, nothing published twice.
@Suite struct NodeKillTests {
    @Test(arguments: [0x5eed_0101, 0x5eed_0102] as [UInt64]) func nothingIsLostAndNothingIsPublishedTwice(seed: UInt64) async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, _) = try await world.optionFeed(everySeconds: 60, triggers: TriggerPolicy(heartbeatSeconds: 60, deviation: 5_000))
        var generator = PublishingRandom(seed: seed)
        let guillotine = Guillotine()
        let hits = Mutex<[String: Int]>([:])
        var policy = NodeWorld.policy
        policy.leaseMilliseconds = 5_000
        let plan = world.plan([feed], policy: policy)
        var kills = 0
        for _ in 0..<120 {
            guillotine.fall(after: Int.random(in: 1...16, using: &generator))
            var surroundings = world.surroundings([feed])
            surroundings.mayPass = { stage in
                let passes = guillotine.pass()
                if !passes { hits.withLock { $0[stage.rawValue, default: 0] += 1 } }
                return passes
            }
            surroundings.mayPassRound = { boundary in
                let passes = guillotine.pass()
                if !passes { hits.withLock { $0[boundary.rawValue, default: 0] += 1 } }
                return passes
            }
            let before = world.clock.followers
            let runtime = NodeRuntime(plan: plan, surroundings: surroundings)
            try await runtime.start()
            // A part that was killed at its first boundary is gone before it could be counted.
            while world.clock.followers < before + 3, !guillotine.hasFallen { try await Task.sleep(for: .milliseconds(1)) }
            for _ in 0..<80 where !guillotine.hasFallen { await world.clock.advance(seconds: 6) }
            if guillotine.hasFallen { kills += 1 }
            await runtime.abandon()
            // The dead node's lease runs out.
            await world.clock.advance(seconds: 6)
        }
        guillotine.fall(after: .max)
        let survivor = try await world.start(plan, world.surroundings([feed]))
        await world.clock.advance(seconds: 300)
        try await world.drain(survivor)
        let accepted = world.accepted(feed)
        let store = try NodeStore(path: "\(world.folder.path)/node.sqlite")
        let rounds = try store.rounds(limit: 10_000)
        let published = rounds.filter { $0.stage == .published }.map(\.key.number).sorted()
        let context: Comment = "seed \(seed): \(kills) kills, \(accepted.count) published, \(hits.withLock { $0 })"
        #expect(kills >= 100, context)
        #expect(accepted == accepted.sorted() && Set(accepted).count == accepted.count && world.refused(feed) == 0, context)
        // The newest may still wait for its confirmations.
        #expect(published == Array(accepted.prefix(published.count)) && accepted.count <= published.count + 2, context)
        // Whatever had been observed went all the way; only what had just begun was given up.
        for round in rounds where round.stage == .dropped {
            #expect(round.observedAt == nil || round.note.hasPrefix("overtaken"), "\(round) \(context)")
        }
        #expect(world.chain.nonce(world.payer.address) == UInt64(accepted.count), context)
        // Every kind of boundary was hit.
        let names = Set(hits.withLock { $0.keys })
        let all = Set(RoundBoundary.allCases.map(\.rawValue)).union(PublishingStage.allCases.map(\.rawValue)).subtracting(["batchWritten"])
        #expect(names.count >= all.count - 2, "\(all.subtracting(names)) \(context)")
        try store.checkIntegrity()
        print("kills: \(context)")
    }
}
