import BN254

/// A bus term that the verifier adds itself, made of constants and public inputs.
public struct PublicInteraction: Hashable, Sendable {
    public enum Term: Hashable, Sendable {
        case constant(Fr)
        /// Index into the flat list of public inputs.
        case publicInput(Int)
    }

    public let tag: UInt32
    public let tuple: [Term]
    /// Positive sends, negative receives.
    public let multiplicity: Int

    public init(tag: UInt32, tuple: [Term], multiplicity: Int) {
        self.tag = tag
        self.tuple = tuple
        self.multiplicity = multiplicity
    }
}

/// What is wrong with a circuit's description.
public enum ConstraintSystemError: Error, Hashable, Sendable {
    case noTables
    case heightOutOfRange(table: String, logSize: Int)
    case tooFewBlindingRows(table: String, got: Int, need: Int)
    case degreeTooHigh(table: String, item: String, got: Int, limit: Int)
    case unknownReference(table: String, item: String)
    case unusedColumn(table: String, column: String)
    case tagOutOfRange(table: String, item: String, tag: UInt32)
    case phaseOrder(table: String, item: String)
    case instanceRotation(table: String)
    case instanceTooLong(table: String, got: Int, usableRows: Int)
    case notAMultiplicityColumn(table: String, item: String)
    case publicInputOutOfRange(got: Int, count: Int)
}

/// The engine's plan for one table: which bus interactions share a helper column and which permuted columns share a
/// partial product, as many as the degree bound allows.
public struct ArgumentPlan: Hashable, Sendable {
    /// Interaction indices by chunk. Every chunk but the last has a helper column; the last one is folded into the
    /// running sum's own constraint. Empty when the table has no interactions.
    public let busChunks: [[Int]]
    /// Indices into `permutedColumns` by chunk. Chunk k maps partial product k to k + 1; the last closes the row.
    public let permutationChunks: [[Int]]

    public var helperCount: Int { max(0, busChunks.count - 1) }
    public var partialProductCount: Int { max(0, permutationChunks.count - 1) }
    public var hasBus: Bool { !busChunks.isEmpty }
    public var hasPermutation: Bool { !permutationChunks.isEmpty }
}

/// A circuit's description without its fixed values: one or more tables, the challenges between advice phases, and
/// bus terms of public values. Everything the key generator, prover, verifier and contract generator need to agree on.
public struct ConstraintSystem: Hashable, Sendable {
    /// Degree bound of every constraint, the selector of usable rows included.
    public static let maximumDegree = 5
    /// Tag of the masks that tables pass to each other; not available to circuits.
    public static let maskTag: UInt32 = 0xFFFF_FFFF

    public let tables: [Table]
    /// Number of challenges drawn after each phase but the last.
    public let phaseChallenges: [Int]
    public let publicInteractions: [PublicInteraction]
    public let plans: [ArgumentPlan]

    public var phases: Int { phaseChallenges.count + 1 }
    public var publicInputCount: Int { tables.reduce(0) { $0 + $1.instanceColumns.reduce(0, +) } }
    /// Whether the tables' end sums are sent: with one table and no public terms the sum must simply be zero.
    public var sendsEndSums: Bool {
        !publicInteractions.isEmpty || plans.filter(\.hasBus).count > 1
    }
    public var maximumLogSize: Int { tables.map(\.logSize).max() ?? 0 }

    /// Validates the description. Circuits with a bus over several tables get one mask column per such table.
    public init(
        tables authored: [Table], phaseChallenges: [Int] = [], publicInteractions: [PublicInteraction] = []
    ) throws(ConstraintSystemError) {
        try self.init(
            complete: Self.addingMasks(to: authored, phases: phaseChallenges.count + 1),
            phaseChallenges: phaseChallenges, publicInteractions: publicInteractions)
    }

    /// Validates a description that already has its masks: a decoded one.
    init(
        complete tables: [Table], phaseChallenges: [Int], publicInteractions: [PublicInteraction]
    ) throws(ConstraintSystemError) {
        guard !tables.isEmpty else { throw .noTables }
        self.tables = tables
        self.phaseChallenges = phaseChallenges
        self.publicInteractions = publicInteractions
        var plans: [ArgumentPlan] = []
        for table in tables { plans.append(try table.argumentPlan()) }
        self.plans = plans
        for table in tables { try table.validate(phases: phaseChallenges.count + 1, challenges: phaseChallenges) }
        let inputs = publicInputCount
        for interaction in publicInteractions {
            guard interaction.tag != 0, interaction.tag != Self.maskTag else {
                throw .tagOutOfRange(table: "public", item: "public interaction", tag: interaction.tag)
            }
            for case .publicInput(let index) in interaction.tuple where index < 0 || index >= inputs {
                throw .publicInputOutOfRange(got: index, count: inputs)
            }
        }
    }

    private static func addingMasks(to tables: [Table], phases: Int) -> [Table] {
        let onBus = tables.indices.filter { !tables[$0].interactions.isEmpty }
        guard onBus.count > 1 else { return tables }
        var masked = tables
        for (position, index) in onBus.enumerated() {
            let mask = masked[index].addAdvice("mask", phase: phases - 1, role: .mask)
            let previous = (position + onBus.count - 1) % onBus.count
            masked[index].send(
                "mask out", tag: maskTag, [.integer(position), mask.now], multiplicity: .firstRow)
            masked[index].receive(
                "mask in", tag: maskTag, [.integer(previous), mask.next], multiplicity: .firstRow)
        }
        return masked
    }
}

extension Table {
    /// Coefficients of the quotient by X^n − 1: a constraint of degree d over n rows leaves d(n − 1) + 1 − n of them.
    public func quotientLength(_ plan: ArgumentPlan) -> Int {
        var degree = gates.map { graph.degrees[$0.polynomial] }.max() ?? 1
        if plan.hasBus || plan.hasPermutation { degree = ConstraintSystem.maximumDegree }
        return max(1, degree * (size - 1) + 1 - size)
    }

    /// Packs interactions and permuted columns greedily, in order.
    func argumentPlan() throws(ConstraintSystemError) -> ArgumentPlan {
        let limit = ConstraintSystem.maximumDegree
        var busChunks: [[Int]] = []
        var current: [Int] = []
        for index in interactions.indices {
            if busDegree(current + [index]) <= limit {
                current.append(index)
                continue
            }
            if !current.isEmpty { busChunks.append(current) }
            current = [index]
            let degree = busDegree(current)
            guard degree <= limit else {
                throw .degreeTooHigh(table: name, item: interactions[index].name, got: degree, limit: limit)
            }
        }
        if !current.isEmpty { busChunks.append(current) }
        let width = limit - 2
        let permutationChunks = stride(from: 0, to: permutedColumns.count, by: width).map {
            Array($0..<min($0 + width, permutedColumns.count))
        }
        return ArgumentPlan(busChunks: busChunks, permutationChunks: permutationChunks)
    }

    /// Degree of Lₐ·(h·ΠDⱼ − Σmⱼ·Π_{i≠j}Dᵢ).
    private func busDegree(_ chunk: [Int]) -> Int {
        let denominators = chunk.map { index in interactions[index].tuple.map { graph.degrees[$0] }.max() ?? 0 }
        let total = denominators.reduce(0, +)
        let numerator = zip(chunk, denominators).map { graph.degrees[interactions[$0].multiplicity] + total - $1 }.max() ?? 0
        return 1 + max(1 + total, numerator)
    }

    func validate(phases: Int, challenges: [Int]) throws(ConstraintSystemError) {
        guard (3...24).contains(logSize) else { throw .heightOutOfRange(table: name, logSize: logSize) }
        guard blindingRows >= 6, usableRows >= 1 else {
            throw .tooFewBlindingRows(table: name, got: blindingRows, need: 6)
        }
        for gate in gates where graph.degrees[gate.polynomial] > ConstraintSystem.maximumDegree {
            throw .degreeTooHigh(
                table: name, item: gate.name, got: graph.degrees[gate.polynomial], limit: ConstraintSystem.maximumDegree)
        }
        for (index, count) in instanceColumns.enumerated() where count < 0 || count > usableRows {
            throw .instanceTooLong(table: "\(name) instance \(index)", got: count, usableRows: usableRows)
        }
        for column in adviceColumns where column.phase < 0 || column.phase >= phases || (column.role == .feed && column.phase != 0) {
            throw .phaseOrder(table: name, item: column.name)
        }
        for interaction in interactions {
            let isMask = interaction.tag == ConstraintSystem.maskTag
            guard interaction.tag != 0, !isMask || interaction.name.hasPrefix("mask") else {
                throw .tagOutOfRange(table: name, item: interaction.name, tag: interaction.tag)
            }
            if let counter = interaction.countedBy {
                guard adviceColumns.indices.contains(counter), adviceColumns[counter].role == .multiplicity,
                    adviceColumns[counter].phase == phases - 1
                else { throw .notAMultiplicityColumn(table: name, item: interaction.name) }
            }
        }
        for node in graph.nodes {
            switch node {
            case .query(let query):
                let known = switch query.column.kind {
                case .fixed: fixedColumns.indices.contains(query.column.index)
                case .advice: adviceColumns.indices.contains(query.column.index)
                case .instance: instanceColumns.indices.contains(query.column.index)
                }
                guard known, (-1...1).contains(query.rotation) else {
                    throw .unknownReference(table: name, item: "query \(query)")
                }
                if query.column.kind == .instance, query.rotation != 0 { throw .instanceRotation(table: name) }
            case .challenge(let index):
                guard index >= 0, index < challenges.reduce(0, +) else {
                    throw .unknownReference(table: name, item: "challenge \(index)")
                }
            default: break
            }
        }
        for column in permutedColumns {
            let known = switch column.kind {
            case .fixed: fixedColumns.indices.contains(column.index)
            case .advice: adviceColumns.indices.contains(column.index)
            case .instance: instanceColumns.indices.contains(column.index)
            }
            guard known else { throw .unknownReference(table: name, item: "permuted \(column)") }
        }
        let used = rotations()
        for (index, column) in adviceColumns.enumerated() where used[Column(.advice, index)] == nil {
            throw .unusedColumn(table: name, column: column.name)
        }
        for (index, column) in fixedColumns.enumerated() where used[Column(.fixed, index)] == nil {
            throw .unusedColumn(table: name, column: column)
        }
    }

    /// Roots of every expression the protocol evaluates: gates, then each interaction's tuple and multiplicity.
    public var roots: [NodeID] {
        gates.map(\.polynomial) + interactions.flatMap { $0.tuple + [$0.multiplicity] }
    }

    /// The row offsets at which each fixed and advice column is opened, ascending.
    public func rotations() -> [Column: [Int]] {
        var sets: [Column: Set<Int>] = [:]
        for query in graph.queries(from: roots) where query.column.kind != .instance {
            sets[query.column, default: []].insert(query.rotation)
        }
        for column in permutedColumns where column.kind != .instance { sets[column, default: []].insert(0) }
        return sets.mapValues { $0.sorted() }
    }

    /// Number of constraints folded with α for this table; the order is fixed in Docs/protocol.md §5.
    public func constraintCount(_ plan: ArgumentPlan) -> Int {
        gates.count
            + (plan.hasPermutation ? 2 + plan.permutationChunks.count : 0)
            + (plan.hasBus ? 2 + plan.busChunks.count : 0)
    }
}
