import EthereumKit
import Foundation

/// What `assay key` does with a folder of key files.
public struct KeyCare: Sendable {
    public let directory: KeyDirectory

    /// - Parameter folder: made where it is missing.
    public init(folder: String) throws {
        directory = try KeyDirectory(path: folder)
    }

    /// A key whose file is there, and what is wrong with the file.
    public struct Line: Sendable {
        public let entry: KeyDirectory.Entry
        public let problem: String?
    }

    public func list() throws -> [Line] {
        try directory.list().map { entry in
            do throws(KeyDirectoryError) {
                _ = try KeyDirectory.readPrivate(entry.path, limit: 16 << 10)
                return Line(entry: entry, problem: nil)
            } catch {
                return Line(entry: entry, problem: error.description)
            }
        }
    }

    /// A password from the system's randomness, in a new private file.
    public static func makePassword(_ path: String) throws {
        var generator = SystemRandomNumberGenerator()
        var bytes = Array(Hex.encode((0..<24).map { _ in UInt8.random(in: 0...255, using: &generator) }, prefix: false).utf8) + [0x0a]
        defer { SecretBytes.wipe(&bytes) }
        try KeyDirectory.writePrivate(bytes, to: path)
    }

    public func create(password: PasswordSource, derivation: KeyDerivation? = nil) throws -> KeyDirectory.Entry {
        try directory.create(password: password, derivation: derivation)
    }

    /// Takes over a key file of another program, or a private file of 64 hex digits.
    ///
    /// - Parameter password: of the key file; or for the new one, where the digits come bare.
    public func take(_ path: String, password: PasswordSource, derivation: KeyDerivation? = nil) throws -> KeyDirectory.Entry {
        var bytes = try KeyDirectory.readPrivate(path, limit: 16 << 10)
        defer { SecretBytes.wipe(&bytes) }
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") { return try directory.add(file: bytes, password: password) }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard var key = try? Hex.decode(text, count: 32) else {
            throw NodeError(.usage, "\(path) holds neither a key file nor 64 hex digits", next: "name a file of Web3 Secret Storage, or one with the key's 64 hex digits")
        }
        defer { SecretBytes.wipe(&key) }
        do {
            _ = try SigningKey(bytes: key)
        } catch {
            throw NodeError(.usage, "\(path): \(error)", next: "check the digits")
        }
        return try directory.add(SecretBytes(key), password: password, derivation: derivation)
    }

    /// The key file itself, still locked with its password, in a new private file.
    public func export(_ account: Address, to path: String) throws {
        guard let entry = try directory.list().first(where: { $0.address == account }) else { throw KeyDirectoryError.unknown(account) }
        try KeyDirectory.writePrivate(try KeyDirectory.readPrivate(entry.path, limit: 16 << 10), to: path)
    }

    /// The account of a key file, which says so itself or cannot be asked without its password.
    public static func address(ofFile path: String) throws -> Address {
        let file = try KeystoreFile(json: try KeyDirectory.readPrivate(path, limit: 16 << 10))
        guard let address = file.address else {
            throw NodeError(.refused, "\(path) names no account", next: "take it over with `assay key import`, which opens it once")
        }
        return address
    }

    /// Opens a key once, to see that the password is right.
    public func check(_ account: Address, password: PasswordSource) throws {
        let key = try directory.unlock(account, password: password)
        guard key.address == account else {
            throw NodeError(.refused, "the file of \(account) holds the key of \(key.address)", next: "restore the file from a copy")
        }
    }
}

extension PasswordSource {
    /// Asks twice at the terminal, as for a password that nobody knows yet.
    public static var newAtTerminal: PasswordSource {
        .prompt { prompt in
            guard let first = ask(prompt, at: "/dev/tty"), let second = ask("Once more: ", at: "/dev/tty") else { return nil }
            return first.withBytes { a in second.withBytes { b in a == b } } ? first : nil
        }
    }
}

extension KeyCare.Line {
    public var text: String { "\(problem == nil ? "✓" : "✕") \(entry.address)  \(entry.path)\(problem.map { "\n    \($0)" } ?? "")" }
}

extension KeyCare {
    public static func json(_ lines: [Line]) -> CanonicalJSON {
        .array(
            lines.map {
                .object([
                    "address": .string("\($0.entry.address)"), "file": .string($0.entry.path), "problem": $0.problem.map { .string($0) } ?? .null,
                ])
            })
    }
}
