import EthereumKit
import Testing

/// A deployed feed with a verifier that holds what it is told, three signers (two must sign) and a clock.
struct FeedFixture {
    static let chainID: UInt64 = 31337
    static let now: UInt64 = 1_678_500_000
    /// Where the commitment begins in the proofs made here.
    static let pointOffset = 96
    static let feedID = Word(high: 0xfeed, low: 1)
    static let modelID = Word(high: 0x0de1, low: 2)

    let evm: LocalEVM
    let artifact: ContractArtifact
    let verifier: Address
    let feed: Address
    /// By rising address.
    let keys: [SigningKey]
    let owner: Address
    let domain: TypedDataDomain

    /// - Parameter change: what the feed's configuration differs in.
    init(threshold: UInt64 = 2, change: (inout ProvenFeed.Configuration) -> Void = { _ in }) throws {
        evm = try LocalEVM.start()
        try evm.configure(chainID: Self.chainID, timestamp: Self.now)
        artifact = try ContractArtifact.named("ProvenFeed")
        verifier = try #require(try evm.deploy(bytecode: Self.mockVerifier(of: Self.modelID)).address)
        keys = try (1...3).map { try SigningKey(bytes: [UInt8](repeating: $0, count: 32)) }
            .sorted { $0.address < $1.address }
        owner = try #require(Address(bytes: [UInt8](repeating: 0x0f, count: 20)))
        var configuration = Self.configuration(verifier: verifier, owner: owner, keys: keys)
        configuration.threshold = threshold
        change(&configuration)
        let (address, outcome) = try evm.deploy(bytecode: ContractDeployment.feed(configuration).creationCode)
        feed = try #require(address, "\(artifact.explain(outcome))")
        domain = .assay(chainID: Self.chainID, verifyingContract: feed)
    }

    static func configuration(verifier: Address, owner: Address, keys: [SigningKey]) -> ProvenFeed.Configuration {
        ProvenFeed.Configuration(
            feedID: feedID, modelID: modelID, verifier: verifier, feedPointOffset: UInt32(pointOffset), valueCount: 3,
            answerIndex: 1, maxAge: 600, maxSkew: 30, description: "BTC / USD", owner: owner,
            signers: keys.map(\.address), threshold: 2)
    }

    /// Creation code of a verifier that says it is of this key.
    static func mockVerifier(of model: Word) throws -> [UInt8] { try ContractArtifact.named("MockVerifier").bytecode + model.bytes }

    /// Deploys another one.
    func deployVerifier(of model: Word) throws -> Address { try #require(try evm.deploy(bytecode: Self.mockVerifier(of: model)).address) }

    /// Bytes that stand for a proof; the commitment in it depends on `seed`.
    static func proof(seed: UInt8 = 1) -> [UInt8] {
        (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) &+ seed }
    }

    static func report(
        round: UInt64 = 1, observedAt: UInt64 = now - 5, values: [Int128] = [1, 20_000 << 48, -3], proof: [UInt8] = proof()
    ) -> Report {
        Report(
            feedID: feedID, modelID: modelID, round: round, observedAt: observedAt,
            feedCommitment: Report.commitment(to: Array(proof[pointOffset..<(pointOffset + 64)])), values: values)
    }

    /// Makes the verifier hold `proof` for what this report says.
    func hold(_ report: Report, proof: [UInt8] = proof()) throws {
        let hold = try ABIFunction("hold(bytes,uint256[])")
        let inputs = try report.publicInputs.map { ABIValue.uint(try #require(Word(bytes: $0))) }
        let outcome = try evm.transact(to: verifier, data: hold.call([.bytes(proof), .array(inputs)]))
        #expect(outcome.success)
    }

    func signatures(_ report: Report, by signers: [SigningKey]? = nil, domain: TypedDataDomain? = nil) throws -> [[UInt8]] {
        let digest = report.digest(domain: domain ?? self.domain)
        return try (signers ?? Array(keys.prefix(2))).map { try #require($0.sign(digest)).bytes }
    }

    /// Submits and says what came of it: "accepted", or the contract's error.
    func submit(_ report: Report, proof: [UInt8] = proof(), signatures: [[UInt8]]? = nil) throws -> String {
        let signatures = try signatures ?? self.signatures(report)
        let data = try ProvenFeed.submit(report: report, proof: proof, orderedSignatures: signatures)
        let outcome = try evm.transact(to: feed, data: data)
        return outcome.success ? "accepted" : artifact.explain(outcome)
    }

    func call(_ signature: String, _ arguments: [ABIValue] = [], from sender: Address? = nil) throws -> LocalEVM.Outcome {
        try evm.call(to: feed, data: ABIFunction(signature).call(arguments), from: sender)
    }

    func send(_ signature: String, _ arguments: [ABIValue] = [], from sender: Address) throws -> String {
        let outcome = try evm.transact(to: feed, data: ABIFunction(signature).call(arguments), from: sender)
        return outcome.success ? "done" : artifact.explain(outcome)
    }

    /// Sends calldata and says what came of it: "done", or the contract's error.
    func send(_ data: [UInt8], from sender: Address) throws -> String {
        let outcome = try evm.transact(to: feed, data: data, from: sender)
        return outcome.success ? "done" : artifact.explain(outcome)
    }

    /// Holds a report's proof and submits it.
    func publish(_ report: Report, proof: [UInt8] = proof(), by signers: [SigningKey]? = nil) throws -> String {
        try hold(report, proof: proof)
        return try submit(report, proof: proof, signatures: signatures(report, by: signers))
    }

    func read(_ data: [UInt8]) throws -> [UInt8] { try evm.call(to: feed, data: data).output }

    /// The latest answer, scaled by 10^8; nil before the first round.
    func answer() throws -> Int128? {
        let outcome = try evm.call(to: feed, data: ProvenFeed.latestRoundData)
        return outcome.success ? try ProvenFeed.decodeRoundData(outcome.output).answer : nil
    }

    /// Deploys a contract beside the feed.
    func deploy(_ deployment: ContractDeployment) throws -> (address: Address, artifact: ContractArtifact) {
        let (address, outcome) = try evm.deploy(bytecode: deployment.creationCode)
        return (try #require(address, "\(deployment.artifact.explain(outcome))"), deployment.artifact)
    }

    static func address(_ byte: UInt8) throws -> Address { try #require(Address(bytes: [UInt8](repeating: byte, count: 20))) }
}
