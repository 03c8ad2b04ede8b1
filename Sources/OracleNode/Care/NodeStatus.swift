import EthereumKit
import Foundation
import MarketFeeds

/// What `assay status` shows: what a running node says of itself, or where none answers, what its store and contracts say.
public enum NodeStatus {
    public enum Found: Sendable {
        case running(NodeSnapshot)
        /// Nobody answered; the reason, and what is known without a node.
        case stopped(reason: String, [Remains])
    }

    /// A feed of a node that does not run.
    public struct Remains: Sendable {
        public let feed: String
        public let lastRound: RoundRecord?
        public let unfinished: Int
        public let chain: ChainValue?
        /// Why the contract was not read.
        public let problem: String?
    }

    /// - Parameter pool: for the contracts' values where no node answers; nil leaves them out.
    public static func look(_ configuration: NodeConfiguration, pool: RPCPool?) async -> Found {
        let reason: String
        do {
            return .running(try await ask(configuration.server))
        } catch {
            reason = "\(error)"
        }
        var remains: [Remains] = []
        let store = FileManager.default.fileExists(atPath: configuration.store.path) ? try? NodeStore(path: configuration.store.path) : nil
        if let pool { await pool.check() }
        let unfinished = (try? store?.unfinishedRounds()) ?? []
        for feed in configuration.feeds {
            let last = (try? store?.rounds(feed: feed.name, limit: 1))?.first
            var chain: ChainValue?
            var problem: String?
            if let contract = feed.contract, let pool {
                do { chain = try await FeedReader(pool).latest(of: contract) } catch { problem = "\(error.message)" }
            } else if feed.contract == nil {
                problem = "no contract is configured; run `assay deploy`"
            }
            remains.append(
                Remains(feed: feed.name, lastRound: last, unfinished: unfinished.count { $0.key.feed == feed.name }, chain: chain, problem: problem))
        }
        return .stopped(reason: reason, remains)
    }

    /// The snapshot of the node that serves there.
    static func ask(_ server: ServerSettings) async throws -> NodeSnapshot {
        guard server.isEnabled, server.port != 0 else {
            throw NodeError(.usage, "the configuration serves no API at a known port", next: "set server.enabled: true and server.port")
        }
        // A node that listens on every address listens on this one too.
        let host = server.bind.contains(":") ? "[::1]" : "127.0.0.1"
        let url = "http://\(host):\(server.port)/api/v1/status"
        var limits = HTTPLimits()
        limits.attempts = 1
        limits.totalMilliseconds = 3_000
        let response: HTTPResponse
        do {
            response = try await HTTPClient(limits: limits).get(url)
        } catch {
            throw NodeError(.refused, "no node answers at port \(server.port)", next: "start it with `assay run`")
        }
        guard response.status == 200, let snapshot = try? JSONDecoder().decode(NodeSnapshot.self, from: Data(response.body)) else {
            throw NodeError(.refused, "what answers at port \(server.port) is no node of this version (HTTP \(response.status))", next: "choose another server.port")
        }
        return snapshot
    }

    // MARK: For people

    public static func text(_ found: Found, now: UInt64) -> String {
        switch found {
        case .running(let snapshot): running(snapshot)
        case .stopped(let reason, let remains): stopped(reason, remains, now)
        }
    }

    private static func running(_ snapshot: NodeSnapshot) -> String {
        var lines: [String] = []
        let hours = Double(snapshot.now - min(snapshot.startedAt, snapshot.now)) / 3_600
        lines.append(
            "\(snapshot.isReady ? "✓ ready" : "✕ not ready"), version \(snapshot.version), chain \(snapshot.chainID), up \(String(format: "%.1f", hours)) h")
        for reason in snapshot.reasons { lines.append("  ✕ \(reason.feed.map { "\($0): " } ?? "")\(reason.message)") }
        lines.append("")
        lines.append(
            TextTable.text(
                [("feed", false), ("source", true), ("age", true), ("on chain", true), ("age", true), ("deviation", true), ("problems", false)],
                snapshot.feeds.map { feed in
                    [
                        feed.name, feed.source.map { short($0.decimal) } ?? "–", age(feed.source?.observedAt, snapshot.now),
                        feed.chain.map { short($0.decimal) } ?? "–", age(feed.chain?.observedAt, snapshot.now),
                        feed.deviation.map { String(format: "%.3f %%", Double($0) / 10_000) } ?? "–", feed.problems.joined(separator: "; "),
                    ]
                }))
        lines.append("")
        let publishing = snapshot.publishing
        if let account = publishing.account {
            lines.append("account   \(account)\(publishing.balance.map { ", \(ether($0)) ether" } ?? "")\(publishing.holdsLease ? "" : ", on standby")")
        } else {
            lines.append("account   none: this node emits")
        }
        lines.append("in flight \(publishing.inFlight)")
        for endpoint in snapshot.endpoints {
            lines.append("endpoint  \(endpoint.name): \(endpoint.verdict)\(endpoint.head.map { ", head \($0)" } ?? "")\(endpoint.lastError.map { ", last error \($0)" } ?? "")")
        }
        for problem in publishing.problems { lines.append("  ✕ \(problem)") }
        return lines.joined(separator: "\n")
    }

    private static func stopped(_ reason: String, _ remains: [Remains], _ now: UInt64) -> String {
        let rows = remains.map { feed in
            [
                feed.feed, feed.lastRound.map { "\($0.key.number) \($0.stage.rawValue)" } ?? "–", age(feed.lastRound?.observedAt, now),
                "\(feed.unfinished)", feed.chain.map { decimal($0.value) } ?? "–", age(feed.chain?.observedAt, now), feed.problem ?? "",
            ]
        }
        let columns = [
            ("feed", false), ("last round", false), ("age", true), ("unfinished", true), ("on chain", true), ("age", true), ("problem", false),
        ]
        return "✕ \(reason)\n\n" + TextTable.text(columns.map { (title: $0.0, isNumber: $0.1) }, rows)
    }

    // MARK: For scripts

    /// A running node's own JSON, or what is known without one.
    public static func json(_ found: Found) throws -> String {
        switch found {
        case .running(let snapshot):
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            return String(decoding: try encoder.encode(snapshot), as: UTF8.self)
        case .stopped(let reason, let remains):
            return CanonicalJSON.object([
                "running": .bool(false), "reason": .string(reason),
                "feeds": .array(
                    remains.map { feed in
                        .object([
                            "name": .string(feed.feed), "lastRound": feed.lastRound.map { .number(Int64(clamping: $0.key.number)) } ?? .null,
                            "stage": feed.lastRound.map { .string($0.stage.rawValue) } ?? .null, "unfinished": .integer(Int64(feed.unfinished)),
                            "chainValue": feed.chain.map { .string(decimal($0.value)) } ?? .null,
                            "chainObservedAt": feed.chain.map { .number(Int64(clamping: $0.observedAt)) } ?? .null,
                            "problem": feed.problem.map { .string($0) } ?? .null,
                        ])
                    }),
            ]).text
        }
    }

    // MARK: Words

    static func age(_ time: UInt64?, _ now: UInt64) -> String {
        guard let time else { return "–" }
        let seconds = now > time ? now - time : 0
        return seconds < 600 ? "\(seconds) s" : seconds < 36_000 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
    }

    private static func short(_ decimal: String) -> String {
        guard let point = decimal.firstIndex(of: ".") else { return decimal }
        return String(decimal[..<(decimal.index(point, offsetBy: 7, limitedBy: decimal.endIndex) ?? decimal.endIndex)])
    }

    /// An answer of 8 decimals.
    static func decimal(_ value: Int128) -> String {
        let magnitude = value.magnitude
        let fraction = String(magnitude % 100_000_000)
        return "\(value < 0 ? "-" : "")\(magnitude / 100_000_000).\(String(repeating: "0", count: 8 - fraction.count))\(fraction)"
    }

    static func ether(_ wei: String) -> String {
        guard let value = UInt128(wei) else { return wei }
        let thousandths = value / 1_000_000_000_000_000
        return "\(thousandths / 1_000).\(String(String(thousandths % 1_000 + 1_000).dropFirst()))"
    }
}
