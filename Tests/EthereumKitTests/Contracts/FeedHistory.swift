import EthereumKit
import TestSupport

/// A random history of calls to one feed, with what the model says of each: steps for ``LocalEVM/sequence(_:gasLimit:)`` and what
/// must come of them.
struct FeedHistory {
    /// What never changes over histories: contracts, keys, calls that are known beforehand.
    struct Stage {
        let feed: Address
        /// One for each of `models`.
        let verifiers: [Word: Address]
        let probe: Address
        let domain: TypedDataDomain
        let model: FeedModel
        /// Signers, present and possible, by rising address.
        let keys: [SigningKey]
        /// Owner, guardian, heir, stranger.
        let actors: [Address]
        let models: [Word]
        /// Keys whose verifier never says yes: it reverts, burns its gas, or returns what is no answer.
        let broken: Set<Word>
    }

    enum Expectation {
        /// A preparation that must succeed.
        case prepared
        /// A call, its refusal or nil, and the return value where it has one.
        case called(FeedInvariants.Call, refusal: String?, output: [UInt8]?)
        /// A call with too little gas for what it does.
        case starved(FeedInvariants.Call)
        /// The feed's whole state.
        case state([UInt8])
    }

    private(set) var steps: [LocalEVM.Step] = []
    private(set) var expectations: [Expectation] = []
    /// The numbers of invariants that were broken, with the place.
    private(set) var broken: [String] = []
    private let stage: Stage
    private var feed: FeedModel
    private var random: SeededGenerator
    private var proven: FeedInvariants.Proven = []
    private var deadKeys: Set<Word>
    private var clock: UInt64?

    init(_ stage: Stage, seed: UInt64, calls: Int) throws {
        self.stage = stage
        feed = stage.model
        deadKeys = stage.broken
        random = SeededGenerator(seed: seed)
        for _ in 0..<calls { try call() }
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &random)] }

    private mutating func step(to contract: Address, _ data: [UInt8], from sender: Address? = nil, _ expectation: Expectation) {
        steps.append(LocalEVM.Step(to: contract, data: data, from: sender, timestamp: clock))
        clock = nil
        expectations.append(expectation)
    }

    private mutating func call() throws {
        wait()
        let kind: FeedInvariants.Call
        if feed.proposal != nil, chance(25) {
            kind = chance(75) ? .executeSigners : .cancelSigners
        } else if feed.keys.values.contains(where: { $0.status == .proposed }), chance(25) {
            kind = chance(75) ? .activateKey : .cancelKey
        } else if feed.pendingOwner != .zero, chance(25) {
            kind = .acceptOwnership
        } else if feed.isPaused, chance(50) {
            kind = .unpause
        } else {
            kind = chance(55) ? .submit : pick(FeedInvariants.Call.allCases)
        }
        if kind == .submit { try submit() } else { try govern(kind) }
        try observe()
    }

    /// Lets time pass; now and then to the very edge of a delay.
    private mutating func wait() {
        var edges: [UInt64] = []
        for at in [feed.proposal?.executableAt].compactMap({ $0 }) + feed.keys.values.filter({ $0.status == .proposed }).map(\.executableAt).sorted() {
            edges += [at - 1, at, at + FeedModel.proposalLifetime - 1, at + FeedModel.proposalLifetime].filter { $0 > feed.now }
        }
        if !edges.isEmpty, chance(40) {
            feed.now = pick(edges)
        } else {
            feed.now += pick([0, 1, 12, 30, 59, 60, 61, 120, 300, 600, 3_600, 7_200])
        }
        clock = feed.now
    }

    // MARK: Owner and guardian

    private mutating func govern(_ kind: FeedInvariants.Call) throws {
        let allowed: [FeedInvariants.Call] = [.pause, .cancelSigners, .cancelKey]
        var caller = chance(80) ? feed.owner : pick(stage.actors)
        if allowed.contains(kind), chance(40) { caller = feed.guardian }
        if kind == .acceptOwnership, chance(80) { caller = feed.pendingOwner == .zero ? caller : feed.pendingOwner }
        let to = pick(stage.actors + [.zero])
        let model = pick(stage.models)
        var after = feed
        let data: [UInt8]
        let attempt: () throws -> Void
        switch kind {
        case .submit: return
        case .transferOwnership:
            data = try ProvenFeed.transferOwnership(to: to)
            attempt = { try after.transferOwnership(to: to, by: caller) }
        case .acceptOwnership:
            data = ProvenFeed.acceptOwnership
            attempt = { try after.acceptOwnership(by: caller) }
        case .setGuardian:
            data = try ProvenFeed.setGuardian(to)
            attempt = { try after.setGuardian(to, by: caller) }
        case .pause:
            data = ProvenFeed.pause
            attempt = { try after.pause(by: caller) }
        case .unpause:
            data = ProvenFeed.unpause
            attempt = { try after.unpause(by: caller) }
        case .proposeSigners:
            let (list, threshold) = signerList()
            let hash = try ProvenFeed.signersProposal(list, threshold: threshold)
            data = try ProvenFeed.proposeSigners(list, threshold: threshold)
            attempt = { try after.proposeSigners(list.sorted(), threshold: threshold, hash: hash, by: caller) }
        case .executeSigners:
            var (list, threshold) = signerList()
            if let open = feed.proposal, chance(85) { (list, threshold) = (open.signers, open.threshold) }
            let hash = try ProvenFeed.signersProposal(list, threshold: threshold)
            data = try ProvenFeed.executeSigners(list, threshold: threshold)
            attempt = { try after.executeSigners(hash: hash, by: caller) }
        case .cancelSigners:
            let hash = chance(80) ? feed.proposal?.hash ?? 0 : 5
            data = try ProvenFeed.cancelSigners(hash)
            attempt = { try after.cancelSigners(hash: hash, by: caller) }
        case .proposeKey:
            // Now and then another key's verifier.
            let itsModel = chance(90) ? model : pick(stage.models)
            let verifier = stage.verifiers[itsModel, default: .zero]
            data = try ProvenFeed.proposeKey(model, verifier: verifier, feedPointOffset: UInt32(FeedFixture.pointOffset))
            attempt = { try after.proposeKey(model, verifier: verifier, of: itsModel, by: caller) }
        case .activateKey:
            data = try ProvenFeed.activateKey(model)
            attempt = { try after.activateKey(model, by: caller) }
        case .cancelKey:
            data = try ProvenFeed.cancelKey(model)
            attempt = { try after.cancelKey(model, by: caller) }
        case .retireKey:
            data = try ProvenFeed.retireKey(model)
            attempt = { try after.retireKey(model, by: caller) }
        }
        let refusal = try Self.refusal(of: attempt)
        conclude(kind, data, after, by: caller, refusal: refusal, output: nil)
        // A proposal names a verifier anew.
        if kind == .proposeKey, refusal == nil { deadKeys.remove(model) }
    }

    /// Mostly a proper list; now and then one with a signer twice, a zero, or a threshold that does not fit.
    private mutating func signerList() -> ([Address], UInt64) {
        var list = stage.keys.map(\.address).filter { _ in chance(50) }
        if chance(5) { list.append(.zero) }
        if chance(5), let twice = list.first { list.append(twice) }
        let count = UInt64(list.count)
        return (list.sorted(), chance(90) && count > 0 ? UInt64.random(in: 1...count, using: &random) : pick([0, count + 1, 40]))
    }

    private static func refusal(of attempt: () throws -> Void) throws -> String? {
        do {
            try attempt()
            return nil
        } catch let refusal as FeedModel.Refusal {
            return refusal.words
        }
    }

    private mutating func conclude(
        _ kind: FeedInvariants.Call, _ data: [UInt8], _ after: FeedModel, by caller: Address, refusal: String?, output: [UInt8]?
    ) {
        step(to: stage.feed, data, from: caller, .called(kind, refusal: refusal, output: output))
        let result = refusal == nil ? after : feed
        let numbers = FeedInvariants.broken(feed, result, call: kind, by: caller, succeeded: refusal == nil, proven: proven)
        broken += numbers.map { "\($0) at step \(steps.count - 1), \(kind.rawValue)" }
        feed = result
    }

    // MARK: Submissions

    private mutating func submit() throws {
        let newest = feed.held ?? feed.rounds.last
        let round = chance(92) ? (newest?.round ?? 0) + pick([1, 1, 2]) : UInt64.random(in: 0...((newest?.round ?? 0) + 1), using: &random)
        var observedAt = feed.now - pick([0, 0, 0, 1, 5, 30])
        if chance(8) { observedAt = pick([feed.now + 30, feed.now + 31, feed.now - 600, feed.now - 601, newest?.observedAt ?? feed.now]) }
        let answer = price()
        let low: Int128 = chance(20) ? -(1 << 90) : -7
        var report = FeedFixture.report(round: round, observedAt: observedAt, values: [Int128(round), answer, low])
        report.modelID = chance(90) ? stage.models.first { feed.keys[$0]?.status == .active } ?? stage.models[0] : pick(stage.models)
        var proof = FeedFixture.proof()
        var flaw = FeedModel.Flaw.none
        var words = ""
        if chance(12) {
            flaw = pick([.feed, .count, .range, .commitment, .proof])
            switch flaw {
            case .feed:
                report.feedID = 7
                words = "WrongFeed(given: \(Word(7)), expected: \(FeedFixture.feedID))"
            case .count:
                report.values.append(0)
                words = "WrongValueCount(given: 4, expected: 3)"
            case .range:
                report.values[2] = .min
                words = "ValueOutOfRange(index: 2, value: \(Int128.min))"
            case .commitment:
                words = "WrongFeedCommitment(given: \(Word(7)), inProof: \(report.feedCommitment))"
                report.feedCommitment = 7
            case .proof:
                proof[299] ^= 0xff
                words = "ProofRejected()"
            case .none: break
            }
        }
        // Everything else is checked before the verifier is asked, and it never gets to see what is wrong with the proof.
        if flaw == .none || flaw == .proof, deadKeys.contains(report.modelID) {
            flaw = .proof
            words = "Revert"
        }
        if flaw == .none {
            let inputs = report.publicInputs.compactMap { Word(bytes: $0) }.map { ABIValue.uint($0) }
            step(to: stage.verifiers[report.modelID, default: .zero], try Self.hold.call([.bytes(proof), .array(inputs)]), .prepared)
        }
        let (signatures, signers) = try sign(report)
        var after = feed
        let refusal = try Self.refusal { try after.submit(report, flaw: flaw, words: words, signatures: signers) }
        if refusal == nil {
            proven.append(.init(round: round, observedAt: observedAt, answer: FeedModel.answer(answer), values: report.values))
        }
        let published: UInt64 = after.held == nil ? 1 : 0
        let data = try ProvenFeed.submit(report: report, proof: proof, orderedSignatures: signatures)
        conclude(.submit, data, after, by: pick(stage.actors), refusal: refusal, output: Word(published).bytes)
    }

    private static let hold = ABIFunction(name: "hold", inputs: [.bytes, .array(.uint(256))])

    /// Near the latest answer, near what is held, or far from both.
    private mutating func price() -> Int128 {
        let unit: Int128 = 1 << 48
        let latest = feed.rounds.last?.values[feed.answerIndex] ?? 20_000 * unit
        let from = chance(40) ? feed.held?.values[feed.answerIndex] ?? latest : latest
        let percent: Int128 = chance(60) ? Int128.random(in: -9...9, using: &random) : pick([-95, -60, -30, -15, -10, 10, 15, 30, 120])
        let moved = from + from / 100 * percent
        // Answers stay in a range where their products are small.
        if chance(3) || moved.magnitude > UInt128(unit) << 30 { return pick([0, 1, -unit, 20_000 * unit]) }
        return moved
    }

    /// As many good signatures as it takes; now and then one too few, in another order, doubled, of a stranger, of another chain,
    /// in another form or of another length.
    private mutating func sign(_ report: Report) throws -> ([[UInt8]], [Result<Address, FeedModel.Refusal>]) {
        let digest = report.digest(domain: stage.domain)
        var keys = stage.keys.filter { feed.signers.contains($0.address) }
        let threshold = Int(feed.threshold)
        if chance(80) { keys = Array(keys.shuffled(using: &random).prefix(threshold)).sorted { $0.address < $1.address } }
        let flaw = chance(85) ? 0 : Int.random(in: 1...7, using: &random)
        switch flaw {
        case 1: keys = Array(keys.dropLast())
        case 2: keys.reverse()
        case 3: keys.append(keys[keys.count - 1])
        case 4: keys.append(pick(stage.keys))
        default: break
        }
        var signatures: [[UInt8]] = []
        for key in keys {
            let other = TypedDataDomain.assay(chainID: 1, verifyingContract: stage.feed)
            let signed = flaw == 5 ? report.digest(domain: other) : digest
            signatures.append(key.sign(signed)?.bytes ?? [])
        }
        let last = signatures.count - 1
        if flaw == 6, last >= 0 { signatures[last][64] = pick([0, 26, 29]) }
        if flaw == 7, last >= 0 { signatures[last].removeLast() }
        let signers = signatures.enumerated().map { index, bytes -> Result<Address, FeedModel.Refusal> in
            guard bytes.count == 65 else { return .failure(.init("BadSignatureLength(index: \(index), length: \(bytes.count))")) }
            guard let signature = Signature(bytes: bytes) else { return .failure(.init("MalleableSignature(index: \(index))")) }
            guard let signer = signature.signer(of: digest) else { return .failure(.init("InvalidSignature(index: \(index))")) }
            return .success(signer)
        }
        return (signatures, signers)
    }

    // MARK: Too little gas

    /// Calls that few histories get to.
    private static func isRare(_ call: FeedInvariants.Call) -> Bool { [.cancelKey, .cancelSigners, .activateKey].contains(call) }

    /// Whether a call that few histories get to succeeds in this one.
    var isRare: Bool {
        expectations.contains { if case .called(let call, nil, _) = $0 { Self.isRare(call) } else { false } }
    }

    /// The same history with faults that change nothing: before some of the calls that succeed, the same call at the same time with less
    /// gas than it takes, and a look at the state.
    ///
    /// - Parameter outcomes: of ``steps``, which say what each call takes.
    func starved(_ outcomes: [LocalEVM.Outcome], _ random: inout SeededGenerator) -> (steps: [LocalEVM.Step], expectations: [Expectation]) {
        var (steps, expectations): ([LocalEVM.Step], [Expectation]) = ([], [])
        var look: (step: LocalEVM.Step, expectation: Expectation)?
        for (index, (step, expectation)) in zip(self.steps, self.expectations).enumerated() {
            if case .called(let call, nil, _) = expectation, Bool.random(using: &random) || Self.isRare(call) {
                // What the transaction costs before the contract runs; less would be no transaction at all.
                let base = step.data.reduce(21_000) { $0 + ($1 == 0 ? 4 : 16) }
                // A refund hides what a call needs on its way; with 2,300 or less left none may write (EIP-2200).
                let used = max(outcomes[index].gasUsed, UInt64(base) + 2_000)
                // Most of the work lies behind the checks, so the last of the gas is taken away as often as the first.
                let limit = Bool.random(using: &random) ? used - 1 - UInt64.random(in: 0..<min(3_000, used - UInt64(base) - 1), using: &random)
                    : UInt64.random(in: UInt64(base)..<used, using: &random)
                steps.append(
                    LocalEVM.Step(to: step.contract, data: step.data, from: step.sender, timestamp: step.timestamp, gasLimit: max(limit, UInt64(base))))
                expectations.append(.starved(call))
                if let look {
                    steps.append(look.step)
                    expectations.append(look.expectation)
                }
            }
            // The clock is where the call's fault left it: time stands still.
            steps.append(step)
            expectations.append(expectation)
            if case .state = expectation { look = (LocalEVM.Step(to: step.contract, data: step.data, from: step.sender), expectation) }
        }
        return (steps, expectations)
    }

    // MARK: The whole state

    static let stateType = ABIType.tuple([
        .address, .address, .address, .bool, .uint(256), .array(.address), .fixedBytes(32), .uint(256), .uint(64), .uint(64), .int(256),
        .uint(80), .int(256), .uint(256), .array(.uint(256)), .array(.uint(256)), .array(.bool), .array(.int(256)), .array(.int(256)),
    ])

    private static let observeFunction = ABIFunction(
        name: "observe", inputs: [.address, .array(.fixedBytes(32)), .array(.address), .array(.uint(64))])

    private mutating func observe() throws {
        let latest = feed.rounds.last
        // Every round there is, and some that are not.
        var asked = feed.rounds.map(\.round)
        asked += [(latest?.round ?? 0) + 1, 0]
        if let held = feed.held { asked.append(held.round) }
        let accounts = stage.keys.map(\.address)
        let absent = ABIValue.int(Word(high: 1 << 127, low: 0))
        let history = asked.map { round in feed.rounds.first { $0.round == round }.map { ABIValue.signed($0.answer) } ?? absent }
        let state = ABIValue.tuple([
            .address(feed.owner), .address(feed.pendingOwner), .address(feed.guardian), .bool(feed.isPaused), .number(feed.threshold),
            .array(feed.signers.map { .address($0) }), .bytes32(feed.proposal?.hash ?? 0), .number(feed.proposal?.executableAt ?? 0),
            .number(feed.held?.round ?? 0), .number(feed.held?.observedAt ?? 0), .signed(feed.held?.answer ?? 0),
            .number(latest?.round ?? 0), .signed(latest?.answer ?? 0), .number(latest?.observedAt ?? 0),
            .array(stage.models.map { .number((feed.keys[$0]?.status ?? .unknown).rawValue) }),
            .array(stage.models.map { .number(feed.keys[$0]?.executableAt ?? 0) }),
            .array(accounts.map { .bool(feed.signers.contains($0)) }),
            .array((latest?.values ?? []).map { .signed($0) }), .array(history),
        ])
        let data = try Self.observeFunction.call([
            .address(stage.feed), .array(stage.models.map { .bytes32($0) }), .array(accounts.map { .address($0) }),
            .array(asked.map { .number($0) }),
        ])
        step(to: stage.probe, data, .state(try ABI.encode([state], as: [Self.stateType])))
    }
}
