import BN254
import CircuitBuilder
import Constraints
import TestSupport
import Testing

/// The checker and the injector on small circuits: what they must find, and how they say it.
@Suite struct SatisfactionCheckerTests {
    /// a·b = c in every row but the last, c tied to the next a, bytes looked up in a table.
    struct Sample {
        let circuit: Circuit
        let witness: Witness
        let regions: [[Region]]

        init() throws {
            var table = Table(name: "sample", logSize: 5)
            let (on, bytes) = (table.addFixed("on"), table.addFixed("bytes"))
            let (a, b, c) = (table.addAdvice("a"), table.addAdvice("b", width: .bits8), table.addAdvice("c"))
            let count = table.addAdvice("count", role: .multiplicity)
            table.addGate("product", on.now * (a.now * b.now - c.now))
            table.send("byte", tag: 7, [b.now])
            table.receiveCounted("bytes", tag: 7, [bytes.now], counter: count)
            table.enableCopies(a)
            table.enableCopies(c)
            let rows = table.usableRows
            var copies: [Copy] = []
            var values: (a: [Fr], b: [Fr], c: [Fr]) = ([], [], [])
            for row in 0..<rows {
                values.a.append(values.c.last ?? Fr(3))
                values.b.append(Fr(row % 5 + 1))
                values.c.append(values.a[row] * values.b[row])
                if row > 0 { copies.append(Copy(Cell(c, row - 1), Cell(a, row))) }
            }
            circuit = Circuit(
                system: try ConstraintSystem(tables: [table]),
                fixed: [[[Fr](repeating: .one, count: rows), (0..<rows).map { Fr($0 % 8) }]], copies: [copies])
            witness = Witness(advice: [[values.a, values.b, values.c, []]], instance: [[]])
            regions = [[Region(name: "first half", rows: 0..<rows / 2), Region(name: "row three", rows: 3..<4)]]
        }

        func check(_ change: (inout Witness) -> Void) -> [CheckFailure] {
            var changed = witness
            change(&changed)
            return SatisfactionChecker.check(circuit: circuit, witness: changed, regions: regions)
        }
    }

    @Test func acceptsWhatHolds() throws {
        #expect(try Sample().check { _ in } == [])
        let sample = try Sample()
        var counted = sample.witness
        try counted.countMultiplicities(of: sample.circuit, challenges: [])
        #expect(SatisfactionChecker.check(circuit: sample.circuit, witness: counted) == [])
    }

    @Test func acceptsFeatureCircuitsOfOnePhase() throws {
        for feature in try FeatureCircuits.all where feature.phased == nil {
            let failures = SatisfactionChecker.check(circuit: feature.circuit, witness: feature.witness)
            #expect(failures == [], "\(feature.name)")
        }
    }

    @Test func reportsGateRegionCells() throws {
        let failures = try Sample().check { $0.advice[0][2][3] += .one }
        #expect(failures.count == 2)
        #expect(failures.first?.description.hasPrefix(
            "table sample, row 3 in row three: gate 'product' does not hold: on[3] = 1, a[3] = ") == true)
        #expect(failures.last?.description.hasPrefix("table sample: copy does not hold: c[3] = ") == true)
    }

    @Test func reportsTuplesAndWidths() throws {
        let failures = try Sample().check { $0.advice[0][1][1] = Fr(300) }
        let texts = failures.map(\.description)
        #expect(texts.contains("table sample, row 1 in first half: b[1] = 300 does not fit width bits8"))
        #expect(texts.contains("table sample, row 1 in first half: 'byte': tuple (300) of tag 7 is unmatched by 1"))
    }

    @Test func reportsWrongMultiplicities() throws {
        let sample = try Sample()
        var counted = sample.witness
        try counted.countMultiplicities(of: sample.circuit, challenges: [])
        counted.advice[0][3][2] += .one
        let failures = SatisfactionChecker.check(circuit: sample.circuit, witness: counted)
        #expect(failures.map(\.description) == ["table sample, row 1: 'byte': tuple (2) of tag 7 is unmatched by -1"])
    }

    @Test func reportsShapes() throws {
        let failures = try Sample().check { $0.advice[0][0].append(.one) }
        #expect(failures.map(\.description) == ["table sample: column a has 26 rows, expected 25"])
    }

    @Test func findsGatesThatAreNotSwitchedOff() throws {
        var table = Table(name: "open", logSize: 4)
        let a = table.addAdvice("a")
        table.addGate("bit", a.now * (a.now - .one))
        let circuit = Circuit(system: try ConstraintSystem(tables: [table]), fixed: [[]], copies: [[]])
        let failures = SatisfactionChecker.check(
            circuit: circuit, witness: Witness(advice: [[[Fr](repeating: .one, count: table.usableRows)]], instance: [[]]))
        #expect(failures.count == table.size - table.usableRows)
    }

    @Test func injectorAgreesWithTheChecker() throws {
        let sample = try Sample()
        var injector = FaultInjector(circuit: sample.circuit, witness: sample.witness, regions: sample.regions)
        var generator = SeededGenerator(seed: 0xc1c1)
        for column in 0..<3 {
            for row in sample.witness.advice[0][column].indices {
                for value in [sample.witness.advice[0][column][row] + .one, .random(using: &generator), .zero, Fr(6)] {
                    let failures = sample.check { $0.advice[0][column][row] = value }.filter {
                        if case .width = $0 { false } else { true }
                    }
                    let isSame = value == sample.witness.advice[0][column][row]
                    #expect(
                        injector.detects(value, table: 0, column: column, row: row) == (isSame || !failures.isEmpty),
                        "column \(column), row \(row), value \(value)")
                }
            }
        }
    }

    @Test func injectorListsFreeCells() throws {
        var table = Table(name: "loose", logSize: 4)
        let (on, a, b) = (table.addFixed("on"), table.addAdvice("a"), table.addAdvice("b"))
        table.addGate("equal", on.now * (a.now - b.now))
        let rows = table.usableRows
        let circuit = Circuit(
            system: try ConstraintSystem(tables: [table]),
            fixed: [[[Fr](repeating: .one, count: rows - 1)]], copies: [[]])
        let values = (0..<rows).map { Fr($0 + 5) }
        var injector = FaultInjector(circuit: circuit, witness: Witness(advice: [[values, values]], instance: [[]]))
        var generator = SeededGenerator(seed: 1)
        let cells = (0..<rows).map { Cell(a, $0) }
        let undetected = injector.survey(table: 0, cells: cells, using: &generator)
        #expect(Set(undetected.map(\.row)) == [rows - 1] && undetected.count == 3)
    }
}
