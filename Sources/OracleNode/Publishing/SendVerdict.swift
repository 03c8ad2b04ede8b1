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
        case "RoundNotNewer", "ObservationNotNewer": self = .superseded(words)
        case "TooOld", "WrongFeed", "WrongModel", "WrongValueCount", "ValueOutOfRange", "BadSignatureLength", "MalleableSignature",
            "InvalidSignature", "SignersNotAscending", "ProofTooShort", "WrongFeedCommitment", "ProofRejected":
            self = .hopeless(words)
        // FromTheFuture passes; signers can be rotated back; a pause ends; and of unknown contracts nothing is known.
        default: self = .later(words)
        }
    }
}
