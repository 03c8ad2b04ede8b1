import BN254
import Constraints

/// Direct evaluation of everything a circuit demands: slow, exact, with reports. The author's first tool, and the
/// oracle for the faster ways of checking.
public enum SatisfactionChecker {
    /// All failures, up to `limit`: first shapes and widths, then gates, copies and the bus.
    ///
    /// Gates are evaluated in every row, blinding rows included, which hold pseudo-random values. The bus is checked
    /// as a multiset of tagged tuples, without challenges. Multiplicity columns that are empty count as filled by the
    /// prover: their tuples are received as often as they are asked for.
    /// - Parameters:
    ///   - challenges: phase challenges, for circuits with several phases.
    ///   - regions: named rows by table, for reports.
    public static func check(
        circuit: Circuit, witness: Witness, challenges: [Fr] = [], regions: [[Region]] = [], limit: Int = 100
    ) -> [CheckFailure] {
        var failures: [CheckFailure] = []
        let values = circuit.system.tables.indices.map {
            TableValues(circuit: circuit, witness: witness, table: $0, challenges: challenges)
        }
        for index in circuit.system.tables.indices {
            let names = index < regions.count ? regions[index] : []
            checkShape(circuit, witness, index, into: &failures)
            checkWidths(values[index], witness.advice[index], names, into: &failures)
            checkGates(values[index], names, limit: limit, into: &failures)
            checkCopies(circuit.copies[index], values[index], names, into: &failures)
        }
        checkBus(circuit, witness, values, regions, into: &failures)
        return Array(failures.prefix(limit))
    }

    private static func checkShape(_ circuit: Circuit, _ witness: Witness, _ index: Int, into failures: inout [CheckFailure]) {
        let table = circuit.system.tables[index]
        func expect(_ item: String, _ got: Int, _ expected: Int, exactly: Bool) {
            if exactly ? got != expected : got > expected {
                failures.append(.shape(table: table.name, item: item, got: got, expected: expected))
            }
        }
        expect("number of advice columns", witness.advice[index].count, table.adviceColumns.count, exactly: true)
        expect("number of instance columns", witness.instance[index].count, table.instanceColumns.count, exactly: true)
        for (column, values) in zip(table.adviceColumns, witness.advice[index]) {
            expect("column \(column.name)", values.count, table.usableRows, exactly: false)
        }
        for (number, (count, values)) in zip(table.instanceColumns, witness.instance[index]).enumerated() {
            expect("instance column \(number)", values.count, count, exactly: true)
        }
        for (name, values) in zip(table.fixedColumns, circuit.fixed[index]) {
            expect("column \(name)", values.count, table.usableRows, exactly: false)
        }
    }

    private static func checkWidths(
        _ values: TableValues, _ advice: [[Fr]], _ regions: [Region], into failures: inout [CheckFailure]
    ) {
        for (column, declaration) in values.table.adviceColumns.enumerated() where declaration.width != .full {
            for (row, value) in advice[column].enumerated() where !declaration.width.admits(value) {
                failures.append(.width(
                    table: values.table.name, region: regions.name(of: row),
                    cell: values.named(Column(.advice, column), row: row), width: declaration.width))
            }
        }
    }

    private static func checkGates(
        _ values: TableValues, _ regions: [Region], limit: Int, into failures: inout [CheckFailure]
    ) {
        let table = values.table
        let nodes = table.graph.reachable(from: table.gates.map(\.polynomial))
        var scratch = [Fr](repeating: .zero, count: table.graph.nodes.count)
        for row in 0..<table.size where failures.count < limit {
            values.evaluate(nodes, row: row, into: &scratch)
            for gate in table.gates where !scratch[gate.polynomial].isZero {
                let cells = table.graph.queries(from: [gate.polynomial]).map {
                    values.named($0.column, row: values.row(row, rotatedBy: $0.rotation))
                }
                failures.append(.gate(
                    table: table.name, gate: gate.name, region: regions.name(of: row), row: row, cells: cells))
            }
        }
    }

    private static func checkCopies(
        _ copies: [Copy], _ values: TableValues, _ regions: [Region], into failures: inout [CheckFailure]
    ) {
        for copy in copies {
            let left = values.named(copy.left.column, row: copy.left.row)
            let right = values.named(copy.right.column, row: copy.right.row)
            if left.value != right.value {
                failures.append(.copy(
                    table: values.table.name, left: left, leftRegion: regions.name(of: left.row), right: right,
                    rightRegion: regions.name(of: right.row)))
            }
        }
    }
}

extension TableValues {
    func named(_ column: Column, row: Int) -> CheckFailure.NamedCell {
        let name = switch column.kind {
        case .fixed: table.fixedColumns[column.index]
        case .advice: table.adviceColumns[column.index].name
        case .instance: "instance \(column.index)"
        }
        return CheckFailure.NamedCell(column: name, row: row, value: value(column, row: row))
    }
}
