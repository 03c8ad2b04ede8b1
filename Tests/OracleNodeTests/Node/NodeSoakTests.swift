import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import OracleNode
import Synchronization
import Testing

/// Hours of a node's life with something going wrong every few minutes, and nothing growing.
///
/// Two simulated hours by default; `ASSAY_SOAK_HOURS=48` makes it longer.
@Suite struct NodeSoakTests {
    private static var hours: UInt64 { ProcessInfo.processInfo.environment["ASSAY_SOAK_HOURS"].flatMap { UInt64($0) } ?? 2 }

    /// Bytes in memory, and open files.
    private func footprint() throws -> (memory: Double, files: Int) {
        (Double(try #require(ProcessFigures.residentBytes)), try #require(ProcessFigures.openFiles))
    }

    @Test func hoursWithFaultsLeaveMemoryFilesAndHeartbeatsAsTheyWere() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-10T06:00:00Z")
        let heartbeat: UInt64 = 600
        let triggers = TriggerPolicy(heartbeatSeconds: heartbeat, deviation: 3_000, earlySeconds: 400, earlyDeviation: 2_000)
        let (first, venues) = try await world.optionFeed(everySeconds: 60, triggers: triggers)
        let file = try feedFile("btc-usd-option", everySeconds: 60, named: "btc-usd-twin")
        let twin = try ScriptedVenues(file.feed, recording: NodeWorld.recording)
        let second = try await world.deploy(file, circuitOf: "btc-usd-option", source: twin, triggers: triggers)
        let crashes = Mutex(0)
        struct Crash: Error {}
        var plan = world.plan([first, second], endpoints: ["a", "b"])
        plan.storePatience = 0.02
        plan.retention = .init(seconds: 3_600, rounds: 10)
        var surroundings = world.surroundings([first, second])
        surroundings.log = .silent
        surroundings.beforeProof = { _, attempt in
            let crash = crashes.withLock { left in
                defer { left = max(0, left - 1) }
                return left > 0
            }
            if crash { throw Crash() }
        }
        let runtime = try await world.start(plan, surroundings)
        var generator = PublishingRandom(seed: 0x5eed_0201)
        let started = ContinuousClock.now
        var samples: [(memory: Double, files: Int)] = []
        var faults: [String: Int] = [:]
        let minutes = Self.hours * 60
        for minute in 0..<minutes {
            // Faults end a minute before the next, so that a healthy source allows every heartbeat.
            switch minute % 5 {
            case 1:
                let name = try fault(world, venues, crashes, &generator)
                faults[name, default: 0] += 1
            case 3:
                world.chain.disarm()
                world.chain.setBaseFee(LocalChain.gwei)
                venues.become(.well)
                crashes.withLock { $0 = 0 }
            default: break
            }
            await world.clock.advance(seconds: 60)
            if minute % 10 == 9 { samples.append(try footprint()) }
        }
        let elapsed = ContinuousClock.now - started
        await world.clock.advance(seconds: 120)
        await world.expectReady(runtime)
        try await world.drain(runtime)

        // Half of the time warms up: caches of circuits, connections and the store's pages fill until then.
        let warm = samples.dropFirst(max(1, samples.count / 2))
        let memory = warm.map(\.memory)
        let base = try #require(memory.first)
        let files = warm.map(\.files)
        let note: Comment = "\(Self.hours) h in \(elapsed), faults \(faults), MiB \(samples.map { Int($0.memory / 1_048_576) }), files \(samples.map(\.files))"
        #expect(memory.allSatisfy { abs($0 - base) <= base * 0.05 }, note)
        let (fewest, most) = (try #require(files.min()), try #require(files.max()))
        #expect(most - fewest <= 4, note)
        for feed in [first, second] {
            let accepted = world.accepted(feed)
            let times = accepted.map { $0 * 60 }
            let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
            #expect(accepted.count >= Int(minutes / 11) && world.refused(feed) == 0, note)
            // Two minutes of outage may fall on a heartbeat's own round; it is caught up at once.
            #expect(gaps.allSatisfy { $0 <= heartbeat + 180 }, "\(gaps.max() ?? 0) \(note)")
        }
        #expect(faults.count >= 8, note)
        print("soak: \(note)")
    }

    private func fault(
        _ world: NodeWorld, _ venues: ScriptedVenues, _ crashes: borrowing Mutex<Int>, _ generator: inout PublishingRandom
    ) throws -> String {
        let send = "eth_sendRawTransaction"
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
            world.chain.arm(.timeoutAfter, method: send, times: 2)
            return "timeout mid-send"
        case 1:
            world.chain.arm(.swallow, method: send, times: 2)
            return "dropped transaction"
        case 2:
            world.chain.arm(.timeoutBefore, endpoint: "a")
            return "endpoint away"
        case 3:
            world.chain.arm(.lag(8), endpoint: "a")
            return "lagging endpoint"
        case 4:
            try world.chain.reorganize(depth: 3, keepsTransactions: Bool.random(using: &generator))
            return "reorganization"
        case 5:
            world.chain.setBaseFee(40 * LocalChain.gwei)
            return "gas spike"
        case 6:
            venues.become(.out)
            return "venues out"
        case 7:
            venues.become(.changed)
            return "schema change"
        case 8:
            crashes.withLock { $0 = 3 }
            return "prover crash"
        default:
            world.chain.dropPool()
            return "pool lost"
        }
    }
}
