import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import ProofVerifier
import Testing

/// A whole report of the default feed with its generated verifier: what consumers' chains are charged for.
@Suite struct SubmissionGasTests {
    static let name = "BtcUsdOptionGasVerifier"

    static func path(_ file: String) throws -> String { try ContractArtifact.directory() + "/generated/features/\(file)" }

    static let regenerates = ProcessInfo.processInfo.environment["ASSAY_REGENERATE"] == "1"

    /// The feed with `optimize: gas` and a larger string, its verifier as committed.
    static let optimized = Task {
        let feed = try feedFile("btc-usd-option").optimizedForGas()
        return (feed, try FeedCircuit.forGas(feed))
    }

    @Test func theCommittedVerifierOfTheOptimizedFeedBelongsToItsKey() async throws {
        let (feed, circuit) = try await Self.optimized.value
        let contract = try VerifierContract(key: circuit.key.verifyingKey, feed: feed.feed.name)
        #expect(contract.name == Self.name)
        if Self.regenerates {
            try contract.source.write(toFile: Self.path("\(Self.name).sol"), atomically: true, encoding: .utf8)
            return
        }
        #expect(try String(contentsOfFile: Self.path("\(Self.name).sol"), encoding: .utf8) == contract.source, "rewrite with ASSAY_REGENERATE=1")
        #expect(try contract.artifact().deployedBytecode.count <= 24_576)
        // Of a development string: it must not pass for one of a ceremony.
        #expect(circuit.key.verifyingKey.isInsecure)
    }

    /// Later rounds cost at most 330,000 gas with one signature, verification included, and exactly what is pinned.
    @Test func aLaterSubmissionCostsWhatIsPinned() async throws {
        let (feed, circuit) = try await Self.optimized.value
        let option = try feedFile("btc-usd-option")
        let bundled = try await Shared.optionCircuit.value
        let optimized = try SubmissionGas.measure(
            circuit: circuit, feed: feed, verifier: VerifierContract(key: circuit.key.verifyingKey, feed: feed.feed.name).artifact())
        let two = try SubmissionGas.measure(
            circuit: circuit, feed: feed, verifier: VerifierContract(key: circuit.key.verifyingKey, feed: feed.feed.name).artifact(), signatures: 2)
        let shipped = try SubmissionGas.measure(
            circuit: bundled, feed: option, verifier: VerifierContract(key: bundled.key.verifyingKey, feed: option.feed.name).artifact())
        #expect(optimized.steady <= 330_000, "\(optimized)")
        #expect(optimized.valueCount == 9 && optimized.steady < optimized.first && optimized.steady > optimized.verification)
        var lines = ["feed                     t  signatures  proof bytes  values  verification   first   later"]
        for (name, signatures, gas) in [("btc-usd-option-gas", 1, optimized), ("btc-usd-option-gas", 2, two), ("btc-usd-option", 1, shipped)] {
            func cell(_ value: some BinaryInteger, _ width: Int) -> String {
                String(repeating: " ", count: max(0, width - "\(value)".count)) + "\(value)"
            }
            lines.append(
                name.padding(toLength: 20, withPad: " ", startingAt: 0) + cell(gas.packing, 6) + cell(signatures, 12) + cell(gas.proofBytes, 13)
                    + cell(gas.valueCount, 8) + cell(gas.verification, 14) + cell(gas.first, 8) + cell(gas.steady, 8))
        }
        let text = lines.joined(separator: "\n") + "\n"
        print(text)
        if Self.regenerates {
            try text.write(toFile: Self.path("submissions.txt"), atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOfFile: Self.path("submissions.txt"), encoding: .utf8) == text, "rewrite with ASSAY_REGENERATE=1")
        }
    }
}
