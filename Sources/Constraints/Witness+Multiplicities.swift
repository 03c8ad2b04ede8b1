import BN254

/// A lookup that no table answers.
public struct LookupError: Error, Hashable, Sendable, CustomStringConvertible {
    public let table: String
    public let interaction: String
    public let row: Int

    public var description: String {
        "table \(table), row \(row): \(interaction) asks for a tuple that no table holds"
    }
}

extension Witness {
    /// Fills the counting column of every counted receive: how often each of its rows is sent by all tables together.
    ///
    /// Tuples are compared by a fingerprint under a random challenge; a collision (probability below 2^−200) could only
    /// make the proof fail, never make a wrong one pass.
    /// - Throws: ``LookupError`` for a sent tuple that no counted table of its tag holds.
    /// - Cost: one dictionary look-up for each send and row.
    public mutating func countMultiplicities(of circuit: Circuit, challenges: [Fr]) throws(LookupError) {
        let system = circuit.system
        let tags = Set(system.tables.flatMap { $0.interactions.filter { $0.countedBy != nil }.map(\.tag) })
        guard !tags.isEmpty else { return }
        var generator = SystemRandomNumberGenerator()
        let theta = Fr.random(using: &generator)

        struct Place {
            let table: Int
            let column: Int
            let row: Int
        }
        var places: [UInt32: [Fr: Place]] = [:]
        var counts: [UInt32: [Fr: Fr]] = [:]
        var origins: [UInt32: [Fr: LookupError]] = [:]
        for (index, table) in system.tables.enumerated() {
            let terms = table.interactions.filter { tags.contains($0.tag) }
            guard !terms.isEmpty else { continue }
            let values = bus(of: terms, table: index, circuit: circuit, challenges: challenges, theta: theta)
            for (j, term) in terms.enumerated() {
                let (prints, multiplicities) = (values[2 * j], values[2 * j + 1])
                if let counter = term.countedBy {
                    for row in prints.indices where places[term.tag]?[prints[row]] == nil {
                        places[term.tag, default: [:]][prints[row]] = Place(table: index, column: counter, row: row)
                    }
                    advice[index][counter] = Array(repeating: .zero, count: table.usableRows)
                    continue
                }
                for row in prints.indices where !multiplicities[row].isZero {
                    counts[term.tag, default: [:]][prints[row], default: .zero] += multiplicities[row]
                    if origins[term.tag]?[prints[row]] == nil {
                        origins[term.tag, default: [:]][prints[row]] =
                            LookupError(table: table.name, interaction: term.name, row: row)
                    }
                }
            }
        }
        for (tag, sums) in counts {
            for (print, sum) in sums where !sum.isZero {
                guard let place = places[tag]?[print] else {
                    throw origins[tag]?[print] ?? LookupError(table: "", interaction: "", row: 0)
                }
                advice[place.table][place.column][place.row] = sum
            }
        }
    }

    /// For each term, two columns over the usable rows: the tuple's fingerprint and the multiplicity.
    private func bus(
        of terms: [Interaction], table index: Int, circuit: Circuit, challenges: [Fr], theta: Fr
    ) -> [[Fr]] {
        let table = circuit.system.tables[index]
        let n = table.size
        var buffer = ColumnBuffer(rows: n)
        func append(_ columns: [[Fr]], _ count: Int) {
            for column in 0..<count {
                let values = columns.indices.contains(column) ? columns[column] : []
                buffer.append(values.prefix(n) + Array(repeating: .zero, count: max(0, n - values.count)))
            }
        }
        append(circuit.fixed[index], table.fixedColumns.count)
        append(advice[index], table.adviceColumns.count)
        append(instance[index], table.instanceColumns.count)
        buffer.append([.one] + Array(repeating: .zero, count: n - 1))

        let starts: [ColumnKind: Int] = [
            .fixed: 0, .advice: table.fixedColumns.count,
            .instance: table.fixedColumns.count + table.adviceColumns.count,
        ]
        var program = RowProgram()
        var slots = [Int?](repeating: nil, count: table.graph.nodes.count)
        func leaf(_ node: ExpressionGraph.Node) -> RowProgram.Operation {
            switch node {
            case .query(let query):
                .load(column: starts[query.column.kind, default: 0] + query.column.index, rotation: query.rotation)
            case .challenge(let index): .constant(challenges.indices.contains(index) ? challenges[index] : .zero)
            default: .load(column: buffer.columns - 1, rotation: 0)
            }
        }
        var outputs: [Int] = []
        for term in terms {
            let challenge = program.append(.constant(theta))
            var sum = program.append(.constant(.zero))
            for node in term.tuple.reversed() {
                let value = table.graph.compile(node, into: &program, slots: &slots, leaf: leaf)
                sum = program.append(.multiply(program.append(.add(sum, value)), challenge))
            }
            outputs.append(sum)
            outputs.append(table.graph.compile(term.multiplicity, into: &program, slots: &slots, leaf: leaf))
        }
        return program.run(on: buffer, count: table.usableRows, outputs: outputs)
    }
}
