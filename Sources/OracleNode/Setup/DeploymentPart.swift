import EthereumKit
import MarketFeeds

/// Addresses of what stands, by feed.
struct DeployedAddresses: Sendable {
    private var byPart: [String: Address] = [:]

    private static func key(_ role: DeploymentRecord.Role, _ feed: String?) -> String { "\(role.rawValue) \(feed ?? "")" }

    subscript(role: DeploymentRecord.Role, feed: String?) -> Address? {
        get { byPart[Self.key(role, feed)] }
        set { byPart[Self.key(role, feed)] = newValue }
    }
}

/// One contract that a deployment needs.
struct DeploymentPart: Sendable {
    let role: DeploymentRecord.Role
    let feed: String?
    /// What it goes by in messages.
    let title: String
    /// What must stand before it.
    let needs: DeploymentRecord.Role?
    /// In words, for people and the record.
    let settings: [(name: String, value: String)]
    /// Creation code, given the address of what it needs.
    let creation: @Sendable (_ needed: Address) throws -> ContractDeployment

    init(
        _ role: DeploymentRecord.Role, feed: String?, title: String, needs: DeploymentRecord.Role? = nil,
        settings: [(name: String, value: String)] = [], creation: @escaping @Sendable (Address) throws -> ContractDeployment
    ) {
        self.role = role
        self.feed = feed
        self.title = title
        self.needs = needs
        self.settings = settings
        self.creation = creation
    }

    /// About what a creation costs: the transaction, its data, the code it leaves behind at 200 gas a byte, and first writes to storage.
    /// Within a tenth of what the project's own contracts need.
    static func likelyGas(_ deployment: ContractDeployment, role: DeploymentRecord.Role) -> UInt64 {
        let code = deployment.creationCode
        let zeros = UInt64(code.count { $0 == 0 })
        let data = 4 * zeros + 16 * (UInt64(code.count) - zeros)
        let storage: UInt64 = role == .feed ? 350_000 : 10_000
        return 53_000 + data + 2 * UInt64(code.count + 31) / 32 + 200 * UInt64(deployment.artifact.deployedBytecode.count) + storage
    }
}

extension Deployment {
    /// What an operator decides about the contracts.
    public struct Options: Sendable {
        /// Of the feed contracts; the paying account where nil.
        public var owner: Address?
        /// May pause the feeds and cancel proposals beside the owner.
        public var guardian: Address?
        /// How far an answer may move before a second round must agree, in basis points: 0 for no breaker.
        public var breakerBasisPoints: UInt32 = 1_000
        /// Between which observations moves are judged, in seconds; twice the heartbeat (or two rounds, if that is longer) where nil.
        public var breakerWindow: UInt32?
        /// Least seconds between the round that is held and the one that confirms it; one round of the feed where nil.
        public var breakerSpacing: UInt32?
        /// Whether the readers for consumers of Pyth's and Derive's interfaces are created too.
        public var createsAdapters = true

        public init() {}

        /// Basis points of a decimal in per cent; nil unless it has two decimals at most and is below 100.
        public static func basisPoints(percent text: String) -> UInt32? {
            guard let parts = ExactDecimal(text)?.wholeUnits(decimals: 2), (0..<10_000).contains(parts) else { return nil }
            return UInt32(parts)
        }
    }

    /// The breaker of a feed that has a round every `every` seconds and is published after `heartbeat` seconds at the latest.
    func breaker(heartbeat: UInt64, every: UInt64) throws(NodeError) -> ProvenFeed.Breaker? {
        guard options.breakerBasisPoints > 0 else { return nil }
        guard options.breakerBasisPoints < 10_000 else {
            throw NodeError(.usage, "a breaker of \(options.breakerBasisPoints) basis points never acts", next: "name less than 100 per cent, or 0 for none")
        }
        let breaker = ProvenFeed.Breaker(
            limit: options.breakerBasisPoints, window: options.breakerWindow ?? UInt32(clamping: 2 * max(heartbeat, every)),
            spacing: options.breakerSpacing ?? UInt32(clamping: max(every, 1)))
        guard breaker.spacing >= 1, breaker.spacing <= breaker.window else {
            throw NodeError(
                .usage, "the breaker's spacing is \(breaker.spacing) s and its window \(breaker.window) s",
                next: "let the spacing be 1 s or more, and the window no shorter than it")
        }
        return breaker
    }

    /// A feed's verifier and the feed itself. A verifier whose committed code is another key's is refused here, before anything is sent.
    func feedParts(_ settings: FeedSettings, _ file: FeedFile, _ circuit: FeedCircuit) throws -> [DeploymentPart] {
        let name = file.feed.name
        let verifier = try VerifierContract(key: circuit.key.verifyingKey, feed: name)
        let code = try verifier.deployment()
        let every = UInt64(file.feed.schedule.everySeconds)
        let breaker = try breaker(heartbeat: settings.triggers.heartbeatSeconds, every: every)
        var template = try circuit.contractConfiguration(
            feed: file, verifier: .zero, owner: owner, signers: configuration.keys.signing.map(\.account))
        template.breaker = breaker
        template.guardian = options.guardian ?? .zero
        let configured = template
        return [
            DeploymentPart(.verifier, feed: name, title: verifier.name) { _ in code },
            DeploymentPart(.feed, feed: name, title: "ProvenFeed \(name)", needs: .verifier, settings: Self.settings(configured)) { verifier in
                var configuration = configured
                configuration.verifier = verifier
                return try .feed(configuration)
            },
        ]
    }

    /// The readers of one feed: of its price, and of its volatility where it has one.
    func adapterParts(_ settings: FeedSettings, _ file: FeedFile, _ circuit: FeedCircuit) throws -> [DeploymentPart] {
        let name = file.feed.name
        let feed = try circuit.contractConfiguration(feed: file, verifier: .zero, owner: owner, signers: [])
        // A value is published a heartbeat after the last at the latest, and its observation is no older than the feed takes.
        let freshFor = settings.triggers.heartbeatSeconds + UInt64(feed.maxAge)
        let confidence = UInt64(file.feed.outlierBasisPoints)
        var parts = [
            DeploymentPart(
                .priceAdapter, feed: name, title: "PriceAdapter \(name)", needs: .feed,
                settings: [("confidenceBasisPoints", "\(confidence)"), ("validSeconds", "\(freshFor)")]
            ) { feed in
                try .priceAdapter(feed: feed, confidenceLimit: confidence, validTimePeriod: freshFor)
            }
        ]
        // The report's values are the public values behind the time of observation.
        let values = circuit.model.publicValues.map(\.name).dropFirst().map { $0 }
        if let volatility = values.firstIndex(of: "volatility"), let used = values.firstIndex(of: "venuesUsed") {
            let markets = UInt64(file.feed.markets.count)
            parts.append(
                DeploymentPart(
                    .volatilityAdapter, feed: name, title: "VolatilityAdapter \(name)", needs: .feed,
                    settings: [("markets", "\(markets)"), ("validSeconds", "\(freshFor)")]
                ) { feed in
                    try .volatilityAdapter(
                        feed: feed, volatilityIndex: UInt64(volatility), marketsIndex: UInt64(used), marketCount: markets, maxAge: freshFor)
                })
        }
        return parts
    }

    private static func settings(_ configuration: ProvenFeed.Configuration) -> [(name: String, value: String)] {
        let breaker = configuration.breaker.map { "\($0.limit) basis points within \($0.window) s, confirmed \($0.spacing) s later" } ?? "none"
        return [
            ("breaker", breaker), ("maxAgeSeconds", "\(configuration.maxAge)"), ("maxSkewSeconds", "\(configuration.maxSkew)"),
            ("owner", "\(configuration.owner)"), ("guardian", configuration.guardian == .zero ? "none" : "\(configuration.guardian)"),
            ("signers", configuration.signers.sorted().map { "\($0)" }.joined(separator: " ")), ("threshold", "\(configuration.threshold)"),
            ("signerDelaySeconds", "\(configuration.signerDelay)"), ("keyDelaySeconds", "\(configuration.keyDelay)"),
        ]
    }
}
