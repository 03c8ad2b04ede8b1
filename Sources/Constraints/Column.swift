import BN254

/// Where a column's values come from. Raw values are the canonical encoding.
public enum ColumnKind: UInt8, Hashable, Sendable {
    /// Part of the key: selectors, constants, tables.
    case fixed = 0
    /// Part of the witness, committed by the prover.
    case advice = 1
    /// Public values, known to the verifier: rows 0 ..< count, zero below.
    case instance = 2
}

/// A column of one table, by kind and index. Handles are only meaningful within the table that gave them out.
public struct Column: Hashable, Sendable {
    public let kind: ColumnKind
    public let index: Int

    public init(_ kind: ColumnKind, _ index: Int) {
        self.kind = kind
        self.index = index
    }

    /// The column's value in the row a gate is looking at.
    public var now: Expression { .query(Query(column: self, rotation: 0)) }
    /// The value one row below (ωX).
    public var next: Expression { .query(Query(column: self, rotation: 1)) }
    /// The value one row above (ω⁻¹X).
    public var previous: Expression { .query(Query(column: self, rotation: -1)) }
}

/// A column read at a row offset: −1, 0 or +1.
public struct Query: Hashable, Sendable {
    public let column: Column
    public let rotation: Int

    public init(column: Column, rotation: Int) {
        self.column = column
        self.rotation = rotation
    }
}

/// How large an advice column's values are: how they are checked when a witness is made and how their commitment is
/// computed. Never a claim about soundness: only range checks in the circuit bound a value.
public enum ColumnWidth: UInt8, Hashable, Sendable {
    case bit = 0
    case bits8 = 1
    case bits16 = 2
    case bits32 = 3
    case bits64 = 4
    /// |v| < 2^63, held centred around zero.
    case signed64 = 5
    case full = 6

    /// Whether `value` may stand in a column of this width.
    public func admits(_ value: Fr) -> Bool {
        if self == .full { return true }
        guard let integer = value.asInt128 else { return false }
        switch self {
        case .bit: return integer == 0 || integer == 1
        case .bits8: return integer >= 0 && integer < 1 << 8
        case .bits16: return integer >= 0 && integer < 1 << 16
        case .bits32: return integer >= 0 && integer < 1 << 32
        case .bits64: return integer >= 0 && integer < 1 << 64
        case .signed64: return integer > -(1 << 63) && integer < 1 << 63
        case .full: return true
        }
    }
}

/// Who fills an advice column, and whether it is blinded.
public enum AdviceRole: UInt8, Hashable, Sendable {
    /// The circuit's witness.
    case witness = 0
    /// Market observations: committed without blinding, so that anyone can recompute the commitment from the raw data.
    case feed = 1
    /// How often each row of a receiving table is looked up; counted by the prover.
    case multiplicity = 2
    /// Rows 0 and 1 carry the random values that tables pass on so that their bus sums reveal nothing.
    case mask = 3
}

/// Declaration of one advice column.
public struct AdviceColumn: Hashable, Sendable {
    public let name: String
    public let phase: Int
    public let width: ColumnWidth
    public let role: AdviceRole

    public init(name: String, phase: Int = 0, width: ColumnWidth = .full, role: AdviceRole = .witness) {
        self.name = name
        self.phase = phase
        self.width = width
        self.role = role
    }
}

/// A cell of one table.
public struct Cell: Hashable, Sendable {
    public let column: Column
    public let row: Int

    public init(_ column: Column, _ row: Int) {
        self.column = column
        self.row = row
    }
}

/// Two cells that must hold the same value.
public struct Copy: Hashable, Sendable {
    public let left: Cell
    public let right: Cell

    public init(_ left: Cell, _ right: Cell) {
        self.left = left
        self.right = right
    }
}
