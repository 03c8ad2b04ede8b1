import GRDB

extension NodeStore {
    /// Forward only, by name; a migration that has been released is never changed. STRICT tables refuse values of another type.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 rounds") { database in
            try database.execute(
                sql: """
                    CREATE TABLE round (
                        feed TEXT NOT NULL, number INTEGER NOT NULL, stage TEXT NOT NULL, cause TEXT NOT NULL,
                        due_at INTEGER NOT NULL, observed_at INTEGER, changed_at INTEGER NOT NULL, note TEXT NOT NULL,
                        PRIMARY KEY (feed, number)) STRICT, WITHOUT ROWID;
                    CREATE INDEX round_by_stage ON round (stage, due_at);
                    CREATE TABLE observation (
                        feed TEXT NOT NULL, number INTEGER NOT NULL, venue TEXT NOT NULL, observed_at INTEGER NOT NULL,
                        body BLOB NOT NULL, digest BLOB NOT NULL,
                        PRIMARY KEY (feed, number, venue),
                        FOREIGN KEY (feed, number) REFERENCES round (feed, number) ON DELETE CASCADE) STRICT;
                    CREATE TABLE evidence (
                        feed TEXT NOT NULL, number INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL,
                        PRIMARY KEY (feed, number),
                        FOREIGN KEY (feed, number) REFERENCES round (feed, number) ON DELETE CASCADE) STRICT;
                    CREATE TABLE proof (
                        feed TEXT NOT NULL, number INTEGER NOT NULL, model BLOB NOT NULL, content BLOB NOT NULL, digest BLOB NOT NULL,
                        PRIMARY KEY (feed, number),
                        FOREIGN KEY (feed, number) REFERENCES round (feed, number) ON DELETE CASCADE) STRICT;
                    """)
        }
        migrator.registerMigration("002 publications") { database in
            try database.execute(
                sql: """
                    CREATE TABLE publication (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, chain INTEGER NOT NULL, contract BLOB NOT NULL, account BLOB NOT NULL,
                        feed TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, calldata BLOB NOT NULL, digest BLOB NOT NULL,
                        state TEXT NOT NULL, nonce INTEGER, block INTEGER, block_hash BLOB, transaction_hash BLOB,
                        created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, note TEXT NOT NULL,
                        UNIQUE (chain, contract, feed, number)) STRICT;
                    CREATE INDEX publication_by_state ON publication (chain, account, state);
                    CREATE TABLE attempt (
                        hash BLOB PRIMARY KEY, publication INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
                        chain INTEGER NOT NULL, account BLOB NOT NULL, nonce INTEGER NOT NULL, max_fee TEXT NOT NULL, tip TEXT NOT NULL,
                        gas_limit INTEGER NOT NULL, raw BLOB NOT NULL, created_at INTEGER NOT NULL, sent_at INTEGER) STRICT;
                    CREATE INDEX attempt_by_nonce ON attempt (chain, account, nonce);
                    """)
        }
        migrator.registerMigration("003 leases") { database in
            try database.execute(
                sql: """
                    CREATE TABLE lease (
                        name TEXT PRIMARY KEY, owner TEXT NOT NULL, expires_at INTEGER NOT NULL, token INTEGER NOT NULL) STRICT;
                    """)
        }
        migrator.registerMigration("004 chains") { database in
            try database.execute(sql: "CREATE TABLE chain (id INTEGER PRIMARY KEY, genesis BLOB NOT NULL) STRICT;")
        }
        migrator.registerMigration("005 costs") { database in
            try database.execute(
                sql: "ALTER TABLE publication ADD COLUMN gas_used INTEGER; ALTER TABLE publication ADD COLUMN gas_price TEXT;")
        }
        migrator.registerMigration("006 batches") { database in
            try database.execute(
                sql: """
                    ALTER TABLE publication ADD COLUMN carrier INTEGER;
                    ALTER TABLE publication ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;
                    CREATE INDEX publication_by_carrier ON publication (carrier) WHERE carrier IS NOT NULL;
                    """)
        }
        return migrator
    }
}
