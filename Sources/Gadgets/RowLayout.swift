import BN254
import CircuitBuilder
import Constraints
import FixedPointMath

/// Why a circuit could not be laid out.
public enum LayoutError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The model needs more rows than the table has.
    case tableFull(usableRows: Int)
    /// More public values than the rows that were set aside for them.
    case tooManyPublicValues(got: Int, limit: Int)
    /// Two sides of an equation could differ by a multiple of the field's modulus.
    case couldWrap(operation: String, bits: Int, limit: Int)
    /// The same model took another number of rows or variables than its circuit has.
    case shapeDiffers(String)

    public var description: String {
        switch self {
        case .tableFull(let rows): "the model does not fit in \(rows) rows"
        case .tooManyPublicValues(let got, let limit): "\(got) public values, room for \(limit)"
        case .couldWrap(let operation, let bits, let limit): "\(operation) needs \(bits) bits, the field holds \(limit)"
        case .shapeDiffers(let what): "the shape of the circuit depends on values: \(what)"
        }
    }
}

/// Rows of the model table while they are filled: cells, coefficients, copies and the free halves of rows.
///
/// A row has two halves. The *equation* half uses values 0 … 3, the *range* half value 4 and the limbs, which it equals. Jobs that need
/// only one half share rows with jobs that need the other. From the top there are the rows of public values, then those
/// of the feed; all others grow from the bottom.
struct RowLayout {
    let usableRows: Int
    /// Whether coefficients, copies and names are kept: once for a circuit, not for each witness.
    let recordsShape: Bool

    private(set) var advice: [[Fr]]
    private(set) var feed: [Fr] = []
    private(set) var fixed: [[Fr]]
    private(set) var copies: [Copy] = []
    private(set) var assigned: [Cell] = []
    private(set) var regions: [Region] = []

    /// Values of variables.
    private(set) var values: [Fr] = []
    private var homes: [Cell?] = []

    private var freeEquations: [Int] = []
    private var freeRanges: [Int] = []
    private var firstTaken: Int
    private var sortCount = 0
    let columns: ModelColumns
    /// Variables with the values 0 and 1.
    private(set) var zero: Variable = 0
    private(set) var one: Variable = 1

    /// Rows from the top whose equation half is kept for public values: one at least, since row 0 may hold nothing else. Its key is zero, so
    /// its value 4 is not tied to the limbs, and a feed input or a range in it would be any field element.
    let publicRows: Int

    init(columns: ModelColumns, usableRows: Int, publicRows: Int, fixedCount: Int, recordsShape: Bool) throws {
        self.publicRows = max(1, publicRows)
        self.columns = columns
        self.usableRows = usableRows
        self.recordsShape = recordsShape
        firstTaken = usableRows
        advice = [[Fr]](
            repeating: [Fr](repeating: .zero, count: usableRows), count: ModelColumns.limbCount + ModelColumns.valueCount)
        fixed = recordsShape
            ? [[Fr]](repeating: [Fr](repeating: .zero, count: usableRows), count: fixedCount) : []
        freeRanges = Array(1..<self.publicRows)
        zero = try define(Form(), "zero")
        one = try define(Form(constant: .one), "one")
    }

    /// Rows in use.
    var rowCount: Int { publicRows + feed.count + usableRows - firstTaken }
    /// Rows whose equation or range half is idle.
    var idleHalves: (equations: Int, ranges: Int) { (freeEquations.count, freeRanges.count) }

    // MARK: Variables and cells

    mutating func variable(_ value: Fr) -> Variable {
        values.append(value)
        homes.append(nil)
        return values.count - 1
    }

    func value(_ form: Form) -> Fr {
        var sum = form.constant
        for term in form.linear { sum += term.coefficient * values[term.variable] }
        for term in form.products { sum += term.coefficient * (values[term.left] * values[term.right]) }
        return sum
    }

    /// Puts a variable into value cell `slot` of `row`; its first cell is its home, later ones are copies.
    mutating func put(_ variable: Variable, slot: Int, row: Int) {
        advice[ModelColumns.limbCount + slot][row] = values[variable]
        guard recordsShape else { return }
        let cell = Cell(columns.values[slot], row)
        assigned.append(cell)
        if let home = homes[variable] { copies.append(Copy(home, cell)) } else { homes[variable] = cell }
    }

    mutating func set(_ column: Column, row: Int, _ value: Fr) {
        if recordsShape { fixed[column.index][row] = value }
    }

    /// Fills a row's limbs with an integer of 48 bits and value 4 with a new variable for it.
    mutating func putLimbs(_ value: UInt64, row: Int) -> Variable {
        precondition(value >> UInt64(ModelColumns.limbBits) == 0, "limbs do not hold the value")
        for limb in 0..<ModelColumns.limbCount { advice[limb][row] = Self.byteValues[Int(value >> UInt64(8 * limb) & 255)] }
        let result = variable(Fr(value))
        put(result, slot: 4, row: row)
        return result
    }

    private static let byteValues = (0..<256).map { Fr($0) }

    /// Cells that a constraint of a row in use reads: value 4 and the limbs are tied to each other in all of them but the first row.
    var assignedCells: [Cell] {
        let used = Array(1..<publicRows + feed.count) + Array(firstTaken..<usableRows)
        let ranged = columns.limbs + [columns.values[4]]
        return assigned.filter { $0.column != columns.values[4] } + used.flatMap { row in ranged.map { Cell($0, row) } }
    }

    // MARK: Rows

    /// The top `count` rows of what is left, as one run.
    mutating func takeRows(_ count: Int) throws -> Int {
        guard firstTaken - count >= publicRows + feed.count else { throw LayoutError.tableFull(usableRows: usableRows) }
        firstTaken -= count
        return firstTaken
    }

    /// A row whose equation half is free and whose value 4 is in no equation.
    mutating func takeEquation() throws -> Int {
        if let row = freeEquations.popLast() { return row }
        let row = try takeRows(1)
        freeRanges.append(row)
        return row
    }

    /// A row whose range half is free.
    mutating func takeRange() throws -> Int {
        if let row = freeRanges.popLast() { return row }
        let row = try takeRows(1)
        freeEquations.append(row)
        return row
    }

    mutating func releaseRange(_ row: Int) { freeRanges.append(row) }

    /// The next row of the feed column.
    mutating func takeFeed(_ value: Fr) throws -> Int {
        let row = publicRows + feed.count
        guard row < firstTaken else { throw LayoutError.tableFull(usableRows: usableRows) }
        feed.append(value)
        if recordsShape, let column = columns.feed { assigned.append(Cell(column, row)) }
        return row
    }

    mutating func nextSort() -> Int {
        sortCount += 1
        return sortCount
    }

    mutating func name(_ name: String, rows: Range<Int>) {
        if recordsShape { regions.append(Region(name: name, rows: rows)) }
    }
}
