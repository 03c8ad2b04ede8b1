import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// Every field of an evidence file is changed, its own hash is made right again, and the audit must name what differs.
struct AuditTests {
    /// What an audit says about a change below this path: the difference's place begins with one of these. The first entry whose
    /// path is a prefix counts. A field that stands in no entry fails the test.
    static let manifest: [(path: String, places: [String])] = [
        ("schema", ["unreadable"]),
        ("feed.name", ["feed.name"]),
        ("feed.pair", ["feed.pair"]),
        ("feed.id", ["feed.id"]),
        ("feed.file", ["feed.id"]),
        ("model.kind", ["model.kind"]),
        ("model.id", ["model.id"]),
        ("model.parameters", ["model.parameters"]),
        ("round", ["round"]),
        ("observedAt", ["observedAt", "times"]),
        ("times", ["times"]),
        ("observations.market", ["observations"]),
        ("observations.role", ["observations", "unreadable"]),
        ("observations.prices", ["feedCommitment.points", "observations"]),
        ("notCounted", ["notCounted"]),
        ("values.name", ["values"]),
        ("values.raw", ["values"]),
        ("values.scale", ["values"]),
        ("values.decimal", ["values"]),
        ("feedCommitment.points", ["feedCommitment.points"]),
        ("feedCommitment.keccak256", ["feedCommitment.keccak256"]),
        ("proof", ["proof"]),
        ("report.feedId", ["report.feedId"]),
        ("report.modelId", ["report.modelId"]),
        ("report.round", ["report.round"]),
        ("report.observedAt", ["report.observedAt"]),
        ("report.feedCommitment", ["report.feedCommitment"]),
        ("report.values", ["report.values"]),
        ("attestation.chainId", ["attestation.digest"]),
        ("attestation.verifyingContract", ["attestation.digest", "unreadable"]),
        ("attestation.digest", ["attestation.digest"]),
        ("attestation.signer", ["attestation.signer", "unreadable"]),
        ("attestation.signature", ["attestation.signature", "attestation.signer"]),
        ("attestation.calldataKeccak256", ["attestation.calldataKeccak256"]),
        ("referenceString.origin", ["referenceString.origin"]),
        ("referenceString.insecure", ["referenceString.insecure"]),
        ("referenceString.digest", ["referenceString.digest"]),
    ]

    /// Fields that only the file's own hash covers, by name, with the reason.
    static let covered: [(path: String, reason: String)] = [
        ("responses", "the bodies are beside the file; ResponseTests change them"),
    ]

    @Test func everyChangedFieldIsNamed() async throws {
        let round = try await Shared.outlierRound.value
        let circuit = try await Shared.hourlyCircuit.value
        let original = round.evidence.json
        var leaves: [[Step]] = []
        Self.collect(original, [], &leaves)
        #expect(leaves.count > 150)
        var tried: Set<String> = []
        for path in leaves {
            let name = Self.name(path)
            if Self.covered.contains(where: { name.hasPrefix($0.path) }) { continue }
            guard let expected = Self.manifest.first(where: { name == $0.path || name.hasPrefix($0.path + ".") }) else {
                Issue.record("\(name) has no entry in the manifest")
                continue
            }
            tried.insert(expected.path)
            let changed = Self.replace(original, path[...], with: Self.altered)
            let file = CanonicalJSON.object([
                "evidence": changed, "keccak256": .string(Hex.encode(changed.digest)), "timings": .array([]),
            ])
            let places = Self.places(Array(file.text.utf8), circuit)
            #expect(!places.contains("keccak256"), "the file's own hash was made right")
            #expect(
                places.contains { place in expected.places.contains { place.hasPrefix($0) } },
                "\(name) at \(path): the audit names \(places)")
        }
        let missing = Set(Self.manifest.map(\.path)).subtracting(tried)
        #expect(missing.isEmpty, "no field of the file is under \(missing)")
    }

    @Test func aFileWhoseHashIsNotItsContentsIsNamed() async throws {
        let round = try await Shared.outlierRound.value
        let circuit = try await Shared.hourlyCircuit.value
        let text = round.evidence.file.replacingOccurrences(of: "127.0.0.1", with: "127.0.0.2")
        let audit = Audit(try Evidence.read(Array(text.utf8))) { _ in circuit }
        #expect(audit.differences.map(\.place) == ["keccak256"])
    }

    @Test func aRoundSignedByAnotherKeyNamesTheSigner() async throws {
        let round = try await Shared.outlierRound.value
        let circuit = try await Shared.hourlyCircuit.value
        var evidence = round.evidence
        let digest = try #require(Word(bytes: evidence.attestation.digest))
        evidence.attestation.signatures[0].bytes = try #require(SigningKey.random().sign(digest)).bytes
        let audit = Audit(try Evidence.read(Array(evidence.file.utf8))) { _ in circuit }
        #expect(audit.differences.map(\.place).contains("attestation.signer"))
    }

    @Test func bytesThatAreNoEvidenceAreRefusedWithAPlace() async throws {
        let round = try await Shared.outlierRound.value
        let bytes = Array(round.evidence.file.utf8)
        #expect(throws: DocumentError.self) { try Evidence.read([]) }
        #expect(throws: DocumentError.self) { try Evidence.read(Array("{}".utf8)) }
        for count in stride(from: 1, to: bytes.count - 2, by: 997) {
            #expect(throws: DocumentError.self) { try Evidence.read(Array(bytes.prefix(count))) }
        }
        let extra = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\"round\":", with: "\"surprise\": 1, \"round\":")
        #expect(throws: DocumentError.self) { try Evidence.read(Array(extra.utf8)) }
    }

    /// What the audit of a file names; a file that cannot be read is `unreadable`.
    private static func places(_ bytes: [UInt8], _ circuit: FeedCircuit) -> [String] {
        guard let document = try? Evidence.read(bytes) else { return ["unreadable"] }
        let audit = Audit(document) { _ in circuit }
        return audit.differences.map(\.place)
    }

    // MARK: Leaves of a document

    enum Step: Hashable, CustomStringConvertible {
        case member(String)
        case element(Int)

        var description: String {
            switch self {
            case .member(let name): "." + name
            case .element(let index): "[\(index)]"
            }
        }
    }

    /// Member names only, without places in lists.
    static func name(_ path: [Step]) -> String {
        path.compactMap { step in if case .member(let name) = step { name } else { nil } }.joined(separator: ".")
    }

    static func collect(_ value: CanonicalJSON, _ path: [Step], _ leaves: inout [[Step]]) {
        switch value {
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) { collect(member, path + [.member(name)], &leaves) }
        case .array(let values):
            // Of long lists the ends and the middle.
            let all = Array(values.indices)
            let chosen = values.count > 10 ? [0, values.count / 2, values.count - 1] : all
            for index in chosen { collect(values[index], path + [.element(index)], &leaves) }
        default: leaves.append(path)
        }
    }

    static func replace(
        _ value: CanonicalJSON, _ path: ArraySlice<Step>, with change: (CanonicalJSON) -> CanonicalJSON
    ) -> CanonicalJSON {
        guard let step = path.first else { return change(value) }
        switch (value, step) {
        case (.object(var members), .member(let name)):
            members[name] = members[name].map { replace($0, path.dropFirst(), with: change) }
            return .object(members)
        case (.array(var values), .element(let index)):
            values[index] = replace(values[index], path.dropFirst(), with: change)
            return .array(values)
        default: return value
        }
    }

    /// Another value of the same kind: the last character but one of a text, where there are so many, so that forms stay valid.
    static func altered(_ value: CanonicalJSON) -> CanonicalJSON {
        switch value {
        case .integer(let number): return .integer(number + 1)
        case .bool(let flag): return .bool(!flag)
        case .string(let text):
            if text == "market" { return .string("leg") }
            var characters = Array(text)
            guard let last = characters.indices.last else { return .string("x") }
            let place = text.hasPrefix("0x") && characters.count > 4 ? last - 1 : last
            switch characters[place] {
            case "1": characters[place] = "2"
            case let digit where digit.isNumber: characters[place] = "1"
            case "a": characters[place] = "b"
            case let letter where text.hasPrefix("0x") && letter.isHexDigit: characters[place] = "a"
            default: characters.append("x")
            }
            return .string(String(characters))
        default: return .integer(0)
        }
    }
}
