import BN254
import CircuitBuilder
import Constraints
import FixedPointMath
import Gadgets
import PricingModels
import TestSupport
import Testing

/// Whole lies, each with everything computed anew that follows from it: one kind of constraint is left to refuse them, and it does.
@Suite struct ForgeryTests {
    static func prover(_ gadget: some Gadget, _ values: [Int128]) throws -> LyingProver {
        let model = try gadget.compile(gadget.edges[0])
        return LyingProver(model, try model.witness { try gadget.run(&$0, values) })
    }

    static func prover(publicRows: Int = 16, _ body: CompiledModel.Model) throws -> LyingProver {
        let model = try CompiledModel(publicRows: publicRows, body)
        return LyingProver(model, try model.witness(body))
    }

    /// The constraints that refuse what `lie` makes of an honest witness.
    static func refusals(_ honest: LyingProver, _ lie: (inout LyingProver) throws -> Void) rethrows -> Set<String> {
        var prover = honest
        try lie(&prover)
        prover.solve()
        return Set(prover.failures.map(\.constraint))
    }

    // MARK: The tool

    /// Without a lie the prover computes the honest witness.
    @Test func withoutALieNothingChanges() throws {
        for gadget in GadgetTests.all {
            let honest = try Self.prover(gadget, gadget.edges[0])
            var prover = honest
            prover.solve()
            #expect(prover.witness.advice == honest.witness.advice && prover.publicInputs == honest.publicInputs, "\(gadget.name)")
            #expect(prover.failures.isEmpty, "\(gadget.name): \(prover.failures.first.map(\.description) ?? "")")
        }
    }

    /// And from other feed values it computes another honest witness, so that it does follow what depends on what.
    @Test func otherInputsGiveTheirOwnWitness() throws {
        func body(_ price: Int128) -> CompiledModel.Model {
            { a in
                let specification = InputSpecification("price", .unsigned(bits: 16), visibility: .feed)
                let x = try a.input(price, specification)
                let y = try a.round(a.multiply(x, a.add(x, a.constant(3))), to: -7)
                try a.publish(a.select(a.lessOrEqual(x, a.constant(1000)), y, x), named: "y")
            }
        }
        var prover = try Self.prover(body(900))
        let row = prover.rows(ofKind: 4)[0]
        prover.claim(feed: Fr(77), row: row)
        // The one hint: the rounded product.
        for choice in prover.choices("round") { prover.claim(integer: UInt64((77 * 80 + 64) >> 7), row: choice) }
        prover.solve()
        #expect(prover.failures.isEmpty)
        #expect(prover.publicInputs == (try prover.model.witness(body(77)).publicInputs))
    }

    // MARK: One choice at a time

    /// Every number that the prover chooses, changed in four ways: what holds then has the same public values and the same feed.
    @Test(arguments: GadgetTests.all.indices) func noChoiceChangesAResult(_ index: Int) throws {
        let gadget = GadgetTests.all[index]
        let honest = try Self.prover(gadget, gadget.edges[0])
        var generator = SeededGenerator(seed: 0xc401ce + UInt64(index))
        _ = try Self.expectUnique(honest, honest.choices() + honest.lookupRows(), "\(gadget.name)", &generator)
    }

    @Test(arguments: DefaultCircuitTests.variants.indices) func noChoiceChangesAFeed(_ index: Int) throws {
        let (name, parameters) = DefaultCircuitTests.variants[index]
        let feed = try CompiledOptionFeed(parameters)
        let honest = LyingProver(feed.model, try feed.witness(.placeholder(parameters)))
        var generator = SeededGenerator(seed: 0xc401cf + UInt64(index))
        let rows = (honest.choices() + honest.lookupRows()).shuffled(using: &generator)
        let refused = try Self.expectUnique(honest, Array(rows.prefix(30)), name, &generator)
        #expect(refused > 10, "\(name): \(refused)")
    }

    /// - Returns: how many lies changed a result and were refused.
    static func expectUnique(
        _ honest: LyingProver, _ rows: [Int], _ name: String, _ generator: inout SeededGenerator
    ) throws -> Int {
        var refused = 0
        let inputs = Set(["x", "y", "z", "observedAt", "strike", "expiry"] + (0..<9).flatMap { ["x\($0)", "price \($0)", "age \($0)"] })
        for row in rows {
            // Secret inputs are the prover's to choose, public ones a part of the statement.
            if honest.model.regions.contains(where: { inputs.contains($0.name) && $0.rows.contains(row) }) { continue }
            let value = honest.value(4, row).canonicalLimbs.0
            let mask = UInt64(1) << 48 - 1
            for changed in [value &+ 1, value &- 1, value ^ 1 << (generator.next() % 48), generator.next()] {
                let integer = changed & mask
                if integer == value { continue }
                var prover = honest
                prover.claim(integer: integer, row: row)
                prover.solve()
                if prover.publicInputs == honest.publicInputs && prover.feedColumn == honest.feedColumn { continue }
                let isRefused = !prover.failures.isEmpty
                #expect(isRefused, "\(name), row \(row): \(integer) in the place of \(value)")
                if isRefused { refused += 1 }
            }
        }
        return refused
    }

    // MARK: Known ambiguities, all hints of a lie together

    /// ln with the next exponent: 2·M − 2^B is a number of whole bytes, but of no piece.
    @Test func logarithmWithAnotherExponent() throws {
        let honest = try Self.prover { a in try a.publish(a.ln(a.input(1000, unsigned("x", 32))), named: "ln") }
        let (power, piece) = (honest.lookupRows("ln: power of two")[0], honest.lookupRows("ln")[0])
        let exponent = try #require(honest.limb(5, power).asInt128)
        #expect(exponent == 29, "1000·2^29 has 39 bits")
        func refusals(_ k: Int) -> Set<String> {
            let argument = Int128(1000) << k - 1 << 38
            return Self.refusals(honest) { prover in
                prover.claim(integer: UInt64(k) << 40 | 1 << 39, row: power)
                prover.claim(integer: UInt64(truncatingIfNeeded: argument << 8) & (1 << 48 - 1), row: piece)
            }
        }
        #expect(refusals(30) == ["coefficients"])
        // A negative argument is no integer of limbs.
        #expect(refusals(28).contains("row equation"))
    }

    /// e^y with the exponent before and an argument of more than one.
    @Test func exponentialWithAnotherExponent() throws {
        let honest = try Self.prover { a in
            try a.publish(a.exp(a.input(399_622_833_664_431_104, signed("x", 64, scale: 59))), named: "exp")
        }
        let (power, piece) = (honest.lookupRows("exp: power of two")[0], honest.lookupRows("exp")[0])
        let exponent = try #require(honest.limb(5, power).asInt128)
        let argument = honest.value(4, piece).canonicalLimbs.0
        let refusals = Self.refusals(honest) { prover in
            prover.claim(integer: UInt64(exponent - 1) << 40 | 1 << 39, row: power)
            prover.claim(integer: argument + 1 << 45, row: piece)
        }
        #expect(refusals == ["coefficients"])
    }

    /// Φ beyond 8 taken for Φ of a piece that there is none of.
    @Test func saturationDenied() throws {
        let honest = try Self.prover { a in
            try a.publish(a.normalDistribution(a.input(9 << 44, signed("x", 56, scale: 44))), named: "Φ")
        }
        let bit = honest.rows("normal: beyond ±8")[0]
        let piece = honest.lookupRows("normal")[0]
        #expect(honest.value(0, bit) == .one)
        let argument = honest.value(4, piece).canonicalLimbs.0
        let refusals = Self.refusals(honest) { prover in
            prover.claim(0, bit, .zero)
            prover.claim(integer: argument + 1 << 47, row: piece)
        }
        #expect(refusals == ["coefficients"])
    }

    /// One unit more and one less: each side of a remainder's range has a row that refuses it, and nothing else does.
    @Test func remaindersAreStrict() throws {
        func number(_ name: String, _ value: Int128, _ bits: Int, scale: Int = 0, _ a: inout CircuitArithmetic) throws -> CircuitArithmetic.Number {
            try a.input(value, InputSpecification(name, .unsigned(bits: bits), scale: scale, visibility: .feed))
        }
        let rounded = try Self.prover { a in
            let x = try number("x", 0x12_3456_7890, 40, scale: 20, &a)
            try a.publish(a.round(x, to: 0), named: "rounded")
        }
        let divided = try Self.prover { a in
            let (x, y) = (try number("x", 1_000_003, 24, &a), try number("y", 77, 8, &a))
            let divisor = try a.add(y, a.constant(1))
            try a.publish(a.divide(x, by: divisor, scale: 4, width: nil), named: "quotient")
        }
        let root = try Self.prover { a in
            try a.publish(a.sqrt(number("x", 2_000_000_007, 32, &a), scale: 4), named: "root")
        }
        for (name, honest) in [("round", rounded), ("divide", divided), ("square root", root)] {
            let rows = honest.choices(name)
            #expect(rows.count == 1, "\(name)")
            let value = honest.value(4, rows[0]).canonicalLimbs.0
            for changed in [value + 1, value - 1] {
                var prover = honest
                prover.claim(integer: changed, row: rows[0])
                prover.solve()
                #expect(prover.publicInputs != honest.publicInputs)
                #expect(prover.failures.map(\.constraint) == ["range"], "\(name): \(changed) in the place of \(value)")
            }
        }
    }

    /// A quotient at the limit that is not beyond it, one beyond the limit, and one that is not the limit and should be.
    @Test func clampingIsNotAChoice() throws {
        func honest(_ x: Int128) throws -> LyingProver {
            try Self.prover { a in
                let y = try a.add(a.input(4, InputSpecification("y", .unsigned(bits: 8), visibility: .feed)), a.constant(1))
                let x = try a.input(x, InputSpecification("x", .signed(bits: 16), visibility: .feed))
                try a.publish(a.divide(x, by: y, scale: 2, limit: 1000), named: "clamped")
            }
        }
        func refusals(_ x: Int128, _ quotient: Int) throws -> Set<String> {
            let honest = try honest(x)
            let row = honest.choices("clamped divide")[0]
            return Self.refusals(honest) { $0.claim(integer: UInt64(quotient + 1000), row: row) }
        }
        // 4·100/5 = 80; 4·30,000/5 is beyond the limit, and so is 4·(−30,000)/5.
        #expect(try refusals(100, 80).isEmpty && refusals(30_000, 1000).isEmpty && refusals(-30_000, -1000).isEmpty)
        for (x, quotients) in [(Int128(100), [81, 79, 1000, -1000, 0]), (30_000, [999, -1000, 0]), (-30_000, [-999, 1000, 0])] {
            for quotient in quotients { #expect(try refusals(x, quotient) == ["row equation"], "\(x): \(quotient)") }
        }
        #expect(try refusals(30_000, 1001).contains("range"))
    }

    /// The sign of a comparison, and everything that follows from it.
    @Test func signsAreTied() throws {
        for (x, y) in [(Int128(5), Int128(4)), (4, 5), (-1, 0), (0, 0)] {
            let honest = try Self.prover(ComparisonGadget(), [x, y])
            for row in honest.rows(ofKind: 2) {
                let flag = honest.value(3, row)
                #expect(flag == .zero || flag == .one)
                #expect(Self.refusals(honest) { $0.claim(3, row, .one - flag) }.contains("flag"))
                // The byte as well.
                let refusals = Self.refusals(honest) { prover in
                    prover.claim(3, row, .one - flag)
                    prover.claim(limb: 5, row, .one - flag)
                }
                #expect(refusals.contains("range"), "\(x), \(y)")
                // Value 4 as well: what is left is the sum that it must be.
                let other = honest.value(4, row).canonicalLimbs.0 ^ 1 << 40
                let tied = Self.refusals(honest) { prover in
                    prover.claim(3, row, .one - flag)
                    prover.claim(integer: other, row: row)
                }
                #expect(tied.contains("row equation"), "\(x), \(y)")
            }
        }
    }

    /// "Is zero" of a number that is none, by way of a wrong inverse.
    @Test func zeroIsNotDenied() throws {
        let honest = try Self.prover { a in
            let x = try a.input(7, InputSpecification("x", .unsigned(bits: 8), visibility: .feed))
            try a.publish(a.isZero(x), named: "is zero")
        }
        let row = honest.rows("is zero: 1 − a·a⁻¹")[0]
        let slot = honest.value(0, row) == Fr(7) ? 1 : 0
        #expect(honest.publicInputs == [.zero])
        var prover = honest
        prover.claim(slot, row, .zero)
        prover.solve()
        #expect(prover.publicInputs == [.one])
        #expect(Set(prover.failures.map(\.description)).count == 1)
        #expect(prover.failures.allSatisfy { $0.description.contains("is zero: a·f") })
    }

    @Test func sortsKeepValuesAndOrder() throws {
        let honest = try Self.prover { a in
            let numbers = try [30, 10, 20, 44, 41].enumerated().map { index, value in
                try a.input(Int128(value), InputSpecification("x\(index)", .unsigned(bits: 32), visibility: .feed))
            }
            for value in try a.sort(Array(numbers[0..<3])) { try a.publish(value, named: "first") }
            for value in try a.sort(Array(numbers[3..<5])) { try a.publish(value, named: "second") }
        }
        let (first, second) = (honest.sortRows(0), honest.sortRows(1))
        #expect(honest.publicInputs == [10, 20, 30, 41, 44].map { Fr($0) })
        func lie(_ claims: [(Int, Int)]) -> Set<String> {
            Self.refusals(honest) { prover in for (row, value) in claims { prover.claim(3, row, Fr(value)) } }
        }
        #expect(lie([(first[0], 20), (first[1], 10)]).contains("range"), "out of order")
        #expect(lie([(first[1], 10)]).isSubset(of: ["sort from", "sort to"]), "one twice, one not at all")
        #expect(!lie([(first[1], 10)]).isEmpty)
        // Values of one sort in the other: both are in order, and together the values are the same.
        let exchanged = lie([(first[1], 41), (first[2], 44), (second[0], 20), (second[1], 30)])
        #expect(!exchanged.isEmpty && exchanged.isSubset(of: ["sort from", "sort to"]))
    }

    // MARK: Limbs and the table

    /// Another way to write value 4: limbs that are no bytes.
    @Test func limbsAreBytes() throws {
        let honest = try Self.prover(RoundGadget(shift: 48, width: nil), [12_345_678_901_234_567])
        let row = try #require(honest.choices().first { !honest.limb(1, $0).isZero })
        for taken in [Fr.one, honest.limb(1, row)] {
            let refusals = Self.refusals(honest) { prover in
                prover.claim(limb: 0, row, prover.limb(0, row) + taken * Fr(256))
                prover.claim(limb: 1, row, prover.limb(1, row) - taken)
            }
            #expect(!refusals.isEmpty && refusals.allSatisfy { $0.hasPrefix("byte") }, "\(refusals)")
        }
        // A number below zero, and one of more than 48 bits.
        let negative = Self.refusals(honest) { $0.claim(limb: 5, row, -.one) }
        #expect(negative.contains("byte 5"))
        // Keys of the table that are no bytes: of a piece, of a power of two, of no part.
        for key in [256, 256 * 2 + 5, 256 * 3 + 31, 256 * 4 + 63, 1 << 16] {
            #expect(Self.refusals(honest) { $0.claim(limb: 0, row, Fr(key)) }.contains("byte 0"), "\(key)")
        }
    }

    /// A piece that is none: the rows beside pieces have a key that no byte and no part of the table reach.
    @Test func rowsBesidePiecesAreNoPieces() throws {
        let honest = try Self.prover(LogarithmGadget(bits: 24), [1000])
        let fixed = honest.model.circuit.fixed[0]
        let row = honest.lookupRows("ln")[0]
        let beside = try #require(fixed[6].indices.first { fixed[6][$0] == Fr(1 << 16) && $0 > 300 })
        let refusals = Self.refusals(honest) { prover in
            prover.claim(limb: 5, row, Fr(1 << 16 - 256))
            for i in 0..<6 {
                let place = [beside, beside, beside - 1, beside - 1, beside + 1, beside + 1][i]
                prover.claim(i & 3, row + i >> 2, fixed[7 + i & 1][place])
            }
        }
        #expect(!refusals.contains("coefficients") && refusals.contains("byte 5"), "\(refusals)")
    }

    /// What decision 0003 and gate 2 rest on, in every circuit: see Docs/circuits.md §2.
    @Test func theTableAnswersBytesWithBytesAlone() throws {
        for logSize in [10, 11, 12] {
            let model = try CompiledModel(logSize: logSize) { a in
                try a.publish(a.ln(a.input(5, unsigned("x", 32))), named: "ln")
            }
            let table = model.circuit.system.tables[0]
            let (count, size) = (table.usableRows, table.size)
            let columns = model.circuit.fixed[0].map { $0 + [Fr](repeating: .zero, count: size - $0.count) }
            #expect(model.circuit.fixed[0].allSatisfy { $0.count <= count }, "a fixed value in a blinding row")
            var keys: [Fr: Int] = [:]
            for row in 0..<size {
                let places = [row, (row + size - 1) % size, (row + 1) % size]
                let coefficients = places.flatMap { [columns[7][$0], columns[8][$0]] }
                if row >= count {
                    #expect(columns[6][row].isZero && columns[4][row].isZero && columns[5][row].isZero)
                } else if row < 256 {
                    #expect(columns[6][row] == Fr(row) && coefficients.allSatisfy(\.isZero))
                } else {
                    #expect(!columns[6][row].isZero && !coefficients.allSatisfy(\.isZero), "row \(row) passes for a byte")
                    keys[columns[6][row], default: 0] += 1
                }
            }
            // Beside the key that nothing asks for each is there once, and a part's keys are within a byte of its number.
            for (key, times) in keys where key != Fr(1 << 16) {
                let integer = try #require(key.asInt128)
                #expect(times == 1 && (256..<5 * 256).contains(integer))
            }
            #expect(keys.count == 64 + 128 + 32 + 64 + 1)
            #expect(columns[5].allSatisfy { $0.asInt128.map { (0...4).contains($0) } ?? false })
        }
    }

    // MARK: Row 0 and blinding rows

    /// In row 0 nothing ties value 4 to the limbs, so nothing may read them: not an equation, not a copy, not the feed.
    @Test func rowZeroAndBlindingRowsAreUsedByNothing() throws {
        var generator = SeededGenerator(seed: 0x2030)
        var models = try GadgetTests.all.map { try $0.compile($0.edges[0]) }
        models += try DefaultCircuitTests.variants.map { try CompiledOptionFeed($0.1).model }
        for model in models {
            let count = model.circuit.system.tables[0].usableRows
            let fixed = model.circuit.fixed[0]
            #expect(fixed[6][0].isZero && fixed[6][1...].allSatisfy { !$0.isZero })
            #expect(fixed[4][0].isZero && fixed[5][0].isZero && fixed[5][count - 1].isZero)
            for copy in model.circuit.copies[0] {
                for cell in [copy.left, copy.right] {
                    #expect(cell.row < count && (cell.row > 0 || cell.column.index != 10))
                }
            }
        }
        let honest = try Self.prover(RoundGadget(shift: 48, width: nil), [12_345_678_901_234_567])
        for _ in 0..<4 {
            var prover = honest
            prover.claim(4, 0, .random(using: &generator))
            for index in 0..<6 { prover.claim(limb: index, 0, Fr(generator.next() % 256)) }
            prover.solve()
            #expect(prover.failures.isEmpty && prover.publicInputs == honest.publicInputs)
        }
        #expect(Self.refusals(honest) { $0.claim(limb: 3, 0, Fr(256)) } == ["byte 3"])
    }

    /// Without public values, too, nothing stands in row 0: a feed input there would have no range.
    @Test func modelsWithoutPublicValuesKeepRowZeroFree() throws {
        func specification(_ name: String, _ bits: Int) -> InputSpecification {
            InputSpecification(name, .unsigned(bits: bits), visibility: .feed)
        }
        let body: CompiledModel.Model = { a in
            let quote = try a.feedInputs((9, specification("price", 32)), (3, specification("age", 16)))
            try a.require(nonNegative: a.subtract(a.constant(100), quote.lower), "age")
        }
        let honest = try Self.prover(publicRows: 0, body)
        let row = honest.rows(ofKind: 4)[0]
        #expect(honest.failures.isEmpty && row > 0)
        #expect(honest.feedColumn[honest.model.publicRows] == Fr(9 << 16 + 3))
        // A price of −1.
        let refusals = Self.refusals(honest) { prover in
            prover.claim(feed: Fr(3) - Fr(1 << 16), row: row)
            prover.claim(2, row, Fr(3))
            prover.claim(3, row, -.one)
            prover.claim(limb: 0, row, Fr(3))
            prover.claim(limb: 1, row, .zero)
        }
        #expect(refusals == ["range"])
        // A table that is full to the last row leaves row 0 alone as well.
        var fullest: CompiledModel?
        for comparisons in 1000..<1020 {
            let model = try? CompiledModel(publicRows: 0) { a in
                let x = try a.input(1, unsigned("x", 8))
                for _ in 0..<comparisons { _ = try a.isNonNegative(a.subtract(x, a.constant(7))) }
            }
            fullest = model ?? fullest
        }
        let full = try #require(fullest)
        #expect(full.rowCount == full.circuit.system.tables[0].usableRows && full.assignedCells.allSatisfy { $0.row > 0 })
    }

    // MARK: The feed

    /// A quote that the model reads and the feed does not show, in each way that there is to try.
    @Test func theModelReadsWhatTheFeedShows() throws {
        let feed = try CompiledOptionFeed(.standard)
        let honest = LyingProver(feed.model, try feed.witness(.placeholder(.standard)))
        let rows = honest.rows(ofKind: 4)
        #expect(rows.count == 24 * 3 + 3 + 5)
        for row in [rows[0], rows[40], rows[rows.count - 1]] {
            let other = honest.value(3, rows[1] == row ? rows[2] : rows[1]) + Fr(5)
            let whole = honest.value(2, row) + other * Fr(1 << 16)
            func lie(_ more: (inout LyingProver) -> Void) -> Set<String> {
                var prover = honest
                prover.claim(3, row, other)
                more(&prover)
                prover.solve()
                return Set(prover.failures.filter { failure in
                    if case .gate(_, _, _, row, _) = failure { true } else { false }
                }.map(\.constraint))
            }
            #expect(lie { _ in } == ["row equation"])
            #expect(lie { $0.claim(4, row, whole) } == ["range", "feed"])
            #expect(lie { $0.claim(integer: whole.canonicalLimbs.0, row: row) } == ["feed"])
            // The time of the quote; then with the price kept, too.
            #expect(Self.refusals(honest) { $0.claim(2, row, honest.value(2, row) + .one) }.contains("feed"))
            let later = Self.refusals(honest) { prover in
                prover.claim(2, row, honest.value(2, row) + .one)
                prover.claim(3, row, honest.value(3, row))
            }
            #expect(later.isSuperset(of: ["row equation", "feed"]))
        }
        // Rows that are no feed's show nothing.
        let silent = try #require((0..<honest.feedColumn.count).last { !rows.contains($0) })
        #expect(Self.refusals(honest) { $0.claim(feed: .one, row: silent) } == ["feed"])
    }

    /// Feed rows send and receive one tuple under one number: prices that change places there cancel on the bus, and only there.
    @Test func pricesDoNotChangePlaces() throws {
        let honest = try Self.prover { a in
            for (index, price) in [700, 900].enumerated() {
                let quote = try a.feedInputs(
                    (Int128(price), InputSpecification("price \(index)", .unsigned(bits: 32), visibility: .feed)),
                    (5, InputSpecification("age \(index)", .unsigned(bits: 16), visibility: .feed)))
                try a.publish(quote.upper, named: "price")
            }
        }
        let rows = honest.rows(ofKind: 4)
        var prover = honest
        prover.claim(3, rows[0], Fr(900))
        prover.claim(3, rows[1], Fr(700))
        prover.solve()
        #expect(prover.publicInputs == [Fr(900), Fr(700)])
        #expect(prover.failures.map(\.constraint) == ["row equation", "row equation"])
    }

    // MARK: Public values

    @Test func publicValuesAreTheForms() throws {
        let feed = try CompiledOptionFeed(.standard)
        let honest = try feed.witness(.placeholder(.standard))
        for index in honest.publicInputs.indices {
            for change in [Fr.one, -.one, -honest.publicInputs[index].doubled()] where !change.isZero {
                var witness = honest
                witness.instance[0][0][index] += change
                let failures = SatisfactionChecker.check(circuit: feed.circuit, witness: witness, regions: [feed.model.regions])
                #expect(failures.map(\.constraint) == ["row equation"], "public value \(index)")
            }
        }
    }
}
