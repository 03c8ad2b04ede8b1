/// What is taken out of every text before it is logged or shown.
///
/// URLs lose their user, path and query, where access keys stand; fields whose names speak of secrets lose their value; and texts
/// that are known to be secret are taken out wherever they occur.
public struct LogRedaction: Sendable {
    private let secrets: [String]
    public static let mark = "[redacted]"

    /// - Parameter secrets: passwords and keys of this process. Ones of fewer than 6 characters are left out: taking them out
    ///   everywhere would tell where they stood.
    public init(secrets: [String] = []) {
        // Longer ones first: one may be part of another.
        self.secrets = secrets.filter { $0.count >= 6 }.sorted { $0.count > $1.count }
    }

    private static let secretNames = ["password", "passphrase", "secret", "privatekey", "mnemonic", "seed", "authorization", "apikey", "token"]

    func clean(_ value: LogValue, named name: String) -> LogValue {
        let plainName = name.lowercased().filter { $0 != "_" && $0 != "-" }
        if Self.secretNames.contains(where: { plainName.contains($0) }) { return .text(Self.mark) }
        guard case .text(let text) = value else { return value }
        return .text(clean(text))
    }

    /// The text without secrets and with URLs cut to scheme, host and port.
    public func clean(_ text: String) -> String {
        var result = text
        for secret in secrets where result.contains(secret) { result = result.split(separator: secret, omittingEmptySubsequences: false).joined(separator: Self.mark) }
        return result.contains("://") ? Self.shortenURLs(result) : result
    }

    private static func shortenURLs(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstRange(of: "://") {
            result += rest[..<mark.upperBound]
            rest = rest[mark.upperBound...]
            let end = rest.firstIndex { $0.isWhitespace || "\"'<>`|,;)]}".contains($0) } ?? rest.endIndex
            let url = rest[..<end]
            let authorityEnd = url.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" || $0 == "\\" } ?? url.endIndex
            var authority = url[..<authorityEnd]
            let hasUser = authority.contains("@")
            if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
            result += authority
            if hasUser || url[authorityEnd...].count > 1 { result += "/…" }
            rest = rest[end...]
        }
        return result + rest
    }
}
