import EthereumKit
import Foundation
import MarketFeeds
import ProofVerifier
import SolidityVerifier

/// The generated verifier of a feed and the compiled code that belongs to it.
public struct VerifierContract: Sendable {
    public let name: String
    public let source: String

    /// `btc-usd-option` → `BtcUsdOptionVerifier`
    public static func name(of feed: String) -> String {
        feed.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Verifier"
    }

    public init(key: VerifyingKey, feed: String) throws {
        name = Self.name(of: feed)
        source = try SolidityVerifier(key: key, contractName: name).render()
    }

    /// The committed code, if it was compiled from exactly this source.
    public func artifact() throws(NodeError) -> ContractArtifact {
        let artifact: ContractArtifact
        do {
            artifact = try ContractArtifact.named(name)
        } catch {
            throw NodeError(
                .environment, "there is no compiled \(name): \(error)",
                next: "write it with `assay verifier FEED` and compile it with `make contracts` (needs solc), or use --no-evm")
        }
        guard artifact.isCompiled(from: source) else {
            throw NodeError(
                .environment, "the compiled \(name) belongs to another verifying key than this feed's",
                next: "write the contract anew with `assay verifier FEED` and run `make contracts` (needs solc), or use --no-evm")
        }
        return artifact
    }

    /// Creation code from the committed artifact, if it was compiled from exactly this source.
    func deployment() throws -> ContractDeployment {
        _ = try artifact()
        return try .contract(name)
    }
}

extension FeedCircuit {
    /// What a feed contract for this key is created with. A report may be as old as two rounds.
    ///
    /// - Parameter threshold: the feed file's where nil.
    func contractConfiguration(
        feed: FeedFile, verifier: Address, owner: Address, signers: [Address], threshold: Int? = nil
    ) throws(NodeError) -> ProvenFeed.Configuration {
        // The report's values are the public values behind the time of observation; the answer is the spot price.
        let names = model.publicValues.map(\.name)
        let answerIndex = max(0, (names.firstIndex(of: "spot") ?? 1) - 1)
        guard let feedID = Word(bytes: feed.id), let modelID = Word(bytes: modelID) else {
            throw NodeError(.inconsistent, "identifiers are not 32 bytes")
        }
        return ProvenFeed.Configuration(
            feedID: feedID, modelID: modelID, verifier: verifier, feedPointOffset: try feedPointOffset(), valueCount: UInt8(clamping: names.count - 1),
            answerIndex: UInt8(clamping: answerIndex),
            maxAge: UInt32(clamping: 2 * feed.feed.schedule.everySeconds + feed.feed.schedule.delaySeconds), maxSkew: 60,
            description: "\(feed.feed.pair) \(feed.feed.name)", owner: owner, signers: signers,
            threshold: UInt64(threshold ?? feed.feed.signersThreshold))
    }
}

/// A feed's contracts in a real EVM of this machine: asked for verdicts and gas, and published to.
public final class ContractJudge: Sendable {
    public let verifier: Address
    public let feedContract: Address
    public let deployedBytes: Int
    public let domain: TypedDataDomain
    private let evm: LocalEVM
    private let verifierArtifact: ContractArtifact
    private let feedArtifact: ContractArtifact
    private let delay: UInt64

    public static let chainID: UInt64 = 31337

    /// Starts a machine and deploys the verifier and a ``ProvenFeed`` that trusts `signer`.
    public init(circuit: FeedCircuit, feed: FeedFile, signer: Address) throws(NodeError) {
        let key = circuit.key.verifyingKey
        let contract: VerifierContract
        do {
            contract = try VerifierContract(key: key, feed: feed.feed.name)
        } catch {
            throw NodeError(.inconsistent, "\(error)")
        }
        verifierArtifact = try contract.artifact()
        delay = UInt64(feed.feed.schedule.delaySeconds)
        do {
            feedArtifact = try ContractArtifact.named("ProvenFeed")
            evm = try LocalEVM.start()
            try evm.configure(chainID: Self.chainID)
            verifier = try Self.deploy(evm, verifierArtifact, verifierArtifact.bytecode)
            let configuration = try circuit.contractConfiguration(feed: feed, verifier: verifier, owner: signer, signers: [signer], threshold: 1)
            feedContract = try Self.deploy(
                evm, feedArtifact, feedArtifact.bytecode + configuration.constructorArguments)
        } catch let error as NodeError {
            throw error
        } catch {
            throw NodeError(.environment, "no local EVM: \(error)", next: "run `make setup`, or use --no-evm")
        }
        deployedBytes = verifierArtifact.deployedBytecode.count
        domain = .assay(chainID: Self.chainID, verifyingContract: feedContract)
    }

    static func deploy(_ evm: LocalEVM, _ artifact: ContractArtifact, _ code: [UInt8]) throws -> Address {
        let (address, outcome) = try evm.deploy(bytecode: code)
        guard let address else {
            throw NodeError(.inconsistent, "\(artifact.contract) cannot be deployed: \(artifact.explain(outcome))", next: "run `make contracts`")
        }
        return address
    }

    /// The contract's verdict on one statement, and its gas as a transaction of its own.
    public func verify(proof: [UInt8], publicInputs: [[UInt8]]) throws -> (accepted: Bool, gas: UInt64) {
        let outcome = try evm.call(to: verifier, data: ProofVerifierContract.verify(proof: proof, publicInputs: publicInputs))
        return (ProofVerifierContract.accepted(outcome), outcome.gasUsed)
    }

    /// Asks for the statement itself, for the statement with each public value changed by one, and publishes the report.
    public func judge(report: Report, proof: [UInt8], calldata: [UInt8]) throws -> ContractVerdict {
        let inputs = report.publicInputs
        let (accepted, gas) = try verify(proof: proof, publicInputs: inputs)
        var altered: [[UInt8]] = []
        for index in inputs.indices {
            var changed = inputs
            changed[index] = Self.plusOne(inputs[index])
            altered.append(try ProofVerifierContract.verify(proof: proof, publicInputs: changed))
        }
        let wrong = try evm.calls(to: verifier, data: altered).filter(ProofVerifierContract.accepted).count
        try evm.configure(timestamp: report.observedAt + delay)
        let submission = try evm.transact(to: feedContract, data: calldata)
        return ContractVerdict(
            accepted: accepted, gas: gas, alteredRejected: altered.count - wrong, alteredAccepted: wrong,
            published: submission.success, submitGas: submission.gasUsed,
            refusal: submission.success ? nil : feedArtifact.explain(submission))
    }

    /// The next number; the largest 256-bit one wraps to zero.
    private static func plusOne(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for index in bytes.indices.reversed() {
            bytes[index] &+= 1
            if bytes[index] != 0 { break }
        }
        return bytes
    }
}
