/// One thing that is wrong with a file.
public struct FileProblem: Sendable, Hashable, CustomStringConvertible {
    /// From 1; a line of 0 means the file as a whole.
    public let line: Int
    public let column: Int
    /// What is wrong, what was expected, and what to do.
    public let message: String

    public init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }

    public var description: String { line == 0 ? message : "\(line):\(column): \(message)" }
}

/// Everything that is wrong with a file, not only the first thing.
package struct FileProblems: Error {
    package let problems: [FileProblem]
}

extension [FileProblem] {
    /// One `file:line:column: message` a line, the form that editors jump to.
    package func text(file: String) -> String {
        map { $0.line == 0 ? "\(file): \($0.message)" : "\(file):\($0)" }.joined(separator: "\n")
    }
}

/// Everything that is wrong with a feed file, not only the first thing.
public struct FeedError: Error, Sendable, Hashable, CustomStringConvertible {
    public typealias Problem = FileProblem

    public let file: String
    /// In the order of the file.
    public let problems: [Problem]

    public var description: String { problems.text(file: file) }
}
