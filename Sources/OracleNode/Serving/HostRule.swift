/// Which `Host` a request may name. A page elsewhere can make a browser ask this server under a name of its own that resolves to
/// 127.0.0.1 (DNS rebinding), and would then be shown the answers; such a request is refused.
package struct HostRule: Hashable, Sendable {
    /// In lower case, without port; nil where any is served.
    private let names: Set<String>?

    /// - Parameters:
    ///   - isLoopback: whether the server listens on this machine alone.
    ///   - extra: further names it is reached by, such as a proxy's. Given any, only they and loopback's are served anywhere.
    package init(isLoopback: Bool, extra: [String]) {
        guard isLoopback || !extra.isEmpty else {
            names = nil
            return
        }
        names = Set(["localhost", "127.0.0.1", "[::1]"] + extra.map { $0.lowercased() })
    }

    package func admits(_ host: String?) -> Bool {
        guard let names else { return true }
        // HTTP/1.0 without Host comes from no browser.
        guard let host else { return true }
        var name = Substring(host.lowercased())
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") {
            let port = name[name.index(after: colon)...]
            guard !port.isEmpty, port.count <= 5, port.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
            name = name[..<colon]
        }
        return names.contains(String(name))
    }
}
