import BN254
import Constraints

/// One table at x: the claimed evaluations, and what the verifier computes itself.
private struct ClaimedPoint: TablePoint {
    let table: Int
    let evaluations: Evaluations
    let instance: [Fr]
    let point: Fr
    let first: Fr
    let last: Fr
    let active: Fr
    let endSum: Fr

    func query(_ query: Query) -> Fr {
        switch query.column.kind {
        case .fixed: evaluations.value(.fixed(query.column.index), table: table, rotation: query.rotation)
        case .advice: evaluations.value(.advice(query.column.index), table: table, rotation: query.rotation)
        case .instance: instance.indices.contains(query.column.index) ? instance[query.column.index] : .zero
        }
    }

    func value(_ polynomial: PolynomialKind, rotation: Int) -> Fr {
        evaluations.value(polynomial, table: table, rotation: rotation)
    }
}

extension VerifyingKey {
    /// q(x) = Σ_T α^{e_T}·N_T(x)/(x^{n_T} − 1), from the evaluations (in proof order) and end sums that a proof claims.
    package func quotientValue(
        evaluations flat: [Fr], endSums: [Fr], publicInputs: [Fr], challenges: Challenges
    ) throws(ProofError) -> Fr {
        let evaluations = Evaluations(flat: flat, layout: layout)
        var endSums = endSums.makeIterator()
        var total = Fr.zero
        var offset = 0
        for (index, table) in system.tables.enumerated() {
            let longest = table.instanceColumns.max() ?? 0
            guard let lagrange = LagrangePoint(table: table, x: challenges.x, leadingCount: longest) else {
                throw .degenerateChallenge("x")
            }
            var instance: [Fr] = []
            for count in table.instanceColumns {
                instance.append(zip(publicInputs[offset..<offset + count], lagrange.leading).reduce(.zero) { $0 + $1.0 * $1.1 })
                offset += count
            }
            let sendsSum = system.sendsEndSums && system.plans[index].hasBus
            let point = ClaimedPoint(
                table: index, evaluations: evaluations, instance: instance, point: challenges.x,
                first: lagrange.first, last: lagrange.last, active: lagrange.active,
                endSum: sendsSum ? endSums.next() ?? .zero : .zero)
            let values = system.constraintValues(table: index, at: point, challenges: challenges)
            let folded = values.reduce(Fr.zero) { $0 * challenges.alpha + $1 }
            // x^n − 1 is not zero: LagrangePoint refuses such an x.
            let inverse = lagrange.vanishing.inverse() ?? .zero
            total = total * challenges.alpha.pow(UInt64(values.count)) + folded * inverse
        }
        return total
    }

    /// Whether Σ S_T and the public interactions cancel.
    func endSumsCancel(
        of proof: ParsedProof, publicInputs: [Fr], challenges: Challenges
    ) throws(ProofError) -> Bool {
        guard system.sendsEndSums else { return true }
        var sum = proof.endSums.reduce(Fr.zero, +)
        for interaction in system.publicInteractions {
            let tuple = interaction.tuple.map { term in
                switch term {
                case .constant(let value): value
                case .publicInput(let index): publicInputs.indices.contains(index) ? publicInputs[index] : .zero
                }
            }
            guard let inverse = challenges.denominator(tag: interaction.tag, tuple: tuple).inverse() else {
                throw .degenerateChallenge("β")
            }
            sum = sum + Fr(interaction.multiplicity) * inverse
        }
        return sum.isZero
    }
}
