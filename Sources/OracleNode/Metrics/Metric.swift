/// Every metric of the node by its stable name. Docs/metrics.md lists the same; a test holds the two equal.
public enum Metric: String, Sendable, Hashable, CaseIterable {
    // The node
    case buildInfo = "assay_build_info"
    case startTime = "assay_start_time_seconds"
    case ready = "assay_ready"
    case notReady = "assay_not_ready"
    case problems = "assay_problems_total"
    case reloads = "assay_reloads_total"
    case storeErrors = "assay_store_errors_total"
    case clockAhead = "assay_block_ahead_seconds"
    // Feeds
    case feedInfo = "assay_feed_info"
    case sourcePrice = "assay_source_price"
    case sourceConfidence = "assay_source_confidence"
    case sourceAge = "assay_source_age_seconds"
    case chainPrice = "assay_chain_price"
    case chainAge = "assay_chain_age_seconds"
    case chainRound = "assay_chain_round"
    case heldRound = "assay_held_round"
    case heldRounds = "assay_held_rounds_total"
    case paused = "assay_feed_paused"
    case deviation = "assay_deviation_ratio"
    case deviationLimit = "assay_deviation_limit_ratio"
    case heartbeat = "assay_heartbeat_seconds"
    case heartbeatSlack = "assay_heartbeat_slack_seconds"
    case missedHeartbeats = "assay_missed_heartbeats_total"
    case marketsCounted = "assay_markets_counted"
    case marketsQuorum = "assay_markets_quorum"
    case marketCounted = "assay_market_counted"
    case drops = "assay_drops_total"
    case venueRequests = "assay_venue_requests_total"
    case rounds = "assay_rounds_total"
    // Proving
    case proveSeconds = "assay_prove_seconds"
    case queueDepth = "assay_prover_queue_depth"
    case queueCapacity = "assay_prover_queue_capacity"
    case proverUp = "assay_prover_up"
    case proverReplaced = "assay_prover_replaced_total"
    case proverMemory = "assay_prover_resident_memory_bytes"
    // Publishing
    case publications = "assay_publications_total"
    case inFlight = "assay_publications_in_flight"
    case gasPrice = "assay_gas_price_wei"
    case gasUsed = "assay_gas_used_total"
    case gasSpent = "assay_gas_spent_wei_total"
    case balance = "assay_balance_wei"
    case balanceFloor = "assay_balance_floor_wei"
    case leaseHeld = "assay_lease_held"
    // Endpoints
    case rpcUsable = "assay_rpc_usable"
    case rpcHead = "assay_rpc_head_block"
    case rpcLag = "assay_rpc_lag_blocks"
    case rpcSeconds = "assay_rpc_response_seconds"
    case rpcRequests = "assay_rpc_requests_total"
    // Process and server
    case memory = "assay_process_resident_memory_bytes"
    case openFiles = "assay_process_open_fds"
    case processSeconds = "assay_process_cpu_seconds_total"
    case httpRequests = "assay_http_requests_total"

    public enum Kind: String, Sendable, Hashable {
        case gauge, counter, histogram
    }

    public struct Description: Sendable, Hashable {
        public let kind: Kind
        public let labels: [String]
        public let unit: String
        public let help: String
    }

    public var name: String { rawValue }
}
