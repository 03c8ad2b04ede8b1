import EthereumKit
import Foundation
import MarketFeeds

extension NodeRuntime: NodeView {
    /// Of this program.
    public static let version = "0.1.0"

    public func snapshot() async -> NodeSnapshot { currentSnapshot() }

    func currentSnapshot() -> NodeSnapshot {
        let (phase, plan, workers, publisher) = state.withLock { ($0.phase, $0.plan, $0.workers.map(\.worker), $0.publisher) }
        let now = clock.seconds
        let prover = queue.status
        let status = publisher?.service?.status
        var snapshot = NodeSnapshot(version: Self.version, startedAt: startedAt, now: now, chainID: plan.chainID)
        snapshot.feeds = workers.map { feedState($0, now: now) }
        snapshot.endpoints = (publisher?.pool.health ?? []).map(NodeSnapshot.Endpoint.init)
        let health = surroundings.prover.health
        snapshot.prover = .init(waiting: prover.waiting.count, capacity: prover.capacity, current: prover.running.first)
        snapshot.prover.isReady = health.problem == nil
        snapshot.prover.memory = health.process.flatMap { ProcessFigures.residentBytes(of: $0) }
        snapshot.publishing = publishing(plan, publisher, status)
        snapshot.reasons = reasons(phase, plan, workers, publisher, status, now: now)
        return snapshot
    }

    // MARK: Parts

    private func publishing(_ plan: NodePlan, _ publisher: NodePublisher?, _ status: PublishingStatus?) -> NodeSnapshot.Publishing {
        var publishing = NodeSnapshot.Publishing()
        publishing.secondsAhead = publisher?.pool.secondsAhead
        guard case .transactions(let signer, let policy) = plan.output else {
            publishing.isEmitOnly = true
            return publishing
        }
        publishing.account = "\(signer.address)"
        publishing.balanceFloor = "\(policy.balanceFloor)"
        guard let status else { return publishing }
        publishing.holdsLease = status.lastStepAt != nil && !status.problems.contains(.standby)
        publishing.balance = status.balance.map { "\($0)" }
        publishing.baseFee = status.baseFee.map { "\($0)" }
        publishing.head = status.head
        publishing.inFlight = status.active
        publishing.problems = status.problems.map(\.description)
        return publishing
    }

    private func feedState(_ worker: FeedWorker, now: UInt64) -> NodeSnapshot.FeedState {
        let (feed, triggers, record) = (worker.part.file.feed, worker.triggers, worker.state)
        var state = NodeSnapshot.FeedState(
            name: feed.name, summary: feed.summary, pair: feed.pair, model: feed.model.kind, contract: "\(worker.part.contract)",
            everySeconds: UInt64(feed.schedule.everySeconds), heartbeatSeconds: triggers.heartbeatSeconds, deviationLimit: triggers.deviation,
            quorum: feed.quorum)
        state.source = record.observed.map { observed in
            NodeSnapshot.SourceValue(
                round: observed.round, observedAt: observed.candidate.observedAt, decimal: AnswerText.decimal(observed.candidate.value),
                confidence: observed.candidate.confidence.map(AnswerText.decimal),
                values: observed.evaluation.values.dropFirst().map { .init(name: $0.name, decimal: $0.decimal) })
        }
        state.chain = record.chain.map { .init(round: $0.round, observedAt: $0.observedAt, decimal: AnswerText.decimal($0.value)) }
        state.held = record.chain?.held.map { .init(round: $0.round, observedAt: $0.observedAt, decimal: AnswerText.decimal($0.value)) }
        state.isPaused = record.condition?.isPaused
        if let chain = record.chain, let candidate = record.observed?.candidate, chain.value != 0 {
            let parts = (Double(candidate.value) - Double(chain.value)) / Double(chain.value.magnitude) * 1e6
            state.deviation = Int64(max(-1e15, min(1e15, parts)).rounded())
        }
        state.heartbeatDueAt = record.chain.map { $0.observedAt + triggers.heartbeatSeconds }
        state.markets = record.markets
        state.history = record.history
        state.rounds = record.rounds
        state.problems = [
            record.refusal, record.failure?.message, record.chainProblem, record.obstacle?.message, record.chain?.held.map(FeedWorker.words),
        ].compactMap { $0 }
        return state
    }

    private func reasons(
        _ phase: Phase, _ plan: NodePlan, _ workers: [FeedWorker], _ publisher: NodePublisher?, _ status: PublishingStatus?, now: UInt64
    ) -> [NodeSnapshot.Reason] {
        var reasons: [NodeSnapshot.Reason] = []
        switch phase {
        case .starting: reasons.append(.init(.starting, "the node is starting: circuits are made and the store is opened"))
        case .draining: reasons.append(.init(.draining, "the node is being stopped"))
        case .stopped: reasons.append(.init(.draining, "the node has stopped"))
        case .running: break
        }
        let (storeProblem, verdict) = state.withLock { ($0.storeProblem, $0.verdict) }
        if let storeProblem { reasons.append(.init(.store, storeProblem)) }
        if case .stop(_, let message) = verdict { reasons.append(.init(.clock, message)) }
        if phase == .running, let problem = surroundings.prover.health.problem { reasons.append(.init(.prover, problem)) }
        if let status {
            reasons += status.problems.map { .init($0.reasonCode, $0.description) }
            if let error = status.storeError, storeProblem == nil { reasons.append(.init(.store, error.description)) }
            if let last = status.lastStepAt {
                if now > last + 60, status.storeError == nil {
                    reasons.append(.init(.publishing, "the transaction manager last ended a step \(now - last) s ago"))
                }
            } else if status.storeError == nil {
                reasons.append(.init(.starting, "the transaction manager has not ended its first step"))
            }
        }
        if let publisher {
            let health = publisher.pool.health
            if !health.contains(where: \.verdict.isUsable) {
                let each = health.map { "\($0.name): \($0.verdict.name)" }.joined(separator: ", ")
                reasons.append(.init(.chain, "none of \(health.count) RPC endpoints is usable (\(each))"))
            }
            if let ahead = publisher.pool.secondsAhead, ahead < -plan.headAgeSeconds {
                reasons.append(.init(.chain, "the newest block is \(-ahead) s old: the chain has stopped, or this machine's clock is fast"))
            }
        }
        for worker in workers { reasons += feedReasons(worker, now: now) }
        return reasons
    }

    private func feedReasons(_ worker: FeedWorker, now: UInt64) -> [NodeSnapshot.Reason] {
        let (name, record) = (worker.part.name, worker.state)
        var reasons: [NodeSnapshot.Reason] = []
        if let refusal = record.refusal { reasons.append(.init(.sources, feed: name, refusal)) }
        if let failure = record.failure { reasons.append(.init(failure.code, feed: name, failure.message)) }
        if let problem = record.chainProblem { reasons.append(.init(.chain, feed: name, problem)) }
        if let obstacle = record.obstacle { reasons.append(.init(obstacle.code, feed: name, obstacle.message)) }
        if let chain = record.chain, worker.isLate(chain, now: now) {
            reasons.append(.init(.late, feed: name, "the value on chain is \(now - chain.observedAt) s old; the heartbeat is \(worker.triggers.heartbeatSeconds) s"))
        }
        return reasons
    }

    // MARK: Rounds

    public func rounds(feed: String, limit: Int, before: UInt64?) async throws(StoreError) -> [RoundSummary] {
        guard let store = state.withLock({ $0.store }) else { throw .failed("the store is not open") }
        return try summaries(of: feed, limit: min(max(limit, 1), 200), before: before, store)
    }

    func summaries(of feed: String, limit: Int, before: UInt64?, _ store: NodeStore) throws(StoreError) -> [RoundSummary] {
        let engine = state.withLock { $0.workers.first { $0.worker.part.name == feed }?.worker.engine }
        var summaries: [RoundSummary] = []
        for record in try store.rounds(feed: feed, limit: limit, before: before) {
            summaries.append(try summary(record, engine, store))
        }
        return summaries
    }

    private func summary(_ record: RoundRecord, _ engine: RoundEngine?, _ store: NodeStore) throws(StoreError) -> RoundSummary {
        let publication = try store.publications(of: record.key).last
        var summary = RoundSummary(
            feed: record.key.feed, number: record.key.number, stage: record.stage.rawValue, cause: record.cause, dueAt: record.dueAt,
            observedAt: record.observedAt, note: record.note, publication: publication?.state.rawValue)
        summary.transaction = publication?.inclusion.map { "\($0.transaction)" }
        if let calldata = publication?.publication.calldata, let engine { summary.value = engine.answer(of: calldata).map { AnswerText.decimal($0.value) } }
        return summary
    }

    public func round(_ key: RoundKey) async throws(StoreError) -> RoundDetail? {
        guard let store = state.withLock({ $0.store }) else { throw .failed("the store is not open") }
        let engine = state.withLock { $0.workers.first { $0.worker.part.name == key.feed }?.worker.engine }
        let record: RoundRecord
        do throws(StoreError) {
            record = try store.round(key)
        } catch {
            if case .notFound = error { return nil }
            throw error
        }
        var detail = RoundDetail(summary: try summary(record, engine, store))
        if let engine, let observations = try? RoundObservations(stored: try store.observations(of: key)), observations.fits(engine.feed.feed) {
            let evaluation = try? RoundEvaluation(observations, feed: engine.feed.feed, parameters: engine.circuit.parameters)
            detail.markets = NodeSnapshot.Market.list(observations, evaluation: evaluation, feed: engine.feed.feed)
            detail.values = (evaluation?.values.dropFirst() ?? []).map { .init(name: $0.name, decimal: $0.decimal) }
            if detail.summary.value == nil { detail.summary.value = evaluation?.answer?.scaledAnswer.map(AnswerText.decimal) }
        }
        if let proof = try store.proof(of: key) {
            detail.modelID = "\(proof.model)"
            detail.proofBytes = (try? ProvenFeed.decodeSubmit(proof.bytes))?.proof.count
        }
        if let evidence = try store.evidence(of: key) {
            detail.evidence = .init(
                name: URL(fileURLWithPath: evidence.path).lastPathComponent, bytes: evidence.size, keccak256: "\(evidence.digest)")
        }
        for record in try store.publications(of: key) { detail.publications.append(try transaction(record, store)) }
        return detail
    }

    private func transaction(_ record: PublicationRecord, _ store: NodeStore) throws(StoreError) -> RoundDetail.Transaction {
        RoundDetail.Transaction(
            chainID: record.publication.chainID, contract: "\(record.publication.contract)", account: "\(record.publication.account)",
            state: record.state.rawValue, nonce: record.nonce, block: record.inclusion?.block,
            transaction: record.inclusion.map { "\($0.transaction)" }, gasUsed: record.inclusion?.gasUsed,
            gasPrice: record.inclusion?.gasPrice.map { "\($0)" }, note: record.note,
            attempts: try store.attempts(of: record.carrier ?? record.id).map { attempt in
                .init(
                    hash: "\(attempt.transaction.hash)", gasLimit: attempt.gasLimit, maxFee: "\(attempt.fees.maxFee)", tip: "\(attempt.fees.tip)",
                    sentAt: attempt.sentAt)
            })
    }

    public func evidence(_ key: RoundKey) async throws(StoreError) -> [UInt8]? {
        guard let store = state.withLock({ $0.store }) else { throw .failed("the store is not open") }
        return try store.evidenceFile(of: key)
    }
}

extension PublishingProblem {
    var reasonCode: NodeSnapshot.Reason.Code {
        switch self {
        case .standby: .standby
        case .endpoint: .chain
        case .balanceLow: .balance
        case .feesAboveCap: .fees
        case .send, .refused, .multicall, .nonceUsedElsewhere: .publishing
        case .signer: .signer
        case .halted: .halted
        }
    }
}

extension NodeSnapshot.Endpoint {
    init(_ health: RPCPool.Health) {
        let isPaused = health.breaker != .closed
        self.init(
            name: health.name, isUsable: health.verdict.isUsable && !isPaused, verdict: isPaused ? "paused" : health.verdict.name,
            head: health.head, lag: health.lag, answered: health.answered, failed: health.failed, milliseconds: health.milliseconds,
            lastError: health.lastError?.description)
    }
}

extension RoundEngine {
    /// What a `submit` would have the contract answer; nil where it is none of this feed's model.
    func answer(of calldata: [UInt8]) -> ChainValue? {
        guard let report = (try? ProvenFeed.decodeSubmit(calldata))?.report, report.modelID.bytes == circuit.modelID else { return nil }
        let values = circuit.model.publicValues.dropFirst()
        guard values.count == report.values.count else { return nil }
        let index = values.firstIndex { $0.name == "spot" }.map { $0 - values.startIndex } ?? 0
        guard report.values.indices.contains(index) else { return nil }
        let value = Evidence.PublicValue(
            name: "", raw: report.values[index], scale: values[values.startIndex + index].scale, decimal: "")
        return value.scaledAnswer.map { ChainValue(round: report.round, value: $0, observedAt: report.observedAt) }
    }
}
