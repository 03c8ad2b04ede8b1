import EthereumKit

extension TransactionManager {
    /// Submissions in one transaction at most; a block has room for more, and a batch that fails as a whole costs them all.
    private static let batchLimit = 16

    /// Whether a publication still waits for others to go out with.
    func mayGather(_ record: PublicationRecord) -> Bool {
        policy.multicall != nil && isFree(record) && seconds < record.createdAt.saturating(plus: policy.gatherSeconds)
    }

    /// Nothing has been sent for it, and it may go out with others.
    private func isFree(_ record: PublicationRecord) -> Bool {
        record.publication.kind == .report && record.state == .queued && record.nonce == nil && record.carrier == nil && !record.isAlone
    }

    /// Brings publications that wait at the same time out in one transaction, where the chain says that this is cheaper than one for
    /// each. Each is simulated by itself first, then all of them together; what would be refused does not join.
    ///
    /// Whatever is in the way, publications are left as they were, and go out by themselves.
    func gather(_ scene: inout Scene, _ report: inout PublishingReport) async throws {
        // A batch that was written and never signed: the process ended in between.
        for record in try active() where record.publication.kind == .batch && record.nonce == nil && record.state == .queued {
            if try store.attempts(of: record.id).isEmpty { try store.dissolve(record.id, now: seconds) }
        }
        guard let multicall = policy.multicall, scene.used.count < policy.inFlight else { return }
        let waiting = oneOfEach(try active().filter { isFree($0) })
        guard waiting.count > 1, waiting.contains(where: { !mayGather($0) }), isAffordable(scene), isFunded(scene, &report) else { return }
        guard let batch = try await compose(waiting, multicall, scene, &report) else { return }
        guard let publication = Publication.batch(batch.members, multicall: multicall, calldata: batch.calldata) else { return }
        let record: PublicationRecord
        do throws(StoreError) {
            record = try store.bundle(publication, carrying: batch.members, now: seconds)
        } catch {
            // Another process with this store was first with one of them.
            guard case .wrongStage = error else { throw error }
            return
        }
        try pass(.batchWritten)
        let nonce = NoncePlan.lowestFree(next: scene.next, used: scene.used)
        try await launch(record, nonce: nonce, gas: batch.gasLimit, &scene, &report)
        // Prices rose above the cap meanwhile: nothing was signed.
        if try store.attempts(of: record.id).isEmpty { return try store.dissolve(record.id, now: seconds) }
        report.bundled += batch.members.count
    }

    /// The eldest of each contract: the order of two to one contract would matter.
    private func oneOfEach(_ records: [PublicationRecord]) -> [PublicationRecord] {
        var seen: Set<Address> = []
        return Array(records.filter { seen.insert($0.publication.contract).inserted }.prefix(Self.batchLimit))
    }

    private func isAffordable(_ scene: Scene) -> Bool {
        guard let base = scene.head.baseFeePerGas else { return true }
        if case .offer = policy.fees.decide(FeeMarket(baseFee: base, tip: 0), previous: nil) { return true }
        return false
    }

    private struct Batch {
        let members: [PublicationRecord]
        let calldata: [UInt8]
        let gasLimit: UInt64
    }

    /// - Returns: nil where fewer than two would be taken, or nothing is gained.
    private func compose(
        _ waiting: [PublicationRecord], _ multicall: Address, _ scene: Scene, _ report: inout PublishingReport
    ) async throws -> Batch? {
        var members: [PublicationRecord] = []
        var calls: [FeedMulticall.Call] = []
        // With limits that are just enough: a limit's margin is what the multicall must be left, and not what it uses.
        var bare: [FeedMulticall.Call] = []
        var (single, room) = (UInt64(0), scene.head.gasLimit / 2)
        for record in waiting {
            guard try await isWanted(record, [], scene.head, &report), let estimate = try await estimate(record.publication, &report) else { continue }
            let limit = withMargin(estimate)
            let reserved = Self.reserved(limit, record.publication.calldata.count)
            guard reserved < room else { break }
            room -= reserved
            single = single.saturating(plus: estimate)
            members.append(record)
            let data = record.publication.calldata
            calls.append(.init(feed: record.publication.contract, gasLimit: limit, data: data))
            let inside = max(estimate - min(estimate, Self.intrinsic(data)), estimate / 2)
            bare.append(.init(feed: record.publication.contract, gasLimit: inside, data: data))
        }
        guard members.count > 1, let calldata = try? FeedMulticall.submitMany(calls), let least = try? FeedMulticall.submitMany(bare) else { return nil }
        let message = CallMessage(from: account, to: multicall, data: calldata)
        let outcome = try await gateway.call(message)
        guard case .returned(let output) = outcome, let results = try? FeedMulticall.decodeResults(output), results.count == calls.count else {
            report.problems.append(.multicall(Self.words(outcome)))
            return nil
        }
        guard results.allSatisfy(\.success) else { return nil }
        let together: UInt64
        do {
            together = try await gateway.estimateGas(CallMessage(from: account, to: multicall, data: least))
        } catch {
            guard error.kind == .executionReverted || error.kind == .outOfGas else { throw error }
            report.problems.append(.multicall(error.message))
            return nil
        }
        guard together < single else { return nil }
        // The multicall refuses to begin a submission that is not left its whole limit, so the sum of the limits is what it must have.
        let reserved = calls.reduce(UInt64(21_000)) { $0.saturating(plus: Self.reserved($1.gasLimit, $1.data.count)) }
        return Batch(members: members, calldata: calldata, gasLimit: max(withMargin(together), reserved))
    }

    /// What a transaction costs before it does anything.
    private static func intrinsic(_ data: [UInt8]) -> UInt64 { data.reduce(21_000) { $0 + ($1 == 0 ? 4 : 16) } }

    /// What one submission takes out of the transaction's gas at most: its limit with what the multicall keeps back, its bytes as
    /// calldata and as a copy in memory, and its result.
    private static func reserved(_ limit: UInt64, _ bytes: Int) -> UInt64 {
        limit.saturating(plus: limit / 63).saturating(plus: 20_000 + 24 * UInt64(bytes))
    }
}
