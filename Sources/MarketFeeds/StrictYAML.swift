import Yams

/// Collects problems while a file is read, so that one run shows all of them.
package final class ProblemList {
    package private(set) var problems: [FileProblem] = []
    /// Every key that was asked for, by its path: `chain.endpoints[].name`.
    package fileprivate(set) var knownKeys: Set<String> = []

    package init() {}

    func add(_ node: Node?, _ message: String) {
        problems.append(FileProblem(line: node?.mark?.line ?? 0, column: node?.mark?.column ?? 0, message: message))
    }

    /// In the order of the file.
    package var ordered: [FileProblem] { problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) } }
}

/// A YAML mapping that is read key by key. Keys nobody asked for are problems, found by `finish()`.
///
/// Every reader returns `nil` after it has noted a problem, or when an optional key is absent.
package struct StrictMapping {
    private let node: Node
    /// Where the mapping is in the file: `chain.endpoints[0]`; empty for the file itself.
    package let path: String
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

    private mutating func know(_ key: String) {
        known.insert(key)
        list.knownKeys.insert(name(key).replacing(/\[[0-9]+\]/, with: "[]"))
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Notes a problem at the key's value, or at the mapping itself when the key is absent.
    package func problem(_ key: String, _ message: String) {
        list.add(members.first { $0.key == key }?.value ?? node, "\(name(key)): \(message)")
    }

    /// Asking makes the key a known one.
    package mutating func has(_ key: String) -> Bool {
        know(key)
        return members.contains { $0.key == key }
    }

    mutating func node(_ key: String, required: Bool = true, expected: String) -> Node? {
        know(key)
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

    package mutating func text(_ key: String, required: Bool = true, expected: String, _ isValid: (String) -> Bool) -> String? {
        guard let (text, _) = scalar(key, required: required, expected: expected) else { return nil }
        guard isValid(text) else {
            problem(key, "\"\(text.prefix(60))\" where \(expected) is expected")
            return nil
        }
        return text
    }

    package mutating func integer(_ key: String, _ range: ClosedRange<Int>, required: Bool = true, unit: String) -> Int? {
        let expected = "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
        guard let (text, quoted) = scalar(key, required: required, expected: expected) else { return nil }
        guard !quoted, text.utf8.first != 0x2B, let value = Int(text), range.contains(value) else {
            problem(key, "\(quoted ? "the quoted text " : "")\"\(text.prefix(40))\" where \(expected) is expected")
            return nil
        }
        return value
    }

    package mutating func decimal(
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

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
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

    package mutating func mapping(_ key: String, required: Bool = true, expected: String) -> StrictMapping? {
        guard let node = node(key, required: required, expected: expected) else { return nil }
        return StrictMapping(node, path: name(key), list)
    }

    package mutating func list(_ key: String, _ count: ClosedRange<Int>, required: Bool = true, expected: String) -> [StrictMapping]? {
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

    /// A list of texts, each of them different.
    package mutating func texts(
        _ key: String, _ count: ClosedRange<Int>, required: Bool = true, expected: String, _ isValid: (String) -> Bool
    ) -> [String]? {
        guard let node = node(key, required: required, expected: "a list of \(expected)") else { return nil }
        guard case .sequence(let sequence) = node else {
            problem(key, "\(Self.kind(node)) where a list of \(expected) is expected")
            return nil
        }
        guard count.contains(sequence.count) else {
            problem(key, "\(sequence.count) entries where \(count.lowerBound) to \(count.upperBound) are expected")
            return nil
        }
        var texts: [String] = []
        for (index, entry) in sequence.enumerated() {
            guard let text = entry.scalar?.string, isValid(text) else {
                list.add(entry, "\(name(key))[\(index)]: \(Self.kind(entry)) where \(expected) is expected")
                return nil
            }
            guard !texts.contains(text) else {
                list.add(entry, "\(name(key))[\(index)]: \(text.prefix(60)) is listed twice; keep one")
                return nil
            }
            texts.append(text)
        }
        return texts
    }

    /// A scalar of `true` or `false`.
    package mutating func flag(_ key: String, required: Bool = true) -> Bool? {
        let expected = "true or false"
        guard let (text, quoted) = scalar(key, required: required, expected: expected) else { return nil }
        guard !quoted, text == "true" || text == "false" else {
            problem(key, "\(quoted ? "the quoted text " : "")\"\(text.prefix(40))\" where \(expected) is expected")
            return nil
        }
        return text == "true"
    }

    /// Notes every key that nobody asked for.
    package func finish() {
        for member in members where !known.contains(member.key) {
            list.add(member.node, "\(name(member.key.prefix(40).description)) is no key here; known are \(known.sorted().joined(separator: ", "))")
        }
    }
}

/// What kind of file is read, for messages.
package struct DocumentKind: Sendable {
    /// In the singular, with its article.
    let name: String
    /// The page that shows a whole one.
    let page: String

    package init(name: String, page: String) {
        self.name = name
        self.page = page
    }

    static let feed = DocumentKind(name: "a feed file", page: "Docs/feeds.md")
    static let recording = DocumentKind(name: "a recording's manifest", page: "Docs/feeds.md")
}

/// The YAML document in a text, refused before it can cost anything.
package enum StrictYAML {
    /// Reads a whole file: `read` gets its mapping, and what it returns counts only where there were no problems.
    package static func read<Value>(
        _ text: String, kind: DocumentKind, _ list: ProblemList, _ read: (StrictMapping) -> Value?
    ) -> Result<Value, FileProblems> {
        do throws(YAMLProblem) {
            let node = try document(text, kind: kind)
            if let root = StrictMapping(node, path: "", list), let value = read(root), list.problems.isEmpty { return .success(value) }
            return .failure(FileProblems(problems: list.ordered))
        } catch {
            return .failure(FileProblems(problems: [FileProblem(line: error.line, column: error.column, message: error.message)]))
        }
    }

    static func document(_ text: String, limit: Int = 64 << 10, kind: DocumentKind = .feed) throws(YAMLProblem) -> Node {
        guard text.utf8.count <= limit else {
            throw YAMLProblem(line: 0, column: 0, message: "\(text.utf8.count) bytes, more than the \(limit) \(kind.name) may have")
        }
        try checkShape(text, kind)
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw YAMLProblem(line: 1, column: 1, message: "the file is empty; \(kind.page) shows a whole one")
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
    private static func checkShape(_ text: String, _ kind: DocumentKind) throws(YAMLProblem) {
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
                        message: "anchors and aliases are not used here; write the value out, or put the text in quotes after a letter")
                }
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { opened += 1 }
                if startsToken, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") { markers += 1 }
                if opened > 256 || markers > 32 {
                    throw YAMLProblem(line: index + 1, column: column + 1, message: "far more brackets or list marks than \(kind.name) needs")
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
