import EthereumKit
import Foundation
import MarketFeeds

/// What `assay init` decides and writes: a folder with a configuration, feed files, two keys and their passwords.
public struct NodeSetup: Sendable {
    /// Where the endpoint's URL comes from.
    public enum Endpoint: Hashable, Sendable {
        case url(String)
        case variable(String)
        case file(String)
    }

    public var folder: String
    public var chainID: UInt64
    public var endpoint: Endpoint
    /// Feed files by path, or names of those in `feeds/`.
    public var feeds: [String]
    public var heartbeatSeconds: UInt64 = FeedSettings.defaultHeartbeatSeconds
    /// In per cent, as the configuration has it.
    public var deviationPercent = "0.5"
    public var balanceFloorEther = "0.02"
    public var serverPort: UInt16 = ServerSettings().port
    /// For development on this machine alone: a chain and recorded venues that `assay chain` serves, rounds every minute.
    public var isDemonstration = false
    /// For development keys the derivation is weak, so that a node starts at once.
    public var derivation: KeyDerivation?

    public static let demonstrationChainPort = 8_545
    public static let demonstrationVenuesPort = 8_546
    public static let demonstrationRecording = "usdc-depeg-2023-03"

    public init(folder: String, chainID: UInt64, endpoint: Endpoint, feeds: [String]) {
        self.folder = folder
        self.chainID = chainID
        self.endpoint = endpoint
        self.feeds = feeds
    }

    /// A node for development on this machine, without a network.
    public static func demonstration(folder: String) -> NodeSetup {
        var setup = NodeSetup(
            folder: folder, chainID: 31_337, endpoint: .url("http://127.0.0.1:\(demonstrationChainPort)"), feeds: ["btc-usd-option"])
        setup.isDemonstration = true
        setup.heartbeatSeconds = 120
        setup.deviationPercent = "0.2"
        setup.balanceFloorEther = "0.1"
        return setup
    }

    public struct Written: Sendable {
        public let configuration: String
        public let paying: Address
        public let signing: Address
        public let files: [String]
    }

    /// Writes everything; nothing where anything is there already or would not be a working configuration.
    ///
    /// - Throws: ``NodeError``, ``KeyDirectoryError``, ``FeedError``.
    public func write() throws -> Written {
        let path = "\(folder)/\(NodeConfiguration.fileName)"
        let keys = "\(folder)/\(KeySettings.defaultFolder)"
        for occupied in [path, keys, "\(folder)/feeds"] where FileManager.default.fileExists(atPath: occupied) {
            throw NodeError(
                .usage, "\(occupied) is there already, and init overwrites nothing", next: "name another folder, or move that one away")
        }
        var texts: [(name: String, text: String)] = []
        for feed in feeds {
            let file = try Self.locate(feed)
            texts.append((file.feed.name, isDemonstration ? try Self.everyMinute(file.text) : file.text))
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw NodeError(.environment, "cannot make \(folder): \(error.localizedDescription)", next: "name a folder that you may write to")
        }
        var files: [String] = []
        for (name, text) in texts {
            let target = "\(folder)/feeds/\(name).yaml"
            try FileWriter.write(text, to: target)
            files.append(target)
        }
        let directory = try KeyDirectory(path: keys)
        let paying = try makeKey("transaction", directory, &files)
        let signing = try makeKey("signing", directory, &files)
        try FileWriter.write(text(feeds: texts.map(\.name), paying: paying, signing: signing), to: path)
        files.append(path)
        // A configuration that does not load would be a fault of ours, found here and not at the next command.
        _ = try NodeConfiguration.load(path)
        return Written(configuration: path, paying: paying, signing: signing, files: files)
    }

    /// A key with a password from the system's randomness, in a file beside it.
    private func makeKey(_ name: String, _ directory: KeyDirectory, _ files: inout [String]) throws -> Address {
        let file = "\(directory.path)/\(name).password"
        try KeyCare.makePassword(file)
        let entry = try directory.create(password: .file(file), derivation: derivation)
        files += [file, entry.path]
        return entry.address
    }

    /// A feed by path, or by its name among those that come with the program.
    static func locate(_ name: String) throws -> FeedFile {
        if FileManager.default.fileExists(atPath: name) { return try FeedFile.load(name) }
        guard let path = ProjectLocation.find("feeds/\(name).yaml") else {
            throw NodeError(
                .usage, "there is no feed \(name)", next: "name a feed file, or one of \(shippedFeeds.joined(separator: ", "))")
        }
        return try FeedFile.load(path)
    }

    /// The feeds that come with the program.
    public static var shippedFeeds: [String] {
        let names = ProjectLocation.find("feeds").flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The same feed with a round every minute. Its key stays the same: the schedule is no part of the model.
    private static func everyMinute(_ text: String) throws -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("schedule:") ? "schedule: {every_seconds: 60, delay_seconds: 2}" : String(line)
        }
        return lines.joined(separator: "\n")
    }
}
