import EthereumKit
import Testing

/// Several submissions in one transaction.
@Suite struct FeedMulticallTests {
    /// Three feeds with one verifier, on one machine.
    struct World {
        let fixture: FeedFixture
        let feeds: [Address]
        let multicall: Address
        let artifact: ContractArtifact

        init() throws {
            fixture = try FeedFixture()
            let configuration = FeedFixture.configuration(verifier: fixture.verifier, owner: fixture.owner, keys: fixture.keys)
            let code = try ContractDeployment.feed(configuration).creationCode
            let more = [try fixture.evm.deploy(bytecode: code).address, try fixture.evm.deploy(bytecode: code).address]
            feeds = [fixture.feed] + more.compactMap { $0 }
            (multicall, artifact) = try fixture.deploy(.multicall())
        }

        func calldata(_ index: Int, round: UInt64 = 1) throws -> [UInt8] {
            let report = FeedFixture.report(round: round)
            try fixture.hold(report)
            let domain = TypedDataDomain.assay(chainID: FeedFixture.chainID, verifyingContract: feeds[index])
            return try ProvenFeed.submit(
                report: report, proof: FeedFixture.proof(), orderedSignatures: fixture.signatures(report, domain: domain))
        }

        func call(_ index: Int, gas: UInt64 = 300_000) throws -> FeedMulticall.Call {
            .init(feed: feeds[index], gasLimit: gas, data: try calldata(index))
        }

        func send(_ calls: [FeedMulticall.Call], gasLimit: UInt64 = LocalEVM.defaultGasLimit) throws -> LocalEVM.Outcome {
            try fixture.evm.transact(to: multicall, data: FeedMulticall.submitMany(calls), gasLimit: gasLimit)
        }

        func rounds() throws -> [Bool] {
            try feeds.map { try fixture.evm.call(to: $0, data: ProvenFeed.latestRoundData).success }
        }
    }

    @Test func allGoodOnesArePublished() throws {
        let world = try World()
        let outcome = try world.send(try (0..<3).map { try world.call($0) })
        #expect(outcome.success, "\(world.artifact.explain(outcome))")
        let results = try FeedMulticall.decodeResults(outcome.output)
        #expect(results.map(\.success) == [true, true, true])
        #expect(results.map(\.returnData) == [[UInt8]](repeating: Word(1).bytes, count: 3))
        #expect(try world.rounds() == [true, true, true])
        #expect(outcome.logs.map(\.address) == world.feeds)
    }

    @Test func aBadOneCostsOnlyItself() throws {
        let world = try World()
        var calls = try (0..<3).map { try world.call($0) }
        // Signed for another feed.
        calls[1].data = try world.calldata(0)
        let outcome = try world.send(calls)
        #expect(outcome.success)
        let results = try FeedMulticall.decodeResults(outcome.output)
        #expect(results.map(\.success) == [true, false, true])
        #expect(world.fixture.artifact.errorName(of: results[1].returnData) == "NotASigner")
        #expect(try world.rounds() == [true, false, true])
        let event = try ABIFunction("SubmissionFailed(uint256,address,bytes)").topic
        #expect(outcome.logs.contains { $0.topics == [event, Word(1).bytes, world.feeds[1].word.bytes] && $0.address == world.multicall })
    }

    /// A submission that burns all it is given, as a refused precompile does, leaves the others their gas; so does one whose
    /// returned data is large.
    @Test func oneThatBurnsItsGasCostsOnlyItsLimit() throws {
        let world = try World()
        let burner = try LocalEVMTests.deploy("5b600056", on: world.fixture.evm)
        // Returns 200,000 bytes.
        let bomb = try LocalEVMTests.deploy("62030d406000f3", on: world.fixture.evm)
        let calls = [
            FeedMulticall.Call(feed: burner, gasLimit: 200_000, data: try world.calldata(0)), try world.call(0),
            .init(feed: bomb, gasLimit: 200_000, data: try world.calldata(0)), try world.call(2),
        ]
        let outcome = try world.send(calls, gasLimit: 2_000_000)
        #expect(outcome.success)
        let results = try FeedMulticall.decodeResults(outcome.output)
        #expect(results.map(\.success) == [false, true, true, true])
        #expect(results[0].returnData.isEmpty && results[2].returnData.count == 512)
        #expect(try world.rounds() == [true, false, true])
    }

    @Test func nothingButSubmissionsIsPassedOn() throws {
        let world = try World()
        func error(_ change: (inout FeedMulticall.Call) throws -> Void) throws -> String {
            var calls = [try world.call(0), try world.call(1)]
            try change(&calls[1])
            return world.artifact.explain(try world.send(calls))
        }
        let pause = ProvenFeed.pause
        #expect(try error { $0.data = pause } == "NotASubmission(index: 1, selector: \(Hex.encode(pause)))")
        #expect(try error { $0.data = [1, 2, 3] } == "NotASubmission(index: 1, selector: 0x00000000)")
        #expect(try error { $0.feed = world.fixture.owner } == "NoFeed(index: 1, feed: \(world.fixture.owner))")
        #expect(try error { $0.gasLimit = 40_000_000 }.hasPrefix("NotEnoughGas(index: 1"))
        #expect(try world.rounds() == [false, false, false])
        #expect(try world.send([]).success)
    }
}
