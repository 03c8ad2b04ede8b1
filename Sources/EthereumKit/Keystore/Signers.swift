/// A transaction of either kind that nobody has signed yet.
public enum UnsignedTransaction: Hashable, Sendable {
    case feeMarket(FeeMarketTransaction)
    case legacy(LegacyTransaction)

    public var nonce: UInt64 {
        switch self {
        case .feeMarket(let transaction): transaction.nonce
        case .legacy(let transaction): transaction.nonce
        }
    }

    /// The bytes whose Keccak-256 is signed.
    public var signingPreimage: [UInt8] {
        switch self {
        case .feeMarket(let transaction): transaction.signingPreimage
        case .legacy(let transaction): transaction.signingPreimage
        }
    }

    public var signingHash: Word {
        switch self {
        case .feeMarket(let transaction): transaction.signingHash
        case .legacy(let transaction): transaction.signingHash
        }
    }

    public func signed(with signature: Signature) -> SignedTransaction {
        switch self {
        case .feeMarket(let transaction): transaction.signed(with: signature)
        case .legacy(let transaction): transaction.signed(with: signature)
        }
    }
}

/// Why there is no signature.
public enum SignerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The signer could not be asked or failed; another attempt may go better.
    case unavailable(String)
    /// The signer knows no such key, or is not willing.
    case refused(String)
    /// What came back is no signature of this account.
    case badSignature(String)

    public var description: String {
        switch self {
        case .unavailable(let why): "the signer cannot be reached: \(why)"
        case .refused(let why): "the signer refuses: \(why)"
        case .badSignature(let why): "the signer's answer is of no use: \(why)"
        }
    }
}

/// Pays for transactions.
public protocol TransactionSigner: Sendable {
    var address: Address { get }
    func sign(_ transaction: UnsignedTransaction) async throws(SignerError) -> SignedTransaction
}

/// Attests reports.
public protocol ReportSigner: Sendable {
    var address: Address { get }
    func sign(_ report: Report, domain: TypedDataDomain) async throws(SignerError) -> Signature
}

/// Signs in this process.
public struct LocalSigner: TransactionSigner, ReportSigner {
    private let key: SigningKey

    public init(_ key: SigningKey) {
        self.key = key
    }

    public var address: Address { key.address }

    public func sign(_ transaction: UnsignedTransaction) async throws(SignerError) -> SignedTransaction {
        transaction.signed(with: try signature(transaction.signingHash))
    }

    public func sign(_ report: Report, domain: TypedDataDomain) async throws(SignerError) -> Signature {
        try signature(report.digest(domain: domain))
    }

    private func signature(_ digest: Word) throws(SignerError) -> Signature {
        guard let signature = key.sign(digest) else { throw .unavailable("libsecp256k1 gave no signature") }
        return signature
    }
}
