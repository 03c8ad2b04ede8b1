import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import OracleNode
import Synchronization
import Testing

/// Repeatable randomness (SplitMix64); tests print its seed.
struct PublishingRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// A folder that goes when the test does.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "publishing-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Stops a node at a boundary, as if the process had been killed there: nothing passes any more.
final class Guillotine: Sendable {
    private let state = Mutex<(left: Int, hasFallen: Bool)>((.max, false))

    /// Falls at the `count`-th boundary from now on.
    func fall(after count: Int) { state.withLock { $0 = (count, false) } }
    var hasFallen: Bool { state.withLock { $0.hasFallen } }

    func pass() -> Bool {
        state.withLock { state in
            if state.hasFallen { return false }
            state.left -= 1
            if state.left <= 0 { state.hasFallen = true }
            return !state.hasFallen
        }
    }
}

/// A feed contract on a local chain, a store, and a transaction manager between them.
final class PublishingFixture: Sendable {
    static let start: UInt64 = 1_700_000_000
    static let feedID = Word(high: 0xfeed, low: 1)
    static let modelID = Word(high: 0x0de1, low: 2)

    let chain: LocalChain
    let contract: Address
    /// As many feeds as asked for, by name; the first is ``contract``.
    let feeds: [(name: String, contract: Address)]
    let multicall: Address
    let verifier: Address
    let artifact: ContractArtifact
    let payer: SigningKey
    let attester: SigningKey
    let folder: TemporaryFolder
    let pool: RPCPool
    let guillotine = Guillotine()

    /// - Parameters:
    ///   - feedCount: contracts with the same configuration.
    ///   - breaker: of all of them.
    init(
        endpoints: [String] = ["a"], maxAge: UInt32 = 1_000_000, startsLater: UInt64 = 0, feedCount: Int = 1,
        breaker: ProvenFeed.Breaker? = nil
    ) async throws {
        chain = try LocalChain(time: Self.start + startsLater)
        artifact = try ContractArtifact.named("ProvenFeed")
        payer = try SigningKey(bytes: [UInt8](repeating: 0x11, count: 32))
        attester = try SigningKey(bytes: [UInt8](repeating: 0x22, count: 32))
        verifier = try chain.deploy(ContractArtifact.named("MockVerifier").bytecode + Self.modelID.bytes)
        let configuration = ProvenFeed.Configuration(
            feedID: Self.feedID, modelID: Self.modelID, verifier: verifier, feedPointOffset: 0, valueCount: 1, answerIndex: 0, maxAge: maxAge,
            maxSkew: 30, description: "TEST / USD", owner: attester.address, signers: [attester.address], threshold: 1, breaker: breaker)
        let code = try artifact.bytecode + configuration.constructorArguments
        contract = try chain.deploy(code)
        var feeds = [(name: "test-usd", contract: contract)]
        for index in 1..<max(feedCount, 1) { feeds.append((name: "test\(index)-usd", contract: try chain.deploy(code))) }
        self.feeds = feeds
        multicall = try chain.deploy(ContractDeployment.multicall().creationCode)
        chain.fund(payer.address, wei: 100 * LocalChain.ether)
        folder = try TemporaryFolder()
        let chain = chain
        var policy = RPCPool.Policy()
        policy.breaker.failures = 1_000_000
        pool = RPCPool(
            chainID: chain.chainID, endpoints: endpoints.map { chain.endpoint($0) }, transport: chain.transport, policy: policy,
            now: { chain.time * 1_000 })
        try chain.mine(5)
        await pool.check()
    }

    static var policy: PublishingPolicy {
        var policy = PublishingPolicy()
        policy.leaseMilliseconds = 5_000
        policy.balanceFloor = LocalChain.ether / 10
        return policy
    }

    func store(_ name: String = "node") throws -> NodeStore { try NodeStore(path: "\(folder.path)/\(name).sqlite") }

    func manager(
        _ store: NodeStore, owner: String = "first", policy: PublishingPolicy = policy, signer: (any TransactionSigner)? = nil
    ) -> TransactionManager {
        let (chain, guillotine) = (chain, guillotine)
        return TransactionManager(
            chainID: chain.chainID, store: store, gateway: pool, signer: signer ?? LocalSigner(payer), owner: owner, artifact: artifact,
            policy: policy, clock: { chain.time * 1_000 }, mayPass: { _ in guillotine.pass() })
    }

    /// With the multicall.
    var together: PublishingPolicy {
        var policy = Self.policy
        policy.multicall = multicall
        return policy
    }

    /// A report of a round with a proof that the verifier holds; the observation is as old as `age` seconds.
    ///
    /// - Parameters:
    ///   - other: the contract that it is for; the first one where nil.
    ///   - value: the answer; the round's number where nil.
    func calldata(_ round: UInt64, age: UInt64 = 1, for other: Address? = nil, value: Int128? = nil) throws -> [UInt8] {
        let proof = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: 64) + Word(round).bytes
        let report = Report(
            feedID: Self.feedID, modelID: Self.modelID, round: round, observedAt: chain.time - age,
            feedCommitment: Report.commitment(to: Array(proof[..<64])), values: [(value ?? Int128(round)) << 48])
        let inputs = try report.publicInputs.map { ABIValue.uint(try #require(Word(bytes: $0))) }
        try chain.prepare(to: verifier, data: ABIFunction("hold(bytes,uint256[])").call([.bytes(proof), .array(inputs)]))
        let domain = TypedDataDomain.assay(chainID: chain.chainID, verifyingContract: other ?? contract)
        let signature = try #require(attester.sign(report.digest(domain: domain)))
        return try ProvenFeed.submit(report: report, proof: proof, signatures: [signature], domain: domain)
    }

    static func key(_ round: UInt64) -> RoundKey { RoundKey(feed: "test-usd", number: round) }

    /// Time passes and a block comes.
    func tick(seconds: UInt64 = 12) async throws {
        chain.advance(seconds: seconds)
        try chain.mine()
        await pool.check()
    }

    /// Steps and blocks until nothing moves any more.
    @discardableResult
    func settle(_ manager: TransactionManager, blocks: Int = 30) async throws -> PublishingReport {
        var total = PublishingReport()
        for _ in 0..<blocks {
            let report = try await manager.step()
            total = total.adding(report)
            if report.active == 0, report.problems.isEmpty { return total }
            try await tick()
        }
        return total
    }

    /// Rounds in the order in which the contract took them.
    var accepted: [UInt64] { accepted(by: contract) }

    /// As the contract's own events say, whatever transaction brought them.
    func accepted(by contract: Address) -> [UInt64] {
        let event = try? ABIFunction("ReportAccepted(uint64,bytes32,uint64,int256,bytes32,int256[])").topic
        return chain.mined.flatMap(\.logs).filter { $0.address == contract && $0.topics.first == event }.compactMap { log in
            Word(bytes: log.topics[1])?.asUInt64
        }
    }

    /// Transactions that failed, and submissions that failed inside of one.
    var refused: Int {
        let event = try? ABIFunction("SubmissionFailed(uint256,address,bytes)").topic
        return chain.mined.count { !$0.succeeded } + chain.mined.flatMap(\.logs).count { $0.address == multicall && $0.topics.first == event }
    }
}

extension PublishingReport {
    func adding(_ other: PublishingReport) -> PublishingReport {
        var sum = other
        sum.add(self)
        return sum
    }
}
