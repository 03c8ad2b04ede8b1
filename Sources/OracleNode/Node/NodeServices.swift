import EthereumKit

/// What the feeds of one node share.
struct NodeServices: Sendable {
    let plan: NodePlan
    let surroundings: NodeSurroundings
    let store: NodeStore
    let queue: ProverQueue
    let desk: TriggerDesk
    /// Keeps the venues' responses; nil where they are not kept.
    let responses: ResponseArchive?
    /// Takes a publication over for good.
    let deliver: @Sendable (_ calldata: [UInt8], _ contract: Address, RoundKey) async throws -> Void
    let clockVerdict: @Sendable () -> ClockVerdict
    /// Publishes these feeds too, close as they are to their limits.
    let goAlong: @Sendable ([String]) -> Void
    /// Rounds or publications changed.
    let roundsChanged: @Sendable () -> Void
    /// The store failed; damage is looked into.
    let damaged: @Sendable (StoreError) -> Void

    var clock: any NodeClock { surroundings.clock }
    var log: NodeLog { surroundings.log }
    var metrics: NodeMetrics { surroundings.metrics }
}

/// The pool of endpoints that is in use at the moment: a reload may bring another.
struct CurrentChain: EthereumRPC {
    let pool: @Sendable () -> RPCPool?

    func ask<Answer: Decodable & Sendable>(_ request: RPCRequest, as type: Answer.Type) async throws(RPCError) -> Answer {
        guard let pool = pool() else {
            throw RPCError(.noEndpoint, method: request.method, endpoint: "pool", message: "no endpoint is configured")
        }
        return try await pool.ask(request, as: type)
    }
}

/// The node's way to the chain: the endpoints, and the transaction manager where the node sends by itself.
final class NodePublisher: Sendable {
    let pool: RPCPool
    let service: PublishingService?
    private let task: Task<Void, Never>

    init(
        plan: NodePlan, surroundings: NodeSurroundings, store: NodeStore, owner: String,
        stepped: @escaping @Sendable (PublishingReport) -> Void
    ) {
        let clock = surroundings.clock
        let pool = RPCPool(
            chainID: plan.chainID, endpoints: plan.endpoints, transport: surroundings.transport, policy: plan.poolPolicy, now: { clock.now })
        self.pool = pool
        let pause = surroundings.stepMilliseconds
        guard case .transactions(let signer, let policy) = plan.output else {
            service = nil
            task = Task {
                await clock.following {
                    while !Task.isCancelled {
                        await pool.check()
                        do { try await clock.sleep(milliseconds: 5_000) } catch { return }
                    }
                }
            }
            return
        }
        let manager = TransactionManager(
            chainID: plan.chainID, store: store, gateway: pool, signer: signer, owner: owner, artifact: surroundings.artifact, policy: policy,
            clock: { clock.now }, mayPass: surroundings.mayPass)
        let service = PublishingService(
            manager: manager, pool: pool, clock: { clock.now }, pause: { try await clock.sleep(milliseconds: pause) }, stepped: stepped)
        self.service = service
        task = Task { await clock.following { await service.run() } }
    }

    /// Returns when the step in hand is over and the lease given back.
    func stop() async {
        guard let service else {
            task.cancel()
            return await task.value
        }
        service.stop()
        await task.value
    }

    /// As `stop`, for a node that counts as killed.
    func abandon() async {
        task.cancel()
        await task.value
    }
}
