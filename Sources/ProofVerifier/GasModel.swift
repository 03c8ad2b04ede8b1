import Constraints

/// What a generated contract's `verify` costs, from the circuit and its layout alone.
///
/// The constants of the chain are those of EIP-1108 (curve operations), EIP-2028 (calldata) and EIP-2565 (the inverse). The
/// others are what sections of the contracts in `contracts/generated/features/sections.txt` cost; tests hold the sum
/// within 15 % of every contract's measured gas.
public struct GasModel: Hashable, Sendable {
    /// 21,000 and calldata.
    public let transaction: Int
    /// Copies, ranges of scalars, hashing.
    public let transcript: Int
    /// Denominators, the inverse, Lagrange polynomials.
    public let domains: Int
    public let gates: Int
    /// Sums over points, remainders.
    public let opening: Int
    public let pairing: Int

    public var total: Int { transaction + transcript + domains + gates + opening + pairing }

    /// - Parameter emptyGroups: preprocessed groups whose columns are all zero; they cost no point.
    public init(_ system: ConstraintSystem, layout: Layout, emptyGroups: Int = 0) {
        let shape = ProofShape(system: system, layout: layout)
        let inputs = system.publicInputCount
        transaction = Self.base + shape.byteCount * Self.calldataByte + inputs * Self.calldataInput
        transcript = 900 + shape.byteCount / 32 * 12 + (shape.evaluations + shape.endSums + inputs) * 30
            + shape.messageLengths.count * 60

        let argued = zip(system.tables, system.plans).filter { $1.hasBus || $1.hasPermutation }.map(\.0)
        let closings = Set(argued.map { [$0.logSize, $0.blindingRows] }).reduce(0) { $0 + $1[1] + 1 }
        let columns = system.tables.reduce(0) { $0 + $1.instanceColumns.filter { $0 > 0 }.count }
        let heights = Set(system.tables.map(\.logSize))
        let points = Set(layout.groups.flatMap { group in
            group.rotations.map { $0 == 0 ? [0, 0] : [system.tables[group.table].logSize, $0] }
        })
        let inverted = heights.count + 3 + argued.count + columns + points.count + system.publicInteractions.count
        domains = Self.inverse + inverted * 150 + closings * 75 + inputs * 110 + (heights.max() ?? 0) * 40 + layout.packing.bitWidth

        var gates = 0
        for (table, plan) in zip(system.tables, system.plans) {
            let nodes = table.graph.reachable(from: table.roots).count
            gates += nodes * 26 + table.constraintCount(plan) * 30 + table.permutedColumns.count * 110
                + table.interactions.reduce(0) { $0 + 130 + $1.tuple.count * 25 }
        }
        self.gates = gates

        let preprocessed = layout.indices(of: .preprocessed).count
        // All groups with a point, the quotient, the generator and W′; W is only added.
        let multiplied = layout.groups.count - emptyGroups + layout.quotientChunks + 2
        opening = multiplied * Self.multiple + shape.pointCount * 90 + layout.evaluationCount * 38 + preprocessed * 10
        pairing = Self.pairingCheck
    }

    static let base = 21_000 + 4 * 16 + 5 * 150
    /// One byte in 256 of a proof is zero.
    static let calldataByte = 16
    /// A public value of some eight bytes, as the models' are.
    static let calldataInput = 26 * 4 + 6 * 16
    static let inverse = 1_650
    /// ecMul, ecAdd and what belongs to them.
    static let multiple = 6_000 + 150 + 240
    static let pairingCheck = 45_000 + 2 * 34_000 + 330

    /// What a layout's parts cost, for `Layout.init(_:packing:costs:)`.
    public static let layoutCosts = LayoutCosts(
        keyPoint: multiple + 40, sentPoint: multiple + 90 + 64 * calldataByte + 24, evaluation: 32 * calldataByte + 30 + 12 + 38)
}
