import EthereumKit
import Testing

/// A verifier, which is also the feed's owner, calls the feed back while it is being asked.
@Suite struct ReentrancyTests {
    @Test func nothingChangesWhileAVerifierIsAsked() throws {
        let fixture = try FeedFixture()
        let attacker = try fixture.deploy(.contract("ReentrantVerifier"))
        func become(_ model: Word) throws {
            let data = try ABIFunction("become(bytes32)").call([.bytes32(model)])
            #expect(try fixture.evm.transact(to: attacker.address, data: data).success)
        }
        try become(FeedFixture.modelID)
        var configuration = FeedFixture.configuration(verifier: attacker.address, owner: attacker.address, keys: fixture.keys)
        configuration.guardian = attacker.address
        let (feed, feedArtifact) = try fixture.deploy(.feed(configuration))
        try become(7)
        let domain = TypedDataDomain.assay(chainID: FeedFixture.chainID, verifyingContract: feed)
        func submit(_ round: UInt64) throws -> [UInt8] {
            let report = FeedFixture.report(round: round, observedAt: FeedFixture.now - 50 + round)
            return try ProvenFeed.submit(
                report: report, proof: FeedFixture.proof(), orderedSignatures: fixture.signatures(report, domain: domain))
        }
        let signers = [attacker.address]
        // Every call that changes something, among them another submission.
        let calls: [[UInt8]] = [
            try submit(9), ProvenFeed.pause, try ProvenFeed.transferOwnership(to: attacker.address), try ProvenFeed.setGuardian(.zero),
            try ProvenFeed.proposeSigners(signers, threshold: 1), try ProvenFeed.retireKey(FeedFixture.modelID),
            try ProvenFeed.proposeKey(7, verifier: attacker.address, feedPointOffset: 0),
        ]
        let arm = try ABIFunction("arm(address,bytes[])").call([.address(feed), .array(calls.map { .bytes($0) })])
        #expect(try fixture.evm.transact(to: attacker.address, data: arm).success)
        // The verifier says yes only where each of its calls failed.
        let outcome = try fixture.evm.transact(to: feed, data: submit(1))
        #expect(outcome.success, "\(feedArtifact.explain(outcome))")
        #expect(try ProvenFeed.decodeRoundData(fixture.evm.call(to: feed, data: ProvenFeed.latestRoundData).output).roundID == 1)
        #expect(try ProvenFeed.decodeFlag(fixture.evm.call(to: feed, data: ProvenFeed.paused).output) == false)
        #expect(try ProvenFeed.decodeKey(fixture.evm.call(to: feed, data: ProvenFeed.keyOf(FeedFixture.modelID)).output).status == .active)

        // Each of them works when it is not made from within: they failed for where they came from.
        for data in calls.dropFirst() {
            let act = try ABIFunction("act(address,bytes)").call([.address(feed), .bytes(data)])
            #expect(try fixture.evm.call(to: attacker.address, data: act).success)
        }
    }
}
