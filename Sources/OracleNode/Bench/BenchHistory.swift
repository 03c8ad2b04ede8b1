import Foundation
import Parallel

/// A file with one line of JSON a run, so that a regression shows: each run is compared with the last one of the same machine and subject.
public struct BenchHistory: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    private struct Entry: Codable {
        let date: String
        let commit: String
        let machine: String
        let threads: Int
        let subject: String
        let figures: [String: Int64]
    }

    /// Appends the figures. Returns, as text, what became of each since the last entry of this machine, threads and subject; nil for the first.
    /// - Throws: ``NodeError`` where the file cannot be read or written, or a line of it is none of these.
    public func append(_ figures: BenchFigures) throws -> String? {
        let now = Entry(
            date: ISO8601DateFormatter().string(from: Date()), commit: Self.commit(), machine: Self.machine, threads: Parallel.threads,
            subject: figures.subject,
            figures: Dictionary(figures.lines.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
        let before = try entries().last { $0.machine == now.machine && $0.threads == now.threads && $0.subject == now.subject }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try append(encoder.encode(now) + Data("\n".utf8))
        return before.map { before in
            let lines = figures.lines.compactMap { line -> [String]? in
                guard let old = before.figures[line.name], old != 0 else { return nil }
                return [line.name, Figures.decimal(Double(line.value) / Double(old), 2)]
            }
            return "against \(before.date), commit \(before.commit)\n" + TextTable.text(head: ["figure", "now / then"], lines)
        }
    }

    private func entries() throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw NodeError(.usage, "\(path) cannot be read", next: "check the path and its mode")
        }
        return try data.split(separator: 10).enumerated().map { index, line in
            do {
                return try JSONDecoder().decode(Entry.self, from: Data(line))
            } catch {
                throw NodeError(
                    .usage, "\(path):\(index + 1): not a line of a bench history", next: "name another file, or delete the line")
            }
        }
    }

    private func append(_ line: Data) throws {
        let manager = FileManager.default
        if !manager.fileExists(atPath: path), !manager.createFile(atPath: path, contents: nil) {
            throw NodeError(.usage, "\(path) cannot be written", next: "check the folder")
        }
        do {
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: line)
            try handle.close()
        } catch {
            throw NodeError(.usage, "\(path) cannot be written", next: "check its mode and the space on the disk")
        }
    }

    /// The processor's name and how many there are.
    static var machine: String {
        let text = FileManager.default.contents(atPath: "/proc/cpuinfo").map { String(decoding: $0, as: UTF8.self) } ?? ""
        let name = text.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last ?? "unknown processor"
        return name.trimmingCharacters(in: .whitespaces) + ", \(ProcessInfo.processInfo.activeProcessorCount) cores"
    }

    /// The checked-out commit of the folder this is run in, without asking git; "unknown" outside a repository.
    static func commit(folder: String = FileManager.default.currentDirectoryPath) -> String {
        func text(_ name: String) -> String? {
            FileManager.default.contents(atPath: "\(folder)/.git/\(name)")
                .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        }
        guard let head = text("HEAD") else { return "unknown" }
        guard head.hasPrefix("ref: ") else { return String(head.prefix(12)) }
        let name = String(head.dropFirst(5))
        if let commit = text(name) { return String(commit.prefix(12)) }
        let packed = text("packed-refs")?.split(separator: "\n").first { $0.hasSuffix(" " + name) }
        return packed.map { String($0.prefix(12)) } ?? "unknown"
    }
}
