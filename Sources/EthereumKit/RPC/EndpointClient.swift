import Foundation
import Synchronization

/// One node: asks, checks that the answer is one, and says in the node's own terms what is wrong where it is not.
public final class EndpointClient: EthereumRPC {
    public let endpoint: RPCEndpoint
    private let transport: any RPCTransport
    private let answerBytes: Int
    private let lastID = Atomic<UInt64>(0)

    /// - Parameter answerBytes: a longer answer is refused unread.
    public init(_ endpoint: RPCEndpoint, transport: any RPCTransport, answerBytes: Int = 4 << 20) {
        self.endpoint = endpoint
        self.transport = transport
        self.answerBytes = answerBytes
    }

    private struct Answer<Result: Decodable>: Decodable {
        let id: UInt64?
        let error: Failure?
        let result: Result?

        private enum Keys: String, CodingKey { case jsonrpc, id, result, error }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            guard try container.decode(String.self, forKey: .jsonrpc) == "2.0" else {
                throw DecodingError.dataCorruptedError(forKey: .jsonrpc, in: container, debugDescription: "not 2.0")
            }
            id = try? container.decode(UInt64.self, forKey: .id)
            error = try container.decodeIfPresent(Failure.self, forKey: .error)
            result = error == nil && container.contains(.result) 
                ? try container.decode(Result.self, forKey: .result) : nil
        }
    }

    private struct Failure: Decodable {
        let code: Int
        let message: String
        let data: FailureData?

        private enum Keys: String, CodingKey { case code, message, data }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            code = try container.decode(Int.self, forKey: .code)
            message = try container.decode(String.self, forKey: .message)
            // What nodes put here beside revert data is of any shape and of no use.
            data = try? container.decodeIfPresent(FailureData.self, forKey: .data)
        }
    }

    /// Revert data as geth and most others send it (a string), with a word in front (Nethermind, OpenEthereum), or in
    /// an object (Ganache and Hardhat).
    private struct FailureData: Decodable {
        private struct Nested: Decodable {
            let data: String?
            let result: String?
        }

        let bytes: [UInt8]
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let plain = try? container.decode(String.self) {
                text = plain
            } else {
                let nested = try container.decode(Nested.self)
                text = nested.data ?? nested.result ?? ""
            }
            let digits = text.hasPrefix("Reverted 0x") ? text.dropFirst(9) : text[...]
            bytes = digits.hasPrefix("0x") ? (try? Hex.decode(digits)) ?? [] : []
        }
    }

    public func ask<Answer: Decodable & Sendable>(
        _ request: RPCRequest, as type: Answer.Type
    ) async throws(RPCError) -> Answer {
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        let answer: RPCTransportAnswer
        do {
            answer = try await transport.post(request.body(id: id), to: endpoint.url)
        } catch {
            throw failure(error, request)
        }
        return try read(answer, request, id)
    }

    private func read<Result: Decodable>(
        _ answer: RPCTransportAnswer, _ request: RPCRequest, _ id: UInt64
    ) throws(RPCError) -> Result {
        func error(_ kind: RPCErrorKind, _ message: String, code: Int? = nil, data: [UInt8] = []) -> RPCError {
            RPCError(
                kind, method: request.method, endpoint: endpoint.name, message: message, code: code, revertData: data,
                retryAfterSeconds: answer.retryAfterSeconds)
        }
        guard answer.body.count <= answerBytes else {
            throw error(.badAnswer, "an answer of \(answer.body.count) bytes, more than the \(answerBytes) allowed")
        }
        let parsed: Answer<Result>
        do {
            parsed = try JSONDecoder().decode(Answer<Result>.self, from: Data(answer.body))
        } catch let problem {
            guard (200...299).contains(answer.status) else {
                throw error(RPCErrorKind(httpStatus: answer.status), "HTTP status \(answer.status)", code: answer.status)
            }
            throw error(.badAnswer, Self.words(for: problem))
        }
        if let failure = parsed.error {
            var kind = RPCErrorKind(code: failure.code, message: failure.message)
            if kind == .unknown || kind == .serverError, let text = failure.data?.text, !text.isEmpty {
                // Some nodes hide the cause behind a general message.
                let inner = RPCErrorKind(code: failure.code, message: text)
                if inner != .unknown { kind = inner }
            }
            if kind == .unknown, !(200...299).contains(answer.status) { kind = RPCErrorKind(httpStatus: answer.status) }
            throw error(kind, failure.message, code: failure.code, data: failure.data?.bytes ?? [])
        }
        guard (200...299).contains(answer.status) else {
            throw error(RPCErrorKind(httpStatus: answer.status), "HTTP status \(answer.status)", code: answer.status)
        }
        guard parsed.id == id else { throw error(.badAnswer, "an answer to another question") }
        guard let result = parsed.result else { throw error(.badAnswer, "neither a result nor an error") }
        return result
    }

    private func failure(_ error: RPCTransportError, _ request: RPCRequest) -> RPCError {
        let (kind, message): (RPCErrorKind, String) =
            switch error {
            case .timeout(let detail): (.timeout, detail)
            case .unreachable(let detail): (.unreachable, detail)
            case .tooLarge(let limit): (.badAnswer, "an answer of more than \(limit) bytes")
            case .cancelled: (.cancelled, "the caller was cancelled")
            case .refused(let detail): (.unreachable, detail)
            }
        return RPCError(kind, method: request.method, endpoint: endpoint.name, message: message)
    }

    private static func words(for problem: any Error) -> String {
        guard let problem = problem as? DecodingError else { return "not readable" }
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
        }
        return switch problem {
        case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context): place(context)
        case .keyNotFound(let key, let context): "\(key.stringValue) is missing; \(place(context))"
        @unknown default: "not readable"
        }
    }
}
