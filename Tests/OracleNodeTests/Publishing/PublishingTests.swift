import ChainSupport
import EthereumKit
import Foundation
import OracleNode
import Testing

/// The transaction manager on a chain that behaves.
@Suite struct PublishingTests {
    @Test func aRoundIsPublishedConfirmedAndReadBack() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let manager = fixture.manager(store)
        #expect(try await FeedReader(fixture.pool).latest(of: fixture.contract) == nil)
        let time = fixture.chain.time
        let record = try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        let first = try await manager.step()
        #expect(first.sent == 1 && first.problems.isEmpty && first.active == 1 && first.balance == 100 * LocalChain.ether)
        #expect(try store.publication(record.id).state == .sent)
        try await fixture.tick()
        #expect(try await manager.step().included == 1)
        #expect(try store.publication(record.id).state == .included)
        try await fixture.tick()
        #expect(try await manager.step().confirmed == 0)
        try await fixture.tick()
        let last = try await manager.step()
        #expect(last.confirmed == 1 && last.active == 0 && last.spent > 0 && last.gasUsed > 21_000)
        #expect(fixture.accepted == [1])
        let value = try #require(try await FeedReader(fixture.pool).latest(of: fixture.contract))
        #expect(value == ChainValue(round: 1, value: 100_000_000, observedAt: time - 1))
        // Asked for again it is not sent again.
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        try await fixture.settle(manager)
        #expect(fixture.accepted == [1] && fixture.chain.nonce(fixture.payer.address) == 1)
    }

    @Test func manyRoundsGoOutInOrder() async throws {
        let fixture = try await PublishingFixture()
        let manager = fixture.manager(try fixture.store())
        for round in 1...7 as ClosedRange<UInt64> {
            try await manager.publish(fixture.calldata(round), to: fixture.contract, round: PublishingFixture.key(round))
            fixture.chain.advance(seconds: 2)
        }
        let first = try await manager.step()
        #expect(first.sent == 4 && fixture.chain.poolCount == 4)
        let total = try await fixture.settle(manager)
        #expect(fixture.accepted == [1, 2, 3, 4, 5, 6, 7] && fixture.refused == 0 && total.confirmed == 7)
    }

    @Test func legacyTransactionsWorkToo() async throws {
        let fixture = try await PublishingFixture()
        var policy = PublishingFixture.policy
        policy.fees.isLegacy = true
        let manager = fixture.manager(try fixture.store(), policy: policy)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        try await fixture.settle(manager)
        #expect(fixture.accepted == [1])
    }

    @Test func aRoundThatTheChainHasIsNotSent() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let manager = fixture.manager(store)
        for round in [5, 3] as [UInt64] {
            try await manager.publish(fixture.calldata(round), to: fixture.contract, round: PublishingFixture.key(round))
            fixture.chain.advance(seconds: 1)
            try await fixture.settle(manager)
        }
        #expect(fixture.accepted == [5] && fixture.refused == 0)
        let states = try store.publications().map(\.state)
        #expect(states == [.superseded, .confirmed])
        #expect(try store.publications()[0].note.contains("RoundNotNewer"))
    }

    @Test func aStaleRoundIsDroppedWithoutBeingSent() async throws {
        let fixture = try await PublishingFixture(maxAge: 600)
        let store = try fixture.store()
        let manager = fixture.manager(store)
        try await manager.publish(fixture.calldata(1, age: 700), to: fixture.contract, round: PublishingFixture.key(1))
        let report = try await manager.step()
        #expect(report.dropped == 1 && fixture.chain.poolCount == 0)
        #expect(try store.publications()[0].note.contains("TooOld"))
    }

    @Test func twoNodesWithOneKeyDoNotBothPublish() async throws {
        let fixture = try await PublishingFixture()
        let (storeA, storeB) = (try fixture.store(), try fixture.store())
        let (a, b) = (fixture.manager(storeA, owner: "a"), fixture.manager(storeB, owner: "b"))
        try await a.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        #expect(try await a.step().sent == 1)
        #expect(try await b.step().problems == [.standby])
        // The first one is gone; the other takes over where it stopped.
        for _ in 0..<4 {
            try await fixture.tick()
            _ = try await b.step()
        }
        #expect(try storeB.publications()[0].state == .confirmed && fixture.accepted == [1])
        #expect(fixture.chain.nonce(fixture.payer.address) == 1)
    }

    @Test func emitOnlyWritesOneFileARound() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let folder = fixture.folder.path + "/out"
        let emitter = EmitOnlyPublisher(store: store, destination: .folder(folder), now: { 1_700_000_000 })
        let calldata = try fixture.calldata(1)
        let publication = Publication(
            chainID: fixture.chain.chainID, contract: fixture.contract, account: .zero, round: RoundKey(feed: "../btc usd", number: 1), calldata: calldata)
        for _ in 0..<3 { #expect(try emitter.emit(publication).state == .emitted) }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files == ["___btc_usd-31337-\(fixture.contract)-1.json"])
        struct Line: Decodable {
            let chainId: UInt64
            let data: String
            let feed: String
            let round: UInt64
            let to: String
        }
        let line = try JSONDecoder().decode(Line.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/" + files[0])))
        #expect(line.chainId == 31337 && line.round == 1 && line.feed == "../btc usd" && line.to == "\(fixture.contract)")
        // Another relayer's transaction with that data is accepted.
        #expect(try Hex.decode(line.data) == calldata)
        #expect(try fixture.chain.read(fixture.contract, Hex.decode(line.data)).success)
    }
}
