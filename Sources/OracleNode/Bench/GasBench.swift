import BN254
import EthereumKit
import Foundation
import Parallel
import PricingModels

/// What a feed's contracts take to check a proof and to take a whole report, in the local EVM.
public struct GasBench: Sendable {
    public let feed: FeedFile

    public init(feed: FeedFile) { self.feed = feed }

    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> BenchFigures {
        try await Parallel.run {
            var figures = BenchFigures(subject: "gas of \(feed.feed.name)")
            let circuit = try FeedCircuit(feed: feed.feed, progress: progress)
            let witness = try circuit.witness(OptionFeedInputs.placeholder(circuit.parameters))
            let proof = try circuit.key.prove(witness)
            try figures.addContract(circuit, feed, proof: proof, publicInputs: witness.publicInputs, progress)
            figures.add("proof size", "\(Figures.integer(proof.count)) bytes", Int64(proof.count), "bytes")
            figures.add("circuit", circuit.summary, Int64(circuit.model.rowCount), "rows in use")
            progress("submitting rounds")
            let code = try VerifierContract(key: circuit.key.verifyingKey, feed: feed.feed.name).artifact()
            figures.add(try SubmissionGas.measure(circuit: circuit, feed: feed, verifier: code), "")
            progress("the same feed with optimize: gas and a development string")
            let other = try feed.optimizedForGas()
            let larger = try FeedCircuit.forGas(other)
            let artifact: ContractArtifact
            do {
                artifact = try VerifierContract(key: larger.key.verifyingKey, feed: other.feed.name).artifact()
            } catch {
                progress("no compiled verifier of \(other.feed.name) is at hand; of the shipped feeds, btc-usd-option has one")
                return figures
            }
            figures.add(try SubmissionGas.measure(circuit: larger, feed: other, verifier: artifact), ", optimize: gas")
            return figures
        }
    }
}

extension BenchFigures {
    mutating func add(_ gas: SubmissionGas, _ note: String) {
        func line(_ name: String, _ value: UInt64, _ words: String) {
            add("\(name)\(note)", "\(Figures.integer(value)) gas\(words)", Int64(clamping: value), "gas")
        }
        line("first submission", gas.first, ", one signature, \(gas.valueCount) values, t = \(gas.packing)")
        line("later submission", gas.steady, ", \(Figures.integer(gas.steady - min(gas.steady, gas.verification))) beside its verification")
    }

    mutating func addContract(
        _ circuit: FeedCircuit, _ feed: FeedFile, proof: [UInt8], publicInputs: [Fr], _ progress: (String) -> Void
    ) throws {
        progress("asking the contract")
        let judge = try ContractJudge(circuit: circuit, feed: feed, signer: SigningKey.random().address)
        let (accepted, gas) = try judge.verify(proof: proof, publicInputs: publicInputs.map(\.bigEndianBytes))
        guard accepted else { throw NodeError(.inconsistent, "the contract refuses the measured proof") }
        add("contract verification", "\(Figures.integer(gas)) gas, base and calldata included", Int64(clamping: gas), "gas")
        add("verifier contract", "\(Figures.integer(judge.deployedBytes)) bytes", Int64(judge.deployedBytes), "bytes")
    }
}
