import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// The compiled verifier and the feed contract in a real EVM.
struct ContractTests {
    @Test func theContractAcceptsTheRoundRefusesEveryAlteredStatementAndPublishes() async throws {
        let observations = try await Shared.depegRound.value.observations
        let circuit = try await Shared.optionCircuit.value
        let file = try feedFile("btc-usd-option")
        let signer = try await Shared.signer.value
        let judge = try ContractJudge(circuit: circuit, feed: file, signer: signer.address)
        let engine = try RoundEngine(
            feed: file, circuit: circuit, signer: signer, chainID: ContractJudge.chainID, contract: judge.feedContract)
        let round = try await engine.prove(observations)
        let verdict = try judge.judge(report: round.report, proof: round.proof, calldata: round.calldata)
        #expect(verdict.holds, "\(verdict)")
        #expect(verdict.alteredRejected == round.evaluation.values.count)
        #expect(verdict.gas <= 400_000)
        // The same round again is older than itself.
        let again = try judge.judge(report: round.report, proof: round.proof, calldata: round.calldata)
        #expect(again.accepted && !again.published)
        #expect(again.refusal?.hasPrefix("RoundNotNewer") == true)
        // A report of another signer is not taken.
        let stranger = try RoundEngine(
            feed: file, circuit: circuit, signer: try NodeKey.throwaway(in: try ScratchFolder().path), chainID: ContractJudge.chainID,
            contract: judge.feedContract)
        let foreign = try await stranger.prove(observations)
        #expect(try !judge.judge(report: foreign.report, proof: foreign.proof, calldata: foreign.calldata).published)
    }

    @Test(arguments: ["btc-usd-option", "btc-usd-hourly", "eth-usd-hourly"])
    func theCommittedCodeOfEveryShippedFeedBelongsToItsKey(_ name: String) async throws {
        let feed = try feedFile(name).feed
        let circuit = try await FeedCircuit.make(feed) { _ in }
        let contract = try VerifierContract(key: circuit.key.verifyingKey, feed: name)
        let committed = try String(contentsOfFile: "\(projectFolder)/contracts/generated/\(contract.name).sol", encoding: .utf8)
        #expect(committed == contract.source, "write it with `assay verifier feeds/\(name).yaml`, then `make contracts`")
        let artifact = try contract.artifact()
        #expect(artifact.deployedBytecode.count <= 24_576)
        #expect(circuit.key.verifyingKey.shape.byteCount <= 6_144)
        #expect(!circuit.key.verifyingKey.isInsecure)
    }

    @Test func anArtifactOfAnotherKeyIsAnErrorThatSaysWhatToDo() async throws {
        let circuit = try FeedCircuit(
            feed: try feedFile("btc-usd-option").feed, srs: .insecureDevelopment(powers: 2048, seed: "another key"))
        let contract = try VerifierContract(key: circuit.key.verifyingKey, feed: "btc-usd-option")
        let failure = #expect(throws: NodeError.self) { try contract.artifact() }
        #expect(failure?.code == .environment)
        #expect(failure?.next?.contains("make contracts") == true)
    }
}
