import EthereumKit
import FlyingFox
import FlyingSocks
import Foundation

extension LocalChain {
    /// Endpoints by name; any name will do. Faults are armed by it.
    public func endpoint(_ name: String = "a") -> RPCEndpoint {
        RPCEndpoint(url: "http://127.0.0.1/\(name)", name: name)
    }

    /// Answers from memory. An endpoint's name is the last part of its URL.
    public var transport: any RPCTransport { Memory(chain: self) }

    private struct Memory: RPCTransport {
        let chain: LocalChain

        func post(_ body: [UInt8], to url: String) async throws(RPCTransportError) -> RPCTransportAnswer {
            try chain.respond(to: body, endpoint: String(url.split(separator: "/").last ?? ""))
        }
    }

    /// Answers one request as the endpoint of that name.
    public func respond(to body: [UInt8], endpoint: String) throws(RPCTransportError) -> RPCTransportAnswer {
        guard let request = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
            let method = request["method"] as? String, let id = request["id"] as? Int
        else { return RPCTransportAnswer(status: 400, body: Array("not a request".utf8)) }
        let parameters = request["params"] as? [Any] ?? []
        return try state.withLock { state throws(RPCTransportError) in
            state.calls[method, default: 0] += 1
            let faults = strike(endpoint, method, &state)
            var lag: UInt64 = 0
            var bent: ChainFault?
            for fault in faults {
                switch fault {
                case .error(let code, let message): return Self.wrap(.failure(code: code, message: message), id)
                case .http(let status, let retryAfter): return RPCTransportAnswer(status: status, body: [], retryAfterSeconds: retryAfter)
                case .timeoutBefore: throw .timeout("no answer")
                case .refuse: throw .unreachable("connection refused")
                case .garbage(let bytes): return RPCTransportAnswer(status: 200, body: bytes)
                case .lag(let blocks): lag = blocks
                case .lyingHead, .otherHistory, .chainID, .swallow, .timeoutAfter: bent = fault
                }
            }
            let answer: Answer
            do {
                answer = try self.answer(method, parameters, lag: lag, fault: bent, &state)
            } catch {
                answer = .failure(code: -32603, message: "internal error: \(error)")
            }
            if bent == .timeoutAfter { throw .timeout("no answer") }
            return Self.wrap(answer, id)
        }
    }

    private func strike(_ endpoint: String, _ method: String, _ state: inout State) -> [ChainFault] {
        var struck: [ChainFault] = []
        var armed = state.faults[endpoint] ?? []
        for index in armed.indices where armed[index].method == nil || armed[index].method == method {
            if let remaining = armed[index].remaining {
                guard remaining > 0 else { continue }
                armed[index].remaining = remaining - 1
            }
            struck.append(armed[index].fault)
        }
        state.faults[endpoint] = armed.filter { $0.remaining != 0 }
        return struck
    }

    private static func wrap(_ answer: Answer, _ id: Int) -> RPCTransportAnswer {
        let content: String
        switch answer {
        case .result(let json): content = "\"result\":\(json)"
        case .failure(let code, let message, let data):
            let text = (try? JSONEncoder().encode(message)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
            content = "\"error\":{\"code\":\(code),\"message\":\(text)\(data.map { ",\"data\":\"\($0)\"" } ?? "")}"
        }
        return RPCTransportAnswer(status: 200, body: Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\(content)}".utf8))
    }

    /// Runs `body` while the chain answers over HTTP on this machine; `base` is the URL below which endpoints lie.
    public func serve(_ body: (_ base: String) async throws -> Void) async throws {
        let server = HTTPServer(address: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0))
        await server.appendRoute("POST /*") { request in
            let name = request.path.split(separator: "/").last.map(String.init) ?? ""
            let bytes = Array(try await request.bodyData)
            do {
                let answer = try self.respond(to: bytes, endpoint: name)
                var headers: HTTPHeaders = [.contentType: "application/json"]
                if let seconds = answer.retryAfterSeconds { headers[HTTPHeader("Retry-After")] = "\(seconds)" }
                return HTTPResponse(statusCode: HTTPStatusCode(answer.status, phrase: "Answer"), headers: headers, body: Data(answer.body))
            } catch {
                // A socket's way of not answering in time.
                try await Task.sleep(for: .seconds(2))
                return HTTPResponse(statusCode: .gatewayTimeout)
            }
        }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        var port: UInt16 = 0
        switch await server.listeningAddress {
        case .ip4(_, let found), .ip6(_, let found): port = found
        default: throw ChainError(message: "the server has no port")
        }
        try await body("http://127.0.0.1:\(port)")
        await server.stop()
    }
}
