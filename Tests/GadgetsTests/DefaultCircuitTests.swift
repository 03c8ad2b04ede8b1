import BN254
import CircuitBuilder
import Constraints
import FixedPointMath
import Gadgets
import PricingModels
import TestSupport
import Testing

/// The circuits that feeds are made of, whole.
@Suite struct DefaultCircuitTests {
    /// A round with prices around a walk, some quotes missing, late or far off.
    static func round(_ parameters: ModelParameters, _ generator: inout SeededGenerator) -> OptionFeedInputs {
        func next(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
        var inputs = OptionFeedInputs.placeholder(parameters)
        var price = 1_000 + next(40_000_000)
        func quote(_ level: Int) -> MarketObservation {
            var ticks = level + next(level / 500 + 1) - level / 1000
            if next(100) == 0 { ticks = ticks * (50 + next(100)) / 100 }
            return MarketObservation(price: ticks, offset: next(150) == 0 ? next(2000) - 1500 : -next(200), isPresent: next(150) > 0)
        }
        for time in inputs.history.indices {
            price = max(10, price + next(price / 40 + 1) - price / 80)
            for venue in inputs.history[time].indices { inputs.history[time][venue] = quote(price) }
        }
        for venue in inputs.venues.indices { inputs.venues[venue] = quote(price) }
        for coin in inputs.legs.indices { for leg in inputs.legs[coin].indices { inputs.legs[coin][leg] = quote(9_990_000) } }
        inputs.observedAt = 1_600_000_000 + next(100_000_000)
        inputs.expiry = inputs.observedAt + next(3) * next(50_000_000)
        inputs.strike = max(1, price * (50 + next(100)) / 100)
        return inputs
    }

    static func native(_ parameters: ModelParameters, _ inputs: OptionFeedInputs) throws -> [Int256] {
        var arithmetic = NativeArithmetic()
        try OptionFeedModel.evaluate(&arithmetic, parameters, inputs)
        return (arithmetic.publicInputs + arithmetic.outputs).map(\.raw)
    }

    static let variants: [(String, ModelParameters)] = {
        var put = ModelParameters.standard
        put.option = OptionParameters(strike: .moneyness(basisPoints: 9500), tenor: .seconds(2_592_000), isPut: true, rate: 1 << 24, carry: 1 << 25)
        put.volatility = VolatilityParameters(returns: 12, removesMean: false)
        var bare = ModelParameters(venues: [ModelVenue("a"), ModelVenue("b")])
        bare.volatility.returns = 8
        return [("standard", .standard), ("put", put), ("bare", bare)]
    }()

    /// 1,000 rounds over the three variants: published values equal bit for bit, errors equal, a sample checked in full.
    @Test(arguments: variants.indices) func equalsNative(_ index: Int) throws {
        let (name, parameters) = Self.variants[index]
        let feed = try CompiledOptionFeed(parameters)
        let seed = 0xdefa_0000 + UInt64(index)
        var generator = SeededGenerator(seed: seed)
        var proven = 0
        for number in 0..<350 {
            let inputs = Self.round(parameters, &generator)
            let expected: [Int256]
            do {
                expected = try Self.native(parameters, inputs)
            } catch let error as FixedPointError {
                #expect(throws: error, "\(name), seed \(seed), round \(number)") { try feed.witness(inputs) }
                continue
            }
            let witness = try feed.witness(inputs)
            let values = try #require(feed.model.integers(witness.publicInputs))
            #expect(values.map(Int256.init) == expected, "\(name), seed \(seed), round \(number)")
            #expect(Array(witness.advice[0][11].prefix(feed.feedColumn(inputs).count)) == feed.feedColumn(inputs))
            proven += 1
            guard proven % 40 == 1 else { continue }
            let failures = SatisfactionChecker.check(circuit: feed.circuit, witness: witness, regions: [feed.model.regions])
            #expect(failures.isEmpty, "\(name), seed \(seed), round \(number): \(failures.first.map(\.description) ?? "")")
        }
        #expect(proven > 100, "\(name): \(proven) rounds had a result")
    }

    /// Every assigned advice cell, three changes each. There are no exceptions.
    @Test(arguments: variants.indices) func noCellIsFree(_ index: Int) throws {
        let (name, parameters) = Self.variants[index]
        let feed = try CompiledOptionFeed(parameters)
        var generator = SeededGenerator(seed: 0xfa11 + UInt64(index))
        var tried = 0
        while tried < 2 {
            let inputs = Self.round(parameters, &generator)
            guard let witness = try? feed.witness(inputs) else { continue }
            tried += 1
            var injector = FaultInjector(circuit: feed.circuit, witness: witness, regions: [feed.model.regions])
            let free = injector.survey(table: 0, cells: feed.model.assignedCells, using: &generator)
            #expect(free.isEmpty, "\(name): \(free.prefix(10).map(\.description))")
        }
    }

    /// Values 0 … 3 that no row assigns are zero, and could be anything: they are not part of the statement. (Value 4 and the limbs are tied
    /// to each other in every row.)
    @Test func unassignedCellsAreInNoConstraint() throws {
        let feed = try CompiledOptionFeed(.standard)
        var witness = try feed.witness(.placeholder(.standard))
        let assigned = Set(feed.model.assignedCells)
        var generator = SeededGenerator(seed: 0x1d1e)
        var changed = 0
        for column in 6..<10 {
            for row in witness.advice[0][column].indices where !assigned.contains(Cell(Column(.advice, column), row)) {
                #expect(witness.advice[0][column][row].isZero, "column \(column), row \(row)")
                witness.advice[0][column][row] = .random(using: &generator)
                changed += 1
            }
        }
        #expect(changed > 500)
        let failures = SatisfactionChecker.check(circuit: feed.circuit, witness: witness, regions: [feed.model.regions])
        #expect(failures.isEmpty, "\(failures.first.map(\.description) ?? "")")
    }

    @Test func shapeDoesNotDependOnInputs() throws {
        for (name, parameters) in Self.variants {
            let first = try CompiledOptionFeed(parameters)
            var generator = SeededGenerator(seed: 0x51a9e)
            var compared = 0
            while compared < 3 {
                let inputs = Self.round(parameters, &generator)
                guard (try? Self.native(parameters, inputs)) != nil else { continue }
                compared += 1
                let other = try CompiledModel(publicRows: first.model.publicRows) { try OptionFeedModel.evaluate(&$0, parameters, inputs) }
                #expect(
                    other.circuit.system == first.circuit.system && other.circuit.fixed == first.circuit.fixed
                        && other.circuit.copies == first.circuit.copies, "\(name)")
            }
        }
    }

    /// What parameters say is in the circuit, so that the model id binds it. Names and the grid of past times are not: they are in the feed's
    /// file, whose hash is the feed id.
    @Test func parametersAreInTheCircuit() throws {
        func circuit(_ change: (inout ModelParameters) -> Void) throws -> Circuit {
            var parameters = ModelParameters.standard
            change(&parameters)
            return try CompiledOptionFeed.smallest(parameters).circuit
        }
        let base = try circuit { _ in }
        func isBound(_ change: (inout ModelParameters) -> Void) throws -> Bool {
            let other = try circuit(change)
            return other.system != base.system || other.fixed != base.fixed || other.copies != base.copies
        }
        let bound: [(String, (inout ModelParameters) -> Void)] = [
            ("decimals", { $0.priceDecimals = 3 }), ("quorum", { $0.spotRule.quorum = 3 }),
            ("outliers", { $0.spotRule.outlierBasisPoints += 1 }), ("history quorum", { $0.historyQuorum = 3 }),
            ("age", { $0.venues[2].maximumAge += 1 }), ("lead", { $0.venues[0].maximumLead -= 1 }),
            ("a leg's age", { $0.stablecoins[1].legs[0].maximumAge += 1 }), ("coin's outliers", { $0.stablecoins[0].rule.outlierBasisPoints -= 1 }),
            ("coin's quorum", { $0.stablecoins[0].rule.quorum = 2 }), ("numeraire", { $0.venues[4].numeraire = .stablecoin("USDT") }),
            ("history", { $0.venues[2].isInHistory = false }), ("order", { $0.venues.swapAt(3, 4) }),
            ("returns", { $0.volatility.returns = 23 }), ("periods", { $0.volatility.periodsPerYear += 1 }),
            ("mean", { $0.volatility.removesMean = false }), ("put", { $0.option.isPut = true }), ("rate", { $0.option.rate += 1 }),
            ("carry", { $0.option.carry = 1 }), ("strike", { $0.option.strike = .ticks(2_000_000) }),
            ("moneyness", { $0.option.strike = .moneyness(basisPoints: 10_001) }), ("tenor", { $0.option.tenor = .seconds(86400) }),
        ]
        for (name, change) in bound { #expect(try isBound(change), "\(name)") }
        let elsewhere: [(String, (inout ModelParameters) -> Void)] = [
            ("names", { $0.venues[0].name = "another" }), ("grid", { $0.volatility.step = 900 }),
        ]
        for (name, change) in elsewhere { #expect(try !isBound(change), "\(name)") }
    }

    /// What the default feed costs. A change is no fault, but it must be meant.
    @Test func sizeIsPinned() throws {
        let feed = try CompiledOptionFeed(.standard)
        let table = feed.circuit.system.tables[0]
        #expect(table.adviceColumns.count == 13)
        #expect(table.fixedColumns.count == 9)
        #expect(table.permutedColumns.count == 5)
        #expect(feed.circuit.system.plans[0].busChunks.count == 4)
        #expect(feed.model.rowCount == 916)
        #expect(feed.model.publicValues.map(\.name) == OptionFeedModel.publicValues(.standard).map(\.name))
        #expect(feed.model.publicValues.first?.name == "observedAt")
    }

    /// The largest number of returns that 1,017 rows hold for three venues and five legs.
    @Test func largerFeedsTakeLargerTables() throws {
        var parameters = ModelParameters.standard
        parameters.volatility.returns = 96
        #expect(throws: LayoutError.tableFull(usableRows: 1017)) { try CompiledOptionFeed(parameters) }
        #expect(try CompiledOptionFeed.smallest(parameters).circuit.system.tables[0].logSize == 12)
    }
}
