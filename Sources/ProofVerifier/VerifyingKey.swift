import BN254
import Constraints
import Hashing

/// What a verifier needs to know of a circuit. Its digest is the model's identity: it binds the circuit, the layout,
/// the fixed columns and the reference string.
public struct VerifyingKey: Hashable, Sendable {
    public let system: ConstraintSystem
    public let layout: Layout
    /// [τ]₂.
    public let tauG2: G2Affine
    /// Whether the reference string was made from a known seed: whoever knows it can forge proofs.
    public let isInsecure: Bool
    /// Commitments of the preprocessed groups, in layout order: the program part.
    public let preprocessed: [G1Affine]
    /// keccak256(keccak256(static part) ‖ keccak256(program part)).
    public let digest: [UInt8]

    public init(
        system: ConstraintSystem, layout: Layout, tauG2: G2Affine, isInsecure: Bool, preprocessed: [G1Affine]
    ) {
        self.system = system
        self.layout = layout
        self.tauG2 = tauG2
        self.isInsecure = isInsecure
        self.preprocessed = preprocessed
        let staticPart = Self.encodeStaticPart(system: system, layout: layout, tauG2: tauG2, isInsecure: isInsecure)
        let programPart = preprocessed.flatMap { $0.uncompressedBytes }
        digest = Keccak256.hash(Keccak256.hash(staticPart) + Keccak256.hash(programPart))
    }

    public var shape: ProofShape { ProofShape(system: system, layout: layout) }

    static let magic = Array("ASSAYVK".utf8)
    static let version: UInt8 = 1

    static func encodeStaticPart(
        system: ConstraintSystem, layout: Layout, tauG2: G2Affine, isInsecure: Bool
    ) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(raw: magic)
        writer.write(version)
        system.encode(to: &writer)
        layout.encode(to: &writer)
        writer.write(raw: tauG2.uncompressedBytes)
        writer.write(UInt8(isInsecure ? 1 : 0))
        return writer.bytes
    }

    /// The key file of Docs/protocol.md §8.
    public func serialized() -> [UInt8] {
        var writer = ByteWriter()
        writer.write(raw: Self.encodeStaticPart(system: system, layout: layout, tauG2: tauG2, isInsecure: isInsecure))
        writer.write(preprocessed) { $0.write(raw: $1.uncompressedBytes) }
        writer.write(raw: digest)
        return writer.bytes
    }

    /// Reads a key file; every byte is checked and the digest recomputed. Cost: one subgroup check.
    public init(serialized bytes: [UInt8]) throws(DecodingError) {
        var reader = ByteReader(bytes)
        guard try reader.raw(Self.magic.count) == Self.magic else { throw .wrongMagic(expected: "Assay verifying key") }
        let version = try reader.byte()
        guard version == Self.version else { throw .unsupportedVersion(got: Int(version), supported: Int(Self.version)) }
        let system = try ConstraintSystem(from: &reader)
        let layout = try Layout(from: &reader, for: system)
        let at = reader.offset
        guard let tauG2 = G2Affine(uncompressed: try reader.raw(128)), !tauG2.isInfinity, tauG2.isInSubgroup else {
            throw .invalid(field: "[τ]₂", at: at)
        }
        let flag = try reader.byte()
        guard flag <= 1 else { throw .outOfRange(field: "insecure flag", got: Int(flag), limit: 1) }
        let expected = layout.indices(of: .preprocessed).count
        let points = try reader.list("preprocessed points", limit: expected) { (r) throws(DecodingError) -> G1Affine in
            let at = r.offset
            guard let point = G1Affine(uncompressed: try r.raw(64)) else { throw .invalid(field: "commitment", at: at) }
            return point
        }
        guard points.count == expected else {
            throw .outOfRange(field: "preprocessed points", got: points.count, limit: expected)
        }
        let digest = try reader.raw(32)
        try reader.finish()
        self.init(system: system, layout: layout, tauG2: tauG2, isInsecure: flag == 1, preprocessed: points)
        guard self.digest == digest else { throw .checksumMismatch }
    }
}
