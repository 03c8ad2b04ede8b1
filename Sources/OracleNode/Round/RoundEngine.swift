import BN254
import Constraints
import EthereumKit
import Hashing
import MarketFeeds
import Parallel
import PricingModels
import ProofProver
import ProofVerifier

/// A round that is proven, signed and ready to publish.
public struct ProvenRound: Sendable {
    public let observations: RoundObservations
    public let evaluation: RoundEvaluation
    public let proof: [UInt8]
    public let report: Report
    /// By rising account, as the contract wants them.
    public let signatures: [Signature]
    /// Of `ProvenFeed.submit`.
    public let calldata: [UInt8]
    public let evidence: Evidence
    /// From witness to proof bytes.
    public let proveSeconds: Double
}

/// A round that is proven and not signed yet.
public struct RoundStatement: Sendable {
    public let observations: RoundObservations
    public let evaluation: RoundEvaluation
    public let proof: [UInt8]
    public let report: Report
    let feedPoints: [[UInt8]]
    let timings: [(step: String, milliseconds: Int)]
    /// From witness to proof bytes.
    public let proveSeconds: Double
}

/// Turns observations into published rounds: evaluate → witness → proof → self-verification → report → signature → calldata →
/// evidence. Each step is a pure function over values; the steps that take long run off the cooperative pool.
public struct RoundEngine: Sendable {
    public let feed: FeedFile
    public let circuit: FeedCircuit
    /// The node's keys; each is another account.
    public let signers: [any ReportSigner]
    /// Where the report is meant for.
    public let domain: TypedDataDomain
    public let chainID: UInt64
    public let contract: Address

    /// - Throws: ``NodeError`` when a key of an insecure reference string would sign for a public chain, or a feed contract could not
    ///   take the circuit's proofs.
    public init(
        feed: FeedFile, circuit: FeedCircuit, signers: [any ReportSigner], chainID: UInt64, contract: Address
    ) throws(NodeError) {
        if circuit.srs.isInsecure, chainID != 1337, chainID != 31337 {
            throw NodeError(
                .refused, "proofs with \(circuit.srs.origin) are not published to chain \(chainID)",
                next: "use a ceremony's reference string, or a development chain (1337, 31337)")
        }
        // Reports for a contract that could never take them are not made. Replays may have none.
        if contract != .zero { _ = try circuit.feedPointOffset() }
        self.feed = feed
        self.circuit = circuit
        self.signers = signers
        self.chainID = chainID
        self.contract = contract
        domain = .assay(chainID: chainID, verifyingContract: contract)
    }

    /// With a single key.
    public init(
        feed: FeedFile, circuit: FeedCircuit, signer: any ReportSigner, chainID: UInt64, contract: Address
    ) throws(NodeError) {
        try self.init(feed: feed, circuit: circuit, signers: [signer], chainID: chainID, contract: contract)
    }

    /// What the feed file asks for, as far as this node has keys; contracts may have changed since.
    private var defaultRule: SigningRule { SigningRule(threshold: min(feed.feed.signersThreshold, signers.count)) }

    /// The round's number: scheduled rounds are counted from 1970, so they rise whoever counts.
    public static func number(of observedAt: Int64, feed: Feed) -> UInt64 {
        UInt64(clamping: observedAt / Int64(feed.schedule.everySeconds))
    }

    /// Everything after collecting.
    ///
    /// - Parameter step: told the name of each step as it begins.
    /// - Throws: ``RoundRefusal`` where the data give no price; anything else is a fault.
    public func prove(
        _ observations: RoundObservations, step: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> ProvenRound {
        try await attest(try await Parallel.run { try state(observations, step: step) })
    }

    /// The part that computes: for threads that may be busy for a while. Nothing is signed.
    ///
    /// - Throws: ``RoundRefusal`` where the data give no price; anything else is a fault.
    public func state(_ observations: RoundObservations, step: @escaping (String) -> Void = { _ in }) throws -> RoundStatement {
        let evaluation = try evaluate(observations)
        let claim = try circuit.prove(observations, of: feed.feed, step: step)
        return try statement(observations, evaluation, claim, step: step)
    }

    /// The model run natively: what the proof's public values have to be.
    func evaluate(_ observations: RoundObservations) throws(RoundRefusal) -> RoundEvaluation {
        try RoundEvaluation(observations, feed: feed.feed, parameters: circuit.parameters)
    }

    /// Checks what a prover claims; whoever made it, nothing is signed that does not pass here.
    ///
    /// - Throws: ``NodeError`` where the public values differ from `evaluation`, or the proof does not verify for them.
    func statement(
        _ observations: RoundObservations, _ evaluation: RoundEvaluation, _ claim: UncheckedProof, step: @escaping (String) -> Void = { _ in }
    ) throws -> RoundStatement {
        guard claim.publicInputs == evaluation.publicInputs else {
            throw NodeError(
                .inconsistent, "the circuit's public values differ from the model's: nothing was signed", next: "report this with the evidence of the round")
        }
        var watch = StepWatch(step)
        try watch.measure("verify") { try circuit.check(proof: claim.proof, evaluation: evaluation) }
        let feedPoints = circuit.feedPoints(of: claim.proof)
        return RoundStatement(
            observations: observations, evaluation: evaluation, proof: claim.proof,
            report: try makeReport(observations, evaluation, feedPoints: feedPoints), feedPoints: feedPoints,
            timings: claim.timings.map { ($0.name, $0.milliseconds) } + watch.timings, proveSeconds: claim.seconds)
    }

    /// Whether a proof commits to these observations and no others: its public values may come of others too.
    ///
    /// - Throws: ``NodeError`` where it does not.
    func checkCommitment(of proof: [UInt8], to observations: RoundObservations) throws {
        let witness = try circuit.witness(OptionFeedInputs(observations, feed: feed.feed, parameters: circuit.parameters))
        guard circuit.feedPoints(of: proof) == circuit.feedPoints(of: witness) else {
            throw NodeError(
                .inconsistent, "the proof commits to other observations than this round's: nothing was signed",
                next: "report this with the evidence of the round")
        }
    }

    /// Signs, and puts together what is published and what is kept.
    ///
    /// - Parameter rule: what the contract wants; nil for what the feed file says.
    /// - Throws: ``SignerError`` where too many signers are away or not willing.
    public func attest(_ statement: RoundStatement, _ rule: SigningRule? = nil) async throws -> ProvenRound {
        let report = statement.report
        let signed = try await signatures(of: report, rule ?? defaultRule)
        let calldata = try ProvenFeed.submit(
            report: report, proof: statement.proof, orderedSignatures: signed.map(\.signature.bytes))
        let evidence = makeEvidence(
            statement.observations, statement.evaluation, proof: statement.proof, feedPoints: statement.feedPoints, report: report,
            attestation: Evidence.Attestation(
                chainID: chainID, verifyingContract: contract, digest: report.digest(domain: domain).bytes,
                signatures: signed.map { .init(signer: $0.account, bytes: $0.signature.bytes) }, calldataHash: Keccak256.hash(calldata)),
            timings: statement.timings)
        return ProvenRound(
            observations: statement.observations, evaluation: statement.evaluation, proof: statement.proof, report: report,
            signatures: signed.map(\.signature), calldata: calldata, evidence: evidence, proveSeconds: statement.proveSeconds)
    }

    private func makeReport(
        _ observations: RoundObservations, _ evaluation: RoundEvaluation, feedPoints: [[UInt8]]
    ) throws(NodeError) -> Report {
        guard let feedID = Word(bytes: feed.id), let modelID = Word(bytes: circuit.modelID),
            let observedAt = UInt64(exactly: observations.observedAt)
        else { throw NodeError(.inconsistent, "identifiers are not 32 bytes") }
        return Report(
            feedID: feedID, modelID: modelID, round: Self.number(of: observations.observedAt, feed: feed.feed),
            observedAt: observedAt, feedCommitment: Self.commitment(feedPoints), values: evaluation.reportValues)
    }

    /// Keccak-256 of the feed groups' points, 64 bytes each, one after the other.
    static func commitment(_ points: [[UInt8]]) -> Word {
        Report.commitment(to: points.flatMap { $0 })
    }

    private func makeEvidence(
        _ observations: RoundObservations, _ evaluation: RoundEvaluation, proof: [UInt8], feedPoints: [[UInt8]], report: Report,
        attestation: Evidence.Attestation, timings: [(step: String, milliseconds: Int)]
    ) -> Evidence {
        Evidence(
            feed: .init(name: feed.feed.name, pair: feed.feed.pair, id: feed.id, file: feed.text),
            model: .init(kind: feed.feed.model.kind, id: circuit.modelID, parameters: circuit.parameters.json),
            round: report.round, observedAt: observations.observedAt, times: observations.times,
            responses: observations.responses,
            series: observations.series(of: feed.feed),
            notCounted: evaluation.notCounted, values: evaluation.values, feedPoints: feedPoints,
            feedCommitment: Self.commitment(feedPoints).bytes, proof: proof, report: report, attestation: attestation,
            referenceString: circuit.referenceString, timings: timings)
    }
}

/// Measures named steps.
struct StepWatch {
    private let step: (String) -> Void
    private var durations: [(String, Duration)] = []

    init(_ step: @escaping (String) -> Void) {
        self.step = step
    }

    mutating func measure<T>(_ name: String, _ body: () throws -> T) rethrows -> T {
        step(name)
        let clock = ContinuousClock()
        let start = clock.now
        defer { durations.append((name, clock.now - start)) }
        return try body()
    }

    static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    var timings: [(step: String, milliseconds: Int)] {
        durations.map { ($0.0, Int((Self.seconds($0.1) * 1000).rounded())) }
    }

    /// Of all steps.
    var total: Double { durations.reduce(0) { $0 + Self.seconds($1.1) } }
}
