/// What the server shows: a running node, or fixed data in tests. Reads only.
public protocol NodeView: Sendable {
    /// The node at this moment. Must not wait for anything slow: `/readyz` and `/metrics` are answered from it.
    func snapshot() async -> NodeSnapshot

    /// Newest first.
    ///
    /// - Parameters:
    ///   - limit: 1 … 200.
    ///   - before: only rounds with lower numbers; nil for the newest.
    func rounds(feed: String, limit: Int, before: UInt64?) async throws(StoreError) -> [RoundSummary]

    /// - Returns: nil where there is no such round.
    func round(_ key: RoundKey) async throws(StoreError) -> RoundDetail?

    /// The evidence file, byte for byte.
    ///
    /// - Returns: nil where the round has none, or it was removed by retention.
    func evidence(_ key: RoundKey) async throws(StoreError) -> [UInt8]?
}
