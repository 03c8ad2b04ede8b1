import EthereumKit

/// Reads a chain and hands transactions to it: a pool of endpoints, or one in tests.
public protocol TransactionGateway: EthereumRPC {
    func broadcast(_ transaction: SignedTransaction) async throws(RPCError)
}

extension RPCPool: TransactionGateway {}

/// Brings publications of one account to one chain, each at most once.
///
/// What it must not forget is in the store before it acts: a publication before it is signed, a signed transaction before a node
/// sees it. So ``step()`` can be stopped anywhere, and begun again by another process. All attempts of a publication have one
/// nonce, of which a chain includes one; the contract refuses a round that it has; and only the holder of the lease writes.
///
/// Call ``step()`` every second or so, from one task.
public actor TransactionManager {
    public let chainID: UInt64
    public let policy: PublishingPolicy
    public nonisolated let account: Address
    let store: NodeStore
    let gateway: any TransactionGateway
    let signer: any TransactionSigner
    let owner: String
    let artifact: ContractArtifact?
    /// Milliseconds since 1970.
    let clock: @Sendable () -> UInt64
    let mayPass: @Sendable (PublishingStage) -> Bool

    /// Seconds at which a transaction was last handed out by this process.
    var lastTry: [Word: UInt64] = [:]
    /// The block at which a contract was first seen to refuse what may be out, by publication.
    var doubts: [Int64: UInt64] = [:]
    var haltReason: String?
    private var isStepping = false
    private var lease: Lease?
    private var chainIsKnown = false

    /// - Parameters:
    ///   - owner: a name for this process that no other has, for the lease.
    ///   - artifact: the contract's, so that its errors can be told apart.
    ///   - clock: milliseconds since 1970.
    ///   - mayPass: asked at every boundary; where it says no, the step ends as if the process had been killed there.
    public init(
        chainID: UInt64, store: NodeStore, gateway: any TransactionGateway, signer: any TransactionSigner, owner: String,
        artifact: ContractArtifact? = nil, policy: PublishingPolicy = PublishingPolicy(), clock: @escaping @Sendable () -> UInt64,
        mayPass: @escaping @Sendable (PublishingStage) -> Bool = { _ in true }
    ) {
        self.chainID = chainID
        self.store = store
        self.gateway = gateway
        self.signer = signer
        self.owner = owner
        self.artifact = artifact
        self.policy = policy
        self.clock = clock
        self.mayPass = mayPass
        account = signer.address
    }

    var seconds: UInt64 { clock() / 1_000 }

    /// Of the right to publish with a key on a chain.
    static func leaseName(_ chainID: UInt64, _ account: Address) -> String { "publish \(chainID) \(account)" }

    /// Asks for a publication. Asking again changes nothing.
    @discardableResult
    public func publish(_ calldata: [UInt8], to contract: Address, round: RoundKey) throws(PublishingError) -> PublicationRecord {
        let publication = Publication(chainID: chainID, contract: contract, account: account, round: round, calldata: calldata)
        do {
            return try store.enqueue(publication, now: seconds)
        } catch {
            throw .store(error)
        }
    }

    /// Looks at the chain once and does what is due. Faults of endpoints, prices and contracts are in the report; an error means
    /// that the store failed, and the next step goes on where this one ended.
    public func step() async throws(PublishingError) -> PublishingReport {
        var report = PublishingReport()
        guard !isStepping else { return report }
        isStepping = true
        defer { isStepping = false }
        if let haltReason {
            report.problems.append(.halted(haltReason))
            return report
        }
        do {
            guard let lease = try takeLease() else {
                report.problems.append(.standby)
                return report
            }
            try pass(.leaseTaken)
            try await run(&report, lease)
        } catch let error as RPCError {
            report.problems.append(.endpoint(error.kind, error.message))
        } catch let error as SignerError {
            report.problems.append(.signer("\(error)"))
        } catch let error as PublishingError {
            throw error
        } catch let error as StoreError {
            guard case .leaseLost = error else { throw .store(error) }
            lease = nil
            report.problems.append(.standby)
        } catch {
            throw .store(.failed("\(error)"))
        }
        return report
    }

    /// Lets another node take over at once, when this one ends in good order.
    public func standDown() throws(PublishingError) {
        guard let held = lease else { return }
        lease = nil
        do {
            try store.release(held)
        } catch {
            throw .store(error)
        }
    }

    /// Renewed when half of it has gone by; in between, the store is not written for it. Whoever lost it meanwhile is told so
    /// when an attempt is written.
    private func takeLease() throws(StoreError) -> Lease? {
        let now = clock()
        if let lease, lease.expiresAt > now, lease.expiresAt - now > policy.leaseMilliseconds / 2 { return lease }
        lease = try store.takeLease(
            Self.leaseName(chainID, account), owner: owner, now: now, milliseconds: policy.leaseMilliseconds)
        return lease
    }

    /// What all parts of a step share.
    struct Scene {
        let lease: Lease
        let head: BlockHeader
        /// How many of the account's transactions are in blocks.
        let next: UInt64
        let balance: Word
        var used: Set<UInt64>
    }

    private func run(_ report: inout PublishingReport, _ lease: Lease) async throws {
        guard let head = try await gateway.block(.latest) else {
            throw RPCError(.stateUnavailable, method: "eth_getBlockByNumber", endpoint: "pool", message: "no latest block")
        }
        guard try await isRightChain(&report) else { return }
        let next = try await gateway.transactionCount(account, .latest)
        let balance = try await gateway.balance(account)
        report.head = head.number
        report.baseFee = head.baseFeePerGas
        report.balance = balance.high == 0 ? balance.low : .max

        try await reviveLost(next, &report)
        for record in try active() where record.nonce != nil && record.carrier == nil { try await follow(record, head, next, &report) }

        var scene = Scene(lease: lease, head: head, next: next, balance: balance, used: Set(try active().compactMap(\.nonce)))
        try await gather(&scene, &report)
        for record in try active() where record.state != .included && record.carrier == nil {
            try await advance(record, &scene, &report)
            if haltReason != nil { break }
        }
        try await fillGaps(&scene, &report)
        report.active = try active().count { $0.publication.kind != .batch }
        let alive = Set(try active().map(\.id))
        if alive.isEmpty { lastTry = [:] }
        doubts = doubts.filter { alive.contains($0.key) }
    }

    /// Once in the manager's life. Endpoints that no longer serve the first block are believed.
    private func isRightChain(_ report: inout PublishingReport) async throws -> Bool {
        if chainIsKnown { return true }
        if let genesis = try await gateway.block(.number(0)) {
            guard try store.isKnownChain(chainID, genesis: genesis.hash) else {
                haltReason =
                    "chain \(chainID) has another first block than the one that \(store.path) was written for: it began anew; move the store away"
                report.problems.append(.halted(haltReason ?? ""))
                return false
            }
        }
        chainIsKnown = true
        return true
    }

    func active() throws(StoreError) -> [PublicationRecord] {
        try store.activePublications(chainID: chainID, account: account)
    }

    /// A gap holds back everything behind it, so it is filled with a transaction that does nothing.
    private func fillGaps(_ scene: inout Scene, _ report: inout PublishingReport) async throws {
        for nonce in NoncePlan.gaps(next: scene.next, used: scene.used) where haltReason == nil {
            let publication = Publication.cancellation(chainID: chainID, account: account, nonce: nonce, now: seconds)
            let record = try store.enqueue(publication, now: seconds)
            guard record.state.isActive else { continue }
            try await launch(record, nonce: nonce, &scene, &report)
        }
    }

    func pass(_ stage: PublishingStage) throws(PublishingError) {
        guard mayPass(stage) else { throw .stopped(stage) }
    }
}
