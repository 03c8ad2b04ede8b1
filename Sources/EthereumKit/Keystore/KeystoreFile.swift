import Foundation

/// Why a key file cannot be read or unlocked. Says nothing of the key or the password.
public enum KeystoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case notReadable(String)
    case version(Int)
    case unsupported(what: String, name: String)
    /// Parameters that would cost too much or mean nothing.
    case parameters(String)
    case wrongPassword
    /// The unlocked key belongs to another account than the file says.
    case otherAddress(file: String, key: Address)
    case notAKey
    /// libcrypto refused: too little memory, or no randomness.
    case cryptography(String)

    public var description: String {
        switch self {
        case .notReadable(let why): "not a Web3 Secret Storage file: \(why)"
        case .version(let version): "key file version \(version); only version 3 is read"
        case .unsupported(let what, let name): "the key file's \(what) \"\(name.prefix(40))\" is not supported"
        case .parameters(let why): "the key file's parameters are refused: \(why)"
        case .wrongPassword: "wrong password, or a damaged key file"
        case .otherAddress(let file, let key): "the key file says \(file.prefix(44)), but the key belongs to \(key)"
        case .notAKey: "what the file locks is no secp256k1 key"
        case .cryptography(let what): "libcrypto could not \(what)"
        }
    }
}

/// A key locked by a password: Web3 Secret Storage, version 3.
public struct KeystoreFile: Hashable, Sendable {
    /// As the file says; nil where it says nothing.
    public let address: Address?
    public let id: String
    public let derivation: KeyDerivation
    let counter: [UInt8]
    let locked: [UInt8]
    let check: [UInt8]

    private struct File: Codable {
        struct Crypto: Codable {
            struct CipherParameters: Codable { let iv: String }

            struct Derivation: Codable {
                let dklen: UInt64
                let salt: String
                var n: UInt64?
                var r: UInt64?
                var p: UInt64?
                var c: UInt64?
                var prf: String?
            }

            let cipher: String
            let cipherparams: CipherParameters
            let ciphertext: String
            let kdf: String
            let kdfparams: Derivation
            let mac: String
        }

        let version: Int
        let id: String?
        let address: String?
        let crypto: Crypto
    }

    /// Reads a file's bytes; at most 16 KiB.
    public init(json: [UInt8]) throws(KeystoreError) {
        guard json.count <= 16 << 10 else { throw .notReadable("more than 16 KiB") }
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(json))
        } catch {
            throw .notReadable("not the JSON of one")
        }
        guard file.version == 3 else { throw .version(file.version) }
        guard file.crypto.cipher == "aes-128-ctr" else { throw .unsupported(what: "cipher", name: file.crypto.cipher) }
        let parameters = file.crypto.kdfparams
        guard parameters.dklen == 32 else { throw .parameters("a derived key of \(parameters.dklen) bytes") }
        do {
            let salt = try Hex.decode(parameters.salt)
            switch (file.crypto.kdf, parameters.n, parameters.r, parameters.p, parameters.c, parameters.prf) {
            case ("scrypt", let n?, let r?, let p?, _, _): derivation = .scrypt(n: n, r: r, p: p, salt: salt)
            case ("pbkdf2", _, _, _, let rounds?, "hmac-sha256"?): derivation = .pbkdf2(rounds: rounds, salt: salt)
            case ("scrypt", _, _, _, _, _), ("pbkdf2", _, _, _, _, _): throw KeystoreError.parameters("some are missing or unknown")
            default: throw KeystoreError.unsupported(what: "key derivation", name: file.crypto.kdf)
            }
            counter = try Hex.decode(file.crypto.cipherparams.iv, count: 16)
            locked = try Hex.decode(file.crypto.ciphertext)
            check = try Hex.decode(file.crypto.mac, count: 32)
        } catch let error as KeystoreError {
            throw error
        } catch {
            throw .notReadable("\(error)")
        }
        // Some early writers dropped a key's leading zeros.
        guard (1...32).contains(locked.count) else { throw .notReadable("\(locked.count) locked bytes") }
        if let objection = derivation.objection { throw .parameters(objection) }
        id = file.id ?? ""
        if let text = file.address {
            guard let known = try? Address(text) else { throw .notReadable("its address is none") }
            address = known
        } else {
            address = nil
        }
    }

    private init(address: Address, id: String, derivation: KeyDerivation, counter: [UInt8], locked: [UInt8], check: [UInt8]) {
        self.address = address
        self.id = id
        self.derivation = derivation
        self.counter = counter
        self.locked = locked
        self.check = check
    }

    /// Locks a private key.
    ///
    /// - Parameters:
    ///   - secret: the key's 32 bytes.
    ///   - derivation: where nil, ``KeyDerivation/standard(salt:)`` with a fresh salt.
    public static func lock(
        _ secret: SecretBytes, password: SecretBytes, derivation: KeyDerivation? = nil
    ) throws(KeystoreError) -> KeystoreFile {
        let address = try secret.withBytes { bytes throws(KeystoreError) in try key(bytes).address }
        guard let salt = KeystoreCipher.random(32), let counter = KeystoreCipher.random(16) else {
            throw .cryptography("give random bytes")
        }
        let derivation = derivation ?? .standard(salt: salt)
        if let objection = derivation.objection { throw .parameters(objection) }
        var derived = try derive(derivation, password)
        defer { SecretBytes.wipe(&derived) }
        let locked = secret.withBytes { KeystoreCipher.aes128CTR(key: derived[..<16], counter: counter, $0) }
        guard let locked else { throw .cryptography("encrypt") }
        return KeystoreFile(
            address: address, id: UUID().uuidString.lowercased(), derivation: derivation, counter: counter, locked: locked,
            check: KeystoreCipher.check(derived: derived, locked: locked))
    }

    /// Takes as long as the derivation does: for the standard parameters about a second.
    public func unlock(password: SecretBytes) throws(KeystoreError) -> SigningKey {
        var derived = try Self.derive(derivation, password)
        defer { SecretBytes.wipe(&derived) }
        guard KeystoreCipher.areEqual(KeystoreCipher.check(derived: derived, locked: locked), check) else {
            throw .wrongPassword
        }
        guard var bytes = KeystoreCipher.aes128CTR(key: derived[..<16], counter: counter, locked) else {
            throw .cryptography("decrypt")
        }
        defer { SecretBytes.wipe(&bytes) }
        bytes.insert(contentsOf: [UInt8](repeating: 0, count: 32 - bytes.count), at: 0)
        let key = try Self.key(bytes)
        if let address, address != key.address { throw .otherAddress(file: "\(address)", key: key.address) }
        return key
    }

    /// The file's text.
    public var json: [UInt8] {
        let derivationText =
            switch derivation {
            case .scrypt(let n, let r, let p, let salt):
                #""kdf":"scrypt","kdfparams":{"dklen":32,"n":\#(n),"p":\#(p),"r":\#(r),"salt":"\#(Hex.encode(salt, prefix: false))"}"#
            case .pbkdf2(let rounds, let salt):
                #""kdf":"pbkdf2","kdfparams":{"c":\#(rounds),"dklen":32,"prf":"hmac-sha256","salt":"\#(Hex.encode(salt, prefix: false))"}"#
            }
        func hex(_ bytes: [UInt8]) -> String { Hex.encode(bytes, prefix: false) }
        let cipherText = #""cipher":"aes-128-ctr","cipherparams":{"iv":"\#(hex(counter))"},"ciphertext":"\#(hex(locked))""#
        let crypto = #"{\#(cipherText),\#(derivationText),"mac":"\#(hex(check))"}"#
        let owner = address.map { #""address":"\#(Hex.encode($0.bytes, prefix: false))","# } ?? ""
        return Array("{\(owner)\"crypto\":\(crypto),\"id\":\"\(id)\",\"version\":3}\n".utf8)
    }

    private static func derive(_ derivation: KeyDerivation, _ password: SecretBytes) throws(KeystoreError) -> [UInt8] {
        guard let derived = password.withBytes({ KeystoreCipher.derive(derivation, password: $0) }) else {
            throw .cryptography("derive a key from the password")
        }
        return derived
    }

    private static func key(_ bytes: [UInt8]) throws(KeystoreError) -> SigningKey {
        do {
            return try SigningKey(bytes: bytes)
        } catch {
            throw .notAKey
        }
    }
}
