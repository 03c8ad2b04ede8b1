/// Where a round's observations come from: venues on the network, or a recording that is played through the same client.
public protocol ObservationSource: Sendable {
    /// In words, for reports: a recording's name, or `live`.
    var name: String { get }
    /// Asks every market of the feed for the grid of the round at `observedAt`. A venue that fails is part of the answer, not an error.
    func observations(at observedAt: Int64) async throws -> RoundObservations
}
