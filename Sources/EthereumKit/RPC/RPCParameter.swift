/// A parameter of a JSON-RPC request, written as JSON.
public indirect enum RPCParameter: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case numbers([Double])
    case list([RPCParameter])
    /// Members in the order given.
    case object([Member])

    public struct Member: Hashable, Sendable {
        let key: String
        let value: RPCParameter

        public init(_ key: String, _ value: RPCParameter) {
            self.key = key
            self.value = value
        }
    }

    /// A number as the interface spells it: `0x` and digits without leading zeros.
    public static func quantity(_ value: Word) -> RPCParameter {
        let digits = Hex.encode(value.minimalBytes, prefix: false).drop { $0 == "0" }
        return .text(digits.isEmpty ? "0x0" : "0x" + digits)
    }

    public static func quantity(_ value: UInt64) -> RPCParameter { .quantity(Word(value)) }
    /// Bytes as the interface spells them: `0x` and two digits a byte.
    public static func bytes(_ value: [UInt8]) -> RPCParameter { .text(Hex.encode(value)) }
    public static func word(_ value: Word) -> RPCParameter { .bytes(value.bytes) }
    /// In lower case, which every node takes.
    public static func address(_ value: Address) -> RPCParameter { .bytes(value.bytes) }

    func write(to text: inout [UInt8]) {
        switch self {
        case .text(let value): Self.write(string: value, to: &text)
        case .flag(let value): text += (value ? "true" : "false").utf8
        case .numbers(let values): text += "[\(values.map { "\($0)" }.joined(separator: ","))]".utf8
        case .list(let items):
            text.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                item.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                Self.write(string: member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.write(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private static func write(string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0..<0x20:
                text += "\\u00".utf8
                Hex.append([byte], to: &text)
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}

/// One question to a node.
public struct RPCRequest: Hashable, Sendable {
    public let method: String
    public let parameters: [RPCParameter]

    public init(_ method: String, _ parameters: [RPCParameter] = []) {
        self.method = method
        self.parameters = parameters
    }

    func body(id: UInt64) -> [UInt8] {
        var text = Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":".utf8)
        RPCParameter.text(method).write(to: &text)
        text += ",\"params\":".utf8
        RPCParameter.list(parameters).write(to: &text)
        text.append(UInt8(ascii: "}"))
        return text
    }
}
