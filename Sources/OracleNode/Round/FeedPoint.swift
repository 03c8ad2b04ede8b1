import Constraints

extension Layout {
    /// Where a proof has the point that commits to the market data, in bytes from its beginning.
    ///
    /// `ProvenFeed` compares one point with the commitment that was signed, so it serves circuits that have exactly one.
    ///
    /// - Throws: ``NodeError`` where the market data are behind no point, or behind several.
    package func feedPointOffset() throws(NodeError) -> UInt32 {
        switch feedGroupCount {
        case 1: return 0
        case 0:
            throw NodeError(
                .refused, "the circuit commits to no market data, and a feed contract takes none without",
                next: "declare the model's inputs as feed inputs")
        case let count:
            throw NodeError(
                .refused, "the circuit commits to its market data in \(count) points, and a feed contract compares one",
                next: "use `optimize: balanced` or `gas` in the feed file, so that the feed's columns share a point")
        }
    }
}

extension FeedCircuit {
    /// As the layout's. Whatever deploys a feed contract, or makes reports for one, asks here.
    public func feedPointOffset() throws(NodeError) -> UInt32 { try key.verifyingKey.layout.feedPointOffset() }
}
