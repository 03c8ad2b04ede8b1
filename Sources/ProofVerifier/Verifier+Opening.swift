import BN254
import Constraints

/// What is left of a proof's verification: e(left, [1]₂) = e(right, [τ]₂).
public struct PairingClaim: Hashable, Sendable {
    public let left: G1Affine
    public let right: G1Affine
}

extension CommitmentGroup {
    /// Z(y) and the Lagrange basis of the group's points x·ω^o at Y = y^t. Nil when Y is one of the points.
    func basis(x: Fr, omega: Fr, omegaInverse: Fr, powerOfY: Fr) -> (vanishing: Fr, lagrange: [Fr])? {
        let points = rotations.map { rotation in
            switch rotation {
            case 1: x * omega
            case -1: x * omegaInverse
            default: x
            }
        }
        let differences = points.map { powerOfY - $0 }
        let vanishing = differences.reduce(Fr.one, *)
        guard !vanishing.isZero else { return nil }
        var lagrange: [Fr] = []
        for (i, p) in points.enumerated() {
            var (numerator, denominator) = (Fr.one, Fr.one)
            for (j, q) in points.enumerated() where j != i {
                numerator = numerator * differences[j]
                denominator = denominator * (p - q)
            }
            guard let inverse = denominator.inverse() else { return nil }
            lagrange.append(numerator * inverse)
        }
        return (vanishing, lagrange)
    }
}

extension VerifyingKey {
    /// Folds all openings into one pairing claim (Docs/protocol.md §6). Cost: one scalar multiplication a group and three more.
    package func openingClaim(
        of proof: ParsedProof, quotientValue: Fr, challenges: Challenges
    ) throws(ProofError) -> PairingClaim {
        let (x, v, y) = (challenges.x, challenges.v, challenges.y)
        let powerOfY = y.pow(UInt64(layout.packing))
        let commitments = proof.commitments(layout: layout, preprocessed: preprocessed)
        var evaluations = proof.evaluations[...]
        var scalars: [Fr] = []
        var points: [G1Affine] = []
        var constant = Fr.zero
        var power = Fr.one
        for (group, commitment) in zip(layout.groups, commitments) {
            let omega = Fr.rootOfUnity(logSize: system.tables[group.table].logSize)
            guard let basis = group.basis(
                x: x, omega: omega, omegaInverse: omega.inverse() ?? .zero, powerOfY: powerOfY),
                let inverse = basis.vanishing.inverse()
            else { throw .degenerateChallenge("y") }
            var remainder = Fr.zero
            for weight in basis.lagrange {
                let values = evaluations.prefix(group.members.count)
                evaluations = evaluations.dropFirst(group.members.count)
                remainder = remainder + weight * values.reversed().reduce(Fr.zero) { $0 * y + $1 }
            }
            let scale = power * inverse
            scalars.append(scale)
            points.append(commitment)
            constant = constant + scale * remainder
            power = power * v
        }
        guard let inverse = (y - x).inverse() else { throw .degenerateChallenge("y") }
        let scale = power * inverse
        let chunk = layout.packing * (1 << system.maximumLogSize) - 1
        let step = x.pow(UInt64(chunk))
        var shift = scale
        for point in proof.quotient {
            scalars.append(shift)
            points.append(point)
            shift = shift * step
        }
        constant = constant + scale * quotientValue
        scalars += [-constant, -Fr.one, y]
        points += [.generator, proof.w, proof.wPrime]
        let left = MSM.compute(scalars, points)
        return PairingClaim(left: G1.batchNormalize([left])[0], right: proof.wPrime)
    }
}
