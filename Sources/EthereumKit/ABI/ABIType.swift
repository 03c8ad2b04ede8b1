/// A type of the contract ABI (Solidity documentation, "Contract ABI Specification").
public indirect enum ABIType: Hashable, Sendable {
    /// Bits: 8, 16 … 256.
    case uint(Int)
    /// Bits: 8, 16 … 256.
    case int(Int)
    case address
    case bool
    /// Bytes: 1 … 32.
    case fixedBytes(Int)
    case bytes
    case string
    case array(ABIType)
    /// A positive number of elements.
    case fixedArray(ABIType, Int)
    case tuple([ABIType])

    /// The name that goes into a selector.
    public var name: String {
        switch self {
        case .uint(let bits): "uint\(bits)"
        case .int(let bits): "int\(bits)"
        case .address: "address"
        case .bool: "bool"
        case .fixedBytes(let count): "bytes\(count)"
        case .bytes: "bytes"
        case .string: "string"
        case .array(let element): "\(element.name)[]"
        case .fixedArray(let element, let count): "\(element.name)[\(count)]"
        case .tuple(let members): "(\(members.map(\.name).joined(separator: ",")))"
        }
    }

    /// Does its length depend on its value?
    public var isDynamic: Bool {
        switch self {
        case .bytes, .string, .array: true
        case .fixedArray(let element, _): element.isDynamic
        case .tuple(let members): members.contains(where: \.isDynamic)
        default: false
        }
    }

    /// Bytes it takes in its tuple's head: its own where its length is fixed, an offset's where it is not.
    ///
    /// Saturates far above any input's length, so that sums of sizes cannot overflow.
    var headSize: Int {
        if isDynamic { return 32 }
        switch self {
        case .fixedArray(let element, let count):
            let (size, overflow) = element.headSize.multipliedReportingOverflow(by: max(count, 0))
            return overflow ? Self.unbounded : min(size, Self.unbounded)
        case .tuple(let members):
            return members.reduce(0) { min($0 + $1.headSize, Self.unbounded) }
        default:
            return 32
        }
    }

    private static let unbounded = Int.max / 4

    /// Reads a type's name; `uint` and `int` mean 256 bits.
    public init(_ text: some StringProtocol) throws(ABIError) {
        var parser = ABITypeParser(text: Array(text.utf8))
        self = try parser.type()
        guard parser.isAtEnd else { throw .unknownType(String(text)) }
    }
}

/// Recursive descent over a type's name, with a bound on nesting so that hostile text cannot exhaust the stack.
struct ABITypeParser {
    let text: [UInt8]
    var position = 0
    private var depth = 0
    private static let deepest = 32

    init(text: [UInt8]) {
        self.text = text
    }

    var isAtEnd: Bool { position == text.count }

    private var failure: ABIError { .unknownType(String(decoding: text, as: UTF8.self)) }

    private mutating func take(_ character: Character) -> Bool {
        guard position < text.count, text[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func digits() -> Int? {
        let start = position
        while position < text.count, (0x30...0x39).contains(text[position]) { position += 1 }
        // At most nine digits: no overflow; no leading zero: one spelling.
        guard position > start, position - start <= 9, text[start] != 0x30 else { return nil }
        return Int(String(decoding: text[start..<position], as: UTF8.self))
    }

    mutating func type() throws(ABIError) -> ABIType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw failure }
        var result = try take("(") ? .tuple(members()) : atom()
        var suffixes = 0
        while take("[") {
            suffixes += 1
            guard suffixes + depth <= Self.deepest else { throw failure }
            if take("]") {
                result = .array(result)
            } else {
                guard let count = digits(), take("]") else { throw failure }
                result = .fixedArray(result, count)
            }
        }
        return result
    }

    /// The members of a tuple behind its opening parenthesis.
    mutating func members() throws(ABIError) -> [ABIType] {
        if take(")") { return [] }
        var members: [ABIType] = []
        repeat { members.append(try type()) } while take(",")
        guard take(")") else { throw failure }
        return members
    }

    private mutating func atom() throws(ABIError) -> ABIType {
        let start = position
        while position < text.count, (0x61...0x7a).contains(text[position]) { position += 1 }
        let word = String(decoding: text[start..<position], as: UTF8.self)
        let hasSize = position < text.count && (0x30...0x39).contains(text[position])
        guard hasSize else {
            switch word {
            case "uint": return .uint(256)
            case "int": return .int(256)
            case "address": return .address
            case "bool": return .bool
            case "bytes": return .bytes
            case "string": return .string
            default: throw failure
            }
        }
        guard let size = digits() else { throw failure }
        switch word {
        case "uint" where size % 8 == 0 && size <= 256: return .uint(size)
        case "int" where size % 8 == 0 && size <= 256: return .int(size)
        case "bytes" where size <= 32: return .fixedBytes(size)
        default: throw failure
        }
    }
}
