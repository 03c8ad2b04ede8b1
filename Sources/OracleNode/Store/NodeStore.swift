import Foundation
import GRDB

/// What the node knows and must not forget: one SQLite file (with its write-ahead log beside it), one connection.
///
/// Every call is one transaction that is on disk when it returns, so a node killed at any instant finds whole steps only. Calls
/// block for some milliseconds. All errors are ``StoreError``; rows whose content does not match its check are errors, not data.
public final class NodeStore: Sendable {
    private let queue: DatabaseQueue
    public let path: String

    /// Opens or creates the file and brings it to this version's form.
    ///
    /// - Parameters:
    ///   - patience: seconds to wait for another process to let go of the file.
    ///   - maximumPages: the file does not grow beyond this many pages of 4 KiB; then it is ``StoreError/diskFull``.
    public init(path: String, patience: Double = 5, maximumPages: Int? = nil) throws(StoreError) {
        self.path = path
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.label = "store"
        configuration.prepareDatabase { database in
            // The log is flushed at every commit: a transaction that was signed must not be forgotten when the power goes.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            if let maximumPages { try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let migrator = Self.migrator
            if try queue.read(migrator.hasBeenSuperseded) { throw StoreError.fromNewerVersion }
            try migrator.migrate(queue)
        } catch {
            throw StoreError(error)
        }
    }

    /// Closes the file; further calls fail.
    public func close() throws(StoreError) {
        do { try queue.close() } catch { throw StoreError(error) }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do { return try queue.read(body) } catch { throw StoreError(error) }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do { return try queue.write(body) } catch { throw StoreError(error) }
    }

    /// Tries whether the file takes as much as a round needs, and leaves nothing behind.
    func tryWriting(now: UInt64) throws(StoreError) {
        try write { database in
            try database.inSavepoint {
                try database.execute(
                    sql: "INSERT INTO round (feed, number, stage, cause, due_at, changed_at, note) VALUES ('', ?, 'dropped', '', 0, 0, ?)",
                    arguments: [try Self.integer(now, "time"), String(repeating: " ", count: 64 << 10)])
                return .rollback
            }
        }
    }

    /// Reads the whole file for damage.
    public func checkIntegrity() throws(StoreError) {
        let findings = try read { try String.fetchAll($0, sql: "PRAGMA quick_check") }
        guard findings == ["ok"] else { throw .corrupt(findings.prefix(3).joined(separator: "; ")) }
    }

    /// SQLite's integers are signed.
    static func integer(_ value: UInt64, _ what: String) throws(StoreError) -> Int64 {
        guard let integer = Int64(exactly: value) else { throw .outOfRange("\(what) \(value)") }
        return integer
    }
}

/// Columns of a row, each either as it was written or an error.
struct StoredRow {
    let row: Row
    let table: String

    private func damaged(_ column: String) -> StoreError { .corrupt("\(table).\(column)") }

    func number(_ column: String) throws(StoreError) -> UInt64 {
        guard let value = try optionalNumber(column) else { throw damaged(column) }
        return value
    }

    func optionalNumber(_ column: String) throws(StoreError) -> UInt64? {
        let value: DatabaseValue? = row[column]
        switch value?.storage {
        case .null?: return nil
        case .int64(let integer)? where integer >= 0: return UInt64(integer)
        default: throw damaged(column)
        }
    }

    func text(_ column: String) throws(StoreError) -> String {
        let value: DatabaseValue? = row[column]
        guard case .string(let text)? = value?.storage else { throw damaged(column) }
        return text
    }

    func optionalText(_ column: String) throws(StoreError) -> String? {
        let value: DatabaseValue? = row[column]
        if case .null? = value?.storage { return nil }
        return try text(column)
    }

    func optionalBytes(_ column: String) throws(StoreError) -> [UInt8]? {
        let value: DatabaseValue? = row[column]
        switch value?.storage {
        case .null?: return nil
        case .blob(let data)?: return Array(data)
        default: throw damaged(column)
        }
    }

    func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        guard let bytes = try optionalBytes(column) else { throw damaged(column) }
        return bytes
    }

    /// A value that is written as the text or bytes of `convert`'s input.
    func value<Input, Value>(_ column: String, _ input: Input, _ convert: (Input) -> Value?) throws(StoreError) -> Value {
        guard let value = convert(input) else { throw damaged(column) }
        return value
    }
}
