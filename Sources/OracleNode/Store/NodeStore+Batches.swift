import EthereumKit
import GRDB

/// What became of a publication that went out in a transaction with others.
public enum CarriedOutcome: Hashable, Sendable {
    /// Its contract took it; the note is for its record.
    case taken(note: String)
    /// Its contract refused it, and nothing else of the transaction.
    case refused(note: String)
}

/// Publications that share a transaction. The batch is a publication of its own kind, to the multicall; it has the attempts, and what
/// it carries moves with it. A publication is carried once at most: one that its batch did not bring to its contract goes on alone.
extension NodeStore {
    /// Writes a batch and what it carries. Refused where one of them has begun to go out otherwise.
    func bundle(_ batch: Publication, carrying members: [PublicationRecord], now: UInt64) throws(StoreError) -> PublicationRecord {
        let record = try enqueue(batch, now: now)
        do throws(StoreError) {
            try write { database in
                for member in members {
                    let current = try Self.publication(member.id, database)
                    guard current.publication.kind == .report, current.state == .queued, current.nonce == nil, current.carrier == nil else {
                        throw StoreError.wrongStage("publication \(member.id) is \(current.state.rawValue) and cannot join another transaction")
                    }
                    try database.execute(
                        sql: "UPDATE publication SET carrier = ?, changed_at = ? WHERE id = ?",
                        arguments: [record.id, try Self.integer(now, "time"), member.id])
                }
            }
        } catch {
            try dissolve(record.id, now: now)
            throw error
        }
        return record
    }

    /// Takes a batch back that no transaction was made for, so that what it carried can go out in any way.
    func dissolve(_ batch: Int64, now: UInt64) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "UPDATE publication SET carrier = NULL, nonce = NULL, state = 'queued', changed_at = ? WHERE carrier = ?",
                arguments: [try Self.integer(now, "time"), batch])
            try database.execute(sql: "DELETE FROM publication WHERE id = ? AND kind = 'batch'", arguments: [batch])
        }
    }

    /// What a batch carries, in the order in which it was asked for.
    public func carried(by batch: Int64) throws(StoreError) -> [PublicationRecord] {
        try read { try Self.carried(by: batch, $0) }
    }

    static func carried(by batch: Int64, _ database: Database) throws -> [PublicationRecord] {
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM publication WHERE carrier = ? ORDER BY id", arguments: [batch])
        return try rows.map(publication)
    }

    /// A publication that goes on without its batch.
    static func release(_ id: Int64, note: String, now: UInt64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE publication SET state = 'queued', nonce = NULL, carrier = NULL, alone = 1, block = NULL, block_hash = NULL,
                transaction_hash = NULL, gas_used = NULL, gas_price = NULL, note = ?, changed_at = ? WHERE id = ?
                """,
            arguments: [note, try integer(now, "time"), id])
    }
}
