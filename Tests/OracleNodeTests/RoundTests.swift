import EthereumKit
import Foundation
import Hashing
import MarketFeeds
import OracleNode
import Testing

/// Market data in, a signed and proven report out.
struct RoundTests {
    @Test func aRecordedRoundIsProvenSignedAndWrittenDown() async throws {
        let round = try await Shared.depegRound.value
        let circuit = try await Shared.optionCircuit.value
        let key = circuit.key.verifyingKey
        #expect(try key.verify(proof: round.proof, publicInputs: round.evaluation.publicInputs))
        #expect(round.proof.count == key.shape.byteCount)
        #expect(round.evaluation.values.map(\.name) == [
            "observedAt", "spot", "volatility", "price", "delta", "gamma", "vega", "theta", "rho", "venuesUsed",
        ])
        // The report says what the proof says, and the signature is the signer's.
        #expect(round.report.values == round.evaluation.values.dropFirst().map(\.raw))
        #expect(round.report.feedCommitment.bytes == Keccak256.hash(round.proof[..<(64 * key.layout.feedGroupCount)]))
        let domain = TypedDataDomain.assay(
            chainID: 31337, verifyingContract: try Address("0x00000000000000000000000000000000000a55a7"))
        #expect(round.signatures.map { $0.signer(of: round.report.digest(domain: domain)) } == [try await Shared.signer.value.address])
        let sent = try ProvenFeed.decodeSubmit(round.calldata)
        #expect(sent.report == round.report)
        #expect(sent.proof == round.proof)
        // Markets and legs each were asked once, through the client.
        let feed = try feedFile("btc-usd-option").feed
        #expect(round.observations.responses.count == feed.markets.count + feed.legs.count)
        #expect(round.observations.responses.allSatisfy { $0.status == 200 && $0.digest.count == 32 && $0.byteCount > 0 })
    }

    @Test func theEvidenceFileReadsBackAndEverythingRecomputes() async throws {
        let round = try await Shared.depegRound.value
        let folder = try ScratchFolder()
        let path = try round.evidence.write(into: folder.path)
        let document = try EvidenceFiles.read(path)
        #expect(document.evidence == round.evidence)
        #expect(document.digest == document.claimedDigest)
        let circuit = try await Shared.optionCircuit.value
        let audit = Audit(document) { _ in circuit }
        #expect(audit.holds, "\(audit.differences)")
        #expect(audit.checks.count >= 12)
    }

    @Test func collectingGivesWhatTheRecordingHolds() async throws {
        let round = try await Shared.depegRound.value
        let direct = try DirectObservations(try feedFile("btc-usd-option").feed, recording: "usdc-depeg-2023-03")
            .observations(at: round.observations.observedAt)
        #expect(round.observations.times == direct.times)
        for (collected, read) in zip(round.observations.markets + round.observations.legs, direct.markets + direct.legs) {
            #expect(collected.map(\.price) == read.map(\.price))
            #expect(collected.map(\.age) == read.map(\.age))
        }
    }

    @Test func theOutlierVenueIsDroppedInTheHourItPrints6178() async throws {
        let round = try await Shared.outlierRound.value
        let feed = try feedFile("btc-usd-hourly").feed
        let bitstamp = try #require(feed.markets.firstIndex { $0.venue == .bitstamp })
        #expect(round.observations.markets[bitstamp].last?.price == ExactDecimal("6178"))
        #expect(round.evaluation.used == feed.markets.indices.map { $0 != bitstamp })
        #expect(round.evaluation.notCounted.map(\.market) == ["bitstamp BTC/USD"])
        #expect(round.evaluation.notCounted[0].reason.hasPrefix("outlier: 6178 USD"))
        let mask = try #require(round.evaluation.value("venuesUsed"))
        #expect(mask.raw == Int128(0b11111 & ~(1 << bitstamp)))
        let circuit = try await Shared.hourlyCircuit.value
        #expect(try circuit.key.verifyingKey.verify(proof: round.proof, publicInputs: round.evaluation.publicInputs))
    }

    @Test func tooFewMarketsGiveARefusalAndNoPrice() async throws {
        let round = try await Shared.depegRound.value
        let given = round.observations
        let circuit = try await Shared.optionCircuit.value
        let feed = try feedFile("btc-usd-option").feed
        // Three of five markets gone at the round's own time; three are needed.
        let gone = GridObservation(price: nil, age: 0, drop: Drop(.httpError, "no connection"))
        let markets = given.markets.enumerated().map { index, row in index < 3 ? Array(row.dropLast()) + [gone] : row }
        let observations = RoundObservations(
            observedAt: given.observedAt, times: given.times, markets: markets, legs: given.legs, responses: given.responses)
        #expect(throws: RoundRefusal.self) {
            try RoundEvaluation(observations, feed: feed, parameters: circuit.parameters)
        }
    }

    @Test func developmentStringsDoNotSignForPublicChains() async throws {
        let signer = try await Shared.signer.value
        let feed = try feedFile("btc-usd-option")
        let circuit = try FeedCircuit(feed: feed.feed, srs: .insecureDevelopment(powers: 2048, seed: "node tests"))
        #expect(circuit.key.verifyingKey.isInsecure)
        for chain: UInt64 in [1337, 31337] {
            _ = try RoundEngine(feed: feed, circuit: circuit, signer: signer, chainID: chain, contract: .zero)
        }
        let failure = #expect(throws: NodeError.self) {
            try RoundEngine(feed: feed, circuit: circuit, signer: signer, chainID: 1, contract: .zero)
        }
        #expect(failure?.code == .refused)
    }
}
