import Foundation
import Synchronization

/// Why there is no key. Never says anything of the key's digits.
public enum SigningKeyError: Error, Hashable, CustomStringConvertible {
    case length(got: Int)
    /// Zero, or not below the group's order.
    case outOfRange
    case file(path: String, reason: String)
    /// The file's text is not 64 hex digits.
    case notHex(path: String)

    public var description: String {
        switch self {
        case .length(let got): "a signing key has 32 bytes, not \(got)"
        case .outOfRange: "the signing key is zero or not below the group's order"
        case .file(let path, let reason): "cannot read the signing key in \(path): \(reason)"
        case .notHex(let path): "\(path) does not hold 64 hex digits"
        }
    }
}

/// A secp256k1 private key.
///
/// It prints as its address. Its own bytes leave it only into libsecp256k1, and are overwritten when the last copy goes.
public struct SigningKey: Sendable {
    private final class Secret: Sendable {
        private let bytes: Mutex<[UInt8]>

        init(_ bytes: [UInt8]) {
            self.bytes = Mutex(bytes)
        }

        deinit {
            // Unlike plain stores, this call is not removed as useless.
            bytes.withLock { bytes in bytes.withUnsafeMutableBytes { explicit_bzero($0.baseAddress!, $0.count) } }
        }

        func sign(_ digest: Word) -> Signature? {
            bytes.withLock { Secp256k1.sign(digest, key: $0) }
        }
    }

    private let secret: Secret
    /// The account that this key's signatures recover to.
    public let address: Address

    /// From 32 bytes, above zero and below the group's order.
    public init(bytes: [UInt8]) throws(SigningKeyError) {
        guard bytes.count == 32 else { throw .length(got: bytes.count) }
        guard let point = Secp256k1.publicKey(of: bytes), let address = Address(publicKey: point) else {
            throw .outOfRange
        }
        secret = Secret(bytes)
        self.address = address
    }

    /// From a file of 64 hex digits, with or without `0x`, blank space around them allowed.
    public init(hexFile path: String) throws(SigningKeyError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        guard data.count <= 256, let bytes = Self.digits(of: String(decoding: data, as: UTF8.self)) else {
            throw .notHex(path: path)
        }
        try self.init(bytes: bytes)
    }

    /// A key from the system's randomness.
    public static func random() -> SigningKey {
        var generator = SystemRandomNumberGenerator()
        while true {
            // All but one in 2^128 draws are keys.
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let key = try? SigningKey(bytes: bytes) { return key }
        }
    }

    /// The low-s, RFC 6979 signature of a 32-byte digest: the same key and digest give the same signature.
    ///
    /// - Returns: nil never for a key that was accepted, but for a chance of 2^-127.
    public func sign(_ digest: Word) -> Signature? {
        secret.sign(digest)
    }

    private static func digits(of text: String) -> [UInt8]? {
        try? Hex.decode(text.trimmingCharacters(in: .whitespacesAndNewlines), count: 32)
    }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "SigningKey(\(address))" }
    public var debugDescription: String { description }
    /// Nothing to look into, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: ["address": address]) }
}
