import BN254
import Commitments
import EthereumKit
import MarketFeeds
import PricingModels

/// What whole `ProvenFeed.submit` transactions cost in the local EVM: 21,000, calldata, checks, verification, signature, storage and
/// events. Proofs, keys and times are fixed by a seed, so that the figures are the same in every run.
public struct SubmissionGas: Sendable {
    public let packing: Int
    public let proofBytes: Int
    public let valueCount: Int
    /// `verify` of the last proof, as a transaction of its own.
    public let verification: UInt64
    /// The first round, which fills storage for the first time.
    public let first: UInt64
    /// A round behind those that filled the history of values.
    public let steady: UInt64

    /// Deploys a verifier and a feed with a breaker, and submits until every place of the values' history has been written before.
    ///
    /// - Parameters:
    ///   - verifier: of exactly this circuit's key.
    ///   - signatures: how many keys sign, and must.
    public static func measure(
        circuit: FeedCircuit, feed: FeedFile, verifier: ContractArtifact, signatures: Int = 1
    ) throws -> SubmissionGas {
        let keys = try (1...signatures).map { try SigningKey(bytes: [UInt8](repeating: UInt8(clamping: $0), count: 32)) }
        let evm = try LocalEVM.start()
        let step = feed.feed.schedule.everySeconds
        var inputs = OptionFeedInputs.placeholder(circuit.parameters)
        try evm.configure(chainID: ContractJudge.chainID, timestamp: UInt64(inputs.observedAt))
        let placed = try ContractJudge.deploy(evm, verifier, verifier.bytecode)
        var configuration = try circuit.contractConfiguration(
            feed: feed, verifier: placed, owner: keys[0].address, signers: keys.map(\.address), threshold: signatures)
        configuration.breaker = .init(limit: 2_000, window: 86_400, spacing: 60)
        let artifact = try ContractArtifact.named("ProvenFeed")
        let contract = try ContractJudge.deploy(evm, artifact, artifact.bytecode + configuration.constructorArguments)
        let domain = TypedDataDomain.assay(chainID: ContractJudge.chainID, verifyingContract: contract)
        var generator = KernelBenchmark.Generator(seed: 0x5eed)
        var (gas, verification, bytes, count) = ([UInt64](), UInt64(0), 0, 0)
        for round in 1...UInt64(configuration.valueHistory) + 3 {
            inputs.observedAt += step
            // Half a per cent up and down, so that every value and every word that holds some changes.
            let change = round % 2 == 0 ? 10_007 : -10_007
            inputs.venues = inputs.venues.map { MarketObservation(price: $0.price + change) }
            inputs.history = inputs.history.map { $0.map { MarketObservation(price: $0.price + change / 3) } }
            let witness = try circuit.witness(inputs)
            let proof = try circuit.key.prove(witness, using: &generator)
            let report = Report(
                feedID: configuration.feedID, modelID: configuration.modelID, round: round, observedAt: UInt64(clamping: inputs.observedAt),
                feedCommitment: RoundEngine.commitment(circuit.feedPoints(of: proof)), values: try witness.publicInputs.dropFirst().map(Self.value))
            let digest = report.digest(domain: domain)
            let data = try ProvenFeed.submit(report: report, proof: proof, signatures: keys.compactMap { $0.sign(digest) }, domain: domain)
            try evm.configure(timestamp: report.observedAt + UInt64(feed.feed.schedule.delaySeconds) + 12)
            let alone = try evm.call(to: placed, data: ProofVerifierContract.verify(proof: proof, publicInputs: report.publicInputs))
            let outcome = try evm.transact(to: contract, data: data)
            guard outcome.success else {
                throw NodeError(.inconsistent, "the feed's contract refuses the measured report: \(artifact.explain(outcome))")
            }
            gas.append(outcome.gasUsed)
            (verification, bytes, count) = (alone.gasUsed, proof.count, report.values.count)
        }
        return SubmissionGas(
            packing: circuit.key.verifyingKey.layout.packing, proofBytes: bytes, valueCount: count, verification: verification,
            first: gas.first ?? 0, steady: gas.last ?? 0)
    }

    private static func value(_ input: Fr) throws -> Int128 {
        guard let value = input.asInt128 else { throw NodeError(.inconsistent, "a public value does not fit 128 bits") }
        return value
    }
}

extension FeedFile {
    /// The same feed with `optimize: gas`, under a name of its own: what its contract would cost with a larger reference string.
    public func optimizedForGas() throws -> FeedFile {
        let other = feed.name + "-gas"
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).filter { !$0.hasPrefix("optimize:") }
        for index in lines.indices where lines[index].hasPrefix("name:") { lines[index] = "name: \(other)" }
        let changed = lines.joined(separator: "\n") + "optimize: gas\n"
        return FeedFile(feed: try Feed.parse(changed, file: "\(other).yaml"), text: changed)
    }
}

extension FeedCircuit {
    /// The circuit of a feed that is optimized for gas, with a development string: gas does not depend on whose string it is.
    public static func forGas(_ feed: FeedFile) throws -> FeedCircuit {
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 1 << 14, seed: "assay bench gas")
        return try FeedCircuit(feed: feed.feed, srs: srs)
    }
}
