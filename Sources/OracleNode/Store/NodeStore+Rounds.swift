import EthereumKit
import GRDB
import Hashing

extension NodeStore {
    /// Begins a round. A round that is there already is left as it is and returned.
    @discardableResult
    public func begin(_ key: RoundKey, cause: String, dueAt: UInt64, now: UInt64) throws(StoreError) -> RoundRecord {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO round (feed, number, stage, cause, due_at, changed_at, note) VALUES (?, ?, 'due', ?, ?, ?, '')
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [key.feed, try Self.integer(key.number, "round"), cause, try Self.integer(dueAt, "time"), try Self.integer(now, "time")])
            return try Self.round(key, database)
        }
    }

    /// Writes what the venues answered, and where the evidence of it lies; the round is then observed.
    public func record(
        _ observations: [StoredObservation], evidence: StoredEvidence?, observedAt: UInt64, of key: RoundKey, now: UInt64
    ) throws(StoreError) {
        try write { database in
            try Self.move(key, to: .observed, note: "", now: now, database)
            let number = try Self.integer(key.number, "round")
            try database.execute(
                sql: "UPDATE round SET observed_at = ? WHERE feed = ? AND number = ?",
                arguments: [try Self.integer(observedAt, "time"), key.feed, number])
            for observation in observations {
                try database.execute(
                    sql: "INSERT INTO observation (feed, number, venue, observed_at, body, digest) VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        key.feed, number, observation.venue, try Self.integer(observation.observedAt, "time"), Self.blob(observation.body),
                        Self.blob(Keccak256.hash(observation.body)),
                    ])
            }
            if let evidence { try Self.insert(evidence, key, database) }
        }
    }

    private static func insert(_ evidence: StoredEvidence, _ key: RoundKey, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO evidence (feed, number, path, size, digest) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                key.feed, try integer(key.number, "round"), evidence.path, try integer(evidence.size, "size"), blob(evidence.digest.bytes),
            ])
    }

    /// Writes the proof, and where the evidence lies if that is known only now; the round is then proved.
    public func record(
        _ proof: StoredProof, evidence: StoredEvidence? = nil, of key: RoundKey, now: UInt64
    ) throws(StoreError) {
        try write { database in
            try Self.move(key, to: .proved, note: "", now: now, database)
            try database.execute(
                sql: "INSERT INTO proof (feed, number, model, content, digest) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    key.feed, try Self.integer(key.number, "round"), Self.blob(proof.model.bytes), Self.blob(proof.bytes),
                    Self.blob(Keccak256.hash(proof.bytes)),
                ])
            if let evidence { try Self.insert(evidence, key, database) }
        }
    }

    /// Gives a round up.
    public func drop(_ key: RoundKey, because note: String, now: UInt64) throws(StoreError) {
        try write { try Self.move(key, to: .dropped, note: note, now: now, $0) }
    }

    public func round(_ key: RoundKey) throws(StoreError) -> RoundRecord {
        try read { try Self.round(key, $0) }
    }

    /// Newest first.
    ///
    /// - Parameter before: only rounds with lower numbers.
    public func rounds(feed: String? = nil, limit: Int = 100, before: UInt64? = nil) throws(StoreError) -> [RoundRecord] {
        try read { database in
            let bound = try before.map { try Self.integer($0, "round") }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM round WHERE (?1 IS NULL OR feed = ?1) AND (?3 IS NULL OR number < ?3)
                    ORDER BY due_at DESC, feed, number DESC LIMIT ?2
                    """,
                arguments: [feed, limit, bound])
            return try rows.map(Self.record)
        }
    }

    /// Rounds that are neither published nor dropped, oldest first: what a node that starts goes on with.
    public func unfinishedRounds() throws(StoreError) -> [RoundRecord] {
        try read { database in
            let sql = "SELECT * FROM round WHERE stage NOT IN ('published', 'dropped') ORDER BY due_at, feed, number"
            return try Row.fetchAll(database, sql: sql).map(Self.record)
        }
    }

    /// The highest round of a feed, or nil.
    public func lastRound(of feed: String) throws(StoreError) -> UInt64? {
        try read { database in
            let value = try Int64.fetchOne(database, sql: "SELECT max(number) FROM round WHERE feed = ?", arguments: [feed])
            return value.map { UInt64(clamping: $0) }
        }
    }

    public func observations(of key: RoundKey) throws(StoreError) -> [StoredObservation] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM observation WHERE feed = ? AND number = ? ORDER BY venue",
                arguments: [key.feed, try Self.integer(key.number, "round")])
            return try rows.map { row in
                let row = StoredRow(row: row, table: "observation")
                return StoredObservation(
                    venue: try row.text("venue"), observedAt: try row.number("observed_at"), body: try Self.checked(row, "body"))
            }
        }
    }

    public func evidence(of key: RoundKey) throws(StoreError) -> StoredEvidence? {
        try read { database in
            try Self.single("evidence", key, database).map { row in
                let digest = try row.bytes("digest")
                return StoredEvidence(
                    path: try row.text("path"), size: try row.number("size"), digest: try row.value("digest", digest) { Word(bytes: $0) })
            }
        }
    }

    public func proof(of key: RoundKey) throws(StoreError) -> StoredProof? {
        try read { database in
            try Self.single("proof", key, database).map { row in
                let model = try row.bytes("model")
                return StoredProof(model: try row.value("model", model) { Word(bytes: $0) }, bytes: try Self.checked(row, "content"))
            }
        }
    }

    private static func single(_ table: String, _ key: RoundKey, _ database: Database) throws -> StoredRow? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM \(table) WHERE feed = ? AND number = ?",
            arguments: [key.feed, try integer(key.number, "round")]
        ).map { StoredRow(row: $0, table: table) }
    }

    /// The bytes of a column whose Keccak-256 is the row's digest.
    static func checked(_ row: StoredRow, _ column: String) throws(StoreError) -> [UInt8] {
        let bytes = try row.bytes(column)
        guard try row.bytes("digest") == Keccak256.hash(bytes) else { throw .corrupt("\(row.table).\(column) is not what was written") }
        return bytes
    }

    static func round(_ key: RoundKey, _ database: Database) throws -> RoundRecord {
        guard let row = try single("round", key, database) else { throw StoreError.notFound("round \(key)") }
        return try record(row.row)
    }

    static func move(_ key: RoundKey, to next: RoundStage, note: String, now: UInt64, _ database: Database) throws {
        let current = try round(key, database)
        guard current.stage.canBecome(next) else {
            throw StoreError.wrongStage("round \(key) is \(current.stage.rawValue) and cannot become \(next.rawValue)")
        }
        try database.execute(
            sql: "UPDATE round SET stage = ?, note = ?, changed_at = ? WHERE feed = ? AND number = ?",
            arguments: [next.rawValue, note, try integer(now, "time"), key.feed, try integer(key.number, "round")])
    }

    static func record(_ row: Row) throws -> RoundRecord {
        let row = StoredRow(row: row, table: "round")
        return RoundRecord(
            key: RoundKey(feed: try row.text("feed"), number: try row.number("number")),
            stage: try row.value("stage", try row.text("stage")) { RoundStage(rawValue: $0) }, cause: try row.text("cause"),
            dueAt: try row.number("due_at"), observedAt: try row.optionalNumber("observed_at"), changedAt: try row.number("changed_at"),
            note: try row.text("note"))
    }
}
