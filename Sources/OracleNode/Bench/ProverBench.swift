import Foundation
import Parallel

/// What the prover's own process costs: the same round proved in this process and in another, by turns.
public struct ProverBench: Sendable {
    public let evidence: Evidence
    public let runs: Int

    /// - Parameter evidence: whose feed and observations are proved.
    public init(evidence: Evidence, runs: Int) {
        self.evidence = evidence
        self.runs = runs
    }

    public func run(progress: @escaping @Sendable (String) -> Void) async throws -> BenchFigures {
        let file = try EvidenceFiles.feed(of: evidence)
        let circuit = try await FeedCircuit.make(file.feed, progress: progress)
        let folder = NSTemporaryDirectory() + "assay-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let engine = try RoundEngine(
            feed: file, circuit: circuit, signer: try NodeKey.throwaway(in: folder), chainID: evidence.attestation.chainID,
            contract: evidence.attestation.verifyingContract)
        let process = ProverProcess(log: .silent, metrics: NodeMetrics())
        process.use([engine], ProverSettings())
        do {
            let figures = try await measure(engine, process, progress)
            await process.stop()
            return figures
        } catch {
            await process.stop()
            throw error
        }
    }

    private func measure(_ engine: RoundEngine, _ process: ProverProcess, _ progress: (String) -> Void) async throws -> BenchFigures {
        let clock = ContinuousClock()
        let started = clock.now
        while process.health.problem != nil {
            if clock.now - started > .seconds(60) { throw NodeError(.environment, process.health.problem ?? "", next: "Docs/node.md describes the process") }
            try await Task.sleep(for: .milliseconds(2))
        }
        let ready = StepWatch.seconds(clock.now - started)
        progress("proving \(runs) times each way")
        let provers: [any RoundProver] = [process, InProcessProver()]
        var times: [[Double]] = [[], []]
        // The node's own memory before it has ever proved: that is what it needs beside the process.
        _ = try await process.state(evidence.observations, of: engine)
        let node = ProcessFigures.residentBytes
        let worker = process.health.process.flatMap { ProcessFigures.residentBytes(of: $0) }
        for _ in 0..<runs {
            for (index, prover) in provers.enumerated() {
                let start = clock.now
                _ = try await prover.state(evidence.observations, of: engine)
                times[index].append(StepWatch.seconds(clock.now - start))
            }
        }
        let (outside, inside) = (times[0].sorted()[runs / 2], times[1].sorted()[runs / 2])
        var figures = BenchFigures(subject: "prover of \(engine.feed.feed.name)")
        figures.add("threads", "\(Parallel.threads)", Int64(Parallel.threads), "")
        figures.time("start to ready", ready)
        figures.time("a round in its own process", outside, ", median of \(runs)")
        figures.time("a round in this process", inside, ", median of \(runs)")
        figures.add("ratio", Figures.decimal(outside / inside, 3), Int64((outside / inside * 1e6).rounded()), "1e-6")
        func add(_ name: String, _ bytes: UInt64?) {
            if let bytes { figures.add(name, "\(Figures.decimal(Double(bytes) / 1e6, 1)) MB", Int64(clamping: bytes), "bytes") }
        }
        add("resident, this process before it proves", node)
        add("resident, the prover's process", worker)
        add("resident, this process when it has proved", ProcessFigures.residentBytes)
        return figures
    }
}
