import TestSupport

/// Makes hostile inputs from good ones, the same for one seed: bytes flipped, runs removed, repeated and moved, pieces of other
/// inputs put in, numbers blown up, nesting, and bytes from nowhere.
struct Mutator {
    private var generator: SeededGenerator
    private let corpus: [[UInt8]]
    private let words: [[UInt8]]
    private let limit: Int

    /// - Parameters:
    ///   - words: what means something to the parser: put in at random places.
    ///   - limit: bytes of an input at most.
    init(seed: UInt64, corpus: [[UInt8]], words: [String] = [], limit: Int = 16_384) {
        generator = SeededGenerator(seed: seed)
        self.corpus = corpus
        self.words = words.map { Array($0.utf8) } + [
            [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], Array("\u{FEFF}".utf8), Array("-0".utf8), Array("1e999999999".utf8),
            Array(String(repeating: "9", count: 400).utf8), Array("18446744073709551616".utf8), Array("0x".utf8), Array("null".utf8), Array("NaN".utf8),
            Array("\"".utf8), Array("\\u0000".utf8), Array("\\ud800".utf8),
        ]
        self.limit = limit
    }

    private mutating func below(_ bound: Int) -> Int { bound <= 1 ? 0 : Int(generator.next() % UInt64(bound)) }

    mutating func next() -> [UInt8] {
        var bytes = corpus[below(corpus.count)]
        switch below(40) {
        case 0: return generator.bytes(below(600))
        case 1: return [UInt8](repeating: UInt8(truncatingIfNeeded: generator.next()), count: below(limit))
        case 2:
            let (open, close): (UInt8, UInt8) = below(2) == 0 ? (0x5B, 0x5D) : (0x7B, 0x7D)
            let depth = below(limit / 2)
            return [UInt8](repeating: open, count: depth) + [UInt8](repeating: close, count: below(2) == 0 ? depth : below(depth + 1))
        default: break
        }
        for _ in 0...below(4) { mutate(&bytes) }
        return Array(bytes.prefix(limit))
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let at = below(bytes.count + 1)
        let run = min(below(below(3) == 0 ? 400 : 12), bytes.count - at)
        switch below(9) {
        case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(below(8))
        case 1 where at < bytes.count: bytes[at] = UInt8(truncatingIfNeeded: generator.next())
        case 2: bytes.removeSubrange(at..<(at + run))
        case 3: bytes.insert(contentsOf: bytes[at..<(at + run)], at: below(bytes.count + 1))
        case 4: bytes = Array(bytes.prefix(at))
        case 5, 6: bytes.insert(contentsOf: words[below(words.count)], at: at)
        case 7:
            let other = corpus[below(corpus.count)]
            let from = below(other.count + 1)
            bytes.insert(contentsOf: other[from..<min(from + below(200), other.count)], at: at)
        default:
            // A number becomes another number.
            guard let digit = bytes[at...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
            let end = bytes[digit...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
            let numbers = ["0", "-1", "1e400", "9223372036854775808", "0.00000000000000000001", "340282366920938463463374607431768211456", "00", "1.", "\"1\"", "[]"]
            bytes.replaceSubrange(digit..<end, with: Array(numbers[below(numbers.count)].utf8))
        }
    }
}
