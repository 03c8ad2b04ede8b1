/// Everything that is wrong with a feed file, not only the first thing.
public struct FeedError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// From 1; a line of 0 means the file as a whole.
        public let line: Int
        public let column: Int
        /// What is wrong, what was expected, and what to do.
        public let message: String

        public var description: String { line == 0 ? message : "\(line):\(column): \(message)" }
    }

    public let file: String
    /// In the order of the file.
    public let problems: [Problem]

    /// One `file:line:column: message` a line, the form that editors jump to.
    public var description: String {
        problems.map { $0.line == 0 ? "\(file): \($0.message)" : "\(file):\($0)" }.joined(separator: "\n")
    }
}
