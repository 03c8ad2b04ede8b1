import EthereumKit

/// How the transaction manager works.
public struct PublishingPolicy: Hashable, Sendable {
    public var fees = FeePolicy()
    /// Blocks from the one that holds a transaction (counted as 1) until it is final.
    public var confirmations: UInt64 = 3
    /// A transaction in no block for this long is replaced by one that offers more.
    public var bumpAfterSeconds: UInt64 = 45
    /// The same bytes are sent again when this long has passed.
    public var resendAfterSeconds: UInt64 = 15
    /// A publication that could not go out for this long is dropped: its value is of no use any more.
    public var giveUpAfterSeconds: UInt64 = 3_600
    /// Transactions on their way at a time; nodes keep few of one account behind each other.
    public var inFlight = 4
    /// Added to the estimate, in per cent.
    public var gasMarginPercent: UInt64 = 20
    /// Nothing new is sent below this balance, in wei.
    public var balanceFloor: UInt128 = 0
    /// Blocks and percentile that the tip is taken from.
    public var tipBlocks: UInt64 = 10
    public var tipPercentile = 50.0
    public var leaseMilliseconds: UInt64 = 60_000
    /// `FeedMulticall`: publications that wait at the same time go out in one transaction where that is cheaper; nil for none.
    public var multicall: Address?
    /// With ``multicall``: how long a publication waits for others.
    public var gatherSeconds: UInt64 = 2

    public init() {}
}

/// Boundaries between which a publication moves; tests stop the node at each.
public enum PublishingStage: String, Hashable, Sendable, CaseIterable {
    case leaseTaken
    case batchWritten
    case transactionSigned
    case attemptWritten
    case transactionSent
    case sendingWritten
    case outcomeSeen
    case outcomeWritten
}

/// What is wrong, for readiness and metrics; all of it may pass by itself but for ``halted``.
public enum PublishingProblem: Hashable, Sendable, CustomStringConvertible {
    case standby
    case endpoint(RPCErrorKind, String)
    case balanceLow(wei: String, floor: String)
    case feesAboveCap(needed: UInt128, cap: UInt128)
    case send(RPCErrorKind, String)
    case refused(String)
    /// Publications cannot go out together.
    case multicall(String)
    case signer(String)
    case nonceUsedElsewhere(nonce: UInt64)
    case halted(String)

    /// Stable, for metrics.
    public var name: String {
        switch self {
        case .standby: "standby"
        case .endpoint(let kind, _): "endpoint_\(kind.rawValue)"
        case .balanceLow: "balance_low"
        case .feesAboveCap: "fees_above_cap"
        case .send(let kind, _): "send_\(kind.rawValue)"
        case .refused: "refused"
        case .multicall: "multicall"
        case .signer: "signer"
        case .nonceUsedElsewhere: "nonce_used_elsewhere"
        case .halted: "halted"
        }
    }

    public var description: String {
        switch self {
        case .standby: "another node holds the lease on this key and publishes"
        case .endpoint(let kind, let message): "the chain cannot be read (\(kind.rawValue)): \(message)"
        case .balanceLow(let wei, let floor): "the account holds \(wei) wei, less than the floor of \(floor); fund it"
        case .feesAboveCap(let needed, let cap): "gas costs \(needed) wei, more than the cap of \(cap); it is tried again, or raise the cap"
        case .send(let kind, let message): "a transaction was not taken (\(kind.rawValue)): \(message)"
        case .refused(let why): "the contract would refuse: \(why)"
        case .multicall(let why): "each feed goes out in a transaction of its own: \(why); correct chain.multicall, or leave it out"
        case .signer(let why): why
        case .nonceUsedElsewhere(let nonce): "nonce \(nonce) was used by a transaction that this node did not send; is the key in use elsewhere?"
        case .halted(let why): "nothing more is sent: \(why)"
        }
    }
}

/// What one step did.
public struct PublishingReport: Hashable, Sendable {
    public internal(set) var problems: [PublishingProblem] = []
    public internal(set) var sent = 0
    public internal(set) var replaced = 0
    public internal(set) var included = 0
    public internal(set) var confirmed = 0
    public internal(set) var reverted = 0
    public internal(set) var superseded = 0
    public internal(set) var dropped = 0
    /// Publications that went out in a transaction with others.
    public internal(set) var bundled = 0
    /// Of these, publications that their contracts refused; they go on alone.
    public internal(set) var released = 0
    public internal(set) var reorganized = 0
    /// Wei paid for gas by what was confirmed or reverted in this step.
    public internal(set) var spent: UInt128 = 0
    public internal(set) var gasUsed: UInt64 = 0
    public internal(set) var balance: UInt128?
    public internal(set) var head: UInt64?
    public internal(set) var baseFee: UInt128?
    /// What still moves.
    public internal(set) var active = 0

    public init() {}

    /// Adds another step's counts and problems; what describes a moment is kept from this one.
    public mutating func add(_ other: PublishingReport) {
        problems = other.problems + problems
        sent += other.sent
        replaced += other.replaced
        included += other.included
        confirmed += other.confirmed
        reverted += other.reverted
        superseded += other.superseded
        dropped += other.dropped
        bundled += other.bundled
        released += other.released
        reorganized += other.reorganized
        spent = spent.saturating(plus: other.spent)
        gasUsed = gasUsed.saturating(plus: other.gasUsed)
    }
}

/// Why a step ended early. What it had written stays, and the next step goes on from there.
public enum PublishingError: Error, Hashable, Sendable {
    case store(StoreError)
    /// The stage's guard said no.
    case stopped(PublishingStage)
}
