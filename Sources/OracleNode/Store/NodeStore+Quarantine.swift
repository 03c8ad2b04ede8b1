import GRDB

extension NodeStore {
    /// Takes rows that are not what was written out of the way, so that one of them does not stop all others.
    ///
    /// A publication or round whose state alone is unreadable, or whose content does not match its digest, is given up; a row that
    /// cannot be read at all goes. A damaged attempt goes: should its transaction be in the chain, the contract has the round and
    /// refuses it a second time.
    ///
    /// - Returns: what was found, for the log; empty where all is well.
    public func quarantine(now: UInt64) throws(StoreError) -> [String] {
        try write { database in
            var found: [String] = []
            for row in try Row.fetchAll(database, sql: "SELECT *, rowid AS place FROM attempt") {
                guard let damage = Self.damage(in: { _ = try Self.attempt(row) }) else { continue }
                found.append(damage)
                try database.execute(sql: "DELETE FROM attempt WHERE rowid = ?", arguments: [row["place"] as DatabaseValue])
            }
            let time = try Self.integer(now, "time")
            for row in try Row.fetchAll(database, sql: "SELECT * FROM publication") {
                guard let damage = Self.damage(in: { _ = try Self.publication(row) }) else { continue }
                found.append(damage)
                let id: DatabaseValue = row["id"]
                try database.execute(
                    sql: "UPDATE publication SET state = 'dropped', note = 'its record is damaged', changed_at = ? WHERE id = ?",
                    arguments: [time, id])
                try database.execute(
                    sql: "UPDATE round SET stage = 'dropped', note = 'its publication is damaged', changed_at = ? WHERE feed = ? AND number = ? AND stage != 'published'",
                    arguments: [time, row["feed"] as DatabaseValue, row["number"] as DatabaseValue])
                let again = try Row.fetchOne(database, sql: "SELECT * FROM publication WHERE id = ?", arguments: [id])
                if let again, Self.damage(in: { _ = try Self.publication(again) }) != nil {
                    try database.execute(sql: "DELETE FROM publication WHERE id = ?", arguments: [id])
                }
            }
            // What a lost batch carried goes on alone; a contract that has it already refuses it.
            try database.execute(
                sql: """
                    UPDATE publication SET state = 'queued', nonce = NULL, carrier = NULL, alone = 1, note = 'the transaction that carried it is damaged',
                    changed_at = ? WHERE carrier IS NOT NULL AND state IN ('queued', 'sent', 'included')
                    AND carrier NOT IN (SELECT id FROM publication WHERE state IN ('queued', 'sent', 'included'))
                    """,
                arguments: [time])
            for row in try Row.fetchAll(database, sql: "SELECT * FROM round") {
                guard let damage = Self.damage(in: { _ = try Self.record(row) }) else { continue }
                found.append(damage)
                let key: StatementArguments = [row["feed"] as DatabaseValue, row["number"] as DatabaseValue]
                try database.execute(
                    sql: "UPDATE round SET stage = 'dropped', note = 'its record is damaged', changed_at = \(time) WHERE feed = ? AND number = ?",
                    arguments: key)
                let again = try Row.fetchOne(database, sql: "SELECT * FROM round WHERE feed = ? AND number = ?", arguments: key)
                if let again, Self.damage(in: { _ = try Self.record(again) }) != nil {
                    try database.execute(sql: "DELETE FROM round WHERE feed = ? AND number = ?", arguments: key)
                }
            }
            return found
        }
    }

    private static func damage(in body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }
}
