import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import GRDB
import OracleNode
import Testing

/// Several feeds in one transaction, and what becomes of each.
@Suite struct BatchTests {
    /// Three feeds that wait at the same time.
    struct Scene {
        let fixture: PublishingFixture
        let store: NodeStore
        let manager: TransactionManager

        init(feedCount: Int = 3, breaker: ProvenFeed.Breaker? = nil, policy: ((PublishingFixture) -> PublishingPolicy)? = nil) async throws {
            fixture = try await PublishingFixture(feedCount: feedCount, breaker: breaker)
            store = try fixture.store()
            manager = fixture.manager(store, policy: policy?(fixture) ?? fixture.together)
        }

        @discardableResult
        func publish(_ round: UInt64, value: Int128? = nil, feeds: Range<Int>? = nil) async throws -> [PublicationRecord] {
            var records: [PublicationRecord] = []
            for feed in fixture.feeds[feeds ?? 0..<fixture.feeds.count] {
                let data = try fixture.calldata(round, for: feed.contract, value: value)
                records.append(try await manager.publish(data, to: feed.contract, round: RoundKey(feed: feed.name, number: round)))
            }
            return records
        }

        var reports: [PublicationRecord] { get throws { try store.publications(limit: 1_000).filter { $0.publication.kind == .report } } }
        var accepted: [[UInt64]] { fixture.feeds.map { fixture.accepted(by: $0.contract) } }
        var nonce: UInt64 { fixture.chain.nonce(fixture.payer.address) }

        /// Waits until the feeds of a batch have found together, and sends it.
        func send() async throws -> PublishingReport {
            fixture.chain.advance(seconds: PublishingPolicy().gatherSeconds)
            return try await manager.step()
        }
    }

    @Test func feedsThatWaitTogetherGoOutInOneTransaction() async throws {
        let scene = try await Scene()
        let records = try await scene.publish(1)
        // The first ones wait a moment for others.
        let early = try await scene.manager.step()
        #expect(early.sent == 0 && early.active == 3 && early.problems.isEmpty)
        let report = try await scene.send()
        #expect(report.sent == 1 && report.bundled == 3 && report.active == 3 && report.problems.isEmpty, "\(report)")
        #expect(try scene.reports.allSatisfy { $0.state == .sent && $0.nonce == 0 && $0.carrier != nil })
        let total = try await scene.fixture.settle(scene.manager)
        #expect(total.confirmed == 3 && scene.nonce == 1 && scene.fixture.refused == 0)
        #expect(scene.accepted == [[1], [1], [1]])
        let confirmed = try records.map { try scene.store.publication($0.id) }
        #expect(confirmed.allSatisfy { $0.state == .confirmed && $0.note.contains("2 others") && $0.inclusion?.gasUsed == total.gasUsed })
        // One transaction for all of them, cheaper than one for each.
        #expect(Set(confirmed.compactMap(\.inclusion?.transaction)).count == 1)
        let apart = try await Scene { _ in PublishingFixture.policy }
        try await apart.publish(1)
        let sum = try await apart.fixture.settle(apart.manager)
        #expect(sum.confirmed == 3 && apart.nonce == 3 && total.gasUsed < sum.gasUsed)
        print("gas of three feeds without their verifiers' work: \(total.gasUsed) together, \(sum.gasUsed) apart")
        // The next rounds as well; asking again for one changes nothing.
        try await scene.publish(2)
        try await scene.publish(1)
        _ = try await scene.send()
        try await scene.fixture.settle(scene.manager)
        #expect(scene.accepted == [[1, 2], [1, 2], [1, 2]] && scene.nonce == 2)
    }

    @Test func oneThatIsRefusedHoldsUpNoOther() async throws {
        let scene = try await Scene()
        let records = try await scene.publish(1)
        #expect(try await scene.send().bundled == 3)
        // While the transaction is on its way somebody else publishes a newer round of the second feed.
        let second = scene.fixture.feeds[1].contract
        try scene.fixture.chain.prepare(to: second, data: scene.fixture.calldata(5, for: second))
        let total = try await scene.fixture.settle(scene.manager)
        #expect(total.confirmed == 2 && total.released == 1 && total.superseded == 1 && total.reverted == 0, "\(total)")
        #expect(scene.fixture.accepted(by: scene.fixture.feeds[0].contract) == [1] && scene.fixture.accepted(by: second) == [])
        let states = try records.map { try scene.store.publication($0.id) }
        #expect(states.map(\.state) == [.confirmed, .superseded, .confirmed] && states[1].note.contains("RoundNotNewer"), "\(states.map(\.note))")
        // It was not sent a second time: the contract was asked first.
        #expect(scene.nonce == 1)
    }

    /// What is not wanted does not join, and what cannot work together goes out apart.
    @Test func oneThatWouldBeRefusedDoesNotJoin() async throws {
        let scene = try await Scene()
        let first = scene.fixture.feeds[0].contract
        try scene.fixture.chain.prepare(to: first, data: scene.fixture.calldata(9, for: first))
        let records = try await scene.publish(1)
        let report = try await scene.send()
        #expect(report.bundled == 2 && report.superseded == 1 && report.sent == 1, "\(report)")
        try await scene.fixture.settle(scene.manager)
        #expect(try records.map { try scene.store.publication($0.id).state } == [.superseded, .confirmed, .confirmed])
    }

    @Test func oneAloneGoesOutByItself() async throws {
        let scene = try await Scene()
        try await scene.publish(1, feeds: 2..<3)
        #expect(try await scene.manager.step().sent == 0)
        let report = try await scene.send()
        #expect(report.sent == 1 && report.bundled == 0)
        // Two rounds of one contract never share a transaction.
        try await scene.publish(2, feeds: 2..<3)
        scene.fixture.chain.advance(seconds: 2)
        try await scene.publish(3, feeds: 2..<3)
        #expect(try await scene.send().bundled == 0)
        try await scene.fixture.settle(scene.manager)
        #expect(scene.accepted == [[], [], [1, 2, 3]] && scene.nonce == 3)
        #expect(scene.fixture.chain.mined.allSatisfy { $0.to == scene.fixture.feeds[2].contract })
    }

    /// An address without code, and a contract of another kind.
    @Test(arguments: [true, false]) func withoutAMulticallEachGoesOutByItself(isEmpty: Bool) async throws {
        let scene = try await Scene { fixture in
            var policy = fixture.together
            policy.multicall = isEmpty ? fixture.attester.address : fixture.contract
            return policy
        }
        try await scene.publish(1)
        let report = try await scene.send()
        #expect(report.problems.map(\.name) == ["multicall"] && report.sent == 3 && report.bundled == 0, "\(report)")
        #expect("\(report.problems)".contains("chain.multicall"))
        try await scene.fixture.settle(scene.manager)
        #expect(scene.accepted == [[1], [1], [1]])
    }

    @Test func aHeldRoundIsSaidToBe() async throws {
        let scene = try await Scene(breaker: .init(limit: 1_000, window: 86_400, spacing: 10))
        try await scene.publish(1, value: 100)
        _ = try await scene.send()
        try await scene.fixture.settle(scene.manager)
        scene.fixture.chain.advance(seconds: 60)
        let records = try await scene.publish(2, value: 150)
        _ = try await scene.send()
        let total = try await scene.fixture.settle(scene.manager)
        #expect(total.confirmed == 3 && total.released == 0 && scene.accepted == [[1], [1], [1]])
        #expect(try records.allSatisfy { try scene.store.publication($0.id).note.hasPrefix("held by the contract's breaker") })
        let reader = FeedReader(scene.fixture.pool)
        #expect(try await reader.held(by: scene.fixture.contract)?.round == 2)
        // By itself as well.
        let single = try await Scene(feedCount: 1, breaker: .init(limit: 1_000, window: 86_400, spacing: 10)) { _ in PublishingFixture.policy }
        try await single.publish(1, value: 100)
        try await single.fixture.settle(single.manager)
        let held = try await single.publish(2, value: 150)
        try await single.fixture.settle(single.manager)
        #expect(try single.store.publication(held[0].id).note.hasPrefix("held by the contract's breaker"))
    }

    @Test func aBatchThatIsLostIsReplacedAndCountsOnce() async throws {
        let scene = try await Scene()
        try await scene.publish(1)
        scene.fixture.chain.arm(.swallow, method: "eth_sendRawTransaction", times: 1)
        #expect(try await scene.send().sent == 1)
        #expect(scene.fixture.chain.poolCount == 0)
        scene.fixture.chain.advance(seconds: 60)
        let report = try await scene.manager.step()
        #expect(report.replaced == 1 && scene.fixture.chain.poolCount == 1, "\(report)")
        try await scene.fixture.settle(scene.manager)
        #expect(scene.accepted == [[1], [1], [1]] && scene.nonce == 1)
    }

    @Test func aNonceThatWasUsedElsewhereAndAReorganizationLoseNothing() async throws {
        let scene = try await Scene()
        try await scene.publish(1)
        scene.fixture.chain.arm(.swallow, method: "eth_sendRawTransaction", times: 1)
        #expect(try await scene.send().bundled == 3)
        // The key's nonce is used by a transaction of somebody else.
        let transfer = LegacyTransaction(
            chainID: scene.fixture.chain.chainID, nonce: 0, gasPrice: 20 * LocalChain.gwei, gasLimit: 21_000, to: scene.fixture.payer.address)
        try await scene.fixture.pool.broadcast(LocalSigner(scene.fixture.payer).sign(.legacy(transfer)))
        for _ in 0..<6 { try await scene.fixture.tick() }
        try await scene.fixture.settle(scene.manager)
        #expect(scene.accepted == [[1], [1], [1]] && scene.nonce == 2)
        // Final, and taken back three blocks deep all the same.
        try await scene.publish(2)
        _ = try await scene.send()
        try await scene.fixture.settle(scene.manager)
        try scene.fixture.chain.reorganize(depth: 3, keepsTransactions: false)
        try await scene.fixture.settle(scene.manager)
        #expect(scene.accepted == [[1, 2], [1, 2], [1, 2]] && scene.fixture.refused == 0)
        #expect(try scene.reports.allSatisfy { $0.state == .confirmed })
    }

    /// Rows of a batch that are not what was written: what it carried goes on.
    @Test func aDamagedBatchLosesNothing() async throws {
        let scene = try await Scene()
        let records = try await scene.publish(1)
        scene.fixture.chain.arm(.swallow, method: "eth_sendRawTransaction", times: 1)
        _ = try await scene.send()
        let batch = try #require(try scene.store.publications(limit: 10).first { $0.publication.kind == .batch })
        #expect(try scene.store.carried(by: batch.id).map(\.id) == records.map(\.id))
        try await DatabaseQueue(path: scene.store.path).write { database in
            try database.execute(sql: "UPDATE publication SET calldata = zeroblob(100) WHERE id = ?", arguments: [batch.id])
        }
        #expect(try scene.store.quarantine(now: scene.fixture.chain.time).count == 1)
        #expect(try scene.reports.allSatisfy { $0.state == .queued && $0.carrier == nil && $0.isAlone })
        try await scene.fixture.settle(scene.manager)
        #expect(scene.accepted == [[1], [1], [1]])
    }
}
