import EthereumKit
import Foundation

/// Publications' states as they were last counted.
struct PublicationLedger: Sendable {
    private var states: [Int64: PublicationState] = [:]
    private var isPrimed = false

    /// Publications that came to another state since the last call. The first call takes what is there as known.
    mutating func changes(_ records: [PublicationRecord]) -> [PublicationRecord] {
        let changed = records.filter { states[$0.id] != $0.state }
        states = Dictionary(records.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        defer { isPrimed = true }
        return isPrimed ? changed.reversed() : []
    }
}

extension NodeRuntime {
    static let ledgerLength = 200

    /// Every few seconds: the clock is judged, chain values are read again, old rounds removed.
    func keepHouse() async {
        noteRounds()
        while !Task.isCancelled {
            judgeClock()
            await refreshChainValues()
            prune()
            lookIntoPublishing()
            if state.withLock({ $0.storeProblem != nil }) { checkStore() }
            do { try await clock.sleep(milliseconds: 5_000) } catch { return }
        }
    }

    @discardableResult
    func judgeClock() -> ClockVerdict {
        let (plan, pool, old) = state.withLock { ($0.plan, $0.publisher?.pool, $0.verdict) }
        let verdict = plan.skew.judge(venueMilliseconds: watch.skewMilliseconds, chainSecondsAhead: pool?.secondsAhead)
        state.withLock { $0.verdict = verdict }
        switch (old, verdict) {
        case (.stop, .stop), (.warning, .warning): break
        case (_, .stop(_, let message)):
            metrics.met(problem: "clock_skew")
            log.error("the clock is wrong", ["reason": .text(message)])
        case (_, .warning(_, let message)): log.warning("the clock is off", ["reason": .text(message)])
        case (.stop, _), (.warning, _): log.info("the clock is right again")
        default: break
        }
        return verdict
    }

    private func refreshChainValues() async {
        let now = clock.seconds
        for worker in state.withLock({ $0.workers.map(\.worker) }) where now >= (worker.state.chainReadAt ?? 0) + 30 {
            await worker.refreshChain()
        }
    }

    /// Once an hour.
    private func prune() {
        let now = clock.seconds
        let (plan, store, last) = state.withLock { ($0.plan, $0.store, $0.lastPrune) }
        guard let store, last.map({ now >= $0 + 3_600 }) ?? true, now > plan.retention.seconds else { return }
        state.withLock { $0.lastPrune = now }
        do throws(StoreError) {
            let (rounds, evidence) = try store.prune(before: now - plan.retention.seconds, keeping: plan.retention.rounds)
            ResponseArchive.remove(evidence: evidence)
            if rounds > 0 { log.info("old rounds removed", ["rounds": LogValue(rounds)]) }
        } catch {
            lookInto(error)
        }
    }

    // MARK: The store

    /// Notes a failure of the store. Rows that are not what was written are taken out of the way, once a minute at most.
    func lookInto(_ error: StoreError) {
        metrics.failed(error)
        let now = clock.seconds
        let (store, mayLook) = state.withLock { state in
            state.storeProblem = error.description
            let mayLook = state.lastQuarantine.map { now >= $0 + 60 || now < $0 } ?? true
            guard case .corrupt = error, mayLook else { return (state.store, false) }
            state.lastQuarantine = now
            return (state.store, true)
        }
        guard mayLook, let store else { return }
        do throws(StoreError) { try quarantine(store) } catch { log.error("the store is damaged", ["reason": .text(error.description)]) }
    }

    /// The publishing service tries again by itself after any failure of the store, but a damaged row that it meets has to go first.
    private func lookIntoPublishing() {
        guard let failure = state.withLock({ $0.publisher?.service?.status.storeError }), case .corrupt = failure else { return }
        lookInto(failure)
    }

    func quarantine(_ store: NodeStore) throws(StoreError) {
        for damage in try store.quarantine(now: clock.seconds) {
            metrics.met(problem: "damaged_row")
            log.error("a damaged row was taken out of the store", ["reason": .text(damage)])
        }
    }

    /// Takes the problem back when the store takes writes again.
    private func checkStore() {
        guard let store = state.withLock({ $0.store }) else { return }
        do throws(StoreError) {
            try store.tryWriting(now: clock.seconds)
            state.withLock { $0.storeProblem = nil }
            log.info("the store works again")
        } catch {
            let words = error.description
            state.withLock { $0.storeProblem = words }
        }
    }

    // MARK: Publications

    /// After each step of the transaction manager.
    func stepped(_ report: PublishingReport) {
        for problem in report.problems { metrics.met(problem: problem.name) }
        let names = Set(report.problems.map(\.name))
        let known = state.withLock { state in
            defer { state.problems = names }
            return state.problems
        }
        for problem in report.problems where !known.contains(problem.name) {
            log.warning("publishing problem", ["name": .text(problem.name), "reason": .text(problem.description)])
        }
        for name in known.subtracting(names).sorted() { log.info("publishing problem over", ["name": .text(name)]) }
        if report.gasUsed > 0 { metrics.spent(gas: report.gasUsed, wei: report.spent) }
        let moved = report.sent + report.included + report.confirmed + report.reverted + report.superseded + report.dropped + report.reorganized
        if moved > 0 { noteRounds() }
    }

    /// Counts publications that came to another state, and keeps each feed's newest rounds for snapshots.
    func noteRounds() {
        let (store, workers) = state.withLock { ($0.store, $0.workers.map(\.worker)) }
        guard let store else { return }
        do throws(StoreError) {
            let records = try store.publications(limit: Self.ledgerLength).filter { $0.publication.kind == .report }
            let changed = state.withLock { $0.ledger.changes(records) }
            for record in changed {
                let key = record.publication.round
                let cause = (try? store.round(key))?.cause ?? "unknown"
                metrics.published(feed: key.feed, trigger: cause, record.state)
                log.info("publication", [
                    "feed": .text(key.feed), "round": LogValue(key.number), "state": .text(record.state.rawValue), "note": .text(record.note),
                ])
            }
            for worker in workers {
                let rounds = try summaries(of: worker.part.name, limit: 20, before: nil, store)
                worker.change { $0.rounds = rounds }
            }
        } catch {
            lookInto(error)
        }
    }
}
