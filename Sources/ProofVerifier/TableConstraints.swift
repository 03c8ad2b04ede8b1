import BN254
import Constraints

/// The values that one table's constraints need at one point: at x for the verifier, in one row for a slow check.
public protocol TablePoint {
    func query(_ query: Query) -> Fr
    func value(_ polynomial: PolynomialKind, rotation: Int) -> Fr
    /// X itself.
    var point: Fr { get }
    /// L₀(X).
    var first: Fr { get }
    /// L_u(X).
    var last: Fr { get }
    /// Lₐ(X).
    var active: Fr { get }
    /// S_T.
    var endSum: Fr { get }
}

extension ConstraintSystem {
    /// All constraints of one table in protocol order (Docs/protocol.md §5). The prover's fast evaluation is tested
    /// against this one.
    public func constraintValues(table index: Int, at point: some TablePoint, challenges: Challenges) -> [Fr] {
        let table = tables[index]
        let plan = plans[index]
        let nodes = table.graph.evaluate(
            from: table.roots, query: point.query,
            challenge: { challenges.phase.indices.contains($0) ? challenges.phase[$0] : .zero }, firstRow: point.first)
        var result = table.gates.map { nodes[$0.polynomial] }
        if plan.hasPermutation { result += permutationValues(table, plan, point, challenges) }
        if plan.hasBus { result += busValues(table, plan, point, challenges, nodes) }
        return result
    }

    private func permutationValues(
        _ table: Table, _ plan: ArgumentPlan, _ point: some TablePoint, _ challenges: Challenges
    ) -> [Fr] {
        let z = point.value(.product, rotation: 0)
        var result = [point.first * (z - .one), point.last * (z - .one)]
        var before = z
        for (k, chunk) in plan.permutationChunks.enumerated() {
            let isLast = k == plan.permutationChunks.count - 1
            let after = isLast ? point.value(.product, rotation: 1) : point.value(.partialProduct(k), rotation: 0)
            var (left, right) = (after, before)
            for c in chunk {
                let value = point.query(Query(column: table.permutedColumns[c], rotation: 0))
                left = left * (value + challenges.beta * point.value(.sigma(c), rotation: 0) + challenges.gamma)
                right = right * (value + challenges.beta * Fr.delta.pow(UInt64(c)) * point.point + challenges.gamma)
            }
            result.append(point.active * (left - right))
            before = after
        }
        return result
    }

    private func busValues(
        _ table: Table, _ plan: ArgumentPlan, _ point: some TablePoint, _ challenges: Challenges, _ nodes: [Fr]
    ) -> [Fr] {
        let phi = point.value(.runningSum, rotation: 0)
        var result = [point.first * phi, point.last * (phi - point.endSum)]
        var share = point.value(.runningSum, rotation: 1) - phi
        for (c, chunk) in plan.busChunks.enumerated() {
            let isLast = c == plan.busChunks.count - 1
            let helper = isLast ? share : point.value(.helper(c), rotation: 0)
            if !isLast { share = share - helper }
            let terms = chunk.map { table.interactions[$0] }
            let denominators = terms.map { term in
                challenges.denominator(tag: term.tag, tuple: term.tuple.map { nodes[$0] })
            }
            var numerator = Fr.zero
            for (j, term) in terms.enumerated() {
                var product = nodes[term.multiplicity]
                for i in denominators.indices where i != j { product = product * denominators[i] }
                numerator = numerator + product
            }
            let product = denominators.reduce(Fr.one, *)
            result.append(point.active * (helper * product - numerator))
        }
        return result
    }
}
