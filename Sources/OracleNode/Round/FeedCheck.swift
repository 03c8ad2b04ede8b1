import EthereumKit
import Foundation
import MarketFeeds
import PricingModels

/// What `assay feeds check` does.
public struct FeedCheck: Sendable {
    public let path: String
    public let feed: Feed?
    /// One line each, `file:line:column: message` where there is a place.
    public let problems: [String]

    public var isGood: Bool { problems.isEmpty }

    public var text: String {
        guard let feed, isGood else { return problems.joined(separator: "\n") }
        return "✓ \(path): \(feed.pair), \(feed.markets.count) markets, \(feed.legs.count) legs, model \(feed.model.kind), window \(feed.window)"
    }

    /// - Parameter paths: every `.yaml` file under `feeds/` when empty.
    public static func run(_ paths: [String]) throws -> [FeedCheck] {
        var files = paths
        if files.isEmpty {
            guard let folder = ProjectLocation.find("feeds"), let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                throw NodeError(.usage, "there is no folder feeds here or above", next: "name feed files, or run from the project's folder")
            }
            files = names.filter { $0.hasSuffix(".yaml") }.sorted().map { "feeds/\($0)" }
            if !FileManager.default.fileExists(atPath: "feeds") { files = files.map { folder + "/" + ($0 as NSString).lastPathComponent } }
        }
        return files.map { path in
            do {
                let feed = try Feed.load(path)
                do {
                    _ = try ModelParameters(feed: feed)
                } catch {
                    return FeedCheck(path: path, feed: feed, problems: ["\(path): \(error)"])
                }
                return FeedCheck(path: path, feed: feed, problems: [])
            } catch {
                return FeedCheck(path: path, feed: nil, problems: "\(error)".split(separator: "\n").map(String.init))
            }
        }
    }

    public static func json(_ results: [FeedCheck]) -> CanonicalJSON {
        .array(results.map {
            .object([
                "file": .string($0.path), "good": .bool($0.isGood), "problems": .array($0.problems.map { .string($0) }),
            ])
        })
    }
}
