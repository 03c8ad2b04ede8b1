import EthereumKit
import Foundation
import MarketFeeds

/// A recording, served on this machine in the venues' own formats and read through the same client and adapters as live data.
public final class RecordedSource: ObservationSource {
    public let recording: Recording
    private let feed: Feed
    private let server: ReplayServer
    private let collector: MarketCollector

    public var name: String { recording.name }
    /// Times for which there are data.
    public var span: ClosedRange<Int64> { recording.from...recording.to }

    private init(_ recording: Recording, feed: Feed, server: ReplayServer, endpoints: VenueEndpoints, responses: ResponseArchive?) {
        self.recording = recording
        self.feed = feed
        self.server = server
        collector = MarketCollector(client: HTTPClient(), endpoints: endpoints, keep: responses?.hold)
    }

    /// - Parameters:
    ///   - name: a folder, or the name of one in `feeds/recorded`.
    ///   - responses: holds the venues' responses until a round's are kept.
    public static func start(_ name: String, feed: Feed, responses: ResponseArchive? = nil) async throws -> RecordedSource {
        let recording = try load(name)
        let server = ReplayServer(recording)
        return RecordedSource(recording, feed: feed, server: server, endpoints: try await server.start(), responses: responses)
    }

    /// - Parameter name: a folder, or the name of one in `feeds/recorded`.
    static func load(_ name: String) throws -> Recording {
        var folder = name
        if !FileManager.default.fileExists(atPath: folder + "/manifest.yaml") {
            guard let found = ProjectLocation.find("feeds/recorded/\(name)") else {
                let known = ProjectLocation.find("feeds/recorded").flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
                throw NodeError(
                    .usage, "there is no recording \(name)",
                    next: known.isEmpty ? "run from the project's folder" : "choose one of \(known.sorted().joined(separator: ", "))")
            }
            folder = found
        }
        return try Recording.load(folder)
    }

    public func stop() async { await server.stop() }

    public func observations(at observedAt: Int64) async throws -> RoundObservations {
        let now = observedAt + Int64(feed.schedule.delaySeconds)
        server.time = now
        return try await collector.observations(feed, at: observedAt, now: now)
    }
}
