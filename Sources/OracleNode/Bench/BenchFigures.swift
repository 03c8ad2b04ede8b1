import Foundation

/// Named figures of one kind of bench.
public struct BenchFigures: Sendable {
    public struct Line: Sendable {
        public let name: String
        /// With its unit, for people.
        public let text: String
        /// In the unit that `unit` names, whole.
        public let value: Int64
        public let unit: String
    }

    /// What was measured: a feed's name, or a kind of bench.
    public let subject: String
    public private(set) var lines: [Line] = []

    package init(subject: String) { self.subject = subject }

    package mutating func add(_ name: String, _ text: String, _ value: Int64, _ unit: String) {
        lines.append(Line(name: name, text: text, value: value, unit: unit))
    }

    mutating func time(_ name: String, _ seconds: Double, _ note: String = "") {
        add(name, Self.text(seconds: seconds) + note, Int64((seconds * 1e9).rounded()), "ns")
    }

    /// `3.75 ns`, `62.10 µs`, `1.24 ms`, `62 ms`, `1.24 s`
    static func text(seconds: Double) -> String {
        switch seconds {
        case ..<1e-6: Figures.decimal(seconds * 1e9, 2) + " ns"
        case ..<1e-3: Figures.decimal(seconds * 1e6, 2) + " µs"
        case ..<1e-2: Figures.decimal(seconds * 1e3, 2) + " ms"
        default: Figures.seconds(seconds)
        }
    }

    public var text: String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.text }.joined(separator: "\n")
    }

    public var json: CanonicalJSON {
        .object([
            "subject": .string(subject),
            "figures": .array(lines.map {
                .object(["name": .string($0.name), "value": .number($0.value), "unit": .string($0.unit), "text": .string($0.text)])
            }),
        ])
    }
}
