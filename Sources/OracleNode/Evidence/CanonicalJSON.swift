import ForeignText
import Hashing
import MarketFeeds

/// JSON with exactly one spelling, so that a hash of it means something.
///
/// Numbers are integers within ±(2^53 − 1), which every reader keeps exactly; anything larger, and anything with a fraction,
/// is a string. Members are ordered by the bytes of their names. The canonical spelling has no white space; ``pretty`` is the
/// same document laid out for people, and reads back to the same value.
public enum CanonicalJSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([CanonicalJSON])
    case object([String: CanonicalJSON])

    /// The largest integer that stands as a number.
    public static let largestInteger: Int64 = (1 << 53) - 1

    /// A number where every reader keeps it, a string otherwise.
    public static func number(_ value: Int64) -> CanonicalJSON {
        value.magnitude <= UInt64(largestInteger) ? .integer(value) : .string(String(value))
    }

    /// UTF-8 of the canonical spelling.
    public var bytes: [UInt8] {
        var text: [UInt8] = []
        write(to: &text, indent: nil)
        return text
    }

    /// Keccak-256 of the canonical spelling.
    public var digest: [UInt8] { Keccak256.hash(bytes) }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Two blanks a level; objects and arrays without containers in them on one line when they are short.
    public var pretty: String {
        var text: [UInt8] = []
        write(to: &text, indent: 0)
        text.append(0x0A)
        return String(decoding: text, as: UTF8.self)
    }

    private func write(to text: inout [UInt8], indent: Int?) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .integer(let value): text += String(value).utf8
        case .string(let value): Self.write(string: value, to: &text)
        case .array(let values):
            writeList(values.map { (nil, $0) }, open: "[", close: "]", to: &text, indent: indent)
        case .object(let members):
            let ordered = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            writeList(ordered.map { ($0.key, $0.value) }, open: "{", close: "}", to: &text, indent: indent)
        }
    }

    private func writeList(
        _ members: [(String?, CanonicalJSON)], open: String, close: String, to text: inout [UInt8], indent: Int?
    ) {
        text += open.utf8
        defer { text += close.utf8 }
        if members.isEmpty { return }
        let isShort = members.allSatisfy { !$0.1.isContainer } && members.reduce(0) { $0 + $1.1.roughLength + ($1.0?.utf8.count ?? 0) } < 100
        for (index, (key, value)) in members.enumerated() {
            if index > 0 { text.append(0x2C) }
            if let indent {
                if isShort {
                    if index > 0 { text.append(0x20) }
                } else {
                    Self.newLine(indent + 1, to: &text)
                }
            }
            if let key {
                Self.write(string: key, to: &text)
                text.append(0x3A)
                if indent != nil { text.append(0x20) }
            }
            value.write(to: &text, indent: indent.map { $0 + 1 })
        }
        if let indent, !isShort { Self.newLine(indent, to: &text) }
    }

    private static func newLine(_ indent: Int, to text: inout [UInt8]) {
        text.append(0x0A)
        text.append(contentsOf: repeatElement(0x20, count: 2 * indent))
    }

    private var isContainer: Bool {
        switch self {
        case .array(let values): !values.isEmpty
        case .object(let members): !members.isEmpty
        default: false
        }
    }

    private var roughLength: Int {
        switch self {
        case .string(let value): value.utf8.count + 4
        default: 12
        }
    }

    /// RFC 8259 with the fewest escapes: quote, backslash and control characters only.
    private static func write(string: String, to text: inout [UInt8]) {
        text.append(0x22)
        for byte in string.utf8 {
            switch byte {
            case 0x22: text += "\\\"".utf8
            case 0x5C: text += "\\\\".utf8
            case 0x0A: text += "\\n".utf8
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                text += "\\u00".utf8
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            default: text.append(byte)
            }
        }
        text.append(0x22)
    }
}

/// A document that is not what it should be, with the path to the place.
public struct DocumentError: Error, Hashable, CustomStringConvertible {
    public let path: String
    public let problem: String

    public init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }

    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }

    /// The same fault, seen from one level further out.
    fileprivate func inside(_ step: String) -> DocumentError {
        DocumentError(path.isEmpty ? step : path.hasPrefix("[") ? step + path : "\(step).\(path)", problem)
    }
}

extension CanonicalJSON {
    /// Reads any spelling of a document; numbers must be integers within ±(2^53 − 1). Safe on any bytes.
    public init(parsing bytes: [UInt8]) throws(DocumentError) {
        let limits = JSONLimits(bytes: 16 << 20, depth: 16, values: 500_000)
        let value: JSONValue
        do {
            value = try JSONReader.read(bytes, limits: limits)
        } catch {
            throw DocumentError("", "not a JSON document: \(error)")
        }
        self = try Self.convert(value)
    }

    /// The path to a fault is put together on the way out: names in a hostile document may be megabytes long.
    private static func convert(_ value: JSONValue) throws(DocumentError) -> CanonicalJSON {
        switch value {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .string(let text): return .string(text)
        case .number(let text):
            guard let integer = Int64(text), integer.magnitude <= UInt64(largestInteger) else {
                throw DocumentError("", "\(text.oneLine(limit: 60)) is not an integer that every reader keeps; larger numbers are strings here")
            }
            return .integer(integer)
        case .array(let values):
            var converted: [CanonicalJSON] = []
            for (index, value) in values.enumerated() {
                do {
                    converted.append(try convert(value))
                } catch {
                    throw error.inside("[\(index)]")
                }
            }
            return .array(converted)
        case .object(let members):
            var converted: [String: CanonicalJSON] = [:]
            for (key, value) in members {
                do {
                    converted[key] = try convert(value)
                } catch {
                    throw error.inside(key.oneLine(limit: 60))
                }
            }
            return .object(converted)
        }
    }
}

/// Reads the members of one object by name, with errors that carry the path; ``finish()`` refuses members nobody asked for.
struct DocumentReader {
    let path: String
    private let members: [String: CanonicalJSON]
    private var read: Set<String> = []

    init(_ value: CanonicalJSON, path: String) throws(DocumentError) {
        guard case .object(let members) = value else { throw DocumentError(path, "should be an object") }
        self.members = members
        self.path = path
    }

    private func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    mutating func value(_ key: String) throws(DocumentError) -> CanonicalJSON {
        read.insert(key)
        guard let value = members[key] else { throw DocumentError(place(key), "is missing") }
        return value
    }

    mutating func optional(_ key: String) -> CanonicalJSON? {
        read.insert(key)
        return members[key]
    }

    mutating func string(_ key: String) throws(DocumentError) -> String {
        guard case .string(let text) = try value(key) else { throw DocumentError(place(key), "should be a text") }
        return text
    }

    /// A reason with its detail, which is one line of bounded length or no detail of this program's.
    mutating func drop(_ reason: DropReason, _ key: String) throws(DocumentError) -> Drop {
        let detail = try string(key)
        let drop = Drop(reason, detail)
        guard drop.detail.utf8.elementsEqual(detail.utf8) else {
            throw DocumentError(place(key), "should be one line of at most \(Drop.detailLimit) bytes")
        }
        return drop
    }

    mutating func integer(_ key: String) throws(DocumentError) -> Int64 {
        guard case .integer(let number) = try value(key) else { throw DocumentError(place(key), "should be an integer") }
        return number
    }

    mutating func bool(_ key: String) throws(DocumentError) -> Bool {
        guard case .bool(let flag) = try value(key) else { throw DocumentError(place(key), "should be true or false") }
        return flag
    }

    mutating func array(_ key: String) throws(DocumentError) -> [CanonicalJSON] {
        guard case .array(let values) = try value(key) else { throw DocumentError(place(key), "should be a list") }
        return values
    }

    mutating func object(_ key: String) throws(DocumentError) -> DocumentReader {
        try DocumentReader(try value(key), path: place(key))
    }

    mutating func objects(_ key: String) throws(DocumentError) -> [DocumentReader] {
        let values = try array(key)
        var readers: [DocumentReader] = []
        for (index, value) in values.enumerated() {
            readers.append(try DocumentReader(value, path: "\(place(key))[\(index)]"))
        }
        return readers
    }

    func finish() throws(DocumentError) {
        if let extra = members.keys.filter({ !read.contains($0) }).min() {
            throw DocumentError(place(extra), "is not a member this version knows")
        }
    }
}
