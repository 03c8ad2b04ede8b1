extension RPCPool {
    /// Asks every endpoint that its breaker admits for its chain and head, compares heads and histories, and settles which are
    /// used from now on. Call it every few seconds; the questions run side by side.
    ///
    /// - Returns: the endpoints' health after it.
    @discardableResult
    public func check() async -> [Health] {
        let asked = members.withLock { members in
            let now = now()
            return members.indices.filter { members[$0].breaker.admits(now: now) }
        }
        let findings = await concurrently(asked) { index in await self.probe(index) }
        var claims: [(index: Int, claim: HeadClaim)] = []
        members.withLock { members in
            for (index, finding) in findings {
                switch finding {
                case .head(let claim):
                    members[index].chainIsChecked = true
                    members[index].health.head = claim.number
                    members[index].health.headTimestamp = claim.timestamp
                    claims.append((index, claim))
                case .otherChain(let got):
                    members[index].health.verdict = .wrongChain(got: got)
                case .failed(let kind):
                    members[index].health.verdict = .failing(kind)
                }
            }
        }
        let verdicts = HeadComparison.judge(claims.map(\.claim), now: now() / 1_000, policy: policy.heads)
        var candidates: [(index: Int, head: UInt64)] = []
        members.withLock { members in
            let best = zip(claims, verdicts).filter { $0.1.isUsable }.map(\.0.claim.number).max() ?? 0
            for ((index, claim), verdict) in zip(claims, verdicts) {
                members[index].health.lag = best > claim.number ? best - claim.number : 0
                members[index].health.verdict = verdict
                if verdict.isUsable { candidates.append((index, claim.number)) }
            }
        }
        await compareHistories(candidates)
        return health
    }

    private enum Finding: Sendable {
        case head(HeadClaim)
        case otherChain(UInt64)
        case failed(RPCErrorKind)
    }

    private func probe(_ index: Int) async -> Finding {
        let endpoint = Single(pool: self, index: index)
        do {
            if !members.withLock({ $0[index].chainIsChecked }) {
                let got = try await endpoint.chainID()
                guard got == chainID else { return .otherChain(got) }
            }
            let number = try await endpoint.blockNumber()
            let block = try await endpoint.block(.number(number))
            return .head(HeadClaim(number: number, timestamp: block?.number == number ? block?.timestamp : nil))
        } catch {
            return .failed(error.kind)
        }
    }

    private func compareHistories(_ candidates: [(index: Int, head: UInt64)]) async {
        guard candidates.count > 1, let lowest = candidates.map(\.head).min() else { return }
        let height = lowest > policy.comparisonDepth ? lowest - policy.comparisonDepth : 0
        let found = await concurrently(candidates.map(\.index)) { index in
            // An endpoint that lacks the block is no witness, and is not accused either.
            try? await Single(pool: self, index: index).block(.number(height))?.hash
        }
        let known = found.compactMap { index, hash in (hash ?? nil).map { (index, $0) } }
        let apart = HeadComparison.dissenters(known.map(\.1))
        members.withLock { members in
            for place in apart { members[known[place].0].health.verdict = .otherHistory(height: height) }
        }
    }

    private func concurrently<Result: Sendable>(
        _ indices: [Int], _ work: @escaping @Sendable (Int) async -> Result
    ) async -> [(Int, Result)] {
        await withTaskGroup(of: (Int, Result).self) { group in
            for index in indices { group.addTask { (index, await work(index)) } }
            var results: [(Int, Result)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }
        }
    }
}
