import BN254
import Constraints
import ProofVerifier

/// Round 2: bus helpers, running sums φ, partial products and z → α.
///
/// Establishes that all bus terms cancel and that copied cells are equal, each up to (number of terms)/r.
struct ArgumentRound {
    var polynomials: [TablePolynomials]
    var challenges: Challenges
    let endSums: [Fr]

    static func run(
        _ key: ProvingKey, _ advice: AdviceRound, transcript: inout Transcript, proof: inout [UInt8],
        random: inout some RandomNumberGenerator
    ) throws -> ArgumentRound {
        let system = key.verifyingKey.system
        var polynomials = advice.polynomials
        var endSums: [Fr] = []
        for (index, table) in system.tables.enumerated() {
            let plan = system.plans[index]
            var columns: [[Fr]] = []
            let domain = key.tables[index].domain
            let buffers = key.argumentBuffers(index, polynomials[index])
            if plan.hasBus {
                let bus = busColumns(table, plan, advice.challenges, buffers)
                columns += bus
                let total = bus.last?[table.usableRows] ?? .zero
                if system.sendsEndSums {
                    endSums.append(total)
                } else if !total.isZero {
                    throw ProverError.unsatisfied(table: table.name)
                }
            }
            if plan.hasPermutation {
                let products = permutationColumns(table, plan, advice.challenges, buffers)
                guard products.last?[table.usableRows] == .one else { throw ProverError.unsatisfied(table: table.name) }
                columns += products
            }
            // Row u closes φ and z; everything else from row u on is random.
            let helpers = plan.helperCount
            for column in columns.indices {
                let isRunning = (plan.hasBus && column == helpers) || (plan.hasPermutation && column == columns.count - 1)
                for row in (isRunning ? table.usableRows + 1 : table.usableRows)..<table.size {
                    columns[column][row] = Fr.random(using: &random)
                }
            }
            var result = interpolated(columns, domain)[...]
            if plan.hasBus {
                polynomials[index].helpers = Array(result.prefix(helpers))
                result = result.dropFirst(helpers)
                polynomials[index].runningSum = result.removeFirst()
            }
            if plan.hasPermutation {
                polynomials[index].product = result.removeLast()
                polynomials[index].partialProducts = Array(result)
            }
        }
        let points = key.commit(stage: .argument, polynomials)
        let sent = system.sendsEndSums ? endSums.flatMap(\.bigEndianBytes) : []
        transcript.absorbAndAppend(points.flatMap(\.uncompressedBytes) + sent, to: &proof)
        var challenges = advice.challenges
        challenges.alpha = transcript.challenge()
        return ArgumentRound(polynomials: polynomials, challenges: challenges, endSums: endSums)
    }

    /// Helpers, then φ. Cost: one inversion in all and four multiplications a term.
    private static func busColumns(
        _ table: Table, _ plan: ArgumentPlan, _ challenges: Challenges, _ buffers: [ColumnBuffer]
    ) -> [[Fr]] {
        var builder = TableProgram(table: table, plan: plan, challenges: challenges)
        let denominators = table.interactions.map { builder.denominator($0) }
        let multiplicities = table.interactions.map { builder.slot($0.multiplicity) }
        let u = table.usableRows
        var values = builder.program.run(on: buffers, count: u, outputs: denominators + multiplicities)
        let count = denominators.count
        values.invert(columns: count)
        // Σ multiplicity/D of each chunk, and of all, as a row program over the two sets of columns.
        var summing = RowProgram()
        var outputs = plan.busChunks.map { chunk -> Int in
            let terms = chunk.map { interaction in
                let inverse = summing.append(.load(column: interaction, rotation: 0))
                let multiplicity = summing.append(.load(column: count + interaction, rotation: 0))
                return summing.append(.multiply(inverse, multiplicity))
            }
            return terms.dropFirst().reduce(terms[0]) { summing.append(.add($0, $1)) }
        }
        outputs[outputs.count - 1] = outputs.dropLast().reduce(outputs[outputs.count - 1]) { summing.append(.add($0, $1)) }
        let sums = summing.run(on: [values], count: u, outputs: outputs)
        let steps = sums[outputs.count - 1]
        var running = [Fr](repeating: .zero, count: table.size)
        for row in 0..<u { running[row + 1] = running[row] + steps[steps.startIndex + row] }
        return (0..<outputs.count - 1).map { Array(sums[$0]) } + [running]
    }

    /// Partial products, then z.
    private static func permutationColumns(
        _ table: Table, _ plan: ArgumentPlan, _ challenges: Challenges, _ buffers: [ColumnBuffer]
    ) -> [[Fr]] {
        var builder = TableProgram(table: table, plan: plan, challenges: challenges)
        var numerators: [Int] = []
        var denominators: [Int] = []
        for chunk in plan.permutationChunks {
            let factors = chunk.map { builder.permutationFactors($0) }
            numerators.append(factors.dropFirst().reduce(factors[0].identity) { builder.multiply($0, $1.identity) })
            denominators.append(factors.dropFirst().reduce(factors[0].sigma) { builder.multiply($0, $1.sigma) })
        }
        let u = table.usableRows
        var values = builder.program.run(on: buffers, count: u, outputs: denominators + numerators)
        let chunks = numerators.count
        values.invert(columns: chunks)
        var dividing = RowProgram()
        let outputs = (0..<chunks).map { k in
            let inverse = dividing.append(.load(column: k, rotation: 0))
            return dividing.append(.multiply(inverse, dividing.append(.load(column: chunks + k, rotation: 0))))
        }
        let quotients = dividing.run(on: [values], count: u, outputs: outputs)
        var columns = [[Fr]](repeating: Array(repeating: .zero, count: table.size), count: chunks)
        var current = Fr.one
        columns[chunks - 1][0] = .one
        for row in 0..<u {
            for k in 0..<chunks {
                current = Fr.product(current, quotients.values[k * table.size + row])
                if k < chunks - 1 { columns[k][row] = current } else { columns[k][row + 1] = current }
            }
        }
        return columns
    }
}

extension ProvingKey {
    /// Columns of the key, advice and instance on the domain: what denominators and factors are read from.
    func argumentBuffers(_ index: Int, _ polynomials: TablePolynomials) -> [ColumnBuffer] {
        let columns = polynomials.advice + polynomials.instance
        let own = ColumnBuffer(rows: tables[index].domain.size, columns: columns.count) { column, target in
            _ = target.update(fromContentsOf: columns[column].values)
        }
        return [tables[index].domainColumns, own]
    }
}
