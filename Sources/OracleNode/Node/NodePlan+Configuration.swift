import EthereumKit
import Foundation
import MarketFeeds

extension NodePlan {
    /// Reads what a configuration names: feed files, endpoints' URLs and keys.
    ///
    /// Opening a key takes about a second; call it off the cooperative pool.
    ///
    /// - Parameters:
    ///   - transport: reaches remote signers.
    ///   - environment: where secrets named by variable are looked up.
    ///   - previous: the plan that runs: its keys are kept where the accounts are the same, so that nobody is asked again.
    public static func load(
        _ configuration: NodeConfiguration, transport: any RPCTransport, environment: [String: String], previous: NodePlan? = nil
    ) throws -> NodePlan {
        let isEmitting = configuration.emit != nil
        let contracts = isEmitting ? configuration.feeds.map { $0.contract ?? .zero } : try configuration.requireContracts()
        var feeds: [FeedPart] = []
        for (settings, contract) in zip(configuration.feeds, contracts) {
            feeds.append(FeedPart(file: try settings.load(), contract: contract, triggers: settings.triggers))
        }
        let attesters = try configuration.keys.attesters(
            transport: transport, environment: environment, known: previous?.attesters ?? [])
        var plan = NodePlan(
            chainID: configuration.chain.id, endpoints: try configuration.chain.resolveEndpoints(environment),
            output: .emit(.standardOutput), attesters: attesters, feeds: feeds, storePath: configuration.store.path,
            evidenceFolder: configuration.evidence.folder)
        if let emit = configuration.emit {
            plan.output = .emit(emit.destination)
        } else {
            try plan.pay(configuration, transport: transport, environment: environment, previous: previous)
        }
        plan.poolPolicy = configuration.chain.poolPolicy
        plan.responseBytes = configuration.evidence.responseBytes
        plan.storePages = configuration.store.maximumPages
        plan.retention = Retention(seconds: UInt64(configuration.store.keepDays) * 86_400, rounds: configuration.store.keepRounds)
        plan.prover = configuration.prover
        plan.skew = ClockSkewPolicy(warnSeconds: 5, stopSeconds: Int64(clamping: max(configuration.chain.skewSeconds, 6)))
        plan.headAgeSeconds = Int64(clamping: configuration.chain.headAgeSeconds)
        plan.venueEndpoints = configuration.venues.endpoints
        plan.venueLimits = configuration.venues.rates.mapValues { VenueLimit(burst: Double($0.burst), perSecond: $0.perSecond) }
        return plan
    }

    private mutating func pay(
        _ configuration: NodeConfiguration, transport: any RPCTransport, environment: [String: String], previous: NodePlan?
    ) throws {
        guard let reference = configuration.keys.transaction else {
            throw NodeError(.usage, "keys.transaction is missing: nobody pays for transactions", next: "name a key, or write calldata with `emit`")
        }
        let policy = configuration.chain.publishingPolicy
        if case .transactions(let signer, _)? = previous?.output, signer.address == reference.account {
            output = .transactions(signer, policy)
            keyLock = previous?.keyLock
            return
        }
        output = .transactions(try configuration.keys.signer(reference, transport: transport, environment: environment), policy)
        if case .keyFile = reference.holder {
            keyLock = try KeyLock(reference.account, in: KeyDirectory(path: configuration.keys.folder))
        }
    }
}
