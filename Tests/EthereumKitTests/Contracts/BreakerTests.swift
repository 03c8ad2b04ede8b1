import EthereumKit
import Testing

/// The deviation breaker: what is held, what confirms it, what drops it.
@Suite struct BreakerTests {
    static let start = FeedFixture.now - 500
    static let dollar: Int128 = 100_000_000

    /// A feed at 20,000 whose limit is 10 % within an hour, confirmed after a minute.
    final class World {
        let fixture: FeedFixture
        private var round: UInt64 = 0

        init(limit: UInt32 = 1_000, answer: Int128 = 20_000) throws {
            fixture = try FeedFixture {
                $0.breaker = .init(limit: limit, window: 3_600, spacing: 60)
                $0.maxAge = 20_000
                $0.maxSkew = 20_000
            }
            let first = try submit(answer, at: 0)
            #expect(first == "published")
        }

        func submit(_ dollars: Int128, at seconds: UInt64) throws -> String {
            round += 1
            let report = FeedFixture.report(round: round, observedAt: start + seconds, values: [Int128(round), dollars << 48, -dollars])
            try fixture.hold(report)
            let data = try ProvenFeed.submit(report: report, proof: FeedFixture.proof(), orderedSignatures: fixture.signatures(report))
            let outcome = try fixture.evm.transact(to: fixture.feed, data: data)
            guard outcome.success else { return fixture.artifact.explain(outcome) }
            return outcome.output == Word(1).bytes ? "published" : "held"
        }

        /// Dollars.
        func answer() throws -> Int128? { try fixture.answer().map { $0 / dollar } }
        func held() throws -> Int128? {
            try ProvenFeed.decodeHeldReport(fixture.read(ProvenFeed.heldReport)).map { $0.answer / dollar }
        }
        func latest() throws -> ProvenFeed.RoundValues { try ProvenFeed.decodeLatestValues(fixture.read(ProvenFeed.latestValues)) }
    }

    @Test func theLimitItselfPasses() throws {
        let world = try World()
        #expect(try world.submit(22_000, at: 60) == "published")
        #expect(try world.submit(19_800, at: 120) == "published")
        #expect(try world.submit(21_781, at: 180) == "held")
        #expect(try (world.answer(), world.held()) == (19_800, 21_781))
        let reads = try ProvenFeed.decodeRoundData(world.fixture.read(ProvenFeed.latestRoundData))
        #expect(reads.updatedAt == Self.start + 120)
    }

    @Test func oneBadMomentMovesNothing() throws {
        let world = try World()
        #expect(try world.submit(1, at: 60) == "held")
        #expect(try world.submit(20_100, at: 61) == "published")
        #expect(try (world.answer(), world.held()) == (20_100, nil))
        // The same the other way.
        #expect(try world.submit(2_000_000, at: 120) == "held")
        #expect(try world.submit(20_050, at: 180) == "published")
        #expect(try world.answer() == 20_050)
    }

    @Test func aMoveThatPersistsIsPublishedWithTheSecondRound() throws {
        let world = try World()
        #expect(try world.submit(12_000, at: 60) == "held")
        #expect(try world.submit(12_100, at: 119) == "TooCloseToHeld(observedAt: \(Self.start + 119), earliest: \(Self.start + 120))")
        #expect(try world.submit(12_100, at: 120) == "published")
        #expect(try (world.answer(), world.held()) == (12_100, nil))
        #expect(try world.latest().values == [4, 12_100 << 48, -12_100])
    }

    /// Between what is held and the latest answer: both rounds say the market moved at least this far.
    @Test func aSmallerMoveTheSameWayIsPublished() throws {
        let world = try World()
        #expect(try world.submit(8_000, at: 60) == "held")
        #expect(try world.submit(16_000, at: 120) == "published")
        #expect(try (world.answer(), world.held()) == (16_000, nil))
    }

    /// A market in free fall is followed one round behind: never frozen, never by more than two rounds agree on.
    @Test func aFreeFallIsFollowedOneRoundBehind() throws {
        let world = try World()
        let path: [Int128] = [16_000, 12_000, 8_000, 4_000, 1_000]
        for (index, price) in path.enumerated() {
            #expect(try world.submit(price, at: UInt64(60 * (index + 1))) == "held")
            #expect(try world.held() == price)
            #expect(try world.answer() == (index == 0 ? 20_000 : path[index - 1]))
            if index > 0 {
                // The round that was held is the latest, with its own values and its own time.
                let latest = try world.latest()
                #expect(latest.round == UInt64(index + 1))
                #expect(latest.observedAt == Self.start + UInt64(60 * index))
                #expect(latest.values == [Int128(index + 1), path[index - 1] << 48, -path[index - 1]])
            }
        }
        #expect(try world.submit(1_020, at: 360) == "published")
        #expect(try (world.answer(), world.held()) == (1_020, nil))
    }

    @Test func twoRoundsInOppositeWaysAgreeOnNothing() throws {
        let world = try World()
        #expect(try world.submit(30_000, at: 60) == "held")
        #expect(try world.submit(10_000, at: 120) == "held")
        #expect(try (world.answer(), world.held()) == (20_000, 10_000))
        #expect(try world.submit(30_000, at: 180) == "held")
        #expect(try (world.answer(), world.held()) == (20_000, 30_000))
    }

    /// What is held is the newest known: nothing older passes it by.
    @Test func olderRoundsDoNotPassWhatIsHeld() throws {
        let world = try World()
        #expect(try world.submit(30_000, at: 100) == "held")
        #expect(try world.submit(20_000, at: 100) == "ObservationNotNewer(given: \(Self.start + 100), latest: \(Self.start + 100))")
        let held = FeedFixture.report(round: 2, observedAt: Self.start + 100, values: [2, 30_000 << 48, -30_000])
        #expect(try world.fixture.submit(held) == "RoundNotNewer(given: 2, latest: 2)")
    }

    @Test func afterTheWindowEverythingPasses() throws {
        let world = try World()
        #expect(try world.submit(30_000, at: 3_600) == "held")
        #expect(try world.submit(5_000, at: 3_601) == "published")
        #expect(try (world.answer(), world.held()) == (5_000, nil))
        #expect(try world.submit(20_000, at: 3_601 + 3_601) == "published")
    }

    @Test func zeroAndNegativeAnswersAreCompared() throws {
        let world = try World(answer: 0)
        #expect(try world.submit(0, at: 60) == "published")
        #expect(try world.submit(1, at: 120) == "held")
        #expect(try world.submit(-1, at: 180) == "held")
        #expect(try world.submit(-1, at: 240) == "published")
        #expect(try world.submit(1, at: 300) == "held")
        #expect(try world.submit(1, at: 360) == "published")
    }

    @Test func withoutABreakerNothingIsHeld() throws {
        let fixture = try FeedFixture()
        #expect(try fixture.publish(FeedFixture.report(round: 1, observedAt: Self.start, values: [0, 1 << 48, 0])) == "accepted")
        #expect(try fixture.publish(FeedFixture.report(round: 2, observedAt: Self.start + 1, values: [0, 9 << 60, 0])) == "accepted")
        #expect(try fixture.answer() == (9 << 12) * Self.dollar)
    }

    @Test func holdingAndWhatBecomesOfItAreEvents() throws {
        let fixture = try FeedFixture { $0.breaker = .init(limit: 1_000, window: 3_600, spacing: 60) }
        func logs(_ round: UInt64, _ seconds: UInt64, _ dollars: Int128) throws -> [[[UInt8]]] {
            let report = FeedFixture.report(round: round, observedAt: Self.start + seconds, values: [0, dollars << 48, 0])
            try fixture.hold(report)
            let data = try ProvenFeed.submit(report: report, proof: FeedFixture.proof(), orderedSignatures: fixture.signatures(report))
            return try fixture.evm.transact(to: fixture.feed, data: data).logs.map(\.topics)
        }
        func topic(_ signature: String) throws -> [UInt8] { try ABIFunction(signature).topic }
        let accepted = try topic("ReportAccepted(uint64,bytes32,uint64,int256,bytes32,int256[])")
        let held = try topic("ReportHeld(uint64,bytes32,uint64,int256,int256,bytes32,int256[])")
        let dropped = try topic("HeldReportDropped(uint64,uint64)")
        let confirmed = try topic("HeldReportAccepted(uint64,uint64,uint64,int256)")
        let model = FeedFixture.modelID.bytes
        func number(_ value: UInt64) -> [UInt8] { Word(value).bytes }
        #expect(try logs(1, 0, 100) == [[accepted, number(1), model]])
        #expect(try logs(2, 60, 50) == [[held, number(2), model]])
        #expect(try logs(3, 120, 20) == [[confirmed, number(2), number(3)], [held, number(3), model]])
        #expect(try logs(4, 180, 51) == [[dropped, number(3), number(4)], [accepted, number(4), model]])
    }
}
