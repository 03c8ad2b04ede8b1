import BN254
import CircuitBuilder
import Constraints
import Gadgets

/// A prover who chooses other values where the circuit leaves it a choice, and computes everything else as the circuit wants it.
///
/// `FaultInjector` changes one cell and nothing behind it, so most changes break the next equation. Here what is defined by an equation is
/// computed anew from the changed values (limbs, flags, sums, look-ups, sorted rows, public values), so that what remains broken is what
/// keeps the lie out. Declared widths are no constraints: failures of that kind do not count.
struct LyingProver {
    /// Columns of the model's table.
    static let values = 6
    private static let (product, second, third, constant, kind, lookup, key) = (0, 1, 2, 3, 4, 5, 6)
    private static let coefficients = [7, 8]

    let model: CompiledModel
    private(set) var witness: Witness
    /// The feed's column; nil in a model without feed inputs.
    private let feed: Int?
    private let rows: Int
    private let fixed: [[Fr]]
    private let kinds: [Int]
    private let lookups: [Int]
    /// Class of equal cells by slot · rows + row, named after the cell that its variable was first put into.
    private var home: [Int]
    private var members: [Int: [Int]] = [:]
    private var pinned: Set<Int> = []
    private var pinnedLimbs: Set<Int> = []
    /// Row of the look-up table by key; keys that no look-up asks for are left out.
    private var tableRows: [Int: Int] = [:]
    /// Rows of each sort, in the order of its values.
    private var sorts: [[Int]] = []

    init(_ model: CompiledModel, _ witness: Witness) {
        self.model = model
        self.witness = witness
        let table = model.circuit.system.tables[0]
        let count = table.usableRows
        rows = count
        fixed = model.circuit.fixed[0].map { $0 + [Fr](repeating: .zero, count: count + 1 - $0.count) }
        kinds = fixed[Self.kind].map { Int($0.asInt128 ?? -1) }
        lookups = fixed[Self.lookup].map { Int($0.asInt128 ?? -1) }
        feed = table.adviceColumns.firstIndex { $0.role == .feed }
        if let feed { self.witness.advice[0][feed] += [Fr](repeating: .zero, count: count - witness.advice[0][feed].count) }
        home = Array(0..<5 * count)
        for copy in model.circuit.copies[0] {
            func place(_ cell: Cell) -> Int { (cell.column.index - Self.values) * count + cell.row }
            home[place(copy.right)] = home[place(copy.left)]
        }
        for place in home.indices { members[home[place], default: []].append(place) }
        for row in 0..<count {
            let key = Int(fixed[Self.key][row].asInt128 ?? -1)
            if key < 1 << 16 { tableRows[key] = row }
        }
        let sorting = (0..<count).reversed().filter { kinds[$0] == 3 }
        for (_, rows) in Dictionary(grouping: sorting, by: { fixed[Self.third][$0] }) { sorts.append(rows) }
    }

    // MARK: Reading

    func value(_ slot: Int, _ row: Int) -> Fr { witness.advice[0][Self.values + slot][row] }
    func limb(_ index: Int, _ row: Int) -> Fr { witness.advice[0][index][row] }
    var publicInputs: [Fr] { witness.publicInputs }
    var feedColumn: [Fr] { feed.map { witness.advice[0][$0] } ?? [] }

    /// Everything that does not hold but declared widths.
    var failures: [CheckFailure] {
        SatisfactionChecker.check(circuit: model.circuit, witness: witness, regions: [model.regions]).filter {
            if case .width = $0 { false } else { true }
        }
    }

    /// Rows of this name whose limbs are a number of the prover's choice.
    func choices(_ name: String? = nil) -> [Int] {
        let named = name.map { name in Set(model.regions.filter { $0.name == name }.flatMap(\.rows)) }
        return (1..<rows).filter { row in
            kinds[row] == 0 && lookups[row] == 0 && named?.contains(row) ?? true && (members[home[4 * rows + row]]?.count ?? 0) > 1
        }
    }

    /// Rows of this name that ask the look-up table.
    func lookupRows(_ name: String? = nil) -> [Int] {
        let named = name.map { name in Set(model.regions.filter { $0.name == name }.flatMap(\.rows)) }
        return (0..<rows).filter { lookups[$0] != 0 && named?.contains($0) ?? true }
    }

    func sortRows(_ sort: Int) -> [Int] { sorts.sorted { $0[0] > $1[0] }[sort] }
    func rows(_ name: String) -> [Int] { model.regions.filter { $0.name == name }.flatMap(\.rows) }
    func rows(ofKind kind: Int) -> [Int] { (0..<rows).filter { kinds[$0] == kind } }

    // MARK: Lying

    /// The variable in a value cell, wherever it stands.
    mutating func claim(_ slot: Int, _ row: Int, _ value: Fr) {
        set(slot, row, value)
        pinned.insert(home[slot * rows + row])
    }

    /// Value 4 and its limbs.
    mutating func claim(integer: UInt64, row: Int) {
        claim(4, row, Fr(integer))
        fillLimbs(row, integer)
    }

    mutating func claim(limb index: Int, _ row: Int, _ value: Fr) {
        witness.advice[0][index][row] = value
        pinnedLimbs.insert(index * rows + row)
    }

    /// The feed column alone.
    mutating func claim(feed value: Fr, row: Int) {
        guard let feed else { preconditionFailure("the model has no feed inputs") }
        witness.advice[0][feed][row] = value
    }

    // MARK: Computing the rest

    /// Computes what follows from the claims, until nothing changes.
    mutating func solve() {
        for _ in 0..<100 {
            var changed = false
            for row in (0..<rows).reversed() where step(row) { changed = true }
            for rows in sorts where sort(rows) { changed = true }
            if !changed { break }
        }
        guard !witness.instance[0].isEmpty else { return }
        for row in witness.instance[0][0].indices { witness.instance[0][0][row] = -form(row, withThird: true) }
    }

    private func form(_ row: Int, withThird: Bool) -> Fr {
        let sum = fixed[Self.product][row] * (value(0, row) * value(1, row)) + fixed[Self.second][row] * value(2, row)
            + fixed[Self.constant][row]
        return withThird ? sum + fixed[Self.third][row] * value(3, row) : sum
    }

    private mutating func step(_ row: Int) -> Bool {
        if lookups[row] != 0 { return look(row) }
        switch kinds[row] {
        case 0:
            let isDefined = fixed[Self.third][row] == -.one && home[3 * rows + row] == 3 * rows + row
            return isDefined && put(3, row, form(row, withThird: false))
        case 1: return tie(row, form(row, withThird: true))
        case 2:
            let changed = tie(row, form(row, withThird: false) * Self.half)
            return put(3, row, limb(5, row)) || changed
        case 3: return tie(row, form(row, withThird: true) * Self.third3)
        default:
            var changed = tie(row, feedColumn[row])
            changed = put(2, row, limb(0, row) + limb(1, row) * Fr(256)) || changed
            return put(3, row, (value(4, row) - value(2, row)) * (Fr(1 << 16).inverse() ?? .zero)) || changed
        }
    }

    private static let half = Fr(2 as UInt64).inverse() ?? .zero
    private static let third3 = Fr(3 as UInt64).inverse() ?? .zero

    /// Value 4, and the limbs as far as they hold it.
    private mutating func tie(_ row: Int, _ value: Fr) -> Bool {
        let changed = put(4, row, value)
        if changed, !pinned.contains(home[4 * rows + row]) { fillLimbs(row, value.canonicalLimbs.0) }
        return changed
    }

    /// Coefficients behind the row's key (as they are, where it has none), the square and the polynomial.
    private mutating func look(_ row: Int) -> Bool {
        var changed = false
        if let key = limb(5, row).asInt128, let at = tableRows[256 * lookups[row] + Int(truncatingIfNeeded: key)] {
            for (index, place) in [at, at - 1, at + 1].enumerated() {
                for (second, column) in Self.coefficients.enumerated() {
                    let i = 2 * index + second
                    changed = put(i & 3, row + i >> 2, fixed[column][place]) || changed
                }
            }
        }
        func integer(_ limbs: Range<Int>) -> Fr { limbs.reversed().reduce(.zero) { $0 * Fr(256) + limb($1, row) } }
        let head = integer(3..<5) - Fr(1 << 15)
        let low = integer(0..<3) * (Fr(1 << 24).inverse() ?? .zero)
        let lowByte = limb(2, row) * (Fr(256).inverse() ?? .zero)
        let coarse = limb(4, row) * Fr(256) - Fr(1 << 15 - 128)
        let c = (0..<6).map { value($0 & 3, row + $0 >> 2) }
        let square = head * head
        var result = c[0] + c[1] * (head + low) + c[2] * (square + Fr(2) * head * low)
        result += c[3] * (square * head + Fr(3) * square * low)
        result += c[4] * square * head * (head + Fr(4) * lowByte) + c[5] * square * square * coarse
        changed = put(2, row + 1, square) || changed
        return put(3, row + 1, result) || changed
    }

    private mutating func sort(_ rows: [Int]) -> Bool {
        let inputs = rows.compactMap { (value(0, $0) * value(1, $0)).asInt128 }
        guard inputs.count == rows.count else { return false }
        var changed = false
        for (row, output) in zip(rows, inputs.sorted()) {
            changed = put(3, row, Fr(signed: output)) || changed
        }
        return changed
    }

    private mutating func put(_ slot: Int, _ row: Int, _ value: Fr) -> Bool {
        if pinned.contains(home[slot * rows + row]) || self.value(slot, row) == value { return false }
        set(slot, row, value)
        return true
    }

    private mutating func set(_ slot: Int, _ row: Int, _ value: Fr) {
        for place in members[home[slot * rows + row]] ?? [] { witness.advice[0][Self.values + place / rows][place % rows] = value }
    }

    private mutating func fillLimbs(_ row: Int, _ integer: UInt64) {
        for index in 0..<6 where !pinnedLimbs.contains(index * rows + row) {
            witness.advice[0][index][row] = Fr(integer >> UInt64(8 * index) & 255)
        }
    }
}

extension CheckFailure {
    /// `range`, `row equation`, …: the gate's name up to the colon; the interaction's name; `copy`.
    var constraint: String {
        switch self {
        case .gate(_, let gate, _, _, _): String(gate.prefix { $0 != ":" })
        case .tuple(_, let interaction, _, _, _, _, _): interaction
        case .copy: "copy"
        case .width: "width"
        case .shape: "shape"
        }
    }
}
