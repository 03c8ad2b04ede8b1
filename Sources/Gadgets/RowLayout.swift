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
/// A row has two halves. The *equation* half uses values 0…3 (and 4 where it takes part), the *range* half value 4 and the
/// limbs. Jobs that need only one half share rows with jobs that need the other.
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
    /// Rows whose values 0 and 1 are taken (both are zero).
    private var freeLinear: [Int] = []
    /// Feed rows grow from the top, all others from the bottom.
    private(set) var feedRows = 0
    private var firstTaken: Int
    private var sortCount = 0
    let columns: ModelColumns
    /// Variables with the values 0 and 1.
    private(set) var zero: Variable = 0
    private(set) var one: Variable = 1

    /// Rows from the top whose value 3 is kept for public values.
    let publicRows: Int

    init(columns: ModelColumns, usableRows: Int, publicRows: Int, fixedCount: Int, recordsShape: Bool) throws {
        self.publicRows = publicRows
        self.columns = columns
        self.usableRows = usableRows
        self.recordsShape = recordsShape
        firstTaken = usableRows
        advice = [[Fr]](
            repeating: [Fr](repeating: .zero, count: usableRows), count: ModelColumns.limbCount + ModelColumns.valueCount)
        fixed = recordsShape
            ? [[Fr]](repeating: [Fr](repeating: .zero, count: usableRows), count: fixedCount) : []
        zero = try define(Form(), "zero")
        one = try define(Form(constant: .one), "one")
    }

    /// Rows in use.
    var rowCount: Int { feedRows + usableRows - firstTaken }
    /// Rows whose equation or range half is idle.
    var idleHalves: (equations: Int, ranges: Int) { (freeEquations.count, freeRanges.count + freeLinear.count) }

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

    /// Shows the variables as public values: the j-th in row j, which may be a feed row.
    mutating func expose(_ variables: [Variable]) throws {
        guard variables.count <= publicRows else {
            throw LayoutError.tooManyPublicValues(got: variables.count, limit: publicRows)
        }
        for (row, variable) in variables.enumerated() {
            if row >= feedRows { _ = try takeFeed() }
            put(variable, slot: 3, row: row)
            guard recordsShape else { continue }
            let isRanged = !fixed[columns.ranged.index][row].isZero
            set(columns.ranged, row: row, Fr(3))
            for weight in columns.weights where isRanged { fixed[weight.index][row] *= Fr(3) }
            if !isRanged { assigned.append(Cell(columns.values[4], row)) }
            name("public values", rows: row..<row + 1)
        }
    }

    mutating func set(_ column: Column, row: Int, _ value: Fr) {
        if recordsShape { fixed[column.index][row] = value }
    }

    /// Writes `bytes` little-endian bytes of `value` into whole chunks of limbs and sets their weights, so that value 4
    /// becomes Σ byteᵢ·256ⁱ·`factor`.
    mutating func putLimbs(_ value: UInt64, bytes: Int, row: Int, factor: Fr = .one) {
        var rest = value
        var weight = factor
        var left = bytes
        for (number, chunk) in ModelColumns.chunks.enumerated() where LimbSizes.uses(chunk: number, bytes: bytes) {
            set(columns.weights[number], row: row, weight)
            for limb in chunk {
                advice[limb][row] = Self.byteValues[Int(rest & 255)]
                rest >>= 8
                if recordsShape { assigned.append(Cell(columns.limbs[limb], row)) }
            }
            left -= chunk.count
            weight = weight * Self.chunkFactors[number]
        }
        precondition(left == 0 && rest == 0, "limbs do not hold the value")
    }

    private static let byteValues = (0..<256).map { Fr($0) }
    private static let chunkFactors = ModelColumns.chunks.map { Fr.powerOfTwo(8 * $0.count) }

    // MARK: Rows

    /// The top `count` rows of what is left, as one run.
    mutating func takeRows(_ count: Int) throws -> Int {
        guard firstTaken - count >= feedRows else { throw LayoutError.tableFull(usableRows: usableRows) }
        firstTaken -= count
        return firstTaken
    }

    mutating func takeEquation() throws -> Int {
        if let row = freeEquations.popLast() { return row }
        let row = try takeRows(1)
        freeRanges.append(row)
        return row
    }

    mutating func takeRange() throws -> Int {
        if let row = freeRanges.popLast() { return row }
        let row = try takeRows(1)
        freeEquations.append(row)
        return row
    }

    /// A row for an equation without a product that may use value 4.
    mutating func takeLinear() throws -> Int {
        if let row = freeLinear.popLast() { return row }
        return try takeRows(1)
    }

    var canTakeLinear: Bool { !freeLinear.isEmpty }

    mutating func releaseLinear(_ row: Int) { freeLinear.append(row) }

    mutating func releaseRange(_ row: Int) { freeRanges.append(row) }

    /// The next row of the feed column; its equation half is free for others, or kept for a public value.
    mutating func takeFeed() throws -> Int {
        guard feedRows < firstTaken else { throw LayoutError.tableFull(usableRows: usableRows) }
        feedRows += 1
        if feedRows > publicRows { freeEquations.append(feedRows - 1) }
        return feedRows - 1
    }

    mutating func putFeed(_ value: Fr, row: Int) {
        feed.append(value)
        set(columns.kind, row: row, Fr(2))
        if recordsShape { assigned.append(Cell(columns.feed, row)) }
    }

    mutating func nextSort() -> Fr {
        sortCount += 1
        return Fr(sortCount)
    }

    mutating func name(_ name: String, rows: Range<Int>) {
        if recordsShape { regions.append(Region(name: name, rows: rows)) }
    }
}

/// How integers are cut into the limbs of rows: any number of bytes up to six is a sum of the chunks 3, 2 and 1.
enum LimbSizes {
    static let perRow = 6
    /// chunks[bytes]: which chunks make that many bytes.
    private static let chunks: [[Int]] = [[], [2], [1], [0], [0, 2], [0, 1], [0, 1, 2]]

    static func uses(chunk: Int, bytes: Int) -> Bool { chunks[bytes].contains(chunk) }

    /// Bytes a row, lowest first; they add up to `bytes`.
    static func split(_ bytes: Int) -> [Int] {
        bytes == 0 ? [] : bytes <= perRow ? [bytes] : [perRow] + split(bytes - perRow)
    }

    /// Sizes for integers of `bits` bits.
    static func holding(bits: Int) -> [Int] { split((bits + 7) / 8) }
}
