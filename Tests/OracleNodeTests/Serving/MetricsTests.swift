import Foundation
import OracleNode
import Testing

/// What Prometheus is shown, read back by a parser that allows nothing it would not.
@Suite struct MetricsTests {
    struct Sample: Hashable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct ParseError: Error, CustomStringConvertible {
        let description: String
    }

    /// The text format 0.0.4, strictly: every sample below its own TYPE and HELP, names and escapes as documented, no series twice.
    static func parse(_ text: String) throws -> (types: [String: String], samples: [Sample]) {
        guard text.hasSuffix("\n") else { throw ParseError(description: "the last line does not end") }
        var types: [String: String] = [:]
        var helped: Set<String> = []
        var samples: [Sample] = []
        var seen: Set<String> = []
        var family = ""
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            func fail(_ why: String) -> ParseError { ParseError(description: "\(why): \(line)") }
            if line.hasPrefix("# HELP ") {
                let words = line.dropFirst(7).split(separator: " ", maxSplits: 1)
                guard words.count == 2, helped.insert(String(words[0])).inserted else { throw fail("HELP") }
                family = String(words[0])
            } else if line.hasPrefix("# TYPE ") {
                let words = line.dropFirst(7).split(separator: " ")
                guard words.count == 2, words[0] == family, types[family] == nil, ["gauge", "counter", "histogram"].contains(words[1]) else { throw fail("TYPE") }
                types[family] = String(words[1])
            } else {
                guard let match = line.wholeMatch(of: #/([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/#) else { throw fail("sample") }
                let name = String(match.1)
                let base = types[family] == "histogram" ? name.replacing(#/_(bucket|sum|count)$/#, with: "") : name
                guard base == family, let value = number(match.3) else { throw fail("sample of another family, or no number") }
                let labels = try Self.labels(match.2.map(String.init) ?? "")
                guard seen.insert(name + "\(labels.sorted { $0.key < $1.key })").inserted else { throw fail("series twice") }
                samples.append(Sample(name: name, labels: labels, value: value))
            }
        }
        return (types, samples)
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.wholeMatch(of: #/[-+]?[0-9.]+(e[-+]?[0-9]+)?/#) == nil ? nil : Double(text)
        }
    }

    private static func labels(_ text: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        var rest = Substring(text)
        while !rest.isEmpty {
            guard let start = rest.prefixMatch(of: #/,?([a-zA-Z_][a-zA-Z0-9_]*)="/#) else { throw ParseError(description: "label at \(rest)") }
            rest = rest[start.range.upperBound...]
            var value = ""
            while let character = rest.popFirst(), character != "\"" {
                guard character == "\\" else {
                    value.append(character)
                    continue
                }
                switch rest.popFirst() {
                case "\\": value.append("\\")
                case "n": value.append("\n")
                case "\"": value.append("\"")
                case let other: throw ParseError(description: "escape \(String(describing: other))")
                }
            }
            guard labels.updateValue(value, forKey: String(start.1)) == nil else { throw ParseError(description: "label twice") }
        }
        return labels
    }

    private static func everything() async throws -> (NodeMetrics, NodeSnapshot) {
        let metrics = NodeMetrics()
        metrics.proved(feed: "btc-usd-option", seconds: 0.7)
        metrics.proved(feed: "btc-usd-option", seconds: 1)
        metrics.proved(feed: "btc-usd-option", seconds: 1_000)
        metrics.roundEnded(feed: "btc-usd-option", .proved)
        metrics.dropped(feed: "btc-usd-option", market: "kraken BTC/USDC", reason: "stale")
        metrics.asked(venue: "kraken", .throttled)
        metrics.published(feed: "btc-usd-option", trigger: "heartbeat", .confirmed)
        metrics.published(feed: "btc-usd-option", trigger: "heartbeat", .confirmed)
        metrics.spent(gas: 321_406, wei: 385_687_200_000_000)
        metrics.missedHeartbeat(feed: "btc-usd-option")
        metrics.held(feed: "btc-usd-option")
        metrics.met(problem: "fees_above_cap")
        metrics.failed(.diskFull)
        metrics.reloaded(applied: true)
        metrics.served(status: 200)
        metrics.proverReplaced(.signal)
        var snapshot = try await FakeNode().snapshot()
        snapshot.prover.memory = 52_000_000
        snapshot.feeds[0].held = .init(round: 9, observedAt: snapshot.now - 100, decimal: "25000")
        return (metrics, snapshot)
    }

    @Test func theExpositionIsExactlyWhatPrometheusReads() async throws {
        let (metrics, snapshot) = try await Self.everything()
        let (types, samples) = try Self.parse(metrics.exposition(snapshot))
        #expect(Set(types.keys) == Set(Metric.allCases.map(\.name)))
        for metric in Metric.allCases {
            let own = samples.filter { $0.name.replacing(#/_(bucket|sum|count)$/#, with: "") == metric.name || $0.name == metric.name }
            #expect(!own.isEmpty, "\(metric.name) shows nothing in a state that has everything")
            #expect(types[metric.name] == metric.description.kind.rawValue)
            for sample in own { #expect(Set(sample.labels.keys).subtracting(["le"]) == Set(metric.description.labels), "\(sample)") }
        }
        func value(_ name: String, _ labels: [String: String] = [:]) -> Double? { samples.first { $0.name == name && $0.labels == labels }?.value }
        let feed = ["feed": "btc-usd-option"]
        #expect(value("assay_source_price", feed) == 20542.53953125 && value("assay_source_age_seconds", feed) == 90)
        #expect(value("assay_chain_age_seconds", feed) == 5_900 && value("assay_heartbeat_slack_seconds", feed) == 8_500)
        #expect(value("assay_deviation_ratio", ["feed": "eth-usd-hourly"]) == -0.004836)
        #expect(value("assay_publications_total", ["feed": "btc-usd-option", "trigger": "heartbeat", "outcome": "confirmed"]) == 2)
        #expect(value("assay_prove_seconds_bucket", ["feed": "btc-usd-option", "le": "1"]) == 2)
        #expect(value("assay_prove_seconds_bucket", ["feed": "btc-usd-option", "le": "0.5"]) == 0)
        #expect(value("assay_prove_seconds_bucket", ["feed": "btc-usd-option", "le": "+Inf"]) == 3)
        #expect(value("assay_prove_seconds_count", feed) == 3 && value("assay_prove_seconds_sum", feed) == 1_001.7)
        #expect(value("assay_balance_wei", ["account": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"]) == 842_117_000_000_000_000)
        #expect(value("assay_rpc_lag_blocks", ["endpoint": "backup"]) == 17 && value("assay_rpc_usable", ["endpoint": "backup"]) == 0)
        #expect(value("assay_rpc_head_block", ["endpoint": "backup"]) == 18_190 && value("assay_block_ahead_seconds") == -2)
        #expect(value("assay_gas_price_wei") == 1.2e9 && value("assay_source_confidence", feed) == 6.21 && value("assay_chain_round", feed) == 8)
        #expect(value("assay_held_round", feed) == 9 && value("assay_held_rounds_total", feed) == 1 && value("assay_feed_paused", feed) == 0)
        #expect(value("assay_ready") == 1 && value("assay_not_ready", ["code": "sources"]) == 0 && value("assay_lease_held") == 1)
        #expect((value("assay_process_resident_memory_bytes") ?? 0) > 1e6 && (value("assay_process_open_fds") ?? 0) >= 3)
    }

    @Test func labelsAreEscapedAndNamesKept() async throws {
        let metrics = NodeMetrics()
        let hostile = "a\"b\\c\nd{e}=,é"
        metrics.dropped(feed: hostile, market: "\\", reason: "\"")
        metrics.proved(feed: hostile, seconds: .nan)
        let (_, samples) = try Self.parse(metrics.exposition(try await FakeNode().snapshot()))
        #expect(samples.contains { $0.name == "assay_drops_total" && $0.labels == ["feed": hostile, "market": "\\", "reason": "\""] })
        #expect(samples.contains { $0.labels == ["feed": hostile, "le": "+Inf"] && $0.value == 1 })
    }

    @Test func readinessAndAbsenceAreShown() async throws {
        var snapshot = try await FakeNode().snapshot()
        FakeNode.outage(&snapshot)
        snapshot.feeds[1].chain = nil
        snapshot.feeds[1].heartbeatDueAt = nil
        let (_, samples) = try Self.parse(NodeMetrics().exposition(snapshot))
        func values(_ name: String) -> [String: Double] { Dictionary(uniqueKeysWithValues: samples.filter { $0.name == name }.map { ($0.labels["feed"] ?? $0.labels["code"] ?? "", $0.value) }) }
        #expect(values("assay_ready") == ["": 0] && values("assay_not_ready").filter { $0.value == 1 }.keys.sorted() == ["late", "sources"])
        #expect(values("assay_heartbeat_slack_seconds")["btc-usd-option"] == -800)
        #expect(values("assay_chain_price")["btc-usd-hourly"] == nil, "an absent value is no series, not zero")
        #expect(values("assay_markets_counted")["btc-usd-option"] == 1)
    }

    @Test func thePageListsEveryMetricAsTheCodeHasIt() throws {
        let page = try String(contentsOfFile: "\(projectFolder)/Docs/metrics.md", encoding: .utf8)
        var listed: [String] = []
        for line in page.split(separator: "\n") where line.hasPrefix("| `assay_") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            listed.append(cells[0])
            let metric = try #require(Metric(rawValue: cells[0].replacing("`", with: "")), "\(cells[0]) is on the page only")
            let description = metric.description
            let labels = description.labels.map { "`\($0)`" }.joined(separator: ", ")
            #expect(cells == ["`\(metric.name)`", description.kind.rawValue, labels.isEmpty ? "–" : labels, description.unit, description.help])
        }
        #expect(listed == Metric.allCases.map { "`\($0.name)`" }, "the page lists the metrics in the code's order")
    }
}
