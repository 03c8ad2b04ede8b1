import BN254
import Constraints

/// A small circuit with a witness that satisfies it.
public struct FeatureCircuit: Sendable {
    public let name: String
    public let circuit: Circuit
    public let witness: Witness
    /// Fills the columns of later phases; nil where there is one phase.
    public let phased: (any PhasedWitness & Sendable)?
}

/// Small circuits that between them use every feature of the protocol. Whatever proves, verifies or generates from
/// circuits in general is run over all of them.
public enum FeatureCircuits {
    public static var all: [FeatureCircuit] {
        get throws { [try plain, try copies, try lookups, try feeds, try phases, try tables, try everything, try wide] }
    }

    /// One gate, nothing else: no argument columns, no public inputs, every column read at one point.
    public static var plain: FeatureCircuit {
        get throws {
            var table = Table(name: "cubes", logSize: 4)
            let (on, a, b) = (table.addFixed("on"), table.addAdvice("a", width: .bits8), table.addAdvice("b"))
            table.addGate("cube", on.now * (a.now * a.now * a.now - b.now))
            let values = 0..<table.usableRows
            return try make(
                "plain", [table], fixed: [[values.map { _ in 1 }]],
                advice: [[values.map { $0 + 2 }, values.map { ($0 + 2) * ($0 + 2) * ($0 + 2) }]], instance: [[]])
        }
    }

    /// Copies over advice, fixed and instance columns in two chunks; columns read one row above and below.
    public static var copies: FeatureCircuit {
        get throws {
            var table = Table(name: "fibonacci", logSize: 5)
            let (on, seed) = (table.addFixed("on"), table.addFixed("seed"))
            let (a, echo) = (table.addAdvice("a", width: .bits32), table.addAdvice("echo"))
            let ends = table.addInstance(count: 2)
            let middle = table.addInstance(count: 3)
            table.addGate("next is the sum of the two before", on.now * (a.next - a.now - a.previous))
            table.addGate("echo doubles", on.now * (echo.now - a.now * Fr(2)))
            for column in [a, seed, ends, middle] { table.enableCopies(column) }

            let count = table.usableRows
            var sequence = [1, 3]
            while sequence.count < count { sequence.append(sequence[sequence.count - 1] + sequence[sequence.count - 2]) }
            let onRows = (0..<count).map { $0 > 0 && $0 < count - 1 ? 1 : 0 }
            let pairs = [
                (Cell(seed, 3), Cell(a, 0)), (Cell(a, 1), Cell(ends, 0)), (Cell(a, count - 1), Cell(ends, 1)),
                (Cell(a, 7), Cell(middle, 0)), (Cell(a, 8), Cell(middle, 1)), (Cell(middle, 1), Cell(middle, 2)),
            ]
            return try make(
                "copies", [table], fixed: [[onRows, [0, 0, 0, 1]]],
                advice: [[sequence, zip(sequence, onRows).map { $0 * 2 * $1 }]],
                instance: [[[sequence[1], sequence[count - 1]], [sequence[7], sequence[8], sequence[8]]]],
                copies: [pairs.map { Copy($0, $1) }])
        }
    }

    /// Lookups into a fixed table within one table of rows, enough of them for helper columns; no end sums.
    public static var lookups: FeatureCircuit {
        get throws {
            var table = Table(name: "squares", logSize: 5)
            let (on, key, value) = (table.addFixed("on"), table.addFixed("key"), table.addFixed("value"))
            let columns = (0..<4).map { table.addAdvice("x\($0)", width: .bits8) }
            let square = table.addAdvice("square", width: .bits16)
            let counts = [
                table.addAdvice("square count", width: .bits32, role: .multiplicity),
                table.addAdvice("key count", width: .bits32, role: .multiplicity),
            ]
            table.send("square", tag: 1, [columns[0].now, square.now], multiplicity: on.now)
            for column in columns[1...] { table.send("small", tag: 2, [column.now], multiplicity: on.now) }
            table.send("product", tag: 2, [on.now * (columns[2].now - columns[1].now)], multiplicity: on.now)
            table.receiveCounted("squares", tag: 1, [key.now, value.now], counter: counts[0])
            table.receiveCounted("keys", tag: 2, [key.now], counter: counts[1])

            let count = table.usableRows
            let rows = 0..<20
            let small = (0..<4).map { offset in rows.map { ($0 * 7 + offset * offset) % (count / 2) } }
            let larger = zip(small[1], small[2]).map { $0 + $1 }
            return try make(
                "lookups", [table], fixed: [[rows.map { _ in 1 }, Array(0..<count), (0..<count).map { $0 * $0 }]],
                advice: [[small[0], small[1], larger, small[3], small[0].map { $0 * $0 }, [], []]], instance: [[]])
        }
    }

    /// A feed group of five columns, an instance column longer than the others and gates of degree five.
    public static var feeds: FeatureCircuit {
        get throws {
            var table = Table(name: "prices", logSize: 5, blindingRows: 8)
            let (first, on) = (table.addFixed("first"), table.addFixed("on"))
            let venues = (0..<5).map { table.addAdvice("venue \($0)", width: .bits64, role: .feed) }
            let total = table.addAdvice("total", width: .full)
            let published = table.addInstance(count: 20)
            let sum = venues.dropFirst().reduce(venues[0].now) { $0 + $1.now }
            table.addGate("total", on.now * (total.now - sum))
            table.addGate("published", on.now * (published.now - total.now))
            table.addGate("first venues differ by three each", first.now * (venues[1].now - venues[0].now - Fr(3)))
            let product = venues[2].now * venues[3].now * venues[4].now
            table.addGate("product of three is not three", first.now * product * (venues[2].next - venues[2].now - Fr(1)))
            let rows = 0..<20
            let prices = (0..<5).map { venue in rows.map { 100_000 + 3 * venue + $0 } }
            let totals = rows.map { row in prices.reduce(0) { $0 + $1[row] } }
            return try make(
                "feeds", [table], fixed: [[[1], rows.map { _ in 1 }]], advice: [prices + [totals]], instance: [[totals]])
        }
    }

    /// Three phases: a shuffle by a running quotient under one challenge, then a fold of two columns under two more.
    public static var phases: FeatureCircuit {
        get throws {
            var table = Table(name: "shuffle", logSize: 4)
            let (on, last) = (table.addFixed("on"), table.addFixed("last"))
            let (a, b) = (table.addAdvice("a", width: .bits16), table.addAdvice("b", width: .bits16))
            let running = table.addAdvice("running", phase: 1)
            let fold = table.addAdvice("fold", phase: 2)
            let shift = Expression.challenge(0)
            table.addGate("start", .firstRow * (running.now - Fr(1)))
            table.addGate("step", on.now * (running.next * (shift - b.now) - running.now * (shift - a.now)))
            table.addGate("end", last.now * (running.now - Fr(1)))
            let folded = a.now * .challenge(1) + running.now * .challenge(2) + .challenge(1) * .challenge(2)
            table.addGate("fold", on.now * (fold.now - folded))

            let rows = 0..<8
            let values = rows.map { ($0 * $0 * 37 + 11) % 1000 }
            let shuffled = rows.map { values[($0 * 5 + 3) % 8] }
            let later = LaterPhases { phase, challenges, witness in
                let (left, right) = (witness.advice[0][a.index], witness.advice[0][b.index])
                if phase == 1 {
                    var column = [Fr.one]
                    for row in rows {
                        let divisor = (challenges[0] - right[row]).inverse() ?? .zero
                        column.append(column[row] * (challenges[0] - left[row]) * divisor)
                    }
                    witness.advice[0][running.index] = column
                } else {
                    let column = witness.advice[0][running.index]
                    witness.advice[0][fold.index] = rows.map {
                        left[$0] * challenges[1] + column[$0] * challenges[2] + challenges[1] * challenges[2]
                    }
                }
            }
            return try make(
                "phases", [table], phaseChallenges: [1, 2],
                fixed: [[rows.map { _ in 1 }, rows.map { _ in 0 } + [1]]],
                advice: [[values, shuffled, [], []]], instance: [[]], phased: later)
        }
    }

    /// Two tables of different heights on one bus, the shorter one looked up; copies in the taller one only.
    public static var tables: FeatureCircuit {
        get throws {
            var asking = Table(name: "asking", logSize: 5)
            let on = asking.addFixed("on")
            let (x, y) = (asking.addAdvice("x", width: .bits8), asking.addAdvice("y", width: .bits16))
            let ends = asking.addInstance(count: 2)
            asking.send("square", tag: 5, [x.now, y.now], multiplicity: on.now)
            for column in [x, y, ends] { asking.enableCopies(column) }

            var answering = Table(name: "answering", logSize: 4)
            let (key, value) = (answering.addAdvice("key", width: .bits8), answering.addFixed("value"))
            let counter = answering.addAdvice("count", width: .bits32, role: .multiplicity)
            answering.addGate("keys count up", value.now * (value.now - key.now * key.now))
            answering.receiveCounted("squares", tag: 5, [key.now, value.now], counter: counter)

            let keys = Array(0..<answering.usableRows)
            let asked = [2, 4, 3, 8, 8, 1, 0, 5]
            let pairs = [(Cell(y, 0), Cell(x, 1)), (Cell(x, 0), Cell(ends, 0)), (Cell(y, 1), Cell(ends, 1))]
            return try make(
                "tables", [asking, answering], fixed: [[asked.map { _ in 1 }], [keys.map { $0 * $0 }]],
                advice: [[asked, asked.map { $0 * $0 }], [keys, []]], instance: [[[2, 16]], []],
                copies: [pairs.map { Copy($0, $1) }, []])
        }
    }

    /// Three tables (the last one off the bus), two phases, a feed group, an advice table that is looked up, public
    /// values on the bus, copies in some tables, all three row offsets.
    public static var everything: FeatureCircuit {
        get throws {
            // A chain of steps (i, v) → (i + 1, v + price(i)); the verifier sends its start and receives its end.
            var steps = Table(name: "steps", logSize: 4)
            let on = steps.addFixed("on")
            let (index, value) = (steps.addAdvice("index", width: .bits8), steps.addAdvice("value", width: .signed64))
            let price = steps.addAdvice("price", width: .bits32)
            _ = steps.addInstance(count: 2)
            steps.receive("step", tag: 7, [index.now, value.now], multiplicity: on.now)
            steps.send("step", tag: 7, [index.now + Fr(1), value.now + price.now], multiplicity: on.now)
            steps.send("price", tag: 8, [index.now, price.now, on.now * price.now], multiplicity: on.now)
            steps.addGate("prices rise", on.now * on.next * (price.next - price.now - Fr(10)))

            // The prices, as a feed, looked up by index; a weighted sum of them under a challenge.
            var prices = Table(name: "prices", logSize: 5)
            let (active, after) = (prices.addFixed("active"), prices.addFixed("after"))
            let (slot, quote) = (
                prices.addAdvice("slot", width: .bits8, role: .feed), prices.addAdvice("quote", width: .bits32, role: .feed))
            let weighted = prices.addAdvice("weighted", phase: 1)
            let counter = prices.addAdvice("count", width: .bits32, phase: 1, role: .multiplicity)
            let checked = prices.addInstance(count: 1)
            prices.addGate("start", .firstRow * (weighted.now - quote.now))
            prices.addGate(
                "fold", after.now * (weighted.now - weighted.previous * .challenge(0) - quote.now))
            prices.addGate("slots", after.now * (slot.now - slot.previous - Fr(1)))
            prices.addGate("degree five", active.now * (active.now - Fr(1)) * quote.now * slot.now * quote.now)
            prices.receiveCounted("prices", tag: 8, [slot.now, quote.now, quote.now], counter: counter)
            for column in [quote, checked] { prices.enableCopies(column) }

            // Off the bus: eight columns tied by copies alone, in three chunks.
            var mirror = Table(name: "mirror", logSize: 5, blindingRows: 7)
            let columns = (0..<8).map { mirror.addAdvice("m\($0)", width: .bits64) }
            let shown = mirror.addInstance(count: 1)
            for column in columns + [shown] { mirror.enableCopies(column) }

            let count = 6
            let quotes = (0..<count).map { 500 + 10 * $0 }
            let starts = (0..<count).map { row in -3 + quotes[..<row].reduce(0, +) }
            let end = -3 + quotes.reduce(0, +)
            let cell = (0..<8).map { Cell(columns[$0], 2 * $0) } + [Cell(shown, 0)]
            let later = LaterPhases { _, challenges, witness in
                var column: [Fr] = []
                for quote in witness.advice[1][quote.index] {
                    column.append((column.last ?? .zero) * challenges[0] + quote)
                }
                witness.advice[1][weighted.index] = column
            }
            return try make(
                "everything", [steps, prices, mirror], phaseChallenges: [1],
                publicInteractions: [
                    PublicInteraction(tag: 7, tuple: [.constant(.zero), .publicInput(0)], multiplicity: 1),
                    PublicInteraction(tag: 7, tuple: [.constant(Fr(count)), .publicInput(1)], multiplicity: -1),
                ],
                fixed: [
                    [(0..<count).map { _ in 1 }],
                    [(0..<count).map { _ in 1 }, [0] + (1..<count).map { _ in 1 }], [],
                ],
                advice: [
                    [Array(0..<count), starts, quotes], [Array(0..<count), quotes, [], []],
                    (0..<8).map { index in (0...14).map { $0 == 2 * index ? 987_654_321 : $0 + index } },
                ],
                instance: [[[-3, end]], [[quotes[2]]], [[987_654_321]]],
                copies: [[], [Copy(Cell(quote, 2), Cell(checked, 0))], zip(cell, cell.dropFirst()).map { Copy($0, $1) }],
                phased: later)
        }
    }

    /// Long tuples, deep expressions, many blinding rows and public inputs; one table on a bus with public values.
    public static var wide: FeatureCircuit {
        get throws {
            var table = Table(name: "wide", logSize: 7, blindingRows: 40)
            let (on, shown) = (table.addFixed("on"), table.addFixed("shown"))
            let digits = (0..<20).map { table.addAdvice("digit \($0)", width: .bits8) }
            let total = table.addAdvice("total", width: .bits64)
            let published = table.addInstance(count: 70)
            table.addGate("total", on.now * (total.now - .powers(digits.map(\.now), base: Fr(8))))
            table.addGate("published", shown.now * (published.now - digits[0].now))
            let nested = digits.dropFirst().reduce(digits[0].now) { $1.now - ($0 - Fr(3)) * Fr(5) }
            table.addGate("nested difference", on.now * (on.now - Fr(1)) * nested)
            table.send("digits", tag: 3, digits.map(\.now), multiplicity: on.now)
            table.receive("digits", tag: 3, digits.map(\.now), multiplicity: on.now)
            let tuple = (0..<12).map { $0.isMultiple(of: 2) ? digits[0].now : .integer($0) }
            table.receive("public", tag: 9, tuple, multiplicity: .firstRow * Fr(2))

            let rows = 0..<80
            let values = (0..<20).map { digit in rows.map { (3 + $0 * (digit + 1) + digit) % 8 } }
            let totals = rows.map { row in values.reversed().reduce(0) { $0 * 8 + $1[row] } }
            let terms = (0..<12).map { index -> PublicInteraction.Term in
                index.isMultiple(of: 2) ? .publicInput(0) : .constant(Fr(index))
            }
            return try make(
                "wide", [table], publicInteractions: [PublicInteraction(tag: 9, tuple: terms, multiplicity: 2)],
                fixed: [[rows.map { _ in 1 }, (0..<70).map { _ in 1 }]], advice: [values + [totals]],
                instance: [[Array(values[0].prefix(70))]])
        }
    }

    private static func make(
        _ name: String, _ tables: [Table], phaseChallenges: [Int] = [], publicInteractions: [PublicInteraction] = [],
        fixed: [[[Int]]], advice: [[[Int]]], instance: [[[Int]]], copies: [[Copy]]? = nil,
        phased: (any PhasedWitness & Sendable)? = nil
    ) throws -> FeatureCircuit {
        let system = try ConstraintSystem(
            tables: tables, phaseChallenges: phaseChallenges, publicInteractions: publicInteractions)
        func field(_ values: [[[Int]]]) -> [[[Fr]]] { values.map { $0.map { $0.map { Fr($0) } } } }
        var witness = Witness(advice: field(advice), instance: field(instance))
        // The system may have added mask columns.
        for (index, table) in system.tables.enumerated() {
            while witness.advice[index].count < table.adviceColumns.count { witness.advice[index].append([]) }
        }
        return FeatureCircuit(
            name: name,
            circuit: Circuit(system: system, fixed: field(fixed), copies: copies ?? tables.map { _ in [] }),
            witness: witness, phased: phased)
    }
}

/// Later phases by a closure.
private struct LaterPhases: PhasedWitness, Sendable {
    let body: @Sendable (Int, [Fr], inout Witness) -> Void

    func assign(phase: Int, challenges: [Fr], into witness: inout Witness) throws {
        body(phase, challenges, &witness)
    }
}
