import Foundation
import GRDB

/// The right to publish with one key, for a while.
public struct Lease: Hashable, Sendable {
    public let name: String
    public let owner: String
    /// Rises whenever the lease changes hands: what an old holder writes with a lower one is refused.
    public let token: UInt64
    /// Milliseconds since 1970.
    public let expiresAt: UInt64
}

extension NodeStore {
    /// Takes the lease, or renews it for its holder.
    ///
    /// - Parameters:
    ///   - name: what it is for: a chain and an account.
    ///   - owner: this process, under a name that no other has.
    ///   - now: milliseconds since 1970.
    /// - Returns: nil while another owner's has not run out.
    public func takeLease(_ name: String, owner: String, now: UInt64, milliseconds: UInt64) throws(StoreError) -> Lease? {
        try write { database in
            let row = try Row.fetchOne(database, sql: "SELECT * FROM lease WHERE name = ?", arguments: [name])
            let held = row.map { StoredRow(row: $0, table: "lease") }
            var token: UInt64 = 1
            if let held {
                let isOwn = try held.text("owner") == owner
                guard try isOwn || held.number("expires_at") <= now else { return nil }
                token = try held.number("token") + (isOwn ? 0 : 1)
            }
            let expiry = now + milliseconds
            try database.execute(
                sql: "INSERT OR REPLACE INTO lease (name, owner, expires_at, token) VALUES (?, ?, ?, ?)",
                arguments: [name, owner, try Self.integer(expiry, "time"), try Self.integer(token, "token")])
            return Lease(name: name, owner: owner, token: token, expiresAt: expiry)
        }
    }

    /// Ends the lease of an owner whose name begins so: of a process that is known to be gone.
    func endLease(_ name: String, ownerPrefix prefix: String) throws(StoreError) {
        try write { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM lease WHERE name = ?", arguments: [name]),
                try StoredRow(row: row, table: "lease").text("owner").hasPrefix(prefix)
            else { return }
            try database.execute(sql: "UPDATE lease SET expires_at = 0 WHERE name = ?", arguments: [name])
        }
    }

    /// Every lease that was ever taken, also those that have run out.
    public func leases() throws(StoreError) -> [Lease] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM lease ORDER BY name").map { row in
                let held = StoredRow(row: row, table: "lease")
                return Lease(
                    name: try held.text("name"), owner: try held.text("owner"), token: try held.number("token"),
                    expiresAt: try held.number("expires_at"))
            }
        }
    }

    /// Lets go of the lease at once, if it is still this one.
    public func release(_ lease: Lease) throws(StoreError) {
        try write { database in
            // The row stays, so that tokens keep rising.
            try database.execute(
                sql: "UPDATE lease SET expires_at = 0 WHERE name = ? AND owner = ? AND token = ?",
                arguments: [lease.name, lease.owner, try Self.integer(lease.token, "token")])
        }
    }

    /// Part of every transaction that lets something go out: whoever lost the lease writes nothing.
    static func require(_ lease: Lease, now: UInt64, _ database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM lease WHERE name = ?", arguments: [lease.name]) else {
            throw StoreError.leaseLost("nobody holds the lease \(lease.name)")
        }
        let held = StoredRow(row: row, table: "lease")
        let (owner, token) = (try held.text("owner"), try held.number("token"))
        guard owner == lease.owner, token == lease.token else {
            throw StoreError.leaseLost("\(owner) holds the lease \(lease.name)")
        }
        guard try held.number("expires_at") > now else { throw StoreError.leaseLost("the lease \(lease.name) has run out") }
    }

    static func blob(_ bytes: [UInt8]) -> DatabaseValue { Data(bytes).databaseValue }
}
