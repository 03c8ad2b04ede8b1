import BN254
import Constraints
import Hashing

extension VerifyingKey {
    /// Verifies one proof.
    /// - Parameter publicInputs: `system.publicInputCount` values, in the order of Docs/protocol.md §4.
    /// - Returns: false when the proof is well formed and its statement is not proven.
    /// - Throws: ``ProofError`` when the bytes are no proof of this key at all.
    public func verify(proof bytes: [UInt8], publicInputs: [Fr]) throws(ProofError) -> Bool {
        guard let claim = try pairingClaim(proof: bytes, publicInputs: publicInputs) else { return false }
        return holds([claim])
    }

    /// Everything but the pairing. Nil when the bus does not cancel.
    public func pairingClaim(proof bytes: [UInt8], publicInputs: [Fr]) throws(ProofError) -> PairingClaim? {
        guard publicInputs.count == system.publicInputCount else {
            throw .publicInputCount(expected: system.publicInputCount, got: publicInputs.count)
        }
        let proof = try ParsedProof(bytes, shape: shape)
        let challenges = challenges(of: proof, publicInputs: publicInputs)
        guard try endSumsCancel(of: proof, publicInputs: publicInputs, challenges: challenges) else { return nil }
        let value = try quotientValue(of: proof, publicInputs: publicInputs, challenges: challenges)
        return try openingClaim(of: proof, quotientValue: value, challenges: challenges)
    }

    /// Verifies several proofs of this key with one pairing: claims are folded with powers of a challenge that binds all of them.
    public func verifyBatch(_ batch: [(proof: [UInt8], publicInputs: [Fr])]) throws(ProofError) -> Bool {
        var claims: [PairingClaim] = []
        for entry in batch {
            guard let claim = try pairingClaim(proof: entry.proof, publicInputs: entry.publicInputs) else { return false }
            claims.append(claim)
        }
        return holds(claims)
    }

    private func holds(_ claims: [PairingClaim]) -> Bool {
        guard let first = claims.first else { return true }
        var (left, right) = (first.left, first.right)
        if claims.count > 1 {
            var hasher = Keccak256()
            for claim in claims {
                hasher.update(claim.left.uncompressedBytes)
                hasher.update(claim.right.uncompressedBytes)
            }
            let rho = Fr(reducing: hasher.finalize())
            var powers = [Fr.one]
            for _ in claims.dropFirst() { powers.append((powers.last ?? .one) * rho) }
            let sums = G1.batchNormalize([
                MSM.compute(powers, claims.map(\.left)), MSM.compute(powers, claims.map(\.right)),
            ])
            (left, right) = (sums[0], sums[1])
        }
        return Pairing.check([(left, .generator), (-right, tauG2)])
    }
}
