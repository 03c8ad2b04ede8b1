import Foundation

/// An answer of the node's server. Every one carries the same headers against misuse by browsers, and ends the connection.
package struct HTTPAnswer: Hashable, Sendable {
    package var status: Int
    package var type: String
    package var body: [UInt8]
    /// Whether a browser may keep it; true only for what is named by its content.
    var isImmutable = false
    var extra: [String] = []

    init(_ status: Int, type: String, body: [UInt8]) {
        self.status = status
        self.type = type
        self.body = body
    }

    static func html(_ text: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(status, type: "text/html; charset=utf-8", body: Array(text.utf8))
    }

    /// A value as JSON with members in order, so that equal values have equal bytes.
    static func json(_ value: some Encodable, status: Int = 200) -> HTTPAnswer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Values here are strings, integers and finite doubles; a double that is not becomes null's nearest relative.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? encoder.encode(value) else { return .failure(500, "the answer cannot be written as JSON") }
        return HTTPAnswer(status, type: "application/json", body: Array(data) + [0x0A])
    }

    private struct Failure: Encodable {
        struct Reason: Encodable {
            let status: Int
            let message: String
        }
        let error: Reason
    }

    /// `{"error":{"status":…,"message":…}}`
    static func failure(_ status: Int, _ message: String) -> HTTPAnswer {
        var answer = json(Failure(error: Failure.Reason(status: status, message: message)), status: status)
        if status == 405 { answer.extra = ["Allow: GET, HEAD"] }
        if status == 503 { answer.extra = ["Retry-After: 5"] }
        return answer
    }

    /// Scripts and styles come from this server alone; nothing is inline, framed, or sent anywhere.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    /// - Parameter withBody: false for HEAD: the same head, no body.
    package func bytes(withBody: Bool) -> [UInt8] {
        var lines = [
            "HTTP/1.1 \(status) \(Self.phrases[status] ?? "Status")", "Content-Type: \(type)", "Content-Length: \(body.count)", "Connection: close",
            "Cache-Control: \(isImmutable ? "public, max-age=31536000, immutable" : "no-store")",
            "Content-Security-Policy: \(Self.contentSecurityPolicy)", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
            "Referrer-Policy: no-referrer", "Cross-Origin-Resource-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin",
        ]
        lines += extra
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (withBody ? body : [])
    }

    /// Every status that is answered, with its phrase.
    private static let phrases = [
        200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 413: "Content Too Large",
        414: "URI Too Long", 421: "Misdirected Request", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
        503: "Service Unavailable", 505: "HTTP Version Not Supported",
    ]

    static var statuses: [Int] { phrases.keys.sorted() }
}
