import BN254
import Constraints
import ProofVerifier

/// Writes N_T, the Horner sum over α of one table's constraints in the order of Docs/protocol.md §5: the twin of
/// `ConstraintSystem.constraintValues`. Subexpressions that are used more than once are stored.
struct TableWriter {
    private(set) var writer: YulWriter
    private let map: MemoryMap
    private let index: Int
    private let table: Table
    private let plan: ArgumentPlan
    private let contract: ContractWriter
    /// Where unused memory begins.
    private(set) var nextScratch: Int
    /// Values of the graph's nodes.
    private var nodes: [NodeID: Yul] = [:]
    private var isFirst = true

    init(_ contract: ContractWriter, table index: Int, indentation: Int) {
        self.contract = contract
        self.index = index
        map = contract.map
        table = contract.system.tables[index]
        plan = contract.system.plans[index]
        writer = YulWriter(indentation: indentation)
        nextScratch = map.scratch
    }

    mutating func write() {
        writer.line(ContractWriter.readOrder)
        writer.line("let a := mload(M_ALPHA)")
        writeNodes()
        for gate in table.gates {
            writer.comment(gate.name)
            fold(node(gate.polynomial))
        }
        if plan.hasPermutation { writePermutation() }
        if plan.hasBus { writeBus() }
    }

    private mutating func fold(_ value: Yul) {
        let sum = isFirst ? value : .reduced("n") * .reduced("a") + value
        writer.line("n := \(sum.reduced.text)")
        isFirst = false
    }

    private mutating func keep(_ value: Yul) -> Yul {
        if value.depth == 1 { return value }
        defer { nextScratch += 32 }
        contract.store(nextScratch, value, &writer)
        return value.stored(at: nextScratch)
    }

    private func node(_ id: NodeID) -> Yul { nodes[id] ?? .zero }

    private mutating func writeNodes() {
        let graph = table.graph
        let needed = graph.reachable(from: table.roots)
        var uses = [Int](repeating: 0, count: graph.nodes.count)
        for root in table.roots { uses[root] += 1 }
        for id in needed {
            switch graph.nodes[id] {
            case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b):
                uses[a] += 1
                uses[b] += 1
            default: break
            }
        }
        for id in needed {
            let value: Yul = switch graph.nodes[id] {
            case .constant(let constant): .constant(constant)
            case .query(let query): self.query(query)
            case .challenge(let challenge): .word(map.phaseChallenges[challenge])
            case .firstRow: map[.firstRow(logSize: table.logSize)]
            case .add(let a, let b): node(a) + node(b)
            case .subtract(let a, let b): node(a) - node(b)
            case .multiply(let a, let b): node(a) * node(b)
            }
            let isStored = value.constant == nil && (uses[id] > 1 || value.depth > Yul.largestDepth)
            nodes[id] = isStored ? keep(value) : value
        }
    }

    private func query(_ query: Query) -> Yul {
        let column = query.column
        switch column.kind {
        case .fixed: return map.evaluation(.fixed(column.index), table: index, rotation: query.rotation)
        case .advice: return map.evaluation(.advice(column.index), table: index, rotation: query.rotation)
        case .instance:
            let place = map.columns.first { $0.table == index && $0.column == column.index }
            return place.map { map[Kept.column($0)] } ?? .zero
        }
    }

    private var closing: ClosingRows { ClosingRows(logSize: table.logSize, blindingRows: table.blindingRows) }

    private func value(_ polynomial: PolynomialKind, rotation: Int = 0) -> Yul {
        map.evaluation(polynomial, table: index, rotation: rotation)
    }

    private mutating func writePermutation() {
        let (first, last, active) = (map[.firstRow(logSize: table.logSize)], map[.last(closing)], map[.active(closing)])
        let (beta, gamma, betaX) = (Yul.word(map.beta), Yul.word(map.gamma), map[Kept.betaX])
        let z = value(.product)
        writer.comment("Permutation")
        fold(first * (z - .one))
        fold(last * (z - .one))
        var before = z
        for (k, chunk) in plan.permutationChunks.enumerated() {
            let isLast = k == plan.permutationChunks.count - 1
            let after = isLast ? value(.product, rotation: 1) : value(.partialProduct(k))
            var (left, right) = (after, before)
            for c in chunk {
                let shifted = query(Query(column: table.permutedColumns[c], rotation: 0)) + gamma
                left = left * (shifted + beta * value(.sigma(c)))
                right = right * (shifted + betaX * .constant(Fr.delta.pow(UInt64(c))))
            }
            fold(active * (keep(left) - keep(right)))
            before = after
        }
    }

    private mutating func writeBus() {
        let (first, last, active) = (map[.firstRow(logSize: table.logSize)], map[.last(closing)], map[.active(closing)])
        let phi = value(.runningSum)
        let endSum = map.endSums[index].map { Yul.word($0) } ?? .zero
        writer.comment("Bus")
        fold(first * phi)
        fold(last * (phi - endSum))
        var helpers = phi
        for (c, chunk) in plan.busChunks.enumerated() {
            let isLast = c == plan.busChunks.count - 1
            let helper = isLast ? value(.runningSum, rotation: 1) - helpers : value(.helper(c))
            if !isLast { helpers = helpers + helper }
            if helpers.depth > Yul.largestDepth { helpers = keep(helpers) }
            // Σ m_j/D_j as numerator/product, one term after the other.
            var (numerator, product) = (Yul.zero, Yul.one)
            for (position, term) in chunk.enumerated() {
                let interaction = table.interactions[term]
                writer.comment(interaction.name)
                let denominator = keep(contract.denominator(
                    tag: interaction.tag, tuple: interaction.tuple.map(node), keep: { keep($0) }))
                let multiplicity = node(interaction.multiplicity)
                numerator = position == 0 ? multiplicity : numerator * denominator + multiplicity * product
                product = product * denominator
                if position < chunk.count - 1 { (numerator, product) = (keep(numerator), keep(product)) }
            }
            fold(active * (helper * product - keep(numerator)))
        }
    }
}
