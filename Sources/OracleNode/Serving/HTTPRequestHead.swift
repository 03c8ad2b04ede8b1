/// The head of an HTTP/1.1 request, as far as a server that only reads needs it. Pure and strict: whatever is not exactly what
/// RFC 9112 asks of a client is refused with the status to answer.
package struct HTTPRequestHead: Hashable, Sendable {
    package let method: String
    /// Begins with `/`; printable ASCII, not decoded.
    package let path: String
    /// What stands behind `?`, not decoded; nil where there is none.
    package let query: String?
    /// Names in lower case; the order is the client's.
    package let fields: [(name: String, value: String)]

    package static func == (a: Self, b: Self) -> Bool {
        a.method == b.method && a.path == b.path && a.query == b.query && a.fields.elementsEqual(b.fields) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(path)
    }

    /// The one value of a field; nil where it is absent. Only `host` is looked at twice: a second one is refused.
    package func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    package struct Limits: Hashable, Sendable {
        /// Bytes of the request line.
        package var line = 2_048
        /// Bytes of the whole head.
        package var head = 8_192
        package var fields = 64

        package init() {}
    }

    package enum Outcome: Hashable, Sendable {
        /// The head has not ended yet and is within the limits so far.
        case incomplete
        case head(HTTPRequestHead)
        case refused(status: Int, why: String)
    }

    /// Reads the head from everything received so far.
    ///
    /// - Complexity: linear; bounded by the limits, whatever was received.
    package static func parse(_ received: [UInt8], limits: Limits = Limits()) -> Outcome {
        let seen = received.prefix(limits.head)
        guard let end = endOfHead(seen) else {
            let lineEnd = seen.firstIndex(of: 0x0A)
            if lineEnd == nil, seen.count > limits.line { return .refused(status: 414, why: "the request line is longer than \(limits.line) bytes") }
            // A client that does not even begin like HTTP need not be waited for.
            if let first = seen.first, !isToken(first) { return .refused(status: 400, why: "this is not an HTTP request") }
            if received.count >= limits.head { return .refused(status: 431, why: "the head is longer than \(limits.head) bytes") }
            return .incomplete
        }
        return parseLines(seen[..<end], limits)
    }

    /// Where the empty line begins that ends the head, or nil.
    private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 3..<bytes.count where bytes[index] == 0x0A {
            if bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A, bytes[index - 3] == 0x0D { return index - 1 }
        }
        return nil
    }

    private static func parseLines(_ bytes: ArraySlice<UInt8>, _ limits: Limits) -> Outcome {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            guard let feed = bytes[start...].firstIndex(of: 0x0A), feed > start, bytes[feed - 1] == 0x0D else {
                return .refused(status: 400, why: "lines end with CR and LF")
            }
            lines.append(bytes[start..<(feed - 1)])
            start = feed + 1
            if lines.count > limits.fields + 1 { return .refused(status: 431, why: "there are more than \(limits.fields) fields") }
        }
        guard let first = lines.first else { return .refused(status: 400, why: "there is no request line") }
        guard first.count <= limits.line else { return .refused(status: 414, why: "the request line is longer than \(limits.line) bytes") }
        let parts = first.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].count <= 20, parts[0].allSatisfy(isToken) else {
            return .refused(status: 400, why: "the request line should be METHOD PATH HTTP/1.1")
        }
        guard parts[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return .refused(status: 400, why: "the path has bytes that no URL has") }
        guard parts[2].elementsEqual("HTTP/1.1".utf8) || parts[2].elementsEqual("HTTP/1.0".utf8) else {
            return .refused(status: parts[2].starts(with: "HTTP/".utf8) ? 505 : 400, why: "only HTTP/1.1 is spoken here")
        }
        var fields: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex, line[..<colon].allSatisfy(isToken) else {
                return .refused(status: 400, why: "a header field should be NAME: VALUE on one line")
            }
            let value = line[(colon + 1)...]
            guard value.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                return .refused(status: 400, why: "a header field holds control characters")
            }
            let trimmed = value.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
            fields.append((String(decoding: line[..<colon], as: UTF8.self).lowercased(), String(decoding: trimmed, as: UTF8.self)))
        }
        return check(
            method: String(decoding: parts[0], as: UTF8.self), target: String(decoding: parts[1], as: UTF8.self), fields: fields,
            isOld: parts[2].elementsEqual("HTTP/1.0".utf8))
    }

    private static func check(
        method: String, target: String, fields: [(name: String, value: String)], isOld: Bool
    ) -> Outcome {
        let hosts = fields.count { $0.name == "host" }
        guard hosts == 1 || (hosts == 0 && isOld) else { return .refused(status: 400, why: "there should be one Host field, there are \(hosts)") }
        guard target.hasPrefix("/") else { return .refused(status: 400, why: "the path should begin with /") }
        if fields.contains(where: { $0.name == "transfer-encoding" }) { return .refused(status: 413, why: "requests have no body here") }
        for field in fields where field.name == "content-length" && field.value != "0" {
            return .refused(status: 413, why: "requests have no body here")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return .head(
            HTTPRequestHead(method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil, fields: fields))
    }

    /// RFC 9110's `tchar`.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }
}
