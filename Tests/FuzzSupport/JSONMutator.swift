import TestSupport

/// Documents that are JSON, or nearly, and not what the reader hopes for.
public struct JSONMutator: Sendable {
    private let documents: [JSONTree]
    private let raw: [[UInt8]]
    private let special: [[UInt8]]

    /// - Parameters:
    ///   - corpus: valid documents.
    ///   - special: literals of this surface, tried more often than others.
    public init(_ corpus: [[UInt8]], special: [String] = []) {
        documents = corpus.compactMap { JSONTree($0) }
        raw = corpus
        self.special = special.map { Array($0.utf8) }
    }

    static let literals: [[UInt8]] = [
        "0", "-0", "1", "-1", "0.0", "1e400", "1e-400", "-1e400", "1e38", "1E+38", "1e308", "1.7976931348623157e309", "0e99999999999999999999",
        "123456789012345678901234567890123456789", "99999999999999999999999999999999999999", "100000000000000000000000000000000000000",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
        "9007199254740991", "9007199254740993", "2147483648", "1.0", "1.5", "0.1e1", "01", "1.", ".5", "+1", "0x10", "1e", "--1", "NaN", "Infinity", "nan", "null", "true",
        "false", "nul", "True", "[]", "{}", "[[]]", "[null]", "{\"\":0}", "\"\"", "\"0\"", "\"-0\"", "\"1e400\"", "\" 1\"", "\"1 \"", "\"+1\"", "\"0x\"", "\"0x0\"", "\"0x00\"",
        "\"0X1\"", "\"0xg\"", "\"0x1\"", "\"0xffffffffffffffff\"", "\"0x10000000000000000\"", "\"0xffffffffffffffffffffffffffffffff\"",
        "\"0x7fffffffffffffff\"", "\"0x8000000000000000\"", "\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"", "\"0x8000000000000000000000000000000000000000000000000000000000000000\"",
        "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u202e\"", "\"\\x\"", "\"\\", "\"a", "\"\u{212A}\"", "\"\u{0301}\"", "\"\u{1F469}\u{200D}\u{1F4BB}\"", "\"\t\"", "'a'", "\"2023-03-11T07:18:00Z\"",
        "\"9999-99-99T99:99:99Z\"", "1678519080", "1678519080000", "-62135596800", "99999999999999", "",
    ].map { Array($0.utf8) } + [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0x00, 0x22]]

    /// Every second time a document that is nearly as it was; else one with one to three changes to its structure, and now and then to
    /// its bytes.
    public func next(_ random: inout SeededGenerator) -> [UInt8] {
        if random.once(in: 2) { return GentleMutation.next(random.pick(documents), &random) }
        var tree = random.pick(documents)
        for _ in 0...random.below(3) { tree = change(tree, &random) }
        let bytes = spelled(tree, &random)
        return random.once(in: 5) ? ByteMutator.mutate(bytes, others: raw, &random) : bytes
    }

    private func change(_ tree: JSONTree, _ random: inout SeededGenerator) -> JSONTree {
        let other = random.pick(documents)
        let stranger = other.value(random.below(other.count))
        let literal = JSONTree.literal(special.isEmpty || random.once(in: 2) ? random.pick(Self.literals) : random.pick(special))
        let kind = random.below(16)
        let (a, b) = (random.below(1 << 20), random.below(1 << 20))
        let depth = random.pick([1, 2, 14, 15, 16, 17, 200, 3_000])
        let times = random.pick([2, 3, 17, 300])
        let damaged = random.next()
        return tree.replacing(random.below(tree.count)) { value in
            switch (kind, value) {
            case (0...3, _): return literal
            case (4, _): return stranger
            case (5, _): return (0..<depth).reduce(value) { inner, level in (level + a) % 3 == 0 ? .object([(Array("\"a\"".utf8), inner)]) : .array([inner]) }
            // A number as text and text as a number.
            case (6, .literal(let bytes)) where bytes.first == 0x22: return .literal(Array(bytes.dropFirst().dropLast()))
            case (6, .literal(let bytes)): return .literal([0x22] + bytes + [0x22])
            case (6, .array(let elements)): return .object(elements.enumerated().map { (Array("\"\($0)\"".utf8), $1) })
            case (6, .object(let members)): return .array(members.map(\.value))
            case (7, .literal(let bytes)) where bytes.count > 2:
                // One character of a text or number: still of its form, most often.
                var changed = bytes
                let place = 1 + Int(damaged % UInt64(bytes.count - 2))
                let alphabet = Array("0123456789abcdefABCDEFxX.-+eE \\\"/:".utf8)
                changed[place] = alphabet[Int(damaged >> 32) % alphabet.count]
                return .literal(changed)
            case (8, .literal(let bytes)) where bytes.first == 0x22:
                return .literal([0x22] + Array(repeatElement(bytes.dropFirst().dropLast(), count: times).joined()) + [0x22])
            case (8, .literal(let bytes)): return .literal(Array(repeatElement(bytes, count: times).joined()))
            case (9...10, .array(var elements)) where !elements.isEmpty:
                let place = a % elements.count
                if kind == 9 { elements.remove(at: place) } else { elements.insert(contentsOf: repeatElement(elements[place], count: times), at: place) }
                return .array(elements)
            case (9...10, .object(var members)) where !members.isEmpty:
                let place = a % members.count
                if kind == 9 { members.remove(at: place) } else { members.insert((members[place].key, literal), at: b % members.count) }
                return .object(members)
            case (11, .object(var members)) where !members.isEmpty:
                members[a % members.count].key = Self.keys[b % Self.keys.count]
                return .object(members)
            case (12, .object(var members)) where members.count > 1:
                let (first, second) = (a % members.count, b % members.count)
                (members[first].value, members[second].value) = (members[second].value, members[first].value)
                return .object(members)
            case (12, .array(var elements)) where elements.count > 1:
                elements.swapAt(a % elements.count, b % elements.count)
                return .array(elements)
            case (13, .array(let elements)): return .array(elements.reversed())
            case (13, .object(let members)): return .object(members.map { ($0.key.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }, $0.value) })
            case (14, .object(let members)): return .object(members + [(Self.keys[b % Self.keys.count], stranger)])
            case (14, .array(let elements)): return .array(elements + [stranger])
            case (15, .literal(let bytes)): return .literal(Array(bytes.prefix(1 + b % max(bytes.count, 1))))
            default: return literal
            }
        }
    }

    private static let keys: [[UInt8]] = [
        "\"\"", "\"a\"", "\"error\"", "\"result\"", "\"data\"", "\"code\"", "\"message\"", "\"id\"", "\"__proto__\"", "\"\\u0000\"", "\"e\u{0301}\"", "\"\u{e9}\"", "a", "\"last\"", "\"jsonrpc\"",
        "\"\\u0072esult\"", "\"x\u{202E}y\"", "\"detail\"", "\"dropped\"",
    ].map { Array($0.utf8) }

    /// White space where it may stand, and where it may not.
    private func spelled(_ tree: JSONTree, _ random: inout SeededGenerator) -> [UInt8] {
        let bytes = tree.bytes
        guard random.once(in: 6) else { return bytes }
        let space = Array(random.pick(["\n", "  ", "\t\r\n", "\u{FEFF}", "\u{00A0}", "\0"]).utf8)
        var result: [UInt8] = random.once(in: 2) ? space : []
        for byte in bytes {
            result.append(byte)
            if byte == 0x2C || byte == 0x3A || byte == 0x5B { result += space }
        }
        return result
    }
}
