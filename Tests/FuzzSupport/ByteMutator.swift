import TestSupport

extension SeededGenerator {
    /// 0 ..< bound; 0 where the bound is 0.
    public mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int(next() % UInt64(bound)) }

    /// True once in `n`.
    public mutating func once(in n: Int) -> Bool { below(n) == 0 }

    public mutating func pick<Items: RandomAccessCollection>(_ items: Items) -> Items.Element where Items.Index == Int {
        items[items.startIndex + below(items.count)]
    }
}

/// Damage to bytes, whatever they stand for.
public enum ByteMutator {
    /// Lengths and integers at whose edges readers go wrong, in 8 bytes.
    public static let edges: [UInt64] = [
        0, 1, 2, 7, 8, 31, 32, 33, 63, 64, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000, 0xff_ffff, 0x7fff_ffff, 0x8000_0000,
        0xffff_fffe, 0xffff_ffff, 0x1_0000_0000, 1 << 53, UInt64(Int64.max), 1 << 63, .max - 1, .max,
    ]

    /// Pieces of text that readers of text stumble over.
    public static let words: [[UInt8]] = [
        "\0", "\n", "\r\n", "\t", " ", "\u{FEFF}", "\u{202E}", "\u{0301}", "\u{1F511}", "é", "\u{212A}", "\u{0}\u{0}\u{0}\u{0}", "\"", "\\", "\\u0000", "\\ud800", "\\udc00",
        "{", "}", "[", "]", ",", ":", "-", "+", ".", "e", "E", "0", "00", "1e400", "-1e-400", "1e9999999999", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616", "340282366920938463463374607431768211456", "NaN", "Infinity",
        "null", "true", "0x", "&a", "*a", "<<", "!!binary", "---", "...", "%YAML", "#", "'", "|", ">", "?", "%2e", "..", "//", "<html>",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xEF, 0xBF]]

    /// One to four changes. The result stays below `limit` bytes.
    ///
    /// - Parameters:
    ///   - others: further valid inputs to splice with.
    ///   - known: what means something to the reader, put in beside ``words``.
    public static func mutate(
        _ bytes: [UInt8], others: [[UInt8]] = [], known: [[UInt8]] = [], limit: Int = 1 << 20, _ random: inout SeededGenerator
    ) -> [UInt8] {
        var result = bytes
        for _ in 0...random.below(4) {
            if !known.isEmpty, random.once(in: 4) {
                result.insert(contentsOf: random.pick(known), at: random.below(result.count + 1))
            } else {
                step(&result, others, &random)
            }
        }
        return result.count > limit ? Array(result.prefix(limit)) : result
    }

    private static func step(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SeededGenerator) {
        let place = random.below(bytes.count)
        let end = min(bytes.count, place + 1 + random.below(random.once(in: 4) ? 256 : 8))
        switch random.below(13) {
        case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1 where !bytes.isEmpty: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeSubrange(min(place, end)..<end)
        case 3: bytes.insert(contentsOf: bytes[min(place, end)..<end], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.insert(contentsOf: random.pick(words), at: place)
        case 6:
            let word = random.pick(words)
            bytes.replaceSubrange(min(place, end)..<min(bytes.count, max(end, place + word.count)), with: word)
        case 7: write(random.pick(edges), width: random.pick([1, 2, 4, 8]), at: place, &bytes, bigEndian: random.once(in: 2))
        case 8 where !others.isEmpty:
            let other = random.pick(others)
            bytes = Array(bytes[..<place]) + Array(other[random.below(other.count)...])
        case 9 where bytes.count > 1:
            let second = random.below(bytes.count)
            bytes.swapAt(place, second)
        case 10: bytes.insert(contentsOf: [UInt8](repeating: random.pick([0, 0x20, 0x30, 0x39, 0x5B, 0x7B, 0xFF]), count: 1 + random.below(300)), at: place)
        case 11: bytes += random.bytes(random.below(40))
        default: if !bytes.isEmpty { bytes[place] = bytes[place] &+ (random.once(in: 2) ? 1 : 255) }
        }
    }

    private static func write(_ value: UInt64, width: Int, at place: Int, _ bytes: inout [UInt8], bigEndian: Bool) {
        for index in 0..<width where place + index < bytes.count {
            let shift = UInt64(8 * (bigEndian ? width - 1 - index : index))
            bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }
}
