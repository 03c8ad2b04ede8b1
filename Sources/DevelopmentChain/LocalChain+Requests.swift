import EthereumKit
import FlyingFox
import FlyingSocks
import Foundation

extension LocalChain {
    /// Endpoints by name; any name will do.
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
            let method = request["method"] as? String, let id = Self.identifier(request["id"])
        else { return RPCTransportAnswer(status: 400, body: Array("not a request".utf8)) }
        let parameters = request["params"] as? [Any] ?? []
        let interceptor = interceptor.withLock { $0 }
        return try state.withLock { state throws(RPCTransportError) in
            state.calls[method, default: 0] += 1
            if let clock { state.time = max(state.time, clock()) }
            var view = EndpointView()
            switch try interceptor?.intercept(method, endpoint: endpoint) {
            case .answer(let answer): return answer
            case .failure(let code, let message): return Self.wrap(.failure(code: code, message: message), id)
            case .proceed(let bent): view = bent
            case nil: break
            }
            let answer: Answer
            do {
                answer = try self.answer(method, parameters, view, &state)
            } catch {
                answer = .failure(code: -32603, message: "internal error: \(error)")
            }
            if view.losesAnswer { throw .timeout("no answer") }
            return Self.wrap(answer, id)
        }
    }

    /// A request's id as JSON: a whole number or a text.
    private static func identifier(_ value: Any?) -> String? {
        if let number = value as? Int { return "\(number)" }
        guard let text = value as? String else { return nil }
        return (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func wrap(_ answer: Answer, _ id: String) -> RPCTransportAnswer {
        let content: String
        switch answer {
        case .result(let json): content = "\"result\":\(json)"
        case .failure(let code, let message, let data):
            let text = (try? JSONEncoder().encode(message)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
            content = "\"error\":{\"code\":\(code),\"message\":\(text)\(data.map { ",\"data\":\"\($0)\"" } ?? "")}"
        }
        return RPCTransportAnswer(status: 200, body: Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\(content)}".utf8))
    }

    /// Runs `body` while the chain answers over HTTP on this machine.
    ///
    /// - Parameters:
    ///   - port: 0 for one that the system chooses.
    ///   - body: `base` is the URL below which endpoints lie.
    public func serve(port: UInt16 = 0, _ body: (_ base: String) async throws -> Void) async throws {
        let server = HTTPServer(address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), logger: .disabled)
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
        var listening: UInt16 = 0
        switch await server.listeningAddress {
        case .ip4(_, let found), .ip6(_, let found): listening = found
        default: throw ChainError(message: "the server has no port")
        }
        do {
            try await body("http://127.0.0.1:\(listening)")
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}
