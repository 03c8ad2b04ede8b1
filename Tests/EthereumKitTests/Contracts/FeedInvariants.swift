import EthereumKit

/// What must hold between the state before a call and the state after it, whatever the call: Docs/invariants.md by number.
enum FeedInvariants {
    enum Call: String, CaseIterable {
        case submit, transferOwnership, acceptOwnership, setGuardian, pause, unpause
        case proposeSigners, executeSigners, cancelSigners, proposeKey, activateKey, cancelKey, retireKey
    }

    /// The proven reports that reached the contract in this history, newest last: what confirmations are judged by.
    typealias Proven = [FeedModel.Round]

    /// - Returns: the numbers of those that are broken.
    static func broken(
        _ before: FeedModel, _ after: FeedModel, call: Call, by caller: Address, succeeded: Bool, proven: Proven
    ) -> [String] {
        var broken: [String] = []
        func must(_ number: String, _ holds: Bool) { if !holds { broken.append(number) } }
        let published = Array(after.rounds.dropFirst(before.rounds.count))
        let isOwner = caller == before.owner
        let isGuardian = caller == before.guardian

        must("R1", after.rounds.starts(with: before.rounds))
        let ordered = zip(after.rounds, after.rounds.dropFirst()).allSatisfy { $0.round < $1.round && $0.observedAt < $1.observedAt }
        must("R2", ordered && (after.rounds.first.map { $0.round > 0 } ?? true))
        must("R3", after.rounds.allSatisfy { $0.observedAt <= after.now + after.maxSkew })
        if let newest = published.last, after.held == nil { must("R3", newest.observedAt + after.maxAge >= after.now) }
        must("R4", published.isEmpty && before.held == after.held || call == .submit && succeeded)
        must("R5", published.isEmpty && before.held == after.held || !before.isPaused)

        if let held = after.held {
            must("B1", (after.rounds.last.map { $0.round < held.round && $0.observedAt < held.observedAt }) ?? false)
        }
        for (index, round) in published.enumerated() {
            must("B2", isSupported(round, after: index == 0 ? before.rounds.last : published[index - 1], proven, after))
        }
        must("B3", published.count <= 1)

        must("S1", (1...after.signers.count).contains(Int(after.threshold)) && after.signers.count <= 32)
        must("S2", zip(after.signers, after.signers.dropFirst()).allSatisfy { $0 < $1 } && after.signers.first != .zero)
        let rotated = before.signers != after.signers || before.threshold != after.threshold
        if rotated, let open = before.proposal {
            must("S3", call == .executeSigners && isOwner && after.signers == open.signers && after.threshold == open.threshold)
            must("S3", (open.executableAt..<(open.executableAt + FeedModel.proposalLifetime)).contains(after.now))
            must("S4", after.proposal == nil)
        } else {
            must("S3", !rotated)
        }
        if let open = after.proposal, before.proposal != open {
            must("S5", call == .proposeSigners && isOwner && open.executableAt == after.now + after.signerDelay)
        }

        for (model, key) in after.keys where before.keys[model] != key {
            let former = before.keys[model]
            switch key.status {
            case .active:
                must("K1", call == .activateKey && isOwner && former?.status == .proposed)
                must("K1", former.map { ($0.executableAt..<($0.executableAt + FeedModel.proposalLifetime)).contains(after.now) } ?? false)
            case .proposed: must("K2", call == .proposeKey && isOwner && former?.status != .active && key.executableAt == after.now + after.keyDelay)
            case .retired: must("K3", call == .retireKey && isOwner && former?.status == .active)
            case .unknown: must("K4", false)
            }
        }
        for model in before.keys.keys where after.keys[model] == nil {
            must("K4", call == .cancelKey && (isOwner || isGuardian) && before.keys[model]?.status == .proposed)
        }

        must("O1", before.owner == after.owner || call == .acceptOwnership && caller == before.pendingOwner && after.owner == caller)
        must("O2", after.owner != .zero)
        must("O3", before.pendingOwner == after.pendingOwner || call == .acceptOwnership || call == .transferOwnership && isOwner)
        must("O4", before.guardian == after.guardian || call == .setGuardian && isOwner)
        if before.isPaused != after.isPaused {
            must("P1", after.isPaused ? call == .pause && (isOwner || isGuardian) : call == .unpause && isOwner)
        }
        must("F1", succeeded || before == after)
        return broken
    }

    /// Is a published round near the one before it, or long after it, or did two proven rounds, far enough apart, both move at
    /// least this far the same way?
    private static func isSupported(
        _ round: FeedModel.Round, after last: FeedModel.Round?, _ proven: Proven, _ feed: FeedModel
    ) -> Bool {
        guard let last, round.observedAt - last.observedAt <= UInt64(feed.breaker.window), feed.isFar(round.answer, last.answer)
        else { return true }
        let move = round.answer - last.answer
        // Within the limit of each other counts as the same move.
        return proven.contains { other in
            let also = other.answer - last.answer
            let distance = max(other.observedAt, round.observedAt) - min(other.observedAt, round.observedAt)
            return other.round != round.round && other.observedAt > last.observedAt && distance >= UInt64(feed.breaker.spacing)
                && (also > 0) == (move > 0)
                && (also.magnitude >= move.magnitude || !feed.isFar(round.answer, other.answer) || !feed.isFar(other.answer, round.answer))
        }
    }
}
