import Parallel

/// Makes the proofs of a node's rounds: in this process, or in one of its own.
///
/// Whatever made a proof, what is handed back has been checked here: it verifies, and its public values are those of this process' own
/// evaluation.
public protocol RoundProver: Sendable {
    /// The feeds whose rounds are going to be asked for. Returns at once; what has to be loaded is loaded beside.
    func use(_ engines: [RoundEngine], _ settings: ProverSettings)

    /// Evaluates, proves and checks a round. Takes as long as a proof does, and none of it on the cooperative pool.
    ///
    /// - Throws: ``RoundRefusal`` where the data give no price; anything else is a fault.
    func state(_ observations: RoundObservations, of engine: RoundEngine) async throws -> RoundStatement

    var health: ProverHealth { get }

    /// Returns when nothing of it runs any more. ``use(_:_:)`` begins anew.
    func stop() async
}

/// For readiness, metrics and pages.
public struct ProverHealth: Hashable, Sendable {
    /// Why it cannot prove at the moment, and what to do; nil where it can.
    public var problem: String?
    /// Of the process that proves, where it is another one.
    public var process: Int32?

    public init(problem: String? = nil, process: Int32? = nil) {
        self.problem = problem
        self.process = process
    }
}

/// Proves in this process, each proof on a thread of its own. A trap in the prover ends the process.
public struct InProcessProver: RoundProver {
    public init() {}

    public func use(_ engines: [RoundEngine], _ settings: ProverSettings) {}

    public func state(_ observations: RoundObservations, of engine: RoundEngine) async throws -> RoundStatement {
        try await Parallel.run { try engine.state(observations) }
    }

    public var health: ProverHealth { ProverHealth() }
    public func stop() async {}
}
