import EthereumKit
import FixedPointMath
import MarketFeeds

/// Everything one round was made from and led to, in a form that anyone can recompute: see Docs/evidence.md.
public struct Evidence: Sendable, Hashable {
    public static let schema = "assay-evidence/1"

    public struct FeedPart: Sendable, Hashable {
        public var name: String
        public var pair: String
        /// Keccak-256 of `file`.
        public var id: [UInt8]
        /// The feed file, byte for byte.
        public var file: String
    }

    public struct ModelPart: Sendable, Hashable {
        public var kind: String
        /// The verifying key's digest.
        public var id: [UInt8]
        /// What the feed file says, as the model took it.
        public var parameters: CanonicalJSON
    }

    /// What one market or leg said at each time of the grid.
    public struct Series: Sendable, Hashable {
        public var market: String
        public var isLeg: Bool
        public var observations: [GridObservation]

        package init(market: String, isLeg: Bool, observations: [GridObservation]) {
            self.market = market
            self.isLeg = isLeg
            self.observations = observations
        }
    }

    /// A market that had a price for the round's own time that did not count.
    public struct NotCounted: Sendable, Hashable {
        public var market: String
        public var reason: String
    }

    public struct PublicValue: Sendable, Hashable {
        public var name: String
        /// raw · 2^(−scale) is the value.
        public var raw: Int128
        public var scale: Int
        /// The value in decimal, cut after 18 places.
        public var decimal: String
    }

    public struct Attestation: Sendable, Hashable {
        public struct SignedBy: Sendable, Hashable {
            public var signer: Address
            /// 65 bytes r ‖ s ‖ v.
            public var bytes: [UInt8]
        }

        public var chainID: UInt64
        public var verifyingContract: Address
        /// The EIP-712 digest that was signed.
        public var digest: [UInt8]
        /// At least one, by rising signer.
        public var signatures: [SignedBy]
        /// Keccak-256 of the calldata of `ProvenFeed.submit`.
        public var calldataHash: [UInt8]
    }

    public struct ReferenceString: Sendable, Hashable {
        public var origin: String
        public var isInsecure: Bool
        public var digest: [UInt8]
    }

    public var feed: FeedPart
    public var model: ModelPart
    public var round: UInt64
    public var observedAt: Int64
    public var times: [Int64]
    public var responses: [SourceResponse]
    public var series: [Series]
    public var notCounted: [NotCounted]
    /// All public values of the proof, in its order; the first one is the time of observation.
    public var values: [PublicValue]
    /// 64 bytes each.
    public var feedPoints: [[UInt8]]
    /// Keccak-256 of the points, one after the other.
    public var feedCommitment: [UInt8]
    public var proof: [UInt8]
    public var report: Report
    public var attestation: Attestation
    public var referenceString: ReferenceString
    /// Milliseconds by step, in the order they were taken; not part of what is hashed.
    public var timings: [(step: String, milliseconds: Int)]

    public static func == (a: Self, b: Self) -> Bool { a.json == b.json }
    public func hash(into hasher: inout Hasher) { hasher.combine(json) }

    /// What the round's model was evaluated on.
    public var observations: RoundObservations {
        RoundObservations(observedAt: observedAt, times: times, series: series, responses: responses)
    }
}

extension RoundObservations {
    init(observedAt: Int64, times: [Int64], series: [Evidence.Series], responses: [SourceResponse]) {
        self.init(
            observedAt: observedAt, times: times, markets: series.filter { !$0.isLeg }.map(\.observations),
            legs: series.filter(\.isLeg).map(\.observations), responses: responses)
    }

    /// With the names of a feed's markets and legs: what evidence and the prover's process are given.
    func series(of feed: Feed) -> [Evidence.Series] {
        zip(feed.markets, markets).map { Evidence.Series(market: $0.label, isLeg: false, observations: $1) }
            + zip(feed.legs, legs).map { Evidence.Series(market: $0.label, isLeg: true, observations: $1) }
    }
}
