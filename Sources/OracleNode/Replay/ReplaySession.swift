import EthereumKit
import Foundation
import MarketFeeds

/// What `assay replay` does, from options to files.
public struct ReplaySession: Sendable {
    public struct Result: Sendable {
        public let summary: ReplaySummary
        public let reportPath: String
        public let contractPath: String

        /// The table, the verdict in a sentence, and where things were written.
        public var text: String {
            var lines = [RoundTable(summary).text, ""]
            for round in summary.refused {
                lines.append("no price at \(Moment.text(round.observedAt)): \(round.reason)")
            }
            lines.append(verdict)
            lines.append("report    \(reportPath)")
            lines.append("contract  \(contractPath)")
            if let folder = summary.evidenceFolder {
                lines.append("evidence  \((reportPath as NSString).deletingLastPathComponent)/\(folder)/  (assay audit FILE recomputes a round)")
            }
            return lines.joined(separator: "\n")
        }

        private var verdict: String {
            guard summary.holds else {
                let failed = summary.rounds.filter { !$0.verdict.holds }.count
                return summary.rounds.isEmpty ? "no round was published" : "\(failed) of \(summary.rounds.count) rounds did NOT hold"
            }
            let contract = summary.rounds.first?.verdict.contract == nil
                ? "; no contract was asked"
                : " and by the contract in an EVM, which rejected all \(Figures.integer(summary.alteredRejected)) altered statements"
            return "all \(summary.rounds.count) rounds proven, accepted by the Swift verifier\(contract)"
        }
    }

    public let feed: FeedFile
    public let recording: String
    public let from: Int64?
    public let to: Int64?
    /// Nil for all scheduled rounds.
    public let rounds: Int?
    public let usesEVM: Bool
    public let folder: String
    public let signer: NodeKey

    public init(
        feed: FeedFile, recording: String, from: Int64? = nil, to: Int64? = nil, rounds: Int?, usesEVM: Bool, folder: String,
        signer: NodeKey
    ) {
        self.feed = feed
        self.recording = recording
        self.from = from
        self.to = to
        self.rounds = rounds
        self.usesEVM = usesEVM
        self.folder = folder
        self.signer = signer
    }

    public func run(report: @escaping @Sendable (Replay.Event) -> Void) async throws -> Result {
        let responses = ResponseArchive(folder: ResponseArchive.folder(of: "\(folder)/\(Replay.evidenceFolder)")) { report(.preparing($0)) }
        let source = try await RecordedSource.start(recording, feed: feed.feed, responses: responses)
        do {
            let result = try await run(source, responses, report)
            await source.stop()
            return result
        } catch {
            await source.stop()
            throw error
        }
    }

    private func run(
        _ source: RecordedSource, _ responses: ResponseArchive, _ report: @escaping @Sendable (Replay.Event) -> Void
    ) async throws -> Result {
        let plan = try ReplayPlan(feed: feed.feed, span: source.span, from: from, to: to, count: rounds)
        let circuit = try await FeedCircuit.make(feed.feed) { report(.preparing($0)) }
        var judge: ContractJudge?
        if usesEVM {
            report(.preparing("deploying the verifier and the feed contract in a local EVM"))
            judge = try ContractJudge(circuit: circuit, feed: feed, signer: signer.address)
        }
        let engine = try RoundEngine(
            feed: feed, circuit: circuit, signer: signer, chainID: ContractJudge.chainID, contract: judge?.feedContract ?? .zero)
        let summary = try await Replay(engine: engine, judge: judge, source: source, folder: folder, responses: responses).run(plan, report: report)
        let contract = try VerifierFiles.write(circuit: circuit, feed: feed.feed, to: folder)
        let path = "\(folder)/report.html"
        try FileWriter.write(HTMLReport(summary).html, to: path)
        return Result(summary: summary, reportPath: path, contractPath: contract.contractPath)
    }
}

enum FileWriter {
    /// Whole or not at all.
    static func write(_ text: String, to path: String) throws(NodeError) { try write(Array(text.utf8), to: path) }

    static func write(_ bytes: [UInt8], to path: String) throws(NodeError) {
        do {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw NodeError(
                .environment, "cannot write \(path): \(error.localizedDescription)",
                next: "check the folder's permissions and free space, or name another with --out")
        }
    }
}
