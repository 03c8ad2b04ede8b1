import EthereumKit

extension FeedWorker {
    /// Cancelling the caller does not stop it: what is begun is handed over.
    func publish(_ observed: FeedRecord.Observed, cause: PublishTrigger) async throws -> Bool {
        let isMine = record.withLock { record in
            if record.isPublishing { return false }
            record.isPublishing = true
            return true
        }
        guard isMine else { return false }
        defer { change { $0.isPublishing = false } }
        let key = RoundKey(feed: part.name, number: observed.round)
        let outcome = await Task { [self] () -> (any Error)? in
            do {
                try journal.dropUnfinished(before: observed.round, because: "overtaken by round \(observed.round)")
                if let round = try await journal.run(observed.observations, cause: cause) { services.surroundings.published(round) }
                return nil
            } catch {
                return error
            }
        }.value
        switch outcome {
        case nil:
            let value = ChainValue(round: observed.round, value: observed.candidate.value, observedAt: observed.candidate.observedAt)
            change { record in
                record.pending = value
                record.failure = nil
            }
            services.metrics.roundEnded(feed: part.name, .proved)
            log.info("round proved", [
                "round": LogValue(observed.round), "trigger": .text(cause.rawValue), "value": .text(AnswerText.decimal(observed.candidate.value)),
            ])
            services.roundsChanged()
            return true
        case let stopped as RoundStopped: throw stopped
        case PublishingError.stopped(let stage)?: throw PublishingError.stopped(stage)
        case let refusal as RoundRefusal:
            refuse(refusal, observed.round)
            return true
        case let error?:
            note(error, of: key)
            return false
        }
    }

    /// What is on its way counts as published for as long as it may arrive.
    func settlePending() {
        guard let pending = state.pending else { return }
        // A round that the breaker holds is not published: the next one is to go out.
        if let chain = state.chain, max(chain.round, chain.held?.round ?? 0) >= pending.round {
            change { $0.pending = nil }
            return
        }
        guard let known = try? services.store.publications(of: RoundKey(feed: part.name, number: pending.round)) else { return }
        let states = known.filter { $0.publication.contract == part.contract }.map(\.state)
        if states.contains(where: { $0.isActive || $0 == .emitted }) { return }
        if states.contains(.confirmed), clock.seconds < pending.observedAt + 2 * UInt64(feed.schedule.everySeconds) { return }
        change { $0.pending = nil }
    }

    /// Says what is new about the contract: paused or not, a key that does not count, a round that its breaker holds.
    func noteCondition(_ condition: FeedReader.Condition, _ latest: ChainValue?) {
        let old = state
        var new = old
        new.condition = condition
        if let obstacle = new.obstacle, obstacle != old.obstacle {
            log.warning("the contract takes no report", ["reason": .text(obstacle.message)])
        } else if old.obstacle != nil, new.obstacle == nil {
            log.info("the contract takes reports again")
        }
        if let held = latest?.held, let latest, held.round != old.chain?.held?.round {
            services.metrics.held(feed: part.name)
            log.warning("the breaker holds a round", [
                "round": LogValue(held.round), "value": .text(AnswerText.decimal(held.value)), "latest": .text(AnswerText.decimal(latest.value)),
                "reason": .text(Self.words(held)),
            ])
        } else if latest?.held == nil, let held = old.chain?.held {
            let isTaken = latest.map { $0.round == held.round || $0.value == held.value } ?? false
            log.info("the breaker holds nothing any more", [
                "held": LogValue(held.round), "round": LogValue(latest?.round ?? 0), "value": .text(AnswerText.decimal(latest?.value ?? 0)),
                "taken": .flag(isTaken),
            ])
        }
    }

    /// For logs, pages and status.
    static func words(_ held: HeldValue) -> String {
        "round \(held.round) moves the value to \(AnswerText.decimal(held.value)), by more than the breaker's \(held.breaker.limit) basis points: it is held "
            + "until the next round, which this node publishes as soon as the contract lets it decide"
    }

    func note(_ error: any Error, of key: RoundKey?) {
        let failure = FeedRecord.Failure(error)
        if let error = error as? StoreError {
            services.metrics.failed(error)
            services.damaged(error)
        }
        let isNew = state.failure != failure
        change { $0.failure = failure }
        guard isNew else { return }
        services.metrics.roundEnded(feed: part.name, .failed)
        log.error("round failed", ["round": .text(key.map { "\($0.number)" } ?? "unfinished"), "reason": .text(failure.message)])
    }
}

extension FeedRecord.Failure {
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self.init(code: .store, message: error.description)
        case PublishingError.store(let error): self.init(code: .store, message: error.description)
        case let error as ProverQueueError: self.init(code: .prover, message: error.description)
        case let error as SignerError: self.init(code: .signer, message: error.description)
        case let error as NodeError where error.code == .environment: self.init(code: .store, message: error.description)
        default: self.init(code: .prover, message: "\(error)")
        }
    }
}
