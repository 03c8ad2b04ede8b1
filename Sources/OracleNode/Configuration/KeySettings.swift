import EthereumKit

/// `keys`: who pays and who attests.
public struct KeySettings: Hashable, Sendable {
    /// The folder of key files.
    public var folder: String
    /// Pays for transactions; nil only where the node emits.
    public var transaction: KeyReference?
    /// Attest reports; at least one.
    public var signing: [KeyReference]

    public static let defaultFolder = "keys"
}

/// A key by its account, and how to come to use it.
public struct KeyReference: Hashable, Sendable {
    public enum Holder: Hashable, Sendable {
        /// A file in the folder of keys, opened with this password.
        case keyFile(password: SecretReference)
        /// A service that speaks Web3Signer's `eth1/sign`.
        ///
        /// - Parameter identifier: which key, as the service names it.
        case remote(url: SecretReference, identifier: String)
    }

    public var account: Address
    public var holder: Holder
}

extension KeySettings {
    /// A signer that is ready: the key file is opened, or the service's address read.
    ///
    /// Opening takes about a second and 256 MiB for files made with scrypt. It blocks; run it off the cooperative pool.
    ///
    /// - Parameters:
    ///   - transport: reaches remote signers.
    ///   - environment: where `password_env` and `url_env` are looked up.
    public func signer(
        _ reference: KeyReference, transport: any RPCTransport, environment: [String: String]
    ) throws -> any TransactionSigner & ReportSigner {
        switch reference.holder {
        case .keyFile: return LocalSigner(try unlock(reference, environment: environment))
        case .remote(let url, let identifier):
            let base = try url.url(environment, for: "the remote signer of \(reference.account)")
            guard let signer = RemoteSigner(base: base, identifier: identifier, address: reference.account, transport: transport) else {
                throw NodeError(.usage, "the remote signer's key \(identifier) is no name of a key", next: "use letters and digits only")
            }
            return signer
        }
    }

    /// All keys that attest, opened one after the other; see ``signer(_:transport:environment:)``.
    ///
    /// - Parameter known: those that are open already, which are kept.
    public func attesters(
        transport: any RPCTransport, environment: [String: String], known: [any ReportSigner] = []
    ) throws -> [any ReportSigner] {
        try signing.map { reference in
            try known.first { $0.address == reference.account } ?? signer(reference, transport: transport, environment: environment)
        }
    }

    /// The key itself, where it is in the folder.
    ///
    /// - Throws: ``KeyDirectoryError``, ``SecretError``; ``NodeError`` for a key that lives elsewhere.
    public func unlock(_ reference: KeyReference, environment: [String: String]) throws -> SigningKey {
        guard case .keyFile(let password) = reference.holder else {
            throw NodeError(
                .usage, "the key of \(reference.account) is held by a remote signer and cannot be opened here",
                next: "give it password_file instead of remote, or use a key of the folder")
        }
        let directory = try KeyDirectory(path: folder)
        return try directory.unlock(reference.account, password: try password.password(environment, for: "\(reference.account)"))
    }
}
