import EthereumKit
import Foundation
import FuzzSupport
import GRDB
import OracleNode
import TestSupport
import Testing

/// The store's file with changed bytes, and its rows with changed values: an error that says so, never other data than were written.
@Suite(.timeLimit(.minutes(10))) struct StoreFuzzTests {
    static let key = RoundKey(feed: "test-usd", number: 7)
    static let account = Address(bytes: [UInt8](repeating: 0x11, count: 20)) ?? .zero

    /// A closed store with a round that went all the way, in one file.
    private static func original(_ folder: String) throws -> String {
        let path = folder + "/original.sqlite"
        let store = try NodeStore(path: path)
        try store.begin(key, cause: "heartbeat", dueAt: 100, now: 101)
        try store.record(
            [StoredObservation(venue: "grid", observedAt: 100, body: Array(#"{"times":[100],"responses":[]}"#.utf8))],
            evidence: StoredEvidence(path: "evidence.json", size: 10, digest: 3), observedAt: 100, of: key, now: 102)
        try store.record(StoredProof(model: 9, bytes: [UInt8](repeating: 5, count: 300)), of: key, now: 103)
        let publication = Publication(chainID: 1, contract: account, account: account, round: key, calldata: [1, 2, 3, 4])
        let record = try store.enqueue(publication, now: 104)
        let lease = try #require(try store.takeLease("x", owner: "me", now: 0, milliseconds: 1_000_000))
        let transaction = LegacyTransaction(chainID: 1, nonce: 0, gasPrice: 1, gasLimit: 21_000, to: account)
        let signed = try #require(transaction.signed(by: try SigningKey(bytes: [UInt8](repeating: 0x11, count: 32))))
        try store.record(
            AttemptRecord(transaction: signed, nonce: 0, fees: Fees(maxFee: 5, tip: 1), gasLimit: 21_000, createdAt: 105), for: record.id, lease: lease, nowMilliseconds: 1)
        try store.close()
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try queue.close()
        return path
    }

    /// Reads everything there is; what comes back must be what was written.
    private static func readAll(_ path: String, _ name: Comment) -> StoreError? {
        do throws(StoreError) {
            let store = try NodeStore(path: path, patience: 0)
            defer { try? store.close() }
            for observation in try store.observations(of: key) { #expect(observation.body == Array(#"{"times":[100],"responses":[]}"#.utf8), name) }
            if let proof = try store.proof(of: key) { #expect(proof.bytes == [UInt8](repeating: 5, count: 300), name) }
            _ = try store.evidence(of: key)
            _ = try store.rounds()
            _ = try store.unfinishedRounds()
            for record in try store.activePublications(chainID: 1, account: account) {
                #expect(record.publication.calldata == [1, 2, 3, 4], name)
                _ = try store.attempts(of: record.id)
            }
            _ = try store.highestFees(chainID: 1, account: account, nonce: 0)
            _ = try store.export(key)
            return nil
        } catch {
            return error
        }
    }

    @Test func damagedFiles() throws {
        let folder = try TemporaryFolder()
        let path = try Self.original(folder.path)
        let original = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(Self.readAll(path, "the original") == nil)
        let copy = folder.path + "/copy.sqlite"
        var refused = 0
        let run = FuzzRun("store file", count: 600)
        run.run { random, name in
            var bytes = original
            for _ in 0...random.below(6) {
                let page = random.below(bytes.count / 4_096) * 4_096
                let place = page + random.below(random.once(in: 2) ? 120 : 4_096)
                switch random.below(5) {
                case 0: bytes[place] ^= 1 << UInt8(random.below(8))
                case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 2: for index in place..<min(bytes.count, place + random.below(64)) { bytes[index] = random.pick([0, 0xFF, 0x80]) }
                case 3: for index in 0..<16 where place + index < bytes.count { bytes[place + index] = original[random.below(original.count)] }
                default: bytes = Array(bytes.prefix(max(0, bytes.count - random.below(bytes.count))))
                }
                if bytes.count < 4_096 { break }
            }
            for suffix in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
            try Data(bytes).write(to: URL(fileURLWithPath: copy))
            if random.once(in: 6) { try Data(random.bytes(random.below(400))).write(to: URL(fileURLWithPath: copy + "-wal")) }
            if Self.readAll(copy, name) != nil { refused += 1 }
        }
        if run.isWhole { #expect(refused > run.cases.count / 20) }
    }

    @Test func damagedRows() throws {
        let folder = try TemporaryFolder()
        let path = try Self.original(folder.path)
        let original = try Data(contentsOf: URL(fileURLWithPath: path))
        let columns: [(String, [String])] = [
            ("round", ["feed", "number", "stage", "cause", "due_at", "observed_at", "changed_at", "note"]), ("observation", ["venue", "observed_at", "body", "digest"]),
            ("evidence", ["path", "size", "digest"]), ("proof", ["model", "content", "digest"]),
            ("publication", ["chain", "contract", "account", "number", "kind", "calldata", "digest", "state", "nonce", "block", "block_hash", "transaction_hash", "created_at"]),
            ("attempt", ["hash", "chain", "account", "nonce", "max_fee", "tip", "gas_limit", "raw", "created_at", "sent_at"]),
            ("lease", ["owner", "expires_at", "token"]),
        ]
        let values = [
            "NULL", "0", "-1", "9223372036854775807", "-9223372036854775808", "''", "'x'", "'queued'", "'340282366920938463463374607431768211456'", "'-1'", "x''", "x'00'", "zeroblob(20)", "zeroblob(32)",
            "zeroblob(100000)", "'é\u{0301}'", "CAST(x'ff' AS TEXT)", "char(0)", "randomblob(32)",
        ]
        let copy = folder.path + "/copy.sqlite"
        var refused = 0
        let run = FuzzRun("store row", count: 600)
        run.run { random, name in
            for suffix in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
            try original.write(to: URL(fileURLWithPath: copy))
            let queue = try DatabaseQueue(path: copy)
            for _ in 0...random.below(2) {
                let (table, names) = random.pick(columns)
                let sql = "UPDATE \(table) SET \(random.pick(names)) = \(random.pick(values))"
                // The table's own rules refuse some.
                try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; " + sql) }
            }
            try queue.close()
            if Self.readAll(copy, name) != nil { refused += 1 }
        }
        if run.isWhole { #expect(refused > run.cases.count / 20) }
    }
}
