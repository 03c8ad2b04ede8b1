import BN254
import Constraints

/// A chain of products with a nibble lookup, copies and two public values: small, yet every argument has work to do.
///
/// Row i: a·b = c mod r with b a nibble; c is copied to the next row's a; the first a and the last c are public.
enum ChainCircuit {
    static let length = 9

    static func make(seed: UInt64 = 1) throws -> (circuit: Circuit, witness: Witness) {
        var table = Table(name: "chain", logSize: 5)
        let q = table.addFixed("q")
        let nibble = table.addFixed("nibble")
        let a = table.addAdvice("a")
        let b = table.addAdvice("b", width: .bits8)
        let c = table.addAdvice("c")
        let m = table.addAdvice("m", role: .multiplicity)
        let io = table.addInstance(count: 2)
        table.addGate("a·b = c", q.now * (a.now * b.now - c.now))
        table.send("b is a nibble", tag: 7, [b.now], multiplicity: q.now)
        table.receiveCounted("nibbles", tag: 7, [nibble.now], counter: m)
        for column in [a, c, io] { table.enableCopies(column) }

        let system = try ConstraintSystem(tables: [table])
        let u = table.usableRows
        var fixed = [[Fr]](repeating: [], count: 2)
        fixed[0] = (0..<u).map { $0 < length ? Fr.one : .zero }
        fixed[1] = (0..<u).map { Fr($0 < 16 ? $0 : 0) }

        var witness = Witness(for: system)
        var value = Fr(seed + 3)
        let first = value
        var copies: [Copy] = []
        for row in 0..<length {
            // Never zero: a product of zero would leave the factors below it free.
            let factor = Fr(UInt64(row * 7 % 15 + 1))
            witness.advice[0][a.index].append(value)
            witness.advice[0][b.index].append(factor)
            value = value * factor
            witness.advice[0][c.index].append(value)
            if row > 0 { copies.append(Copy(Cell(c, row - 1), Cell(a, row))) }
        }
        copies.append(Copy(Cell(io, 0), Cell(a, 0)))
        copies.append(Copy(Cell(io, 1), Cell(c, length - 1)))
        witness.instance[0][0] = [first, value]
        return (Circuit(system: system, fixed: [fixed], copies: [copies]), witness)
    }
}
