import EthereumKit
import Foundation
import TestSupport
import Testing

/// Random histories: the compiled feed and its model are driven side by side; after every call both must say the same of the whole
/// state, and every invariant of Docs/invariants.md must hold.
@Suite struct FeedHistoryTests {
    static let histories = 10_000
    static let calls = 6
    /// Another seed by the environment: ASSAY_SEED.
    static let seed = UInt64(ProcessInfo.processInfo.environment["ASSAY_SEED"] ?? "") ?? 20_261_125

    private static func stage(_ fixture: FeedFixture) throws -> FeedHistory.Stage {
        let keys = try (1...6).map { try SigningKey(bytes: [UInt8](repeating: $0, count: 32)) }.sorted { $0.address < $1.address }
        let guardian = try FeedFixture.address(0x6a)
        let breaker = ProvenFeed.Breaker(limit: 1_000, window: 3_600, spacing: 60)
        var configuration = FeedFixture.configuration(verifier: fixture.verifier, owner: fixture.owner, keys: Array(keys[..<3]))
        configuration.guardian = guardian
        configuration.breaker = breaker
        configuration.signerDelay = 3_600
        configuration.keyDelay = 7_200
        configuration.valueHistory = 2
        let feed = try fixture.deploy(.feed(configuration)).address
        // Verifiers as they must not be: one that reverts, one that burns its gas, one that returns nothing, one that says two.
        let broken: [(Word, [UInt8])] = [
            (13, [0x60, 0, 0x60, 0, 0xfd]), (14, [0xfe]), (15, [0x00]), (16, [0x60, 2, 0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3]),
        ]
        var time = FeedFixture.now
        func act(_ data: [UInt8]) throws { #expect(try fixture.evm.transact(to: feed, data: data, from: fixture.owner).success) }
        for (id, broken) in broken {
            // Asked for its key, with four bytes, each of them names the right one.
            let names: [UInt8] = [0x5b, 0x60, UInt8(truncatingIfNeeded: id.asUInt64 ?? 0), 0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3]
            let code: [UInt8] = [0x36, 0x60, 4, 0x14, 0x60, UInt8(7 + broken.count), 0x57] + broken + names
            let creation: [UInt8] = [0x60, UInt8(code.count), 0x60, 12, 0x60, 0, 0x39, 0x60, UInt8(code.count), 0x60, 0, 0xf3] + code
            let verifier = try #require(try fixture.evm.deploy(bytecode: creation).address)
            try act(try ProvenFeed.proposeKey(id, verifier: verifier, feedPointOffset: UInt32(FeedFixture.pointOffset)))
        }
        time += 7_200
        try fixture.evm.configure(timestamp: time)
        for (id, _) in broken { try act(try ProvenFeed.activateKey(id)) }
        var keysOfModel: [Word: FeedModel.Key] = [FeedFixture.modelID: .init(status: .active, executableAt: FeedFixture.now)]
        for (id, _) in broken { keysOfModel[id] = .init(status: .active, executableAt: time) }
        let model = FeedModel(
            maxAge: 600, maxSkew: 30, breaker: breaker, signerDelay: 3_600, keyDelay: 7_200, valueCount: 3, answerIndex: 1,
            now: time, owner: fixture.owner, guardian: guardian, signers: configuration.signers, threshold: 2, keys: keysOfModel)
        let models: [Word] = [FeedFixture.modelID, 11, 12] + broken.map(\.0)
        var verifiers = [FeedFixture.modelID: fixture.verifier]
        for model in models.dropFirst() { verifiers[model] = try fixture.deployVerifier(of: model) }
        return FeedHistory.Stage(
            feed: feed, verifiers: verifiers, probe: try fixture.deploy(.contract("FeedProbe")).address,
            domain: .assay(chainID: FeedFixture.chainID, verifyingContract: feed), model: model, keys: keys,
            actors: [fixture.owner, guardian, try FeedFixture.address(0x3e), try FeedFixture.address(0x57)],
            models: models, broken: Set(broken.map(\.0)))
    }

    @Test func contractAndModelAgreeAndTheInvariantsHold() throws {
        let fixture = try FeedFixture()
        let stage = try Self.stage(fixture)
        var seen: [String: Int] = [:]
        var transactions = 0
        for number in 0..<UInt64(Self.histories) {
            let seed = Self.seed &* 1_000_003 &+ number
            let history = try FeedHistory(stage, seed: seed, calls: Self.calls)
            #expect(history.broken == [], "seed \(seed)")
            let outcomes = try fixture.evm.sequence(history.steps)
            transactions += outcomes.count
            for (index, (outcome, expectation)) in zip(outcomes, history.expectations).enumerated() {
                if let difference = Self.difference(outcome, expectation, fixture.artifact, &seen) {
                    Issue.record("seed \(seed), step \(index): \(difference)")
                    // What follows differs as well.
                    return
                }
            }
            guard number % 4 == 0 || history.isRare else { continue }
            // Once more, with calls that run out of gas on the way: whatever they had done must be undone.
            var random = SeededGenerator(seed: seed)
            let starved = history.starved(outcomes, &random)
            let again = try fixture.evm.sequence(starved.steps)
            transactions += again.count
            for (index, (outcome, expectation)) in zip(again, starved.expectations).enumerated() {
                if let difference = Self.difference(outcome, expectation, fixture.artifact, &seen) {
                    Issue.record("seed \(seed), step \(index) with too little gas: \(difference)")
                    return
                }
            }
        }
        print("\(Self.histories) histories of \(Self.calls) calls, \(transactions) transactions and reads; what came of the calls:")
        for (what, count) in seen.sorted(by: { $0.key < $1.key }) { print("  \(what): \(count)") }
        // A generator that never gets somewhere would prove nothing about it.
        for call in FeedInvariants.Call.allCases { #expect(seen["\(call.rawValue) done", default: 0] > 0, "\(call.rawValue)") }
        for call in FeedInvariants.Call.allCases { #expect(seen["\(call.rawValue) starved", default: 0] > 0, "\(call.rawValue)") }
        #expect(seen["submit starved", default: 0] > 1_000)
        let errors = [
            "Revert",
            "FeedPaused", "FeedNotPaused", "WrongFeed", "KeyUnknown", "KeyNotActiveYet", "KeyIsRetired", "WrongValueCount", "ValueOutOfRange",
            "RoundNotNewer", "ObservationNotNewer", "TooOld", "FromTheFuture", "TooCloseToHeld", "TooFewSignatures", "BadSignatureLength",
            "MalleableSignature", "NotASigner", "SignersNotAscending", "WrongFeedCommitment", "ProofRejected", "NotOwner", "NotPendingOwner",
            "NotOwnerOrGuardian", "BadThreshold", "BadSigner", "NoSuchProposal", "DelayNotOver", "ProposalExpired", "WrongKeyStatus", "WrongVerifier",
        ]
        for error in errors { #expect(seen[error, default: 0] > 0, "\(error) never happened") }
        #expect(seen["submit held", default: 0] > 0)
    }

    /// Nil where the outcome is as expected.
    private static func difference(
        _ outcome: LocalEVM.Outcome, _ expectation: FeedHistory.Expectation, _ artifact: ContractArtifact, _ seen: inout [String: Int]
    ) -> String? {
        switch expectation {
        case .prepared:
            return outcome.success ? nil : "a preparation failed: \(outcome)"
        case .called(let call, nil, let output):
            guard outcome.success else { return "\(call.rawValue) should succeed: \(artifact.explain(outcome))" }
            if let output, output != outcome.output { return "\(call.rawValue) returned \(Hex.encode(outcome.output))" }
            seen["\(call.rawValue) done", default: 0] += 1
            if call == .submit, outcome.output.last == 0 { seen["submit held", default: 0] += 1 }
            return nil
        case .called(let call, let refusal?, _):
            let words = outcome.success ? "success" : artifact.explain(outcome)
            seen[String(words.prefix { $0 != "(" }), default: 0] += 1
            return words == refusal ? nil : "\(call.rawValue) should end in \(refusal): \(words)"
        case .starved(let call):
            seen["\(call.rawValue) starved", default: 0] += 1
            return outcome.success ? "\(call.rawValue) succeeds with less gas than it takes" : nil
        case .state(let bytes):
            if outcome.success, outcome.output == bytes { return nil }
            let (is_, should) = (try? ABI.decode(outcome.output, as: [FeedHistory.stateType]), try? ABI.decode(bytes, as: [FeedHistory.stateType]))
            return "the state is \(String(describing: is_)), and should be \(String(describing: should))"
        }
    }
}
