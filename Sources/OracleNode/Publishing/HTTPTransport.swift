import EthereumKit
import MarketFeeds

/// JSON-RPC and remote signers over the node's HTTP client.
///
/// A request is sent once: `eth_sendRawTransaction` must not be repeated behind the caller's back. Plain `http` reaches this
/// machine only.
public struct HTTPTransport: RPCTransport {
    private let client: HTTPClient

    public init(_ client: HTTPClient) {
        self.client = client
    }

    public func post(_ body: [UInt8], to url: String) async throws(RPCTransportError) -> RPCTransportAnswer {
        var request = HTTPRequest(url, method: .post(body))
        request.headers = [("Content-Type", "application/json")]
        do {
            let response = try await client.send(request)
            return RPCTransportAnswer(
                status: response.status, body: response.body, retryAfterSeconds: response.headers["retry-after"].flatMap { Int($0) })
        } catch {
            // The client's own words hold the URL, and the URL may hold a key; they stay here.
            if case .retryAfter(_, let seconds) = error { return RPCTransportAnswer(status: 429, body: [], retryAfterSeconds: seconds) }
            throw Self.failure(error)
        }
    }

    /// Why there is no answer, in words that name no URL.
    static func failure(_ error: HTTPError) -> RPCTransportError {
        switch error {
        case .timeout: .timeout("no answer in time")
        // The request was out when the connection broke.
        case .cutShort, .transfer: .timeout("the connection broke")
        case .resolve: .unreachable("the host's name cannot be resolved")
        case .connect: .unreachable("no connection")
        case .tls: .unreachable("TLS failed; check the clock and the certificates")
        case .tooLarge(_, let limit): .tooLarge(limit: limit)
        case .retryAfter(_, let seconds): .refused("it is busy for \(seconds) s")
        case .cancelled: .cancelled
        case .badURL: .refused("the endpoint's URL is not one")
        case .insecureURL: .refused("plain http is allowed to this machine only; use https")
        case .redirected: .refused("the endpoint redirects, which is not followed")
        }
    }
}
