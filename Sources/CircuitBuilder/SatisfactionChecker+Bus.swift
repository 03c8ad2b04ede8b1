import BN254
import Constraints

/// Who first put a tuple on the bus.
private struct Origin {
    let table: Int
    let interaction: String
    let row: Int
}

extension SatisfactionChecker {
    /// Counts every tagged tuple over all tables; whatever does not cancel is a failure.
    static func checkBus(
        _ circuit: Circuit, _ witness: Witness, _ values: [TableValues], _ regions: [[Region]],
        into failures: inout [CheckFailure]
    ) {
        let system = circuit.system
        var sums: [TupleKey: Fr] = [:]
        var origins: [TupleKey: Origin] = [:]
        var open: Set<TupleKey> = []
        for (index, table) in system.tables.enumerated() {
            // Masks are drawn by the prover; they cancel by construction.
            let interactions = table.interactions.filter { $0.tag != ConstraintSystem.maskTag }
            let nodes = table.graph.reachable(from: interactions.flatMap { $0.tuple + [$0.multiplicity] })
            var scratch = [Fr](repeating: .zero, count: table.graph.nodes.count)
            for row in 0..<table.usableRows {
                values[index].evaluate(nodes, row: row, into: &scratch)
                for interaction in interactions {
                    let isFree = interaction.countedBy.map { witness.advice[index][$0].isEmpty } ?? false
                    let multiplicity = scratch[interaction.multiplicity]
                    if multiplicity.isZero && !isFree { continue }
                    let key = TupleKey(tag: interaction.tag, interaction.tuple.map { scratch[$0] })
                    if isFree {
                        open.insert(key)
                        continue
                    }
                    sums[key, default: .zero] += multiplicity
                    if origins[key] == nil { origins[key] = Origin(table: index, interaction: interaction.name, row: row) }
                }
            }
        }
        let inputs = witness.publicInputs
        for interaction in system.publicInteractions {
            let tuple = interaction.tuple.map { term in
                switch term {
                case .constant(let value): value
                case .publicInput(let index): index < inputs.count ? inputs[index] : .zero
                }
            }
            sums[TupleKey(tag: interaction.tag, tuple), default: .zero] += Fr(interaction.multiplicity)
        }
        let unmatched = sums.filter { !$0.value.isZero && !open.contains($0.key) }
        let ordered = unmatched.sorted { a, b in
            let (x, y) = (origins[a.key], origins[b.key])
            return (x?.table ?? 0, x?.row ?? 0, x?.interaction ?? "") < (y?.table ?? 0, y?.row ?? 0, y?.interaction ?? "")
        }
        for (key, surplus) in ordered {
            let origin = origins[key]
            let names = origin.map { $0.table < regions.count ? regions[$0.table] : [] } ?? []
            failures.append(.tuple(
                table: origin.map { system.tables[$0.table].name } ?? "public",
                interaction: origin?.interaction ?? "public interaction", region: origin.flatMap { names.name(of: $0.row) },
                row: origin?.row ?? 0, tag: key.tag, values: key.values, surplus: surplus))
        }
    }
}
