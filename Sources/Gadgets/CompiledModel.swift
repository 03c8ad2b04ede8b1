import BN254
import CircuitBuilder
import Constraints
import FixedPointMath

/// A model as a circuit, and the maker of its witnesses.
///
/// Laying out takes one run of the model on inputs it accepts (placeholders will do: the circuit does not depend on
/// them); a witness takes another run. Both run the same function, so what is proven is what the model says.
public struct CompiledModel: Sendable {
    /// A public value of the proof: field elements are integers at `scale` fractional bits, negative ones r − |v|.
    public struct PublicValue: Hashable, Sendable {
        public let name: String
        public let scale: Int
    }

    public typealias Model = (inout CircuitArithmetic) throws -> Void

    public let circuit: Circuit
    /// Named rows of the table, for reports.
    public let regions: [Region]
    /// Advice cells that carry meaning, for the fault injector: all others are free and in no constraint.
    public let assignedCells: [Cell]
    /// Public inputs in the order of the calls, then published values.
    public let publicValues: [PublicValue]
    /// What stands in each row of the feed column, from row ``publicRows`` on: the feed inputs in the order of the calls, as
    /// non-negative integers (raw plus the offset of a signed width), flags as 0 or 1. All other rows are zero. A model without feed inputs
    /// has no such column, and its proofs commit to no market data.
    public let feedNames: [String]
    /// Rows in use, and how many of them still have a free half.
    public let rowCount: Int
    public let idleHalves: (equations: Int, ranges: Int)
    private let columns: ModelColumns
    private let usableRows: Int
    /// Rows above the feed's, one for each public value there may be; never none.
    public let publicRows: Int
    private let variableCount: Int

    /// - Parameters:
    ///   - logSize: rows of the table, as a power of two; 10 or more.
    ///   - publicRows: how many public values there may be. Row 0 is kept for one in any case.
    ///   - model: the model on any inputs that it accepts.
    /// - Throws: ``LayoutError`` where the model does not fit, and whatever the model throws.
    public init(logSize: Int = 10, publicRows: Int = 16, _ model: Model) throws {
        var draft = Table(name: "model", logSize: logSize)
        let draftColumns = ModelColumns(in: &draft, publicValues: 0, hasFeed: true)
        guard draft.usableRows >= LookupTable.rowCount else { throw LayoutError.tableFull(usableRows: draft.usableRows) }
        var arithmetic = try CircuitArithmetic(
            columns: draftColumns, usableRows: draft.usableRows, publicRows: publicRows,
            fixedCount: draft.fixedColumns.count, recordsShape: true)
        try model(&arithmetic)
        let exposed = arithmetic.exposed
        try arithmetic.layout.expose(exposed.map { ($0.name, $0.form) })
        let layout = arithmetic.layout
        feedNames = arithmetic.feedNames
        var table = Table(name: "model", logSize: logSize)
        columns = ModelColumns(in: &table, publicValues: exposed.count, hasFeed: !feedNames.isEmpty)
        var fixed = layout.fixed
        for (column, values) in zip([columns.key] + columns.coefficients, LookupTable.columns(usableRows: table.usableRows)) { fixed[column.index] = values }
        circuit = Circuit(system: try ConstraintSystem(tables: [table]), fixed: [fixed], copies: [layout.copies])
        regions = layout.regions
        assignedCells = layout.assignedCells
        publicValues = exposed.map { PublicValue(name: $0.name, scale: $0.scale) }
        rowCount = layout.rowCount
        idleHalves = layout.idleHalves
        usableRows = table.usableRows
        variableCount = layout.values.count
        self.publicRows = layout.publicRows
    }

    /// The witness for the inputs that `model` runs on. Throws ``FixedPointError`` where an input leaves its domain or a
    /// requirement is not met; such inputs have no proof. Multiplicities are left to the prover.
    public func witness(_ model: Model) throws -> Witness {
        var arithmetic = try CircuitArithmetic(
            columns: columns, usableRows: usableRows, publicRows: publicRows, fixedCount: 0, recordsShape: false)
        try model(&arithmetic)
        let exposed = arithmetic.exposed
        try arithmetic.layout.expose(exposed.map { ($0.name, $0.form) })
        let layout = arithmetic.layout
        guard layout.values.count == variableCount, layout.rowCount == rowCount, exposed.count == publicValues.count,
            layout.feed.count == feedNames.count
        else { throw LayoutError.shapeDiffers("\(layout.rowCount) rows, \(layout.values.count) variables") }
        let feed = columns.feed == nil ? [] : [[Fr](repeating: .zero, count: publicRows) + layout.feed]
        return Witness(
            advice: [layout.advice + feed + [[]]],
            instance: [exposed.isEmpty ? [] : [exposed.map { layout.value($0.form) }]])
    }

    /// What is wrong with a witness, in words: gate, operation, row and cells. Empty where it satisfies the circuit. For the day
    /// a prover refuses one; takes about 20 ms.
    public func report(_ witness: Witness, limit: Int = 20) -> [String] {
        SatisfactionChecker.check(circuit: circuit, witness: witness, regions: [regions], limit: limit).map(\.description)
    }

    /// The integers behind the public inputs of a witness or proof; nil where one is not a number of this model.
    public func integers(_ publicInputs: [Fr]) -> [Int128]? {
        let integers = publicInputs.compactMap(\.asInt128)
        return integers.count == publicInputs.count && integers.count == publicValues.count ? integers : nil
    }
}
