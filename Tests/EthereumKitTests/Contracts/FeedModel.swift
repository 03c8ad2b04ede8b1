import EthereumKit

/// What `ProvenFeed` is meant to do, written a second time without packing, gas or signatures: the contract and this are driven by
/// the same calls and must say the same after each.
struct FeedModel: Equatable {
    struct Key: Equatable {
        var status: ProvenFeed.KeyStatus
        var executableAt: UInt64
    }

    struct Proposal: Equatable {
        let signers: [Address]
        let threshold: UInt64
        let hash: Word
        let executableAt: UInt64
    }

    /// A proven report, as far as the feed keeps it.
    struct Round: Equatable {
        let round: UInt64
        let observedAt: UInt64
        let answer: Int128
        let values: [Int128]
    }

    static let proposalLifetime: UInt64 = 14 * 86_400

    let maxAge: UInt64
    let maxSkew: UInt64
    let breaker: ProvenFeed.Breaker
    let signerDelay: UInt64
    let keyDelay: UInt64
    let valueCount: Int
    let answerIndex: Int

    var now: UInt64
    var owner: Address
    var pendingOwner = Address.zero
    var guardian: Address
    var isPaused = false
    var signers: [Address]
    var threshold: UInt64
    var proposal: Proposal?
    var keys: [Word: Key]
    /// In the order in which they were published.
    var rounds: [Round] = []
    var held: Round?

    /// A refusal: the contract's error as ``ContractArtifact/explain(_:)`` prints it.
    struct Refusal: Error {
        let words: String

        init(_ words: String) { self.words = words }
    }

    // MARK: Owner and guardian

    func mustBeOwner(_ caller: Address) throws {
        if caller != owner { throw Refusal("NotOwner(caller: \(caller), owner: \(owner))") }
    }

    func mustBeOwnerOrGuardian(_ caller: Address) throws {
        if caller != owner && caller != guardian {
            throw Refusal("NotOwnerOrGuardian(caller: \(caller), owner: \(owner), guardian: \(guardian))")
        }
    }

    mutating func transferOwnership(to: Address, by caller: Address) throws {
        try mustBeOwner(caller)
        pendingOwner = to
    }

    mutating func acceptOwnership(by caller: Address) throws {
        if caller != pendingOwner { throw Refusal("NotPendingOwner(caller: \(caller), pendingOwner: \(pendingOwner))") }
        (owner, pendingOwner) = (caller, .zero)
    }

    mutating func setGuardian(_ to: Address, by caller: Address) throws {
        try mustBeOwner(caller)
        guardian = to
    }

    mutating func pause(by caller: Address) throws {
        try mustBeOwnerOrGuardian(caller)
        if isPaused { throw Refusal("FeedPaused()") }
        isPaused = true
    }

    mutating func unpause(by caller: Address) throws {
        try mustBeOwner(caller)
        if !isPaused { throw Refusal("FeedNotPaused()") }
        isPaused = false
    }

    // MARK: Signers

    private func mustBeExecutable(_ executableAt: UInt64) throws {
        if now < executableAt { throw Refusal("DelayNotOver(now_: \(now), executableAt: \(executableAt))") }
        let expiredAt = executableAt + Self.proposalLifetime
        if now >= expiredAt { throw Refusal("ProposalExpired(now_: \(now), expiredAt: \(expiredAt))") }
    }

    /// - Parameter list: sorted.
    mutating func proposeSigners(_ list: [Address], threshold: UInt64, hash: Word, by caller: Address) throws {
        try mustBeOwner(caller)
        if threshold == 0 || threshold > UInt64(list.count) || list.count > 32 {
            throw Refusal("BadThreshold(threshold: \(threshold), signers: \(list.count))")
        }
        for (index, signer) in list.enumerated() where signer <= (index == 0 ? .zero : list[index - 1]) {
            throw Refusal("BadSigner(index: \(index), signer: \(signer))")
        }
        proposal = Proposal(signers: list, threshold: threshold, hash: hash, executableAt: now + signerDelay)
    }

    mutating func executeSigners(hash: Word, by caller: Address) throws {
        try mustBeOwner(caller)
        guard let open = proposal, open.hash == hash else {
            throw Refusal("NoSuchProposal(given: \(hash), open: \(proposal?.hash ?? 0))")
        }
        try mustBeExecutable(open.executableAt)
        (signers, threshold, proposal) = (open.signers, open.threshold, nil)
    }

    mutating func cancelSigners(hash: Word, by caller: Address) throws {
        try mustBeOwnerOrGuardian(caller)
        guard let open = proposal, open.hash == hash else {
            throw Refusal("NoSuchProposal(given: \(hash), open: \(proposal?.hash ?? 0))")
        }
        proposal = nil
    }

    // MARK: Keys

    private func mustHave(_ status: ProvenFeed.KeyStatus, _ model: Word) throws -> Key {
        let key = keys[model] ?? Key(status: .unknown, executableAt: 0)
        if key.status != status {
            throw Refusal("WrongKeyStatus(modelId: \(model), status: \(key.status.rawValue), needed: \(status.rawValue))")
        }
        return key
    }

    mutating func proposeKey(_ model: Word, verifier: Address, of itsModel: Word, by caller: Address) throws {
        try mustBeOwner(caller)
        if itsModel != model { throw Refusal("WrongVerifier(verifier: \(verifier), given: \(itsModel), expected: \(model))") }
        if keys[model]?.status == .active { throw Refusal("WrongKeyStatus(modelId: \(model), status: 2, needed: 0)") }
        keys[model] = Key(status: .proposed, executableAt: now + keyDelay)
    }

    mutating func activateKey(_ model: Word, by caller: Address) throws {
        try mustBeOwner(caller)
        let key = try mustHave(.proposed, model)
        try mustBeExecutable(key.executableAt)
        keys[model]?.status = .active
    }

    mutating func cancelKey(_ model: Word, by caller: Address) throws {
        try mustBeOwnerOrGuardian(caller)
        _ = try mustHave(.proposed, model)
        keys[model] = nil
    }

    mutating func retireKey(_ model: Word, by caller: Address) throws {
        try mustBeOwner(caller)
        _ = try mustHave(.active, model)
        keys[model]?.status = .retired
    }

    // MARK: Submissions

    /// What is wrong with a submission beyond its report; the report's own commitment is of the proof where nothing else is said.
    enum Flaw: Equatable {
        case none, feed, commitment, proof
        /// The value count, or a value that is too large.
        case count, range
    }

    /// - Parameters:
    ///   - flawed: the feed id, commitment or sizes are not the feed's own; the words are the contract's.
    ///   - signatures: who signed, in the order given; the refusal where one is no signature at all.
    mutating func submit(
        _ report: Report, flaw: Flaw, words: String, signatures: [Result<Address, Refusal>]
    ) throws {
        if isPaused { throw Refusal("FeedPaused()") }
        if flaw == .feed { throw Refusal(words) }
        switch keys[report.modelID]?.status ?? .unknown {
        case .active: break
        case .proposed:
            throw Refusal("KeyNotActiveYet(modelId: \(report.modelID), executableAt: \(keys[report.modelID]?.executableAt ?? 0))")
        case .retired: throw Refusal("KeyIsRetired(modelId: \(report.modelID))")
        case .unknown: throw Refusal("KeyUnknown(modelId: \(report.modelID))")
        }
        if flaw == .count || flaw == .range { throw Refusal(words) }
        let newest = held ?? rounds.last
        let (round, time) = (newest?.round ?? 0, newest?.observedAt ?? 0)
        if report.round <= round { throw Refusal("RoundNotNewer(given: \(report.round), latest: \(round))") }
        if report.observedAt <= time { throw Refusal("ObservationNotNewer(given: \(report.observedAt), latest: \(time))") }
        if report.observedAt + maxAge < now { throw Refusal("TooOld(observedAt: \(report.observedAt), now_: \(now), maxAge: \(maxAge))") }
        if report.observedAt > now + maxSkew {
            throw Refusal("FromTheFuture(observedAt: \(report.observedAt), now_: \(now), maxSkew: \(maxSkew))")
        }
        let new = Round(
            round: report.round, observedAt: report.observedAt, answer: Self.answer(report.values[answerIndex]), values: report.values)
        let (published, holds) = try judge(new)
        if UInt64(signatures.count) < threshold {
            throw Refusal("TooFewSignatures(given: \(signatures.count), threshold: \(threshold))")
        }
        var previous = Address.zero
        for (index, signature) in signatures.enumerated() {
            let signer = try signature.get()
            if !signers.contains(signer) { throw Refusal("NotASigner(index: \(index), recovered: \(signer))") }
            if signer <= previous {
                throw Refusal("SignersNotAscending(index: \(index), recovered: \(signer), previous: \(previous))")
            }
            previous = signer
        }
        if flaw == .commitment || flaw == .proof { throw Refusal(words) }
        rounds += published
        held = holds ? new : nil
    }

    /// What is published, and whether the new round is held.
    private func judge(_ new: Round) throws -> (published: [Round], holds: Bool) {
        guard let last = rounds.last, new.observedAt - last.observedAt <= UInt64(breaker.window), isFar(new.answer, last.answer)
        else { return ([new], false) }
        guard let held else { return ([], true) }
        let earliest = held.observedAt + UInt64(breaker.spacing)
        if new.observedAt < earliest { throw Refusal("TooCloseToHeld(observedAt: \(new.observedAt), earliest: \(earliest))") }
        let (move, former) = (new.answer - last.answer, held.answer - last.answer)
        if (move > 0) != (former > 0) { return ([], true) }
        if !isFar(new.answer, held.answer) || move.magnitude < former.magnitude { return ([new], false) }
        return ([held], true)
    }

    func isFar(_ answer: Int128, _ from: Int128) -> Bool {
        (answer - from).magnitude * 10_000 > from.magnitude * UInt128(breaker.limit)
    }

    static func answer(_ value: Int128) -> Int128 {
        // Values here are small enough for the product.
        (value * 100_000_000 + (1 << 47)) >> 48
    }
}
