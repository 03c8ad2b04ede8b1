import EthereumKit
import Foundation
import MarketFeeds

/// What `assay run` does: one round each time the schedule says so. A round without a price is told and the next one waited for;
/// cancelling the task ends the node between rounds.
public struct LiveSession: Sendable {
    public let feed: FeedFile
    public let folder: String
    public let signer: NodeKey
    public let chainID: UInt64
    public let contract: Address
    /// Nil for no end.
    public let rounds: Int?
    public let startsAtOnce: Bool
    private let source: any ObservationSource
    private let clock: @Sendable () -> Int64

    /// - Parameters:
    ///   - source: the live venues unless a test brings its own.
    ///   - clock: Unix seconds.
    public init(
        feed: FeedFile, folder: String, signer: NodeKey, chainID: UInt64, contract: Address, rounds: Int?, startsAtOnce: Bool,
        source: (any ObservationSource)? = nil, clock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        self.feed = feed
        self.folder = folder
        self.signer = signer
        self.chainID = chainID
        self.contract = contract
        self.rounds = rounds
        self.startsAtOnce = startsAtOnce
        self.source = source ?? LiveSource(feed: feed.feed)
        self.clock = clock
    }

    public func run(
        report: @escaping @Sendable (Replay.Event) -> Void, published: @escaping @Sendable (ProvenRound) throws -> Void
    ) async throws {
        let circuit = try await FeedCircuit.make(feed.feed) { report(.preparing($0)) }
        let engine = try RoundEngine(feed: feed, circuit: circuit, signer: signer, chainID: chainID, contract: contract)
        var last = startsAtOnce ? Int64.min : feed.feed.lastRound(at: clock())
        var count = 0
        while rounds.map({ count < $0 }) ?? true {
            let due = try await waitForRound(after: last, report)
            last = due
            count += 1
            report(.started(round: count, of: rounds ?? count, observedAt: due))
            try await publish(due, engine, report, published)
        }
    }

    /// Sleeps until a round later than `last` is due; throws `CancellationError` when asked to stop.
    private func waitForRound(
        after last: Int64, _ report: @escaping @Sendable (Replay.Event) -> Void
    ) async throws -> Int64 {
        var hasTold = false
        while true {
            try Task.checkCancellation()
            let now = clock()
            let due = feed.feed.lastRound(at: now)
            if due > last { return due }
            let next = due + Int64(feed.feed.schedule.everySeconds)
            let wait = next + Int64(feed.feed.schedule.delaySeconds) - now
            if !hasTold { report(.preparing("next round at \(Moment.text(next)), in \(wait) s")) }
            hasTold = true
            // The clock may be set while we sleep, so no sleep is long.
            try await Task.sleep(for: .seconds(min(max(wait, 1), 30)))
        }
    }

    private func publish(
        _ observedAt: Int64, _ engine: RoundEngine, _ report: @escaping @Sendable (Replay.Event) -> Void,
        _ published: @escaping @Sendable (ProvenRound) throws -> Void
    ) async throws {
        do {
            report(.step("collect"))
            let observations = try await source.observations(at: observedAt)
            let round = try await engine.prove(observations) { report(.step($0)) }
            _ = try round.evidence.write(into: folder)
            let name = "\(feed.feed.name)-\(round.report.round).calldata"
            try FileWriter.write(Hex.encode(round.calldata) + "\n", to: "\(folder)/\(name)")
            try published(round)
            report(.proven(Replay.facts(of: round, feed: feed.feed, verdict: nil, evidence: round.evidence.fileName)))
        } catch let refusal as RoundRefusal {
            report(.refused(RefusedRound(
                round: RoundEngine.number(of: observedAt, feed: feed.feed), observedAt: observedAt, reason: refusal.description)))
        }
    }
}
