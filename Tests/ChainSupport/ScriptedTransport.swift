import EthereumKit

/// Answers with what a closure says, given the request's body and URL.
public struct ScriptedTransport: RPCTransport {
    private let script: @Sendable ([UInt8], String) throws(RPCTransportError) -> RPCTransportAnswer

    public init(_ script: @escaping @Sendable ([UInt8], String) throws(RPCTransportError) -> RPCTransportAnswer) {
        self.script = script
    }

    public func post(_ body: [UInt8], to url: String) async throws(RPCTransportError) -> RPCTransportAnswer {
        try script(body, url)
    }
}
