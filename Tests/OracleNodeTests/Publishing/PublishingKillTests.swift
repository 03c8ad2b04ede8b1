import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import OracleNode
import Testing

/// A node killed at every boundary, hundreds of times over one run: nothing lost, nothing published twice.
@Suite struct PublishingKillTests {
    /// A node's life between two kills: the store, the rounds it works on, and the transaction manager.
    struct Node {
        let fixture: PublishingFixture
        let store: NodeStore
        let manager: TransactionManager

        /// - Parameter policy: with or without the multicall.
        init(_ fixture: PublishingFixture, life: Int, policy: PublishingPolicy = PublishingFixture.policy) throws {
            self.fixture = fixture
            store = try fixture.store()
            manager = fixture.manager(store, owner: "life \(life)", policy: policy)
        }

        struct Killed: Error {}

        func boundary() throws { if !fixture.guillotine.pass() { throw Killed() } }

        /// Brings unfinished rounds a stage on, and begins another where none is left.
        func work(upTo last: UInt64) async throws {
            let unfinished = try store.unfinishedRounds()
            for feed in fixture.feeds where !unfinished.contains(where: { $0.key.feed == feed.name && $0.stage != .queued }) {
                let next = (try store.lastRound(of: feed.name) ?? 0) + 1
                if next <= last {
                    try boundary()
                    try store.begin(RoundKey(feed: feed.name, number: next), cause: "heartbeat", dueAt: fixture.chain.time, now: fixture.chain.time)
                    try boundary()
                }
            }
            for round in try store.unfinishedRounds() {
                let now = fixture.chain.time
                try boundary()
                let contract = try #require(fixture.feeds.first { $0.name == round.key.feed }).contract
                switch round.stage {
                case .due:
                    let observation = StoredObservation(venue: "v", observedAt: now, body: Array("\(round.key.number)".utf8))
                    try store.record([observation], evidence: nil, observedAt: now, of: round.key, now: now)
                case .observed:
                    #expect(try store.observations(of: round.key).map(\.body) == [Array("\(round.key.number)".utf8)])
                    let calldata = try fixture.calldata(round.key.number, for: contract)
                    try store.record(StoredProof(model: PublishingFixture.modelID, bytes: calldata), of: round.key, now: now)
                case .proved:
                    let proof = try #require(try store.proof(of: round.key))
                    try await manager.publish(proof.bytes, to: contract, round: round.key)
                case .queued, .published, .dropped: break
                }
                try boundary()
            }
            _ = try await manager.step()
            try boundary()
        }
    }

    /// What happens to the chain and its endpoint beside the kills.
    static func storm(_ fixture: PublishingFixture, _ generator: inout PublishingRandom) throws {
        let send = "eth_sendRawTransaction"
        switch Int.random(in: 0..<24, using: &generator) {
        case 0: fixture.chain.arm(.timeoutAfter, method: send, times: 1)
        case 1: fixture.chain.arm(.timeoutBefore, method: send, times: 2)
        case 2: fixture.chain.arm(.swallow, method: send, times: 2)
        case 3: fixture.chain.arm(.error(code: -32000, message: "replacement transaction underpriced"), method: send, times: 1)
        case 4: fixture.chain.arm(.error(code: -32000, message: "nonce too low"), method: send, times: 1)
        case 5: fixture.chain.arm(.error(code: -32000, message: "txpool is full"), method: send, times: 1)
        case 6: fixture.chain.arm(.timeoutBefore, times: 3)
        case 7: fixture.chain.arm(.lag(2), times: 12)
        case 8: fixture.chain.setBaseFee(UInt128.random(in: 1...40, using: &generator) * LocalChain.gwei)
        case 9, 10:
            let depth = Int.random(in: 1...3, using: &generator)
            try fixture.chain.reorganize(depth: depth, keepsTransactions: Bool.random(using: &generator))
        default: break
        }
    }

    /// Lives that end at random boundaries until one has brought all rounds of all feeds home, then one that nothing ends.
    ///
    /// - Parameter boundaries: how many a life passes at most.
    private static func lives(
        _ fixture: PublishingFixture, rounds: UInt64, boundaries: Int, policy: PublishingPolicy = PublishingFixture.policy, isStormy: Bool,
        _ generator: inout PublishingRandom
    ) async throws -> (store: NodeStore, kills: Int, lives: Int) {
        var (kills, life, steps) = (0, 0, 0)
        while steps < 3_000 {
            life += 1
            fixture.guillotine.fall(after: Int.random(in: 1...boundaries, using: &generator))
            do {
                let node = try Node(fixture, life: life, policy: policy)
                while true {
                    steps += 1
                    try await node.work(upTo: rounds)
                    let isDone = try fixture.feeds.allSatisfy { try node.store.lastRound(of: $0.name) == rounds } && node.store.unfinishedRounds().isEmpty
                    if isDone { break }
                    fixture.chain.advance(seconds: 12)
                    if Int.random(in: 0..<5, using: &generator) > 0 { try fixture.chain.mine() }
                    if Int.random(in: 0..<12, using: &generator) == 0 { fixture.chain.dropPool() }
                    if isStormy { try storm(fixture, &generator) }
                    await fixture.pool.check()
                }
                break
            } catch is Node.Killed {
                kills += 1
            } catch PublishingError.stopped {
                kills += 1
            }
            // The dead node's lease runs out; sometimes blocks go by meanwhile.
            fixture.chain.advance(seconds: 6)
            if Bool.random(using: &generator) { try fixture.chain.mine(Int.random(in: 1...3, using: &generator)) }
            await fixture.pool.check()
        }
        let store = try fixture.store()
        fixture.guillotine.fall(after: .max)
        fixture.chain.disarm()
        fixture.chain.setBaseFee(LocalChain.gwei)
        try await fixture.tick(seconds: 60)
        let survivor = fixture.manager(store, owner: "survivor", policy: policy)
        for _ in 0..<12 {
            _ = try await survivor.step()
            try await fixture.tick(seconds: 60)
        }
        return (store, kills, life)
    }

    /// Three feeds whose rounds share transactions, killed at every boundary: each round of each feed is in its contract once.
    @Test(arguments: [(0x5eed_0020, false), (0x5eed_0021, true)] as [(UInt64, Bool)])
    func feedsThatGoOutTogetherLoseNothingEither(seed: UInt64, isStormy: Bool) async throws {
        let fixture = try await PublishingFixture(feedCount: 3)
        let policy = fixture.together
        var generator = PublishingRandom(seed: seed)
        let rounds: UInt64 = 25
        let (store, kills, _) = try await Self.lives(fixture, rounds: rounds, boundaries: 40, policy: policy, isStormy: isStormy, &generator)
        let context: Comment = "seed \(seed), \(kills) kills"
        for feed in fixture.feeds { #expect(fixture.accepted(by: feed.contract) == Array(1...rounds), context) }
        #expect(fixture.refused == 0, context)
        let records = try store.publications(limit: 1_000)
        let reports = records.filter { $0.publication.kind == .report }
        #expect(reports.count == 3 * Int(rounds) && Set(reports.map(\.state)) == [.confirmed], context)
        #expect(Set(try store.rounds(limit: 1_000).map(\.stage)) == [.published], context)
        // Most of them went out with others, in transactions of which each counts.
        let together = reports.count { $0.carrier != nil }
        let batches = records.count { $0.publication.kind == .batch && $0.state == .confirmed }
        #expect(together >= Int(rounds) && batches > 0, context)
        #expect(fixture.chain.nonce(fixture.payer.address) == UInt64(reports.count - together + batches), "a transaction too many, \(context)")
        #expect(kills >= 60, context)
        try store.checkIntegrity()
        print("kills: \(context), \(together) of \(reports.count) publications in \(batches) transactions")
    }

    @Test(arguments: [(0x5eed_0010, false), (0x5eed_0011, false), (0x5eed_0012, true), (0x5eed_0013, true)] as [(UInt64, Bool)])
    func nothingIsLostAndNothingIsPublishedTwice(seed: UInt64, isStormy: Bool) async throws {
        let fixture = try await PublishingFixture()
        var generator = PublishingRandom(seed: seed)
        let rounds: UInt64 = 60
        // Every boundary of a round's way is hit: a round passes some twenty.
        let (store, kills, lives) = try await Self.lives(fixture, rounds: rounds, boundaries: 20, isStormy: isStormy, &generator)
        #expect(fixture.accepted == Array(1...rounds), "seed \(seed), \(kills) kills")
        #expect(fixture.refused == 0, "seed \(seed)")
        #expect(Set(try store.rounds(limit: 1000).map(\.stage)) == [.published])
        let reports = try store.publications(limit: 1000).filter { $0.publication.kind == .report }
        #expect(reports.count == rounds && Set(reports.map(\.state)) == [.confirmed], "seed \(seed)")
        #expect(fixture.chain.nonce(fixture.payer.address) == rounds, "seed \(seed): a transaction too many")
        #expect(kills >= 150, "seed \(seed): \(kills) kills")
        try store.checkIntegrity()
        // Each life's files were closed: the last store's own, and what the system keeps for its locks.
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { descriptor in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + descriptor)
            return target?.hasPrefix(fixture.folder.path) ?? false
        }
        #expect(open.count <= 8, "\(open.count) files are open after \(lives) lives")
    }
}
