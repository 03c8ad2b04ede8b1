import BN254
import EthereumKit
import Foundation
import MarketFeeds
import Parallel
import ProofVerifier

/// What `assay audit`, `assay verify` and `assay prove` do with evidence files.
public enum EvidenceFiles {
    public static func read(_ path: String) throws -> Evidence.Document {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw NodeError(.usage, "\(path) cannot be read", next: "check the path; a replay writes evidence to OUT/evidence/")
        }
        do {
            return try Evidence.read(Array(data))
        } catch {
            throw NodeError(.usage, "\(path) is no evidence file: \(error)", next: "Docs/evidence.md describes the format")
        }
    }

    static func feed(of evidence: Evidence) throws -> FeedFile {
        FeedFile(feed: try Feed.parse(evidence.feed.file, file: "the feed in the evidence"), text: evidence.feed.file)
    }

    // MARK: Audit

    public struct AuditResult: Sendable {
        public let file: String
        public let audit: Audit?
        /// Why there is no audit: the file is no evidence file.
        public let unreadable: String?

        public var holds: Bool { audit?.holds ?? false }

        public var text: String {
            guard let audit else { return "✕ \(unreadable ?? file)" }
            if audit.holds {
                let lines = audit.checks.map { "    ✓ \($0)" } + audit.notes.map { "    · \($0)" }
                return "✓ \(file): everything recomputes\n" + lines.joined(separator: "\n")
            }
            let lines = audit.differences.map { "    ✕ \($0)" } + audit.notes.map { "    · \($0)" }
            return "✕ \(file): \(audit.differences.count) differences\n" + lines.joined(separator: "\n")
        }
    }

    /// Files of one feed share its circuit, which takes longest to make.
    public static func audit(_ files: [String], progress: @escaping @Sendable (String) -> Void) async throws -> [AuditResult] {
        try await Parallel.run {
            var circuits: [String: FeedCircuit] = [:]
            var results: [AuditResult] = []
            for file in files {
                let document: Evidence.Document
                do {
                    document = try read(file)
                } catch {
                    results.append(AuditResult(file: file, audit: nil, unreadable: "\(error)"))
                    continue
                }
                let responses = ResponseArchive.folder(of: (file as NSString).deletingLastPathComponent)
                let audit = Audit(document) { ResponseArchive.body($0, in: responses) } circuit: { feed in
                    if let known = circuits[feed.text] { return known }
                    let made = try FeedCircuit(feed: feed.feed, progress: progress)
                    circuits[feed.text] = made
                    return made
                }
                results.append(AuditResult(file: file, audit: audit, unreadable: nil))
            }
            return results
        }
    }

    public static func json(_ results: [AuditResult]) -> CanonicalJSON {
        .array(results.map { result in
            .object([
                "file": .string(result.file), "holds": .bool(result.holds),
                "unreadable": result.unreadable.map { .string($0) } ?? .null,
                "checks": .array((result.audit?.checks ?? []).map { .string($0) }),
                "notChecked": .array((result.audit?.notes ?? []).map { .string($0) }),
                "differences": .array((result.audit?.differences ?? []).map {
                    .object([
                        "place": .string($0.place), "recorded": .string($0.recorded), "recomputed": .string($0.recomputed),
                    ])
                }),
            ])
        })
    }

    // MARK: Verify

    public struct Verification: Sendable {
        public let holds: Bool
        public let modelID: String
        public let isInsecure: Bool
        public let proofBytes: Int
        public let values: [Evidence.PublicValue]
        /// Why it does not hold.
        public let reason: String?

        public var text: String {
            let list = values.map { "  \($0.name) = \($0.decimal)" }.joined(separator: "\n")
            let warning = isInsecure ? "\n  INSECURE: the reference string was made from a known seed" : ""
            return holds
                ? "✓ the proof of \(proofBytes) bytes shows that model \(modelID) gives\n\(list)\(warning)"
                : "✕ not proven: \(reason ?? "the proof does not verify")"
        }

        public var json: CanonicalJSON {
            .object([
                "holds": .bool(holds), "modelId": .string(modelID), "insecure": .bool(isInsecure),
                "reason": reason.map { .string($0) } ?? .null,
                "values": .object(Dictionary(values.map { ($0.name, .string($0.decimal)) }, uniquingKeysWith: { $1 })),
            ])
        }
    }

    /// - Parameter keyFile: nil makes the key anew from the feed in the evidence.
    public static func verify(
        _ evidence: Evidence, keyFile: String?, progress: @escaping @Sendable (String) -> Void
    ) async throws -> Verification {
        let key: VerifyingKey
        if let keyFile {
            guard let data = FileManager.default.contents(atPath: keyFile) else {
                throw NodeError(.usage, "\(keyFile) cannot be read", next: "write a key with `assay verifier FEED`")
            }
            do {
                key = try VerifyingKey(serialized: Array(data))
            } catch {
                throw NodeError(.usage, "\(keyFile) is no verifying key: \(error)", next: "write a key with `assay verifier FEED`")
            }
        } else {
            key = try await FeedCircuit.make(try feed(of: evidence).feed, progress: progress).key.verifyingKey
        }
        var reason: String?
        do {
            if try !key.verify(proof: evidence.proof, publicInputs: evidence.values.map { Fr(signed: $0.raw) }) {
                reason = "the proof does not hold for these public values"
            }
        } catch {
            reason = "\(error)"
        }
        if key.digest != evidence.model.id { reason = reason ?? "the file names another model than this key's" }
        return Verification(
            holds: reason == nil, modelID: Hex.encode(key.digest), isInsecure: key.isInsecure, proofBytes: evidence.proof.count,
            values: evidence.values, reason: reason)
    }

    // MARK: Prove

    /// A new proof and signature for the observations of an old round.
    public static func proveAgain(
        _ evidence: Evidence, signer: NodeKey, progress: @escaping @Sendable (String) -> Void
    ) async throws -> ProvenRound {
        let file = try feed(of: evidence)
        let circuit = try await FeedCircuit.make(file.feed, progress: progress)
        let engine = try RoundEngine(
            feed: file, circuit: circuit, signer: signer, chainID: evidence.attestation.chainID,
            contract: evidence.attestation.verifyingContract)
        let observations = evidence.observations
        guard observations.fits(file.feed) else {
            throw NodeError(.refused, "the observations do not have the shape of the feed", next: "run `assay audit` on the file")
        }
        progress("proving")
        return try await engine.prove(observations)
    }
}
