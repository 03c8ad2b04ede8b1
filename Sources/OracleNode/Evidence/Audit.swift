import BN254
import EthereumKit
import FixedPointMath
import Hashing
import MarketFeeds
import PricingModels

/// Recomputes a round from its evidence and names everything that differs.
///
/// Nothing in the file is believed but the observations, the proof and the signature; everything else is computed from them and
/// compared. Where the venues' responses were kept, the observations are read from them again. What an audit cannot know is whether an
/// exchange told the truth.
public struct Audit: Sendable {
    public struct Difference: Sendable, Hashable, CustomStringConvertible {
        /// A path into the evidence, such as `values.spot.raw`.
        public let place: String
        public let recorded: String
        public let recomputed: String

        public var description: String { "\(place): recorded \(recorded), recomputed \(recomputed)" }
    }

    public private(set) var differences: [Difference] = []
    /// What was checked, in order, for a person to read.
    public internal(set) var checks: [String] = []
    /// What could not be checked, for a person to read.
    public internal(set) var notes: [String] = []

    public var holds: Bool { differences.isEmpty }

    /// - Parameters:
    ///   - bodies: gives a response's body by its keccak256, nil where it was not kept.
    ///   - circuit: gives the feed's circuit; making keys takes a while, so audits of many files share it.
    public init(_ document: Evidence.Document, bodies: ([UInt8]) -> [UInt8]? = { _ in nil }, circuit: (FeedFile) throws -> FeedCircuit) {
        let evidence = document.evidence
        compare("keccak256", Hex.encode(document.claimedDigest), Hex.encode(document.digest), "the file's own hash")
        guard let file = auditFeed(evidence) else { return }
        auditObservations(evidence, file.feed)
        auditResponses(evidence, file.feed, bodies)
        let made: FeedCircuit
        do {
            made = try circuit(file)
        } catch {
            differ("model", "a circuit", "none: \(error)")
            return
        }
        auditModel(evidence, file, made)
        auditValues(evidence, file.feed, made)
        auditProof(evidence, file.feed, made)
        auditReport(evidence, file, made)
    }

    mutating func differ(_ place: String, _ recorded: String, _ recomputed: String) {
        func short(_ text: String) -> String { text.count > 100 ? text.prefix(96) + "… (\(text.count) characters)" : text }
        differences.append(Difference(place: place, recorded: short(recorded), recomputed: short(recomputed)))
    }

    mutating func compare(_ place: String, _ recorded: String, _ recomputed: String, _ what: String? = nil) {
        if let what { checks.append(what) }
        if recorded != recomputed { differ(place, recorded, recomputed) }
    }

    // MARK: Feed and observations

    private mutating func auditFeed(_ evidence: Evidence) -> FeedFile? {
        compare("feed.id", Hex.encode(evidence.feed.id), Hex.encode(Keccak256.hash(evidence.feed.file.utf8)), "the feed file's hash")
        let feed: Feed
        do {
            feed = try Feed.parse(evidence.feed.file, file: "feed.file")
        } catch {
            differ("feed.file", "a feed", "\(error)")
            return nil
        }
        compare("feed.name", evidence.feed.name, feed.name)
        compare("feed.pair", evidence.feed.pair, feed.pair)
        return FeedFile(feed: feed, text: evidence.feed.file)
    }

    private mutating func auditObservations(_ evidence: Evidence, _ feed: Feed) {
        checks.append("the grid and every observation against the feed's rules")
        let every = Int64(feed.schedule.everySeconds)
        if evidence.observedAt % every != 0 || evidence.observedAt <= 0 {
            differ("observedAt", "\(evidence.observedAt)", "a positive multiple of \(every)")
        }
        compare("round", "\(evidence.round)", "\(RoundEngine.number(of: evidence.observedAt, feed: feed))")
        let grid = feed.grid(at: evidence.observedAt)
        if evidence.times != grid { differ("times", "\(evidence.times.count) times", "the feed's grid of \(grid.count), which differs") }
        let expected = feed.markets.map { ("market", $0.label) } + feed.legs.map { ("leg", $0.label) }
        let recorded = evidence.series.map { ($0.isLeg ? "leg" : "market", $0.market) }
        guard expected.elementsEqual(recorded, by: ==) else {
            differ("observations", recorded.map(\.1).joined(separator: ", "), expected.map(\.1).joined(separator: ", "))
            return
        }
        for series in evidence.series { auditSeries(series, evidence, feed) }
    }

    private mutating func auditSeries(_ series: Evidence.Series, _ evidence: Evidence, _ feed: Feed) {
        let place = "observations[\(series.market)]"
        guard series.observations.count == evidence.times.count else {
            differ(place, "\(series.observations.count) prices", "\(evidence.times.count), one a time")
            return
        }
        let bounds = series.isLeg ? feed.legRules?.bounds ?? feed.bounds : feed.bounds
        let allowed = Int64(feed.freshnessSeconds)
        for (index, observation) in series.observations.enumerated() {
            guard let price = observation.price else { continue }
            let cell = "\(place)[\(index)]"
            let reason = observation.drop?.reason
            if observation.age < 0 { differ("\(cell).age", "\(observation.age) s", "not before its time") }
            // Age is looked at first, then the bounds; each reason must be the true one.
            let isOld = observation.age > allowed
            let isOutside = !bounds.contains(price)
            if reason == .stale, !isOld { differ("\(cell).dropped", "stale", "\(observation.age) s old, \(allowed) s are allowed") }
            if reason == .outOfBounds, !isOutside { differ("\(cell).dropped", "outOfBounds", "\(price) is inside the bounds") }
            if reason != .stale, isOld { differ("\(cell).age", "\(observation.age) s, not stale", "\(allowed) s are allowed") }
            if reason != .outOfBounds, reason != .stale, isOutside {
                differ("\(cell).price", "\(price), not out of bounds", "the bounds are \(bounds.minimum) to \(bounds.maximum)")
            }
        }
    }

    // MARK: Model and values

    private mutating func auditModel(_ evidence: Evidence, _ file: FeedFile, _ circuit: FeedCircuit) {
        compare("model.kind", evidence.model.kind, file.feed.model.kind)
        compare("model.parameters", evidence.model.parameters.text, circuit.parameters.json.text, "the model's parameters from the feed file")
        compare("model.id", Hex.encode(evidence.model.id), Hex.encode(circuit.modelID), "the model's circuit and verifying key, laid out anew")
        let string = circuit.referenceString
        compare("referenceString.origin", evidence.referenceString.origin, string.origin, "the reference string")
        compare("referenceString.insecure", "\(evidence.referenceString.isInsecure)", "\(string.isInsecure)")
        compare("referenceString.digest", Hex.encode(evidence.referenceString.digest), Hex.encode(string.digest))
    }

    private mutating func auditValues(_ evidence: Evidence, _ feed: Feed, _ circuit: FeedCircuit) {
        checks.append("every public value, by the model's native run over the observations")
        let evaluation: RoundEvaluation
        do {
            evaluation = try RoundEvaluation(evidence.observations, feed: feed, parameters: circuit.parameters)
        } catch {
            differ("values", "\(evidence.values.count) values", "no price: \(error)")
            return
        }
        let names = evaluation.values.map(\.name)
        compare("values", evidence.values.map(\.name).joined(separator: ", "), names.joined(separator: ", "))
        for (recorded, value) in zip(evidence.values, evaluation.values) where recorded.name == value.name {
            compare("values.\(value.name).raw", "\(recorded.raw)", "\(value.raw)")
            compare("values.\(value.name).scale", "\(recorded.scale)", "\(value.scale)")
            compare("values.\(value.name).decimal", recorded.decimal, value.decimal)
        }
        let recorded = evidence.notCounted.map { "\($0.market): \($0.reason)" }.joined(separator: "; ")
        compare(
            "notCounted", recorded, evaluation.notCounted.map { "\($0.market): \($0.reason)" }.joined(separator: "; "),
            "which venues did not count")
    }

    // MARK: Proof, report, signature

    private mutating func auditProof(_ evidence: Evidence, _ feed: Feed, _ circuit: FeedCircuit) {
        checks.append("the feed commitment, from the observations")
        let observations = evidence.observations
        if observations.fits(feed),
            let witness = try? circuit.witness(OptionFeedInputs(observations, feed: feed, parameters: circuit.parameters))
        {
            let points = circuit.feedPoints(of: witness)
            compare(
                "feedCommitment.points", evidence.feedPoints.map { Hex.encode($0) }.joined(separator: " "),
                points.map { Hex.encode($0) }.joined(separator: " "))
        } else {
            differ("feedCommitment.points", "\(evidence.feedPoints.count) points", "none: the model refuses these observations")
        }
        compare(
            "feedCommitment.keccak256", Hex.encode(evidence.feedCommitment),
            Hex.encode(RoundEngine.commitment(evidence.feedPoints).bytes))
        let verifying = circuit.key.verifyingKey
        if evidence.proof.count == verifying.shape.byteCount {
            compare(
                "proof.feedPoints", circuit.feedPoints(of: evidence.proof).map { Hex.encode($0) }.joined(separator: " "),
                evidence.feedPoints.map { Hex.encode($0) }.joined(separator: " "))
        }
        checks.append("the proof, for the recorded public values")
        do {
            let inputs = evidence.values.map { Fr(signed: $0.raw) }
            if try !verifying.verify(proof: evidence.proof, publicInputs: inputs) {
                differ("proof", "a valid proof", "it does not verify")
            }
        } catch {
            differ("proof", "a valid proof", "\(error)")
        }
    }

    private mutating func auditReport(_ evidence: Evidence, _ file: FeedFile, _ circuit: FeedCircuit) {
        let report = evidence.report
        compare("report.feedId", Hex.encode(report.feedID.bytes), Hex.encode(file.id), "every field of the report")
        compare("report.modelId", Hex.encode(report.modelID.bytes), Hex.encode(circuit.modelID))
        compare("report.round", "\(report.round)", "\(evidence.round)")
        compare("report.observedAt", "\(report.observedAt)", "\(evidence.observedAt)")
        compare("report.feedCommitment", Hex.encode(report.feedCommitment.bytes), Hex.encode(evidence.feedCommitment))
        compare("report.values", "\(report.values)", "\(evidence.values.dropFirst().map(\.raw))")

        let attestation = evidence.attestation
        let domain = TypedDataDomain.assay(chainID: attestation.chainID, verifyingContract: attestation.verifyingContract)
        let digest = report.digest(domain: domain)
        compare("attestation.digest", Hex.encode(attestation.digest), Hex.encode(digest.bytes), "the report's EIP-712 digest")
        checks.append(attestation.signatures.count == 1 ? "the signature's signer" : "the signers of \(attestation.signatures.count) signatures")
        var last = Address.zero
        for (index, signed) in attestation.signatures.enumerated() {
            let place = index == 0 ? "attestation" : "attestation.cosigners"
            guard let signature = Signature(bytes: signed.bytes), let signer = signature.signer(of: digest) else {
                differ("\(place).signature", Hex.encode(signed.bytes), "no signature in canonical form")
                return
            }
            compare("\(place).signer", signed.signer.checksummed, signer.checksummed)
            if signer <= last { differ("\(place).signer", signer.checksummed, "a greater address than the signer before it") }
            last = signer
        }
        let signatures = attestation.signatures.map(\.bytes)
        if let calldata = try? ProvenFeed.submit(report: report, proof: evidence.proof, orderedSignatures: signatures) {
            compare(
                "attestation.calldataKeccak256", Hex.encode(attestation.calldataHash), Hex.encode(Keccak256.hash(calldata)),
                "the hash of the calldata")
        }
    }
}
