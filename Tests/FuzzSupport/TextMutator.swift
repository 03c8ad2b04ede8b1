import TestSupport

/// Texts of lines `key: value`, such as feed files and configurations, changed line by line.
public struct TextMutator: Sendable {
    private let corpus: [[String]]

    public init(_ corpus: [String]) {
        self.corpus = corpus.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }

    static let values: [String] = [
        "", "~", "null", "true", "yes", "0", "-1", "1", "1.5", "1e3", "1e400", "0x10", "0o7", "+1", "9223372036854775807", "9223372036854775808", "1e-38", "0.0000001", "1000000000", "999999999.99",
        "60", "86400", "604800", "256", "257", "32767", "\"60\"", "'60'", "[1, 2]", "{a: 1}", "{venue: kraken, quote: USD}", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "&a x", "*a", "!!binary aGk=", "!!int 1",
        "!<tag:yaml.org,2002:str> x", "| \n  a\n  b", "> \n  a", "\"\\u0000\"", "\"\\x41\"", "\"\u{202E}\"", "BTC/USD", "USDT/USD", "K/USD", "\u{212A}RW/USD", "kraken", "spot", "option", "volatility", "sample", "close", "mid", "gas",
        "1 # x", "a: b: c", "- a", "? a", "---", "...", "%YAML 1.2", "<<", "2023-03-10T00:00:00Z", "\t1", "x\u{0301}\u{0301}\u{0301}", "\u{FEFF}1", "0.1", "10", "-0.5", "\"", "'", "]", "}", "127.0.0.1", "http://127.0.0.1:1", "..", "/",
    ]

    /// Every second time a text that is nearly as it was.
    public func next(_ random: inout SeededGenerator) -> String {
        if random.once(in: 2) { return GentleMutation.next(random.pick(corpus), &random) }
        var lines = random.pick(corpus)
        for _ in 0...random.below(3) { step(&lines, &random) }
        let text = lines.joined(separator: random.once(in: 20) ? "\r\n" : "\n")
        guard random.once(in: 4) else { return text }
        return String(decoding: ByteMutator.mutate(Array(text.utf8), &random), as: UTF8.self)
    }

    private func step(_ lines: inout [String], _ random: inout SeededGenerator) {
        guard !lines.isEmpty else { return lines = random.pick(corpus) }
        let place = random.below(lines.count)
        switch random.below(10) {
        case 0...3:
            // The value of a key, in a line of its own or inside braces.
            let line = lines[place]
            let colons = line.indices.filter { line[$0] == ":" }
            guard !colons.isEmpty else { return lines[place] = random.pick(Self.values) }
            let colon = random.pick(colons)
            let rest = line[line.index(after: colon)...]
            let end = rest.firstIndex { $0 == "," || $0 == "}" } ?? rest.endIndex
            lines[place] = line[...colon] + " " + random.pick(Self.values) + rest[(random.once(in: 2) ? end : rest.endIndex)...]
        case 4: lines.remove(at: place)
        case 5: lines.insert(lines[random.below(lines.count)], at: place)
        case 6: lines.swapAt(place, random.below(lines.count))
        case 7: lines[place] = random.pick(["  ", "\t", "    ", "- ", "? ", " "]) + lines[place]
        case 8:
            let other = random.pick(corpus)
            lines.insert(random.pick(other), at: place)
        default:
            let deep = random.pick([3, 40, 300])
            lines.insert(contentsOf: (0..<deep).map { String(repeating: " ", count: $0) + "a:" }, at: place)
        }
    }
}
