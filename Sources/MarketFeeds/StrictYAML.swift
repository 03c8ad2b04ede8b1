import Yams

/// Collects problems while a file is read, so that one run shows all of them.
final class ProblemList {
    private(set) var problems: [FeedError.Problem] = []

    func add(_ node: Node?, _ message: String) {
        problems.append(FeedError.Problem(line: node?.mark?.line ?? 0, column: node?.mark?.column ?? 0, message: message))
    }
}

/// A YAML mapping that is read key by key. Keys nobody asked for are problems, found by `finish()`.
///
/// Every reader returns `nil` after it has noted a problem, or when an optional key is absent.
struct StrictMapping {
    private let node: Node
    private let path: String
    private let list: ProblemList
    private var members: [(key: String, node: Node, value: Node)] = []
    private var known: Set<String> = []

    init?(_ node: Node, path: String, _ list: ProblemList) {
        guard case .mapping(let mapping) = node else {
            list.add(node, "\(path.isEmpty ? "the file" : path): \(Self.kind(node)) where a mapping (key: value lines) is expected")
            return nil
        }
        self.node = node
        self.path = path
        self.list = list
        for (key, value) in mapping {
            guard let text = key.scalar?.string else {
                list.add(key, "\(Self.kind(key)) where a key is expected")
                continue
            }
            members.append((text, key, value))
        }
    }

    static func kind(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string.prefix(40))\""
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Notes a problem at the key's value, or at the mapping itself when the key is absent.
    func problem(_ key: String, _ message: String) {
        list.add(members.first { $0.key == key }?.value ?? node, "\(name(key)): \(message)")
    }

    /// Asking makes the key a known one.
    mutating func has(_ key: String) -> Bool {
        known.insert(key)
        return members.contains { $0.key == key }
    }

    mutating func node(_ key: String, required: Bool = true, expected: String) -> Node? {
        known.insert(key)
        if let member = members.first(where: { $0.key == key }) { return member.value }
        if required { list.add(node, "\(name(key)) is missing; add it: \(expected)") }
        return nil
    }

    /// The text of a scalar; `quoted` tells text in quotation marks, which is never a number.
    private mutating func scalar(_ key: String, required: Bool, expected: String) -> (text: String, quoted: Bool)? {
        guard let node = node(key, required: required, expected: expected) else { return nil }
        guard case .scalar(let scalar) = node else {
            list.add(node, "\(name(key)): \(Self.kind(node)) where \(expected) is expected")
            return nil
        }
        let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        return (scalar.string, quoted)
    }

    mutating func text(_ key: String, required: Bool = true, expected: String, _ isValid: (String) -> Bool) -> String? {
        guard let (text, _) = scalar(key, required: required, expected: expected) else { return nil }
        guard isValid(text) else {
            problem(key, "\"\(text.prefix(60))\" where \(expected) is expected")
            return nil
        }
        return text
    }

    mutating func integer(_ key: String, _ range: ClosedRange<Int>, required: Bool = true, unit: String) -> Int? {
        let expected = "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
        guard let (text, quoted) = scalar(key, required: required, expected: expected) else { return nil }
        guard !quoted, text.utf8.first != 0x2B, let value = Int(text), range.contains(value) else {
            problem(key, "\(quoted ? "the quoted text " : "")\"\(text.prefix(40))\" where \(expected) is expected")
            return nil
        }
        return value
    }

    mutating func decimal(
        _ key: String, from low: String, to high: String, required: Bool = true, unit: String
    ) -> ExactDecimal? {
        let expected = "a decimal number (\(unit)) from \(low) to \(high)"
        guard let (text, _) = scalar(key, required: required, expected: expected) else { return nil }
        guard let value = ExactDecimal(text), let low = ExactDecimal(low), let high = ExactDecimal(high), value >= low, value <= high
        else {
            problem(key, "\"\(text.prefix(60))\" where \(expected) is expected")
            return nil
        }
        return value
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type, required: Bool = true
    ) -> Choice? where Choice.RawValue == String {
        let expected = "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", ")
        guard let (text, _) = scalar(key, required: required, expected: expected) else { return nil }
        guard let value = Choice(rawValue: text) else {
            problem(key, "\"\(text.prefix(40))\" where \(expected) is expected")
            return nil
        }
        return value
    }

    mutating func mapping(_ key: String, required: Bool = true, expected: String) -> StrictMapping? {
        guard let node = node(key, required: required, expected: expected) else { return nil }
        return StrictMapping(node, path: name(key), list)
    }

    mutating func list(_ key: String, _ count: ClosedRange<Int>, required: Bool = true, expected: String) -> [StrictMapping]? {
        guard let node = node(key, required: required, expected: expected) else { return nil }
        guard case .sequence(let sequence) = node else {
            problem(key, "\(Self.kind(node)) where \(expected) is expected")
            return nil
        }
        guard count.contains(sequence.count) else {
            problem(key, "\(sequence.count) entries where \(count.lowerBound) to \(count.upperBound) are expected")
            return nil
        }
        return sequence.enumerated().compactMap { StrictMapping($1, path: "\(name(key))[\($0)]", self.list) }
    }

    /// Notes every key that nobody asked for.
    func finish() {
        for member in members where !known.contains(member.key) {
            list.add(member.node, "\(name(member.key.prefix(40).description)) is no key here; known are \(known.sorted().joined(separator: ", "))")
        }
    }
}

/// The YAML document in a text, refused before it can cost anything.
enum StrictYAML {
    static func document(_ text: String, limit: Int = 64 << 10) throws(YAMLProblem) -> Node {
        guard text.utf8.count <= limit else {
            throw YAMLProblem(line: 0, column: 0, message: "\(text.utf8.count) bytes, more than the \(limit) a feed file may have")
        }
        try checkShape(text)
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw YAMLProblem(line: 1, column: 1, message: "the file is empty; Docs/feeds.md shows a whole one")
            }
            return node
        } catch let problem as YAMLProblem {
            throw problem
        } catch {
            throw describe(error)
        }
    }

    /// Feed files are shallow and plain. Anchors and aliases (which can blow a file up), and nesting deep enough to
    /// exhaust a recursive parser's stack, are turned away by looking at the characters alone.
    private static func checkShape(_ text: String) throws(YAMLProblem) {
        var opened = 0
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var previous: UInt8 = 0x20
            var markers = 0
            let bytes = Array(line.utf8)
            for (column, byte) in bytes.enumerated() {
                let startsToken = previous == 0x20 || previous == 0x09 || "[{,".utf8.contains(previous)
                if byte == UInt8(ascii: "#"), startsToken { break }
                let next = column + 1 < bytes.count ? bytes[column + 1] : 0x20
                if startsToken, byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), next != 0x20 {
                    throw YAMLProblem(
                        line: index + 1, column: column + 1,
                        message: "anchors and aliases are not used in feed files; write the value out, or put the text in quotes after a letter")
                }
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { opened += 1 }
                if startsToken, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") { markers += 1 }
                if opened > 256 || markers > 32 {
                    throw YAMLProblem(line: index + 1, column: column + 1, message: "far more brackets or list marks than a feed file needs")
                }
                previous = byte
            }
        }
    }

    private static func describe(_ error: any Error) -> YAMLProblem {
        func at(_ mark: Mark, _ problem: String) -> YAMLProblem {
            YAMLProblem(line: mark.line, column: mark.column, message: "not YAML here: \(problem)")
        }
        guard let error = error as? YamlError else { return YAMLProblem(line: 0, column: 0, message: "not YAML: \(error)") }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return at(mark, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return YAMLProblem(
                line: context.mark.line, column: context.mark.column,
                message: "the key \(duplicates.joined(separator: ", ")) appears more than once; keep one")
        case .reader(let problem, _, _, _):
            return YAMLProblem(line: 0, column: 0, message: "not text: \(problem)")
        default:
            return YAMLProblem(line: 0, column: 0, message: "not YAML: \(error)")
        }
    }
}

struct YAMLProblem: Error {
    let line: Int
    let column: Int
    let message: String
}
