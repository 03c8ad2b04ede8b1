import EthereumKit
import Foundation
import FuzzSupport
import MarketFeeds
import OracleNode
import PricingModels
import TestSupport
import Testing

/// Evidence files, canonical documents and stored observations, damaged.
@Suite(.timeLimit(.minutes(10))) struct EvidenceFuzzTests {
    @Test func canonicalDocuments() {
        let corpus = [
            #"{"a":[1,-2,9007199254740991,"x"],"b":{"é":null,"z":true},"":"\"\\\n\u0001"}"#, #"{"schema":"x","times":[1,2,3],"age":-5}"#, "[[],{},\"\",0,false]",
        ].map { Array($0.utf8) }
        let mutator = JSONMutator(corpus, special: ["9007199254740991", "9007199254740992", "-9007199254740991"])
        var taken = 0
        let run = FuzzRun("canonical json", count: 15_000)
        run.run { random, name in
            do throws(DocumentError) {
                let value = try CanonicalJSON(parsing: mutator.next(&random))
                taken += 1
                let bytes = value.bytes
                let again = try CanonicalJSON(parsing: bytes)
                #expect(again == value && again.bytes == bytes, name)
                let pretty = try CanonicalJSON(parsing: Array(value.pretty.utf8))
                #expect(pretty == value, name)
            } catch {
                #expect("\(error)".utf8.count < 2_000, name)
            }
        }
        run.expect(accepted: taken, percent: 20)
    }

    /// A name of megabytes around half a million values: the path to a fault is not put together for each of them.
    @Test func longNamesCostNothing() {
        let name = String(repeating: "n", count: 8 << 20)
        let text = "{\"\(name)\":[\(String(repeating: "1,", count: 400_000))1.5]}"
        let error = #expect(throws: DocumentError.self) { try CanonicalJSON(parsing: Array(text.utf8)) }
        #expect(error?.path.hasSuffix("[400000]") == true)
        #expect("\(error?.description ?? "")".utf8.count < 400)
    }

    @Test func evidenceFiles() async throws {
        let round = try await Shared.outlierRound.value
        let original = Array(round.evidence.file.utf8)
        let small = try #require(JSONTree(original))
        // The feed file and the proof are long texts; a short one in their place leaves more of the changes for the rest.
        let mutator = JSONMutator([small.bytes], special: ["\"market\"", "\"leg\"", "\"stale\"", "\"0x\"", "-1", "\"1\"", "\"-170141183460469231731687303715884105728\"", "\"170141183460469231731687303715884105727\""])
        let feed = try feedFile("btc-usd-hourly").feed
        let parameters = try ModelParameters(feed: feed)
        var (taken, evaluated) = (0, 0)
        let before = Int(try #require(ProcessFigures.residentBytes))
        let run = FuzzRun("evidence file", count: 2_500)
        run.run { random, name in
            let bytes = mutator.next(&random)
            let document: Evidence.Document
            do throws(DocumentError) {
                document = try Evidence.read(bytes)
            } catch {
                #expect("\(error)".utf8.count < 4_000, name)
                return
            }
            taken += 1
            // Written again it is the same round, in its one spelling.
            let again = try Evidence.read(Array(document.evidence.file.utf8))
            #expect(again.evidence == document.evidence && again.digest == again.claimedDigest, name)
            do throws(RoundRefusal) {
                let evaluation = try RoundEvaluation(document.evidence.observations, feed: feed, parameters: parameters)
                evaluated += 1
                #expect(evaluation.used.count == feed.markets.count, name)
            } catch {
                #expect(!error.description.isEmpty, name)
            }
            _ = RoundEngine.number(of: document.evidence.observedAt, feed: feed)
            _ = document.evidence.report.publicInputs
        }
        run.expect(accepted: taken, percent: 10)
        if run.isWhole { #expect(evaluated > 0) }
        #expect(Int(try #require(ProcessFigures.residentBytes)) - before < 256 << 20)
    }

    /// The audit of a file that was changed where it reads, with its own hash made right: differences, never a trap, and never none.
    @Test func audits() async throws {
        let round = try await Shared.outlierRound.value
        let circuit = try await Shared.hourlyCircuit.value
        let mutator = JSONMutator([round.evidence.json.bytes], special: ["\"market\"", "\"leg\"", "9007199254740991", "-9007199254740991", "\"99999999999999999999.5\""])
        var read = 0
        FuzzRun("audit", count: 150).run { random, name in
            guard let changed = try? CanonicalJSON(parsing: mutator.next(&random)) else { return }
            let file = CanonicalJSON.object(["evidence": changed, "keccak256": .string(Hex.encode(changed.digest)), "timings": .array([])])
            guard let document = try? Evidence.read(file.bytes) else { return }
            read += 1
            let audit = Audit(document) { _ in circuit }
            // What the audit cannot know is what the venues' servers answered: those lines are the file's alone.
            var same = document.evidence
            same.responses = round.evidence.responses
            if audit.holds { #expect(same.json == round.evidence.json, name) }
        }
        #expect(read > 0 || ProcessInfo.processInfo.environment["ASSAY_FUZZ_CASE"] != nil)
    }

    @Test func storedObservations() async throws {
        let round = try await Shared.outlierRound.value
        let feed = try feedFile("btc-usd-hourly").feed
        let parameters = try ModelParameters(feed: feed)
        let rows = round.observations.stored
        let mutators = rows.map { JSONMutator([$0.body], special: ["\"stale\"", "\"missing\"", "\"1e30\"", "9007199254740991", "-1"]) }
        var taken = 0
        let run = FuzzRun("stored observation", count: 4_000)
        run.run { random, name in
            var changed = rows
            for _ in 0...random.below(2) {
                let index = random.below(rows.count)
                changed[index] = StoredObservation(
                    venue: random.once(in: 10) ? random.pick(["grid", "market 000", "leg 000", "market", "\0", "market 9999999999999999999"]) : rows[index].venue,
                    observedAt: random.once(in: 6) ? random.pick(ByteMutator.edges) : rows[index].observedAt, body: mutators[index].next(&random))
            }
            do {
                let observations = try RoundObservations(stored: changed)
                taken += 1
                #expect(try RoundObservations(stored: observations.stored) == observations, name)
                _ = try? RoundEvaluation(observations, feed: feed, parameters: parameters)
            } catch is DocumentError {
            } catch is StoreError {
            } catch is HexError {
            } catch {
                Issue.record(error, name)
            }
        }
        run.expect(accepted: taken, percent: 10)
    }
}
