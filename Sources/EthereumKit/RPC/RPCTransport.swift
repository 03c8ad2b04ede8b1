/// The one way in which this module reaches a network: it sends a body and hands back what came.
///
/// The node's adapter stands on its libcurl client; tests answer from memory.
public protocol RPCTransport: Sendable {
    /// Posts JSON. An answer of any HTTP status is an answer. Sends once: whether a second attempt is safe is not for a
    /// transport to know.
    func post(_ body: [UInt8], to url: String) async throws(RPCTransportError) -> RPCTransportAnswer
}

public struct RPCTransportAnswer: Hashable, Sendable {
    public let status: Int
    public let body: [UInt8]
    /// From the `Retry-After` header, in seconds.
    public let retryAfterSeconds: Int?

    public init(status: Int, body: [UInt8], retryAfterSeconds: Int? = nil) {
        self.status = status
        self.body = body
        self.retryAfterSeconds = retryAfterSeconds
    }
}

/// Why no answer came. Details hold no URL: an endpoint's URL may hold the operator's access key.
public enum RPCTransportError: Error, Hashable, Sendable {
    /// The request may have arrived and been carried out.
    case timeout(String)
    /// No connection was made, or it broke.
    case unreachable(String)
    case tooLarge(limit: Int)
    case cancelled
    /// The URL is not one that may be called.
    case refused(String)

    /// For people; names no URL.
    public var words: String {
        switch self {
        case .timeout(let detail), .unreachable(let detail), .refused(let detail): detail
        case .tooLarge(let limit): "an answer of more than \(limit) bytes"
        case .cancelled: "the caller was cancelled"
        }
    }
}

/// One node's address and the name it goes by in logs and metrics.
public struct RPCEndpoint: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    /// Never printed: hosted nodes carry the operator's access key in it.
    public let url: String

    /// - Parameter name: where nil, the URL's host.
    public init(url: String, name: String? = nil) {
        self.url = url
        self.name = name ?? Self.host(of: url)
    }

    public var description: String { name }

    private static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return String(authority.split(separator: "@").last ?? authority)
    }
}
