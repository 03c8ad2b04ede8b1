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
    /// - Cost: one probe of a hash table for each send and row.
    public mutating func countMultiplicities(of circuit: Circuit, challenges: [Fr]) throws(LookupError) {
        let system = circuit.system
        let tags = Set(system.tables.flatMap { $0.interactions.filter { $0.countedBy != nil }.map(\.tag) })
        guard !tags.isEmpty else { return }
        var generator = SystemRandomNumberGenerator()
        let theta = Fr.random(using: &generator)

        let terms = system.tables.map { $0.interactions.filter { tags.contains($0.tag) } }
        let values = system.tables.indices.map { index in
            terms[index].isEmpty
                ? nil : bus(of: terms[index], table: index, circuit: circuit, challenges: challenges, theta: theta)
        }
        for tag in tags {
            var receivers: [Receiver] = []
            for (index, table) in system.tables.enumerated() {
                for (j, term) in terms[index].enumerated() where term.tag == tag {
                    guard let counter = term.countedBy, let prints = values[index]?[2 * j] else { continue }
                    receivers.append(Receiver(table: index, column: counter, prints: prints.prefix(table.usableRows)))
                    advice[index][counter] = Array(repeating: .zero, count: table.usableRows)
                }
            }
            var counts = FingerprintCounts(receivers.map(\.prints))
            // Tuples that no table holds; they may still cancel.
            var strays: [Fr: (sum: Fr, origin: LookupError)] = [:]
            for (index, table) in system.tables.enumerated() {
                for (j, term) in terms[index].enumerated() where term.tag == tag && term.countedBy == nil {
                    guard let columns = values[index] else { continue }
                    counts.add(prints: columns[2 * j], multiplicities: columns[2 * j + 1], rows: table.usableRows) { row, print, multiplicity in
                        let error = LookupError(table: table.name, interaction: term.name, row: row)
                        strays[print, default: (.zero, error)].sum += multiplicity
                    }
                }
            }
            if let stray = strays.values.first(where: { !$0.sum.isZero }) { throw stray.origin }
            var place = 0
            for receiver in receivers {
                for row in 0..<receiver.prints.count {
                    advice[receiver.table][receiver.column][row] = counts.count(at: place)
                    place += 1
                }
            }
        }
    }

    private struct Receiver {
        let table: Int
        let column: Int
        let prints: ArraySlice<Fr>
    }

    /// For each term, two columns over the usable rows: the tuple's fingerprint and the multiplicity.
    private func bus(
        of terms: [Interaction], table index: Int, circuit: Circuit, challenges: [Fr], theta: Fr
    ) -> ColumnBuffer {
        let table = circuit.system.tables[index]
        let n = table.size
        func padded(_ columns: [[Fr]], _ count: Int) -> [ArraySlice<Fr>] {
            (0..<count).map { columns.indices.contains($0) ? columns[$0].prefix(n) : [] }
        }
        let columns = padded(circuit.fixed[index], table.fixedColumns.count) + padded(advice[index], table.adviceColumns.count)
            + padded(instance[index], table.instanceColumns.count) + [[.one]]
        let buffer = ColumnBuffer(rows: n, columns: columns.count) { column, target in
            let end = target.update(fromContentsOf: columns[column])
            target[end...].update(repeating: .zero)
        }

        let starts: [ColumnKind: Int] = [
            .fixed: 0, .advice: table.fixedColumns.count,
            .instance: table.fixedColumns.count + table.adviceColumns.count,
        ]
        let firstRow = columns.count - 1
        var program = RowProgram()
        var slots = [Int?](repeating: nil, count: table.graph.nodes.count)
        func leaf(_ node: ExpressionGraph.Node) -> RowProgram.Operation {
            switch node {
            case .query(let query):
                .load(column: starts[query.column.kind, default: 0] + query.column.index, rotation: query.rotation)
            case .challenge(let index): .constant(challenges.indices.contains(index) ? challenges[index] : .zero)
            default: .load(column: firstRow, rotation: 0)
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
        return program.run(on: [buffer], count: table.usableRows, outputs: outputs)
    }
}
