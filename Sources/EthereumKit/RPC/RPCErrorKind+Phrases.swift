extension RPCErrorKind {
    /// How a phrase is looked for in a node's message, in lower case.
    private enum Match {
        /// Anywhere, between other words.
        case words(String)
        case start(String)
        case whole(String)
    }

    /// What geth, Nethermind, Erigon, Besu, Anvil, Reth and the large hosts say. The first row that fits decides, so longer
    /// phrases stand before those they contain.
    private static let phrases: [(Match, RPCErrorKind)] = [
        // A contract chooses the text behind these, so nothing else may be read into it.
        (.start("execution reverted"), .executionReverted), (.start("vm execution error"), .executionReverted),
        (.start("vm exception while processing transaction: revert"), .executionReverted), (.start("reverted 0x"), .executionReverted),
        (.whole("reverted"), .executionReverted), (.whole("transaction reverted"), .executionReverted),

        (.words("nonce too low"), .nonceTooLow), (.words("nonce is too low"), .nonceTooLow), (.words("oldnonce"), .nonceTooLow),
        (.words("invalid transaction nonce"), .nonceTooLow), (.words("nonce has already been used"), .nonceTooLow),
        (.words("nonce too high"), .nonceTooHigh), (.words("noncegap"), .nonceTooHigh), (.words("incorrect nonce"), .nonceTooHigh),
        (.words("nonce is too distant from current sender nonce"), .nonceTooHigh), (.words("gapped-nonce tx"), .nonceTooHigh),

        (.words("already known"), .alreadyKnown), (.words("known transaction"), .alreadyKnown), (.words("alreadyknown"), .alreadyKnown),
        (.words("already imported"), .alreadyKnown), (.words("alreadyimported"), .alreadyKnown),
        (.words("already in the mempool"), .alreadyKnown), (.words("already in mempool"), .alreadyKnown),
        (.words("already exists in the pool"), .alreadyKnown), (.words("tx already exists in cache"), .alreadyKnown),

        (.words("replacement transaction underpriced"), .replacementUnderpriced),
        (.words("replacementnotallowed"), .replacementUnderpriced), (.words("ownnoncealreadyused"), .replacementUnderpriced),
        (.words("could not replace existing tx"), .replacementUnderpriced),
        (.words("another transaction with same nonce"), .replacementUnderpriced),
        (.words("another tx which has the same nonce"), .replacementUnderpriced),
        (.words("future transaction tries to replace pending"), .replacementUnderpriced),

        (.words("max priority fee per gas higher than max fee per gas"), .tipAboveMaxFee),
        (.words("max priority fee per gas cannot be greater than max fee per gas"), .tipAboveMaxFee),
        (.words("tip higher than fee cap"), .tipAboveMaxFee),
        (.words("max fee per gas less than block base fee"), .maxFeeBelowBaseFee),
        (.words("fee cap less than block base fee"), .maxFeeBelowBaseFee), (.words("maxfeepergas too low"), .maxFeeBelowBaseFee),
        (.words("less than the current basefee"), .maxFeeBelowBaseFee), (.words("below current base fee"), .maxFeeBelowBaseFee),
        (.words("gas price below current base fee"), .maxFeeBelowBaseFee),
        (.words("transaction underpriced"), .underpriced), (.words("feetoolow"), .underpriced), (.words("feetoolowtocompete"), .underpriced),
        (.words("effectivepriorityfeepergas too low"), .underpriced), (.words("underpriced"), .underpriced),
        (.words("gas price below configured minimum gas price"), .underpriced), (.words("gas price is too low"), .underpriced),
        (.words("gas price too low"), .underpriced), (.words("fee too low"), .underpriced), (.words("gas tip cap"), .underpriced),
        (.words("less than gas price minimum"), .underpriced),

        (.words("insufficient funds"), .insufficientFunds), (.words("insufficientfunds"), .insufficientFunds),
        (.words("insufficient balance"), .insufficientFunds), (.words("upfront cost exceeds account balance"), .insufficientFunds),
        (.words("not enough funds"), .insufficientFunds), (.words("overdraft"), .insufficientFunds),
        (.words("intrinsic gas too low"), .intrinsicGasTooLow), (.words("intrinsic gas exceeds gas limit"), .intrinsicGasTooLow),
        (.words("call gas cost exceeds the gas limit"), .intrinsicGasTooLow), (.words("gas floor"), .intrinsicGasTooLow),
        (.words("minimal gas"), .intrinsicGasTooLow), (.words("minimal cost of the transaction"), .intrinsicGasTooLow),
        (.words("exceeds block gas limit"), .exceedsBlockGasLimit), (.words("gaslimitexceeded"), .exceedsBlockGasLimit),
        (.words("exceeds the block gas limit"), .exceedsBlockGasLimit), (.words("gas limit too high"), .exceedsBlockGasLimit),
        (.words("exceeds current gas limit"), .exceedsBlockGasLimit), (.words("gas limit is too high"), .exceedsBlockGasLimit),
        (.words("exceeds the configured cap"), .nodeFeeCap), (.words("fee cap exceeded"), .nodeFeeCap),
        (.words("txpool is full"), .poolFull), (.words("sub-pool is full"), .poolFull), (.words("pool is full"), .poolFull),
        (.words("queue full"), .poolFull), (.words("tx pool full"), .poolFull), (.words("too many transactions in the queue"), .poolFull),
        (.words("txpool limit"), .poolFull), (.words("in-flight transaction limit reached"), .poolFull),
        (.words("account limit exceeded"), .poolFull),
        (.words("invalid chain id"), .wrongChain), (.words("wrong chain id"), .wrongChain), (.words("wrong chainid"), .wrongChain),
        (.words("chain id mismatch"), .wrongChain), (.words("chainid not supported"), .wrongChain),
        (.words("invalid sender"), .invalidSender), (.words("invalid signature"), .invalidSender),
        (.words("failedtoresolvesender"), .invalidSender), (.words("sender not an eoa"), .invalidSender),
        (.words("senderiscontract"), .invalidSender), (.words("not authorized to send transactions"), .invalidSender),
        (.words("transaction type not supported"), .unsupportedTransaction), (.words("invalid transaction type"), .unsupportedTransaction),
        (.words("only replay-protected"), .unsupportedTransaction), (.words("chainid is required"), .unsupportedTransaction),
        (.words("oversized data"), .invalidTransaction), (.words("negative value"), .invalidTransaction),
        (.words("max initcode size exceeded"), .invalidTransaction), (.words("rlp:"), .invalidTransaction),
        (.words("invalid rlp"), .invalidTransaction), (.words("transaction could not be decoded"), .invalidTransaction),
        (.words("failed to decode signed transaction"), .invalidTransaction), (.whole("invalid"), .invalidTransaction),
        (.words("gas uint64 overflow"), .invalidTransaction),

        (.words("gas required exceeds allowance"), .outOfGas), (.words("out of gas"), .outOfGas), (.words("outofgas"), .outOfGas),

        (.words("too many requests"), .rateLimited), (.words("rate limit"), .rateLimited), (.words("rate limited"), .rateLimited),
        (.words("request limit"), .rateLimited), (.words("request count exceeded"), .rateLimited),
        (.words("compute units per second"), .rateLimited), (.words("capacity exceeded"), .rateLimited), (.words("quota"), .rateLimited),
        (.words("limit exceeded"), .rateLimited),
        (.words("unauthorized"), .unauthorized), (.words("must be authenticated"), .unauthorized), (.words("invalid project id"), .unauthorized),
        (.words("invalid api key"), .unauthorized), (.words("forbidden"), .unauthorized), (.words("api key"), .unauthorized),
        (.words("header not found"), .stateUnavailable), (.words("missing trie node"), .stateUnavailable),
        (.words("unknown block"), .stateUnavailable), (.words("block not found"), .stateUnavailable),
        (.words("state not available"), .stateUnavailable), (.words("state is not available"), .stateUnavailable),
        (.words("sync is still in progress"), .stateUnavailable), (.words("is not synced"), .stateUnavailable),
        (.words("resource not found"), .stateUnavailable), (.words("no state available"), .stateUnavailable),
        (.words("beyond current head block"), .stateUnavailable), (.words("pruned"), .stateUnavailable),
        (.words("method not found"), .methodNotFound), (.words("does not exist/is not available"), .methodNotFound),
        (.words("method not supported"), .methodNotFound), (.words("unsupported method"), .methodNotFound),
        (.words("timed out"), .timeout), (.words("timeout"), .timeout), (.words("deadline exceeded"), .timeout),
        (.words("bad gateway"), .serverError), (.words("service unavailable"), .serverError), (.words("internal error"), .serverError),
        (.words("internal server error"), .serverError), (.words("i/o timeout"), .timeout),
        (.words("network is unreachable"), .serverError), (.words("connection refused"), .serverError),
    ]

    /// The class of a JSON-RPC error. Words decide before codes, because nodes give one code many meanings.
    ///
    /// - Parameter code: the JSON-RPC error's code; 3 is geth's for a revert.
    public init(code: Int, message: String) {
        // Real messages take some hundred bytes; a longer one is not searched through for every phrase.
        let text = message.utf8.prefix(2_048).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        if code == 3 {
            self = .executionReverted
            return
        }
        for (match, kind) in Self.phrases where Self.fits(match, text) {
            self = kind
            return
        }
        switch code {
        case -32001, -32008: self = .stateUnavailable
        case -32003: self = .invalidTransaction
        case -32004, -32601: self = .methodNotFound
        case -32005, -32029, -32097, 429: self = .rateLimited
        case -32600, -32602, -32700: self = .invalidParameters
        case -32603: self = .serverError
        default: self = .unknown
        }
    }

    /// The class of an HTTP status that brought no JSON-RPC answer.
    public init(httpStatus status: Int) {
        switch status {
        case 429: self = .rateLimited
        case 401, 402, 403: self = .unauthorized
        case 408, 504: self = .timeout
        case 500...599: self = .serverError
        default: self = .badAnswer
        }
    }

    private static func fits(_ match: Match, _ text: [UInt8]) -> Bool {
        switch match {
        case .whole(let phrase): text == Array(phrase.utf8)
        case .start(let phrase): text.starts(with: phrase.utf8)
        case .words(let phrase): contains(text, Array(phrase.utf8))
        }
    }

    /// Is the phrase in the text with no letter or digit on either side? "unknown transaction" is not a known one.
    private static func contains(_ text: [UInt8], _ phrase: [UInt8]) -> Bool {
        guard let first = phrase.first, text.count >= phrase.count else { return false }
        func isWord(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) }
        for start in 0...(text.count - phrase.count) where text[start] == first {
            guard text[start..<(start + phrase.count)].elementsEqual(phrase) else { continue }
            let end = start + phrase.count
            let opens = start == 0 || !isWord(text[start - 1])
            let closes = end == text.count || !isWord(text[end]) || !isWord(phrase[phrase.count - 1])
            if opens && closes { return true }
        }
        return false
    }
}
