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
            switch error {
            case .timeout: throw .timeout("no answer in time")
            // The request was out when the connection broke.
            case .cutShort, .transfer: throw .timeout("the connection broke")
            case .resolve: throw .unreachable("the host's name cannot be resolved")
            case .connect: throw .unreachable("no connection")
            case .tls: throw .unreachable("TLS failed; check the clock and the certificates")
            case .tooLarge(_, let limit): throw .tooLarge(limit: limit)
            case .retryAfter(_, let seconds): return RPCTransportAnswer(status: 429, body: [], retryAfterSeconds: seconds)
            case .cancelled: throw .cancelled
            case .badURL: throw .refused("the endpoint's URL is not one")
            case .insecureURL: throw .refused("plain http is allowed to this machine only; use https")
            case .redirected: throw .refused("the endpoint redirects, which is not followed")
            }
        }
    }
}
