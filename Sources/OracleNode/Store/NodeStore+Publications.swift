import EthereumKit
import GRDB
import Hashing

extension NodeStore {
    /// Notes a chain's first block the first time, and compares afterwards: a development chain that began anew has the same id
    /// and none of the transactions that the store knows of.
    ///
    /// - Returns: whether it is the chain that the store was written for.
    func isKnownChain(_ chainID: UInt64, genesis: Word) throws(StoreError) -> Bool {
        try write { database in
            let id = try Self.integer(chainID, "chain id")
            try database.execute(
                sql: "INSERT INTO chain (id, genesis) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments: [id, Self.blob(genesis.bytes)])
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM chain WHERE id = ?", arguments: [id]) else { return false }
            return try StoredRow(row: row, table: "chain").bytes("genesis") == genesis.bytes
        }
    }

    /// Writes a publication, and moves its round to ``RoundStage/queued`` where the store has that round as proved. One that is
    /// there already is returned as it stands: asking twice publishes once.
    @discardableResult
    public func enqueue(_ publication: Publication, now: UInt64) throws(StoreError) -> PublicationRecord {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO publication (chain, contract, account, feed, number, kind, calldata, digest, state, created_at, changed_at, note)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, '') ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    try Self.integer(publication.chainID, "chain id"), Self.blob(publication.contract.bytes), Self.blob(publication.account.bytes),
                    publication.round.feed, try Self.integer(publication.round.number, "round"), publication.kind.rawValue,
                    Self.blob(publication.calldata), Self.blob(Keccak256.hash(publication.calldata)), try Self.integer(now, "time"),
                    try Self.integer(now, "time"),
                ])
            if publication.kind == .report, let round = try? Self.round(publication.round, database), round.stage == .proved {
                try Self.move(publication.round, to: .queued, note: "", now: now, database)
            }
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM publication WHERE chain = ? AND contract = ? AND feed = ? AND number = ?",
                arguments: [
                    try Self.integer(publication.chainID, "chain id"), Self.blob(publication.contract.bytes), publication.round.feed,
                    try Self.integer(publication.round.number, "round"),
                ])
            guard let row else { throw StoreError.notFound("publication of \(publication.round)") }
            return try Self.publication(row)
        }
    }

    public func publication(_ id: Int64) throws(StoreError) -> PublicationRecord {
        try read { try Self.publication(id, $0) }
    }

    /// What still moves, in the order in which it was asked for.
    public func activePublications(chainID: UInt64, account: Address) throws(StoreError) -> [PublicationRecord] {
        try publications(chainID, account, where: "state IN ('queued', 'sent', 'included') ORDER BY id")
    }

    /// Final ones whose nonce is `nonce` or higher, what others carried left out: a reorganization may have brought them back to life.
    public func finishedPublications(chainID: UInt64, account: Address, fromNonce nonce: UInt64) throws(StoreError) -> [PublicationRecord] {
        let bound = try Self.integer(nonce, "nonce")
        return try publications(chainID, account, where: "state IN ('confirmed', 'reverted') AND carrier IS NULL AND nonce >= \(bound) ORDER BY nonce")
    }

    /// Of all kinds and states, newest first.
    public func publications(feed: String? = nil, limit: Int = 100) throws(StoreError) -> [PublicationRecord] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM publication WHERE ?1 IS NULL OR feed = ?1 ORDER BY id DESC LIMIT ?2", arguments: [feed, limit])
            return try rows.map(Self.publication)
        }
    }

    /// Of one round, to all contracts.
    public func publications(of key: RoundKey) throws(StoreError) -> [PublicationRecord] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM publication WHERE feed = ? AND number = ? ORDER BY id",
                arguments: [key.feed, try Self.integer(key.number, "round")])
            return try rows.map(Self.publication)
        }
    }

    private func publications(
        _ chainID: UInt64, _ account: Address, where condition: String
    ) throws(StoreError) -> [PublicationRecord] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM publication WHERE chain = ? AND account = ? AND " + condition,
                arguments: [try Self.integer(chainID, "chain id"), Self.blob(account.bytes)])
            return try rows.map(Self.publication)
        }
    }

    /// Writes a signed transaction before anybody is shown it, and with it the publication's nonce. Refused without the lease,
    /// for a publication that is final, and for a second nonce while the first is not given up (``releaseNonce(of:now:)``).
    public func record(_ attempt: AttemptRecord, for id: Int64, lease: Lease, nowMilliseconds: UInt64) throws(StoreError) {
        try write { database in
            try Self.require(lease, now: nowMilliseconds, database)
            let current = try Self.publication(id, database)
            guard current.state.isActive, current.carrier == nil, current.nonce == nil || current.nonce == attempt.nonce else {
                throw StoreError.wrongStage("publication \(id) is \(current.state.rawValue) and cannot have an attempt with nonce \(attempt.nonce)")
            }
            let account = current.publication.account
            let chain = try Self.integer(current.publication.chainID, "chain id")
            try database.execute(
                sql: """
                    INSERT INTO attempt (hash, publication, chain, account, nonce, max_fee, tip, gas_limit, raw, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    Self.blob(attempt.transaction.hash.bytes), id, chain, Self.blob(account.bytes), try Self.integer(attempt.nonce, "nonce"),
                    "\(attempt.fees.maxFee)", "\(attempt.fees.tip)", try Self.integer(attempt.gasLimit, "gas"), Self.blob(attempt.transaction.raw),
                    try Self.integer(attempt.createdAt, "time"),
                ])
            try database.execute(
                sql: "UPDATE publication SET nonce = ?1, changed_at = ?2 WHERE id = ?3 OR carrier = ?3",
                arguments: [try Self.integer(attempt.nonce, "nonce"), try Self.integer(attempt.createdAt, "time"), id])
        }
    }

    /// Notes that an attempt went out, or may have.
    public func markSent(_ hash: Word, of id: Int64, now: UInt64) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "UPDATE attempt SET sent_at = ? WHERE hash = ?", arguments: [try Self.integer(now, "time"), Self.blob(hash.bytes)])
            try database.execute(
                sql: "UPDATE publication SET state = 'sent', changed_at = ?1 WHERE (id = ?2 OR carrier = ?2) AND state IN ('queued', 'sent')",
                arguments: [try Self.integer(now, "time"), id])
        }
    }

    /// Moves a publication; a final state that publishes or gives up also finishes its round, in the same transaction. What a batch
    /// carries moves with it; where the batch comes to its end, each of them by its own outcome, and those that their contracts did
    /// not take go on alone.
    ///
    /// - Parameter outcomes: of what a confirmed batch carried, by row.
    public func settle(
        _ id: Int64, as state: PublicationState, inclusion: Inclusion? = nil, note: String = "", outcomes: [Int64: CarriedOutcome] = [:],
        now: UInt64
    ) throws(StoreError) {
        try write { database in
            try Self.settle(try Self.publication(id, database), as: state, inclusion, note: note, now: now, database)
            for member in try Self.carried(by: id, database) {
                switch (state, outcomes[member.id]) {
                case (.confirmed, .taken(let words)): try Self.settle(member, as: .confirmed, inclusion, note: words, now: now, database)
                case (.confirmed, .refused(let words)): try Self.release(member.id, note: words, now: now, database)
                case (.confirmed, nil), (.reverted, _), (.superseded, _), (.dropped, _), (.emitted, _):
                    try Self.release(member.id, note: note, now: now, database)
                case (.queued, _), (.sent, _), (.included, _): try Self.settle(member, as: state, inclusion, note: note, now: now, database)
                }
            }
        }
    }

    private static func settle(
        _ current: PublicationRecord, as state: PublicationState, _ inclusion: Inclusion?, note: String, now: UInt64, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE publication SET state = ?, block = ?, block_hash = ?, transaction_hash = ?, gas_used = ?, gas_price = ?, note = ?,
                changed_at = ? WHERE id = ?
                """,
            arguments: [
                state.rawValue, try inclusion.map { try Self.integer($0.block, "block") }, inclusion.map { Self.blob($0.blockHash.bytes) },
                inclusion.map { Self.blob($0.transaction.bytes) }, try inclusion?.gasUsed.map { try Self.integer($0, "gas") },
                inclusion?.gasPrice.map { "\($0)" }, note, try Self.integer(now, "time"), current.id,
            ])
        guard current.publication.kind == .report, let round = try? Self.round(current.publication.round, database), !round.stage.isFinal else { return }
        switch state {
        case .confirmed, .emitted: try Self.move(round.key, to: .published, note: note, now: now, database)
        case .reverted, .superseded, .dropped: try Self.move(round.key, to: .dropped, note: note, now: now, database)
        case .queued, .sent, .included: break
        }
    }

    /// Takes a publication back to its beginning, after its nonce was used up by a transaction of somebody else.
    /// Its attempts stay: should that transaction be reorganized away, they may be included after all. So it joins no batch any more.
    public func releaseNonce(of id: Int64, note: String, now: UInt64) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE publication SET state = 'queued', nonce = NULL, alone = 1, block = NULL, block_hash = NULL,
                    transaction_hash = NULL, gas_used = NULL, gas_price = NULL, note = ?1, changed_at = ?2
                    WHERE id = ?3 OR carrier = ?3
                    """,
                arguments: [note, try Self.integer(now, "time"), id])
        }
    }

    /// Oldest first. A transaction whose bytes do not have its hash is damage.
    public func attempts(of id: Int64) throws(StoreError) -> [AttemptRecord] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM attempt WHERE publication = ? ORDER BY created_at, rowid", arguments: [id])
            return try rows.map(Self.attempt)
        }
    }

    /// The highest fees that any attempt with this nonce offered, whichever publication it was for: a replacement must beat them.
    public func highestFees(chainID: UInt64, account: Address, nonce: UInt64) throws(StoreError) -> Fees? {
        let attempts = try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM attempt WHERE chain = ? AND account = ? AND nonce = ?",
                arguments: [try Self.integer(chainID, "chain id"), Self.blob(account.bytes), try Self.integer(nonce, "nonce")])
            return try rows.map(Self.attempt)
        }
        guard let maxFee = attempts.map(\.fees.maxFee).max(), let tip = attempts.map(\.fees.tip).max() else { return nil }
        return Fees(maxFee: maxFee, tip: tip)
    }

    static func publication(_ id: Int64, _ database: Database) throws -> PublicationRecord {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM publication WHERE id = ?", arguments: [id]) else {
            throw StoreError.notFound("publication \(id)")
        }
        return try publication(row)
    }

    static func publication(_ row: Row) throws -> PublicationRecord {
        let stored = StoredRow(row: row, table: "publication")
        let (contract, account) = (try stored.bytes("contract"), try stored.bytes("account"))
        let publication = Publication(
            chainID: try stored.number("chain"), contract: try stored.value("contract", contract) { Address(bytes: $0) },
            account: try stored.value("account", account) { Address(bytes: $0) },
            round: RoundKey(feed: try stored.text("feed"), number: try stored.number("number")),
            kind: try stored.value("kind", try stored.text("kind")) { Publication.Kind(rawValue: $0) }, calldata: try checked(stored, "calldata"))
        var inclusion: Inclusion?
        if let block = try stored.optionalNumber("block") {
            let (hash, transaction) = (try stored.bytes("block_hash"), try stored.bytes("transaction_hash"))
            inclusion = Inclusion(
                block: block, blockHash: try stored.value("block_hash", hash) { Word(bytes: $0) },
                transaction: try stored.value("transaction_hash", transaction) { Word(bytes: $0) },
                gasUsed: try stored.optionalNumber("gas_used"),
                gasPrice: try stored.optionalText("gas_price").map { text in try stored.value("gas_price", text) { UInt128($0) } })
        }
        return PublicationRecord(
            id: Int64(clamping: try stored.number("id")), publication: publication,
            state: try stored.value("state", try stored.text("state")) { PublicationState(rawValue: $0) }, nonce: try stored.optionalNumber("nonce"),
            carrier: try stored.optionalNumber("carrier").map { Int64(clamping: $0) }, isAlone: try stored.number("alone") != 0,
            inclusion: inclusion, createdAt: try stored.number("created_at"), changedAt: try stored.number("changed_at"),
            note: try stored.text("note"))
    }

    static func attempt(_ row: Row) throws -> AttemptRecord {
        let stored = StoredRow(row: row, table: "attempt")
        let transaction = SignedTransaction(raw: try stored.bytes("raw"))
        guard try stored.bytes("hash") == transaction.hash.bytes else { throw StoreError.corrupt("attempt.raw is not what was written") }
        let fees = Fees(
            maxFee: try stored.value("max_fee", try stored.text("max_fee")) { UInt128($0) },
            tip: try stored.value("tip", try stored.text("tip")) { UInt128($0) })
        return AttemptRecord(
            transaction: transaction, nonce: try stored.number("nonce"), fees: fees, gasLimit: try stored.number("gas_limit"),
            createdAt: try stored.number("created_at"), sentAt: try stored.optionalNumber("sent_at"))
    }
}
