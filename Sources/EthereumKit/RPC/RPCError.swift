import ForeignText

/// A question that was not answered as asked.
public struct RPCError: Error, Hashable, Sendable, CustomStringConvertible {
    public let kind: RPCErrorKind
    public let method: String
    /// The endpoint's name, never its URL.
    public let endpoint: String
    /// What the node said: one line of at most 300 bytes and an ellipsis.
    public let message: String
    /// The JSON-RPC code, or the HTTP status where there was no JSON-RPC answer.
    public let code: Int?
    /// What a reverted call returned; empty where there is none.
    public let revertData: [UInt8]
    public let retryAfterSeconds: Int?

    public init(
        _ kind: RPCErrorKind, method: String, endpoint: String, message: String, code: Int? = nil,
        revertData: [UInt8] = [], retryAfterSeconds: Int? = nil
    ) {
        self.kind = kind
        self.method = method
        self.endpoint = endpoint
        self.message = message.oneLine(limit: 300)
        self.code = code
        self.revertData = revertData
        self.retryAfterSeconds = retryAfterSeconds
    }

    public var description: String {
        "\(endpoint) \(method): \(kind.rawValue)\(code.map { " (\($0))" } ?? ""): \(message)"
    }
}

/// What went wrong, whichever way a node phrases it. Raw values are stable: metrics use them.
public enum RPCErrorKind: String, Hashable, Sendable, CaseIterable {
    // What a node says about a transaction.
    case nonceTooLow
    /// There is a gap below the nonce and the node keeps no transactions behind gaps.
    case nonceTooHigh
    /// The node has this very transaction: as good as success.
    case alreadyKnown
    /// Another transaction with this nonce is in the pool and pays nearly as much.
    case replacementUnderpriced
    /// Below what the node's pool takes at all.
    case underpriced
    case maxFeeBelowBaseFee
    case tipAboveMaxFee
    case insufficientFunds
    case intrinsicGasTooLow
    case exceedsBlockGasLimit
    /// Above the node operator's own limit on fees.
    case nodeFeeCap
    case poolFull
    case wrongChain
    case invalidSender
    case unsupportedTransaction
    case invalidTransaction
    // What a node says about a call.
    case executionReverted
    case outOfGas
    // What a node says about itself.
    case rateLimited
    case unauthorized
    /// The block or state that was asked for is not there (yet, or any more).
    case stateUnavailable
    case methodNotFound
    case invalidParameters
    case serverError
    // What is said for a node.
    /// The request may have been carried out.
    case timeout
    case unreachable
    /// Not JSON-RPC, of the wrong shape, too large, or for another question.
    case badAnswer
    /// No endpoint of a pool may be asked.
    case noEndpoint
    case cancelled
    case unknown

    /// Does it lie with the endpoint, so that another one may answer? The others are the chain's answer.
    public var isEndpointFault: Bool {
        switch self {
        case .rateLimited, .unauthorized, .stateUnavailable, .methodNotFound, .serverError, .timeout, .unreachable,
            .badAnswer:
            true
        default: false
        }
    }

    /// After this answer to `eth_sendRawTransaction` the transaction may nevertheless be in a pool.
    public var leavesOutcomeOpen: Bool {
        switch self {
        case .timeout, .unreachable, .serverError, .badAnswer, .cancelled, .unknown: true
        default: false
        }
    }
}
