import DevelopmentChain
import EthereumKit
import Synchronization

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

/// The faults that are switched on, by endpoint.
private final class FaultBoard: RequestInterceptor {
    let faults = Mutex<[String: [ArmedFault]]>([:])

    func intercept(_ method: String, endpoint: String) throws(RPCTransportError) -> Interception {
        var view = EndpointView()
        for fault in strike(endpoint, method) {
            switch fault {
            case .error(let code, let message): return .failure(code: code, message: message)
            case .http(let status, let retryAfter): return .answer(RPCTransportAnswer(status: status, body: [], retryAfterSeconds: retryAfter))
            case .timeoutBefore: throw .timeout("no answer")
            case .refuse: throw .unreachable("connection refused")
            case .garbage(let bytes): return .answer(RPCTransportAnswer(status: 200, body: bytes))
            case .lag(let blocks): view.lag = blocks
            case .lyingHead(let lead): view.lead = lead
            case .otherHistory: view.forgesHashes = true
            case .chainID(let other): view.chainID = other
            case .swallow: view.swallows = true
            case .timeoutAfter: view.losesAnswer = true
            }
        }
        return .proceed(view)
    }

    private func strike(_ endpoint: String, _ method: String) -> [ChainFault] {
        faults.withLock { faults in
            var struck: [ChainFault] = []
            var armed = faults[endpoint] ?? []
            for index in armed.indices where armed[index].method == nil || armed[index].method == method {
                if let remaining = armed[index].remaining {
                    guard remaining > 0 else { continue }
                    armed[index].remaining = remaining - 1
                }
                struck.append(armed[index].fault)
            }
            faults[endpoint] = armed.filter { $0.remaining != 0 }
            return struck
        }
    }
}

extension LocalChain {
    private var board: FaultBoard {
        interceptor.withLock { interceptor in
            if let board = interceptor as? FaultBoard { return board }
            let board = FaultBoard()
            interceptor = board
            return board
        }
    }

    /// Switches a fault on, for one method or all, once or until it is switched off.
    public func arm(_ fault: ChainFault, method: String? = nil, endpoint: String = "a", times: Int? = nil) {
        board.faults.withLock { $0[endpoint, default: []].append(ArmedFault(fault: fault, method: method, remaining: times)) }
    }

    public func disarm(endpoint: String? = nil) {
        board.faults.withLock { faults in
            if let endpoint { faults[endpoint] = nil } else { faults = [:] }
        }
    }
}
