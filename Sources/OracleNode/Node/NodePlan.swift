import EthereumKit
import MarketFeeds

/// What a node runs: a configuration whose files have been read, whose secrets have been opened and whose parts fit each other.
public struct NodePlan: Sendable {
    /// One feed: what is published where, and when.
    public struct FeedPart: Sendable {
        public var file: FeedFile
        public var contract: Address
        public var triggers: TriggerPolicy

        public init(file: FeedFile, contract: Address, triggers: TriggerPolicy) {
            self.file = file
            self.contract = contract
            self.triggers = triggers
        }

        public var name: String { file.feed.name }
        /// Whether another plan of the same feed can go on with the same worker.
        func isSameFeed(as other: FeedPart) -> Bool { file.id == other.file.id && contract == other.contract }
    }

    public enum Output: Sendable {
        /// Transactions that this node sends itself.
        case transactions(any TransactionSigner, PublishingPolicy)
        /// Calldata for other relayers.
        case emit(EmitOnlyPublisher.Destination)
    }

    public struct Retention: Hashable, Sendable {
        /// Finished rounds older than this go.
        public var seconds: UInt64
        /// Rounds of each feed that stay whatever their age.
        public var rounds: Int

        public init(seconds: UInt64 = 30 * 86_400, rounds: Int = 100) {
            self.seconds = seconds
            self.rounds = rounds
        }
    }

    public var chainID: UInt64
    /// Empty only where the node emits and compares with what it emitted last.
    public var endpoints: [RPCEndpoint]
    public var poolPolicy = RPCPool.Policy()
    public var output: Output
    /// Attest reports; each is another account.
    public var attesters: [any ReportSigner]
    public var feeds: [FeedPart]
    public var storePath: String
    public var storePages: Int?
    /// Seconds to wait for another process to let go of the store.
    public var storePatience = 1.0
    public var evidenceFolder: String
    /// How much of the venues' responses is kept beside the evidence, in bytes; nil keeps none.
    public var responseBytes: UInt64? = ResponseArchive.defaultBytes
    public var retention = Retention()
    public var prover = ProverSettings()
    public var skew = ClockSkewPolicy()
    /// How old the newest block may be before the chain counts as stopped, in seconds.
    public var headAgeSeconds: Int64 = 300
    public var venueEndpoints = VenueEndpoints.live
    public var venueLimits: [Venue: VenueLimit] = [:]
    /// Feeds that fire within this of each other go out together.
    public var togetherSeconds: UInt64 = 15
    /// How long a drain waits for transactions to get into a block.
    public var drainSeconds: UInt64 = 30
    /// Held as long as the node runs, so that no other process of this machine uses the paying key.
    public var keyLock: KeyLock?

    public init(
        chainID: UInt64, endpoints: [RPCEndpoint], output: Output, attesters: [any ReportSigner], feeds: [FeedPart], storePath: String,
        evidenceFolder: String
    ) {
        self.chainID = chainID
        self.endpoints = endpoints
        self.output = output
        self.attesters = attesters
        self.feeds = feeds
        self.storePath = storePath
        self.evidenceFolder = evidenceFolder
    }

    /// Who pays; nil where the node emits.
    public var account: Address? {
        if case .transactions(let signer, _) = output { signer.address } else { nil }
    }

    /// Why a running node cannot go over to another plan without a restart; nil where it can.
    func obstacle(to next: NodePlan) -> String? {
        if next.chainID != chainID { return "chain.id changes from \(chainID) to \(next.chainID)" }
        if next.account != account { return "the paying account changes" }
        if Set(next.attesters.map(\.address)) != Set(attesters.map(\.address)) { return "the signing accounts change" }
        if next.storePath != storePath { return "store.path changes" }
        if next.evidenceFolder != evidenceFolder { return "evidence.folder changes" }
        if next.prover.queue != prover.queue { return "prover.queue changes" }
        if case .emit(let old) = output, case .emit(let new) = next.output, old != new { return "emit changes" }
        return nil
    }
}

/// What a node has beside its plan: time, the network and where it tells of itself. Tests bring their own.
public struct NodeSurroundings: Sendable {
    public var clock: any NodeClock
    public var log: NodeLog
    public var metrics: NodeMetrics
    /// Of JSON-RPC endpoints and remote signers.
    public var transport: any RPCTransport
    /// Where a feed's observations come from; nil for the venues of the plan.
    public var source: (@Sendable (FeedFile) async throws -> any ObservationSource)?
    /// A feed's circuit with its keys; made anew by default.
    public var circuit: @Sendable (FeedFile) async throws -> FeedCircuit
    /// Makes the proofs; in this process by default.
    public var prover: any RoundProver = InProcessProver()
    /// For the contracts' own errors; nil where no artifact is there.
    public var artifact: ContractArtifact?
    /// What lies between two steps of the transaction manager, in milliseconds.
    public var stepMilliseconds: UInt64 = 1_000
    /// Told of each round when it has been handed over.
    public var published: @Sendable (ProvenRound) -> Void = { _ in }
    /// Asked at every boundary that a publication passes; where it says no, the node stops as if it had been killed there.
    public var mayPass: @Sendable (PublishingStage) -> Bool = { _ in true }
    public var mayPassRound: @Sendable (RoundBoundary) -> Bool = { _ in true }
    /// Called before each attempt at a proof; tests let it fail.
    public var beforeProof: @Sendable (_ round: RoundKey, _ attempt: Int) throws -> Void = { _, _ in }

    public init(clock: any NodeClock = SystemClock(), log: NodeLog, metrics: NodeMetrics, transport: any RPCTransport) {
        self.clock = clock
        self.log = log
        self.metrics = metrics
        self.transport = transport
        circuit = { file in try await FeedCircuit.make(file.feed) { _ in } }
        artifact = try? ContractArtifact.named("ProvenFeed")
    }
}
