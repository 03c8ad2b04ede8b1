import FixedPointMath
import PricingModels
import Testing

@Suite struct OptionFeedTests {
    static func run(_ parameters: ModelParameters, _ change: (inout OptionFeedInputs) -> Void = { _ in }) throws -> NativeArithmetic {
        var inputs = OptionFeedInputs.placeholder(parameters)
        change(&inputs)
        var a = NativeArithmetic()
        try OptionFeedModel.evaluate(&a, parameters, inputs)
        return a
    }

    @Test func publishesWhatItSays() throws {
        for strike in [OptionParameters.Strike.input, .ticks(2_000_000), .moneyness(basisPoints: 10_500)] {
            for tenor in [OptionParameters.Tenor.expiryInput, .seconds(30 * 86400)] {
                var parameters = ModelParameters.standard
                parameters.option.strike = strike
                parameters.option.tenor = tenor
                let a = try Self.run(parameters)
                let published = a.publicInputs + a.outputs
                let promised = OptionFeedModel.publicValues(parameters)
                #expect(published.map(\.name) == promised.map(\.name) && published.map(\.scale) == promised.map(\.scale))
            }
        }
    }

    /// A proof's size follows from these. A change is no fault, but it must be meant.
    @Test func costOfTheDefaultFeed() throws {
        let ledger = try Self.run(.standard).ledger
        print("default feed: \(ledger)")
        #expect(ledger.totalLimbs == 1798)
        #expect(ledger.tupleLookups == 56)
    }

    @Test func theSpotIsTheDecimalMedian() throws {
        let a = try Self.run(.standard) { inputs in
            for index in inputs.venues.indices { inputs.venues[index].isPresent = index < 3 }
            inputs.venues[0].price = 2_025_811
            inputs.venues[1].price = 2_025_810
            inputs.venues[2].price = 2_026_129
        }
        let spot = try #require(a.outputs.first { $0.name == "spot" })
        #expect(Fixed.decimal(spot.raw, scale: spot.scale, places: 12) == "20258.110000000000")
        let mask = try #require(a.outputs.last)
        #expect(mask.name == "venuesUsed" && mask.raw == 0b111)
    }

    @Test func aQuietMarketHasNoVolatilityAndStillAPrice() throws {
        let a = try Self.run(.standard) { inputs in
            for time in inputs.history.indices { for venue in inputs.history[time].indices { inputs.history[time][venue].price = 2_000_000 } }
            for venue in inputs.venues.indices { inputs.venues[venue] = MarketObservation(price: 2_000_000, isPresent: venue < 3) }
        }
        let values = Dictionary(uniqueKeysWithValues: a.outputs.map { ($0.name, $0.raw) })
        #expect(values["volatility"] == .zero && values["gamma"] == .zero)
        // At the money with interest: the forward's discount, 20,000·(1 − e^(−0.04·30/365)) = 65.645… dollars.
        let price = Fixed.decimal(try #require(values["price"]), scale: 48, places: 2)
        #expect(price == "65.65" || price == "65.64")
    }

    @Test func aLongHistoryFits() throws {
        for count in [8, 96] {
            var parameters = ModelParameters.standard
            parameters.volatility = VolatilityParameters(returns: count, step: 900)
            for removesMean in [true, false] {
                parameters.volatility.removesMean = removesMean
                #expect(try Self.run(parameters).outputs.count == 9)
            }
        }
    }

    /// Whatever parameters pass `validate` fit the capacity of the field.
    @Test func everyAllowedCornerCanBeLaidOut() throws {
        for seed in 0..<160 {
            func bit(_ index: Int) -> Bool { seed >> index & 1 == 1 }
            var parameters = ModelParameters.standard
            parameters.priceDecimals = bit(0) ? 12 : 0
            parameters.volatility.returns = bit(1) ? 256 : 2
            parameters.volatility.periodsPerYear = bit(2) ? 31_536_000 : 1
            parameters.volatility.removesMean = bit(3)
            parameters.option.rate = (bit(4) ? 1 : -1) * (1 << 31 - 1)
            parameters.option.carry = (bit(5) ? 1 : -1) * (1 << 31 - 1)
            parameters.option.strike = seed % 3 == 0 ? .input : .moneyness(basisPoints: seed % 3 == 1 ? 1_000_000 : 100)
            parameters.option.tenor = seed % 5 == 0 ? .seconds(1 << 28 - 1) : .expiryInput
            if seed % 7 == 0 { parameters.stablecoins = []; parameters.venues = Array(parameters.venues[0..<3]) }
            try parameters.validate()
            do {
                _ = try Self.run(parameters)
            } catch FixedPointError.outOfRange {
                // A volatility of 64 or more: the placeholder's wobble at a year of seconds.
            }
        }
    }

    @Test func quotesThatCannotBeWrittenAreAbsent() {
        #expect(MarketObservation.fitting(ticks: 5, offset: -7) == MarketObservation(price: 5, offset: -7))
        #expect(MarketObservation.fitting(ticks: 1 << 32 - 1, offset: 32767).isPresent)
        for (ticks, offset) in [(Int128(0), 0), (-1, 0), (1 << 32, 0), (1, 32768), (1, -32769)] {
            #expect(MarketObservation.fitting(ticks: ticks, offset: offset) == .absent)
        }
        #expect(MarketObservation.fitting(ticks: 1 << 24, offset: 0, limit: MarketObservation.legLimit) == .absent)
    }

    @Test func roundsThatHaveNoPriceSayWhy() throws {
        #expect(throws: FixedPointError.requirementFailed("past[5]: a quorum of 2 of 3 venues")) {
            try Self.run(.standard) { $0.history[5][0].isPresent = false; $0.history[5][2].offset = -400 }
        }
        #expect(throws: FixedPointError.requirementFailed("spot: a quorum of 2 of 5 venues")) {
            try Self.run(.standard) { inputs in for index in 1..<5 { inputs.venues[index].offset = 61 } }
        }
        #expect(throws: FixedPointError.outOfRange(
            operation: "past[0].kraken.price", value: .powerOfTwo(32), lower: 0, upper: .powerOfTwo(32) - .one, scale: 0)
        ) { try Self.run(.standard) { $0.history[0][1].price = 1 << 32 } }
        #expect(throws: FixedPointError.outOfRange(
            operation: "seconds from the observation to expiry", value: -1, lower: 0, upper: .powerOfTwo(28) - .one, scale: 0)
        ) { try Self.run(.standard) { $0.expiry = $0.observedAt - 1 } }
        #expect(throws: FixedPointError.self) { try Self.run(.standard) { $0.history.removeLast() } }
    }

    @Test func contradictoryParametersAreRefused() throws {
        func expectRefused(_ change: (inout ModelParameters) -> Void) {
            var parameters = ModelParameters.standard
            change(&parameters)
            #expect(throws: ModelParameterError.self) { try parameters.validate() }
        }
        try ModelParameters.standard.validate()
        expectRefused { $0.venues = [] }
        expectRefused { $0.venues[1].name = "coinbase" }
        expectRefused { $0.stablecoins.removeFirst() }
        expectRefused { $0.stablecoins[0].legs.append(ModelVenue("binance", in: .stablecoin("USDC"))) }
        expectRefused { $0.spotRule.quorum = 6 }
        expectRefused { $0.historyQuorum = 4 }
        expectRefused { $0.volatility.returns = 1 }
        expectRefused { $0.volatility.returns = 257 }
        expectRefused { $0.venues[0].maximumAge = 32768 }
        expectRefused { $0.venues[4].isInHistory = true }
        expectRefused { $0.option.rate = 1 << 31 }
        expectRefused { $0.option.strike = .ticks(0) }
        expectRefused { $0.option.tenor = .seconds(1 << 28) }
    }
}
