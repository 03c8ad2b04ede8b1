import EthereumKit
import Hashing
import MarketFeeds

/// Boundaries between which a round moves before it is the transaction manager's; tests stop the node at each.
public enum RoundBoundary: String, Hashable, Sendable, CaseIterable {
    case roundBegun
    case observed
    case observationsWritten
    case proofMade
    case evidenceWritten
    case proofWritten
    case handedOver
}

/// The guard of a boundary said no: as if the process had been killed there.
public struct RoundStopped: Error, Hashable, Sendable {
    public let boundary: RoundBoundary
}

/// Takes rounds of one feed from their beginning to the transaction manager, each stage in the store before the next begins; and
/// goes on with those that an earlier life of the node left unfinished.
public struct RoundJournal: Sendable {
    private let store: NodeStore
    private let engine: RoundEngine
    private let evidenceFolder: String
    private let responses: ResponseArchive?
    /// Seconds since 1970.
    private let now: @Sendable () -> UInt64
    private let prove: @Sendable (RoundObservations, RoundKey) async throws -> ProvenRound
    private let deliver: @Sendable (_ calldata: [UInt8], _ contract: Address, RoundKey) async throws -> Void
    private let mayPass: @Sendable (RoundBoundary) -> Bool

    /// - Parameters:
    ///   - evidenceFolder: where evidence files are written; the store keeps where and which.
    ///   - responses: keeps the venues' responses beside them; nil keeps none.
    ///   - prove: makes the proof; on a thread of its own by default.
    ///   - deliver: takes calldata over for good: when it returns, the publication is in the store.
    ///   - mayPass: asked at every boundary; where it says no, the work ends as if the process had been killed there.
    public init(
        store: NodeStore, engine: RoundEngine, evidenceFolder: String, responses: ResponseArchive? = nil, now: @escaping @Sendable () -> UInt64,
        prove: (@Sendable (RoundObservations, RoundKey) async throws -> ProvenRound)? = nil,
        deliver: @escaping @Sendable (_ calldata: [UInt8], _ contract: Address, RoundKey) async throws -> Void,
        mayPass: @escaping @Sendable (RoundBoundary) -> Bool = { _ in true }
    ) {
        self.store = store
        self.engine = engine
        self.evidenceFolder = evidenceFolder
        self.responses = responses
        self.now = now
        self.prove = prove ?? { observations, _ in try await engine.prove(observations) }
        self.deliver = deliver
        self.mayPass = mayPass
    }

    public init(
        store: NodeStore, engine: RoundEngine, manager: TransactionManager, evidenceFolder: String, now: @escaping @Sendable () -> UInt64
    ) {
        self.init(store: store, engine: engine, evidenceFolder: evidenceFolder, now: now) { calldata, contract, key in
            try await manager.publish(calldata, to: contract, round: key)
        }
    }

    public func key(_ observedAt: Int64) -> RoundKey {
        RoundKey(feed: engine.feed.feed.name, number: RoundEngine.number(of: observedAt, feed: engine.feed.feed))
    }

    /// Collects, proves and queues the round of a time. A round that was queued before is left alone.
    ///
    /// - Returns: the proven round; nil where it was there already.
    /// - Throws: ``RoundRefusal`` where the data give no price; the round is then dropped with that reason.
    public func run(
        observedAt: Int64, cause: PublishTrigger, source: any ObservationSource
    ) async throws -> ProvenRound? {
        try await run(observedAt: observedAt, cause: cause) { try await source.observations(at: observedAt) }
    }

    /// Proves and queues what was collected.
    public func run(_ observations: RoundObservations, cause: PublishTrigger) async throws -> ProvenRound? {
        try await run(observedAt: observations.observedAt, cause: cause) { observations }
    }

    private func run(
        observedAt: Int64, cause: PublishTrigger, observe: () async throws -> RoundObservations
    ) async throws -> ProvenRound? {
        let key = key(observedAt)
        let record = try store.begin(key, cause: cause.rawValue, dueAt: UInt64(clamping: observedAt), now: now())
        try pass(.roundBegun)
        guard record.stage == .due else { return try await resume(record) }
        return try await refusing(key) {
            let observations = try await observe()
            try pass(.observed)
            responses?.keep(observations.responses)
            try store.record(observations.stored, evidence: nil, observedAt: UInt64(clamping: observedAt), of: key, now: now())
            try pass(.observationsWritten)
            return try await finish(observations, key)
        }
    }

    /// Rounds of this feed that are neither queued nor finished, oldest first.
    public func unfinished() throws(StoreError) -> [RoundRecord] {
        try store.unfinishedRounds().filter { $0.key.feed == engine.feed.feed.name && $0.stage != .queued }
    }

    /// Goes on with every round of this feed that is neither queued nor finished. Those that had not been observed are dropped: what
    /// venues would say now is of another time. So is one whose row is damaged.
    ///
    /// - Returns: how many were queued.
    @discardableResult
    public func resumeAll() async throws -> Int {
        var queued = 0
        for record in try unfinished() {
            if record.stage == .due {
                try store.drop(record.key, because: "the node ended before it was observed", now: now())
                continue
            }
            do {
                _ = try await resume(record)
                queued += 1
            } catch is RoundRefusal {
                continue
            } catch StoreError.corrupt(let what) {
                try store.drop(record.key, because: "its record is damaged: \(what)", now: now())
            }
        }
        return queued
    }

    /// Gives up every unfinished round that is older than `number`.
    public func dropUnfinished(before number: UInt64, because reason: String) throws(StoreError) {
        for record in try unfinished() where record.key.number < number { try store.drop(record.key, because: reason, now: now()) }
    }

    private func resume(_ record: RoundRecord) async throws -> ProvenRound? {
        switch record.stage {
        case .observed:
            return try await refusing(record.key) {
                let rows = try store.observations(of: record.key)
                let observations: RoundObservations
                do {
                    observations = try RoundObservations(stored: rows)
                } catch let error as StoreError {
                    throw error
                } catch {
                    throw StoreError.corrupt("observation: \(error)")
                }
                return try await finish(observations, record.key)
            }
        case .proved:
            guard let proof = try store.proof(of: record.key) else { throw StoreError.corrupt("the proof of round \(record.key) is missing") }
            try await deliver(proof.bytes, engine.contract, record.key)
            try pass(.handedOver)
            return nil
        case .due, .queued, .published, .dropped: return nil
        }
    }

    /// The proof's row holds the whole calldata: report, proof and signatures, ready to be sent.
    ///
    /// - Returns: nil where another node with the same store was first: it has queued the round.
    private func finish(_ observations: RoundObservations, _ key: RoundKey) async throws -> ProvenRound? {
        let round = try await prove(observations, key)
        try pass(.proofMade)
        let path = try round.evidence.write(into: evidenceFolder)
        try pass(.evidenceWritten)
        let file = Array(round.evidence.file.utf8)
        let evidence = StoredEvidence(path: path, size: UInt64(file.count), digest: Word(bytes: Keccak256.hash(file)) ?? .zero)
        do throws(StoreError) {
            try store.record(StoredProof(model: round.report.modelID, bytes: round.calldata), evidence: evidence, of: key, now: now())
        } catch {
            guard case .wrongStage = error, [.queued, .published].contains(try store.round(key).stage) else { throw error }
            return nil
        }
        try pass(.proofWritten)
        try await deliver(round.calldata, engine.contract, key)
        try pass(.handedOver)
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

    private func pass(_ boundary: RoundBoundary) throws(RoundStopped) {
        guard mayPass(boundary) else { throw RoundStopped(boundary: boundary) }
    }
}
