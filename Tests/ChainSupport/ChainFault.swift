/// What an endpoint of a local chain can be made to do wrong.
public enum ChainFault: Sendable, Hashable {
    /// Serves the chain as it was this many blocks ago.
    case lag(UInt64)
    /// Names a head this far ahead, whose block it does not have.
    case lyingHead(UInt64)
    /// Serves blocks with other hashes.
    case otherHistory
    case chainID(UInt64)
    /// Answers this JSON-RPC error.
    case error(code: Int, message: String)
    case http(status: Int, retryAfter: Int? = nil)
    /// No answer, and nothing done.
    case timeoutBefore
    /// Does what was asked; the answer is lost.
    case timeoutAfter
    case refuse
    /// Answers with bytes that are no JSON-RPC.
    case garbage([UInt8])
    /// Answers `eth_sendRawTransaction` as if it had been taken, and forgets it.
    case swallow
}

struct ArmedFault: Sendable {
    let fault: ChainFault
    /// Nil: whatever the method.
    let method: String?
    /// Nil: until disarmed.
    var remaining: Int?
}
