import EthereumKit
import Foundation

/// Where a secret is kept. A configuration names secrets and never holds them.
public enum SecretReference: Hashable, Sendable {
    /// Not secret: a URL without an access key in it.
    case plain(String)
    /// The first line of a file that is its owner's alone.
    case file(String)
    /// An environment variable, by name.
    case environment(String)
    /// Asked for at the terminal; passwords only.
    case prompt
}

/// Why a secret cannot be had. Says where it was looked for and nothing of what was found.
public enum SecretError: Error, Hashable, Sendable, CustomStringConvertible {
    case noVariable(String, what: String)
    case file(KeyDirectoryError, what: String)
    case notAURL(what: String)

    public var description: String {
        switch self {
        case .noVariable(let name, let what): "\(what): the environment variable \(name) is not set; export it, or name a file instead"
        case .file(let error, let what): "\(what): \(error)"
        case .notAURL(let what):
            "\(what): what is kept there is no URL that may be called; it begins with https://, or with http:// to this machine"
        }
    }
}

extension SecretReference {
    /// The secret itself, for who really needs it.
    private func reveal(_ environment: [String: String], for what: String) throws(SecretError) -> SecretBytes {
        switch self {
        case .plain(let text): return SecretBytes(Array(text.utf8))
        case .environment(let name):
            guard let text = environment[name], !text.isEmpty else { throw .noVariable(name, what: what) }
            return SecretBytes(Array(text.utf8))
        case .file(let path):
            do { return try PasswordSource.file(path).password(for: what) } catch { throw .file(error, what: what) }
        case .prompt:
            do { return try PasswordSource.terminal.password(for: what) } catch { throw .file(error, what: what) }
        }
    }

    /// A URL that may be called: `https`, or `http` to this machine.
    func url(_ environment: [String: String], for what: String) throws(SecretError) -> String {
        let text = try reveal(environment, for: what).withBytes { String(decoding: $0, as: UTF8.self) }
            .trimmingCharacters(in: .whitespaces)
        guard EndpointURL.isCallable(text) else { throw .notAURL(what: what) }
        return text
    }

    func password(_ environment: [String: String], for what: String) throws(SecretError) -> PasswordSource {
        .given(try reveal(environment, for: what))
    }
}

/// What the node calls and what a configuration may hold in the open.
enum EndpointURL {
    /// `https`, or `http` to this machine; without blanks.
    static func isCallable(_ text: String) -> Bool {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return false }
        if text.hasPrefix("https://") { return text.utf8.count > 8 }
        return text.hasPrefix("http://") && isLoopback(authority(text))
    }

    /// Whether a URL looks as if it carried an access key: a user name, a query, or a long part that is no word.
    static func mayHoldKey(_ text: String) -> Bool {
        if authority(text).contains("@") || text.contains("?") || text.contains("#") { return true }
        return text.split(separator: "/").dropFirst(2).contains { part in
            part.utf8.count >= 20 && part.contains(where: \.isNumber) && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
    }

    private static func authority(_ text: String) -> Substring {
        guard let scheme = text.firstRange(of: "://") else { return text[...] }
        return text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    }

    private static func isLoopback(_ authority: Substring) -> Bool {
        ["127.0.0.1", "localhost", "[::1]"].contains { host in
            guard authority.hasPrefix(host) else { return false }
            let rest = authority.dropFirst(host.count)
            return rest.isEmpty || (rest.first == ":" && rest.dropFirst().allSatisfy(\.isNumber))
        }
    }
}
