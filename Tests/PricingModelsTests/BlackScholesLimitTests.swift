import FixedPointMath
import PricingModels
import Testing

/// What the formula tends to where it has no value of its own, and how it behaves between.
@Suite struct BlackScholesLimitTests {
    /// Ticks of 10^−2, so results are dollars.
    struct Case {
        var spot = 10_000_00
        var strike = 10_000_00
        var seconds = 30 * 86400
        var volatility = 0.6
        var rate = 0.0
        var carry = 0.0
        var isPut = false

        func value() throws -> OptionValue<NativeArithmetic.Number> {
            var a = NativeArithmetic()
            func input(_ value: Int, _ width: RangeWidth, _ scale: Int = 0) throws -> NativeArithmetic.Number {
                try a.input(Int128(value), InputSpecification("x", width, scale: scale, visibility: .secret))
            }
            let option = OptionInputs(
                spot: try input(spot, .unsigned(bits: 32)), strike: try input(strike, .unsigned(bits: 32)),
                secondsToExpiry: try a.narrow(input(seconds, .unsigned(bits: 32)), lower: .zero, upper: .powerOfTwo(28) - .one, "seconds"),
                volatility: try input(Int(volatility * 0x1p42), .unsigned(bits: 48), 42),
                rate: try input(Int(rate * 0x1p31), .signed(bits: 32), 31), carry: try input(Int(carry * 0x1p31), .signed(bits: 32), 31),
                isPut: isPut)
            return try BlackScholes.value(&a, option, unit: DecimalUnit(decimals: 2))
        }
    }

    static func near(_ a: NativeArithmetic.Number, _ b: Double, within tolerance: Double) -> Bool {
        abs(a.approximation - b) <= tolerance
    }

    @Test(arguments: [false, true], [9_000_00, 10_000_00, 11_000_00])
    func atZeroTimeTheOptionIsItsPayoff(isPut: Bool, strike: Int) throws {
        let value = try Case(strike: strike, seconds: 0, rate: 0.05, carry: 0.02, isPut: isPut).value()
        let payoff = Double(max(0, isPut ? strike - 10_000_00 : 10_000_00 - strike)) / 100
        #expect(Self.near(value.price, payoff, within: 1e-9 * 10_000))
        let inTheMoney = isPut ? strike > 10_000_00 : strike < 10_000_00
        let side = strike == 10_000_00 ? 0.5 : inTheMoney ? 1.0 : 0.0
        #expect(Self.near(value.delta, isPut ? -side : side, within: 1e-9))
        for greek in [value.gamma, value.vega, value.rho] { #expect(greek.approximation == 0) }
        // What remains of theta is interest and income, of which a half at the money.
        let carrying = side * (0.02 * 10_000 - 0.05 * Double(strike) / 100) * (isPut ? -1 : 1)
        #expect(Self.near(value.theta, carrying, within: 1e-5))
    }

    @Test(arguments: [false, true], [8_000_00, 12_000_00])
    func atZeroVolatilityItIsTheDiscountedPayoffOfTheForward(isPut: Bool, strike: Int) throws {
        let years = 30.0 / 365
        let value = try Case(strike: strike, volatility: 0, rate: 0.05, carry: 0.02, isPut: isPut).value()
        let (rate, carry) = (Double(Int(0.05 * 0x1p31)) * 0x1p-31, Double(Int(0.02 * 0x1p31)) * 0x1p-31)
        let (forward, owed) = (10_000 * exponential(-carry * years), Double(strike) / 100 * exponential(-rate * years))
        #expect(Self.near(value.price, max(0, isPut ? owed - forward : forward - owed), within: 1e-5))
        #expect(value.gamma.approximation == 0 && value.vega.approximation == 0)
    }

    /// e^x for small x, by its series: the tests need no library for it.
    private func exponential(_ x: Double) -> Double {
        (1...20).reversed().reduce(1.0) { 1 + $0 * x / Double($1) }
    }

    @Test func zeroTimeAndZeroVolatilityTogether() throws {
        let value = try Case(strike: 9_999_99, seconds: 0, volatility: 0).value()
        #expect(Self.near(value.price, 0.01, within: 1e-5) && Self.near(value.delta, 1, within: 1e-9))
    }

    @Test(arguments: [(3_000_000_000, 1_000), (1_000, 3_000_000_000)])
    func deepInAndOutOfTheMoney(spot: Int, strike: Int) throws {
        let (call, put) = (try Case(spot: spot, strike: strike).value(), try Case(spot: spot, strike: strike, isPut: true).value())
        let intrinsic = Double(spot - strike) / 100
        let tolerance = 1e-9 * Double(spot) / 100 + 1e-12 * Double(strike) / 100
        #expect(Self.near(call.price, max(0, intrinsic), within: tolerance) && Self.near(put.price, max(0, -intrinsic), within: tolerance))
        #expect(Self.near(call.delta, spot > strike ? 1 : 0, within: 1e-9) && Self.near(put.delta, spot > strike ? 0 : -1, within: 1e-9))
        #expect(Self.near(call.gamma, 0, within: 1e-9) && Self.near(call.vega, 0, within: tolerance))
    }

    @Test func callLessPutIsTheForward() throws {
        for seed in UInt64(1)...300 {
            let record = AccuracyReport.OptionRecord(seed: seed, index: 0)
            var a = NativeArithmetic()
            var inputs = try record.inputs(&a)
            inputs.isPut = false
            let call = try BlackScholes.value(&a, inputs)
            inputs.isPut = true
            let put = try BlackScholes.value(&a, inputs)
            // delta(call) − delta(put) = e^(−qτ), and S·that − (call − put) = K·e^(−rτ), which lies between the extremes of the rate.
            let factor = try a.subtract(call.delta, put.delta).approximation
            let parity = try Double(record.spot) * factor - a.subtract(call.price, put.price).approximation
            let years = Double(record.seconds) / Double(BlackScholes.secondsPerYear)
            let owed = Double(record.strike) * seriesExponential(-Double(record.rate) * 0x1p-31 * years)
            #expect(abs(parity - owed) <= 1e-9 * Double(record.spot) + 1e-11 * Double(record.strike), "seed \(seed)")
        }
    }

    private func seriesExponential(_ x: Double) -> Double {
        (1...60).reversed().reduce(1.0) { 1 + $0 * x / Double($1) }
    }

    @Test func priceRisesWithVolatilityAndSpot() throws {
        var previous = -1.0
        for step in 1...40 {
            let price = try Case(volatility: 0.05 * Double(step)).value().price.approximation
            #expect(price > previous, "volatility \(0.05 * Double(step))")
            previous = price
        }
        previous = -1
        for step in 1...40 {
            let price = try Case(spot: 500_00 * step).value().price.approximation
            #expect(price >= previous && price >= 0, "spot \(500 * step)")
            previous = price
        }
    }

    @Test func smallTotalVolatilityNeitherTrapsNorThrows() throws {
        for exponent in 1...42 {
            for seconds in [0, 1, 2, 60] {
                for spot in [10_000_00, 10_000_01] {
                    let value = try Case(spot: spot, seconds: seconds, volatility: Double(sign: .plus, exponent: -exponent, significand: 1)).value()
                    #expect(!value.price.raw.isNegative && value.price.approximation < 10_001, "2^-\(exponent), \(seconds) s")
                    #expect(!value.gamma.raw.isNegative && !value.vega.raw.isNegative, "2^-\(exponent), \(seconds) s")
                }
            }
        }
    }

    @Test func outsideTheDomainIsAnErrorWithValueAndBound() throws {
        #expect(throws: FixedPointError.self) { try Case(spot: 0).value() }
        #expect(throws: FixedPointError.self) { try Case(strike: 0).value() }
        do {
            _ = try Case(seconds: 4 * 365 * 86400, volatility: 4.1).value()
            Issue.record("a total volatility above 8 went through")
        } catch let error as FixedPointError {
            guard case .outOfRange(let operation, let value, _, let upper, _) = error else { throw error }
            #expect(operation.contains("total volatility") && value > upper)
        }
        #expect(throws: FixedPointError.self) { try Case(seconds: 1 << 28).value() }
    }
}
