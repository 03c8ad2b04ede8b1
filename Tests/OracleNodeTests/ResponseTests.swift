import EthereumKit
import Foundation
import Hashing
import MarketFeeds
import OracleNode
import Synchronization
import Testing

/// Kept responses: what an audit reads from them, and how they are kept.
struct ResponseTests {
    /// A round with stablecoin legs whose responses were kept, as a replay does it.
    private static func keptRound(
        _ folder: String, recording: String = "usdc-depeg-2023-03", feed name: String = "btc-usd-option", at text: String = "2023-03-11T08:00Z"
    ) async throws -> ProvenRound {
        let file = try feedFile(name)
        let archive = ResponseArchive(folder: ResponseArchive.folder(of: folder)) { Issue.record("not kept: \($0)") }
        let source = try await RecordedSource.start(recordingFolder(recording), feed: file.feed, responses: archive)
        let observations: RoundObservations
        do {
            observations = try await source.observations(at: try time(text))
        } catch {
            await source.stop()
            throw error
        }
        await source.stop()
        let circuit = try await (name == "btc-usd-option" ? Shared.optionCircuit : Shared.hourlyCircuit).value
        let engine = try RoundEngine(feed: file, circuit: circuit, signer: try await Shared.signer.value, chainID: 31337, contract: .zero)
        archive.keep(observations.responses)
        return try await engine.prove(observations)
    }

    private static func audit(_ evidence: Evidence, _ folder: String, _ circuit: FeedCircuit) throws -> Audit {
        let responses = ResponseArchive.folder(of: folder)
        return Audit(try Evidence.read(Array(evidence.file.utf8))) { ResponseArchive.body($0, in: responses) } circuit: { _ in circuit }
    }

    @Test(arguments: [
        ("usdc-depeg-2023-03", "btc-usd-option", "2023-03-11T08:00Z", 8), ("bitstamp-flash-2019-05", "btc-usd-hourly", "2019-05-17T04:00Z", 5),
    ])
    func whatWasKeptGivesTheObservationsAgain(_ recording: String, _ feed: String, _ at: String, _ count: Int) async throws {
        let folder = try ScratchFolder()
        let round = try await Self.keptRound(folder.path, recording: recording, feed: feed, at: at)
        #expect(round.observations.responses.count == count)
        let path = try round.evidence.write(into: folder.path)
        let result = try #require(try await EvidenceFiles.audit([path]) { _ in }.first)
        #expect(result.holds, "\(result.text)")
        #expect(result.text.contains("what \(count) responses say, read again"), "\(result.text)")
        #expect(result.audit?.notes == [])
    }

    @Test func whatWasNotKeptIsSaid() async throws {
        let folder = try ScratchFolder()
        let round = try await Self.keptRound(folder.path)
        let circuit = try await Shared.optionCircuit.value
        let gone = round.observations.responses[2]
        try FileManager.default.removeItem(atPath: Self.path(gone.digest, folder))
        let some = try Self.audit(round.evidence, folder.path, circuit)
        #expect(some.holds && some.notes == ["1 of 8 responses: not kept, so what they said cannot be read again"], "\(some.notes)")
        let none = try Self.audit(round.evidence, folder.path + "/elsewhere", circuit)
        #expect(none.holds && none.notes == ["8 of 8 responses: not kept, so what they said cannot be read again"], "\(none.notes)")
    }

    /// Every price of every market and leg, also those that the model does not read.
    @Test func aRecordedPriceThatTheVenueDidNotSayIsNamed() async throws {
        let folder = try ScratchFolder()
        let round = try await Self.keptRound(folder.path)
        let circuit = try await Shared.optionCircuit.value
        for index in round.evidence.series.indices {
            for place in [0, round.evidence.times.count - 1] {
                var evidence = round.evidence
                let old = evidence.series[index].observations[place]
                let price = try #require(old.price)
                let changed = try #require(ExactDecimal("\(price)" + ("\(price)".contains(".") ? "1" : ".1")))
                evidence.series[index].observations[place] = GridObservation(price: changed, age: old.age, drop: old.drop)
                let audit = try Self.audit(evidence, folder.path, circuit)
                let name = "observations[\(evidence.series[index].market)][\(place)]"
                #expect(audit.differences.contains { $0.place == name && $0.recomputed.hasSuffix("in the response") }, "\(name): \(audit.differences)")
            }
        }
    }

    @Test func aRecordedAgeOrReasonThatIsNotTheResponsesIsNamed() async throws {
        let folder = try ScratchFolder()
        let round = try await Self.keptRound(folder.path)
        let circuit = try await Shared.optionCircuit.value
        let old = try #require(round.evidence.series[0].observations.last)
        for other in [
            GridObservation(price: old.price, age: old.age + 1, drop: nil),
            GridObservation(price: nil, age: 0, drop: Drop(.missing, "no candle")),
            GridObservation(price: nil, age: 0, drop: Drop(.httpError, "no connection")),
        ] {
            var evidence = round.evidence
            evidence.series[0].observations[evidence.times.count - 1] = other
            let audit = try Self.audit(evidence, folder.path, circuit)
            #expect(audit.differences.contains { $0.place == "observations[kraken BTC/USD][\(evidence.times.count - 1)]" && $0.recomputed.hasSuffix("in the response") })
        }
    }

    @Test func aResponseThatIsAnotherIsNamed() async throws {
        let folder = try ScratchFolder()
        let round = try await Self.keptRound(folder.path)
        let circuit = try await Shared.optionCircuit.value
        let first = round.evidence.responses[0]
        // Another body under the recorded hash.
        try Data("{}".utf8).write(to: URL(fileURLWithPath: Self.path(first.digest, folder)))
        let swapped = try Self.audit(round.evidence, folder.path, circuit).differences.map(\.place)
        #expect(swapped == ["responses[kraken BTC/USD].keccak256", "responses[kraken BTC/USD].bytes"], "\(swapped)")
        // Another body under its own hash: the venue would have said something else at every time.
        let body = Array("{}".utf8)
        var evidence = round.evidence
        evidence.responses[0] = SourceResponse(
            market: first.market, url: first.url, status: first.status, byteCount: body.count, digest: Keccak256.hash(body))
        try Data(body).write(to: URL(fileURLWithPath: Self.path(Keccak256.hash(body), folder)))
        let forged = try Self.audit(evidence, folder.path, circuit).differences
        #expect(forged.count == 4 && forged.allSatisfy { $0.place.hasPrefix("observations[kraken BTC/USD]") }, "\(forged)")
        #expect(forged[0].recomputed == "no price, malformed in the response" && forged[3].recorded == "the same at 22 more times", "\(forged)")
        // An error's status counts whatever the body says.
        evidence = round.evidence
        let second = evidence.responses[1]
        evidence.responses[1] = SourceResponse(
            market: second.market, url: second.url, status: 503, byteCount: second.byteCount, digest: second.digest)
        let refused = try Self.audit(evidence, folder.path, circuit).differences
        #expect(refused.contains { $0.recomputed == "no price, refused in the response" }, "\(refused)")
    }

    /// Without bodies too: that nothing is missing and that the feed's own question was asked.
    @Test func aQuestionThatTheFeedDoesNotAskIsNamed() async throws {
        let round = try await Shared.depegRound.value
        let circuit = try await Shared.optionCircuit.value
        func places(_ change: (inout [SourceResponse]) -> Void) throws -> [String] {
            var evidence = round.evidence
            change(&evidence.responses)
            return Audit(try Evidence.read(Array(evidence.file.utf8))) { _ in circuit }.differences.map(\.place)
        }
        let response = round.evidence.responses[0]
        func with(market: String? = nil, url: String? = nil) -> SourceResponse {
            SourceResponse(
                market: market ?? response.market, url: url ?? response.url, status: response.status, byteCount: response.byteCount,
                digest: response.digest)
        }
        #expect(try places { $0.removeFirst() } == ["responses[kraken BTC/USD]"])
        #expect(try places { $0[0] = with(url: response.url.replacing("XBTUSD", with: "ETHUSD")) } == ["responses[kraken BTC/USD].url"])
        #expect(try places { $0.append(with(market: "kraken ETH/USD")) } == ["responses[kraken ETH/USD]"])
        #expect(try places { _ in } == [])
    }

    // MARK: Keeping

    private static func path(_ digest: [UInt8], _ folder: ScratchFolder) -> String {
        "\(ResponseArchive.folder(of: folder.path))/\(Hex.encode(digest).dropFirst(2))"
    }

    private static func response(_ body: [UInt8]) -> SourceResponse {
        SourceResponse(market: "kraken BTC/USD", url: "", status: 200, byteCount: body.count, digest: Keccak256.hash(body))
    }

    private static func files(_ folder: ScratchFolder) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: ResponseArchive.folder(of: folder.path))) ?? []).sorted()
    }

    @Test func equalBodiesAreKeptOnceAndOnlyThoseOfRounds() throws {
        let folder = try ScratchFolder()
        let archive = ResponseArchive(folder: ResponseArchive.folder(of: folder.path))
        let (used, unused) = (Array("used".utf8), Array("unused".utf8))
        for body in [used, unused, used] { archive.hold(body, digest: Keccak256.hash(body)) }
        archive.keep([Self.response(used), Self.response(used), Self.response(Array("never came".utf8))])
        archive.keep([Self.response(used)])
        #expect(Self.files(folder) == [String(Hex.encode(Keccak256.hash(used)).dropFirst(2))])
        #expect(ResponseArchive.body(Keccak256.hash(used), in: archive.folder) == used)
    }

    @Test func memoryAndFolderStayBelowTheirLimits() throws {
        let folder = try ScratchFolder()
        let archive = ResponseArchive(folder: ResponseArchive.folder(of: folder.path), maximumBytes: 10_000, heldBytes: 3_000)
        let bodies = (0..<40).map { [UInt8](repeating: UInt8($0), count: 1_000) }
        // Of five held, the first two are let go for the others.
        for body in bodies[0..<5] { archive.hold(body, digest: Keccak256.hash(body)) }
        archive.keep(bodies[0..<5].map(Self.response))
        #expect(Self.files(folder).count == 3)
        for body in bodies {
            archive.hold(body, digest: Keccak256.hash(body))
            archive.keep([Self.response(body)])
            #expect(Self.files(folder).count <= 10)
        }
        #expect(ResponseArchive.body(Keccak256.hash(bodies[39]), in: archive.folder) == bodies[39])
    }

    @Test func aFolderThatCannotBeWrittenIsToldOnceAndStopsNothing() throws {
        let folder = try ScratchFolder()
        try Data().write(to: URL(fileURLWithPath: folder.path + "/plain"))
        let told = Mutex<[String]>([])
        let archive = ResponseArchive(folder: folder.path + "/plain/responses") { problem in told.withLock { $0.append(problem) } }
        let body = Array("body".utf8)
        archive.hold(body, digest: Keccak256.hash(body))
        archive.keep([Self.response(body)])
        archive.keep([Self.response(body)])
        #expect(told.withLock { $0.count } == 1 && told.withLock { $0[0].contains("next:") })
    }

    @Test func responsesGoWithTheLastFileThatRefersToThem() async throws {
        let folder = try ScratchFolder()
        let round = try await Self.keptRound(folder.path)
        let first = try round.evidence.write(into: folder.path)
        var twin = round.evidence
        twin.round += 1
        twin.responses.removeLast(2)
        let second = try twin.write(into: folder.path)
        #expect(first != second && Self.files(folder).count == 8)
        ResponseArchive.remove(evidence: [first])
        #expect(Self.files(folder).count == 6 && !FileManager.default.fileExists(atPath: first))
        ResponseArchive.remove(evidence: [second])
        #expect(Self.files(folder).isEmpty && !FileManager.default.fileExists(atPath: second))
    }

    /// A round's responses are on disk before the round counts as observed.
    @Test func theJournalKeepsThemBeforeTheRoundIsObserved() async throws {
        let folder = try ScratchFolder()
        let file = try feedFile("btc-usd-hourly")
        let archive = ResponseArchive(folder: ResponseArchive.folder(of: folder.path))
        let source = try await RecordedSource.start(recordingFolder("bitstamp-flash-2019-05"), feed: file.feed, responses: archive)
        let engine = try RoundEngine(
            feed: file, circuit: try await Shared.hourlyCircuit.value, signer: try await Shared.signer.value, chainID: 31337, contract: .zero)
        let store = try NodeStore(path: folder.path + "/node.sqlite")
        let journal = RoundJournal(
            store: store, engine: engine, evidenceFolder: folder.path, responses: archive, now: { 1_558_000_000 }, deliver: { _, _, _ in },
            mayPass: { $0 != .observationsWritten })
        await #expect(throws: RoundStopped.self) {
            try await journal.run(observedAt: try time("2019-05-17T04:00Z"), cause: .first, source: source)
        }
        await source.stop()
        #expect(Self.files(folder).count == 5)
        #expect(try store.unfinishedRounds().count == 1)
    }

    @Test func theConfigurationSaysWhetherAndHowMuch() throws {
        func settings(_ section: String) throws -> EvidenceSettings {
            var text = ConfigurationText()
            text.rest = section
            return try NodeConfiguration.parse(text.text).evidence
        }
        #expect(try settings("").responseBytes == ResponseArchive.defaultBytes)
        #expect(try settings("evidence: {keep_responses: false}\n").responseBytes == nil)
        #expect(try settings("evidence: {response_megabytes: 3}\n").responseBytes == 3 << 20)
        #expect(throws: ConfigurationError.self) { try settings("evidence: {response_megabytes: 0}\n") }
    }
}
