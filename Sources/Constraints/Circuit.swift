import BN254

/// A synthesized circuit: its description, the values of its fixed columns and its copy constraints.
public struct Circuit: Sendable {
    public let system: ConstraintSystem
    /// fixed[table][column][row], `usableRows` values or fewer a column; missing rows are zero.
    public let fixed: [[[Fr]]]
    /// copies[table]: cells of that table's permuted columns that must be equal.
    public let copies: [[Copy]]

    public init(system: ConstraintSystem, fixed: [[[Fr]]], copies: [[Copy]]) {
        self.system = system
        self.fixed = fixed
        self.copies = copies
    }
}

/// The prover's private values and the public inputs, columnar.
///
/// Columns of role `.multiplicity` and `.mask` are the prover's to fill; leave them empty.
public struct Witness: Sendable {
    /// advice[table][column][row]; missing rows are zero.
    public var advice: [[[Fr]]]
    /// instance[table][column][row].
    public var instance: [[[Fr]]]

    public init(advice: [[[Fr]]], instance: [[[Fr]]]) {
        self.advice = advice
        self.instance = instance
    }

    /// Empty columns of the right shape.
    public init(for system: ConstraintSystem) {
        advice = system.tables.map { $0.adviceColumns.map { _ in [] } }
        instance = system.tables.map { $0.instanceColumns.map { _ in [] } }
    }

    /// All public values in the order in which proofs bind them: table by table, column by column.
    public var publicInputs: [Fr] { instance.flatMap { $0.flatMap { $0 } } }
}

/// Fills the columns of later phases once their challenges are known.
public protocol PhasedWitness {
    /// Called once for every phase ≥ 1, in order, with all challenges drawn so far.
    func assign(phase: Int, challenges: [Fr], into witness: inout Witness) throws
}
