import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// What people get to see.
struct ReportTests {
    @Test func theReplayShowsTheDroppedVenue() async throws {
        let file = try feedFile("btc-usd-hourly")
        let source = try await RecordedSource.start(recordingFolder("bitstamp-flash-2019-05"), feed: file.feed)
        let plan = try ReplayPlan(
            feed: file.feed, span: source.span, from: try time("2019-05-17T03:00Z"), to: try time("2019-05-17T05:00Z"))
        let folder = try ScratchFolder()
        let engine = try RoundEngine(
            feed: file, circuit: try await Shared.hourlyCircuit.value, signer: try await Shared.signer.value, chainID: 31337,
            contract: .zero)
        let summary = try await Replay(engine: engine, judge: nil, source: source, folder: folder.path).run(plan) { _ in }
        await source.stop()
        #expect(summary.holds)
        #expect(summary.rounds.count == 3)

        let table = RoundTable(summary)
        #expect(table.rows[1][3] == "bitstamp USD (outlier)")
        #expect(table.rows[0][3] == "–" && table.rows[2][3] == "–")

        let page = HTMLReport(summary).html
        #expect(page.contains("outlier: 6178 USD"))
        #expect(page.contains("class=\"cross\""))
        #expect(page.components(separatedBy: "<svg").count == 9, "four charts, each in two widths")
        for reference in ["http://", "https://", "src=", "<script", "@import", "url("] {
            #expect(!page.contains(reference), "the page must stand alone, but has \(reference)")
        }
        let evidence = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/evidence")
        #expect(evidence.count == 3)
        let json = try CanonicalJSON(parsing: Array(summary.json.text.utf8))
        #expect(json == summary.json)
    }

    @Test func roundsWithoutAPriceAreToldAndTheReplayGoesOn() async throws {
        // A feed of a pair that the recording does not hold: every venue answers with its own error.
        let file = try feedFile("btc-usd-hourly")
        let text = file.text.replacingOccurrences(of: "BTC/USD", with: "LTC/USD")
        let feed = FeedFile(feed: try Feed.parse(text), text: text)
        let source = try await RecordedSource.start(recordingFolder("bitstamp-flash-2019-05"), feed: feed.feed)
        let plan = try ReplayPlan(feed: feed.feed, span: source.span, count: 2)
        let engine = try RoundEngine(
            feed: feed, circuit: try await Shared.hourlyCircuit.value, signer: try await Shared.signer.value, chainID: 31337,
            contract: .zero)
        let summary = try await Replay(engine: engine, judge: nil, source: source, folder: nil).run(plan) { _ in }
        await source.stop()
        #expect(summary.rounds.isEmpty && !summary.holds)
        #expect(summary.refused.count == 2)
        #expect(summary.refused.allSatisfy { $0.reason.contains("0 of 5") }, "\(summary.refused)")
    }

    @Test func textFromElsewhereCannotBecomeMarkup() {
        var summary = ReplaySummary(
            feed: FeedFacts(
                name: "<b>", summary: "a & b <script>", pair: "\"X\"/USD", source: "<i>", modelKind: "spot", outlierBasisPoints: 100,
                quorum: 1, intervalSeconds: 60, window: 0, option: nil),
            proof: ProofFacts(
                modelID: "0x", proofBytes: 1, publicInputs: 1, referenceString: "<u>", isInsecure: true, circuit: "", signer: "0x",
                signerIsThrowaway: false, contractBytes: nil),
            markets: [])
        summary.refused = [RefusedRound(round: 1, observedAt: 1_678_406_400, reason: "<img onerror=x>")]
        let page = HTMLReport(summary).html
        for tag in ["<script", "<b>\"", "<img", "<u>", "<i>"] { #expect(!page.contains(tag)) }
        #expect(page.contains("Insecure reference string"))
        #expect(page.contains("No round was published"))
    }

    @Test func roundsAreSpreadEvenlyOverWhatTheRecordingCovers() throws {
        let feed = try feedFile("btc-usd-option").feed
        let span = try time("2023-03-10")...time("2023-03-13")
        let all = try ReplayPlan(feed: feed, span: span)
        #expect(all.rounds.first == (try time("2023-03-10T03:00Z")))
        #expect(all.rounds.last == span.upperBound)
        #expect(all.rounds.count == 70)
        let some = try ReplayPlan(feed: feed, span: span, count: 24)
        #expect(some.rounds.count == 24)
        #expect(some.rounds.first == all.rounds.first && some.rounds.last == all.rounds.last)
        #expect(try ReplayPlan(feed: feed, span: span, count: 1).rounds == [span.upperBound])
        #expect(throws: NodeError.self) { try ReplayPlan(feed: feed, span: span, from: span.upperBound + 1) }
    }

    @Test func timesAreReadInTheirUsualSpellings() {
        #expect(Moment.seconds("2023-03-11") == 1_678_492_800)
        #expect(Moment.seconds("2023-03-11T07:18Z") == 1_678_519_080)
        #expect(Moment.seconds("2023-03-11T07:18:00Z") == 1_678_519_080)
        #expect(Moment.seconds("1678519080") == 1_678_519_080)
        for text in ["", "yesterday", "2023-13-01", "2023-03-11 07:18", "-5", "2023-02-30"] { #expect(Moment.seconds(text) == nil) }
    }
}
