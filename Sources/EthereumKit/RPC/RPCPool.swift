import Synchronization

/// Several endpoints of one chain behind one question.
///
/// A question goes to the first usable endpoint in the order given, and on to the next where the fault is the endpoint's; what
/// the chain itself answers is final. ``check()`` compares the endpoints; until it has, none is used.
public final class RPCPool: EthereumRPC {
    public struct Policy: Hashable, Sendable {
        public var breaker = CircuitBreaker.Policy()
        public var heads = HeadComparison.Policy()
        /// How far below the lowest usable head histories are compared: above, honest endpoints may differ.
        public var comparisonDepth: UInt64 = 3

        public init() {}
    }

    /// What is known of one endpoint.
    public struct Health: Hashable, Sendable {
        public let name: String
        public var verdict: EndpointVerdict
        public var breaker: CircuitBreaker.State
        public var head: UInt64?
        /// Seconds since 1970.
        public var headTimestamp: UInt64?
        /// Blocks behind the best believed head.
        public var lag: UInt64
        public var answered: UInt64
        public var failed: UInt64
        public var lastError: RPCError?
        /// Of the last answer.
        public var milliseconds: UInt64
    }

    struct Member: Sendable {
        var health: Health
        var breaker: CircuitBreaker
        var chainIsChecked = false
    }

    public let chainID: UInt64
    let clients: [EndpointClient]
    let policy: Policy
    /// Milliseconds since 1970.
    let now: @Sendable () -> UInt64
    let members: Mutex<[Member]>

    /// - Parameters:
    ///   - endpoints: the preferred ones first.
    ///   - now: milliseconds since 1970.
    public init(
        chainID: UInt64, endpoints: [RPCEndpoint], transport: any RPCTransport, policy: Policy = Policy(),
        now: @escaping @Sendable () -> UInt64
    ) {
        self.chainID = chainID
        self.policy = policy
        self.now = now
        clients = endpoints.map { EndpointClient($0, transport: transport) }
        members = Mutex(
            endpoints.map { endpoint in
                Member(
                    health: Health(
                        name: endpoint.name, verdict: .notAsked, breaker: .closed, head: nil, headTimestamp: nil, lag: 0,
                        answered: 0, failed: 0, lastError: nil, milliseconds: 0),
                    breaker: CircuitBreaker(policy.breaker))
            })
    }

    /// Each endpoint as it was at its last answer, in the order given.
    public var health: [Health] {
        members.withLock { members in
            members.map { member in
                var health = member.health
                health.breaker = member.breaker.state
                return health
            }
        }
    }

    /// By how many seconds the newest blocks are ahead of the local clock: the middle one of what the endpoints serve. Above zero
    /// the clock is slow; far below, it is fast or the chain has stopped. Nil before any endpoint answered.
    public var secondsAhead: Int64? {
        let times = members.withLock { $0.compactMap(\.health.headTimestamp) }.sorted()
        guard !times.isEmpty else { return nil }
        return Int64(clamping: times[times.count / 2]) - Int64(clamping: now() / 1_000)
    }

    public func ask<Answer: Decodable & Sendable>(
        _ request: RPCRequest, as type: Answer.Type
    ) async throws(RPCError) -> Answer {
        var last: RPCError?
        for index in clients.indices where admits(index) {
            do {
                return try await ask(index, request, as: type)
            } catch {
                guard error.kind.isEndpointFault else { throw error }
                last = error
            }
        }
        if let last { throw last }
        throw noEndpoint(request.method)
    }

    /// Hands a transaction to every usable endpoint, so that one which drops it silently is not the only one to have it.
    ///
    /// - Returns: having succeeded with at least one (or finding it known there).
    /// - Throws: where none took it, the first error that says something about the transaction; an error that leaves the outcome
    ///   open where any did.
    public func broadcast(_ transaction: SignedTransaction) async throws(RPCError) {
        let usable = clients.indices.filter { admits($0) }
        let answers = await withTaskGroup(of: (Int, RPCError?).self) { group in
            for index in usable {
                group.addTask { [self] in
                    do throws(RPCError) {
                        try await Single(pool: self, index: index).send(transaction)
                        return (index, nil)
                    } catch {
                        return (index, error)
                    }
                }
            }
            var answers: [(Int, RPCError?)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
        if answers.contains(where: { $0 == nil || $0?.kind == .alreadyKnown }) { return }
        let errors = answers.compactMap { $0 }
        if let open = errors.first(where: { $0.kind.leavesOutcomeOpen }) { throw open }
        throw errors.first { !$0.kind.isEndpointFault } ?? errors.first ?? noEndpoint("eth_sendRawTransaction")
    }

    /// One member as an endpoint of its own, with its breaker and its record kept.
    struct Single: EthereumRPC {
        let pool: RPCPool
        let index: Int

        func ask<Answer: Decodable & Sendable>(
            _ request: RPCRequest, as type: Answer.Type
        ) async throws(RPCError) -> Answer {
            try await pool.ask(index, request, as: type)
        }
    }

    private func admits(_ index: Int) -> Bool {
        let now = now()
        return members.withLock { members in
            members[index].health.verdict.isUsable && members[index].breaker.admits(now: now)
        }
    }

    private func ask<Answer: Decodable & Sendable>(
        _ index: Int, _ request: RPCRequest, as type: Answer.Type
    ) async throws(RPCError) -> Answer {
        let start = now()
        do {
            let answer = try await clients[index].ask(request, as: type)
            note(index, started: start, error: nil)
            return answer
        } catch {
            note(index, started: start, error: error)
            throw error
        }
    }

    private func note(_ index: Int, started: UInt64, error: RPCError?) {
        let now = now()
        members.withLock { members in
            members[index].health.milliseconds = now > started ? now - started : 0
            guard let error, error.kind.isEndpointFault else {
                members[index].health.answered += 1
                members[index].breaker.succeeded()
                return
            }
            members[index].health.failed += 1
            members[index].health.lastError = error
            members[index].breaker.failed(now: now, retryAfterSeconds: error.retryAfterSeconds)
        }
    }

    private func noEndpoint(_ method: String) -> RPCError {
        let reasons = health.map { "\($0.name): \($0.verdict.name)\($0.breaker == .closed ? "" : ", paused")" }
        return RPCError(
            .noEndpoint, method: method, endpoint: "pool",
            message: "no endpoint can be used (\(reasons.joined(separator: "; ")))")
    }
}
