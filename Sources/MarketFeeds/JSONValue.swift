import ForeignText

/// A JSON document whose numbers are still the text that was sent.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The literal as written, checked against the JSON grammar.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { return members[key] }
        return nil
    }

    package var array: [JSONValue]? {
        if case .array(let values) = self { return values }
        return nil
    }

    package var object: [String: JSONValue]? {
        if case .object(let members) = self { return members }
        return nil
    }

    package var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// A number or a string that spells one: exchanges use both, some for the same field on different days.
    package var decimal: ExactDecimal? {
        switch self {
        case .number(let text), .string(let text): ExactDecimal(text)
        default: nil
        }
    }

    /// An integer written as one (`1678406400`, `"1678406400"`), in the range of `Int64`.
    package var integer: Int64? {
        switch self {
        case .number(let text), .string(let text):
            // Int64's own reader also takes a plus sign, which JSON does not know.
            text.utf8.first == 0x2B ? nil : Int64(text)
        default: nil
        }
    }

    /// For error messages: what kind of thing this is, with a glimpse of it.
    package var glimpse: String {
        func short(_ text: String) -> String { text.oneLine(limit: 40) }
        return switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let text): short(text)
        case .string(let text): "\"" + short(text) + "\""
        case .array(let values): "an array of \(values.count)"
        case .object(let members): "an object with keys " + short(members.keys.sorted().joined(separator: ", "))
        }
    }
}

package struct JSONError: Error, Equatable, CustomStringConvertible {
    package let line: Int
    /// In bytes, from 1.
    package let column: Int
    package let problem: String

    package init(line: Int, column: Int, problem: String) {
        self.line = line
        self.column = column
        self.problem = problem
    }

    package var description: String { "line \(line), column \(column): \(problem)" }
}

/// What a document may cost at most.
package struct JSONLimits: Sendable {
    package var bytes = 4 << 20
    package var depth = 16
    package var values = 200_000

    package init(bytes: Int = 4 << 20, depth: Int = 16, values: Int = 200_000) {
        self.bytes = bytes
        self.depth = depth
        self.values = values
    }
}
