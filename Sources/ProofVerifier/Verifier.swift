import BN254
import Constraints
import Hashing

extension VerifyingKey {
    /// Verifies one proof.
    /// - Parameter publicInputs: `system.publicInputCount` values, in the order of Docs/protocol.md §4.
    /// - Returns: false when the proof is well formed and its statement is not proven.
    /// - Throws: ``ProofError`` when the bytes are no proof of this key at all.
    public func verify(proof bytes: [UInt8], publicInputs: [Fr]) throws(ProofError) -> Bool {
        guard let (claim, _) = try boundClaim(proof: bytes, publicInputs: publicInputs) else { return false }
        return holds(claim)
    }

    /// Everything but the pairing. Nil when the bus does not cancel.
    public func pairingClaim(proof bytes: [UInt8], publicInputs: [Fr]) throws(ProofError) -> PairingClaim? {
        try boundClaim(proof: bytes, publicInputs: publicInputs)?.claim
    }

    /// Verifies several proofs of this key with one pairing (Docs/protocol.md §10): claims are folded with powers of a number
    /// that binds all of them.
    /// - Returns: false when one of them is not proven, and for no proofs at all.
    /// - Throws: ``ProofError`` when one of them is no proof of this key.
    /// - Cost: as much as the proofs one by one, but for all pairings but one.
    public func verifyBatch(_ batch: [(proof: [UInt8], publicInputs: [Fr])]) throws(ProofError) -> Bool {
        var claims: [PairingClaim] = []
        var binding = Keccak256.hash(Self.batchTag + digest)
        for entry in batch {
            guard let (claim, state) = try boundClaim(proof: entry.proof, publicInputs: entry.publicInputs) else { return false }
            claims.append(claim)
            binding = Keccak256.hash(binding + state + claim.right.uncompressedBytes)
        }
        guard let first = claims.first else { return false }
        if claims.count == 1 { return holds(first) }
        let rho = Fr(reducing: binding)
        var powers = [Fr.one]
        for _ in claims.dropFirst() { powers.append((powers.last ?? .one) * rho) }
        let sums = G1.batchNormalize([
            MSM.compute(powers, claims.map(\.left)), MSM.compute(powers, claims.map(\.right)),
        ])
        return holds(PairingClaim(left: sums[0], right: sums[1]))
    }

    static let batchTag = Array("Assay batch v1".utf8)

    /// A proof's claim, and the state of its transcript after W. Nil when the bus does not cancel.
    private func boundClaim(
        proof bytes: [UInt8], publicInputs: [Fr]
    ) throws(ProofError) -> (claim: PairingClaim, state: [UInt8])? {
        guard publicInputs.count == system.publicInputCount else {
            throw .publicInputCount(expected: system.publicInputCount, got: publicInputs.count)
        }
        let proof = try ParsedProof(bytes, shape: shape)
        let (challenges, state) = replay(proof, publicInputs: publicInputs)
        guard try endSumsCancel(of: proof, publicInputs: publicInputs, challenges: challenges) else { return nil }
        let value = try quotientValue(
            evaluations: proof.evaluations, endSums: proof.endSums, publicInputs: publicInputs, challenges: challenges)
        return (try openingClaim(of: proof, quotientValue: value, challenges: challenges), state)
    }

    private func holds(_ claim: PairingClaim) -> Bool {
        Pairing.check([(claim.left, .generator), (-claim.right, tauG2)])
    }
}
