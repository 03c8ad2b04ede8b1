import Foundation
import OracleNode
import Testing
import Yams

/// The Grafana dashboard: what can be known of it without Grafana.
struct DashboardTests {
    struct Dashboard: Decodable {
        struct Source: Decodable, Hashable {
            let type: String
            let uid: String
        }
        struct Place: Decodable {
            let x: Int
            let y: Int
            let w: Int
            let h: Int
        }
        struct Target: Decodable {
            let expr: String
            let legendFormat: String
            let datasource: Source
        }
        struct Panel: Decodable {
            let id: Int
            let type: String
            let title: String
            let gridPos: Place
            let targets: [Target]?
            let datasource: Source?
            let `repeat`: String?
        }
        struct Variable: Decodable {
            let name: String
            let definition: String
            let datasource: Source
        }
        struct Variables: Decodable {
            let list: [Variable]
        }
        struct Annotation: Decodable {
            let expr: String
            let datasource: Source
        }
        struct Annotations: Decodable {
            let list: [Annotation]
        }
        let uid: String
        let title: String
        let schemaVersion: Int
        let panels: [Panel]
        let templating: Variables
        let annotations: Annotations

        var targets: [(panel: String, target: Target)] { panels.flatMap { panel in (panel.targets ?? []).map { (panel.title, $0) } } }
    }

    private static func dashboard() throws -> Dashboard {
        try JSONDecoder().decode(Dashboard.self, from: Data(OperationsFiles.text("\(OperationsFiles.folder)/dashboard.json").utf8))
    }

    @Test func everyPanelAsksForSeriesThatExist() throws {
        let records = try AlertTests.rules().records
        let dashboard = try Self.dashboard()
        #expect(dashboard.targets.count >= 40)
        for (panel, target) in dashboard.targets {
            let problems = PromQLReading(target.expr).problems(records: records)
            #expect(problems.isEmpty, "\(panel): \(problems)")
            // A legend shows labels that the expression leaves.
            let reading = PromQLReading(target.expr)
            let isAggregated = target.expr.firstMatch(of: #/\b(sum|min|max) by/#) != nil
            let own: [String] = reading.uses.flatMap { PromQLReading.series($0.name)?.labels ?? records[$0.name] ?? [] } + ["job", "instance"]
            let kept = isAggregated ? reading.grouped : own
            for label in target.legendFormat.matches(of: #/\{\{([a-z]+)\}\}/#).map({ String($0.1) }) {
                #expect(kept.contains(label), "\(panel): \(label)")
            }
        }
        for annotation in dashboard.annotations.list { #expect(PromQLReading(annotation.expr).problems(records: records).isEmpty) }
        for variable in dashboard.templating.list {
            let name = variable.definition.dropFirst("label_values(".count).prefix(while: { $0 != "{" })
            #expect(Metric(rawValue: String(name)) != nil, "\(variable.definition)")
        }
    }

    /// Whatever the node counts is to be seen: a metric that no panel shows is one that nobody looks at.
    @Test func everyMetricIsShownOrChoosesWhatIsShown() throws {
        let dashboard = try Self.dashboard()
        let text = dashboard.targets.map(\.target.expr).joined(separator: "\n") + dashboard.templating.list.map(\.definition).joined(separator: "\n")
        for metric in Metric.allCases {
            let isShown = text.contains(metric.name)
            #expect(isShown, "\(metric.name) is in no panel")
        }
    }

    @Test func panelsHaveTheirOwnPlaceAndNumber() throws {
        let panels = try Self.dashboard().panels
        #expect(Set(panels.map(\.id)).count == panels.count)
        var taken: [String: String] = [:]
        for panel in panels {
            let place = panel.gridPos
            #expect(place.x >= 0 && place.w > 0 && place.h > 0 && place.x + place.w <= 24, "\(panel.title)")
            for x in place.x..<place.x + place.w {
                for y in place.y..<place.y + place.h {
                    #expect(taken["\(x),\(y)"] == nil, "\(panel.title) lies over \(taken["\(x),\(y)"] ?? "")")
                    taken["\(x),\(y)"] = panel.title
                }
            }
        }
    }

    @Test func variablesAndTheSourceAreThoseThatAreProvisioned() throws {
        let dashboard = try Self.dashboard()
        let names = Set(dashboard.templating.list.map(\.name))
        for (panel, target) in dashboard.targets {
            for variable in target.expr.matches(of: #/\$([a-z_]+)/#) { #expect(names.contains(String(variable.1)), "\(panel): \(variable.0)") }
        }
        for panel in dashboard.panels { if let name = panel.repeat { #expect(names.contains(name)) } }
        struct Sources: Decodable {
            struct Source: Decodable {
                let uid: String
                let type: String
            }
            let datasources: [Source]
        }
        let sources = try YAMLDecoder().decode(Sources.self, from: OperationsFiles.text("\(OperationsFiles.folder)/grafana/datasources.yml"))
        let known = Set(sources.datasources.map { Dashboard.Source(type: $0.type, uid: $0.uid) })
        let used = dashboard.targets.map(\.target.datasource) + dashboard.panels.compactMap(\.datasource)
            + dashboard.templating.list.map(\.datasource) + dashboard.annotations.list.map(\.datasource)
        #expect(known.isSuperset(of: used) && used.count > 80)
    }
}
