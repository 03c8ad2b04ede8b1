import Foundation

/// Signs over HTTP with a key that lives elsewhere: Web3Signer's `eth1/sign`, which takes the bytes to be hashed and signed.
///
/// Every signature is checked against the account before it is used.
public struct RemoteSigner: TransactionSigner, ReportSigner {
    public let address: Address
    private let url: String
    private let transport: any RPCTransport

    /// - Parameters:
    ///   - base: the service's URL without a path, for example `http://127.0.0.1:9000`.
    ///   - identifier: which key, as the service names it: `0x` and the public key's 128 digits, or an address.
    /// - Returns: nil where the identifier holds anything but letters and digits.
    public init?(base: String, identifier: String, address: Address, transport: any RPCTransport) {
        let isPlain = identifier.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        }
        guard isPlain, !identifier.isEmpty, identifier.utf8.count <= 200 else { return nil }
        self.address = address
        url = (base.hasSuffix("/") ? String(base.dropLast()) : base) + "/api/v1/eth1/sign/" + identifier
        self.transport = transport
    }

    public func sign(_ transaction: UnsignedTransaction) async throws(SignerError) -> SignedTransaction {
        transaction.signed(with: try await signature(transaction.signingPreimage, digest: transaction.signingHash))
    }

    public func sign(_ report: Report, domain: TypedDataDomain) async throws(SignerError) -> Signature {
        try await signature(report.signingPreimage(domain: domain), digest: report.digest(domain: domain))
    }

    private func signature(_ preimage: [UInt8], digest: Word) async throws(SignerError) -> Signature {
        var body: [UInt8] = []
        RPCParameter.object([.init("data", .bytes(preimage))]).write(to: &body)
        let answer: RPCTransportAnswer
        do {
            answer = try await transport.post(body, to: url)
        } catch {
            throw .unavailable(error.words)
        }
        switch answer.status {
        case 200: break
        case 400...499 where answer.status != 408 && answer.status != 429: throw .refused("HTTP status \(answer.status)")
        default: throw .unavailable("HTTP status \(answer.status)")
        }
        guard answer.body.count <= 256 else { throw .badSignature("\(answer.body.count) bytes") }
        let trimmed = String(decoding: answer.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let text = trimmed.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        guard let bytes = try? Hex.decode(text, count: 65), let signature = Signature(bytes: bytes) else {
            throw .badSignature("not 65 bytes r, s, v in the one accepted form")
        }
        guard signature.signer(of: digest) == address else {
            throw .badSignature("it is not \(address) who signed")
        }
        return signature
    }
}
