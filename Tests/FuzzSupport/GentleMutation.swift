import TestSupport

/// Changes that leave a document of its form, most often, so that inputs get past the first checks of a reader: other digits, another
/// order, the same member or line twice, white space and spellings that mean the same.
enum GentleMutation {
    /// A document with one or two such changes, and spelled with white space where JSON allows it.
    static func next(_ document: JSONTree, _ random: inout SeededGenerator) -> [UInt8] {
        var tree = document
        for _ in 0...random.below(2) { tree = change(tree, &random) }
        return random.once(in: 3) ? spaced(tree.bytes, &random) : tree.bytes
    }

    private static func change(_ tree: JSONTree, _ random: inout SeededGenerator) -> JSONTree {
        // A draw for each choice, whatever it is used for: a case must not depend on what the document holds.
        let (kind, a, b, c) = (random.below(10), random.below(1 << 20), random.below(1 << 20), random.below(10))
        // Large documents are mostly numbers deep inside; the outermost values are what decides whether they are read at all.
        let place = random.once(in: 4) ? random.below(min(tree.count, 4)) : random.below(tree.count)
        return tree.replacing(place) { value in
            switch value {
            case .literal(let bytes): return .literal(literal(bytes, kind, a, UInt8(c)))
            case .object(var members) where !members.isEmpty:
                let first = a % members.count
                switch kind {
                case 0...4: members.swapAt(first, b % members.count)
                case 5...6: members.insert(members[first], at: b % (members.count + 1))
                case 7: members.append((Array("\"unknown\"".utf8), .literal(Array("\(c)".utf8))))
                default: members.reverse()
                }
                return .object(members)
            case .array(var elements) where !elements.isEmpty:
                let first = a % elements.count
                switch kind {
                case 0...4: elements.swapAt(first, b % elements.count)
                case 5...7: elements.insert(elements[first], at: b % (elements.count + 1))
                case 8 where elements.count > 1: elements.remove(at: first)
                default: elements.reverse()
                }
                return .array(elements)
            default: return value
            }
        }
    }

    /// Another literal of the same form.
    private static func literal(_ bytes: [UInt8], _ kind: Int, _ place: Int, _ digit: UInt8) -> [UInt8] {
        let digits = bytes.indices.filter { isDigit(bytes[$0]) }
        let isText = bytes.first == 0x22
        let isHex = bytes.starts(with: Array("\"0x".utf8))
        var changed = bytes
        switch kind {
        case 0...4 where !digits.isEmpty:
            // One digit; the first of a number stays above zero, so that none begins with it.
            let at = isHex ? 3 + place % max(bytes.count - 4, 1) : digits[place % digits.count]
            guard changed.indices.contains(at), isDigit(changed[at]) || isHex, changed[at] != 0x22 else { return bytes }
            changed[at] = isHex ? Array("0123456789abcdef".utf8)[place % 16] : 0x30 + (at == digits[0] ? max(digit, 1) : digit)
        case 5 where !digits.isEmpty && !isHex:
            // One more or less in the last place.
            let last = digits[digits.count - 1]
            changed[last] = changed[last] == 0x39 ? 0x38 : changed[last] + 1
        case 6 where isHex && bytes.count > 5:
            changed.insert(0x31, at: 3)
        // The same number with a zero more behind the point.
        case 6 where !isText && bytes.contains(0x2E) && !bytes.contains(0x65) && !bytes.contains(0x45): changed.append(0x30)
        case 7 where isHex: changed = bytes.map { (0x61...0x66).contains($0) ? $0 - 32 : $0 }
        case 7 where isText && bytes.count > 2 && bytes[1] != 0x5C && bytes[1] < 0x80:
            // A character as its escape.
            let (high, low) = (bytes[1] >> 4, bytes[1] & 15)
            let hex = Array("0123456789abcdef".utf8)
            changed.replaceSubrange(1..<2, with: Array("\\u00".utf8) + [hex[Int(high)], hex[Int(low)]])
        case 8 where !digits.isEmpty && !isHex && digits.count > 2: changed.remove(at: digits[1 + place % (digits.count - 2)])
        case 9 where !digits.isEmpty && !isHex: changed.insert(0x30 + digit, at: digits[place % digits.count] + 1)
        default: break
        }
        return changed
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// White space between a document's parts, and never inside a text.
    private static func spaced(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let space = Array(random.pick([" ", "\n", "\t", "\r\n  "]).utf8)
        var result = space
        var isInside = false
        var isEscaped = false
        for byte in bytes {
            result.append(byte)
            if isInside, isEscaped {
                isEscaped = false
            } else if isInside, byte == 0x5C {
                isEscaped = true
            } else if byte == 0x22 {
                isInside.toggle()
            } else if !isInside, [0x2C, 0x3A, 0x5B, 0x7B, 0x5D, 0x7D].contains(byte) {
                result += space
            }
        }
        return result
    }

    /// Lines with one or two changes that a text of `key: value` survives, most often.
    static func next(_ lines: [String], _ random: inout SeededGenerator) -> String {
        var lines = lines
        for _ in 0...random.below(2) where !lines.isEmpty {
            let place = random.below(lines.count)
            switch random.below(8) {
            case 0...3:
                // A digit of a value.
                var bytes = Array(lines[place].utf8)
                let colon = bytes.firstIndex(of: 0x3A) ?? 0
                let digits = bytes.indices.filter { $0 > colon && isDigit(bytes[$0]) }
                guard !digits.isEmpty else { continue }
                bytes[random.pick(digits)] = 0x30 + UInt8(1 + random.below(9))
                lines[place] = String(decoding: bytes, as: UTF8.self)
            case 4: lines[place] += random.pick([" ", "   # said beside it", "\t"])
            case 5: lines.insert(random.pick(["", "# a line of words", "   "]), at: place)
            case 6 where place + 1 < lines.count && indentation(lines[place]) == indentation(lines[place + 1]): lines.swapAt(place, place + 1)
            default: lines[place] = lines[place].replacing(": ", with: ":  ", maxReplacements: 1)
            }
        }
        return lines.joined(separator: random.once(in: 12) ? "\r\n" : "\n")
    }

    private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }
}
