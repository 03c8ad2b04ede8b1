import BN254
import Constraints

/// Changes single cells of a valid witness and asks whether any constraint notices.
///
/// Only the gates, interactions and copies that read the cell are evaluated again, so that all cells of a circuit can
/// be tried. Multiplicity columns are taken as the cheating prover's to refill: a changed tuple that some counted table
/// holds is not a failure by itself. Declared widths are not constraints and do not count.
public struct FaultInjector {
    /// A cell that took another value without any constraint breaking.
    public struct Undetected: Hashable, Sendable, CustomStringConvertible {
        public let table: String
        public let region: String?
        public let column: String
        public let row: Int
        public let original: Fr
        public let changed: Fr

        public var description: String {
            "\(table), row \(row)\(region.map { " in \($0)" } ?? ""): \(column) = \(CheckFailure.text(original)) may be "
                + CheckFailure.text(changed)
        }
    }

    private struct Reader {
        let index: Int
        let rotation: Int
    }

    private struct TablePlan {
        var gateReaders: [[Reader]]
        var busReaders: [[Reader]]
        let gateNodes: [[NodeID]]
        let busNodes: [[NodeID]]
        var neighbours: [Cell: [Cell]]
    }

    private let circuit: Circuit
    private let regions: [[Region]]
    private var values: [TableValues]
    private var plans: [TablePlan] = []
    private var scratch: [[Fr]]
    /// Net multiplicity of every tuple over all uncounted interactions.
    private var demand: [TupleKey: Fr] = [:]
    /// In how many counted rows a tuple stands.
    private var offers: [TupleKey: Int] = [:]

    /// - Precondition: the witness satisfies the circuit; check it first.
    public init(circuit: Circuit, witness: Witness, challenges: [Fr] = [], regions: [[Region]] = []) {
        self.circuit = circuit
        self.regions = regions
        values = circuit.system.tables.indices.map {
            TableValues(circuit: circuit, witness: witness, table: $0, challenges: challenges)
        }
        scratch = circuit.system.tables.map { [Fr](repeating: .zero, count: $0.graph.nodes.count) }
        for (index, table) in circuit.system.tables.enumerated() {
            plans.append(Self.plan(table, copies: circuit.copies[index]))
            for number in table.interactions.indices where table.interactions[number].tag != ConstraintSystem.maskTag {
                for row in 0..<table.usableRows { apply(interaction: number, table: index, row: row, sign: 1) }
            }
        }
        for interaction in circuit.system.publicInteractions {
            let inputs = witness.publicInputs
            let tuple = interaction.tuple.map { term in
                switch term {
                case .constant(let value): value
                case .publicInput(let index): inputs[index]
                }
            }
            demand[TupleKey(tag: interaction.tag, tuple), default: .zero] += Fr(interaction.multiplicity)
        }
    }

    private static func plan(_ table: Table, copies: [Copy]) -> TablePlan {
        var gateReaders = [[Reader]](repeating: [], count: table.adviceColumns.count)
        var busReaders = gateReaders
        for (index, gate) in table.gates.enumerated() {
            for query in table.graph.queries(from: [gate.polynomial]) where query.column.kind == .advice {
                gateReaders[query.column.index].append(Reader(index: index, rotation: query.rotation))
            }
        }
        for (index, interaction) in table.interactions.enumerated() where interaction.tag != ConstraintSystem.maskTag {
            let roots = interaction.tuple + (interaction.countedBy == nil ? [interaction.multiplicity] : [])
            for query in table.graph.queries(from: roots) where query.column.kind == .advice {
                busReaders[query.column.index].append(Reader(index: index, rotation: query.rotation))
            }
        }
        var neighbours: [Cell: [Cell]] = [:]
        for copy in copies {
            neighbours[copy.left, default: []].append(copy.right)
            neighbours[copy.right, default: []].append(copy.left)
        }
        return TablePlan(
            gateReaders: gateReaders, busReaders: busReaders,
            gateNodes: table.gates.map { table.graph.reachable(from: [$0.polynomial]) },
            busNodes: table.interactions.map { table.graph.reachable(from: $0.tuple + [$0.multiplicity]) },
            neighbours: neighbours)
    }

    /// Whether some constraint fails when this advice cell holds `value` instead of its own.
    public mutating func detects(_ value: Fr, table: Int, column: Int, row: Int) -> Bool {
        let original = values[table].advice[column][row]
        if value == original { return true }
        for other in plans[table].neighbours[Cell(Column(.advice, column), row)] ?? [] {
            if values[table].value(other.column, row: other.row) != value { return true }
        }
        let description = values[table].table
        values[table].advice[column][row] = value
        defer { values[table].advice[column][row] = original }
        for reader in plans[table].gateReaders[column] {
            let at = values[table].row(row, rotatedBy: -reader.rotation)
            values[table].evaluate(plans[table].gateNodes[reader.index], row: at, into: &scratch[table])
            if !scratch[table][description.gates[reader.index].polynomial].isZero { return true }
        }
        return busNotices(value, original: original, table: table, column: column, row: row)
    }

    private mutating func busNotices(_ value: Fr, original: Fr, table: Int, column: Int, row: Int) -> Bool {
        var touched: Set<TupleKey> = []
        var sites: [(Int, Int)] = []
        for reader in plans[table].busReaders[column] {
            let at = values[table].row(row, rotatedBy: -reader.rotation)
            if at < values[table].table.usableRows, !sites.contains(where: { $0 == (reader.index, at) }) {
                sites.append((reader.index, at))
            }
        }
        if sites.isEmpty { return false }
        for (phase, sign) in [(original, -1), (value, 1)] {
            values[table].advice[column][row] = phase
            for (interaction, at) in sites {
                if let key = apply(interaction: interaction, table: table, row: at, sign: sign) { touched.insert(key) }
            }
        }
        let broken = touched.contains { !(demand[$0] ?? .zero).isZero && (offers[$0] ?? 0) == 0 }
        for (phase, sign) in [(value, -1), (original, 1)] {
            values[table].advice[column][row] = phase
            for (interaction, at) in sites { apply(interaction: interaction, table: table, row: at, sign: sign) }
        }
        return broken
    }

    /// Adds (or takes back) one interaction in one row; returns its tuple unless its multiplicity is zero.
    @discardableResult
    private mutating func apply(interaction number: Int, table: Int, row: Int, sign: Int) -> TupleKey? {
        let interaction = values[table].table.interactions[number]
        values[table].evaluate(plans[table].busNodes[number], row: row, into: &scratch[table])
        let multiplicity = scratch[table][interaction.multiplicity]
        if interaction.countedBy == nil, multiplicity.isZero { return nil }
        let key = TupleKey(tag: interaction.tag, interaction.tuple.map { scratch[table][$0] })
        if interaction.countedBy != nil {
            offers[key, default: 0] += sign
        } else {
            demand[key, default: .zero] += sign > 0 ? multiplicity : -multiplicity
        }
        return key
    }

    /// Tries value + 1, a random value and zero in each of the cells, and returns what went unnoticed.
    ///
    /// - Parameters:
    ///   - cells: advice cells by column and row; multiplicity and mask columns are the prover's and not tried.
    public mutating func survey(
        table: Int, cells: [Cell], using generator: inout some RandomNumberGenerator
    ) -> [Undetected] {
        var result: [Undetected] = []
        let description = values[table].table
        for cell in cells where cell.column.kind == .advice {
            let column = cell.column.index
            let role = description.adviceColumns[column].role
            if role == .multiplicity || role == .mask { continue }
            let original = values[table].advice[column][cell.row]
            for changed in [original + .one, .random(using: &generator), .zero] where changed != original {
                if !detects(changed, table: table, column: column, row: cell.row) {
                    result.append(Undetected(
                        table: description.name, region: table < regions.count ? regions[table].name(of: cell.row) : nil,
                        column: description.adviceColumns[column].name, row: cell.row, original: original, changed: changed))
                }
            }
        }
        return result
    }
}
