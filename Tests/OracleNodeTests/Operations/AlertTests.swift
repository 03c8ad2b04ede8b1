import Foundation
import OracleNode
import Testing
import Yams

/// Alert rules and their pages.
struct AlertTests {
    struct Rules: Decodable {
        struct Group: Decodable {
            let name: String
            let rules: [Rule]
        }
        struct Rule: Decodable {
            let alert: String?
            let record: String?
            let expr: String
            let labels: [String: String]?
            let annotations: [String: String]?
        }
        let groups: [Group]
        var all: [Rule] { groups.flatMap(\.rules) }
        var alerts: [Rule] { all.filter { $0.alert != nil } }

        /// What is recorded, with the labels that its expression can leave.
        var records: [String: Set<String>] {
            Dictionary(all.compactMap { rule in
                rule.record.map { ($0, Set(PromQLReading(rule.expr).uses.flatMap { PromQLReading.series($0.name)?.labels ?? [] })) }
            }, uniquingKeysWith: { $0.union($1) })
        }
    }

    static func rules() throws -> Rules {
        try YAMLDecoder().decode(Rules.self, from: OperationsFiles.text("\(OperationsFiles.folder)/alerts.yml"))
    }

    @Test func everyRuleNamesSeriesThatExistAndUsesThemByTheirKind() throws {
        let rules = try Self.rules()
        #expect(rules.alerts.count >= 30)
        for rule in rules.all {
            let reading = PromQLReading(rule.expr)
            #expect(!reading.uses.isEmpty, "\(rule.expr)")
            let problems = reading.problems(records: rules.records)
            #expect(problems.isEmpty, "\(rule.alert ?? rule.record ?? ""): \(problems)")
        }
    }

    @Test func everyAlertHasASeverityASummaryWithLabelsItKeepsAndAPage() throws {
        let rules = try Self.rules()
        let names = rules.alerts.compactMap(\.alert)
        #expect(Set(names).count == names.count)
        for rule in rules.alerts {
            let name = try #require(rule.alert)
            #expect(["critical", "warning"].contains(rule.labels?["severity"]), "\(name)")
            #expect(rule.annotations?["runbook"] == "Docs/operations/runbook/\(name).md")
            let summary = try #require(rule.annotations?["summary"], "\(name)")
            let reading = PromQLReading(rule.expr)
            let isAggregated = !rule.expr.matches(of: #/\b(sum|min|max|count) by/#).isEmpty
            let own: [String] = reading.uses.flatMap { (PromQLReading.series($0.name)?.labels ?? rules.records[$0.name] ?? []) + ["job", "instance"] }
            let kept = isAggregated ? Set(reading.grouped) : Set(own)
            for label in summary.matches(of: #/\$labels\.([a-z_]+)/#).map({ String($0.1) }) {
                #expect(kept.contains(label), "\(name): \(label) is not left by \(rule.expr)")
            }
        }
        let pages = try FileManager.default.contentsOfDirectory(atPath: "\(OperationsFiles.folder)/runbook")
        #expect(pages.sorted() == names.map { $0 + ".md" }.sorted())
    }

    @Test func everyPageSaysWhatItMeansHowToCheckWhatToDoAndWhenToEscalate() throws {
        let rules = try Self.rules()
        let names = Set(rules.alerts.compactMap(\.alert))
        for rule in rules.alerts {
            let name = try #require(rule.alert)
            let page = try OperationsFiles.text("\(OperationsFiles.folder)/runbook/\(name).md")
            #expect(page.hasPrefix("# \(name)\n\nSeverity: \(rule.labels?["severity"] ?? "").\n"), "\(name)")
            for part in ["**Means.** ", "**Check**", "**Do**", "**Escalate** "] { #expect(page.contains(part), "\(name): \(part)") }
            for link in page.matches(of: #/\]\((Assay[A-Za-z]+)\.md\)/#) { #expect(names.contains(String(link.1)), "\(name): \(link.1)") }
            for metric in page.matches(of: #/\bassay_[a-z_]+/#) {
                let found = String(metric.0)
                #expect(PromQLReading.series(found) != nil || Metric(rawValue: found) != nil, "\(name): \(found)")
            }
            // What stands in code marks as a series with labels is one.
            for code in page.matches(of: #/`(assay_[a-z_]+)\{([a-z_, ]+)\}`/#) {
                let labels = PromQLReading.series(String(code.1))?.labels ?? Set(Metric(rawValue: String(code.1))?.description.labels ?? [])
                for label in code.2.split(separator: ",") { #expect(labels.contains(label.trimmingCharacters(in: .whitespaces)), "\(name): \(code.0)") }
            }
        }
    }

    /// `alerts.test.yml` is for promtool; that it leaves no alert out can be seen without.
    @Test func everyAlertIsShownFiring() throws {
        let tests = try OperationsFiles.text("\(OperationsFiles.folder)/alerts.test.yml")
        for name in try Self.rules().alerts.compactMap(\.alert) { #expect(tests.contains("alertname=\"\(name)\""), "\(name)") }
        for metric in tests.matches(of: #/series: '(assay_[a-z_]+)\{([^}]*)\}'/#) {
            let series = PromQLReading.series(String(metric.1))
            #expect(series != nil, "\(metric.1)")
            let labels = Set(metric.2.matches(of: #/([a-z]+)="/#).map { String($0.1) })
            #expect(series?.labels.union(["job", "instance"]) == labels, "\(metric.0)")
        }
    }

    /// Prometheus itself judges the rules where it is installed (Debian: `prometheus`).
    @Test(.enabled(if: Promtool.path != nil, "promtool is not on PATH"))
    func prometheusTakesTheRulesAndTheyFire() throws {
        for arguments in [["check", "rules", "alerts.yml"], ["check", "config", "prometheus.yml"], ["test", "rules", "alerts.test.yml"]] {
            let (status, output) = try Promtool.run(arguments, in: OperationsFiles.folder)
            #expect(status == 0, "promtool \(arguments.joined(separator: " ")): \(output)")
        }
    }

    /// `increase()` takes a counter that first appears at 1 as one that was always 1: what rules look at is there before anything has happened.
    @Test func everyCounterOfARuleStandsAtZeroInAFreshNode() async throws {
        let world = try await NodeWorld(startsAt: "2023-03-11T00:00:00Z")
        let (feed, _) = try await world.optionFeed()
        let runtime = try await world.start(world.plan([feed]), world.surroundings([feed]))
        let (types, samples) = try MetricsTests.parse(world.metrics.exposition(await runtime.snapshot()))
        var counted = 0
        for rule in try Self.rules().all {
            for match in rule.expr.matches(of: #/\b(assay_[a-z_]+)(?:\{([^}]*)\})?/#) {
                let name = String(match.1)
                let series = try #require(PromQLReading.series(name), "\(name)")
                let family = name.replacing(#/_(bucket|sum|count)$/#, with: "")
                #expect(types[name] != nil || types[family] == "histogram", "\(name)")
                let wanted = (match.2.map(String.init) ?? "").matches(of: #/([a-z]+)(=~|!=|=)"([^"]*)"/#).map { (String($0.1), String($0.2), String($0.3)) }
                let own = samples.filter { sample in
                    sample.name == name && wanted.allSatisfy { label, kind, value in
                        let found = sample.labels[label] ?? ""
                        switch kind {
                        case "=": return found == value
                        case "!=": return found != value
                        default: return value.split(separator: "|").contains { $0 == found }
                        }
                    }
                }
                // A gauge of something that is not known yet has no series.
                guard series.isCounter || !wanted.isEmpty else { continue }
                counted += 1
                #expect(!own.isEmpty, "\(rule.alert ?? rule.record ?? ""): \(match.0) has no series in a fresh node")
            }
        }
        #expect(counted >= 20, "\(counted)")
        try await world.drain(runtime)
        // Before anything has happened they stand at zero; the first feeds' worker may be at work already in the node above.
        let metrics = NodeMetrics()
        metrics.begin(feed.file.feed)
        let (_, fresh) = try MetricsTests.parse(metrics.exposition(NodeSnapshot(version: "0", startedAt: 0, now: 0, chainID: 1)))
        let counters = fresh.filter { PromQLReading.series($0.name)?.isCounter == true && $0.name != "assay_process_cpu_seconds_total" }
        #expect(counters.count >= 100 && counters.allSatisfy { $0.value == 0 }, "\(counters.filter { $0.value != 0 })")
        print("metrics: \(samples.count) series of a fresh node with one feed and one endpoint")
    }

    /// The reading finds what it is there to find.
    @Test(arguments: [
        ("assay_chain_prise", "there is no metric assay_chain_prise"),
        ("assay_prove_seconds", "there is no metric assay_prove_seconds"),
        ("assay_rounds_total > 1", "assay_rounds_total is a counter, outside rate() and increase()"),
        ("rate(assay_chain_price[5m])", "assay_chain_price is a gauge, and has no rate"),
        ("rate(assay_rounds_total)", "assay_rounds_total is a counter, outside rate() and increase()"),
        ("assay_chain_price{endpoint=\"a\"}", "assay_chain_price has no label endpoint"),
        ("sum by (endpoint) (assay_chain_price)", "no series of it has the label endpoint"),
        ("increase(assay_prove_seconds_total[5m])", "there is no metric assay_prove_seconds_total"),
        ("assay_ready == 1 and somewhat", "somewhat is no series"),
        ("abs(assay_ready", "( and ) do not pair"),
    ])
    func whatIsWrongIsSaid(_ expression: String, _ problem: String) {
        #expect(PromQLReading(expression).problems(records: [:]) == [problem])
    }
}

enum Promtool {
    static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/promtool" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func run(_ arguments: [String], in folder: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
