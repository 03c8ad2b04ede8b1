import BN254
import Constraints

/// A proof with what it is about, as a file: which key it belongs to and its public inputs.
///
/// Format: the ASCII bytes `ASSAYPF`, u8 version 1, the key's 32-byte digest, u32 count and 32-byte public inputs, u32 length and
/// the proof's bytes; nothing after it. Integers are big-endian, scalars are less than r.
public struct ProofFile: Hashable, Sendable {
    public let keyDigest: [UInt8]
    public let publicInputs: [Fr]
    public let proof: [UInt8]

    /// Largest proof a file may hold, far above what any layout in use gives.
    public static let maximumProofBytes = 1 << 20

    static let magic = Array("ASSAYPF".utf8)
    static let version: UInt8 = 1

    public init(key: VerifyingKey, publicInputs: [Fr], proof: [UInt8]) {
        keyDigest = key.digest
        self.publicInputs = publicInputs
        self.proof = proof
    }

    public func serialized() -> [UInt8] {
        var writer = ByteWriter()
        writer.write(raw: Self.magic)
        writer.write(Self.version)
        writer.write(raw: keyDigest)
        writer.write(publicInputs) { $0.write($1) }
        writer.write(count: proof.count)
        writer.write(raw: proof)
        return writer.bytes
    }

    /// Reads a file without judging the proof in it.
    public init(serialized bytes: [UInt8]) throws(DecodingError) {
        var reader = ByteReader(bytes)
        guard try reader.raw(Self.magic.count) == Self.magic else { throw .wrongMagic(expected: "Assay proof") }
        let version = try reader.byte()
        guard version == Self.version else { throw .unsupportedVersion(got: Int(version), supported: Int(Self.version)) }
        keyDigest = try reader.raw(32)
        publicInputs = try reader.list("public inputs", limit: 1 << 16) { (r) throws(DecodingError) in
            try r.scalar("public input")
        }
        proof = try reader.raw(try reader.count("proof length", limit: Self.maximumProofBytes))
        try reader.finish()
    }
}
