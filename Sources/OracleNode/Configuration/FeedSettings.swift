import EthereumKit
import Foundation
import MarketFeeds

/// One of `feeds`: what is published where, and when.
public struct FeedSettings: Hashable, Sendable {
    /// The feed file's path.
    public var file: String
    /// The feed contract; nil until it has been deployed. See ``NodeConfiguration/requireContracts()``.
    public var contract: Address?
    public var triggers = TriggerPolicy(heartbeatSeconds: defaultHeartbeatSeconds, deviation: defaultDeviation)

    public static let defaultHeartbeatSeconds: UInt64 = 3_600
    /// Parts per million.
    public static let defaultDeviation: UInt64 = 5_000

    /// The feed's name: a feed file is called as its feed.
    public var name: String { URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent }

    public func load() throws -> FeedFile { try FeedFile.load(file) }
}

extension NodeConfiguration {
    /// The feed contracts in the order of ``feeds``.
    ///
    /// - Throws: ``NodeError`` where a feed has none yet.
    public func requireContracts() throws(NodeError) -> [Address] {
        let missing = feeds.filter { $0.contract == nil }.map(\.name)
        guard missing.isEmpty else {
            throw NodeError(
                .usage, "no contract is configured for \(missing.joined(separator: ", "))",
                next: "run `assay deploy`, which writes the addresses into the configuration, or set feeds[].contract")
        }
        return feeds.compactMap(\.contract)
    }
}
