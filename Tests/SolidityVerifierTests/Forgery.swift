import BN254
import Hashing
import ProofProver
import ProofVerifier
import TestSupport
import Testing

/// A proof of nothing, made with the reference string's secret τ: everything in it is random, and W′ = F/(τ − y) satisfies
/// the pairing whatever the rest says. What such a proof is rejected for, nothing but the one check under test can see.
struct Forgery {
    let key: VerifyingKey
    let tau: Fr
    /// What the elements stand for.
    var proof: [UInt8]
    var inputs: [Fr]
    /// What is sent in their place: bytes that replace those at an offset, for the transcript too.
    var sent: [Int: [UInt8]] = [:]
    var sentInputs: [[UInt8]]
    /// A point that is sent as (0, 0).
    var infinity: Int?

    init(_ contract: GeneratedContract, using random: inout SeededGenerator) throws {
        key = try contract.provingKey().verifyingKey
        // As `insecureDevelopment` derives it.
        tau = Fr(reducing: Keccak256.hash("assay insecure development srs: \(contract.seed ?? "")".utf8))
        let shape = key.shape
        func points(_ count: Int) -> [UInt8] {
            let multiples = (0..<count).map { _ in G1.generator * Fr.random(using: &random) }
            return G1.batchNormalize(multiples).flatMap(\.uncompressedBytes)
        }
        func scalars(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in Fr.random(using: &random).bigEndianBytes } }
        proof = points(shape.phasePoints.reduce(0, +) + shape.argumentPoints)
        // End sums that cancel.
        let ends = (1..<max(1, shape.endSums)).map { _ in Fr.random(using: &random) }
        proof += ends.flatMap(\.bigEndianBytes)
        if shape.endSums > 0 { proof += (-ends.reduce(.zero, +)).bigEndianBytes }
        proof += points(shape.quotientPoints) + scalars(shape.evaluations) + points(1) + G1Affine.generator.uncompressedBytes
        inputs = (0..<key.system.publicInputCount).map { _ in Fr.random(using: &random) }
        sentInputs = inputs.map(\.bigEndianBytes)
    }

    /// The forged bytes.
    func forge() throws -> [UInt8] {
        var bytes = proof
        for (offset, replacement) in sent { bytes.replaceSubrange(offset..<offset + replacement.count, with: replacement) }
        if let infinity { bytes.replaceSubrange(infinity..<infinity + 64, with: [UInt8](repeating: 0, count: 64)) }
        let challenges = challenges(of: bytes)
        let left = try leftSide(proof, challenges)
        var f = left - G1.generator * challenges.y
        if let infinity {
            // F is linear in the point, so doubling the point shows its share.
            var doubled = proof
            let point = try #require(G1Affine(uncompressed: proof[infinity..<infinity + 64]))
            doubled.replaceSubrange(
                infinity..<infinity + 64, with: G1.batchNormalize([G1(point) + point])[0].uncompressedBytes)
            f = f - (try leftSide(doubled, challenges) - left)
        }
        let inverse = try #require((tau - challenges.y).inverse())
        bytes.replaceSubrange(bytes.count - 64..<bytes.count, with: G1.batchNormalize([f * inverse])[0].uncompressedBytes)
        return bytes
    }

    /// F + y·W′ for the W′ in `bytes`.
    private func leftSide(_ bytes: [UInt8], _ challenges: Challenges) throws -> G1 {
        let parsed = try ParsedProof(bytes, shape: key.shape)
        let value = try key.quotientValue(
            evaluations: parsed.evaluations, endSums: parsed.endSums, publicInputs: inputs, challenges: challenges)
        return G1(try key.openingClaim(of: parsed, quotientValue: value, challenges: challenges).left)
    }

    /// The transcript over bytes as they are sent, in range or not.
    private func challenges(of bytes: [UInt8]) -> Challenges {
        var state = Keccak256.hash(Transcript.domainTag + key.digest + sentInputs.flatMap { $0 })
        var offset = 0
        func absorb(_ count: Int) {
            state = Keccak256.hash(state + bytes[offset..<offset + count])
            offset += count
        }
        func challenge(_ index: UInt8 = 0) -> Fr {
            Fr(reducing: index == 0 ? state : Keccak256.hash(state + [index]))
        }
        var challenges = Challenges()
        var lengths = (key.shape.messageLengths + [64])[...]
        for count in key.system.phaseChallenges {
            absorb(lengths.removeFirst())
            challenges.phase += (0..<count).map { challenge(UInt8($0)) }
        }
        absorb(lengths.removeFirst())
        (challenges.theta, challenges.beta, challenges.gamma) = (challenge(), challenge(1), challenge(2))
        absorb(lengths.removeFirst())
        challenges.alpha = challenge()
        absorb(lengths.removeFirst())
        challenges.x = challenge()
        absorb(lengths.removeFirst())
        challenges.v = challenge()
        absorb(lengths.removeFirst())
        challenges.y = challenge()
        return challenges
    }
}
