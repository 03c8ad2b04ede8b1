import ChainSupport
import DevelopmentChain
import EthereumKit
import Foundation
import Hashing
import Testing

/// Local and remote signers give the same signatures, and a remote one is not trusted.
@Suite struct SignerTests {
    static let transaction = UnsignedTransaction.feeMarket(
        FeeMarketTransaction(chainID: 1, nonce: 3, maxPriorityFeePerGas: 1, maxFeePerGas: 2, gasLimit: 21_000, to: .zero, data: [1, 2]))
    static let report = Report(feedID: 1, modelID: 2, round: 3, observedAt: 4, feedCommitment: 5, values: [6, -7])

    /// A service as Web3Signer is: it hashes what it is given and signs.
    static func service(_ key: SigningKey, path: String = "/api/v1/eth1/sign/0xabc") -> ScriptedTransport {
        ScriptedTransport { body, url in
            guard url == "http://127.0.0.1:9000" + path else { return RPCTransportAnswer(status: 404, body: []) }
            guard let request = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: String], let text = request["data"],
                let data = try? Hex.decode(text), let digest = Word(bytes: Keccak256.hash(data)), let signature = key.sign(digest)
            else { return RPCTransportAnswer(status: 400, body: []) }
            return RPCTransportAnswer(status: 200, body: Array(Hex.encode(signature.bytes).utf8))
        }
    }

    static func remote(_ transport: any RPCTransport, _ address: Address, base: String = "http://127.0.0.1:9000") throws -> RemoteSigner {
        try #require(RemoteSigner(base: base, identifier: "0xabc", address: address, transport: transport))
    }

    @Test func remoteAndLocalAgree() async throws {
        let key = SigningKey.random()
        let local = LocalSigner(key)
        let domain = TypedDataDomain.assay(chainID: 1, verifyingContract: .zero)
        for base in ["http://127.0.0.1:9000", "http://127.0.0.1:9000/"] {
            let remote = try Self.remote(Self.service(key), key.address, base: base)
            #expect(try await remote.sign(Self.transaction) == local.sign(Self.transaction))
            #expect(try await remote.sign(Self.report, domain: domain) == local.sign(Self.report, domain: domain))
        }
        let legacy = UnsignedTransaction.legacy(LegacyTransaction(chainID: 1, nonce: 3, gasPrice: 1, gasLimit: 21_000, to: nil))
        #expect(try await Self.remote(Self.service(key), key.address).sign(legacy) == local.sign(legacy))
        #expect(legacy.nonce == 3 && Self.transaction.nonce == 3)
    }

    @Test func aSignatureOfAnotherKeyIsRefused() async throws {
        let remote = try Self.remote(Self.service(.random()), SigningKey.random().address)
        await #expect { try await remote.sign(Self.transaction) } throws: { error in
            if case .badSignature? = error as? SignerError { true } else { false }
        }
    }

    @Test func failuresHaveKinds() async throws {
        let address = SigningKey.random().address
        let table: [(RPCTransportAnswer, String)] = [
            (RPCTransportAnswer(status: 404, body: []), "refuses"), (RPCTransportAnswer(status: 400, body: []), "refuses"),
            (RPCTransportAnswer(status: 500, body: []), "reached"), (RPCTransportAnswer(status: 429, body: []), "reached"),
            (RPCTransportAnswer(status: 200, body: []), "no use"), (RPCTransportAnswer(status: 200, body: Array("0x00".utf8)), "no use"),
            (RPCTransportAnswer(status: 200, body: [UInt8](repeating: 0x30, count: 130)), "no use"),
            (RPCTransportAnswer(status: 200, body: [UInt8](repeating: 0x30, count: 100_000)), "no use"),
        ]
        for (answer, words) in table {
            let remote = try Self.remote(ScriptedTransport { _, _ in answer }, address)
            do {
                _ = try await remote.sign(Self.transaction)
                Issue.record("it signed")
            } catch { #expect("\(error)".contains(words), "\(error)") }
        }
        let silent = try Self.remote(ScriptedTransport { _, _ throws(RPCTransportError) in throw .timeout("no answer") }, address)
        await #expect(throws: SignerError.unavailable("no answer")) { try await silent.sign(Self.transaction) }
        for identifier in ["", "../keys", "a b", "0x1?x"] {
            #expect(RemoteSigner(base: "http://127.0.0.1", identifier: identifier, address: address, transport: Self.service(.random())) == nil)
        }
    }
}
