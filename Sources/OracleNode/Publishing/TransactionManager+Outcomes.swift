import EthereumKit

extension TransactionManager {
    /// Transactions that were final, and that the chain has taken back all the same: deeper than was waited for.
    func reviveLost(_ next: UInt64, _ report: inout PublishingReport) async throws {
        for record in try store.finishedPublications(chainID: chainID, account: account, fromNonce: next) {
            guard let inclusion = record.inclusion, try await gateway.receipt(inclusion.transaction) == nil else { continue }
            try store.settle(record.id, as: .sent, note: "taken back by a deep reorganization", now: seconds)
            lastTry = [:]
            report.reorganized += 1
        }
    }

    /// Looks for what became of a publication that has attempts.
    func follow(_ record: PublicationRecord, _ head: BlockHeader, _ next: UInt64, _ report: inout PublishingReport) async throws {
        let attempts = try store.attempts(of: record.id)
        // Its attempts were damaged; what it carried starts again.
        if record.publication.kind == .batch, attempts.isEmpty { return try store.dissolve(record.id, now: seconds) }
        if let receipt = try await receipt(among: attempts) {
            try include(record, receipt, head, &report)
            return
        }
        if record.state == .included {
            try pass(.outcomeSeen)
            try store.settle(record.id, as: .sent, note: "its block was reorganized away", now: seconds)
            try pass(.outcomeWritten)
            lastTry = [:]
            report.reorganized += 1
            return
        }
        guard let nonce = record.nonce, next > nonce else { return }
        // The nonce is used, and not by any of ours. Believed only when no reorganization is to be expected any more: until
        // then, a receipt may only be late.
        let final = head.number > policy.confirmations ? head.number - policy.confirmations : 0
        guard try await gateway.transactionCount(account, .number(final)) > nonce else { return }
        try pass(.outcomeSeen)
        if record.publication.kind == .cancellation {
            try store.settle(record.id, as: .superseded, note: "the nonce is used", now: seconds)
        } else {
            report.problems.append(.nonceUsedElsewhere(nonce: nonce))
            try store.releaseNonce(of: record.id, note: "nonce \(nonce) was used elsewhere", now: seconds)
        }
        try pass(.outcomeWritten)
    }

    private func include(
        _ record: PublicationRecord, _ receipt: TransactionReceipt, _ head: BlockHeader, _ report: inout PublishingReport
    ) throws {
        let inclusion = Inclusion(
            block: receipt.blockNumber, blockHash: receipt.blockHash, transaction: receipt.transactionHash, gasUsed: receipt.gasUsed,
            gasPrice: receipt.effectiveGasPrice)
        let depth = head.number >= receipt.blockNumber ? (head.number - receipt.blockNumber).saturating(plus: 1) : 0
        guard depth >= policy.confirmations else {
            guard record.inclusion != inclusion || record.state != .included else { return }
            try pass(.outcomeSeen)
            try store.settle(record.id, as: .included, inclusion: inclusion, now: seconds)
            try pass(.outcomeWritten)
            report.included += 1
            return
        }
        let outcomes = try receipt.succeeded ? carriedOutcomes(of: record, receipt) : [:]
        try pass(.outcomeSeen)
        try store.settle(
            record.id, as: receipt.succeeded ? .confirmed : .reverted, inclusion: inclusion,
            note: receipt.succeeded ? note(on: record.publication, receipt) : "refused by the contract when it was included",
            outcomes: outcomes, now: seconds)
        try pass(.outcomeWritten)
        if record.publication.kind == .batch {
            for case .refused(let words) in outcomes.values {
                report.problems.append(.refused(words))
                report.released += 1
            }
            report.confirmed += outcomes.count - outcomes.values.count { if case .refused = $0 { true } else { false } }
            if !receipt.succeeded { report.reverted += 1 }
        } else if receipt.succeeded {
            report.confirmed += 1
        } else {
            report.reverted += 1
        }
        report.gasUsed = report.gasUsed.saturating(plus: receipt.gasUsed)
        report.spent = report.spent.saturating(plus: UInt128(receipt.gasUsed).saturating(times: receipt.effectiveGasPrice ?? 0))
    }

    /// What its contract's events say of a publication that was taken: empty where it is the latest value now.
    private func note(on publication: Publication, _ receipt: TransactionReceipt) -> String {
        guard publication.kind == .report, acceptance(of: publication, receipt) == .held else { return "" }
        return "held by the contract's breaker until the next round"
    }

    private func acceptance(of publication: Publication, _ receipt: TransactionReceipt) -> ProvenFeed.Acceptance? {
        let round = (try? ProvenFeed.decodeSubmit(publication.calldata))?.report.round ?? publication.round.number
        return ProvenFeed.acceptance(of: round, by: publication.contract, in: receipt.logs)
    }

    /// What each feed's own events say, and the multicall's of those that failed; nothing is assumed of a transaction that succeeded.
    private func carriedOutcomes(of batch: PublicationRecord, _ receipt: TransactionReceipt) throws -> [Int64: CarriedOutcome] {
        guard batch.publication.kind == .batch else { return [:] }
        let members = try store.carried(by: batch.id)
        let failures = FeedMulticall.failures(of: batch.publication.contract, in: receipt.logs)
        var outcomes: [Int64: CarriedOutcome] = [:]
        for member in members {
            let publication = member.publication
            switch acceptance(of: publication, receipt) {
            case .published: outcomes[member.id] = .taken(note: "in one transaction with \(members.count - 1) others; gas is of all")
            case .held: outcomes[member.id] = .taken(note: note(on: publication, receipt) + "; in one transaction with \(members.count - 1) others")
            case nil:
                let words = failures[publication.contract].map { artifact?.explain(revertData: $0, message: "reverted") ?? Hex.encode($0) }
                outcomes[member.id] = .refused(
                    note: "\(publication.round): \(words ?? "the contract's events do not mention it"), in a transaction with others; it goes on alone")
            }
        }
        return outcomes
    }

    /// The receipt of whichever attempt is in the chain, and not in a block that has been replaced.
    func receipt(among attempts: [AttemptRecord]) async throws -> TransactionReceipt? {
        for attempt in attempts.reversed() {
            guard let receipt = try await gateway.receipt(attempt.transaction.hash) else { continue }
            if try await gateway.block(.number(receipt.blockNumber))?.hash == receipt.blockHash { return receipt }
        }
        return nil
    }

    /// Would the contract take it now? Where it would not, the publication is settled or left for later.
    func isWanted(
        _ record: PublicationRecord, _ attempts: [AttemptRecord], _ head: BlockHeader, _ report: inout PublishingReport
    ) async throws -> Bool {
        let publication = record.publication
        if publication.kind == .cancellation { return true }
        let message = CallMessage(from: account, to: publication.contract, data: publication.calldata)
        let outcome = try await gateway.call(message)
        let verdict = publication.kind == .batch ? batchVerdict(outcome) : singleVerdict(outcome)
        guard verdict != .works else {
            doubts[record.id] = nil
            return true
        }
        if !attempts.isEmpty, !isLater(verdict) {
            // The contract may refuse because it has our own transaction, which whoever answers for receipts has not seen yet.
            // Believed when there is no receipt so many blocks later.
            let since = doubts[record.id] ?? head.number
            doubts[record.id] = since
            let hasReceipt = try await receipt(among: attempts) != nil
            guard !hasReceipt, head.number >= since.saturating(plus: policy.confirmations) else { return false }
            doubts[record.id] = nil
        }
        switch verdict {
        case .works: return true
        // What a batch carried goes on alone, and is counted then.
        case .superseded(let words):
            try settle(record, as: .superseded, note: words)
            if publication.kind != .batch { report.superseded += 1 }
        case .hopeless(let words):
            try settle(record, as: .dropped, note: words)
            if publication.kind != .batch { report.dropped += 1 }
        case .later(let words):
            report.problems.append(.refused(words))
            try giveUpIfOld(record, because: words, &report)
        }
        return false
    }

    private func singleVerdict(_ outcome: CallOutcome) -> SimulationVerdict {
        guard case .reverted(let data, let said) = outcome else { return .works }
        return SimulationVerdict(error: artifact?.errorName(of: data), words: artifact?.explain(revertData: data, message: said) ?? said)
    }

    /// A batch is worth its way as long as one of its submissions is; the others cost little and undo nothing.
    private func batchVerdict(_ outcome: CallOutcome) -> SimulationVerdict {
        guard case .returned(let output) = outcome, let results = try? FeedMulticall.decodeResults(output), !results.isEmpty else {
            return .later("the multicall: \(Self.words(outcome))")
        }
        var words: [String] = []
        for result in results {
            switch singleVerdict(result.success ? .returned(result.returnData) : .reverted(data: result.returnData, message: "reverted")) {
            case .works: return .works
            case .later(let why): return .later(why)
            case .superseded(let why), .hopeless(let why): words.append(why)
            }
        }
        return .superseded("none of its \(results.count) submissions would be taken: \(words.joined(separator: "; "))")
    }

    static func words(_ outcome: CallOutcome) -> String {
        switch outcome {
        case .returned: "what is at its address does not answer as FeedMulticall does"
        case .reverted(let data, let said): data.isEmpty ? said : "\(said) \(Hex.encode(data.prefix(100)))"
        }
    }

    private func isLater(_ verdict: SimulationVerdict) -> Bool {
        if case .later = verdict { true } else { false }
    }

    func giveUpIfOld(_ record: PublicationRecord, because words: String, _ report: inout PublishingReport) throws {
        guard seconds >= record.createdAt + policy.giveUpAfterSeconds else { return }
        try settle(record, as: .dropped, note: "given up: \(words)")
        report.dropped += 1
    }

    func settle(_ record: PublicationRecord, as state: PublicationState, note: String) throws {
        try pass(.outcomeSeen)
        try store.settle(record.id, as: state, note: note, now: seconds)
        try pass(.outcomeWritten)
    }
}
