import EthereumKit
import MarketFeeds
import OracleNode
import Testing

/// The feed with a generated verifier and a real proof: a valid proof carries no other public values.
@Suite struct ProvenFeedProofTests {
    @Test func wrongPublicValuesWithAValidProofAreRefused() async throws {
        let round = try await Shared.depegRound.value
        let circuit = try await Shared.optionCircuit.value
        let file = try feedFile("btc-usd-option")
        let key = try SigningKey(bytes: [UInt8](repeating: 9, count: 32))
        let evm = try LocalEVM.start()
        try evm.configure(chainID: 31337, timestamp: round.report.observedAt + 5)
        let code = try VerifierContract(key: circuit.key.verifyingKey, feed: file.feed.name).artifact()
        let verifier = try #require(try evm.deploy(bytecode: code.bytecode).address)
        let modelID = try #require(Word(bytes: circuit.key.verifyingKey.digest))
        let configuration = ProvenFeed.Configuration(
            feedID: round.report.feedID, modelID: modelID, verifier: verifier, feedPointOffset: 0,
            valueCount: UInt8(round.report.values.count), answerIndex: 0, maxAge: 3_600, maxSkew: 60, description: "BTC / USD",
            owner: key.address, signers: [key.address], threshold: 1, breaker: .init(limit: 2_000, window: 86_400, spacing: 60))
        let deployment = try ContractDeployment.feed(configuration)
        let feed = try #require(try evm.deploy(bytecode: deployment.creationCode).address)
        let domain = TypedDataDomain.assay(chainID: 31337, verifyingContract: feed)
        func submit(_ change: (inout Report) -> Void) throws -> (said: String, gas: UInt64) {
            var report = round.report
            change(&report)
            let signature = try #require(key.sign(report.digest(domain: domain)))
            let data = try ProvenFeed.submit(report: report, proof: round.proof, signatures: [signature], domain: domain)
            let outcome = try evm.transact(to: feed, data: data)
            return (outcome.success ? "accepted" : deployment.artifact.explain(outcome), outcome.gasUsed)
        }
        // Each value a little more, a little less, and with the other sign; then another time.
        for index in round.report.values.indices {
            for change in [{ $0 + 1 }, { $0 - 1 }, { $0 == 0 ? 7 : -$0 }] as [(Int128) -> Int128] {
                #expect(try submit { $0.values[index] = change($0.values[index]) }.said == "ProofRejected()", "value \(index)")
            }
        }
        #expect(try submit { $0.observedAt += 1 }.said == "ProofRejected()")
        #expect(try submit { $0.modelID = 5 }.said == "KeyUnknown(modelId: \(Word(5)))")
        #expect(try submit { $0.feedCommitment = 5 }.said.hasPrefix("WrongFeedCommitment"))
        let (said, gas) = try submit { _ in }
        #expect(said == "accepted")
        print("gas of a feed's first submission with one signature, its generated verifier included: \(gas)")
    }
}
