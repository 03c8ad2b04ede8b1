import EthereumKit

/// `chain`: where reports are published.
public struct ChainSettings: Hashable, Sendable {
    public var id: UInt64
    /// The preferred ones first; empty only where the node emits and reads no chain.
    public var endpoints: [EndpointSettings]
    /// Blocks from the one that holds a transaction (counted as 1) until it is final.
    public var confirmations: UInt64 = PublishingPolicy().confirmations
    /// An endpoint further behind the others than this is not read from.
    public var lagBlocks: UInt64 = HeadComparison.Policy().lagBlocks
    /// Nothing new is sent below this balance, in wei.
    public var balanceFloor: UInt128 = PublishingPolicy().balanceFloor
    public var bumpAfterSeconds: UInt64 = PublishingPolicy().bumpAfterSeconds
    public var resendAfterSeconds: UInt64 = PublishingPolicy().resendAfterSeconds
    public var giveUpAfterSeconds: UInt64 = PublishingPolicy().giveUpAfterSeconds
    /// Transactions on their way at a time.
    public var inFlight: Int = PublishingPolicy().inFlight
    /// Added to the gas estimate, in per cent.
    public var gasMarginPercent: UInt64 = PublishingPolicy().gasMarginPercent
    /// How far the newest block may be ahead of this machine's clock.
    public var skewSeconds: UInt64 = 60
    /// How old the newest block may be: chains with slow blocks need more.
    public var headAgeSeconds: UInt64 = 300
    public var fees = FeePolicy()
    /// `FeedMulticall`'s address: rounds that are due together go out in one transaction; nil for one transaction each.
    public var multicall: Address?
    /// How long a round waits for others to go out with.
    public var gatherSeconds: UInt64 = PublishingPolicy().gatherSeconds

    /// Chains that exist for development only.
    public static let developmentIDs: Set<UInt64> = [1_337, 31_337]
    public var isDevelopment: Bool { Self.developmentIDs.contains(id) }

    /// As the transaction manager takes it.
    public var publishingPolicy: PublishingPolicy {
        var policy = PublishingPolicy()
        policy.fees = fees
        policy.confirmations = confirmations
        policy.bumpAfterSeconds = bumpAfterSeconds
        policy.resendAfterSeconds = resendAfterSeconds
        policy.giveUpAfterSeconds = giveUpAfterSeconds
        policy.inFlight = inFlight
        policy.gasMarginPercent = gasMarginPercent
        policy.balanceFloor = balanceFloor
        policy.multicall = multicall
        policy.gatherSeconds = gatherSeconds
        return policy
    }

    /// As the pool of endpoints takes it.
    public var poolPolicy: RPCPool.Policy {
        var policy = RPCPool.Policy()
        policy.heads.lagBlocks = lagBlocks
        policy.heads.skewSeconds = skewSeconds
        return policy
    }

    /// Reads the endpoints' URLs from where they are kept.
    public func resolveEndpoints(_ environment: [String: String]) throws(SecretError) -> [RPCEndpoint] {
        var resolved: [RPCEndpoint] = []
        for endpoint in endpoints {
            resolved.append(RPCEndpoint(url: try endpoint.url.url(environment, for: "endpoint \(endpoint.name)"), name: endpoint.name))
        }
        return resolved
    }
}

/// One JSON-RPC endpoint.
public struct EndpointSettings: Hashable, Sendable {
    /// What it goes by in logs, metrics and errors.
    public var name: String
    public var url: SecretReference
}
