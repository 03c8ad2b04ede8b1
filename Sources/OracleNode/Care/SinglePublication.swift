import EthereumKit
import Foundation
import MarketFeeds

/// What `assay publish --once` does: the last due round of each configured feed collected, proved and published (or emitted), whatever
/// the triggers say; then an end.
public struct SinglePublication: Sendable {
    public enum Verdict: Sendable, Hashable {
        case published(transaction: Word, block: UInt64)
        case emitted
        /// The chain has this round, or a newer one.
        case superseded(String)
        /// No price, a contract that refuses, or a round that was given up.
        case refused(String)
        /// Still on its way when patience ended; a node that runs on this store goes on with it.
        case pending(String)

        public var isGood: Bool {
            switch self {
            case .published, .emitted, .superseded: true
            case .refused, .pending: false
            }
        }
    }

    public struct Outcome: Sendable {
        public let feed: String
        public let round: UInt64
        public let observedAt: Int64
        public let verdict: Verdict

        public var text: String {
            let words =
                switch verdict {
                case .published(let transaction, let block): "published in block \(block), transaction \(transaction)"
                case .emitted: "emitted"
                case .superseded(let why): "nothing to do: \(why)"
                case .refused(let why): "not published: \(why)"
                case .pending(let why): "still on its way: \(why)\n    next: start the node, or run this again; the same transaction is followed"
                }
            return "\(verdict.isGood ? "✓" : "✕") \(feed) round \(round), \(Moment.text(observedAt)): \(words)"
        }

        public var json: CanonicalJSON {
            var members: [String: CanonicalJSON] = [
                "feed": .string(feed), "round": .number(Int64(clamping: round)), "observedAt": .number(observedAt), "good": .bool(verdict.isGood),
            ]
            switch verdict {
            case .published(let transaction, let block):
                members["state"] = .string("published")
                members["transaction"] = .string("\(transaction)")
                members["block"] = .number(Int64(clamping: block))
            case .emitted: members["state"] = .string("emitted")
            case .superseded(let why): (members["state"], members["note"]) = (.string("superseded"), .string(why))
            case .refused(let why): (members["state"], members["note"]) = (.string("refused"), .string(why))
            case .pending(let why): (members["state"], members["note"]) = (.string("pending"), .string(why))
            }
            return .object(members)
        }
    }

    private let configuration: NodeConfiguration
    private let attesters: [any ReportSigner]
    private let payer: (any TransactionSigner)?
    private let pool: RPCPool?
    private let destination: EmitOnlyPublisher.Destination?
    private let patience: Duration
    private let poll: Duration
    private let clock: @Sendable () -> UInt64

    /// - Parameters:
    ///   - payer: nil where calldata is emitted.
    ///   - pool: nil where no chain is read.
    ///   - destination: emits instead of sending.
    ///   - clock: milliseconds since 1970.
    public init(
        configuration: NodeConfiguration, attesters: [any ReportSigner], payer: (any TransactionSigner)?, pool: RPCPool?,
        destination: EmitOnlyPublisher.Destination?, patience: Duration = .seconds(180), poll: Duration = .seconds(1),
        clock: @escaping @Sendable () -> UInt64 = { SystemClock().now }
    ) {
        self.configuration = configuration
        self.attesters = attesters
        self.payer = payer
        self.pool = pool
        self.destination = destination
        self.patience = patience
        self.poll = poll
        self.clock = clock
    }

    private var seconds: UInt64 { clock() / 1_000 }

    public func run(_ report: @escaping @Sendable (String) -> Void) async throws -> [Outcome] {
        let contracts = try configuration.requireContracts()
        let store = try NodeStore(path: configuration.store.path, maximumPages: configuration.store.maximumPages)
        await pool?.check()
        var outcomes: [Outcome] = []
        var waiting: [(feed: String, key: RoundKey, observedAt: Int64)] = []
        let (emitter, account) = (destination.map { EmitOnlyPublisher(store: store, destination: $0, now: { seconds }) }, payer?.address ?? .zero)
        for (settings, contract) in zip(configuration.feeds, contracts) {
            let file = try settings.load()
            let circuit = try await FeedCircuit.make(file.feed) { report("\(file.feed.name): \($0)") }
            let engine = try RoundEngine(
                feed: file, circuit: circuit, signers: attesters, chainID: configuration.chain.id, contract: contract)
            let chainID = configuration.chain.id
            let journal = RoundJournal(store: store, engine: engine, evidenceFolder: configuration.evidence.folder, now: { seconds }) { calldata, contract, key in
                let publication = Publication(chainID: chainID, contract: contract, account: account, round: key, calldata: calldata)
                if let emitter { try emitter.emit(publication) } else { _ = try store.enqueue(publication, now: seconds) }
            }
            let now = Int64(clamping: seconds)
            let observedAt = file.feed.lastRound(at: now)
            let key = journal.key(observedAt)
            report("\(file.feed.name): round \(key.number), collecting and proving")
            let source = LiveSource(
                feed: file.feed, collector: MarketCollector(client: HTTPClient(), endpoints: configuration.venues.endpoints)
            ) { now }
            do {
                _ = try await journal.run(observedAt: observedAt, cause: .heartbeat, source: source)
                waiting.append((file.feed.name, key, observedAt))
            } catch let refusal as RoundRefusal {
                outcomes.append(Outcome(feed: file.feed.name, round: key.number, observedAt: observedAt, verdict: .refused(refusal.description)))
            }
        }
        if emitter == nil, let payer, let pool { try await follow(waiting.map(\.key), store, payer, pool, report) }
        for item in waiting {
            outcomes.append(
                Outcome(feed: item.feed, round: item.key.number, observedAt: item.observedAt, verdict: try verdict(item.key, store)))
        }
        return outcomes
    }

    /// Steps the transaction manager until nothing of these rounds moves any more, or patience ends.
    private func follow(
        _ keys: [RoundKey], _ store: NodeStore, _ payer: any TransactionSigner, _ pool: RPCPool, _ report: @Sendable (String) -> Void
    ) async throws {
        let manager = TransactionManager(
            chainID: configuration.chain.id, store: store, gateway: pool, signer: payer, owner: "publish --once \(UUID().uuidString)",
            artifact: try? ContractArtifact.named("ProvenFeed"), policy: configuration.chain.publishingPolicy, clock: clock)
        let deadline = ContinuousClock.now + patience
        var told: Set<String> = []
        while ContinuousClock.now < deadline {
            let step = try await manager.step()
            for problem in step.problems where told.insert(problem.description).inserted { report("\(problem)") }
            let moves = try keys.contains { key in try store.publications(of: key).contains(where: \.state.isActive) }
            if !moves { break }
            try await Task.sleep(for: poll)
            await pool.check()
        }
        try await manager.standDown()
    }

    private func verdict(_ key: RoundKey, _ store: NodeStore) throws -> Verdict {
        let round = try store.round(key)
        guard let record = try store.publications(of: key).last else { return .refused(round.note.isEmpty ? "it was dropped" : round.note) }
        switch record.state {
        case .confirmed:
            guard let inclusion = record.inclusion else { return .pending("its block is not known") }
            return .published(transaction: inclusion.transaction, block: inclusion.block)
        case .emitted: return .emitted
        case .superseded: return .superseded(record.note.isEmpty ? "the chain has this round or a newer one" : record.note)
        case .reverted, .dropped: return .refused(record.note.isEmpty ? record.state.rawValue : record.note)
        case .queued, .sent, .included: return .pending(record.state.rawValue)
        }
    }
}
