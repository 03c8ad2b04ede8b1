import BN254
import Foundation
import FuzzSupport
import MarketFeeds
import OracleNode
import TestSupport
import Testing

/// What goes between a node and its prover's process, damaged: frames, requests and answers, on both sides.
@Suite struct ProverFuzzTests {
    private static func frame(_ payload: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(payload.count).bigEndian) { Array($0) } + payload
    }

    /// Reads a stream in pieces of any size.
    private static func frames(_ stream: [UInt8], limit: Int, _ random: inout SeededGenerator) -> (frames: [[UInt8]], error: ProverFrameError?) {
        var reader = ProverFrameReader(limit: limit)
        var frames: [[UInt8]] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let piece = rest.prefix(1 + random.below(random.once(in: 4) ? 4_096 : 9))
            rest = rest.dropFirst(piece.count)
            reader.append(piece)
            do throws(ProverFrameError) {
                while let frame = try reader.next() { frames.append(frame) }
            } catch {
                return (frames, error)
            }
        }
        return (frames, nil)
    }

    @Test func framesComeOutAsTheyWentInWhateverThePieces() {
        FuzzRun("prover frames, whole", count: 3_000).run { random, name in
            let sent = (0..<1 + random.below(6)).map { _ in random.bytes(1 + random.below(random.once(in: 8) ? 3_000 : 40)) }
            let (got, error) = Self.frames(sent.flatMap(Self.frame), limit: 3_001, &random)
            #expect(got == sent && error == nil, name)
        }
    }

    @Test func damagedStreamsEndInFramesOrAnError() {
        var counts = (errors: 0, frames: 0)
        let run = FuzzRun("prover frames, damaged", count: 30_000)
        run.run { random, name in
            let sent = (0..<1 + random.below(6)).map { _ in random.bytes(1 + random.below(60)) }
            let stream = ByteMutator.mutate(sent.flatMap(Self.frame), others: [Self.frame(random.bytes(20))], limit: 4_096, &random)
            let (got, error) = Self.frames(stream, limit: 64, &random)
            #expect(got.allSatisfy { (1...64).contains($0.count) } && got.reduce(0) { $0 + $1.count + 4 } <= stream.count, name)
            counts.errors += error == nil ? 0 : 1
            counts.frames += got.count
        }
        if run.isWhole { #expect(counts.errors > 1_000 && counts.frames > 10_000, "\(counts)") }
    }

    private static func corpus() throws -> (requests: [[UInt8]], answers: [[UInt8]]) {
        let file = try feedFile("btc-usd-hourly")
        let feed = file.feed
        let whole = try DirectObservations(feed, recording: "bitstamp-flash-2019-05").observations(at: feed.lastRound(at: try time("2019-05-17T04:00Z")))
        // A few columns of the grid: damage then hits structure as often as prices.
        func few(_ rows: [[GridObservation]]) -> [[GridObservation]] { rows.map { Array($0.suffix(3)) } }
        let series = few(whole.markets).map { Evidence.Series(market: "kraken BTC/USD", isLeg: false, observations: $0) }
            + few(whole.legs).map { Evidence.Series(market: "kraken USDC/USD", isLeg: true, observations: $0) }
        let requests: [ProverRequest] = [
            .load(text: file.text), .forget(feed: file.id),
            .prove(feed: file.id, observedAt: whole.observedAt, times: Array(whole.times.suffix(3)), series: series),
        ]
        let proof = UncheckedProof(
            proof: [UInt8](repeating: 7, count: 400), publicInputs: [Fr(signed: 5), Fr(signed: -5)],
            timings: [.init(name: "witness", milliseconds: 2), .init(name: "prove", milliseconds: 400)], seconds: 0.402)
        let answers: [ProverAnswer] = [.loaded(model: file.id), .forgotten, .proved(proof), .failed("no proof")]
        // What is written is read back as it was.
        for (index, request) in requests.enumerated() {
            let (number, read) = try ProverRequest.read(request.json(number: Int64(index)).bytes)
            #expect(number == Int64(index) && read == request)
        }
        for (index, answer) in answers.enumerated() {
            let (number, read) = try ProverAnswer.read(answer.json(number: Int64(index)).bytes)
            #expect(number == Int64(index) && read == answer)
        }
        return (requests.map { $0.json(number: 9).bytes }, answers.map { $0.json(number: 9).bytes })
    }

    @Test func damagedRequestsAndAnswersAreReadOrRefused() throws {
        let (requests, answers) = try Self.corpus()
        var counts = (read: 0, refused: 0)
        let run = FuzzRun("prover messages", count: 20_000)
        run.run { random, name in
            let isRequest = random.once(in: 2)
            let corpus = isRequest ? requests : answers
            let bytes = ByteMutator.mutate(random.pick(corpus), others: corpus, limit: 1 << 17, &random)
            do throws(DocumentError) {
                if isRequest { _ = try ProverRequest.read(bytes) } else { _ = try ProverAnswer.read(bytes) }
                counts.read += 1
            } catch {
                counts.refused += 1
                #expect(!error.description.isEmpty, name)
            }
        }
        if run.isWhole { #expect(counts.read > 100 && counts.refused > 1_000, "\(counts)") }
    }
}
