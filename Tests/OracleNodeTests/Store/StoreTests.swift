import EthereumKit
import Foundation
import GRDB
import OracleNode
import Testing

/// The store: stages, leases, damage, retention.
@Suite struct StoreTests {
    let folder: TemporaryFolder
    var path: String { folder.path + "/node.sqlite" }

    init() throws {
        folder = try TemporaryFolder()
    }

    static let key = RoundKey(feed: "btc-usd", number: 4)
    static let account = Address.zero
    static let proof = StoredProof(model: 7, bytes: Array(0...255))
    static let observations = [
        StoredObservation(venue: "kraken", observedAt: 100, body: [1, 2]), StoredObservation(venue: "binance", observedAt: 101, body: []),
    ]
    static let evidence = StoredEvidence(path: "evidence/btc-usd-4.json", size: 2000, digest: 9)

    static func publication(_ round: UInt64 = 4, calldata: [UInt8] = [1, 2, 3]) -> Publication {
        Publication(chainID: 1, contract: .zero, account: account, round: RoundKey(feed: "btc-usd", number: round), calldata: calldata)
    }

    static func attempt(nonce: UInt64, maxFee: UInt128 = 20, tip: UInt128 = 2) throws -> AttemptRecord {
        let unsigned = FeeMarketTransaction(
            chainID: 1, nonce: nonce, maxPriorityFeePerGas: tip, maxFeePerGas: maxFee, gasLimit: 21_000, to: .zero)
        let key = try SigningKey(bytes: [UInt8](repeating: 1, count: 32))
        return AttemptRecord(
            transaction: try #require(unsigned.signed(by: key)), nonce: nonce, fees: Fees(maxFee: maxFee, tip: tip), gasLimit: 21_000, createdAt: 5)
    }

    func error(_ body: () throws -> Void) -> StoreError? {
        do {
            try body()
            return nil
        } catch { return error as? StoreError }
    }

    @Test func aRoundGoesStepByStepAndIsThereAfterReopening() throws {
        var store = try NodeStore(path: path)
        func reopen() throws {
            try store.close()
            store = try NodeStore(path: path)
        }
        try store.begin(Self.key, cause: "heartbeat", dueAt: 90, now: 91)
        // Beginning again changes nothing.
        #expect(try store.begin(Self.key, cause: "deviation", dueAt: 95, now: 96).cause == "heartbeat")
        try reopen()
        #expect(try store.unfinishedRounds().map(\.stage) == [.due])
        try store.record(Self.observations, evidence: Self.evidence, observedAt: 100, of: Self.key, now: 101)
        try reopen()
        #expect(try store.observations(of: Self.key) == Self.observations.reversed())
        #expect(try store.evidence(of: Self.key) == Self.evidence)
        try store.record(Self.proof, of: Self.key, now: 102)
        try reopen()
        #expect(try store.proof(of: Self.key) == Self.proof)
        let record = try store.enqueue(Self.publication(), now: 103)
        try reopen()
        #expect(try store.round(Self.key).stage == .queued)
        try store.settle(record.id, as: .confirmed, inclusion: Inclusion(block: 9, blockHash: 8, transaction: 7), now: 104)
        try reopen()
        let round = try store.round(Self.key)
        #expect(round.stage == .published && round.observedAt == 100 && round.changedAt == 104 && round.dueAt == 90)
        #expect(try store.publication(record.id).inclusion == Inclusion(block: 9, blockHash: 8, transaction: 7))
        #expect(try store.unfinishedRounds().isEmpty && store.lastRound(of: "btc-usd") == 4 && store.lastRound(of: "x") == nil)
        try store.checkIntegrity()
    }

    @Test func stagesAreNeitherSkippedNorGoneBackFrom() throws {
        let store = try NodeStore(path: path)
        func isWrong(_ body: () throws -> Void) -> Bool { if case .wrongStage? = error(body) { true } else { false } }
        #expect(error { try store.record(Self.proof, of: Self.key, now: 1) } == .notFound("round btc-usd #4"))
        try store.begin(Self.key, cause: "first", dueAt: 1, now: 1)
        #expect(isWrong { try store.record(Self.proof, of: Self.key, now: 1) })
        try store.record([], evidence: nil, observedAt: 1, of: Self.key, now: 1)
        #expect(isWrong { try store.record([], evidence: nil, observedAt: 2, of: Self.key, now: 2) })
        // What failed left nothing behind.
        #expect(try store.round(Self.key).observedAt == 1)
        try store.drop(Self.key, because: "quorum", now: 3)
        #expect(isWrong { try store.drop(Self.key, because: "again", now: 3) } && isWrong { try store.record(Self.proof, of: Self.key, now: 1) })
        #expect(try store.round(Self.key).note == "quorum")
        #expect(error { try store.begin(RoundKey(feed: "x", number: .max), cause: "", dueAt: 1, now: 1) } == .outOfRange("round \(UInt64.max)"))
    }

    @Test func aRoundIsEnqueuedOnce() throws {
        let store = try NodeStore(path: path)
        let first = try store.enqueue(Self.publication(), now: 1)
        // Another proof of the same round is not another publication.
        #expect(try store.enqueue(Self.publication(calldata: [9]), now: 2) == first)
        #expect(try store.enqueue(Self.publication(5), now: 2).id != first.id)
        #expect(try store.activePublications(chainID: 1, account: Self.account).count == 2)
        #expect(try store.activePublications(chainID: 2, account: Self.account).isEmpty)
    }

    @Test func attemptsKeepTheNonceAndNeedTheLease() throws {
        let store = try NodeStore(path: path)
        let id = try store.enqueue(Self.publication(), now: 1).id
        let lease = try #require(try store.takeLease("k", owner: "a", now: 0, milliseconds: 100))
        let attempts = [try Self.attempt(nonce: 3), try Self.attempt(nonce: 3, maxFee: 30, tip: 1)]
        for attempt in attempts { try store.record(attempt, for: id, lease: lease, nowMilliseconds: 50) }
        #expect(try store.attempts(of: id) == attempts && store.publication(id).nonce == 3)
        #expect(try store.highestFees(chainID: 1, account: Self.account, nonce: 3) == Fees(maxFee: 30, tip: 2))
        #expect(try store.highestFees(chainID: 1, account: Self.account, nonce: 4) == nil)
        func refuses(_ attempt: AttemptRecord, _ lease: Lease, at now: UInt64) -> StoreError? {
            error { try store.record(attempt, for: id, lease: lease, nowMilliseconds: now) }
        }
        if case .wrongStage? = refuses(try Self.attempt(nonce: 4), lease, at: 50) {} else { Issue.record("a second nonce was taken") }
        if case .leaseLost? = refuses(try Self.attempt(nonce: 3, maxFee: 40), lease, at: 100) {} else { Issue.record("the lease had run out") }
        let other = try #require(try store.takeLease("k", owner: "b", now: 100, milliseconds: 100))
        #expect(other.token == lease.token + 1)
        if case .leaseLost? = refuses(try Self.attempt(nonce: 3, maxFee: 40), lease, at: 60) {} else { Issue.record("an old token was taken") }
        try store.settle(id, as: .confirmed, now: 2)
        if case .wrongStage? = refuses(try Self.attempt(nonce: 3, maxFee: 40), other, at: 120) {} else { Issue.record("it was final") }
        #expect(try store.attempts(of: id).count == 2)
    }

    @Test func aLeaseHasOneHolder() throws {
        let (a, b) = (try NodeStore(path: path), try NodeStore(path: path))
        let first = try #require(try a.takeLease("k", owner: "a", now: 1000, milliseconds: 500))
        #expect(try b.takeLease("k", owner: "b", now: 1499, milliseconds: 500) == nil)
        #expect(try a.takeLease("k", owner: "a", now: 1400, milliseconds: 500)?.token == first.token)
        #expect(try b.takeLease("k", owner: "b", now: 1899, milliseconds: 500) == nil)
        let second = try #require(try b.takeLease("k", owner: "b", now: 1900, milliseconds: 500))
        #expect(second.token > first.token)
        // A former holder cannot let go of what it does not hold.
        try a.release(first)
        #expect(try a.takeLease("k", owner: "a", now: 1901, milliseconds: 500) == nil)
        try b.release(second)
        #expect(try a.takeLease("k", owner: "a", now: 1902, milliseconds: 500)?.token == second.token + 1)
        #expect(try a.takeLease("other", owner: "z", now: 1, milliseconds: 1)?.token == 1)
    }

    @Test(arguments: [
        ("UPDATE observation SET body = x'ff' WHERE venue = 'kraken'", "observations"), ("UPDATE proof SET content = x'00'", "proof"),
        ("UPDATE proof SET model = x'00'", "proof"), ("UPDATE publication SET calldata = x'00'", "publication"),
        ("UPDATE publication SET state = 'mystery'", "publication"), ("UPDATE publication SET contract = x'01'", "publication"),
        ("UPDATE attempt SET raw = x'02c0'", "attempts"), ("UPDATE attempt SET max_fee = '-1'", "attempts"),
        ("UPDATE attempt SET nonce = -3", "attempts"), ("UPDATE round SET stage = 'lost'", "round"), ("UPDATE evidence SET digest = x''", "evidence"),
    ])
    func aChangedRowIsDamageAndNotData(sql: String, what: String) throws {
        let store = try NodeStore(path: path)
        try store.begin(Self.key, cause: "first", dueAt: 1, now: 1)
        try store.record(Self.observations, evidence: Self.evidence, observedAt: 1, of: Self.key, now: 1)
        try store.record(Self.proof, of: Self.key, now: 1)
        let id = try store.enqueue(Self.publication(), now: 1).id
        let lease = try #require(try store.takeLease("k", owner: "a", now: 0, milliseconds: 100))
        try store.record(Self.attempt(nonce: 3), for: id, lease: lease, nowMilliseconds: 1)
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: sql) }
        let found = error {
            switch what {
            case "observations": _ = try store.observations(of: Self.key)
            case "proof": _ = try store.proof(of: Self.key)
            case "publication": _ = try store.publication(id)
            case "attempts": _ = try store.attempts(of: id)
            case "evidence": _ = try store.evidence(of: Self.key)
            default: _ = try store.round(Self.key)
            }
        }
        if case .corrupt? = found {} else { Issue.record("\(sql): \(String(describing: found))") }
    }

    @Test func aFileThatIsNoStoreIsAnError() throws {
        try Data(repeating: 0x41, count: 9000).write(to: URL(fileURLWithPath: path))
        if case .corrupt? = error({ _ = try NodeStore(path: path) }) {} else { Issue.record("it was opened") }
        if case .unwritable? = error({ _ = try NodeStore(path: folder.path + "/missing/node.sqlite") }) {} else { Issue.record("it was opened") }
    }

    /// Seeded damage to the file: every call is an answer or a typed error.
    @Test func aDamagedFileNeverTraps() throws {
        let original = folder.path + "/whole.sqlite"
        let store = try NodeStore(path: original)
        for round in 1...40 as ClosedRange<UInt64> {
            let key = RoundKey(feed: "btc-usd", number: round)
            try store.begin(key, cause: "first", dueAt: 1, now: 1)
            try store.record(Self.observations, evidence: Self.evidence, observedAt: 1, of: key, now: 1)
            try store.record(Self.proof, of: key, now: 1)
            try store.enqueue(Self.publication(round), now: 1)
        }
        try store.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: original))
        var generator = PublishingRandom(seed: 0x5eed_0004)
        var refused = 0
        for index in 0..<60 {
            var damaged = bytes
            for _ in 0..<20 { damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
            if index.isMultiple(of: 3) { damaged = damaged.prefix(Int.random(in: 0..<damaged.count, using: &generator)) }
            let file = folder.path + "/damaged-\(index).sqlite"
            try damaged.write(to: URL(fileURLWithPath: file))
            let found = error {
                let store = try NodeStore(path: file)
                try store.checkIntegrity()
                for round in try store.rounds() {
                    _ = try (store.observations(of: round.key), store.proof(of: round.key), store.evidence(of: round.key))
                }
                _ = try store.publications()
            }
            if found != nil { refused += 1 }
        }
        #expect(refused > 20)
    }

    @Test func aLockedFileIsSaidToBeLocked() throws {
        let store = try NodeStore(path: path, patience: 0.05)
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            #expect(error { try store.begin(Self.key, cause: "first", dueAt: 1, now: 1) } == .locked)
            try database.execute(sql: "COMMIT")
        }
        try store.begin(Self.key, cause: "first", dueAt: 1, now: 1)
    }

    @Test func aFullDiskIsSaidToBeFullAndLosesNothing() throws {
        let store = try NodeStore(path: path, maximumPages: 40)
        var written: UInt64 = 0
        var found: StoreError?
        for round in 1...200 as ClosedRange<UInt64> {
            let key = RoundKey(feed: "btc-usd", number: round)
            found = error {
                try store.begin(key, cause: "first", dueAt: 1, now: 1)
                try store.record([StoredObservation(venue: "v", observedAt: 1, body: [UInt8](repeating: 7, count: 2000))], evidence: nil, observedAt: 1, of: key, now: 1)
            }
            if found != nil { break }
            written = round
        }
        #expect(found == .diskFull && written > 5)
        for round in 1...written { #expect(try store.observations(of: RoundKey(feed: "btc-usd", number: round)).count == 1) }
        try store.checkIntegrity()
        // It goes on when there is room again.
        for round in 1...written { try store.drop(RoundKey(feed: "btc-usd", number: round), because: "old", now: 2) }
        // The round that did not fit may have begun; then it is one of the two that stay.
        let finished = try store.rounds(limit: 1000).count > Int(written) ? Int(written) - 1 : Int(written) - 2
        #expect(try store.prune(before: 3, keeping: 2).rounds == finished)
        try store.begin(RoundKey(feed: "btc-usd", number: 900), cause: "first", dueAt: 1, now: 1)
    }

    @Test func aNewerVersionsFileIsLeftAlone() throws {
        try NodeStore(path: path).close()
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('900 from the future')") }
        #expect(error { _ = try NodeStore(path: path) } == .fromNewerVersion)
    }

    @Test func retentionKeepsWhatIsNeeded() throws {
        let store = try NodeStore(path: path)
        for round in 1...6 as ClosedRange<UInt64> {
            let key = RoundKey(feed: "btc-usd", number: round)
            try store.begin(key, cause: "first", dueAt: round, now: round)
            try store.record([], evidence: StoredEvidence(path: "e\(round)", size: 1, digest: 1), observedAt: 1, of: key, now: round)
            try store.record(Self.proof, of: key, now: round)
            let record = try store.enqueue(Self.publication(round), now: round)
            // 2 is still on its way.
            if round != 2 { try store.settle(record.id, as: round == 3 ? .dropped : .confirmed, now: round) }
        }
        #expect(try store.prune(before: 1, keeping: 0).rounds == 0)
        let pruned = try store.prune(before: 5, keeping: 1)
        #expect(pruned.rounds == 3 && Set(pruned.evidence) == ["e1", "e3", "e4"])
        #expect(Set(try store.rounds().map(\.key.number)) == [2, 5, 6])
        #expect(try store.publications().count == 3 && store.proof(of: RoundKey(feed: "btc-usd", number: 1)) == nil)
        #expect(try store.prune(before: 100, keeping: 1).rounds == 1)
        #expect(Set(try store.rounds().map(\.key.number)) == [2, 6])
    }
}
