extension Metric {
    /// Type, labels, unit and meaning, as the exposition's `# TYPE` and `# HELP` give them.
    public var description: Description {
        func gauge(_ unit: String, _ labels: [String], _ help: String) -> Description {
            Description(kind: .gauge, labels: labels, unit: unit, help: help)
        }
        func counter(_ unit: String, _ labels: [String], _ help: String) -> Description {
            Description(kind: .counter, labels: labels, unit: unit, help: help)
        }
        switch self {
        case .buildInfo: return gauge("1", ["version"], "Always 1; the label has the node's version.")
        case .startTime: return gauge("Unix seconds", [], "When the node started.")
        case .ready: return gauge("0 or 1", [], "Whether /readyz answers 200.")
        case .notReady: return gauge("0 or 1", ["code"], "1 for each present reason not to be ready, by its stable code; 0 for the others.")
        case .problems: return counter("problems", ["name"], "Problems met by the transaction manager's steps, by stable name.")
        case .reloads: return counter("reloads", ["outcome"], "Configuration reloads: applied or refused.")
        case .storeErrors: return counter("errors", ["kind"], "Calls to the store that failed, by kind.")
        case .clockAhead: return gauge("seconds", [], "By how much the newest block is ahead of this machine's clock.")
        case .feedInfo: return gauge("1", ["feed", "pair", "model", "contract"], "Always 1; the labels describe the feed.")
        case .sourcePrice: return gauge("the feed's quote currency, or a ratio", ["feed"], "The value last computed from the venues.")
        case .sourceConfidence: return gauge("as the price", ["feed"], "Half the width of the last value's confidence interval.")
        case .sourceAge: return gauge("seconds", ["feed"], "Time since the last value's observation.")
        case .chainPrice: return gauge("as the price", ["feed"], "The value that the feed's contract holds.")
        case .chainAge: return gauge("seconds", ["feed"], "Time since the observation of the value on chain.")
        case .chainRound: return gauge("round", ["feed"], "The round that the feed's contract holds.")
        case .heldRound: return gauge("round", ["feed"], "The round that the contract's breaker holds; no series while it holds none.")
        case .heldRounds: return counter("rounds", ["feed"], "Rounds that were seen to be held by the contract's breaker.")
        case .paused: return gauge("0 or 1", ["feed"], "Whether the feed's contract is paused and takes no reports.")
        case .deviation: return gauge("ratio", ["feed"], "Distance of the last value from the one on chain, divided by the latter; with its sign.")
        case .deviationLimit: return gauge("ratio", ["feed"], "The deviation at which the feed is published.")
        case .heartbeat: return gauge("seconds", ["feed"], "The age at which the value on chain is replaced.")
        case .heartbeatSlack: return gauge("seconds", ["feed"], "Time until the heartbeat is due; negative when it is late.")
        case .missedHeartbeats: return counter("heartbeats", ["feed"], "Heartbeats that went by without a publication.")
        case .marketsCounted: return gauge("markets", ["feed"], "Markets that counted in the last round.")
        case .marketsQuorum: return gauge("markets", ["feed"], "Markets that a round needs.")
        case .marketCounted: return gauge("0 or 1", ["feed", "market"], "Whether the market, or stablecoin leg, counted in the last round.")
        case .drops: return counter("observations", ["feed", "market", "reason"], "Observations that did not count, by reason.")
        case .venueRequests: return counter("requests", ["venue", "outcome"], "Requests to venues: ok, throttled, refused or failed.")
        case .rounds: return counter("rounds", ["feed", "outcome"], "Rounds by their end: proved, refused (no price) or failed.")
        case .proveSeconds:
            return Description(kind: .histogram, labels: ["feed"], unit: "seconds", help: "Time from observations to a proof, without waiting.")
        case .queueDepth: return gauge("rounds", [], "Rounds that wait for the prover.")
        case .queueCapacity: return gauge("rounds", [], "Rounds that may wait for the prover.")
        case .proverUp: return gauge("0 or 1", [], "Whether a round could be proved now: the prover's process runs and holds every feed's circuit.")
        case .proverReplaced: return counter("processes", ["cause"], "Processes of the prover that ended or were ended, by cause; another is started.")
        case .proverMemory: return gauge("bytes", [], "Resident memory of the prover's process.")
        case .publications:
            return counter("publications", ["feed", "trigger", "outcome"], "Publications by what caused them and what became of them.")
        case .inFlight: return gauge("publications", [], "Publications that are neither final nor given up.")
        case .gasPrice: return gauge("wei per gas", [], "The last seen base fee.")
        case .gasUsed: return counter("gas", [], "Gas used by the node's transactions.")
        case .gasSpent: return counter("wei", [], "Paid for gas by the node's transactions.")
        case .balance: return gauge("wei", ["account"], "What the paying account holds.")
        case .balanceFloor: return gauge("wei", ["account"], "The balance below which nothing new is sent.")
        case .leaseHeld: return gauge("0 or 1", [], "Whether this node holds the lease on its key.")
        case .rpcUsable: return gauge("0 or 1", ["endpoint"], "Whether the endpoint is used.")
        case .rpcHead: return gauge("block", ["endpoint"], "The endpoint's newest block.")
        case .rpcLag: return gauge("blocks", ["endpoint"], "How far the endpoint is behind the best believed head.")
        case .rpcSeconds: return gauge("seconds", ["endpoint"], "How long the endpoint's last answer took.")
        case .rpcRequests: return counter("requests", ["endpoint", "outcome"], "Requests to the endpoint: answered or failed.")
        case .memory: return gauge("bytes", [], "Resident memory of the process.")
        case .openFiles: return gauge("descriptors", [], "Open file descriptors of the process.")
        case .processSeconds: return counter("seconds", [], "User and system time of the process.")
        case .httpRequests: return counter("requests", ["code"], "Requests to the node's own server, by the status answered.")
        }
    }

    /// Upper bounds of ``proveSeconds``'s buckets.
    static let proveBuckets: [Double] = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160]
}
