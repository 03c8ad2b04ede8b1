import Foundation

extension NodeRuntime {
    /// Ends in good order: the proof in work is finished and handed over, transactions get some time to reach a block, the lease is
    /// given back, the store closed.
    public func drain() async {
        let (starting, workers, housekeeping, isFirst) = state.withLock { state in
            let isFirst = state.phase == .starting || state.phase == .running
            if isFirst { state.phase = .draining }
            return (state.starting, state.workers, state.housekeeping, isFirst)
        }
        guard isFirst else { return await untilEnded() }
        log.info("draining")
        starting?.cancel()
        _ = await starting?.result
        for worker in workers { worker.task.cancel() }
        for worker in workers { await worker.task.value }
        for task in state.withLock({ Array($0.companions.values) }) { await task.value }
        await surroundings.prover.stop()
        if let publisher = state.withLock({ $0.publisher }) {
            await settle()
            await publisher.stop()
        }
        housekeeping?.cancel()
        await housekeeping?.value
        end { log.info("node stopped") }
    }

    private func untilEnded() async {
        await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
            let isOver = state.withLock { state in
                if state.phase == .stopped { return true }
                state.ended.append(ended)
                return false
            }
            if isOver { ended.resume() }
        }
    }

    /// Waits until nothing is on its way any more, but not for long: what is left goes on at the next start.
    private func settle() async {
        guard let account = state.withLock({ $0.plan.account }), let store = state.withLock({ $0.store }) else { return }
        let plan = state.withLock { $0.plan }
        let end = clock.now + plan.drainSeconds * 1_000
        await clock.following {
            while self.clock.now < end {
                let active = (try? store.activePublications(chainID: plan.chainID, account: account)) ?? []
                if active.allSatisfy({ $0.state == .included }) { return }
                do { try await self.clock.sleep(milliseconds: 500) } catch { return }
            }
        }
    }

    /// - Parameter last: what is done before anyone who waits goes on, for the process may end then.
    private func end(_ last: () -> Void = {}) {
        let store = state.withLock { state in
            let store = state.store
            state.workers = []
            state.services = nil
            state.publisher = nil
            state.store = nil
            return store
        }
        try? store?.close()
        last()
        let ended = state.withLock { state in
            state.phase = .stopped
            let ended = state.ended
            state.ended = []
            return ended
        }
        for waiting in ended { waiting.resume() }
    }

    /// Lets go of everything as a process that is killed does: nothing is finished and nothing given back. For tests.
    package func abandon() async {
        let (workers, housekeeping, publisher) = state.withLock { state in
            state.phase = .draining
            return (state.workers, state.housekeeping, state.publisher)
        }
        for worker in workers { worker.task.cancel() }
        housekeeping?.cancel()
        for worker in workers { await worker.task.value }
        await publisher?.abandon()
        await housekeeping?.value
        for task in state.withLock({ Array($0.companions.values) }) { await task.value }
        await surroundings.prover.stop()
        end()
    }
}
