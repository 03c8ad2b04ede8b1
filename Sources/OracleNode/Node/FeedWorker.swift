import EthereumKit
import MarketFeeds
import Synchronization

/// One feed of a running node: collects and evaluates when its schedule says so, compares with what is on chain, and proves and
/// publishes only where a trigger fires.
///
/// Whatever fails is kept for readiness and tried again, with the newest data, for as long as the round is the newest.
final class FeedWorker: Sendable {
    let part: NodePlan.FeedPart
    let engine: RoundEngine
    let services: NodeServices
    let journal: RoundJournal
    private let source: any ObservationSource
    let reader: FeedReader?
    private let limits: Mutex<TriggerPolicy>
    let record = Mutex(FeedRecord())
    /// What the contract wants of a report's signatures, as it was last read.
    private let rule = CurrentRule()

    private final class CurrentRule: Sendable {
        let current = Mutex<SigningRule?>(nil)
    }
    let log: NodeLog

    init(part: NodePlan.FeedPart, engine: RoundEngine, services: NodeServices, source: any ObservationSource, reader: FeedReader?) {
        self.part = part
        self.engine = engine
        self.services = services
        self.source = source
        self.reader = reader
        limits = Mutex(part.triggers)
        log = services.log.with(["feed": .text(part.name)])
        let (clock, queue, prover, beforeProof) = (services.clock, services.queue, services.surroundings.prover, services.surroundings.beforeProof)
        let life = 2 * UInt64(part.file.feed.schedule.everySeconds) * 1_000
        let metrics = services.metrics
        let name = part.name
        let rule = rule
        journal = RoundJournal(
            store: services.store, engine: engine, evidenceFolder: services.plan.evidenceFolder, responses: services.responses,
            now: { clock.seconds },
            prove: { observations, key in
                // A round is of use until the next but one; one that is taken up again counts from now.
                let deadline = clock.now + life
                let statement = try await queue.run(key.description, deadline: deadline, isOutcome: { $0 is RoundRefusal }) { attempt in
                    try beforeProof(key, attempt)
                    return try await prover.state(observations, of: engine)
                }
                metrics.proved(feed: name, seconds: statement.proveSeconds)
                return try await engine.attest(statement, rule.current.withLock { $0 })
            },
            deliver: services.deliver, mayPass: services.surroundings.mayPassRound)
    }

    var feed: Feed { part.file.feed }
    var clock: any NodeClock { services.clock }

    var triggers: TriggerPolicy { limits.withLock { $0 } }
    /// Other limits from the next decision on.
    func use(_ triggers: TriggerPolicy) { limits.withLock { $0 = triggers } }
    var state: FeedRecord { record.withLock { $0 } }
    func change(_ body: (inout FeedRecord) -> Void) { record.withLock { body(&$0) } }

    // MARK: The schedule

    /// Runs until its task is cancelled. A round that is being proved then is finished and handed over first.
    func run() async {
        await clock.following {
            await self.takeUp()
            self.change { $0.isReady = true }
            var handled = Int64.min
            while !Task.isCancelled {
                let due = self.feed.lastRound(at: Int64(clamping: self.clock.seconds))
                do {
                    if due > handled {
                        if try await self.work(due) {
                            handled = due
                        } else {
                            try await self.clock.sleep(until: self.nextAttempt(after: due))
                        }
                    } else {
                        try await self.sleep(beforeRoundAfter: due)
                    }
                } catch {
                    // Cancelled, or stopped at a boundary as if killed.
                    break
                }
            }
        }
    }

    /// A few seconds before a round what the contract holds is read, so that the decision waits for the venues alone.
    private func sleep(beforeRoundAfter due: Int64) async throws {
        let next = UInt64(clamping: due + Int64(feed.schedule.everySeconds) + Int64(feed.schedule.delaySeconds)) * 1_000
        if reader != nil, next > clock.now + 4_000 {
            try await clock.sleep(until: next - 3_000)
            await refreshChain()
        }
        try await clock.sleep(until: next)
    }

    private func nextAttempt(after due: Int64) -> UInt64 {
        let pause = UInt64(min(max(feed.schedule.everySeconds / 6, 5), 20)) * 1_000
        let next = UInt64(clamping: due + Int64(feed.schedule.everySeconds) + Int64(feed.schedule.delaySeconds)) * 1_000
        let now = clock.now
        return next > now ? min(now + pause, next) : now + pause
    }

    /// Rounds that an earlier life of the node left unfinished.
    private func takeUp() async {
        let outcome = await Task { [self] () -> Result<Int, any Error> in
            do { return .success(try await journal.resumeAll()) } catch { return .failure(error) }
        }.value
        // What is on its way already counts as published.
        let newest = (try? services.store.publications(feed: part.name, limit: 8)) ?? []
        if let known = newest.first(where: { $0.state.isActive && $0.publication.contract == part.contract }) {
            change { $0.pending = engine.answer(of: known.publication.calldata) }
        }
        switch outcome {
        case .success(let count): if count > 0 { log.info("unfinished rounds taken up", ["rounds": LogValue(count)]) }
        case .failure(let error): note(error, of: nil)
        }
    }

    // MARK: A round

    /// Does what is due for the round of a time.
    ///
    /// - Returns: whether it is done with; where not, it is tried again.
    /// - Throws: `CancellationError`; ``RoundStopped`` where the node counts as killed.
    private func work(_ due: Int64) async throws -> Bool {
        if clock.seconds > (state.chainReadAt ?? 0) + 10 { await refreshChain() }
        guard let observed = try await observe(due) else { return false }
        try Task.checkCancellation()
        if services.clockVerdict().stops { return false }
        if reader != nil, state.chainProblem != nil { return false }
        // A proof would be for nothing; asked again until the contract takes reports, so that the newest round goes out at once then.
        if state.obstacle != nil { return false }
        settlePending()
        let now = clock.seconds
        // The age that the value on chain will have when the next round could be out: a heartbeat is not left to be missed.
        let slack = UInt64(feed.schedule.delaySeconds) + min(60, UInt64(feed.schedule.everySeconds) / 4)
        let every = UInt64(feed.schedule.everySeconds)
        let judgedAt = now + (every > slack ? every - slack : 0)
        let item = PublishingBatch.Item(feed: part.name, policy: triggers, candidate: observed.candidate, chain: state.effective)
        guard let trigger = services.desk.trigger(item, now: judgedAt) else { return true }
        let companions = services.desk.fired(part.name, now: judgedAt)
        let isDone = try await publish(observed, cause: trigger)
        if isDone { services.goAlong(companions) }
        return isDone
    }

    /// Publishes the newest round because another feed fires.
    func goAlong() async {
        guard let observed = state.observed, clock.seconds < UInt64(clamping: observed.observations.observedAt) + 2 * UInt64(feed.schedule.everySeconds)
        else { return }
        guard state.obstacle == nil else { return }
        settlePending()
        if let known = state.effective, observed.candidate.observedAt <= known.observedAt { return }
        if let latest = state.effective, let held = latest.held, !held.isDecided(by: observed.candidate, latest: latest) { return }
        _ = try? await publish(observed, cause: .early)
    }

    /// Asks the venues and evaluates, without a proof.
    private func observe(_ due: Int64) async throws -> FeedRecord.Observed? {
        let number = RoundEngine.number(of: due, feed: feed)
        // A second attempt at publishing is with the same observations: the round's record has them.
        if let known = state.observed, known.round == number { return known }
        do {
            let observations = try await source.observations(at: due)
            let evaluation: RoundEvaluation
            do throws(RoundRefusal) {
                evaluation = try RoundEvaluation(observations, feed: feed, parameters: engine.circuit.parameters)
            } catch {
                throw RoundRefusal(error.description, observations: observations)
            }
            guard let answer = evaluation.answer?.scaledAnswer else { throw RoundRefusal("the value does not fit the contract's answer") }
            let candidate = CandidateValue(
                value: answer, confidence: observations.confidence(evaluation, feed: feed), observedAt: UInt64(clamping: due))
            let observed = FeedRecord.Observed(observations: observations, evaluation: evaluation, candidate: candidate, round: number)
            let markets = NodeSnapshot.Market.list(observations, evaluation: evaluation, feed: feed)
            count(markets)
            change { record in
                record.observed = observed
                record.markets = markets
                record.refusal = nil
                record.failure = nil
                record.history.append(.init(time: UInt64(clamping: due), value: Double(answer) / 1e8))
                record.history.removeFirst(max(0, record.history.count - FeedRecord.historyLength))
            }
            return observed
        } catch let refusal as RoundRefusal {
            try Task.checkCancellation()
            refuse(refusal, number)
            return nil
        } catch {
            try Task.checkCancellation()
            note(error, of: RoundKey(feed: part.name, number: number))
            return nil
        }
    }

    func refuse(_ refusal: RoundRefusal, _ number: UInt64) {
        let isNew = state.refusedRound != number
        let markets = refusal.observations.map { NodeSnapshot.Market.list($0, evaluation: nil, feed: feed) }
        change { record in
            record.refusal = refusal.description
            record.refusedRound = number
            if let markets { record.markets = markets }
        }
        guard isNew else { return }
        if let markets { count(markets) }
        services.metrics.roundEnded(feed: part.name, .refused)
        log.warning("no price", ["round": LogValue(number), "reason": .text(refusal.description)])
    }

    private func count(_ markets: [NodeSnapshot.Market]) {
        for market in markets where !market.counted {
            services.metrics.dropped(feed: part.name, market: market.label, reason: market.reason ?? "notCounted")
        }
    }

    // MARK: The chain

    func refreshChain() async {
        guard let reader else { return }
        do throws(RPCError) {
            var value = try await reader.latest(of: part.contract)
            let condition = try await reader.condition(of: part.contract, modelID: Word(bytes: engine.circuit.modelID) ?? .zero)
            // Read after the latest round: what was held may be the latest by now.
            if let held = condition.held, let breaker = condition.breaker, held.round > value?.round ?? 0 {
                value?.held = HeldValue(round: held.round, value: held.answer, observedAt: held.observedAt, breaker: breaker)
            }
            noteCondition(condition, value)
            rule.current.withLock { $0 = SigningRule(condition) }
            let (latest, now) = (value, clock.seconds)
            change { record in
                record.chain = latest
                record.condition = condition
                record.chainReadAt = now
                record.chainProblem = nil
            }
        } catch {
            change { $0.chainProblem = "the feed's contract cannot be read: \(error.message)" }
        }
        missedHeartbeat()
    }

    /// A heartbeat counts as missed once for each value that it was due for.
    private func missedHeartbeat() {
        let now = clock.seconds
        guard let chain = state.chain, isLate(chain, now: now), state.missedFor != chain.round else { return }
        change { $0.missedFor = chain.round }
        services.metrics.missedHeartbeat(feed: part.name)
        log.warning("heartbeat missed", ["round": LogValue(chain.round), "age": LogValue(now - chain.observedAt)])
    }

    /// Beyond the heartbeat by more than a round's way into a block takes. A round that the breaker holds is not late: it was brought.
    func isLate(_ chain: ChainValue, now: UInt64) -> Bool {
        let slack = UInt64(feed.schedule.delaySeconds) + 120
        return now > max(chain.observedAt, chain.held?.observedAt ?? 0) + triggers.heartbeatSeconds + slack
    }
}
