import ChainSupport
import EthereumKit
import Foundation
import FuzzSupport
import OracleNode
import TestSupport
import Testing

/// What endpoints answer, damaged: a value that keeps its promises, or an error of one short line.
@Suite(.timeLimit(.minutes(10))) struct RPCFuzzTests {
    static let hash = "0x" + String(repeating: "11", count: 32)
    static let block = "0x" + String(repeating: "22", count: 32)

    private static func result(_ json: String) -> String { #"{"jsonrpc":"2.0","id":1,"result":\#(json)}"# }
    private static func failure(_ json: String) -> String { #"{"jsonrpc":"2.0","id":1,"error":\#(json)}"# }

    static let header =
        #"{"number":"0x10","hash":"\#(block)","parentHash":"\#(hash)","timestamp":"0x6553f100","gasLimit":"0x1c9c380","baseFeePerGas":"0x3b9aca00","transactions":[]}"#
    static let receipt =
        #"{"transactionHash":"\#(hash)","blockHash":"\#(block)","blockNumber":"0x10","status":"0x1","gasUsed":"0x5208","effectiveGasPrice":"0x3b9aca00","contractAddress":null,"logs":[\#(log)]}"#
    static let log =
        #"{"address":"0x\#(String(repeating: "33", count: 20))","topics":["\#(hash)"],"data":"0x00ff","blockNumber":"0x10","transactionHash":"\#(hash)","removed":false}"#
    static let fees = ##"{"oldestBlock":"0xe","baseFeePerGas":["0x3b9aca00","0x3b9aca01","0x0"],"gasUsedRatio":[0.5,1],"reward":[["0x1"],["0x2"]]}"##
    static let errors = [
        #"{"code":-32000,"message":"nonce too low"}"#, #"{"code":3,"message":"execution reverted","data":"0xdeadbeef"}"#,
        #"{"code":-32603,"message":"Internal error","data":{"message":"x","result":"0xdeadbeef"}}"#, #"{"code":-32005,"message":"limit exceeded","data":[1,2]}"#,
    ]

    /// One question, and what answers to it look like.
    struct Question: CustomTestStringConvertible, Sendable {
        let name: String
        let answers: [String]
        let ask: @Sendable (EndpointClient) async throws(RPCError) -> Void
        var testDescription: String { name }
    }

    static let questions: [Question] = [
        Question(name: "eth_blockNumber", answers: [result(##""0x10""##)]) { client throws(RPCError) in _ = try await client.blockNumber() },
        Question(name: "eth_getBalance", answers: [result(##""0xde0b6b3a7640000""##)]) { client throws(RPCError) in _ = try await client.balance(.zero) },
        Question(name: "eth_gasPrice", answers: [result(##""0x3b9aca00""##)]) { client throws(RPCError) in _ = try await client.gasPrice() },
        Question(name: "eth_getBlockByNumber", answers: [result(header), result("null")]) { client throws(RPCError) in _ = try await client.block(.latest) },
        Question(name: "eth_getTransactionReceipt", answers: [result(receipt), result("null")]) { client throws(RPCError) in
            let wanted = Word(high: UInt128(0x1111_1111_1111_1111_1111_1111_1111_1111), low: UInt128(0x1111_1111_1111_1111_1111_1111_1111_1111))
            if let receipt = try await client.receipt(wanted) { #expect(receipt.transactionHash == wanted) }
        },
        Question(name: "eth_feeHistory", answers: [result(fees)]) { client throws(RPCError) in _ = try await client.feeHistory(blocks: 2, percentiles: [50]) },
        Question(name: "eth_getLogs", answers: [result("[\(log),\(log)]"), result("[]")]) { client throws(RPCError) in _ = try await client.logs(of: .zero, from: 0, to: 9) },
        Question(name: "eth_call", answers: [result(##""0x00ff""##)]) { client throws(RPCError) in _ = try await client.call(CallMessage(to: .zero, data: [])) },
        Question(name: "eth_estimateGas", answers: [result(##""0x5208""##)]) { client throws(RPCError) in _ = try await client.estimateGas(CallMessage(to: .zero, data: [])) },
    ]

    @Test(arguments: questions) func anAnswerIsAValueOrAnError(_ question: Question) async throws {
        // Mostly answers: what an endpoint refuses with is soon read.
        let corpus: [String] = [[String]](repeating: question.answers, count: 10).flatMap { $0 } + Self.errors.map(Self.failure)
        let mutator = JSONMutator(corpus.map { Array($0.utf8) }, special: ["\"2.0\"", "1", "\"\(Self.hash)\"", "\"0x\"", "\"0x1\"", "-32000", "3"])
        let before = Int(try #require(ProcessFigures.residentBytes))
        var taken = 0
        let run = FuzzRun("rpc answer", count: 4_000)
        await run.run { random, name in
            let body = mutator.next(&random)
            let status = random.once(in: 6) ? random.pick([0, 204, 401, 404, 429, 500, 502, -1]) : 200
            let wait = random.once(in: 8) ? random.pick([0, 1, -1, Int.max, Int.min]) : nil
            let client = EndpointClient(
                RPCEndpoint(url: "http://127.0.0.1/secret"),
                transport: ScriptedTransport { _, _ in RPCTransportAnswer(status: status, body: body, retryAfterSeconds: wait) })
            do throws(RPCError) {
                try await question.ask(client)
                taken += 1
                #expect((200...299).contains(status) || question.name == "eth_call", name)
            } catch {
                Self.check(error, name)
                // Whatever an endpoint says, its breaker can be told.
                var breaker = CircuitBreaker()
                for now in [0, 1_700_000_000_000] as [UInt64] { breaker.failed(now: now, retryAfterSeconds: error.retryAfterSeconds) }
                let isAsked = breaker.admits(now: 1_700_000_000_000 + CircuitBreaker.Policy().longestPauseMilliseconds)
                #expect(isAsked, name)
            }
        }
        run.expect(accepted: taken, percent: 10, question.name)
        #expect(Int(try #require(ProcessFigures.residentBytes)) - before < 256 << 20)
    }

    private static func check(_ error: RPCError, _ name: Comment) {
        #expect(error.message.utf8.count <= 303 && !error.message.unicodeScalars.contains { $0.value < 0x20 }, name)
        #expect(!"\(error)".contains("secret"), name)
    }

    /// Megabytes of words, and one character that is megabytes long.
    @Test func wordsOfAnyLength() async {
        for words in [String(repeating: "out of gas? nonce too ", count: 150_000), "a" + String(repeating: "\u{0301}", count: 1_700_000), "\\u001b[2J\\r\\nok"] {
            for json in [Self.failure(#"{"code":-1,"message":"@"}"#), Self.failure(#"{"code":-32603,"message":"x","data":"@"}"#), Self.result("\"@\"")] {
                let body = Array(json.replacing("@", with: words).utf8)
                let client = EndpointClient(
                    RPCEndpoint(url: "http://127.0.0.1/a"), transport: ScriptedTransport { _, _ in RPCTransportAnswer(status: 200, body: body) })
                do {
                    _ = try await client.blockNumber()
                    Issue.record("it answered")
                } catch {
                    Self.check(error, "\(json.prefix(60))")
                }
            }
        }
    }

    // MARK: Pools

    /// Three endpoints that answer anything: the pool judges them and never believes a chain that is not its own.
    @Test func poolsOfLiars() async {
        let numbers = ["\"0x0\"", "\"0x1\"", "\"0x10\"", "\"0x11\"", "\"0x7fffffffffffffff\"", "\"0xfffffffffffffffe\"", "\"0xffffffffffffffff\"", "\"0x10000000000000000\"", "null", "\"0x539\"", "[]"]
        let headers = [Self.header, "null"].map { Array($0.utf8) }
        let headerMutator = JSONMutator(headers, special: numbers)
        await FuzzRun("rpc pool", count: 3_000).run { random, name in
            let seed = random.next()
            let pool = RPCPool(
                chainID: 1_337, endpoints: ["a", "b", "c"].map { (name: String) in RPCEndpoint(url: "http://127.0.0.1/\(name)", name: name) },
                transport: ScriptedTransport { body, url throws(RPCTransportError) in
                    var random = SeededGenerator(seed: seed &+ UInt64(body.count) &* 31 &+ UInt64(url.utf8.last ?? 0))
                    guard !random.once(in: 12) else { throw random.once(in: 2) ? .timeout("no answer") : .tooLarge(limit: 1) }
                    let text = String(decoding: body, as: UTF8.self)
                    let id = text.split(separator: ",").first { $0.hasPrefix("\"id\":") }.map(String.init) ?? "\"id\":1"
                    let value: String
                    if text.contains("eth_chainId") {
                        value = random.once(in: 6) ? random.pick(numbers) : "\"0x539\""
                    } else if text.contains("eth_blockNumber") {
                        value = random.once(in: 2) ? random.pick(numbers) : "\"0x10\""
                    } else if text.contains("eth_getBlockByNumber") {
                        value = random.once(in: 2) ? Self.header : String(decoding: headerMutator.next(&random), as: UTF8.self)
                    } else {
                        value = random.pick(numbers)
                    }
                    let wait = random.once(in: 6) ? random.pick([Int.max, 3_600, 0, -5]) : nil
                    return RPCTransportAnswer(status: random.once(in: 6) ? 429 : 200, body: Array("{\"jsonrpc\":\"2.0\",\(id),\"result\":\(value)}".utf8), retryAfterSeconds: wait)
                }, now: { 1_700_000_000_000 })
            for _ in 0..<3 {
                let health = await pool.check()
                for endpoint in health where endpoint.verdict.isUsable { #expect(endpoint.headTimestamp.map { $0 <= 1_700_000_060 } == true, name) }
                _ = pool.secondsAhead
                do throws(RPCError) { _ = try await pool.balance(.zero) } catch { Self.check(error, name) }
            }
        }
    }

    // MARK: Remote signers

    /// Whatever the service answers, nothing goes out that the account did not sign.
    @Test func remoteSigners() async throws {
        let key = try SigningKey(bytes: [UInt8](repeating: 0x11, count: 32))
        let transaction = UnsignedTransaction.legacy(LegacyTransaction(chainID: 1, nonce: 7, gasPrice: 1, gasLimit: 21_000, to: .zero))
        let signature = try #require(key.sign(transaction.signingHash))
        let honest = Array("\"\(Hex.encode(signature.bytes))\"".utf8)
        let other = Array("\"\(Hex.encode(try #require(SigningKey.random().sign(transaction.signingHash)).bytes))\"".utf8)
        let expected = transaction.signed(with: signature)
        var signed = 0
        await FuzzRun("remote signer", count: 3_000).run { random, name in
            let body = random.once(in: 10) ? honest : ByteMutator.mutate(honest, others: [other], &random)
            let status = random.once(in: 8) ? random.pick([0, 404, 408, 429, 500]) : 200
            guard let signer = RemoteSigner(
                base: "http://127.0.0.1:1", identifier: "a", address: key.address,
                transport: ScriptedTransport { _, _ in RPCTransportAnswer(status: status, body: body) })
            else { return }
            do throws(SignerError) {
                let answer = try await signer.sign(transaction)
                #expect(answer == expected, name)
                signed += 1
            } catch {
                #expect("\(error)".utf8.count < 400, name)
            }
        }
        #expect(signed > 0 || ProcessInfo.processInfo.environment["ASSAY_FUZZ_CASE"] != nil)
    }
}
