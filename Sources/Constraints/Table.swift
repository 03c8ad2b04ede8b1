import BN254

/// A named polynomial that must vanish in every row, blinding rows included: multiply by a selector that is zero there.
public struct Gate: Hashable, Sendable {
    public let name: String
    public let polynomial: NodeID
}

/// One term on the bus: a tagged tuple with a signed multiplicity (sends positive, receives negative).
public struct Interaction: Hashable, Sendable {
    public let name: String
    public let tag: UInt32
    public let tuple: [NodeID]
    public let multiplicity: NodeID
    /// For a counted receive: the advice column the prover fills with how often each row was asked for.
    public let countedBy: Int?
}

/// One table of a circuit: its columns, gates, bus interactions and the columns that take part in copy constraints.
///
/// Rows 0 ..< ``usableRows`` belong to the circuit. Row ``usableRows`` ends the running columns; the
/// ``blindingRows`` rows below it hold randomness.
public struct Table: Hashable, Sendable {
    public let name: String
    /// k, with n = 2^k rows.
    public let logSize: Int
    /// b ≥ 6.
    public let blindingRows: Int
    public private(set) var fixedColumns: [String] = []
    public private(set) var adviceColumns: [AdviceColumn] = []
    /// Number of public values in each instance column.
    public private(set) var instanceColumns: [Int] = []
    public private(set) var graph = ExpressionGraph()
    public private(set) var gates: [Gate] = []
    public private(set) var interactions: [Interaction] = []
    public private(set) var permutedColumns: [Column] = []

    public init(name: String, logSize: Int, blindingRows: Int = 6) {
        self.name = name
        self.logSize = logSize
        self.blindingRows = blindingRows
    }

    public var size: Int { 1 << logSize }
    /// u = n − b − 1.
    public var usableRows: Int { size - blindingRows - 1 }

    public mutating func addFixed(_ name: String) -> Column {
        fixedColumns.append(name)
        return Column(.fixed, fixedColumns.count - 1)
    }

    public mutating func addAdvice(
        _ name: String, width: ColumnWidth = .full, phase: Int = 0, role: AdviceRole = .witness
    ) -> Column {
        adviceColumns.append(AdviceColumn(name: name, phase: phase, width: width, role: role))
        return Column(.advice, adviceColumns.count - 1)
    }

    /// An instance column whose rows 0 ..< count are public values.
    public mutating func addInstance(count: Int) -> Column {
        instanceColumns.append(count)
        return Column(.instance, instanceColumns.count - 1)
    }

    public mutating func addGate(_ name: String, _ polynomial: Expression) {
        gates.append(Gate(name: name, polynomial: graph.intern(polynomial)))
    }

    /// Sends `tuple` under `tag` with the given multiplicity in every usable row.
    public mutating func send(
        _ name: String, tag: UInt32, _ tuple: [Expression], multiplicity: Expression = .one
    ) {
        addInteraction(name, tag: tag, tuple, multiplicity: multiplicity, countedBy: nil)
    }

    /// Receives `tuple` under `tag` with the given multiplicity in every usable row.
    public mutating func receive(
        _ name: String, tag: UInt32, _ tuple: [Expression], multiplicity: Expression
    ) {
        addInteraction(name, tag: tag, tuple, multiplicity: -multiplicity, countedBy: nil)
    }

    /// Receives `tuple` as often as it is sent elsewhere: a lookup table. `counter` must be an advice column of role
    /// `.multiplicity`; the prover fills it.
    public mutating func receiveCounted(_ name: String, tag: UInt32, _ tuple: [Expression], counter: Column) {
        addInteraction(name, tag: tag, tuple, multiplicity: -counter.now, countedBy: counter.index)
    }

    private mutating func addInteraction(
        _ name: String, tag: UInt32, _ tuple: [Expression], multiplicity: Expression, countedBy: Int?
    ) {
        interactions.append(Interaction(
            name: name, tag: tag, tuple: tuple.map { graph.intern($0) },
            multiplicity: graph.intern(multiplicity), countedBy: countedBy))
    }

    /// Lets the column take part in copy constraints.
    public mutating func enableCopies(_ column: Column) {
        if !permutedColumns.contains(column) { permutedColumns.append(column) }
    }

    /// Rebuilds a table from its decoded parts; `ConstraintSystem.init` validates the whole.
    init(
        name: String, logSize: Int, blindingRows: Int, fixedColumns: [String], adviceColumns: [AdviceColumn],
        instanceColumns: [Int], graph: ExpressionGraph, gates: [Gate], interactions: [Interaction],
        permutedColumns: [Column]
    ) {
        self.name = name
        self.logSize = logSize
        self.blindingRows = blindingRows
        self.fixedColumns = fixedColumns
        self.adviceColumns = adviceColumns
        self.instanceColumns = instanceColumns
        self.graph = graph
        self.gates = gates
        self.interactions = interactions
        self.permutedColumns = permutedColumns
    }
}
