import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import TestSupport
import Testing

/// One endpoint: what is asked, what is taken for an answer, and what is not.
@Suite struct EndpointClientTests {
    static func client(_ answer: @escaping @Sendable (String) -> RPCTransportAnswer) -> EndpointClient {
        EndpointClient(
            RPCEndpoint(url: "https://user:secret@node.example/v2/0123456789abcdef?key=secret"),
            transport: ScriptedTransport { body, _ in answer(String(decoding: body, as: UTF8.self)) })
    }

    static func answering(_ json: String, status: Int = 200) -> EndpointClient {
        client { _ in RPCTransportAnswer(status: status, body: Array(json.utf8)) }
    }

    static func kind(_ json: String, status: Int = 200) async -> RPCErrorKind? {
        do {
            _ = try await answering(json, status: status).blockNumber()
            return nil
        } catch {
            return error.kind
        }
    }

    @Test func asksAsTheInterfaceWants() async throws {
        let client = Self.client { body in
            #expect(body == #"{"jsonrpc":"2.0","id":1,"method":"eth_getTransactionCount","params":["0x0000000000000000000000000000000000000000","pending"]}"#)
            return RPCTransportAnswer(status: 200, body: Array(#"{"jsonrpc":"2.0","id":1,"result":"0x1f"}"#.utf8))
        }
        #expect(try await client.transactionCount(.zero, .pending) == 31)
    }

    @Test func numbersAreSpelledAndReadWithoutLeadingZeros() async throws {
        for (value, text) in [(0, "0x0"), (1, "0x1"), (16, "0x10"), (255, "0xff"), (4096, "0x1000")] as [(UInt64, String)] {
            #expect(RPCParameter.quantity(value) == .text(text))
            #expect(try await Self.answering(#"{"jsonrpc":"2.0","id":1,"result":"\#(text)"}"#).blockNumber() == value)
        }
        #expect(RPCParameter.quantity(Word.max) == .text("0x" + String(repeating: "f", count: 64)))
        for text in [#""0x""#, #""0x01""#, #""""#, #""1""#, #""0xg""#, #""0X1""#, "1", "null", "true", "[]", #""0x\#(String(repeating: "1", count: 65))""#, #""0x10000000000000000""#] {
            #expect(await Self.kind(#"{"jsonrpc":"2.0","id":1,"result":\#(text)}"#) == .badAnswer, "\(text)")
        }
    }

    @Test func whatIsNoAnswerIsAnError() async {
        let table: [(String, Int, RPCErrorKind)] = [
            ("", 200, .badAnswer), ("<html>", 200, .badAnswer), ("<html>", 502, .serverError), ("", 429, .rateLimited),
            ("{}", 200, .badAnswer), ("[]", 200, .badAnswer), (#"{"jsonrpc":"1.0","id":1,"result":"0x1"}"#, 200, .badAnswer),
            (#"{"jsonrpc":"2.0","id":2,"result":"0x1"}"#, 200, .badAnswer), (#"{"jsonrpc":"2.0","result":"0x1"}"#, 200, .badAnswer),
            (#"{"jsonrpc":"2.0","id":1}"#, 200, .badAnswer), (#"{"jsonrpc":"2.0","id":1,"result":"0x1"}"#, 500, .serverError),
            (#"{"jsonrpc":"2.0","id":1,"error":{"code":-32000}}"#, 200, .badAnswer),
            (#"{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"limit exceeded"}}"#, 429, .rateLimited),
            (#"{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"header not found","data":[1,2]}}"#, 200, .stateUnavailable),
            (#"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error","data":"nonce too low"}}"#, 200, .nonceTooLow),
            (String(repeating: "[", count: 100_000), 200, .badAnswer),
        ]
        for (json, status, kind) in table { #expect(await Self.kind(json, status: status) == kind, "\(json.prefix(80)) \(status)") }
    }

    @Test func hugeAnswersAreRefusedUnread() async {
        let client = EndpointClient(
            RPCEndpoint(url: "http://127.0.0.1/a"),
            transport: ScriptedTransport { _, _ in RPCTransportAnswer(status: 200, body: [UInt8](repeating: 0x20, count: 5000)) }, answerBytes: 4096)
        await #expect(throws: RPCError.self) { _ = try await client.chainID() }
    }

    /// A hosted node's URL holds the operator's access key.
    @Test func errorsNeverHoldTheURL() async {
        for json in ["", #"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no"}}"#] {
            do {
                _ = try await Self.answering(json).blockNumber()
                Issue.record("it answered")
            } catch {
                #expect(!"\(error)".contains("secret") && !"\(error)".contains("0123456789abcdef"), "\(error)")
                #expect(error.endpoint == "node.example")
            }
        }
    }

    @Test func revertDataIsFoundWhereNodesPutIt() async throws {
        for data in [#""0xdeadbeef""#, #""Reverted 0xdeadbeef""#, #"{"data":"0xdeadbeef"}"#, #"{"message":"x","result":"0xdeadbeef"}"#] {
            let client = Self.answering(#"{"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted","data":\#(data)}}"#)
            let outcome = try await client.call(CallMessage(to: .zero, data: []))
            #expect(outcome == .reverted(data: [0xde, 0xad, 0xbe, 0xef], message: "execution reverted"), "\(data)")
        }
    }

    @Test func answersAboutAnotherTransactionAreNotTaken() async throws {
        let hash = String(repeating: "ab", count: 32)
        let client = Self.answering(#"{"jsonrpc":"2.0","id":1,"result":"0x\#(hash)"}"#)
        let transaction = LegacyTransaction(chainID: 1, nonce: 0, gasPrice: 1, gasLimit: 21000, to: .zero)
        let signed = try #require(transaction.signed(by: .random()))
        await #expect(throws: RPCError.self) { try await client.send(signed) }
    }

    /// Seeded damage to real answers: each is an answer or an error, never a crash.
    @Test func damagedAnswersAreErrorsOrAnswers() async {
        let real = Array(
            #"{"jsonrpc":"2.0","id":1,"result":{"transactionHash":"0x\#(String(repeating: "11", count: 32))","blockHash":"0x\#(String(repeating: "22", count: 32))","blockNumber":"0x10","status":"0x1","gasUsed":"0x5208","effectiveGasPrice":"0x3b9aca00","contractAddress":null,"logs":[{"address":"0x\#(String(repeating: "33", count: 20))","topics":["0x\#(String(repeating: "44", count: 32))"],"data":"0x","blockNumber":"0x10","transactionHash":"0x\#(String(repeating: "11", count: 32))"}]}}"#
                .utf8)
        var generator = SeededGenerator(seed: 0x5eed_0001)
        let hash = Word(bytes: [UInt8](repeating: 0x11, count: 32)) ?? .zero
        var answered = 0
        for _ in 0..<100_000 {
            var bytes = real
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8.random(in: 0x20...0x7d, using: &generator), at: place)
                default: bytes.removeLast(bytes.count - place)
                }
                if bytes.isEmpty { break }
            }
            let body = bytes
            let client = EndpointClient(
                RPCEndpoint(url: "http://127.0.0.1/a"), transport: ScriptedTransport { _, _ in RPCTransportAnswer(status: 200, body: body) })
            do {
                if try await client.receipt(hash) != nil { answered += 1 }
            } catch {
                #expect(error.kind == .badAnswer || error.kind == .unknown, "\(error)")
            }
        }
        #expect(answered > 30_000)
    }
}
