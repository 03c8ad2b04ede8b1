import BN254
import Constraints

/// Why a proof is malformed. A well-formed proof of a false statement is no error: verification returns false.
public enum ProofError: Error, Hashable, Sendable {
    case wrongLength(expected: Int, got: Int)
    case publicInputCount(expected: Int, got: Int)
    /// The scalar at this byte is not less than r.
    case scalarOutOfRange(at: Int)
    /// The 64 bytes at this offset are no affine point of G₁, or the point at infinity.
    case invalidPoint(at: Int)
    /// A challenge fell on a root that would divide by zero: as good as impossible for an honest proof.
    case degenerateChallenge(String)
}

extension ProofError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongLength(let expected, let got):
            "the proof has \(got) bytes, this key's proofs have \(expected): was it made with another key?"
        case .publicInputCount(let expected, let got):
            "\(got) public inputs given, this key takes \(expected)"
        case .scalarOutOfRange(let at): "the scalar at byte \(at) is not below the field's order: the proof is damaged"
        case .invalidPoint(let at): "the point at byte \(at) is not a finite point of the curve: the proof is damaged"
        case .degenerateChallenge(let which): "challenge \(which) is degenerate: prove again"
        }
    }
}

/// A proof's elements and the messages they came in.
public struct ParsedProof: Sendable {
    public let phases: [[G1Affine]]
    public let argument: [G1Affine]
    public let endSums: [Fr]
    public let quotient: [G1Affine]
    /// Flat, in proof order.
    public let evaluations: [Fr]
    public let w: G1Affine
    public let wPrime: G1Affine
    /// The transcript's messages: phases, argument, quotient, evaluations, W.
    public let messages: [ArraySlice<UInt8>]

    public init(_ bytes: [UInt8], shape: ProofShape) throws(ProofError) {
        guard bytes.count == shape.byteCount else {
            throw .wrongLength(expected: shape.byteCount, got: bytes.count)
        }
        var offset = 0
        func points(_ count: Int) throws(ProofError) -> [G1Affine] {
            var result: [G1Affine] = []
            for _ in 0..<count {
                guard let point = G1Affine(uncompressed: bytes[offset..<offset + 64]), !point.isInfinity else {
                    throw .invalidPoint(at: offset)
                }
                result.append(point)
                offset += 64
            }
            return result
        }
        func scalars(_ count: Int) throws(ProofError) -> [Fr] {
            var result: [Fr] = []
            for _ in 0..<count {
                guard let value = Fr(bigEndian: bytes[offset..<offset + 32]) else { throw .scalarOutOfRange(at: offset) }
                result.append(value)
                offset += 32
            }
            return result
        }
        var phases: [[G1Affine]] = []
        for count in shape.phasePoints { phases.append(try points(count)) }
        self.phases = phases
        argument = try points(shape.argumentPoints)
        endSums = try scalars(shape.endSums)
        quotient = try points(shape.quotientPoints)
        evaluations = try scalars(shape.evaluations)
        w = try points(1)[0]
        wPrime = try points(1)[0]

        var messages: [ArraySlice<UInt8>] = []
        var start = 0
        for length in shape.messageLengths + [ProofShape.pointBytes] {
            messages.append(bytes[start..<start + length])
            start += length
        }
        self.messages = messages
    }

    /// The points of a group by its index in the layout; preprocessed ones come from the key.
    func commitments(layout: Layout, preprocessed: [G1Affine]) -> [G1Affine] {
        preprocessed + phases.flatMap { $0 } + argument
    }
}
