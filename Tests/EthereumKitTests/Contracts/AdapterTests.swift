import EthereumKit
import Testing

/// What consumers read: values, the Pyth-like and Derive-like adapters, the sequencer guard and the mock.
@Suite struct AdapterTests {
    static let price: [ABIType] = [.tuple([.int(64), .uint(64), .int(32), .uint(256)])]

    struct Reader {
        let fixture: FeedFixture
        let contract: Address
        let artifact: ContractArtifact

        init(_ fixture: FeedFixture, _ deployment: ContractDeployment) throws {
            self.fixture = fixture
            (contract, artifact) = try fixture.deploy(deployment)
        }

        /// What a read returns, or the contract's error.
        func read(_ signature: String, _ arguments: [ABIValue] = [], as types: [ABIType]) throws -> [ABIValue] {
            let outcome = try fixture.evm.call(to: contract, data: ABIFunction(signature).call(arguments))
            return outcome.success ? try ABI.decode(outcome.output, as: types) : [.string(artifact.explain(outcome))]
        }

        func send(_ signature: String, _ arguments: [ABIValue]) throws -> String {
            let outcome = try fixture.evm.transact(to: contract, data: ABIFunction(signature).call(arguments))
            return outcome.success ? "done" : artifact.explain(outcome)
        }
    }

    @Test func valuesOfTheLastRoundsAreKept() throws {
        let fixture = try FeedFixture { $0.valueHistory = 3 }
        func values(_ round: UInt64) throws -> [Int128]? {
            let outcome = try fixture.evm.call(to: fixture.feed, data: ProvenFeed.valuesOf(round))
            return outcome.success ? try ProvenFeed.decodeValues(outcome.output, of: round).values : nil
        }
        // Values that fit three to a slot and values that do not, at the borders of both, in turn.
        let narrow: Int128 = 1 << 84
        let wide: Int128 = .max
        let rounds: [[Int128]] = [
            [1, 2, 3], [narrow - 1, -narrow, 0], [narrow, 5 << 48, -1], [-narrow - 1, 0, narrow], [wide, -wide, 0], [-1, -1, -1],
            [0, narrow - 1, -wide], [0, 0, 0],
        ]
        for (index, list) in rounds.enumerated() {
            // Rounds may leave gaps.
            let round = UInt64(3 * index + 1)
            let report = FeedFixture.report(round: round, observedAt: FeedFixture.now - 100 + UInt64(index), values: list)
            #expect(try fixture.publish(report) == "accepted")
            for (earlier, kept) in rounds[...index].enumerated() {
                #expect(try values(UInt64(3 * earlier + 1)) == (index - earlier < 3 ? kept : nil), "round \(earlier) after \(index)")
            }
            let latest = try ProvenFeed.decodeLatestValues(fixture.read(ProvenFeed.latestValues))
            #expect(latest.values == list && latest.round == round && latest.acceptedAt == FeedFixture.now)
            #expect(latest.observedAt == report.observedAt)
        }
        let old = try fixture.evm.call(to: fixture.feed, data: ProvenFeed.valuesOf(1))
        #expect(fixture.artifact.explain(old) == "ValuesNotKept(round: 1, roundsSince: 7, kept: 3)")
        let never = try fixture.evm.call(to: fixture.feed, data: ProvenFeed.valuesOf(2))
        #expect(fixture.artifact.explain(never) == "NoData(roundId: 2)")
        // Answers are kept for ever.
        for (index, list) in rounds.enumerated() where list[1] == 5 << 48 {
            let output = try fixture.read(ProvenFeed.getRoundData(UInt64(3 * index + 1)))
            #expect(try ProvenFeed.decodeRoundData(output).answer == 500_000_000)
        }
    }

    @Test func pricesAsPythsConsumersReadThem() throws {
        let fixture = try FeedFixture()
        let reader = try Reader(fixture, .priceAdapter(feed: fixture.feed, confidenceLimit: 50, validTimePeriod: 60))
        let id = ABIValue.bytes32(FeedFixture.feedID)
        func unsafe() throws -> [ABIValue] { try reader.read("getPriceUnsafe(bytes32)", [id], as: Self.price) }
        func notOlder(_ age: UInt64) throws -> [ABIValue] {
            try reader.read("getPriceNoOlderThan(bytes32,uint256)", [id, .number(age)], as: Self.price)
        }
        // Before the first round the feed's own error comes through; the adapter's artifact does not know its name.
        #expect(try fixture.artifact.explain(fixture.evm.call(to: reader.contract, data: ABIFunction("getPriceUnsafe(bytes32)").call([id]))) == "NoData(roundId: 0)")
        let report = FeedFixture.report(values: [1, 20_000 << 48, -3])
        #expect(try fixture.publish(report) == "accepted")
        // 50 basis points of 20,000 are 100.
        let expected: [ABIValue] = [.tuple([.signed(2_000_000_000_000), .number(10_000_000_000), .signed(-8), .number(report.observedAt)])]
        #expect(try unsafe() == expected)
        #expect(try notOlder(5) == expected)
        #expect(try reader.read("getPrice(bytes32)", [id], as: Self.price) == expected)
        #expect(try reader.read("getValidTimePeriod()", as: [.uint(256)]) == [.number(60)])
        let now = FeedFixture.now
        #expect(try notOlder(4) == [.string("StalePrice(publishTime: \(report.observedAt), now_: \(now), age: 4)")])
        let other = ABIValue.bytes32(7)
        #expect(try reader.read("getPriceUnsafe(bytes32)", [other], as: Self.price) == [.string("PriceFeedNotFound(given: \(Word(7)), expected: \(FeedFixture.feedID))")])
        try fixture.evm.configure(timestamp: report.observedAt + 61)
        #expect(try reader.read("getPrice(bytes32)", [id], as: Self.price) == [.string("StalePrice(publishTime: \(report.observedAt), now_: \(report.observedAt + 61), age: 60)")])
        #expect(try unsafe() == expected)
        // A publish time ahead of the clock is as far from it as one behind.
        try fixture.evm.configure(timestamp: report.observedAt - 10)
        #expect(try notOlder(9) == [.string("StalePrice(publishTime: \(report.observedAt), now_: \(report.observedAt - 10), age: 9)")])
        #expect(try notOlder(10) == expected)
    }

    @Test func confidencesRoundUpAndPricesThatDoNotFitAreRefused() throws {
        let fixture = try FeedFixture()
        let reader = try Reader(fixture, .priceAdapter(feed: fixture.feed, confidenceLimit: 1, validTimePeriod: 60))
        let cases: [(Int128, Int128?, UInt64)] = [
            (0, 0, 0), (1 << 48, 100_000_000, 10_000), (-(1 << 48), -100_000_000, 10_000), (2_814_750, 1, 1), (-2_814_750, -1, 1),
            // ±2^63 in the eighth decimal is about 92 billion.
            (92_000_000_000 << 48, 9_200_000_000_000_000_000, 920_000_000_000_000), (93_000_000_000 << 48, nil, 0), (-(93_000_000_000 << 48), nil, 0),
        ]
        for (index, (value, answer, confidence)) in cases.enumerated() {
            let report = FeedFixture.report(round: UInt64(index + 1), observedAt: FeedFixture.now - 100 + UInt64(index), values: [0, value, 0])
            #expect(try fixture.publish(report) == "accepted")
            let got = try reader.read("getPriceUnsafe(bytes32)", [.bytes32(FeedFixture.feedID)], as: Self.price)
            if let answer {
                #expect(got == [.tuple([.signed(answer), .number(confidence), .signed(-8), .number(report.observedAt)])], "\(value)")
            } else {
                #expect(got == [.string("PriceDoesNotFit(price: \(value / (1 << 48) * 100_000_000))")])
            }
        }
        for limit in [0, 10_000] as [UInt64] {
            let deployment = try ContractDeployment.priceAdapter(feed: fixture.feed, confidenceLimit: limit, validTimePeriod: 60)
            let outcome = try fixture.evm.deploy(bytecode: deployment.creationCode).outcome
            #expect(deployment.artifact.explain(outcome) == "BadConfidence(given: \(limit), least: 1, greatest: 9999)")
        }
    }

    @Test func volatilitiesAsDerivesConsumersReadThem() throws {
        let fixture = try FeedFixture()
        let reader = try Reader(fixture, .volatilityAdapter(feed: fixture.feed, volatilityIndex: 0, marketsIndex: 2, marketCount: 5, maxAge: 60))
        let now = FeedFixture.now
        func vol(_ expiry: UInt64) throws -> [ABIValue] {
            try reader.read("getVol(uint128,uint64)", [.number(25_000), .number(expiry)], as: [.uint(256), .uint(256)])
        }
        func publish(_ round: UInt64, _ values: [Int128]) throws {
            let report = FeedFixture.report(round: round, observedAt: now - 50 + round, values: values)
            #expect(try fixture.publish(report) == "accepted")
        }
        // 62.5 %, four of five markets.
        try publish(1, [5 << 45, 20_000 << 48, 0b10111])
        #expect(try vol(now + 86_400) == [.number(625_000_000_000_000_000), .number(800_000_000_000_000_000)])
        #expect(try reader.read("getExpiryMinConfidence(uint64)", [.number(now + 1)], as: [.uint(256)]) == [.number(800_000_000_000_000_000)])
        #expect(try vol(now) == [.string("ExpiryPassed(expiry: \(now), now_: \(now))")])
        // To the nearest: 2^-48 is 3,552.7 of the 18th decimal.
        try publish(2, [1, 20_000 << 48, 0])
        #expect(try vol(now + 1) == [.number(3_553), .number(0)])
        try publish(3, [-1, 20_000 << 48, 0b11111])
        #expect(try vol(now + 1) == [.string("NegativeVolatility(value: -1)")])
        try publish(4, [1 << 48, 20_000 << 48, 0b111_11111])
        #expect(try vol(now + 1) == [.number(1_000_000_000_000_000_000), .number(1_000_000_000_000_000_000)])
        try fixture.evm.configure(timestamp: now + 15)
        #expect(try vol(now + 86_400) == [.string("StaleVolatility(observedAt: \(now - 46), now_: \(now + 15), maxAge: 60)")])
        for (volatility, markets, count, error) in [
            (3, 2, 5, "BadValueIndex(given: 3, valueCount: 3)"), (0, 9, 5, "BadValueIndex(given: 9, valueCount: 3)"),
            (0, 2, 0, "BadMarketCount(given: 0, least: 1, greatest: 126)"), (0, 2, 127, "BadMarketCount(given: 127, least: 1, greatest: 126)"),
        ] as [(UInt64, UInt64, UInt64, String)] {
            let deployment = try ContractDeployment.volatilityAdapter(
                feed: fixture.feed, volatilityIndex: volatility, marketsIndex: markets, marketCount: count, maxAge: 60)
            #expect(try deployment.artifact.explain(fixture.evm.deploy(bytecode: deployment.creationCode).outcome) == error)
        }
    }

    @Test func aFeedBehindTheSequencerGuard() throws {
        let fixture = try FeedFixture()
        let uptime = try Reader(fixture, .contract("MockSequencerUptime"))
        let guarded = try Reader(fixture, .sequencerGuard(feed: fixture.feed, uptimeFeed: uptime.contract, gracePeriod: 3_600))
        let now = FeedFixture.now
        let shape: [ABIType] = [.uint(80), .int(256), .uint(256), .uint(256), .uint(80)]
        let report = FeedFixture.report()
        #expect(try fixture.publish(report) == "accepted")
        let round: [ABIValue] = [.number(1), .signed(2_000_000_000_000), .number(report.observedAt), .number(report.observedAt), .number(1)]
        func reads() throws -> [[ABIValue]] {
            [
                try guarded.read("latestRoundData()", as: shape),
                try guarded.read("getRoundData(uint80)", [.number(1)], as: shape),
            ]
        }
        func set(isDown: Bool, since: UInt64) throws {
            #expect(try uptime.send("set(bool,uint256)", [.bool(isDown), .number(since)]) == "done")
        }
        // Nothing is known of a sequencer whose feed has not begun.
        #expect(try reads() == [[ABIValue]](repeating: [.string("SequencerDown(answer: 0, since: 0)")], count: 2))
        try set(isDown: true, since: now - 9_000)
        #expect(try reads() == [[ABIValue]](repeating: [.string("SequencerDown(answer: 1, since: \(now - 9_000))")], count: 2))
        try set(isDown: false, since: now - 3_599)
        #expect(try reads() == [[ABIValue]](repeating: [.string("GracePeriodNotOver(now_: \(now), upSince: \(now - 3_599), gracePeriod: 3600)")], count: 2))
        try set(isDown: false, since: now - 3_600)
        #expect(try reads() == [round, round])
        #expect(try guarded.read("decimals()", as: [.uint(8)]) == [.number(8)])
        #expect(try guarded.read("description()", as: [.string]) == [.string("BTC / USD")])
        #expect(try guarded.read("version()", as: [.uint(256)]) == [.number(2)])
    }

    /// A consumer's test against the mock sees what it would see against a feed.
    @Test func theMockSaysWhatAFeedWouldSay() throws {
        let fixture = try FeedFixture()
        let artifact = try ContractArtifact.named("MockProvenFeed")
        let arguments = try ABI.encode(
            [.bytes32(FeedFixture.feedID), .number(3), .number(1), .string("BTC / USD")], as: [.fixedBytes(32), .uint(256), .uint(256), .string])
        let mock = try #require(try fixture.evm.deploy(bytecode: artifact.bytecode + arguments).address)
        let reads = [
            ProvenFeed.latestRoundData, ProvenFeed.latestValues, ProvenFeed.feedID, ProvenFeed.paused, try ProvenFeed.getRoundData(4),
            try ProvenFeed.getRoundData(5), try ProvenFeed.valuesOf(4), try ProvenFeed.valuesOf(3),
        ] + ["decimals", "version", "description", "valueCount", "answerIndex"].map(ProvenFeed.read)
        func compare() throws {
            for data in reads {
                let (told, said) = (try fixture.evm.call(to: mock, data: data), try fixture.evm.call(to: fixture.feed, data: data))
                #expect(told.success == said.success && told.output == said.output, "\(Hex.encode(data))")
            }
        }
        try compare()
        let report = FeedFixture.report(round: 4, values: [7, (20_000 << 48) + (1 << 21), -3])
        #expect(try fixture.publish(report) == "accepted")
        let set = try ABIFunction("set(uint64,uint64,int256[])")
        let values = ABIValue.array(report.values.map { .signed($0) })
        #expect(try fixture.evm.transact(to: mock, data: set.call([.number(4), .number(report.observedAt), values])).success)
        try compare()
        let again = try fixture.evm.transact(to: mock, data: set.call([.number(4), .number(report.observedAt), values]))
        #expect(artifact.explain(again) == "RoundNotNewer(given: 4, latest: 4)")
        #expect(try fixture.evm.transact(to: mock, data: ABIFunction("setPaused(bool)").call([.bool(true)])).success)
        #expect(try ProvenFeed.decodeFlag(fixture.evm.call(to: mock, data: ProvenFeed.paused).output))
        // An adapter reads it as it reads a feed.
        let reader = try Reader(fixture, .priceAdapter(feed: mock, confidenceLimit: 50, validTimePeriod: 60))
        let price = try reader.read("getPriceUnsafe(bytes32)", [.bytes32(FeedFixture.feedID)], as: Self.price)
        #expect(price == [.tuple([.signed(2_000_000_000_001), .number(10_000_000_001), .signed(-8), .number(report.observedAt)])])
    }
}
