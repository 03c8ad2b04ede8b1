import EthereumKit
import Foundation
import MarketFeeds
import Parallel

/// What `assay run` does, from a configuration file or from a single feed to the end of the node.
public enum NodeSession {
    /// What an operator tells a running node; signals to the process.
    public enum Command: Sendable {
        /// SIGTERM, SIGINT: end in good order.
        case drain
        /// SIGHUP: read the configuration again.
        case reload
    }

    /// Runs the node that a configuration describes until it is told to end.
    ///
    /// - Throws: where it cannot start: ``ConfigurationError``, ``NodeError`` and others.
    public static func run(configuration path: String, environment: [String: String], commands: AsyncStream<Command>) async throws {
        let configuration = try NodeConfiguration.load(path)
        if configuration.prover.threads > 0 { setenv("ASSAY_THREADS", "\(configuration.prover.threads)", 1) }
        let log = NodeLog(configuration.log)
        let transport = HTTPTransport(HTTPClient())
        let plan = try await Parallel.run {
            try NodePlan.load(configuration, transport: transport, environment: environment)
        }
        let metrics = NodeMetrics()
        var surroundings = NodeSurroundings(log: log, metrics: metrics, transport: transport)
        surroundings.prover = ProverProcess(environment: environment, log: log, metrics: metrics)
        let runtime = NodeRuntime(plan: plan, surroundings: surroundings)
        try await serving(runtime, configuration.server, metrics, log) {
            try await obey(commands, runtime) {
                let next = try NodeConfiguration.load(path)
                let current = runtime.plan
                return try await Parallel.run {
                    try NodePlan.load(next, transport: transport, environment: environment, previous: current)
                }
            }
        }
    }

    /// Health, metrics, API and pages while `body` runs: from before the node is ready, so that its start can be watched, until it
    /// has drained.
    private static func serving(
        _ runtime: NodeRuntime, _ settings: ServerSettings, _ metrics: NodeMetrics, _ log: NodeLog, _ body: () async throws -> Void
    ) async throws {
        guard settings.isEnabled else { return try await body() }
        let server = NodeServer(view: runtime, metrics: metrics, log: log, settings: NodeServer.Settings(settings))
        do {
            try await server.start()
        } catch {
            throw NodeError(.environment, error.description, next: "choose another server.port, or server.enabled: false")
        }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        await server.stop()
        try outcome.get()
    }

    /// Runs one feed without a configuration and without a chain: every round's evidence and calldata go to a folder.
    ///
    /// - Parameters:
    ///   - rounds: ends after so many; nil for no end.
    ///   - published: told of each round.
    public static func run(
        feed: FeedFile, folder: String, signer: NodeKey, chainID: UInt64, contract: Address, rounds: Int?, log: NodeLog,
        commands: AsyncStream<Command>, published: @escaping @Sendable (ProvenRound) -> Void
    ) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Every round is due: the value that went out last is always a second old.
        let part = NodePlan.FeedPart(file: feed, contract: contract, triggers: TriggerPolicy(heartbeatSeconds: 1, deviation: 0))
        let plan = NodePlan(
            chainID: chainID, endpoints: [], output: .emit(.folder(folder + "/calldata")), attesters: [signer], feeds: [part],
            storePath: folder + "/node.sqlite", evidenceFolder: folder)
        var surroundings = NodeSurroundings(log: log, metrics: NodeMetrics(), transport: HTTPTransport(HTTPClient()))
        let (enough, reached) = AsyncStream.makeStream(of: Command.self)
        let counter = RoundCounter(rounds)
        surroundings.published = { round in
            published(round)
            if counter.isEnough() { reached.yield(.drain) }
        }
        let runtime = NodeRuntime(plan: plan, surroundings: surroundings)
        let stopping = Task { for await command in enough where command == .drain { await runtime.drain() } }
        defer { stopping.cancel() }
        try await obey(commands, runtime) {
            throw NodeError(.usage, "there is no configuration to reload", next: "run the node with --config")
        }
    }

    private static func obey(
        _ commands: AsyncStream<Command>, _ runtime: NodeRuntime, next: @escaping @Sendable () async throws -> NodePlan
    ) async throws {
        let listening = Task {
            for await command in commands {
                switch command {
                case .drain: Task { await runtime.drain() }
                case .reload:
                    do {
                        let plan = try await next()
                        try? await runtime.reload(plan)
                    } catch {
                        runtime.refuseReload("\(error)")
                    }
                }
            }
        }
        defer { listening.cancel() }
        try await runtime.run()
    }
}

extension NodeLog {
    public init(_ settings: LogSettings) {
        self.init(
            level: Level(rawValue: settings.level.rawValue) ?? .info, format: Format(rawValue: settings.format.rawValue) ?? .text)
    }
}
