import EthereumKit
import Hashing
import MarketFeeds

/// Takes rounds of one feed from their beginning to the transaction manager, each stage in the store before the next begins; and
/// goes on with those that an earlier life of the node left unfinished.
public struct RoundJournal: Sendable {
    private let store: NodeStore
    private let engine: RoundEngine
    private let manager: TransactionManager
    private let evidenceFolder: String
    /// Seconds since 1970.
    private let now: @Sendable () -> UInt64

    /// - Parameter evidenceFolder: where evidence files are written; the store keeps where and which.
    public init(
        store: NodeStore, engine: RoundEngine, manager: TransactionManager, evidenceFolder: String, now: @escaping @Sendable () -> UInt64
    ) {
        self.store = store
        self.engine = engine
        self.manager = manager
        self.evidenceFolder = evidenceFolder
        self.now = now
    }

    private func key(_ observedAt: Int64) -> RoundKey {
        RoundKey(feed: engine.feed.feed.name, number: RoundEngine.number(of: observedAt, feed: engine.feed.feed))
    }

    /// Collects, proves and queues the round of a time. A round that was queued before is left alone.
    ///
    /// - Returns: the proven round; nil where it was there already.
    /// - Throws: ``RoundRefusal`` where the data give no price; the round is then dropped with that reason.
    public func run(
        observedAt: Int64, cause: PublishTrigger, source: any ObservationSource
    ) async throws -> ProvenRound? {
        let key = key(observedAt)
        let record = try store.begin(key, cause: cause.rawValue, dueAt: UInt64(clamping: observedAt), now: now())
        guard record.stage == .due else { return try await resume(record) }
        return try await refusing(key) {
            let observations = try await source.observations(at: observedAt)
            try store.record(observations.stored, evidence: nil, observedAt: UInt64(clamping: observedAt), of: key, now: now())
            return try await prove(observations, key)
        }
    }

    /// Goes on with every round of this feed that is neither queued nor finished. Those that had not been observed are dropped: what
    /// venues would say now is of another time.
    ///
    /// - Returns: how many were queued.
    @discardableResult
    public func resumeAll() async throws -> Int {
        var queued = 0
        for record in try store.unfinishedRounds() where record.key.feed == engine.feed.feed.name {
            if record.stage == .due {
                try store.drop(record.key, because: "the node ended before it was observed", now: now())
                continue
            }
            do {
                _ = try await resume(record)
                if record.stage != .queued { queued += 1 }
            } catch is RoundRefusal {
                continue
            }
        }
        return queued
    }

    private func resume(_ record: RoundRecord) async throws -> ProvenRound? {
        switch record.stage {
        case .observed:
            return try await refusing(record.key) {
                try await prove(try RoundObservations(stored: try store.observations(of: record.key)), record.key)
            }
        case .proved:
            guard let proof = try store.proof(of: record.key) else { throw StoreError.notFound("proof of round \(record.key)") }
            try await manager.publish(proof.bytes, to: engine.contract, round: record.key)
            return nil
        case .due, .queued, .published, .dropped: return nil
        }
    }

    /// The proof's row holds the whole calldata: report, proof and signatures, ready to be sent.
    private func prove(_ observations: RoundObservations, _ key: RoundKey) async throws -> ProvenRound {
        let round = try await engine.prove(observations)
        let path = try round.evidence.write(into: evidenceFolder)
        let file = Array(round.evidence.file.utf8)
        let evidence = StoredEvidence(path: path, size: UInt64(file.count), digest: Word(bytes: Keccak256.hash(file)) ?? .zero)
        try store.record(StoredProof(model: round.report.modelID, bytes: round.calldata), evidence: evidence, of: key, now: now())
        try await manager.publish(round.calldata, to: engine.contract, round: key)
        return round
    }

    private func refusing<Result>(_ key: RoundKey, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let refusal as RoundRefusal {
            try store.drop(key, because: refusal.description, now: now())
            throw refusal
        }
    }
}
