import EthereumKit
import Foundation
import MarketFeeds

extension Evidence {
    /// A file as it lies on disk.
    public struct Document: Sendable {
        public let evidence: Evidence
        /// The hash that the file claims.
        public let claimedDigest: [UInt8]
        /// Keccak-256 of the canonical part as it stands in the file.
        public let digest: [UInt8]
    }

    /// Reads an evidence file. Strict: unknown members, other schemas and malformed values are errors with their path.
    /// Safe on any bytes; says nothing on whether the contents are right, which is ``Audit``'s work.
    public static func read(_ bytes: [UInt8]) throws(DocumentError) -> Document {
        var root = try DocumentReader(try CanonicalJSON(parsing: bytes), path: "")
        let canonical = try root.value("evidence")
        let claimed = try hexBytes(try root.string("keccak256"), "keccak256", count: 32)
        var timings: [(String, Int)] = []
        for var timing in try root.objects("timings") {
            timings.append((try timing.string("step"), Int(try timing.integer("milliseconds"))))
            try timing.finish()
        }
        try root.finish()
        var evidence = try Evidence(canonical)
        evidence.timings = timings.map { (step: $0.0, milliseconds: $0.1) }
        return Document(evidence: evidence, claimedDigest: claimed, digest: canonical.digest)
    }

    static func hexBytes(_ text: String, _ path: String, count: Int? = nil) throws(DocumentError) -> [UInt8] {
        guard text.hasPrefix("0x") else { throw DocumentError(path, "should be hexadecimal with 0x in front") }
        do {
            return try Hex.decode(text, count: count)
        } catch {
            throw DocumentError(path, "\(error)")
        }
    }

    private static func word(_ reader: inout DocumentReader, _ key: String) throws(DocumentError) -> Word {
        let bytes = try hexBytes(try reader.string(key), reader.path + "." + key, count: 32)
        return Word(bytes: bytes) ?? .zero
    }

    private static func bytes(_ reader: inout DocumentReader, _ key: String, count: Int? = nil) throws(DocumentError) -> [UInt8] {
        try hexBytes(try reader.string(key), reader.path.isEmpty ? key : reader.path + "." + key, count: count)
    }

    private static func unsigned(_ reader: inout DocumentReader, _ key: String) throws(DocumentError) -> UInt64 {
        guard let value = UInt64(exactly: try reader.integer(key)) else { throw DocumentError(reader.path + "." + key, "is negative") }
        return value
    }

    private static func address(_ reader: inout DocumentReader, _ key: String) throws(DocumentError) -> Address {
        do {
            return try Address(try reader.string(key))
        } catch let error as AddressError {
            throw DocumentError(reader.path + "." + key, "\(error)")
        } catch let error as DocumentError {
            throw error
        } catch {
            throw DocumentError(reader.path + "." + key, "\(error)")
        }
    }

    private static func integer128(_ text: String, _ path: String) throws(DocumentError) -> Int128 {
        guard let value = Int128(text), String(value) == text else { throw DocumentError(path, "\(text) is no integer of 128 bits") }
        return value
    }

    init(_ json: CanonicalJSON) throws(DocumentError) {
        var root = try DocumentReader(json, path: "evidence")
        let schema = try root.string("schema")
        guard schema == Self.schema else {
            throw DocumentError("evidence.schema", "is \(schema); this version reads \(Self.schema)")
        }
        var feed = try root.object("feed")
        self.feed = FeedPart(
            name: try feed.string("name"), pair: try feed.string("pair"), id: try Self.bytes(&feed, "id", count: 32),
            file: try feed.string("file"))
        try feed.finish()
        var model = try root.object("model")
        self.model = ModelPart(
            kind: try model.string("kind"), id: try Self.bytes(&model, "id", count: 32), parameters: try model.value("parameters"))
        try model.finish()
        round = try Self.unsigned(&root, "round")
        observedAt = try root.integer("observedAt")
        times = try Self.integers(try root.array("times"), "evidence.times")
        responses = try Self.responses(try root.objects("responses"))
        series = try Self.series(try root.objects("observations"))
        var notCounted: [NotCounted] = []
        for var entry in try root.objects("notCounted") {
            notCounted.append(NotCounted(market: try entry.string("market"), reason: try entry.string("reason")))
            try entry.finish()
        }
        self.notCounted = notCounted
        values = try Self.values(try root.objects("values"))
        var commitment = try root.object("feedCommitment")
        var points: [[UInt8]] = []
        for (index, point) in try commitment.array("points").enumerated() {
            guard case .string(let text) = point else { throw DocumentError("evidence.feedCommitment.points[\(index)]", "should be a text") }
            points.append(try Self.hexBytes(text, "evidence.feedCommitment.points[\(index)]", count: 64))
        }
        feedPoints = points
        feedCommitment = try Self.bytes(&commitment, "keccak256", count: 32)
        try commitment.finish()
        proof = try Self.bytes(&root, "proof")
        report = try Self.report(try root.object("report"))
        attestation = try Self.attestation(try root.object("attestation"))
        var string = try root.object("referenceString")
        referenceString = ReferenceString(
            origin: try string.string("origin"), isInsecure: try string.bool("insecure"),
            digest: try Self.bytes(&string, "digest", count: 32))
        try string.finish()
        timings = []
        try root.finish()
    }

    static func integers(_ values: [CanonicalJSON], _ path: String) throws(DocumentError) -> [Int64] {
        var result: [Int64] = []
        for (index, value) in values.enumerated() {
            guard case .integer(let integer) = value else { throw DocumentError("\(path)[\(index)]", "should be an integer") }
            result.append(integer)
        }
        return result
    }

    private static func responses(_ readers: [DocumentReader]) throws(DocumentError) -> [SourceResponse] {
        var result: [SourceResponse] = []
        for var reader in readers {
            result.append(SourceResponse(
                market: try reader.string("market"), url: try reader.string("url"), status: Int(try reader.integer("status")),
                byteCount: Int(try reader.integer("bytes")), digest: try bytes(&reader, "keccak256", count: 32)))
            try reader.finish()
        }
        return result
    }

    /// Reads what `json(of:)` wrote.
    static func series(_ readers: [DocumentReader]) throws(DocumentError) -> [Series] {
        var result: [Series] = []
        for var reader in readers {
            let role = try reader.string("role")
            guard role == "market" || role == "leg" else { throw DocumentError(reader.path + ".role", "\(role) is neither market nor leg") }
            var observations: [GridObservation] = []
            for var entry in try reader.objects("prices") {
                observations.append(try observation(&entry))
                try entry.finish()
            }
            result.append(Series(market: try reader.string("market"), isLeg: role == "leg", observations: observations))
            try reader.finish()
        }
        return result
    }

    private static func observation(_ entry: inout DocumentReader) throws(DocumentError) -> GridObservation {
        var drop: Drop?
        if let reason = entry.optional("dropped") {
            guard case .string(let name) = reason, let known = DropReason(rawValue: name) else {
                throw DocumentError(entry.path + ".dropped", "is no reason this version knows")
            }
            drop = try entry.drop(known, "detail")
        }
        guard entry.optional("price") != nil else {
            if drop == nil { throw DocumentError(entry.path, "has neither a price nor a reason for having none") }
            return GridObservation(price: nil, age: 0, drop: drop)
        }
        let text = try entry.string("price")
        guard let price = ExactDecimal(text), price.description == text else {
            throw DocumentError(entry.path + ".price", "\(text) is no decimal in its shortest form")
        }
        return GridObservation(price: price, age: try entry.integer("age"), drop: drop)
    }

    private static func values(_ readers: [DocumentReader]) throws(DocumentError) -> [PublicValue] {
        var result: [PublicValue] = []
        for var reader in readers {
            let scale = Int(try reader.integer("scale"))
            guard (0...120).contains(scale) else { throw DocumentError(reader.path + ".scale", "\(scale) is not 0 to 120") }
            result.append(PublicValue(
                name: try reader.string("name"), raw: try integer128(try reader.string("raw"), reader.path + ".raw"), scale: scale,
                decimal: try reader.string("decimal")))
            try reader.finish()
        }
        return result
    }

    private static func report(_ given: DocumentReader) throws(DocumentError) -> Report {
        var reader = given
        var values: [Int128] = []
        for (index, value) in try reader.array("values").enumerated() {
            guard case .string(let text) = value else { throw DocumentError("evidence.report.values[\(index)]", "should be a text") }
            values.append(try integer128(text, "evidence.report.values[\(index)]"))
        }
        let report = Report(
            feedID: try word(&reader, "feedId"), modelID: try word(&reader, "modelId"), round: try unsigned(&reader, "round"),
            observedAt: try unsigned(&reader, "observedAt"), feedCommitment: try word(&reader, "feedCommitment"), values: values)
        try reader.finish()
        return report
    }

    private static func attestation(_ given: DocumentReader) throws(DocumentError) -> Attestation {
        var reader = given
        func signed(_ reader: inout DocumentReader) throws(DocumentError) -> Attestation.SignedBy {
            .init(signer: try address(&reader, "signer"), bytes: try bytes(&reader, "signature", count: 65))
        }
        var signatures = [try signed(&reader)]
        if reader.optional("cosigners") != nil {
            let others = try reader.objects("cosigners")
            guard (1...31).contains(others.count) else {
                throw DocumentError("attestation.cosigners", "should have 1 to 31 entries, or be absent")
            }
            for var other in others {
                signatures.append(try signed(&other))
                try other.finish()
            }
        }
        let attestation = Attestation(
            chainID: try unsigned(&reader, "chainId"), verifyingContract: try address(&reader, "verifyingContract"),
            digest: try bytes(&reader, "digest", count: 32), signatures: signatures,
            calldataHash: try bytes(&reader, "calldataKeccak256", count: 32))
        try reader.finish()
        return attestation
    }
}
