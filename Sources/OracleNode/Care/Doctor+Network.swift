import EthereumKit
import Foundation
import MarketFeeds

/// What the node reaches: venues, endpoints, and what stands on the chain.
extension Doctor {
    func venues(_ watch: VenueWatch) async -> [Finding] {
        var findings: [Finding] = []
        let collector = MarketCollector(client: HTTPClient(), endpoints: configuration.venues.endpoints, watch: watch)
        for settings in configuration.feeds {
            guard let feed = try? settings.load().feed else { continue }
            let time = Int64(clamping: now() / 1_000)
            do {
                let snapshot = try await collector.collect(feed, at: feed.lastRound(at: time), now: time)
                let usable = snapshot.markets.count { $0.cells.last?.isUsable ?? false }
                let text = "\(feed.name): \(usable) of \(snapshot.markets.count) markets are usable, the quorum is \(feed.quorum)"
                findings.append(
                    usable < snapshot.markets.count
                        ? .warning("venues", "\(text); \(snapshot.notes.prefix(3).joined(separator: "; "))", next: "a venue that stays away can be taken out of the feed")
                        : .ok("venues", text))
            } catch {
                // The newest time says enough, and one market's trouble stands for the others'.
                let words = (error.reasons.filter { !$0.hasPrefix("and ") }.suffix(1) + error.snapshot.notes.prefix(1)).map { $0.prefix(300) }
                findings.append(
                    .failure(
                        "venues", "\(feed.name): \(words.joined(separator: "; "))",
                        next: configuration.venues.replayURL == nil
                            ? "check this machine's way to the venues named there (venues in the configuration, a firewall, the name server)"
                            : "start `assay chain` with this configuration: it plays the recording at venues.replay_url"))
            }
        }
        return findings
    }

    /// Nil where there are no endpoints, or their addresses cannot be had.
    func pool(_ tell: ([Finding]) -> Void) -> RPCPool? {
        if configuration.chain.endpoints.isEmpty {
            tell([.ok("endpoint", "none is configured: the node emits and reads no chain")])
            return nil
        }
        do {
            let endpoints = try configuration.chain.resolveEndpoints(environment)
            return RPCPool(
                chainID: configuration.chain.id, endpoints: endpoints, transport: transport, policy: configuration.chain.poolPolicy, now: now)
        } catch {
            tell([.failure("endpoint", "\(error)", next: "give the endpoint's address, in the variable or file that chain.endpoints names")])
            return nil
        }
    }

    func endpoints(_ pool: RPCPool) async -> [Finding] {
        let isOnlyOne = configuration.chain.endpoints.count == 1
        var findings = await pool.check().map { Self.finding(of: $0, chain: configuration.chain) }
        if isOnlyOne, !configuration.chain.isDevelopment {
            findings.append(.warning("endpoint", "there is only one, so nobody notices when it lags or lies", next: "add a second one to chain.endpoints"))
        }
        return findings
    }

    /// What is to be said of one endpoint.
    static func finding(of health: RPCPool.Health, chain: ChainSettings) -> Finding {
        switch health.verdict {
        case .usable:
            let head = health.head.map { "head \($0), " } ?? ""
            return .ok("endpoint", "\(health.name): \(head)\(health.milliseconds) ms")
        case .wrongChain(let got):
            return .failure(
                "endpoint", "\(health.name) serves chain \(got), and chain.id is \(chain.id)", next: "correct chain.id or the endpoint's address")
        case .failing(let kind):
            let detail = health.lastError.map { ": \($0.message)" } ?? ""
            return .failure(
                "endpoint", "\(health.name) fails (\(kind.rawValue)\(detail))",
                next: advice(kind, chain))
        case .lagging(let blocks):
            return .warning("endpoint", "\(health.name) is \(blocks) blocks behind the others", next: "wait until it has caught up, or replace it")
        case .implausibleHead(let blocks):
            return .failure("endpoint", "\(health.name) names a head that nobody else knows, \(blocks) blocks off", next: "replace it, or set this machine's clock")
        case .otherHistory(let height):
            return .failure("endpoint", "\(health.name) has another block \(height) than the others", next: "find out which endpoint is on the right chain, and remove the other")
        case .notAsked:
            return .failure("endpoint", "\(health.name) was not asked", next: "run `assay doctor` again")
        }
    }

    private static func advice(_ kind: RPCErrorKind, _ chain: ChainSettings) -> String {
        switch kind {
        case .unauthorized: return "check the access key in its URL"
        case .rateLimited: return "it is asked too often: use another plan or endpoint"
        default:
            let text = "check that it runs and can be reached from here"
            return chain.isDevelopment ? "\(text); `assay chain` with this configuration runs a development chain" : text
        }
    }

    /// - Parameters:
    ///   - venues: by how many milliseconds the venues' clocks are ahead.
    ///   - chain: by how many seconds the newest block is ahead.
    func clock(venues: Int64?, chain: Int64?) -> [Finding] {
        var findings: [Finding] = []
        let policy = ClockSkewPolicy(stopSeconds: Int64(clamping: max(configuration.chain.skewSeconds, 6)))
        switch policy.judge(venueMilliseconds: venues, chainSecondsAhead: chain) {
        case .unknown: findings.append(.warning("clock", "nobody answered whom the clock could be compared with", next: "mend the venues and endpoints first"))
        case .good(let seconds): findings.append(.ok("clock", "within \(Int(seconds.magnitude.rounded())) s of the venues and the chain"))
        case .warning(_, let message): findings.append(.warning("clock", message, next: "set the clock, and keep it by NTP"))
        case .stop(_, let message): findings.append(.failure("clock", message, next: "set the clock, and keep it by NTP"))
        }
        if let chain, chain < -Int64(clamping: configuration.chain.headAgeSeconds) {
            findings.append(
                .failure("chain", "the newest block is \(-chain) s old", next: "the chain or the endpoints stand still; for a slow chain raise chain.head_age_seconds"))
        }
        return findings
    }

    func balance(_ pool: RPCPool) async -> [Finding] {
        guard let account = configuration.keys.transaction?.account, configuration.emit == nil else { return [] }
        do {
            let wei = try await pool.balance(account)
            let held = wei.high == 0 ? wei.low : .max
            let text = "\(account) holds \(NodeStatus.ether("\(held)")) ether; the floor is \(NodeStatus.ether("\(configuration.chain.balanceFloor)"))"
            if held == 0 || held < configuration.chain.balanceFloor {
                return [.failure("balance", text, next: "send ether to \(account)")]
            }
            if held < configuration.chain.balanceFloor.multipliedReportingOverflow(by: 2).partialValue {
                return [.warning("balance", text, next: "send ether to \(account) soon")]
            }
            return [.ok("balance", text)]
        } catch {
            return [.failure("balance", "\(error)", next: "mend the endpoints")]
        }
    }

    func contracts(_ pool: RPCPool, _ circuits: [String: FeedCircuit]) async -> [Finding] {
        var findings: [Finding] = []
        for settings in configuration.feeds {
            guard let contract = settings.contract else {
                findings.append(.failure("contract", "\(settings.name) has none", next: "run `assay deploy`"))
                continue
            }
            guard let circuit = circuits[settings.name], let file = try? settings.load() else { continue }
            do {
                guard try await !pool.code(contract).isEmpty else {
                    findings.append(
                        .failure("contract", "\(settings.name): there is no contract at \(contract)", next: "correct feeds[].contract, or take it out and run `assay deploy`"))
                    continue
                }
                findings += try await agreement(settings.name, contract, circuit, file, pool)
            } catch {
                findings.append(.failure("contract", "\(settings.name): \(error)", next: "mend the endpoints; the contract could not be read"))
            }
        }
        return findings
    }

    /// Whether the contract would take this node's reports.
    private func agreement(
        _ name: String, _ contract: Address, _ circuit: FeedCircuit, _ file: FeedFile, _ pool: RPCPool
    ) async throws -> [Finding] {
        guard let modelID = Word(bytes: circuit.modelID) else { return [] }
        let condition: FeedReader.Condition
        do {
            condition = try await FeedReader(pool).condition(of: contract, modelID: modelID)
        } catch {
            guard error.kind == .badAnswer else { throw error }
            return [.failure("contract", "\(name): \(contract) is no feed contract (\(error.message))", next: "correct feeds[].contract")]
        }
        var findings: [Finding] = []
        let accounts = configuration.keys.signing.map(\.account)
        for account in accounts where !condition.signers.contains(account) {
            findings.append(
                .failure("contract", "\(name): \(account) is none of the contract's signers", next: "let the owner propose it (Docs/contracts.md), or use a key that is one"))
        }
        if condition.feedID.bytes != file.id {
            findings.append(
                .failure("contract", "\(name): the contract is for the feed \(condition.feedID), and this file is \(Hex.encode(file.id))", next: "use the feed file that it was deployed for, or deploy another contract"))
        }
        switch condition.key.status {
        case .active: break
        case .proposed:
            let time = Moment.text(Int64(clamping: condition.key.executableAt))
            findings.append(
                .failure("contract", "\(name): this feed's key is proposed and not active yet", next: "let the owner activate it, which can be done from \(time) (Docs/contracts.md)"))
        case .unknown, .retired:
            let word = condition.key.status == .unknown ? "unknown" : "retired"
            findings.append(
                .failure("contract", "\(name): the contract does not take model \(modelID): it is \(word)", next: "let the owner propose this key (Docs/contracts.md), or use the feed file that it was deployed for"))
        }
        if condition.isPaused {
            findings.append(.failure("contract", "\(name): the contract is paused", next: "find out from its owner why"))
        }
        let counting = UInt64(condition.signers.intersection(accounts).count)
        if condition.threshold > counting {
            findings.append(
                .warning(
                    "contract", "\(name): the contract asks for \(condition.threshold) signatures, and this node gives \(counting)",
                    next: "other nodes must sign too; this one cannot publish alone"))
        }
        if let held = condition.held {
            findings.append(
                .warning(
                    "contract", "\(name): the breaker holds round \(held.round) with \(NodeStatus.decimal(held.answer))",
                    next: "nothing, where the market moved: the next round decides (Docs/contracts.md, \"Breaker\")"))
        }
        if findings.isEmpty { findings.append(.ok("contract", "\(name): \(contract) takes this node's reports")) }
        return findings
    }
}
