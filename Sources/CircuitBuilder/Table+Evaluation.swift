import BN254
import Constraints

/// The cells of one table under a witness, every column at full height, with blinding rows filled in.
struct TableValues {
    let table: Table
    /// By kind, index, row.
    var fixed: [[Fr]]
    var advice: [[Fr]]
    var instance: [[Fr]]
    let challenges: [Fr]

    /// Missing rows are zero. Rows from `usableRows` on of blinded columns get pseudo-random values, so that a gate
    /// that is not switched off there shows; feed columns are zero there, as in a proof.
    init(circuit: Circuit, witness: Witness, table index: Int, challenges: [Fr]) {
        let table = circuit.system.tables[index]
        self.table = table
        self.challenges = challenges
        let height = table.size
        func padded(_ columns: [[Fr]], count: Int) -> [[Fr]] {
            (0..<count).map { column in
                let values = column < columns.count ? columns[column].prefix(height) : []
                return values + [Fr](repeating: .zero, count: height - values.count)
            }
        }
        fixed = padded(circuit.fixed[index], count: table.fixedColumns.count)
        advice = padded(witness.advice[index], count: table.adviceColumns.count)
        instance = padded(witness.instance[index], count: table.instanceColumns.count)
        var state = Fr(0x5eed + UInt64(index))
        for (column, declaration) in table.adviceColumns.enumerated() where declaration.role != .feed {
            for row in table.usableRows..<height {
                state = state.squared() + Fr(UInt64(row + 1))
                advice[column][row] = state
            }
        }
    }

    @inline(__always)
    func value(_ column: Column, row: Int) -> Fr {
        switch column.kind {
        case .fixed: fixed[column.index][row]
        case .advice: advice[column.index][row]
        case .instance: instance[column.index][row]
        }
    }

    /// The row that `rotation` reaches from `row`; rotations wrap around.
    @inline(__always)
    func row(_ row: Int, rotatedBy rotation: Int) -> Int { (row + rotation + table.size) & (table.size - 1) }

    /// Values of `nodes` (in evaluation order) in one row, into `scratch` by node id.
    @inline(__always)
    func evaluate(_ nodes: [NodeID], row: Int, into scratch: inout [Fr]) {
        for id in nodes {
            switch table.graph.nodes[id] {
            case .constant(let constant): scratch[id] = constant
            case .query(let query): scratch[id] = value(query.column, row: self.row(row, rotatedBy: query.rotation))
            case .challenge(let index): scratch[id] = challenges[index]
            case .firstRow: scratch[id] = row == 0 ? .one : .zero
            case .add(let a, let b): scratch[id] = scratch[a] + scratch[b]
            case .subtract(let a, let b): scratch[id] = scratch[a] - scratch[b]
            case .multiply(let a, let b): scratch[id] = scratch[a] * scratch[b]
            }
        }
    }
}

/// A bus tuple by value. A tuple is compressed as τ + θx₁ + θ²x₂ + …, so trailing zeros do not distinguish tuples.
struct TupleKey: Hashable {
    let tag: UInt32
    let values: [Fr]

    init(tag: UInt32, _ values: [Fr]) {
        self.tag = tag
        var end = values.count
        while end > 0, values[end - 1].isZero { end -= 1 }
        self.values = Array(values[..<end])
    }
}
