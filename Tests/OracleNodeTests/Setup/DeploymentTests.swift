import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import OracleNode
import Synchronization
import Testing

/// `assay deploy` on a development chain: what is created and with what, what is refused, and that a run which was interrupted anywhere is
/// gone on with.
@Suite struct DeploymentTests {
    /// A read of a contract without arguments that returns one word.
    private static func word(_ chain: LocalChain, _ contract: Address?, _ name: String) throws -> Word {
        let outcome = try chain.read(try #require(contract), ABIFunction(name: name, inputs: []).selector)
        return try #require(Word(bytes: outcome.output.prefix(32)), "\(name)")
    }

    private static func address(_ chain: LocalChain, _ contract: Address?, _ name: String) throws -> Address {
        try #require(Address(bytes: try word(chain, contract, name).bytes.suffix(20)))
    }

    /// What a run says on the way.
    private final class Steps: Sendable {
        private let lines = Mutex<[String]>([])
        var text: String { lines.withLock { $0.joined(separator: "\n") } }
        func add(_ step: Deployment.Step) { lines.withLock { $0.append(step.text) } }
    }

    @Test func everythingIsCreatedAsTheFeedFilesSay() async throws {
        let world = try await CareWorld(feeds: ["btc-usd-option", "eth-usd-hourly"])
        let chain = world.chain
        let configuration = try world.current()
        let owner = try Address("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC")
        let guardian = try Address("0x90F79bf6EB2c4f870365E785982E1f101E93b906")
        var options = Deployment.Options()
        (options.owner, options.guardian, options.breakerBasisPoints) = (owner, guardian, 750)
        // A plan says what will come, and sends nothing.
        let steps = Steps()
        try await world.deployment(configuration, options).plan(steps.add)
        #expect(chain.mined.isEmpty && steps.text.contains("ProvenFeed btc-usd-option") && steps.text.contains("750 basis points"), "\(steps.text)")
        #expect(steps.text.contains("FeedMulticall") && steps.text.contains("guardian: \(guardian)") && steps.text.contains("threshold: 1"))

        let before = chain.nonce(try #require(configuration.keys.transaction?.account))
        let result = try await world.deploy(configuration, options)
        #expect(result.isWritten && result.transactions == 9 && chain.mined.count == 9 && before == 0)
        let current = try world.current()
        #expect(current.feeds.map(\.contract) == result.feeds.map { $0.contract })
        #expect(current.chain.multicall == result.multicall && result.multicall != nil)
        let attester = try #require(configuration.keys.signing.first?.account)
        for (feed, settings) in zip(result.feeds, current.feeds) {
            let file = try settings.load()
            let circuit = try await FeedCircuit.make(file.feed) { _ in }
            let modelID = try #require(Word(bytes: circuit.modelID))
            let pool = try world.pool(current)
            await pool.check()
            let condition = try await FeedReader(pool).condition(of: feed.contract, modelID: modelID)
            #expect(condition.feedID.bytes == file.id && condition.signers == [attester] && condition.threshold == 1 && !condition.isPaused)
            #expect(condition.key.status == .active && condition.key.verifier == feed.verifier && condition.held == nil)
            #expect(try Self.address(chain, feed.contract, "owner") == owner && Self.address(chain, feed.contract, "guardian") == guardian)
            #expect(try Self.word(chain, feed.contract, "breakerLimit") == Word(750))
            #expect(try Self.word(chain, feed.contract, "breakerSpacing") == Word(UInt64(file.feed.schedule.everySeconds)))
            #expect(try Self.word(chain, feed.contract, "breakerWindow") == Word(2 * settings.triggers.heartbeatSeconds))
            // The readers read this feed, with the bounds of its file.
            #expect(try Self.address(chain, feed.priceAdapter, "feed") == feed.contract && Self.address(chain, feed.volatilityAdapter, "feed") == feed.contract)
            #expect(try Self.word(chain, feed.priceAdapter, "confidenceLimit") == Word(UInt64(file.feed.outlierBasisPoints)))
            #expect(try Self.word(chain, feed.volatilityAdapter, "marketCount") == Word(UInt64(file.feed.markets.count)))
            let names = circuit.model.publicValues.map(\.name)
            #expect(try Self.word(chain, feed.volatilityAdapter, "volatilityIndex") == Word(UInt64(try #require(names.firstIndex(of: "volatility")) - 1)))
            #expect(try Self.word(chain, feed.volatilityAdapter, "marketsIndex") == Word(UInt64(try #require(names.firstIndex(of: "venuesUsed")) - 1)))
        }
        // The estimate is one: a tenth off at most, over all contracts.
        let planned = try #require(steps.text.firstMatch(of: #/about ([0-9]+) gas, [0-9.]+ ether/#)).1
        let ratio = Double(try #require(UInt64(planned))) / Double(result.gasUsed)
        #expect((0.9...1.1).contains(ratio), "\(planned) planned, \(result.gasUsed) used")

        // The record names everything, and nothing that is secret.
        let record = try String(contentsOfFile: result.record, encoding: .utf8)
        for address in [result.feeds[0].contract, result.feeds[1].verifier, result.feeds[0].priceAdapter, result.feeds[1].volatilityAdapter, result.multicall] {
            #expect(record.contains("\(try #require(address))"))
        }
        #expect(!record.contains("password") && record.contains("750 basis points"))
        let text = result.text(configuration: world.path)
        #expect(text.contains("price adapter") && text.contains("9 transactions, \(result.gasUsed) gas"))
        #expect(result.json.text.contains("\"multicall\":\"\(try #require(result.multicall))\""))

        // Again, with the contracts taken out of the configuration: the record finds them, and nothing is sent.
        let again = try await world.deployment(configuration, options).run(steps.add)
        #expect(again.transactions == 0 && again.feeds.map(\.contract) == result.feeds.map(\.contract) && again.multicall == result.multicall)
        #expect(chain.mined.count == 9)
        await world.venues.stop()
    }

    @Test func withoutBreakerAndAdapters() async throws {
        let world = try await CareWorld()
        var options = Deployment.Options()
        (options.breakerBasisPoints, options.createsAdapters) = (0, false)
        let result = try await world.deploy(try world.current(), options)
        #expect(result.transactions == 2 && result.feeds[0].priceAdapter == nil && result.multicall == nil)
        #expect(try Self.word(world.chain, result.feeds[0].contract, "breakerLimit") == .zero)
        // What was left out can be had later; what stands stays.
        let later = try await world.deploy(try world.current())
        #expect(later.transactions == 2 && later.feeds[0].contract == result.feeds[0].contract && later.feeds[0].priceAdapter != nil)
        await world.venues.stop()
    }

    @Test(arguments: [ChainFault.timeoutAfter, .timeoutBefore, .refuse])
    func anInterruptedRunIsGoneOnWith(_ fault: ChainFault) async throws {
        let world = try await CareWorld()
        for (method, place) in [("eth_sendRawTransaction", 0), ("eth_getTransactionReceipt", 0), ("eth_estimateGas", 0), ("eth_sendRawTransaction", 1)] {
            let configuration = try world.current()
            // Lets `place` calls pass and fails the next.
            let passed = Mutex(0)
            let transport = world.chain.transport
            let failing = ScriptedFault(transport) { name in
                guard name == method else { return false }
                return passed.withLock { count in
                    count += 1
                    return count == place + 1
                }
            }
            failing.fault = fault
            let pool = RPCPool(
                chainID: configuration.chain.id, endpoints: try configuration.chain.resolveEndpoints([:]), transport: failing, now: { SystemClock().now })
            _ = try? await world.deployment(configuration, pool: pool, patience: .milliseconds(200)).run { _ in }
        }
        let result = try await world.deploy(try world.current())
        // Whatever happened on the way: each contract was created once.
        #expect(result.isWritten && result.feeds[0].verifier != nil && result.feeds[0].volatilityAdapter != nil)
        #expect(world.chain.mined.filter { $0.to == nil && $0.succeeded }.count == 4, "\(world.chain.mined.map(\.succeeded))")
        #expect(try world.current().feeds[0].contract == result.feeds[0].contract)
        await world.venues.stop()
    }

    @Test func aTransactionThatIsOnItsWayIsWaitedFor() async throws {
        let world = try await CareWorld()
        let configuration = try world.current()
        world.chain.setMinesAtOnce(false)
        await #expect { _ = try await world.deployment(configuration, patience: .milliseconds(100)).run { _ in } } throws: {
            "\($0)".contains("in no block") && "\($0)".contains("assay deploy")
        }
        #expect(world.chain.poolCount == 1)
        let steps = Steps()
        let miner = Task {
            while !Task.isCancelled {
                // Not before the second run has found it in the pool.
                if steps.text.contains("is on its way") { try world.chain.mine() }
                try await Task.sleep(for: .milliseconds(30))
            }
        }
        let result = try await world.deployment(configuration).run(steps.add)
        miner.cancel()
        #expect(steps.text.contains("a transaction of an earlier run is on its way"))
        #expect(result.transactions == 4 && world.chain.mined.count == 4)
        await world.venues.stop()
    }

    @Test func onAChainThatBeganAnewEverythingIsCreatedAgain() async throws {
        let world = try await CareWorld()
        let first = try await world.deploy(try world.current())
        let anew = try LocalChain(minesAtOnce: true, clock: { SystemClock().seconds })
        let configuration = try world.current()
        anew.fund(try #require(configuration.keys.transaction?.account), wei: 10 * LocalChain.ether)
        // Something else stands where the verifier stood.
        let pool = RPCPool(
            chainID: 31_337, endpoints: [anew.endpoint()], transport: anew.transport, now: { SystemClock().now })
        var without = Deployment.Options()
        without.createsAdapters = false
        let second = try await world.deployment(configuration, without, pool: pool).run { _ in }
        #expect(second.transactions == 2 && anew.mined.count == 2)
        #expect(second.feeds[0].contract == first.feeds[0].contract, "the same account in the same order")
        await world.venues.stop()
    }

    @Test func whatCannotWorkIsRefusedBeforeAnythingIsSent() async throws {
        let world = try await CareWorld()
        let good = try world.current()
        func refused(_ words: String, _ configuration: NodeConfiguration, _ options: Deployment.Options = .init()) async {
            do {
                _ = try await world.deploy(configuration, options)
                Issue.record("deployed, in the place of: \(words)")
            } catch {
                #expect("\(error)".contains(words) && "\(error)".contains("next:"), "\(error)")
            }
            #expect(world.chain.mined.isEmpty)
        }
        var changed = good
        changed.chain.id = 1_337
        await refused("serves chain 31337", changed)
        var options = Deployment.Options()
        options.breakerBasisPoints = 10_000
        await refused("never acts", good, options)
        options = Deployment.Options()
        options.breakerSpacing = 1_000_000
        await refused("spacing", good, options)
        changed = good
        changed.chain.fees.cap = 10
        await refused("gas costs more", changed)
        let payer = try #require(good.keys.transaction?.account)
        world.chain.fund(payer, wei: 1_000)
        await refused("send some ether to \(payer)", good)
        world.chain.fund(payer, wei: 10 * LocalChain.ether)
        let record = (world.path as NSString).deletingLastPathComponent + "/deployment-31337.json"
        try "{\"chainId\": 1, \"contracts\": []}".write(toFile: record, atomically: true, encoding: .utf8)
        await refused("no record", good)
        try FileManager.default.removeItem(atPath: record)
        world.chain.arm(.refuse, endpoint: "127.0.0.1:8545")
        world.chain.arm(.refuse, endpoint: "")
        await refused("fails", good)
        await world.venues.stop()
    }

    @Test(arguments: [("10", 1_000), ("0", 0), ("0.25", 25), ("99.99", 9_999)] as [(String, UInt32)])
    func partsOfAHundredAreRead(_ text: String, _ expected: UInt32) {
        #expect(Deployment.Options.basisPoints(percent: text) == expected)
    }

    @Test(arguments: ["100", "-1", "0.001", "ten", "", "1e1000", "99.999"])
    func otherPartsAreNot(_ text: String) { #expect(Deployment.Options.basisPoints(percent: text) == nil) }
}

/// A transport that does one thing wrong when it is told to.
private final class ScriptedFault: RPCTransport {
    private let inner: any RPCTransport
    private let strikes: @Sendable (String) -> Bool
    private let chosen = Mutex(ChainFault.refuse)
    var fault: ChainFault {
        get { chosen.withLock { $0 } }
        set { chosen.withLock { $0 = newValue } }
    }

    init(_ inner: any RPCTransport, strikes: @escaping @Sendable (String) -> Bool) {
        self.inner = inner
        self.strikes = strikes
    }

    func post(_ body: [UInt8], to url: String) async throws(RPCTransportError) -> RPCTransportAnswer {
        let method = String(decoding: body, as: UTF8.self).firstMatch(of: #/"method":"([A-Za-z_]+)"/#).map { String($0.1) } ?? ""
        guard strikes(method) else { return try await inner.post(body, to: url) }
        if fault == .timeoutAfter { _ = try await inner.post(body, to: url) }
        if fault == .refuse { throw .unreachable("connection refused") }
        throw .timeout("no answer")
    }
}
