import GRDB

extension NodeStore {
    /// Removes what is finished and old: rounds with their observations, proofs and evidence entries, and publications.
    ///
    /// Unfinished rounds, active publications and the last `keeping` rounds of each feed stay, whatever their age.
    ///
    /// - Parameter before: seconds since 1970.
    /// - Returns: how many rounds went, and the evidence files that nothing points to any more.
    public func prune(before: UInt64, keeping: Int) throws(StoreError) -> (rounds: Int, evidence: [String]) {
        try write { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT round.feed, round.number, evidence.path FROM round LEFT JOIN evidence USING (feed, number)
                    WHERE stage IN ('published', 'dropped') AND changed_at < ?1
                      AND NOT EXISTS (
                        SELECT 1 FROM publication WHERE publication.feed = round.feed AND publication.number = round.number
                          AND state IN ('queued', 'sent', 'included'))
                      AND (SELECT count(*) FROM round AS newer WHERE newer.feed = round.feed AND newer.number > round.number) >= ?2
                    """,
                arguments: [try Self.integer(before, "time"), keeping])
            var evidence: [String] = []
            for row in rows.map({ StoredRow(row: $0, table: "round") }) {
                if let path = try row.optionalText("path") { evidence.append(path) }
                let key: StatementArguments = [try row.text("feed"), try Self.integer(row.number("number"), "round")]
                try database.execute(sql: "DELETE FROM publication WHERE feed = ? AND number = ?", arguments: key)
                try database.execute(sql: "DELETE FROM round WHERE feed = ? AND number = ?", arguments: key)
            }
            try database.execute(
                sql: "DELETE FROM publication WHERE kind IN ('cancellation', 'batch') AND state NOT IN ('queued', 'sent', 'included') AND changed_at < ?",
                arguments: [try Self.integer(before, "time")])
            return (rows.count, evidence)
        }
    }
}
