import EthereumKit

/// What a node's answer to `eth_sendRawTransaction` means for the transaction.
public enum SendVerdict: Hashable, Sendable {
    /// A pool has it.
    case taken
    /// A pool may have it: the same bytes are sent again later, never others with another nonce.
    case open
    /// Offer more at once.
    case bump
    /// Ask for the price again, and offer what the chain wants now.
    case reprice
    /// Ask for the gas again.
    case reestimate
    /// The nonce is used up, by one of our own transactions or by somebody else's: receipts will tell.
    case nonceUsed
    /// Nothing is wrong with the transaction; later.
    case later
    /// No node will ever take it.
    case hopeless
    /// The configuration is wrong; nothing more may be sent.
    case halt

    public init(_ kind: RPCErrorKind?) {
        switch kind {
        case nil, .alreadyKnown?: self = .taken
        case .timeout?, .unreachable?, .serverError?, .badAnswer?, .cancelled?, .unknown?: self = .open
        case .replacementUnderpriced?, .underpriced?: self = .bump
        case .maxFeeBelowBaseFee?, .tipAboveMaxFee?: self = .reprice
        case .intrinsicGasTooLow?, .outOfGas?, .exceedsBlockGasLimit?: self = .reestimate
        case .nonceTooLow?: self = .nonceUsed
        case .nonceTooHigh?, .insufficientFunds?, .nodeFeeCap?, .poolFull?, .rateLimited?, .unauthorized?, .stateUnavailable?,
            .methodNotFound?, .invalidParameters?, .noEndpoint?, .executionReverted?:
            self = .later
        case .invalidTransaction?, .unsupportedTransaction?: self = .hopeless
        case .wrongChain?, .invalidSender?: self = .halt
        }
    }
}

/// What a simulated publication came to.
public enum SimulationVerdict: Hashable, Sendable {
    case works
    /// The contract has this round or a newer one.
    case superseded(String)
    /// It will never be accepted.
    case hopeless(String)
    /// It may be accepted later.
    case later(String)

    /// - Parameters:
    ///   - error: the name of the contract's error, nil where it is none of its own.
    ///   - words: the revert in words.
    public init(error: String?, words: String) {
        switch error {
        // While the breaker holds a round, another one so close to it is no confirmation, and a later round will be.
        case "RoundNotNewer", "ObservationNotNewer", "TooCloseToHeld": self = .superseded(words)
        // A retired key comes back only as a new proposal, with a delay that is longer than any report lives; nor does a key that
        // nobody has proposed become active in a report's life.
        case "TooOld", "WrongFeed", "KeyUnknown", "KeyIsRetired", "WrongValueCount", "ValueOutOfRange", "BadSignatureLength",
            "MalleableSignature", "InvalidSignature", "SignersNotAscending", "ProofTooShort", "WrongFeedCommitment", "ProofRejected":
            self = .hopeless(words)
        // FromTheFuture passes; FeedPaused ends, KeyNotActiveYet too, and signers (NotASigner, TooFewSignatures) are executed at a
        // moment this node does not know; of unknown contracts nothing is known.
        default: self = .later(words)
        }
    }
}
