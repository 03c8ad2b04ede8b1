import EthereumKit

/// Stands between a request and the chain: how tests make an endpoint fail or lie. A development chain has none.
package protocol RequestInterceptor: Sendable {
    func intercept(_ method: String, endpoint: String) throws(RPCTransportError) -> Interception
}

package enum Interception: Sendable {
    /// This, whatever was asked.
    case answer(RPCTransportAnswer)
    /// A JSON-RPC error.
    case failure(code: Int, message: String)
    /// The chain's own answer, as this endpoint sees the chain.
    case proceed(EndpointView)
}

/// What one endpoint makes of the chain; the chain itself unless something is changed.
package struct EndpointView: Hashable, Sendable {
    /// How many blocks ago it lives.
    package var lag: UInt64 = 0
    /// How far ahead a head it names.
    package var lead: UInt64 = 0
    /// Serves blocks with other hashes.
    package var forgesHashes = false
    package var chainID: UInt64?
    /// Takes transactions and forgets them.
    package var swallows = false
    /// Does what was asked; the answer never arrives.
    package var losesAnswer = false

    package init() {}
}
