import EthereumKit
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why a key cannot be kept or had. Says nothing of keys or passwords.
public enum KeyDirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
    case file(path: String, reason: String)
    /// Others than the owner can read or change it.
    case exposed(path: String, mode: UInt32, wanted: UInt32)
    case foreignOwner(path: String)
    case notAFile(path: String)
    case exists(Address, path: String)
    case unknown(Address)
    /// Another process uses this key.
    case inUse(Address)
    case keystore(path: String, KeystoreError)
    case password(String)

    public var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .exposed(let path, let mode, let wanted):
            "\(path) has mode \(String(mode, radix: 8)), so others can reach it; run: chmod \(String(wanted, radix: 8)) '\(path)'"
        case .foreignOwner(let path): "\(path) belongs to another user"
        case .notAFile(let path): "\(path) is not a plain file"
        case .exists(let address, let path): "the key of \(address) is here already: \(path)"
        case .unknown(let address): "there is no key of \(address) here; see `assay key list`"
        case .inUse(let address): "another process uses the key of \(address); two would take each other's nonces"
        case .keystore(let path, let error): "\(path): \(error)"
        case .password(let reason): reason
        }
    }
}

/// Where a password comes from.
public enum PasswordSource: Sendable {
    /// A file's first line. The file must be its owner's alone.
    case file(String)
    /// Asked for by the caller, who turns the terminal's echo off; nil where nobody answers.
    case prompt(@Sendable (String) -> SecretBytes?)
    case given(SecretBytes)

    func password(for what: String) throws(KeyDirectoryError) -> SecretBytes {
        switch self {
        case .given(let password): return password
        case .prompt(let ask):
            guard let password = ask("Password for \(what): ") else { throw .password("no password was given") }
            return password
        case .file(let path):
            var bytes = try KeyDirectory.readPrivate(path, limit: 4096)
            defer { SecretBytes.wipe(&bytes) }
            var line = Array(bytes.prefix { $0 != 0x0a })
            defer { SecretBytes.wipe(&line) }
            if line.last == 0x0d { line.removeLast() }
            guard !line.isEmpty else { throw .password("\(path): its first line is empty") }
            return SecretBytes(line)
        }
    }
}

/// A folder of key files in Web3 Secret Storage form, as other Ethereum programs keep theirs.
///
/// The folder has mode 700 and its files 600, and nothing is read that others could have changed.
public struct KeyDirectory: Sendable {
    public let path: String

    public struct Entry: Hashable, Sendable {
        public let address: Address
        public let path: String
    }

    /// Creates the folder where it is missing.
    public init(path: String) throws(KeyDirectoryError) {
        self.path = path
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw .file(path: path, reason: String(cString: strerror(errno))) }
        try Self.requirePrivate(path, kind: S_IFDIR, mode: 0o700)
    }

    /// By address. Files that are no key files are left out; damaged ones too, since they name no address.
    public func list() throws(KeyDirectoryError) -> [Entry] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        var entries: [Entry] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            let file = "\(path)/\(name)"
            guard let bytes = FileManager.default.contents(atPath: file), let address = try? KeystoreFile(json: Array(bytes)).address else { continue }
            entries.append(Entry(address: address, path: file))
        }
        return entries.sorted { $0.address < $1.address }
    }

    /// A new key from the system's randomness.
    public func create(password: PasswordSource, derivation: KeyDerivation? = nil) throws(KeyDirectoryError) -> Entry {
        var generator = SystemRandomNumberGenerator()
        while true {
            var bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            defer { SecretBytes.wipe(&bytes) }
            // All but one in 2^128 draws are keys.
            guard (try? SigningKey(bytes: bytes)) != nil else { continue }
            return try add(SecretBytes(bytes), password: password, derivation: derivation)
        }
    }

    /// Takes over a private key of 32 bytes.
    public func add(_ secret: SecretBytes, password: PasswordSource, derivation: KeyDerivation? = nil) throws(KeyDirectoryError) -> Entry {
        let secretPhrase = try password.password(for: "the new key")
        let file: KeystoreFile
        do {
            file = try KeystoreFile.lock(secret, password: secretPhrase, derivation: derivation)
        } catch {
            throw .keystore(path: path, error)
        }
        return try write(file)
    }

    /// Takes over a key file as it is, after unlocking it once to see that the password is right.
    public func add(file json: [UInt8], password: PasswordSource) throws(KeyDirectoryError) -> Entry {
        do {
            let file = try KeystoreFile(json: json)
            let key = try file.unlock(password: try password.password(for: "the key file"))
            guard file.address != nil else { return try write(file, address: key.address) }
            return try write(file)
        } catch let error as KeystoreError {
            throw .keystore(path: path, error)
        } catch let error as KeyDirectoryError {
            throw error
        } catch {
            throw .file(path: path, reason: "\(error)")
        }
    }

    public func unlock(_ address: Address, password: PasswordSource) throws(KeyDirectoryError) -> SigningKey {
        guard let entry = try list().first(where: { $0.address == address }) else { throw .unknown(address) }
        let json = try Self.readPrivate(entry.path, limit: 16 << 10)
        let phrase = try password.password(for: "\(address)")
        do {
            return try KeystoreFile(json: json).unlock(password: phrase)
        } catch {
            throw .keystore(path: entry.path, error)
        }
    }

    private func write(_ file: KeystoreFile, address known: Address? = nil) throws(KeyDirectoryError) -> Entry {
        guard let address = file.address ?? known else { throw .password("the key file names no account") }
        if let existing = try list().first(where: { $0.address == address }) { throw .exists(address, path: existing.path) }
        let stamp = Date().formatted(.iso8601).replacing(":", with: "-")
        let target = "\(path)/UTC--\(stamp)--\(Hex.encode(address.bytes, prefix: false))"
        var json = file.json
        if file.address == nil {
            // So that it can be listed without its password.
            json = Array("{\"address\":\"\(Hex.encode(address.bytes, prefix: false))\",".utf8) + json.dropFirst()
        }
        try Self.writePrivate(json, to: target)
        return Entry(address: address, path: target)
    }
}
