import Foundation
import OracleNode

/// A rough reading of a PromQL expression: enough to hold names, labels and the way they are used against the node's metrics.
/// `promtool` checks the grammar where it is installed.
struct PromQLReading {
    /// One place where a series is named.
    struct Use {
        let name: String
        /// The function it is the direct argument of.
        let function: String?
        let labels: [String]
        let hasRange: Bool
    }

    let text: String
    let uses: [Use]
    /// Labels named by `by`, `on` and the like.
    let grouped: [String]
    /// Words that are no function, keyword, label or string.
    let names: [String]

    init(_ text: String) {
        self.text = text
        let selector = #/(?:\b([a-z_0-9]+)\(\s*)?\b([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[^}]*\})?(\[[^\]]*\])?/#
        let bare = text.replacing(#/"[^"]*"/#, with: "\"\"")
        grouped = bare.matches(of: #/\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)/#).flatMap { match in
            match.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }.filter { !$0.isEmpty }
        let plain = bare.replacing(#/\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/#, with: " ")
        uses = plain.matches(of: selector).compactMap { match in
            let name = String(match.2)
            guard name.hasPrefix("assay") || name == "up" || name == "ALERTS" else { return nil }
            let labels = (match.3.map(String.init) ?? "").matches(of: #/([a-zA-Z_][a-zA-Z0-9_]*)\s*(?:=~|!~|!=|=)/#).map { String($0.1) }
            return Use(name: name, function: match.1.map(String.init), labels: labels, hasRange: match.4 != nil)
        }
        let keywords: Set<String> = ["and", "or", "unless", "bool", "offset"]
        let skeleton = plain.replacing(#/\{[^}]*\}/#, with: "").replacing(#/\[[^\]]*\]/#, with: "").replacing(#/\b[0-9.]+(e[0-9]+)?\b/#, with: "0")
        names = skeleton.matches(of: #/[a-zA-Z_:][a-zA-Z0-9_:]*(?!\s*\(|[a-zA-Z0-9_:])/#).map { String($0.0) }.filter { !keywords.contains($0) }
    }

    /// What is wrong with it, in words; empty where all is well.
    ///
    /// - Parameter records: what the rules record, with its labels.
    func problems(records: [String: Set<String>]) -> [String] {
        var found: [String] = []
        var known: Set<String> = ["job", "instance"]
        for name in names where !name.hasPrefix("assay") && name != "up" && name != "ALERTS" { found.append("\(name) is no series") }
        for use in uses {
            if use.name == "up" { continue }
            if use.name == "ALERTS" {
                known.formUnion(["alertname", "alertstate"])
                continue
            }
            if let labels = records[use.name] {
                known.formUnion(labels)
                continue
            }
            guard let series = Self.series(use.name) else {
                found.append("there is no metric \(use.name)")
                continue
            }
            known.formUnion(series.labels)
            for label in use.labels where !series.labels.union(["job", "instance"]).contains(label) {
                found.append("\(use.name) has no label \(label)")
            }
            found += Self.misuse(use, isCounter: series.isCounter)
        }
        for label in grouped where !known.contains(label) { found.append("no series of it has the label \(label)") }
        for (open, close) in [("(", ")"), ("{", "}"), ("[", "]")] where text.count(where: { String($0) == open }) != text.count(where: { String($0) == close }) {
            found.append("\(open) and \(close) do not pair")
        }
        return found
    }

    /// A series of the exposition. A histogram has three, none of them of its own name.
    static func series(_ name: String) -> (isCounter: Bool, labels: Set<String>)? {
        if let metric = Metric(rawValue: name) {
            let description = metric.description
            return description.kind == .histogram ? nil : (description.kind == .counter, Set(description.labels))
        }
        for ending in ["_bucket", "_sum", "_count"] where name.hasSuffix(ending) {
            guard let metric = Metric(rawValue: String(name.dropLast(ending.count))), metric.description.kind == .histogram else { continue }
            return (true, Set(metric.description.labels + (ending == "_bucket" ? ["le"] : [])))
        }
        return nil
    }

    /// Counters are of use by their growth alone; growth of a gauge means nothing.
    private static func misuse(_ use: Use, isCounter: Bool) -> [String] {
        let growth: Set<String> = ["rate", "increase"]
        let overTime: Set<String> = ["changes", "max_over_time", "min_over_time", "avg_over_time"]
        if isCounter {
            return use.hasRange && use.function.map(growth.contains) == true ? [] : ["\(use.name) is a counter, outside rate() and increase()"]
        }
        if use.hasRange { return use.function.map(overTime.contains) == true ? [] : ["\(use.name) is a gauge, and has no \(use.function ?? "range")"] }
        return use.function.map { growth.union(overTime).contains($0) } == true ? ["\(use.name) has no range inside \(use.function ?? "")"] : []
    }
}

/// The files for operators.
enum OperationsFiles {
    static let folder = "\(projectFolder)/Docs/operations"

    static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
