import EthereumKit
import Testing

/// Who may change what of a feed, and when: every rule of `IFeedGovernance`, on the compiled contract.
@Suite struct FeedGovernanceTests {
    static let guardian = Address(bytes: [UInt8](repeating: 0x6a, count: 20)) ?? .zero
    static let stranger = Address(bytes: [UInt8](repeating: 0x57, count: 20)) ?? .zero
    static let day: UInt64 = 86_400

    static func fixture() throws -> FeedFixture {
        try FeedFixture {
            $0.guardian = guardian
            $0.maxAge = 4_000_000_000
        }
    }

    static func newKeys() throws -> [SigningKey] {
        try (21...22).map { try SigningKey(bytes: [UInt8](repeating: $0, count: 32)) }.sorted { $0.address < $1.address }
    }

    @Test func everyCallHasItsCallers() throws {
        let fixture = try Self.fixture()
        let (owner, guardian, stranger) = (fixture.owner, Self.guardian, Self.stranger)
        let signers = try Self.newKeys().map(\.address)
        let ownerOnly: [[UInt8]] = [
            ProvenFeed.unpause, try ProvenFeed.transferOwnership(to: stranger), try ProvenFeed.setGuardian(stranger),
            try ProvenFeed.proposeSigners(signers, threshold: 1), try ProvenFeed.executeSigners(signers, threshold: 1),
            try ProvenFeed.proposeKey(7, verifier: fixture.verifier, feedPointOffset: 0), try ProvenFeed.activateKey(7),
            try ProvenFeed.retireKey(FeedFixture.modelID),
        ]
        for data in ownerOnly {
            for caller in [guardian, stranger, fixture.keys[0].address] {
                #expect(try fixture.send(data, from: caller) == "NotOwner(caller: \(caller), owner: \(owner))")
            }
        }
        let either = [ProvenFeed.pause, try ProvenFeed.cancelSigners(5), try ProvenFeed.cancelKey(7)]
        for data in either {
            for caller in [stranger, fixture.keys[0].address] {
                #expect(
                    try fixture.send(data, from: caller)
                        == "NotOwnerOrGuardian(caller: \(caller), owner: \(owner), guardian: \(guardian))")
            }
        }
        // A feed without a guardian has none at the zero address either.
        #expect(try fixture.send(ProvenFeed.setGuardian(.zero), from: owner) == "done")
        #expect(try fixture.send(ProvenFeed.pause, from: guardian).hasPrefix("NotOwnerOrGuardian"))
        // Former calls by which the owner could change things at once are gone.
        for name in ["setSigners(address[],uint256)", "setVerifier(address)", "setAnswer(int256)"] {
            let selector = try ABIFunction(name).selector
            #expect(try fixture.send(selector + [UInt8](repeating: 0, count: 96), from: owner) != "done")
        }
    }

    @Test func signersRotateAfterTheirDelay() throws {
        let fixture = try Self.fixture()
        let (owner, now) = (fixture.owner, FeedFixture.now)
        let new = try Self.newKeys()
        let list = new.map(\.address)
        let proposal = try ProvenFeed.signersProposal(list, threshold: 1)
        let execute = try ProvenFeed.executeSigners(list, threshold: 1)
        let zero = Word(0)
        #expect(try fixture.send(execute, from: owner) == "NoSuchProposal(given: \(proposal), open: \(zero))")
        #expect(try fixture.send(ProvenFeed.proposeSigners(list, threshold: 0), from: owner) == "BadThreshold(threshold: 0, signers: 2)")
        #expect(try fixture.send(ProvenFeed.proposeSigners(list, threshold: 3), from: owner) == "BadThreshold(threshold: 3, signers: 2)")
        #expect(try fixture.send(ProvenFeed.proposeSigners([], threshold: 0), from: owner) == "BadThreshold(threshold: 0, signers: 0)")
        #expect(try fixture.send(ProvenFeed.proposeSigners([list[0], list[0]], threshold: 1), from: owner) == "BadSigner(index: 1, signer: \(list[0]))")
        #expect(try fixture.send(ProvenFeed.proposeSigners([.zero], threshold: 1), from: owner) == "BadSigner(index: 0, signer: \(Address.zero))")
        let many = try (1...33).map { try FeedFixture.address(UInt8($0)) }
        #expect(try fixture.send(ProvenFeed.proposeSigners(many, threshold: 1), from: owner) == "BadThreshold(threshold: 1, signers: 33)")

        // Unsorted lists are no lists; the Swift side sorts, so the raw call is made by hand.
        let unsorted = ABIValue.array([.address(list[1]), .address(list[0])])
        #expect(try fixture.send("proposeSigners(address[],uint256)", [unsorted, .number(1)], from: owner) == "BadSigner(index: 1, signer: \(list[0]))")

        #expect(try fixture.send(ProvenFeed.proposeSigners(list, threshold: 1), from: owner) == "done")
        let executableAt = now + 2 * Self.day
        #expect(try fixture.read(ProvenFeed.read("signersProposal")) == proposal.bytes + Word(executableAt).bytes)
        #expect(try fixture.send(execute, from: owner) == "DelayNotOver(now_: \(now), executableAt: \(executableAt))")
        try fixture.evm.configure(timestamp: executableAt - 1)
        #expect(try fixture.send(execute, from: owner) == "DelayNotOver(now_: \(executableAt - 1), executableAt: \(executableAt))")
        // Another list than was proposed, and another threshold.
        #expect(try fixture.send(ProvenFeed.executeSigners([list[0]], threshold: 1), from: owner).hasPrefix("NoSuchProposal"))
        #expect(try fixture.send(ProvenFeed.executeSigners(list, threshold: 2), from: owner).hasPrefix("NoSuchProposal"))
        // Until then the old ones count, and only they.
        let before = FeedFixture.report(round: 1)
        #expect(try fixture.publish(before, by: [new[1]]) == "TooFewSignatures(given: 1, threshold: 2)")
        #expect(try fixture.publish(before, by: new).hasPrefix("NotASigner(index: 0"))
        #expect(try fixture.publish(before) == "accepted")

        try fixture.evm.configure(timestamp: executableAt)
        // Signed by the old ones, submitted right after the rotation: mid-flight reports do not count.
        let flying = FeedFixture.report(round: 2, observedAt: now - 4)
        let old = try fixture.signatures(flying)
        try fixture.hold(flying)
        #expect(try fixture.send(execute, from: owner) == "done")
        #expect(try fixture.submit(flying, signatures: old).hasPrefix("NotASigner(index: 0, recovered: \(fixture.keys[0].address)"))
        #expect(try fixture.submit(flying, signatures: fixture.signatures(flying, by: [new[1]])) == "accepted")
        #expect(try ProvenFeed.decodeAddresses(fixture.read(ProvenFeed.signers)) == list)
        #expect(try fixture.read(ProvenFeed.isSigner(fixture.keys[0].address)) == Word(0).bytes)
        #expect(try fixture.read(ProvenFeed.read("threshold")) == Word(1).bytes)
        // Once is enough.
        #expect(try fixture.send(execute, from: owner) == "NoSuchProposal(given: \(proposal), open: \(zero))")
        #expect(try fixture.read(ProvenFeed.read("signersProposal")) == [UInt8](repeating: 0, count: 64))
    }

    @Test func proposalsAreCancelledReplacedAndExpire() throws {
        let fixture = try Self.fixture()
        let (owner, now) = (fixture.owner, FeedFixture.now)
        let list = try Self.newKeys().map(\.address)
        let first = try ProvenFeed.signersProposal(list, threshold: 1)
        let second = try ProvenFeed.signersProposal(list, threshold: 2)
        #expect(try fixture.send(ProvenFeed.cancelSigners(0), from: owner) == "NoSuchProposal(given: \(Word(0)), open: \(Word(0)))")
        #expect(try fixture.send(ProvenFeed.proposeSigners(list, threshold: 1), from: owner) == "done")
        #expect(try fixture.send(ProvenFeed.cancelSigners(second), from: owner) == "NoSuchProposal(given: \(second), open: \(first))")
        #expect(try fixture.send(ProvenFeed.cancelSigners(first), from: Self.guardian) == "done")
        try fixture.evm.configure(timestamp: now + 2 * Self.day)
        #expect(try fixture.send(ProvenFeed.executeSigners(list, threshold: 1), from: owner) == "NoSuchProposal(given: \(first), open: \(Word(0)))")

        // A later proposal takes the place of an earlier one and waits for its own delay.
        #expect(try fixture.send(ProvenFeed.proposeSigners(list, threshold: 1), from: owner) == "done")
        try fixture.evm.configure(timestamp: now + 3 * Self.day)
        #expect(try fixture.send(ProvenFeed.proposeSigners(list, threshold: 2), from: owner) == "done")
        try fixture.evm.configure(timestamp: now + 4 * Self.day)
        #expect(try fixture.send(ProvenFeed.executeSigners(list, threshold: 1), from: owner) == "NoSuchProposal(given: \(first), open: \(second))")
        #expect(try fixture.send(ProvenFeed.executeSigners(list, threshold: 2), from: owner).hasPrefix("DelayNotOver"))
        // Nor can one be executed that everybody has forgotten.
        let expiredAt = now + (3 + 2 + 14) * Self.day
        try fixture.evm.configure(timestamp: expiredAt)
        #expect(
            try fixture.send(ProvenFeed.executeSigners(list, threshold: 2), from: owner)
                == "ProposalExpired(now_: \(expiredAt), expiredAt: \(expiredAt))")
        try fixture.evm.configure(timestamp: expiredAt - 1)
        #expect(try fixture.send(ProvenFeed.executeSigners(list, threshold: 2), from: owner) == "done")
    }

    @Test func keysCountFromActivationToRetirement() throws {
        let fixture = try Self.fixture()
        let (owner, now) = (fixture.owner, FeedFixture.now)
        let model: Word = 7
        let verifier = try fixture.deployVerifier(of: model)
        var round: UInt64 = 0
        func submit(_ model: Word, verifier: Address) throws -> String {
            round += 1
            var report = FeedFixture.report(round: round, observedAt: now - 1_000 + round)
            report.modelID = model
            let hold = try ABIFunction("hold(bytes,uint256[])")
            let inputs = try report.publicInputs.map { ABIValue.uint(try #require(Word(bytes: $0))) }
            _ = try fixture.evm.transact(to: verifier, data: hold.call([.bytes(FeedFixture.proof()), .array(inputs)]))
            return try fixture.submit(report)
        }
        func key(_ model: Word) throws -> ProvenFeed.Key { try ProvenFeed.decodeKey(fixture.read(ProvenFeed.keyOf(model))) }
        #expect(try submit(model, verifier: verifier) == "KeyUnknown(modelId: \(model))")
        #expect(try key(model).status == .unknown)
        #expect(try fixture.send(ProvenFeed.activateKey(model), from: owner) == "WrongKeyStatus(modelId: \(model), status: 0, needed: 1)")
        #expect(try fixture.send(ProvenFeed.proposeKey(model, verifier: owner, feedPointOffset: 96), from: owner) == "NoCode(verifier: \(owner))")
        // Nor does a verifier stand for another key than its own.
        #expect(
            try fixture.send(ProvenFeed.proposeKey(model, verifier: fixture.verifier, feedPointOffset: 96), from: owner)
                == "WrongVerifier(verifier: \(fixture.verifier), given: \(FeedFixture.modelID), expected: \(model))")
        // The verifier behind a key that counts cannot be exchanged.
        let second = try fixture.deployVerifier(of: FeedFixture.modelID)
        #expect(
            try fixture.send(ProvenFeed.proposeKey(FeedFixture.modelID, verifier: second, feedPointOffset: 96), from: owner)
                == "WrongKeyStatus(modelId: \(FeedFixture.modelID), status: 2, needed: 0)")

        let propose = try ProvenFeed.proposeKey(model, verifier: verifier, feedPointOffset: 96)
        #expect(try fixture.send(propose, from: owner) == "done")
        let executableAt = now + 7 * Self.day
        let proposed = try key(model)
        #expect(proposed.status == .proposed && proposed.verifier == verifier)
        #expect(proposed.feedPointOffset == 96 && proposed.executableAt == executableAt)
        #expect(try submit(model, verifier: verifier) == "KeyNotActiveYet(modelId: \(model), executableAt: \(executableAt))")
        #expect(try fixture.send(ProvenFeed.activateKey(model), from: owner) == "DelayNotOver(now_: \(now), executableAt: \(executableAt))")
        #expect(try fixture.send(ProvenFeed.retireKey(model), from: owner) == "WrongKeyStatus(modelId: \(model), status: 1, needed: 2)")
        #expect(try fixture.send(ProvenFeed.cancelKey(model), from: Self.guardian) == "done")
        #expect(try key(model).status == .unknown)

        #expect(try fixture.send(propose, from: owner) == "done")
        try fixture.evm.configure(timestamp: executableAt)
        // The delay alone does nothing: it takes the activation.
        #expect(try submit(model, verifier: verifier) == "KeyNotActiveYet(modelId: \(model), executableAt: \(executableAt))")
        #expect(try fixture.send(ProvenFeed.activateKey(model), from: owner) == "done")
        // Each key has its own verifier; both count until one is retired.
        #expect(try submit(model, verifier: fixture.verifier) == "ProofRejected()")
        #expect(try submit(model, verifier: verifier) == "accepted")
        #expect(try submit(FeedFixture.modelID, verifier: fixture.verifier) == "accepted")
        #expect(try fixture.send(ProvenFeed.cancelKey(model), from: owner) == "WrongKeyStatus(modelId: \(model), status: 2, needed: 1)")
        #expect(try fixture.send(ProvenFeed.retireKey(FeedFixture.modelID), from: owner) == "done")
        #expect(try submit(FeedFixture.modelID, verifier: fixture.verifier) == "KeyIsRetired(modelId: \(FeedFixture.modelID))")
        #expect(try submit(model, verifier: verifier) == "accepted")
        #expect(try fixture.send(ProvenFeed.retireKey(FeedFixture.modelID), from: owner).hasPrefix("WrongKeyStatus"))
        #expect(try fixture.send(ProvenFeed.activateKey(FeedFixture.modelID), from: owner).hasPrefix("WrongKeyStatus"))

        // Back again only as a new proposal, with the whole delay; and not after its life.
        #expect(try fixture.send(ProvenFeed.proposeKey(FeedFixture.modelID, verifier: second, feedPointOffset: 96), from: owner) == "done")
        #expect(try fixture.send(ProvenFeed.activateKey(FeedFixture.modelID), from: owner).hasPrefix("DelayNotOver"))
        let expiredAt = executableAt + (7 + 14) * Self.day
        try fixture.evm.configure(timestamp: expiredAt)
        #expect(
            try fixture.send(ProvenFeed.activateKey(FeedFixture.modelID), from: owner)
                == "ProposalExpired(now_: \(expiredAt), expiredAt: \(expiredAt))")
    }

    @Test func aPausedFeedTakesNothingAndReadsOn() throws {
        let fixture = try Self.fixture()
        let (owner, guardian) = (fixture.owner, Self.guardian)
        #expect(try fixture.publish(FeedFixture.report()) == "accepted")
        #expect(try fixture.send(ProvenFeed.unpause, from: owner) == "FeedNotPaused()")
        #expect(try ProvenFeed.decodeFlag(fixture.read(ProvenFeed.paused)) == false)
        #expect(try fixture.send(ProvenFeed.pause, from: guardian) == "done")
        #expect(try fixture.send(ProvenFeed.pause, from: owner) == "FeedPaused()")
        #expect(try ProvenFeed.decodeFlag(fixture.read(ProvenFeed.paused)))
        let next = FeedFixture.report(round: 2, observedAt: FeedFixture.now)
        #expect(try fixture.publish(next) == "FeedPaused()")
        #expect(try fixture.answer() == 2_000_000_000_000)
        #expect(try ProvenFeed.decodeLatestValues(fixture.read(ProvenFeed.latestValues)).round == 1)
        // What leads out of trouble goes on meanwhile.
        #expect(try fixture.send(ProvenFeed.proposeSigners([guardian], threshold: 1), from: owner) == "done")
        #expect(try fixture.send(ProvenFeed.unpause, from: guardian).hasPrefix("NotOwner"))
        #expect(try fixture.send(ProvenFeed.unpause, from: owner) == "done")
        #expect(try fixture.publish(next) == "accepted")
    }

    @Test func ownershipMovesInTwoSteps() throws {
        let fixture = try Self.fixture()
        let heir = Self.stranger
        #expect(try fixture.send(ProvenFeed.acceptOwnership, from: heir) == "NotPendingOwner(caller: \(heir), pendingOwner: \(Address.zero))")
        #expect(try fixture.send(ProvenFeed.transferOwnership(to: heir), from: fixture.owner) == "done")
        #expect(try ProvenFeed.decodeAddress(fixture.read(ProvenFeed.read("owner"))) == fixture.owner)
        #expect(try fixture.send(ProvenFeed.acceptOwnership, from: fixture.owner).hasPrefix("NotPendingOwner"))
        // Withdrawn, offered again, taken.
        #expect(try fixture.send(ProvenFeed.transferOwnership(to: .zero), from: fixture.owner) == "done")
        #expect(try fixture.send(ProvenFeed.acceptOwnership, from: heir).hasPrefix("NotPendingOwner"))
        #expect(try fixture.send(ProvenFeed.transferOwnership(to: heir), from: fixture.owner) == "done")
        #expect(try fixture.send(ProvenFeed.acceptOwnership, from: heir) == "done")
        #expect(try ProvenFeed.decodeAddress(fixture.read(ProvenFeed.read("owner"))) == heir)
        #expect(try fixture.send(ProvenFeed.acceptOwnership, from: heir).hasPrefix("NotPendingOwner"))
        #expect(try fixture.send(ProvenFeed.transferOwnership(to: heir), from: fixture.owner).hasPrefix("NotOwner"))
        #expect(try fixture.send(ProvenFeed.pause, from: fixture.owner).hasPrefix("NotOwnerOrGuardian"))
        #expect(try fixture.send(ProvenFeed.pause, from: heir) == "done")
    }

    @Test func aFeedThatCannotBeGovernedIsNotCreated() throws {
        let fixture = try Self.fixture()
        let good = FeedFixture.configuration(verifier: fixture.verifier, owner: fixture.owner, keys: fixture.keys)
        func create(_ change: (inout ProvenFeed.Configuration) -> Void) throws -> String {
            var configuration = good
            change(&configuration)
            return try fixture.artifact.explain(fixture.evm.deploy(bytecode: ContractDeployment.feed(configuration).creationCode).outcome)
        }
        #expect(try create { $0.owner = .zero } == "ZeroOwner()")
        #expect(try create { $0.signerDelay = 3_599 } == "BadDelay(given: 3599, least: 3600, greatest: 2592000)")
        #expect(try create { $0.keyDelay = 2_592_001 } == "BadDelay(given: 2592001, least: 3600, greatest: 2592000)")
        #expect(try create { $0.valueHistory = 0 } == "BadValueHistory(given: 0, least: 1, greatest: 254)")
        #expect(try create { $0.valueHistory = 255 } == "BadValueHistory(given: 255, least: 1, greatest: 254)")
        #expect(try create { $0.breaker = .init(limit: 10_000, window: 60, spacing: 60) } == "BadBreaker(limit: 10000, window: 60, spacing: 60)")
        #expect(try create { $0.breaker = .init(limit: 500, window: 0, spacing: 0) } == "BadBreaker(limit: 500, window: 0, spacing: 0)")
        #expect(try create { $0.breaker = .init(limit: 500, window: 60, spacing: 61) } == "BadBreaker(limit: 500, window: 60, spacing: 61)")
        #expect(try create { _ in } == "succeeded")
    }

    /// Every error that the contracts can revert with has its meaning in words, and a name that is not theirs has none.
    @Test func everyErrorIsExplained() throws {
        for name in ["ProvenFeed", "FeedMulticall", "PriceAdapter", "VolatilityAdapter", "SequencerGuard", "MockProvenFeed"] {
            let artifact = try ContractArtifact.named(name)
            #expect(!artifact.errorNames.isEmpty)
            for error in artifact.errorNames { #expect(ContractArtifact.meaning(of: error) != nil, "\(name): \(error)") }
        }
        #expect(ContractArtifact.meaning(of: "SomethingElse") == nil)
        let feed = try ContractArtifact.named("ProvenFeed")
        let data = try ABIFunction("RoundNotNewer(uint64,uint64)").call([.number(5), .number(6)])
        #expect(feed.explain(revertData: data, message: "reverted") == "RoundNotNewer(given: 5, latest: 6): the feed has this round or a newer one")
    }
}
