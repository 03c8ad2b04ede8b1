import EthereumKit

extension TransactionManager {
    /// Does what is due for a publication that is in no block: a first transaction, the same one again, or one that offers more.
    func advance(_ record: PublicationRecord, _ scene: inout Scene, _ report: inout PublishingReport) async throws {
        let attempts = try store.attempts(of: record.id)
        // While nothing could go out at any price that is allowed, the contract is not asked at every step.
        if let base = scene.head.baseFeePerGas, case .aboveCap(let needed) = policy.fees.decide(FeeMarket(baseFee: base, tip: 0), previous: nil) {
            report.problems.append(.feesAboveCap(needed: needed, cap: policy.fees.cap))
            if attempts.isEmpty { try giveUpIfOld(record, because: "gas cost more than the cap", &report) }
            return
        }
        guard let newest = attempts.last(where: { $0.nonce == record.nonce }) else {
            guard scene.used.count < policy.inFlight, !mayGather(record) else { return }
            guard isFunded(scene, &report) else { return }
            guard try await isWanted(record, attempts, scene.head, &report) else { return }
            let nonce = NoncePlan.lowestFree(next: scene.next, used: scene.used)
            try await launch(record, nonce: nonce, &scene, &report)
            return
        }
        let isWaiting = seconds < newest.createdAt + policy.bumpAfterSeconds
        let last = lastTry[newest.transaction.hash] ?? newest.sentAt ?? 0
        let isQuiet = record.state == .sent && seconds < last + policy.resendAfterSeconds
        if isWaiting && isQuiet { return }
        guard try await isWanted(record, attempts, scene.head, &report) else { return }
        if !isWaiting, record.state == .sent {
            if try await launch(record, nonce: newest.nonce, &scene, &report) { return }
        }
        if !isQuiet { _ = try await transmit(newest, record, &report) }
    }

    func isFunded(_ scene: Scene, _ report: inout PublishingReport) -> Bool {
        if scene.balance >= Word(policy.balanceFloor) { return true }
        let wei = scene.balance.high == 0 ? "\(scene.balance.low)" : "\(scene.balance)"
        report.problems.append(.balanceLow(wei: wei, floor: "\(policy.balanceFloor)"))
        return false
    }

    /// Prices, signs, writes down and sends a transaction; again with more where a node wants more.
    ///
    /// - Parameter gas: the limit, where it is known already.
    /// - Returns: false where nothing could be sent because of its price or gas.
    @discardableResult
    func launch(
        _ record: PublicationRecord, nonce: UInt64, gas: UInt64? = nil, _ scene: inout Scene, _ report: inout PublishingReport
    ) async throws -> Bool {
        var market = try await market(scene.head)
        var known = gas
        if known == nil { known = try await gasLimit(record, &report) }
        guard var gasLimit = known else { return false }
        for _ in 0..<4 {
            let previous = try store.highestFees(chainID: chainID, account: account, nonce: nonce)
            guard case .offer(let fees) = policy.fees.decide(market, previous: previous) else {
                if case .aboveCap(let needed) = policy.fees.decide(market, previous: previous) {
                    report.problems.append(.feesAboveCap(needed: needed, cap: policy.fees.cap))
                }
                return false
            }
            let signed = try await signer.sign(transaction(record, nonce, fees, gasLimit, isLegacy: market.baseFee == nil))
            try pass(.transactionSigned)
            let attempt = AttemptRecord(transaction: signed, nonce: nonce, fees: fees, gasLimit: gasLimit, createdAt: seconds)
            try store.record(attempt, for: record.id, lease: scene.lease, nowMilliseconds: clock())
            scene.used.insert(nonce)
            try pass(.attemptWritten)
            if previous != nil { report.replaced += 1 }
            switch try await transmit(attempt, record, &report) {
            case .bump: continue
            case .reprice:
                guard let head = try await gateway.block(.latest) else { return true }
                market = try await self.market(head)
            case .reestimate: gasLimit = min(gasLimit.saturating(plus: gasLimit / 2), scene.head.gasLimit)
            default: return true
            }
        }
        return true
    }

    /// Hands a written attempt to the nodes.
    func transmit(
        _ attempt: AttemptRecord, _ record: PublicationRecord, _ report: inout PublishingReport
    ) async throws -> SendVerdict {
        var failure: RPCError?
        do {
            try await gateway.broadcast(attempt.transaction)
        } catch {
            failure = error
        }
        try pass(.transactionSent)
        lastTry[attempt.transaction.hash] = seconds
        let verdict = SendVerdict(failure?.kind)
        if let failure, verdict != .taken { report.problems.append(.send(failure.kind, failure.message)) }
        switch verdict {
        case .taken, .open:
            // Where the outcome is open it counts as sent: a publication that may be out keeps its nonce for good.
            try store.markSent(attempt.transaction.hash, of: record.id, now: seconds)
            try pass(.sendingWritten)
            report.sent += 1
        case .hopeless:
            try settle(record, as: .dropped, note: failure?.message ?? "")
            report.dropped += 1
        case .halt:
            haltReason = failure?.message ?? "refused"
            report.problems.append(.halted(haltReason ?? ""))
        case .bump, .reprice, .reestimate, .nonceUsed, .later: break
        }
        return verdict
    }

    private func transaction(
        _ record: PublicationRecord, _ nonce: UInt64, _ fees: Fees, _ gasLimit: UInt64, isLegacy: Bool
    ) -> UnsignedTransaction {
        let publication = record.publication
        if isLegacy || policy.fees.isLegacy {
            return .legacy(
                LegacyTransaction(
                    chainID: chainID, nonce: nonce, gasPrice: fees.maxFee, gasLimit: gasLimit, to: publication.contract,
                    data: publication.calldata))
        }
        return .feeMarket(
            FeeMarketTransaction(
                chainID: chainID, nonce: nonce, maxPriorityFeePerGas: fees.tip, maxFeePerGas: fees.maxFee, gasLimit: gasLimit,
                to: publication.contract, data: publication.calldata))
    }

    /// The estimate with its margin; nil where the contract refuses meanwhile.
    private func gasLimit(_ record: PublicationRecord, _ report: inout PublishingReport) async throws -> UInt64? {
        switch record.publication.kind {
        case .cancellation: return 21_000
        case .batch:
            // The limits of what it carries are in its calldata, so the sum stays as it is.
            return try store.attempts(of: record.id).map(\.gasLimit).max()
        case .report:
            guard let estimate = try await estimate(record.publication, &report) else { return nil }
            return withMargin(estimate)
        }
    }

    func withMargin(_ estimate: UInt64) -> UInt64 {
        // Half of what 64 bits hold is more than any block has, and what the store keeps.
        min(estimate.saturating(plus: (estimate / 100).saturating(times: policy.gasMarginPercent)), UInt64(Int64.max))
    }

    /// What a publication takes; nil where the contract refuses meanwhile.
    func estimate(_ publication: Publication, _ report: inout PublishingReport) async throws -> UInt64? {
        do {
            return try await gateway.estimateGas(CallMessage(from: account, to: publication.contract, data: publication.calldata))
        } catch {
            guard error.kind == .executionReverted || error.kind == .outOfGas else { throw error }
            report.problems.append(.refused(error.message))
            return nil
        }
    }

    private func market(_ head: BlockHeader) async throws -> FeeMarket {
        guard let base = head.baseFeePerGas, !policy.fees.isLegacy else {
            return FeeMarket(baseFee: head.baseFeePerGas, tip: try await gateway.gasPrice())
        }
        do {
            let history = try await gateway.feeHistory(blocks: policy.tipBlocks, percentiles: [policy.tipPercentile])
            let tips = history.rewards.compactMap(\.first).sorted()
            return FeeMarket(baseFee: history.baseFeePerGas.last ?? base, tip: tips.isEmpty ? 0 : tips[tips.count / 2])
        } catch {
            guard error.kind == .methodNotFound || error.kind == .invalidParameters else { throw error }
            // A base fee rises by an eighth from block to block at most.
            return FeeMarket(baseFee: base.saturating(plus: base / 8), tip: 0)
        }
    }
}
