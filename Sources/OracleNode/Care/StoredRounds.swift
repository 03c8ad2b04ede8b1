import EthereumKit
import Foundation

/// What `assay rounds` shows: the store's rounds, whether a node runs on it or not.
public struct StoredRounds: Sendable {
    private let store: NodeStore

    /// - Throws: ``NodeError`` where there is no store, which is not made here.
    public init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw NodeError(.usage, "there is no store at \(path)", next: "start the node once with `assay run`, or name its configuration with --config")
        }
        store = try NodeStore(path: path)
    }

    public struct Line: Sendable {
        public let round: RoundRecord
        public let publications: [PublicationRecord]
    }

    /// Newest first.
    ///
    /// - Parameters:
    ///   - feed: nil for all.
    ///   - stage: nil for all.
    public func list(feed: String?, stage: RoundStage?, limit: Int) throws -> [Line] {
        // A stage is filtered here, so more are read than are shown.
        let records = try store.rounds(feed: feed, limit: stage == nil ? limit : max(limit, 10_000))
        return try records.filter { stage == nil || $0.stage == stage }.prefix(limit).map { record in
            Line(round: record, publications: try store.publications(of: record.key))
        }
    }

    public static func text(_ lines: [Line]) -> String {
        if lines.isEmpty { return "no rounds" }
        let columns = [("feed", false), ("round", true), ("observed (UTC)", false), ("cause", false), ("stage", false), ("transaction", false)]
        return TextTable.text(
            columns.map { (title: $0.0, isNumber: $0.1) },
            lines.map { line in
                let round = line.round
                let publication = line.publications.last
                let transaction = publication?.inclusion.map { "\($0.transaction)".prefix(12) + "… in block \($0.block)" } ?? ""
                let state = publication.map { "\($0.state.rawValue)" } ?? ""
                let note = [publication?.note ?? "", round.note].first { !$0.isEmpty } ?? ""
                return [
                    round.key.feed, "\(round.key.number)", round.observedAt.map { Moment.text(Int64(clamping: $0)) } ?? "–", round.cause,
                    round.stage.rawValue, [state, String(transaction), String(note.prefix(60))].filter { !$0.isEmpty }.joined(separator: " "),
                ]
            })
    }

    public static func json(_ lines: [Line]) -> CanonicalJSON {
        .array(
            lines.map { line in
                .object([
                    "feed": .string(line.round.key.feed), "round": .number(Int64(clamping: line.round.key.number)),
                    "stage": .string(line.round.stage.rawValue), "cause": .string(line.round.cause), "note": .string(line.round.note),
                    "observedAt": line.round.observedAt.map { .number(Int64(clamping: $0)) } ?? .null,
                    "publications": .array(
                        line.publications.map { record in
                            .object([
                                "chainId": .number(Int64(clamping: record.publication.chainID)),
                                "contract": .string("\(record.publication.contract)"), "state": .string(record.state.rawValue),
                                "note": .string(record.note),
                                "transaction": record.inclusion.map { .string("\($0.transaction)") } ?? .null,
                                "block": record.inclusion.map { .number(Int64(clamping: $0.block)) } ?? .null,
                            ])
                        }),
                ])
            })
    }

    /// Everything that the store knows of a round.
    ///
    /// - Parameter number: nil for the feed's newest.
    public func export(feed: String, number: UInt64?) throws -> CanonicalJSON {
        guard let number = try number ?? store.lastRound(of: feed) else {
            throw NodeError(.usage, "the store has no round of \(feed)", next: "list what is there with `assay rounds list`")
        }
        do {
            return try store.export(RoundKey(feed: feed, number: number))
        } catch {
            guard case .notFound = error else { throw error }
            throw NodeError(.usage, "the store has no round \(number) of \(feed)", next: "list what is there with `assay rounds list --feed \(feed)`")
        }
    }

    /// A round for people: the export without the long bytes.
    public func show(feed: String, number: UInt64?) throws -> String { Self.outline(try export(feed: feed, number: number), indent: "") }

    private static func outline(_ value: CanonicalJSON, indent: String) -> String {
        func scalar(_ value: CanonicalJSON) -> String? {
            switch value {
            case .null: "–"
            case .bool(let flag): "\(flag)"
            case .integer(let number): "\(number)"
            case .string(let text):
                text.utf8.count <= 160 ? (text.isEmpty ? "–" : text) : text.hasPrefix("0x") ? "\(text.prefix(20))… (\((text.utf8.count - 2) / 2) bytes)" : "\(text.prefix(150))…"
            case .array, .object: nil
            }
        }
        switch value {
        case .object(let members):
            return members.sorted { $0.key < $1.key }.map { key, member in
                scalar(member).map { "\(indent)\(key): \($0)" } ?? "\(indent)\(key):\n\(outline(member, indent: indent + "  "))"
            }.joined(separator: "\n")
        case .array(let items):
            if items.isEmpty { return "\(indent)–" }
            return items.map { item in
                let text = outline(item, indent: indent + "  ")
                return indent + "- " + text.dropFirst(indent.utf8.count + 2)
            }.joined(separator: "\n")
        default: return indent + (scalar(value) ?? "")
        }
    }
}
