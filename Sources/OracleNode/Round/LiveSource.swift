import Foundation
import MarketFeeds

/// Venues on the network.
public struct LiveSource: ObservationSource {
    public let name = "live"
    private let feed: Feed
    private let collector: MarketCollector
    private let now: @Sendable () -> Int64

    public init(feed: Feed, endpoints: VenueEndpoints = .live) {
        self.init(feed: feed, collector: MarketCollector(client: HTTPClient(), endpoints: endpoints)) { Int64(Date().timeIntervalSince1970) }
    }

    /// - Parameter now: Unix seconds.
    public init(feed: Feed, collector: MarketCollector, now: @escaping @Sendable () -> Int64) {
        self.feed = feed
        self.collector = collector
        self.now = now
    }

    public func observations(at observedAt: Int64) async throws -> RoundObservations {
        try await collector.observations(feed, at: observedAt, now: now())
    }
}

extension MarketCollector {
    func observations(_ feed: Feed, at observedAt: Int64, now: Int64) async throws(RoundRefusal) -> RoundObservations {
        do {
            return RoundObservations(try await collect(feed, at: observedAt, now: now))
        } catch {
            throw RoundRefusal((error.reasons + error.snapshot.notes).joined(separator: "; "), observations: RoundObservations(error.snapshot))
        }
    }
}
