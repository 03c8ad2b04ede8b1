/// Bytes that should have been one recursive-length-prefix item and were not.
public enum RLPError: Error, Hashable {
    case truncated(offset: Int)
    /// A length or a single byte is not in its shortest form.
    case notShortest(offset: Int)
    case trailing(count: Int)
    case tooDeep
}

/// Recursive length prefix (Ethereum yellow paper, appendix B): how transactions are written.
public indirect enum RLP: Hashable, Sendable {
    case bytes([UInt8])
    case list([RLP])

    /// A number without leading zeros; zero is the empty string.
    public static func word(_ value: Word) -> RLP { .bytes(value.minimalBytes) }
    /// The same of a small number.
    public static func number(_ value: UInt64) -> RLP { .word(Word(value)) }

    public var encoded: [UInt8] {
        switch self {
        case .bytes(let bytes):
            if bytes.count == 1, bytes[0] < 0x80 { return bytes }
            return Self.header(bytes.count, 0x80) + bytes
        case .list(let items):
            let body = items.flatMap(\.encoded)
            return Self.header(body.count, 0xc0) + body
        }
    }

    private static func header(_ count: Int, _ base: UInt8) -> [UInt8] {
        if count <= 55 { return [base + UInt8(count)] }
        let length = Word(UInt64(count)).minimalBytes
        return [base + 55 + UInt8(length.count)] + length
    }

    /// Reads one item that fills the input; only shortest forms, lists at most 64 deep. Any bytes are safe to pass in.
    public init(decoding input: some Collection<UInt8>) throws(RLPError) {
        let bytes = Array(input)
        var position = 0
        self = try Self.item(bytes, &position, bytes.count, depth: 0)
        guard position == bytes.count else { throw .trailing(count: bytes.count - position) }
    }

    private static func item(
        _ bytes: [UInt8], _ position: inout Int, _ end: Int, depth: Int
    ) throws(RLPError) -> RLP {
        let start = position
        guard start < end else { throw .truncated(offset: start) }
        let first = bytes[start]
        position += 1
        if first < 0x80 { return .bytes([first]) }
        let isList = first >= 0xc0
        let short = Int(first) - (isList ? 0xc0 : 0x80)
        var count = short
        if short > 55 {
            let width = short - 55
            guard width <= end - position else { throw .truncated(offset: start) }
            let length = bytes[position..<(position + width)]
            guard length.first != 0, let value = Word(rightAligned: length).asUInt64, value > 55 else {
                throw .notShortest(offset: start)
            }
            position += width
            guard value <= UInt64(end - position) else { throw .truncated(offset: start) }
            count = Int(value)
        }
        guard count <= end - position else { throw .truncated(offset: start) }
        let stop = position + count
        if !isList {
            let content = Array(bytes[position..<stop])
            if count == 1, content[0] < 0x80 { throw .notShortest(offset: start) }
            position = stop
            return .bytes(content)
        }
        guard depth < 64 else { throw .tooDeep }
        var items: [RLP] = []
        while position < stop { items.append(try item(bytes, &position, stop, depth: depth + 1)) }
        return .list(items)
    }
}
