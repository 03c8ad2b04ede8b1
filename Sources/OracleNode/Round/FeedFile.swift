import Foundation
import Hashing
import MarketFeeds

/// A feed file with its own text: the text is what the feed's id is the hash of.
public struct FeedFile: Sendable {
    public let feed: Feed
    public let text: String

    public init(feed: Feed, text: String) {
        self.feed = feed
        self.text = text
    }

    /// Keccak-256 of the file's bytes: a changed file is another feed.
    public var id: [UInt8] { Keccak256.hash(text.utf8) }

    /// - Parameter name: a path, or the name of a feed under `feeds/`.
    public static func load(_ name: String) throws -> FeedFile {
        var path = name
        let manager = FileManager.default
        if !manager.fileExists(atPath: path), manager.fileExists(atPath: "feeds/\(name).yaml") { path = "feeds/\(name).yaml" }
        let feed = try Feed.load(path)
        guard let data = manager.contents(atPath: path) else {
            throw NodeError(.usage, "\(path) cannot be read", next: "check the path")
        }
        return FeedFile(feed: feed, text: String(decoding: data, as: UTF8.self))
    }
}
