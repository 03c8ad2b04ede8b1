import BN254
import Constraints
import ProofVerifier

/// Rounds 5 and 6: W, then W′ (Docs/protocol.md §6; BDFG20 with packed groups).
///
/// Groups with the same height and offsets have the same Z, so they are folded first and divided once, slot by slot:
/// (g − r)/Z = Σᵢ Xⁱ·hᵢ(Xᵗ) with hᵢ the quotient of fᵢ by Π(X − x·ω^o). The remainder needs no subtraction: it is what
/// division leaves over.
enum OpeningRound {
    private struct Class: Hashable {
        let logSize: Int
        let rotations: [Int]
    }

    private struct Folded {
        let domain: EvaluationDomain
        let rotations: [Int]
        /// Σ v^k·f_{k,i} for each slot i.
        var slots: [[Fr]]
    }

    static func run(
        _ key: ProvingKey, _ round: EvaluationRound, transcript: inout Transcript, proof: inout [UInt8]
    ) throws -> Challenges {
        let system = key.verifyingKey.system
        let layout = key.verifyingKey.layout
        var challenges = round.challenges
        let (x, v, t) = (challenges.x, challenges.v, layout.packing)
        let length = t * (1 << system.maximumLogSize)

        var order: [Class] = []
        var classes: [Class: Folded] = [:]
        var power = Fr.one
        for group in layout.groups {
            let domain = key.tables[group.table].domain
            let id = Class(logSize: domain.logSize, rotations: group.rotations)
            if classes[id] == nil {
                order.append(id)
                classes[id] = Folded(
                    domain: domain, rotations: group.rotations,
                    slots: Array(repeating: Array(repeating: .zero, count: domain.size), count: t))
            }
            for (slot, member) in group.members.enumerated() {
                let coefficients = round.polynomials[group.table][member].coefficients
                for i in coefficients.indices {
                    classes[id]?.slots[slot][i] += power * coefficients[i]
                }
            }
            power = power * v
        }
        let folded = order.compactMap { classes[$0] }

        // The quotient's chunks as one polynomial, opened at x with Z = X − x.
        let step = x.pow(UInt64(length - 1))
        var combined = [Fr](repeating: .zero, count: length)
        var shift = Fr.one
        for chunk in round.chunks {
            for i in chunk.indices { combined[i] = combined[i] + shift * chunk[i] }
            shift = shift * step
        }

        var w = Polynomial.divide(combined, byRoot: x).map { $0 * power }
        w += Array(repeating: .zero, count: length - w.count)
        for entry in folded {
            for (slot, values) in entry.slots.enumerated() {
                var quotient = values
                for rotation in entry.rotations {
                    quotient = Polynomial.divide(quotient, byRoot: x.rotated(by: rotation, in: entry.domain))
                }
                for i in quotient.indices { w[i * t + slot] = w[i * t + slot] + quotient[i] }
            }
        }
        guard let bases = key.bases[system.maximumLogSize] else { throw ProverError.degenerateChallenge }
        transcript.absorbAndAppend(bases.commit(coefficients: w).uncompressedBytes, to: &proof)
        let y = transcript.challenge()
        challenges.y = y

        // Σ g_k·v^k/Z_k(y) − w, whose value at y the remainders cancel; division leaves that value over.
        var bracket = w.map { -$0 }
        guard let last = (y - x).inverse() else { throw ProverError.degenerateChallenge }
        for i in combined.indices { bracket[i] = bracket[i] + combined[i] * (last * power) }
        let powerOfY = y.pow(UInt64(t))
        for entry in folded {
            let vanishing = entry.rotations.reduce(Fr.one) { $0 * (powerOfY - x.rotated(by: $1, in: entry.domain)) }
            guard let inverse = vanishing.inverse() else { throw ProverError.degenerateChallenge }
            for (slot, values) in entry.slots.enumerated() {
                for i in values.indices { bracket[i * t + slot] = bracket[i * t + slot] + values[i] * inverse }
            }
        }
        let wPrime = Polynomial.divide(bracket, byRoot: y)
        proof += bases.commit(coefficients: wPrime).uncompressedBytes
        return challenges
    }
}
