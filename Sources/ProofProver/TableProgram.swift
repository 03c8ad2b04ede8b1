import BN254
import Constraints
import ProofVerifier

/// Compiles one table's expressions and argument constraints into a ``RowProgram``.
///
/// Columns of the buffer it runs on, in order: fixed, σ, L₀, L_u, Lₐ, X (these change with the key only), then
/// advice, instance, helpers, partial products, φ, z.
struct TableProgram {
    let table: Table
    let plan: ArgumentPlan
    let challenges: Challenges
    private(set) var program = RowProgram()
    private var nodeSlots: [Int?]

    init(table: Table, plan: ArgumentPlan, challenges: Challenges) {
        self.table = table
        self.plan = plan
        self.challenges = challenges
        nodeSlots = Array(repeating: nil, count: table.graph.nodes.count)
    }

    // MARK: Columns of the buffer

    private var sigmaStart: Int { table.fixedColumns.count }
    private var specialStart: Int { sigmaStart + table.permutedColumns.count }
    /// Number of columns that depend on the key only.
    static func keyColumns(_ table: Table) -> Int { table.fixedColumns.count + table.permutedColumns.count + 4 }
    private var adviceStart: Int { specialStart + 4 }
    private var instanceStart: Int { adviceStart + table.adviceColumns.count }
    private var helperStart: Int { instanceStart + table.instanceColumns.count }
    private var partialStart: Int { helperStart + plan.helperCount }
    private var sumColumn: Int { partialStart + plan.partialProductCount }
    private var productColumn: Int { sumColumn + (plan.hasBus ? 1 : 0) }

    private mutating func load(_ column: Int, _ rotation: Int = 0) -> Int {
        program.append(.load(column: column, rotation: rotation))
    }
    private mutating func load(_ query: Query) -> Int {
        let start = switch query.column.kind {
        case .fixed: 0
        case .advice: adviceStart
        case .instance: instanceStart
        }
        return load(start + query.column.index, query.rotation)
    }
    private mutating func first() -> Int { load(specialStart) }
    private mutating func last() -> Int { load(specialStart + 1) }
    private mutating func active() -> Int { load(specialStart + 2) }
    private mutating func identity() -> Int { load(specialStart + 3) }

    // MARK: Arithmetic

    mutating func constant(_ value: Fr) -> Int { program.append(.constant(value)) }
    mutating func add(_ a: Int, _ b: Int) -> Int { program.append(.add(a, b)) }
    mutating func subtract(_ a: Int, _ b: Int) -> Int { program.append(.subtract(a, b)) }
    mutating func multiply(_ a: Int, _ b: Int) -> Int { program.append(.multiply(a, b)) }
    private mutating func product(_ slots: [Int]) -> Int {
        var result = slots[0]
        for slot in slots.dropFirst() { result = multiply(result, slot) }
        return result
    }

    /// The slot of an expression node.
    mutating func slot(_ node: NodeID) -> Int {
        let (advice, instance, first) = (adviceStart, instanceStart, specialStart)
        let phase = challenges.phase
        return table.graph.compile(node, into: &program, slots: &nodeSlots) { leaf in
            switch leaf {
            case .query(let query):
                switch query.column.kind {
                case .fixed: .load(column: query.column.index, rotation: query.rotation)
                case .advice: .load(column: advice + query.column.index, rotation: query.rotation)
                case .instance: .load(column: instance + query.column.index, rotation: query.rotation)
                }
            case .challenge(let index): .constant(phase[index])
            default: .load(column: first, rotation: 0)
            }
        }
    }

    /// D of one interaction: β + τ + θx₁ + … by Horner's rule.
    mutating func denominator(_ interaction: Interaction) -> Int {
        var sum: Int?
        let theta = constant(challenges.theta)
        for node in interaction.tuple.reversed() {
            let value = slot(node)
            let shifted = sum.map { add($0, value) } ?? value
            sum = multiply(shifted, theta)
        }
        let base = constant(challenges.beta + Fr(UInt64(interaction.tag)))
        return sum.map { add($0, base) } ?? base
    }

    /// f + β·σ_c + γ and f + β·δ^c·X + γ for permuted column c.
    mutating func permutationFactors(_ c: Int) -> (sigma: Int, identity: Int) {
        let value = load(Query(column: table.permutedColumns[c], rotation: 0))
        let shifted = add(value, constant(challenges.gamma))
        let sigma = multiply(load(sigmaStart + c), constant(challenges.beta))
        let own = multiply(identity(), constant(challenges.beta * Fr.delta.pow(UInt64(c))))
        return (add(shifted, sigma), add(shifted, own))
    }

    // MARK: The folded constraints

    /// N_T: all constraints of the table folded with α, in the order of Docs/protocol.md §5.
    mutating func foldedConstraints(endSum: Fr) -> Int {
        var folded: Int?
        let alpha = constant(challenges.alpha)
        func fold(_ constraint: Int, _ builder: inout TableProgram) {
            folded = folded.map { builder.add(builder.multiply($0, alpha), constraint) } ?? constraint
        }
        for gate in table.gates { fold(slot(gate.polynomial), &self) }
        if plan.hasPermutation {
            let z = load(productColumn)
            let closed = subtract(z, constant(.one))
            fold(multiply(first(), closed), &self)
            fold(multiply(last(), closed), &self)
            var before = z
            for (k, chunk) in plan.permutationChunks.enumerated() {
                let isLast = k == plan.permutationChunks.count - 1
                let after = isLast ? load(productColumn, 1) : load(partialStart + k)
                let factors = chunk.map { permutationFactors($0) }
                let left = product([after] + factors.map(\.sigma))
                let right = product([before] + factors.map(\.identity))
                fold(multiply(active(), subtract(left, right)), &self)
                before = after
            }
        }
        if plan.hasBus {
            let phi = load(sumColumn)
            fold(multiply(first(), phi), &self)
            fold(multiply(last(), subtract(phi, constant(endSum))), &self)
            var share = subtract(load(sumColumn, 1), phi)
            for (c, chunk) in plan.busChunks.enumerated() {
                let isLast = c == plan.busChunks.count - 1
                let helper = isLast ? share : load(helperStart + c)
                if !isLast { share = subtract(share, helper) }
                let terms = chunk.map { table.interactions[$0] }
                let denominators = terms.map { denominator($0) }
                var numerator: Int?
                for (j, term) in terms.enumerated() {
                    let others = denominators.indices.filter { $0 != j }.map { denominators[$0] }
                    let value = product([slot(term.multiplicity)] + others)
                    numerator = numerator.map { add($0, value) } ?? value
                }
                let left = multiply(helper, product(denominators))
                fold(multiply(active(), subtract(left, numerator ?? constant(.zero))), &self)
            }
        }
        return folded ?? constant(.zero)
    }
}
