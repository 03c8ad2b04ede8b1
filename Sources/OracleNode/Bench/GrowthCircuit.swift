import BN254
import Constraints

/// A circuit of any height with 40 advice columns that gives every part of the prover work: ten chains of products, two of them tied by
/// copy constraints and eight by gates that read the next row, and nine columns of bytes that are looked up.
enum GrowthCircuit {
    static let columns = 40
    private static let copiedChains = 2
    private static let gatedChains = 8
    private static let byteColumns = 9

    /// - Parameter logSize: rows as a power of two, 9 or more: the table of bytes must fit.
    static func make(logSize: Int) throws -> (circuit: Circuit, witness: Witness) {
        var table = Table(name: "growth", logSize: logSize)
        let product = table.addFixed("product")
        let link = table.addFixed("link")
        let byte = table.addFixed("byte")
        let chains = (0..<copiedChains + gatedChains).map { index in
            (a: table.addAdvice("a\(index)"), b: table.addAdvice("b\(index)"), c: table.addAdvice("c\(index)"))
        }
        let bytes = (0..<byteColumns).map { table.addAdvice("byte \($0)", width: .bits8) }
        let counter = table.addAdvice("count", role: .multiplicity)
        let ends = table.addInstance(count: copiedChains)
        for (index, chain) in chains.enumerated() {
            table.addGate("a·b = c, chain \(index)", product.now * (chain.a.now * chain.b.now - chain.c.now))
            if index >= copiedChains { table.addGate("link of chain \(index)", link.now * (chain.a.next - chain.c.now)) }
        }
        for (index, column) in bytes.enumerated() {
            table.send("byte \(index)", tag: 7, [column.now], multiplicity: product.now)
        }
        table.receiveCounted("bytes", tag: 7, [byte.now], counter: counter)
        for chain in chains.prefix(copiedChains) {
            table.enableCopies(chain.a)
            table.enableCopies(chain.c)
        }
        table.enableCopies(ends)
        let system = try ConstraintSystem(tables: [table])

        let rows = table.usableRows
        var witness = Witness(for: system)
        var copies: [Copy] = []
        var random = KernelBenchmark.Generator(seed: UInt64(logSize))
        for (index, chain) in chains.enumerated() {
            var value = Fr.random(using: &random)
            var (a, b, c): ([Fr], [Fr], [Fr]) = ([], [], [])
            for row in 0..<rows {
                let factor = Fr.random(using: &random)
                a.append(value)
                b.append(factor)
                value = value * factor
                c.append(value)
                if index < copiedChains, row > 0 { copies.append(Copy(Cell(chain.c, row - 1), Cell(chain.a, row))) }
            }
            (witness.advice[0][chain.a.index], witness.advice[0][chain.b.index], witness.advice[0][chain.c.index]) = (a, b, c)
            if index < copiedChains {
                copies.append(Copy(Cell(ends, index), Cell(chain.c, rows - 1)))
                witness.instance[0][0].append(value)
            }
        }
        for column in bytes {
            witness.advice[0][column.index] = (0..<rows).map { _ in Fr(random.next() & 255) }
        }
        let ones = [Fr](repeating: .one, count: rows)
        let fixed = [ones, Array(ones.dropLast()), (0..<rows).map { Fr(UInt64($0 & 255)) }]
        return (Circuit(system: system, fixed: [fixed], copies: [copies]), witness)
    }
}
