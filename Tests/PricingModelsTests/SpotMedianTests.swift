import FixedPointMath
import PricingModels
import Testing

@Suite struct SpotMedianTests {
    /// Dollars to ticks of 10^−2.
    static func quote(_ dollars: Double, offset: Int = 0) -> MarketObservation {
        MarketObservation(price: Int((dollars * 100).rounded()), offset: offset)
    }

    static func leg(_ dollars: Double) -> MarketObservation { MarketObservation(price: Int((dollars * 1e7).rounded())) }

    /// Median in dollars, and which venues counted.
    static func spot(
        _ parameters: ModelParameters, _ venues: [MarketObservation], legs: [[MarketObservation]] = []
    ) throws -> (price: Double, used: [Bool]) {
        var a = NativeArithmetic()
        let result = try SpotMedian.spot(&a, parameters, venues: venues, legs: legs)
        return (result.median.approximation / 100, result.used)
    }

    static func dollars(_ count: Int, quorum: Int = 2, bound: Int = 300) -> ModelParameters {
        ModelParameters(
            venues: (0..<count).map { ModelVenue("v\($0)", maximumAge: 300, maximumLead: 60) },
            spotRule: MedianRule(quorum: quorum, outlierBasisPoints: bound))
    }

    static let depegged = ModelParameters(
        venues: [
            ModelVenue("binanceus"), ModelVenue("coinbase"), ModelVenue("kraken"),
            ModelVenue("binanceus-usdt", in: .stablecoin("USDT")), ModelVenue("kraken-usdc", in: .stablecoin("USDC")),
        ],
        stablecoins: [
            Stablecoin("USDT", legs: [ModelVenue("coinbase"), ModelVenue("kraken")]),
            Stablecoin("USDC", legs: [ModelVenue("kraken")]),
        ])

    @Test(arguments: 1...9) func isTheMedianOfWhateverCounts(count: Int) throws {
        for seed in UInt64(1)...60 {
            var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(count)
            func next(_ bound: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(bound))
            }
            let quotes = (0..<count).map { _ in
                MarketObservation(price: 2_000_000 + next(20_000), offset: next(500) - 350, isPresent: next(5) > 0)
            }
            let valid = quotes.map { $0.isPresent && $0.offset >= -300 && $0.offset <= 60 }
            let prices = zip(quotes, valid).filter(\.1).map(\.0.price).sorted()
            let parameters = Self.dollars(count, quorum: 1)
            guard !prices.isEmpty else {
                #expect(throws: FixedPointError.requirementFailed("spot: a quorum of 1 of \(count) venues")) { try Self.spot(parameters, quotes) }
                continue
            }
            let result = try Self.spot(parameters, quotes)
            let median = Double(prices[(prices.count - 1) / 2] + prices[prices.count / 2]) / 200
            #expect(result.price == median && result.used == valid, "seed \(seed), \(count) venues")
        }
    }

    @Test func mayTwentyNineteen() throws {
        // Lows of the hour from 2019-05-17T03:00Z: Bitstamp alone printed 6,178.
        let lows = [6178, 6600, 6630.41, 6636].map { Self.quote($0) }
        let result = try Self.spot(Self.dollars(4), lows)
        #expect(result.used == [false, true, true, true] && result.price == 6630.41)
        // The same with three venues, and with the one at the other end.
        #expect(try Self.spot(Self.dollars(3), Array(lows[0..<3])).used == [false, true, true])
        #expect(try Self.spot(Self.dollars(3), [Self.quote(7100), lows[1], lows[2]]).used == [false, true, true])
        // With one of two wrong nothing says which: no price.
        #expect(throws: FixedPointError.requirementFailed("spot: a quorum of 2 of 2 venues")) {
            try Self.spot(Self.dollars(2), Array(lows[0..<2]))
        }
    }

    @Test func twoCampsGiveNoPrice() throws {
        let camps = [6600, 6601, 7100, 7101].map { Self.quote($0) }
        #expect(throws: FixedPointError.self) { try Self.spot(Self.dollars(4), camps) }
    }

    @Test func usdcQuotesFourteenPercentHighComeBack() throws {
        // 2023-03-11T07:18Z: Kraken BTC/USDC 23,099.8 beside Kraken BTC/USD 20,258.1.
        let venues = [20248.72, 20261.29, 20258.1, 20138.51, 23099.8].map { Self.quote($0) }
        let legs = [[1.00565, 1.0048].map { Self.leg($0) }, [0.8805].map { Self.leg($0) }]
        let result = try Self.spot(Self.depegged, venues, legs: legs)
        #expect(result.used == [true, true, true, true, true])
        #expect(abs(result.price / 20258.1 - 1) < 30e-4)
        // Alone with its own leg the converted quote is back within 1% of 20,258, from 14%.
        var only = Self.depegged
        only.venues = [only.venues[4]]
        only.spotRule.quorum = 1
        #expect(abs(try Self.spot(only, [venues[4]], legs: legs).price - 23099.8 * 0.8805) < 0.01)
    }

    @Test func withoutItsLegsAStablecoinQuoteDoesNotCount() throws {
        let venues = [20248.72, 20261.29, 20258.1, 20138.51, 23099.8].map { Self.quote($0) }
        let result = try Self.spot(Self.depegged, venues, legs: [[Self.leg(1.00565), .absent], [.absent]])
        #expect(result.used == [true, true, true, true, false])
        let none = try Self.spot(Self.depegged, venues, legs: [[.absent, .absent], [.absent]])
        #expect(none.used == [true, true, true, false, false] && none.price == 20258.1)
        // Legs that contradict each other are no price either.
        let torn = try Self.spot(Self.depegged, venues, legs: [[Self.leg(1.00565), Self.leg(0.9)], [Self.leg(0.8805)]])
        #expect(torn.used == [true, true, true, false, true])
    }

    @Test func aLegMayBeQuotedInAnEarlierStablecoin() throws {
        var parameters = Self.depegged
        parameters.stablecoins[1].legs = [ModelVenue("binanceus", in: .stablecoin("USDT"))]
        let venues = [20248.72, 20261.29, 20258.1, 20138.51, 22000].map { Self.quote($0) }
        let legs = [[1.00565, 1.0048].map { Self.leg($0) }, [Self.leg(0.92)]]
        parameters.venues = [parameters.venues[4]]
        parameters.spotRule.quorum = 1
        let price = try Self.spot(parameters, [venues[4]], legs: legs).price
        #expect(abs(price - 22000 * 0.92 * 1.005225) < 0.01)
    }

    @Test func staleAndEarlyQuotesDoNotCount() throws {
        let result = try Self.spot(
            Self.dollars(5),
            [Self.quote(100, offset: -300), Self.quote(100.2, offset: 60), Self.quote(100.4, offset: -301), Self.quote(100.5, offset: 61), Self.quote(100.1)])
        #expect(result.used == [true, true, false, false, true] && result.price == 100.1)
    }

    @Test func absurdQuotesCannotStopARound() throws {
        let most = MarketObservation(price: 1 << 32 - 1)
        let venues = [Self.quote(20000), Self.quote(20001), MarketObservation(price: 0), most, most]
        let legs = [[MarketObservation(price: 1 << 24 - 1), MarketObservation(price: 1 << 24 - 1)], [MarketObservation(price: 1 << 24 - 1)]]
        var parameters = Self.depegged
        parameters.spotRule.quorum = 2
        // The first median of {0, 20000, 20001, absurd, absurd} is the good 20001.
        let result = try Self.spot(parameters, venues, legs: legs)
        #expect(result.used == [true, true, false, false, false] && result.price == 20000.5)
    }

    @Test func pastMediansNeedTheirQuorum() throws {
        let parameters = Self.dollars(3)
        var a = NativeArithmetic()
        let two = try SpotMedian.past(&a, parameters, [Self.quote(10), .absent, Self.quote(11)], time: 4)
        #expect(two.approximation == 1050)
        #expect(throws: FixedPointError.requirementFailed("past[4]: a quorum of 2 of 3 venues")) {
            try SpotMedian.past(&a, parameters, [Self.quote(10), .absent, .absent], time: 4)
        }
    }
}
