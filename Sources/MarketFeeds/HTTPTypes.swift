import ForeignText

/// How a transfer may behave before it is given up. The defaults suit exchanges' public interfaces.
public struct HTTPLimits: Sendable, Hashable {
    /// Until the connection stands, TLS included.
    public var connectMilliseconds = 5_000
    /// From the start of one attempt to its last byte.
    public var totalMilliseconds = 15_000
    /// A transfer slower than `slowBytesPerSecond` for `slowSeconds` on end is given up: a server that drips bytes holds
    /// nothing open for long.
    public var slowBytesPerSecond = 50
    public var slowSeconds = 5
    /// Of the body after decompression, counted while it arrives; a transfer beyond it is cut off.
    public var bodyBytes = 4 << 20
    /// Of all header lines together.
    public var headerBytes = 64 << 10
    /// Attempts in all for an idempotent request; 1 means no retry.
    public var attempts = 3
    /// The pause before attempt k is drawn evenly from 0 … first × 2^(k−1), at most `longestPauseMilliseconds`.
    public var firstPauseMilliseconds = 250
    public var longestPauseMilliseconds = 4_000
    /// A `Retry-After` up to this is waited for; a longer one ends the request with an error that says so.
    public var longestRetryAfterSeconds = 10

    public init() {}
}

public struct HTTPRequest: Sendable {
    public enum Method: Sendable, Hashable {
        case get
        /// Never repeated: a second POST may be a second order.
        case post([UInt8])
    }
    public var method: Method
    /// `https`, or `http` to this machine itself.
    public var url: String
    public var headers: [(name: String, value: String)] = []

    public init(_ url: String, method: Method = .get) {
        self.url = url
        self.method = method
    }

    public var isIdempotent: Bool {
        if case .get = method { return true }
        return false
    }
}

/// A complete response of any status.
public struct HTTPResponse: Sendable {
    public let status: Int
    /// Names in lower case; of repeated headers the last one.
    public let headers: [String: String]
    /// After decompression.
    public let body: [UInt8]
    public let milliseconds: Int
    /// How many attempts it took.
    public let attempts: Int
}

/// Why there is no response. Every description ends with what to do next.
public enum HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    case badURL(String)
    case insecureURL(String)
    case resolve(url: String, detail: String)
    case connect(url: String, detail: String)
    case tls(url: String, detail: String)
    case timeout(url: String, detail: String)
    case tooLarge(url: String, limit: Int)
    case cutShort(url: String, detail: String)
    case redirected(url: String, to: String)
    case retryAfter(url: String, seconds: Int)
    case cancelled(url: String)
    case transfer(url: String, detail: String)

    public var description: String {
        switch self {
        case .badURL(let url): "\(url.prefix(200)) is not a URL that can be fetched; check the endpoint and the symbol in the feed"
        case .insecureURL(let url): "\(url.prefix(200)) is plain http, which is allowed to 127.0.0.1 only; use https"
        case .resolve(let url, let detail): "\(url): the host's name cannot be resolved (\(detail)); check the network and the name server"
        case .connect(let url, let detail): "\(url): no connection (\(detail)); the venue is down or a firewall is in between; check with curl"
        case .tls(let url, let detail):
            "\(url): TLS failed (\(detail)); check the machine's clock and its ca-certificates package; verification is never turned off"
        case .timeout(let url, let detail): "\(url): too slow (\(detail)); the next round asks again; raise the time limits if it stays so"
        case .tooLarge(let url, let limit): "\(url): a response of more than \(limit) bytes was cut off; no market answer is that long, so check the address"
        case .cutShort(let url, let detail): "\(url): the response is cut short (\(detail)); the next round asks again"
        case .redirected(let url, let to): "\(url): redirects to \(to.oneLine(limit: 200)), which is not followed; set the endpoint to the new address if it is the venue's"
        case .retryAfter(let url, let seconds): "\(url): the venue asks to wait \(seconds) s; ask less often: raise the feed's schedule"
        case .cancelled(let url): "\(url): given up because the caller was cancelled; start the round again"
        case .transfer(let url, let detail): "\(url): the transfer failed (\(detail)); the next round asks again"
        }
    }

    /// Whether a second attempt could go better.
    var isWorthRetrying: Bool {
        switch self {
        case .resolve, .connect, .timeout, .cutShort, .transfer: true
        case .badURL, .insecureURL, .tls, .tooLarge, .redirected, .retryAfter, .cancelled: false
        }
    }
}
