extension NodeRuntime {
    /// Goes over to another plan: feeds that changed stop and start, others are not disturbed; limits, endpoints and prices count
    /// from now on. The new plan's circuits are made first, so that a plan that cannot run changes nothing.
    ///
    /// - Throws: ``NodeError`` with the reason; the old plan goes on.
    public func reload(_ next: NodePlan) async throws {
        do {
            try await change(to: next)
            state.withLock { $0.reloadProblem = nil }
            metrics.reloaded(applied: true)
            log.info("configuration reloaded", ["feeds": LogValue(next.feeds.count)])
        } catch {
            refuseReload("\(error)")
            throw error
        }
    }

    /// Notes that a configuration was not taken; the old one goes on.
    public func refuseReload(_ reason: String) {
        state.withLock { $0.reloadProblem = reason }
        metrics.reloaded(applied: false)
        log.error("configuration not reloaded; the old one goes on", ["reason": .text(reason)])
    }

    private func change(to next: NodePlan) async throws {
        let (phase, current, workers, store) = state.withLock { ($0.phase, $0.plan, $0.workers, $0.store) }
        guard phase == .running, let store else {
            throw NodeError(.refused, "the node is not running", next: "reload again when it is")
        }
        if let obstacle = current.obstacle(to: next) {
            throw NodeError(.refused, "\(obstacle), which a running node cannot follow", next: "restart the node")
        }
        // A feed that is to ask elsewhere is begun anew.
        let kept = workers.filter { worker in
            next.venueEndpoints == current.venueEndpoints && next.feeds.contains { worker.worker.part.isSameFeed(as: $0) }
        }
        let added = next.feeds.filter { part in !kept.contains { $0.worker.part.isSameFeed(as: part) } }
        var engines: [RoundEngine] = []
        for part in added { engines.append(try await engine(for: part, next)) }

        // From here on nothing can be refused any more.
        surroundings.prover.use(kept.map(\.worker.engine) + engines, next.prover)
        throttle.use(next.venueLimits)
        let gone = workers.filter { worker in !kept.contains { $0.worker === worker.worker } }
        for worker in gone { worker.task.cancel() }
        for worker in gone {
            await worker.task.value
            desk.remove(worker.worker.part.name)
        }
        var plan = next
        plan.keyLock = next.keyLock ?? current.keyLock
        let services = services(plan, store)
        let old = state.withLock { state in
            state.plan = plan
            state.services = services
            state.workers.removeAll { worker in gone.contains { $0.worker === worker.worker } }
            return state.publisher
        }
        // Another transaction manager with the same name goes on with the same lease and the same store.
        await old?.stop()
        let publisher = makePublisher(plan, store)
        await publisher?.pool.check()
        state.withLock { $0.publisher = publisher }
        for worker in kept {
            if let part = next.feeds.first(where: { worker.worker.part.isSameFeed(as: $0) }) { worker.worker.use(part.triggers) }
        }
        for (part, engine) in zip(added, engines) { try await launch(part, engine, services) }
        state.withLock { state in
            let order = Dictionary(plan.feeds.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
            state.workers.sort { order[$0.worker.part.name] ?? 0 < order[$1.worker.part.name] ?? 0 }
        }
    }
}
