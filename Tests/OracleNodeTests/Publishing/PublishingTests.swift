import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import GRDB
import OracleNode
import Synchronization
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

    @Test func feedsCloseToTheirLimitsGoAlong() {
        func item(_ feed: String, _ value: Int128, age: UInt64) -> PublishingBatch.Item {
            PublishingBatch.Item(
                feed: feed, policy: PublishingPolicyTests.policy, candidate: CandidateValue(value: value, observedAt: 2_000_000),
                chain: ChainValue(round: 1, value: 100_000, observedAt: 2_000_000 - age))
        }
        func choices(_ items: [PublishingBatch.Item]) -> [String] {
            PublishingBatch.choose(items, now: 2_000_000).map { "\($0.feed) \($0.trigger.rawValue)" }
        }
        let (quiet, close, due, far) = (item("q", 100_000, age: 10), item("c", 100_300, age: 20), item("d", 100_000, age: 3_600), item("f", 101_000, age: 5))
        #expect(choices([quiet, close]) == [])
        #expect(choices([quiet, close, far]) == ["f deviation", "c early"])
        #expect(choices([quiet, far, close, due]) == ["d heartbeat", "f deviation", "c early"])
        var new = quiet
        (new.feed, new.chain) = ("n", nil)
        #expect(choices([due, new]) == ["d heartbeat", "n first"] || choices([due, new]) == ["n first", "d heartbeat"])
    }

    @Test func aServicePublishesReportsAndHandsTheLeaseBack() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let manager = fixture.manager(store)
        let chain = fixture.chain
        let service = PublishingService(manager: manager, pool: fixture.pool, clock: { chain.time * 1_000 }, checkMilliseconds: 1) {
            chain.advance(seconds: 12)
            try chain.mine()
        }
        #expect(!service.status.reasons(now: chain.time).isEmpty)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            while service.status.totals.confirmed == 0 { await Task.yield() }
            #expect(service.status.reasons(now: chain.time).isEmpty)
            chain.arm(.refuse)
            while service.status.reasons(now: chain.time).count < 2 { await Task.yield() }
            chain.disarm()
            while !service.status.reasons(now: chain.time).isEmpty { await Task.yield() }
            service.stop()
        }
        let status = service.status
        #expect(status.totals.sent == 1 && status.problemCounts.keys.contains("endpoint_noEndpoint") && status.active == 0)
        #expect(fixture.accepted == [1])
        // Nobody has to wait for the lease to run out.
        #expect(try await fixture.manager(store, owner: "next").step().problems.isEmpty)
    }

    @Test(arguments: [-600, 600] as [Int64]) func aClockThatIsWrongIsSaidToBeWrong(offset: Int64) async throws {
        let fixture = try await PublishingFixture()
        let chain = fixture.chain
        let wrong = Mutex(offset)
        @Sendable func clock() -> UInt64 { UInt64((Int64(chain.time) + wrong.withLock { $0 }) * 1_000) }
        let pool = RPCPool(chainID: chain.chainID, endpoints: [chain.endpoint()], transport: chain.transport, now: clock)
        let manager = TransactionManager(
            chainID: chain.chainID, store: try fixture.store(), gateway: pool, signer: LocalSigner(fixture.payer), owner: "clock",
            artifact: fixture.artifact, policy: PublishingFixture.policy, clock: clock)
        let service = PublishingService(manager: manager, pool: pool, clock: clock, checkMilliseconds: 1) {
            chain.advance(seconds: 12)
            try chain.mine()
        }
        func reasons() -> [String] { service.status.reasons(now: clock() / 1_000) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            while !reasons().contains(where: { $0.contains(offset < 0 ? "clock is slow" : "clock is fast") }) { await Task.yield() }
            wrong.withLock { $0 = 0 }
            while !reasons().isEmpty { await Task.yield() }
            service.stop()
        }
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: PublishingFixture.key(1))
        await pool.check()
        #expect(try await manager.step().sent == 1)
    }

    @Test func aStoreThatFailsStopsNothingForGood() async throws {
        let fixture = try await PublishingFixture()
        let path = fixture.folder.path + "/small.sqlite"
        // Room for a few rounds only.
        let store = try NodeStore(path: path, patience: 0.05, maximumPages: 36)
        let manager = fixture.manager(store)
        var published: UInt64 = 0
        var failure: PublishingError?
        for round in 1...100 as ClosedRange<UInt64> {
            do {
                try await manager.publish(fixture.calldata(round), to: fixture.contract, round: PublishingFixture.key(round))
                try await fixture.settle(manager)
                published = round
            } catch {
                failure = error as? PublishingError
                break
            }
            try await fixture.tick()
        }
        #expect(failure == .store(.diskFull) && published > 2, "\(published)")
        // There is room again: everything that was asked for goes out, once.
        try store.close()
        let larger = try NodeStore(path: path, patience: 0.05)
        let next = fixture.manager(larger, owner: "first")
        try await next.publish(fixture.calldata(published + 1), to: fixture.contract, round: PublishingFixture.key(published + 1))
        try await fixture.settle(next)
        #expect(fixture.accepted == Array(1...(published + 1)) && fixture.refused == 0)
        // Somebody holds the file.
        var unsafe = Configuration()
        unsafe.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: unsafe)
        try await next.publish(fixture.calldata(published + 2), to: fixture.contract, round: PublishingFixture.key(published + 2))
        try await other.inDatabaseHeld {
            await #expect(throws: PublishingError.store(.locked)) { try await next.step() }
        }
        try await fixture.settle(next)
        #expect(fixture.accepted == Array(1...(published + 2)) && fixture.refused == 0)
    }

    @Test func aRoundIsExportedWhole() async throws {
        let fixture = try await PublishingFixture()
        let store = try fixture.store()
        let (key, manager) = (PublishingFixture.key(1), fixture.manager(store))
        try store.begin(key, cause: PublishTrigger.heartbeat.rawValue, dueAt: 1, now: 2)
        try store.record(StoreTests.observations, evidence: StoreTests.evidence, observedAt: 3, of: key, now: 4)
        try store.record(StoreTests.proof, of: key, now: 5)
        try await manager.publish(fixture.calldata(1), to: fixture.contract, round: key)
        try await fixture.settle(manager)
        let text = try store.export(key).text
        for part in [
            #""stage":"published""#, #""cause":"heartbeat""#, #""venue":"kraken""#, #""path":"evidence/btc-usd-4.json""#, #""state":"confirmed""#,
            #""inclusion":{"block":6"#, #""nonce":0"#,
        ] { #expect(text.contains(part), "\(part) in \(text)") }
        #expect(try store.export(key).text == text)
        #expect(throws: StoreError.notFound("round x #1")) { try store.export(RoundKey(feed: "x", number: 1)) }
    }
}

extension DatabaseQueue {
    /// Holds the file for writing while `body` runs.
    func inDatabaseHeld(_ body: () async throws -> Void) async throws {
        try inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try await body()
        try inDatabase { try $0.execute(sql: "COMMIT") }
    }
}
