import ChainSupport
import EthereumKit
import Foundation
import FuzzSupport
import OracleNode
import Synchronization
import TestSupport
import Testing

/// A transaction manager whose only endpoints answer with whatever numbers there are: it stays up, says what is wrong, and never
/// spends more than its limits.
@Suite(.timeLimit(.minutes(10))) struct PublishingFuzzTests {
    static let chainID: UInt64 = 1_337
    static let now: UInt64 = 1_700_000_000
    static let payer = Result { try SigningKey(bytes: [UInt8](repeating: 0x11, count: 32)) }
    static let contract = Address(bytes: [UInt8](repeating: 0x77, count: 20)) ?? .zero

    static let words = [
        "0x0", "0x1", "0x2", "0x10", "0x5208", "0x3b9aca00", "0x1c9c380", "0x6553f100", "0xde0b6b3a7640000", "0x7fffffff", "0x7fffffffffffffff", "0x8000000000000000",
        "0xfffffffffffffffe", "0xffffffffffffffff", "0x10000000000000000", "0x7fffffffffffffffffffffffffffffff", "0xffffffffffffffffffffffffffffffff",
        "0x100000000000000000000000000000000", "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ]
    static let messages = [
        "nonce too low", "nonce too high", "already known", "replacement transaction underpriced", "transaction underpriced", "insufficient funds", "intrinsic gas too low",
        "exceeds block gas limit", "max fee per gas less than block base fee", "txpool is full", "execution reverted", "invalid sender", "something new", "header not found",
    ]

    /// An endpoint of a chain that may say anything, and often says what fits together, so that every branch behind is reached.
    struct Liar: Sendable {
        let seed: UInt64
        /// How likely a number is any number: once in so many.
        let lieIn: Int

        func answer(_ body: [UInt8], turn: UInt64) -> RPCTransportAnswer {
            var random = SeededGenerator(seed: seed &+ turn &* 0x9e37_79b9)
            guard let request = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any], let method = request["method"] as? String,
                let id = request["id"] as? Int
            else { return RPCTransportAnswer(status: 400, body: []) }
            if random.once(in: 40) { return RPCTransportAnswer(status: random.pick([401, 429, 500]), body: [], retryAfterSeconds: random.pick([nil, 0, Int.max])) }
            let parameters = request["params"] as? [Any] ?? []
            if random.once(in: 12) {
                let text = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"error\":{\"code\":\(random.pick([-32000, 3, -32603, Int.max])),\"message\":\"\(random.pick(PublishingFuzzTests.messages))\",\"data\":\"0x08c379a0\"}}"
                return RPCTransportAnswer(status: 200, body: Array(text.utf8))
            }
            let result = self.result(method, parameters, &random)
            var answer = Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":\(result)}".utf8)
            if random.once(in: 60) { answer = ByteMutator.mutate(answer, &random) }
            return RPCTransportAnswer(status: 200, body: answer)
        }

        private func word(_ honest: String, _ random: inout SeededGenerator) -> String {
            "\"\(random.once(in: lieIn) ? random.pick(PublishingFuzzTests.words) : honest)\""
        }

        private func result(_ method: String, _ parameters: [Any], _ random: inout SeededGenerator) -> String {
            let block = "\"0x" + String(repeating: "22", count: 32) + "\""
            switch method {
            case "eth_chainId": return "\"0x539\""
            case "eth_blockNumber", "eth_getTransactionCount": return word(method == "eth_blockNumber" ? "0x10" : random.pick(["0x0", "0x1", "0x2"]), &random)
            case "eth_getBalance": return word("0xde0b6b3a7640000", &random)
            case "eth_gasPrice": return word("0x3b9aca00", &random)
            case "eth_estimateGas": return word("0x5208", &random)
            case "eth_call": return random.once(in: 2) ? "\"0x\"" : "\"0x\(String(repeating: "ff", count: 160))\""
            case "eth_getBlockByNumber":
                if random.once(in: 20) { return "null" }
                let asked = parameters.first as? String ?? "0x10"
                let number = asked.hasPrefix("0x") ? "\"\(asked)\"" : word("0x10", &random)
                let base = random.once(in: 8) ? "" : ",\"baseFeePerGas\":\(word("0x3b9aca00", &random))"
                return "{\"number\":\(number),\"hash\":\(block),\"parentHash\":\(block),\"timestamp\":\(word("0x6553f100", &random)),\"gasLimit\":\(word("0x1c9c380", &random))\(base)}"
            case "eth_feeHistory":
                return "{\"baseFeePerGas\":[\(word("0x3b9aca00", &random))],\"reward\":[[\(word("0x1", &random))],[]]}"
            case "eth_getTransactionReceipt":
                guard random.once(in: 2), let hash = parameters.first as? String else { return "null" }
                return "{\"transactionHash\":\"\(hash)\",\"blockHash\":\(block),\"blockNumber\":\(word("0xe", &random)),\"status\":\(random.once(in: 3) ? "\"0x0\"" : "\"0x1\""),"
                    + "\"gasUsed\":\(word("0x5208", &random)),\"effectiveGasPrice\":\(word("0x3b9aca00", &random)),\"contractAddress\":null,\"logs\":[]}"
            default: return "\"0x\(String(repeating: "00", count: 32))\""
            }
        }
    }

    @Test func chainsThatSayAnything() async throws {
        let folder = try TemporaryFolder()
        let store = try NodeStore(path: "\(folder.path)/node.sqlite")
        let artifact = try ContractArtifact.named("ProvenFeed")
        let key = try Self.payer.get()
        let run = FuzzRun("lying chain", count: 700)
        var (sent, settled) = (0, 0)
        let time = Atomic<UInt64>(Self.now)
        await run.run { random, name in
            let liar = Liar(seed: random.next(), lieIn: random.pick([2, 4, 12]))
            let turn = Atomic<UInt64>(0)
            var policy = RPCPool.Policy()
            policy.breaker.failures = random.pick([3, 1_000_000])
            let clock: @Sendable () -> UInt64 = { time.load(ordering: .relaxed) * 1_000 }
            let pool = RPCPool(
                chainID: Self.chainID, endpoints: [RPCEndpoint(url: "http://127.0.0.1/a", name: "a")],
                transport: ScriptedTransport { body, _ in liar.answer(body, turn: turn.wrappingAdd(1, ordering: .relaxed).newValue) }, policy: policy, now: clock)
            var publishing = PublishingPolicy()
            publishing.confirmations = UInt64(random.pick([1, 3]))
            publishing.leaseMilliseconds = 1
            let manager = TransactionManager(
                chainID: Self.chainID, store: store, gateway: Spending(pool: pool, cap: publishing.fees.cap), signer: LocalSigner(key), owner: "fuzz", artifact: artifact, policy: publishing,
                clock: clock)
            let round = RoundKey(feed: "fuzz", number: random.next() >> 2)
            do throws(PublishingError) {
                try await manager.publish([1, 2, 3], to: Self.contract, round: round)
                for _ in 0..<5 {
                    _ = await pool.check()
                    _ = pool.secondsAhead
                    let report = try await manager.step()
                    sent += report.sent
                    settled += report.confirmed + report.reverted
                    for problem in report.problems { #expect(problem.description.utf8.count < 800, name) }
                    time.wrappingAdd(UInt64(random.pick([1, 15, 50, 4_000])), ordering: .relaxed)
                    do throws(RPCError) { _ = try await FeedReader(pool).latest(of: Self.contract) } catch { #expect(error.message.utf8.count <= 303, name) }
                }
            } catch {
                // No number that an endpoint gives is the store's fault.
                Issue.record(error, name)
            }
            // What is left would be looked after in every later case.
            do { for record in try store.activePublications(chainID: Self.chainID, account: key.address) { try store.settle(record.id, as: .dropped, now: 0) } } catch { Issue.record(error, name) }
        }
        if run.isWhole { #expect(sent > 100 && settled > 20, "\(sent) sent, \(settled) settled: the liar is not believed enough to reach what lies behind") }
    }

    /// Looks at everything that goes out.
    struct Spending: TransactionGateway {
        let pool: RPCPool
        let cap: UInt128

        func ask<Answer: Decodable & Sendable>(_ request: RPCRequest, as type: Answer.Type) async throws(RPCError) -> Answer { try await pool.ask(request, as: type) }

        func broadcast(_ transaction: SignedTransaction) async throws(RPCError) {
            let isTyped = transaction.raw.first == 0x02
            guard case .list(let fields)? = try? RLP(decoding: isTyped ? Array(transaction.raw.dropFirst()) : transaction.raw),
                case .bytes(let price) = fields[isTyped ? 3 : 1]
            else {
                Issue.record("what goes out is no transaction")
                return
            }
            let offered = price.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            #expect(price.count <= 16 && offered <= cap, "\(offered) wei a gas, above the cap of \(cap)")
            try await pool.broadcast(transaction)
        }
    }

    /// Headers and numbers that a sum would not survive, one by one.
    @Test(arguments: [Int.max, Int.min, -1, 0, 1 << 62]) func waitsOfAnyLength(_ seconds: Int) {
        var breaker = CircuitBreaker()
        breaker.failed(now: Self.now * 1_000, retryAfterSeconds: seconds)
        let isAsked = breaker.admits(now: Self.now * 1_000 + CircuitBreaker.Policy().longestPauseMilliseconds)
        #expect(isAsked)
    }
}
