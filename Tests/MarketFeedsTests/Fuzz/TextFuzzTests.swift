import Foundation
import FuzzSupport
import MarketFeeds
import OracleNode
import Testing

/// Numbers, documents and files of text: read to the same value again, or refused with a place.
@Suite(.timeLimit(.minutes(10))) struct TextFuzzTests {
    // MARK: Decimal numbers

    @Test func decimals() {
        let alphabet = Array("0123456789.-+eE 0000999".utf8)
        FuzzRun("decimal", count: 30_000).run { random, name in
            var text = (0..<random.pick([1, 3, 8, 20, 45, 120, 500])).map { _ in random.pick(alphabet) }
            switch random.below(6) {
            case 0: text = Array("\(random.next()).\(random.next())e\(Int(random.below(90)) - 45)".utf8)
            case 1: text = Array("-0.\(String(repeating: "0", count: random.below(40)))\(random.next())".utf8)
            case 2: text = Array("\(random.next())\(String(repeating: "0", count: random.below(40)))E-\(random.below(80))".utf8)
            case 3: text = ByteMutator.mutate(Array("10156.990".utf8), others: ["1e38", "-0.00001"].map { Array($0.utf8) }, limit: 600, &random)
            default: break
            }
            guard let value = ExactDecimal(utf8: text) else { return }
            #expect(ExactDecimal(value.description) == value, name)
            #expect(value.significand < ExactDecimal.powerOfTen(38) && abs(value.exponent) <= 38, name)
            #expect(value.isZero || value.significand % 10 != 0, name)
            // Every number so read is one of JSON's.
            #expect((try? JSONReader.read(text)) != nil, name)
            let other = ExactDecimal(Int(truncatingIfNeeded: random.next()))
            #expect((value < other) != (value >= other), name)
            if let middle = ExactDecimal.midpoint(value, other) { #expect(middle >= min(value, other) && middle <= max(value, other), name) }
            if let raw = value.raw() { #expect(raw == 0 || (raw < 0) == value.isNegative, name) }
            if let ticks = value.ticks(decimals: 2) { #expect(ticks == 0 || (ticks < 0) == value.isNegative, name) }
        }
    }

    // MARK: JSON

    @Test func documents() throws {
        let corpus = try ["bitstamp_ohlc.json", "kraken_ticker.json", "binance_ticker.json", "gemini_ticker.json"].map(Bodies.bytes)
        let mutator = JSONMutator(corpus + [Array(#"{"a\u00e9😀\n":[1.5E-7,-0,true,null,{}],"b":"\ud83d\ude00"}"#.utf8)])
        var taken = 0
        let run = FuzzRun("json", count: 20_000)
        run.run { random, name in
            let bytes = mutator.next(&random)
            do {
                let value = try JSONReader.read(bytes)
                taken += 1
                #expect(try JSONReader.read(Self.spell(value)) == value, name)
                // Stricter than other readers, never laxer.
                #expect((try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil || Self.holdsHugeNumber(value), name)
            } catch let error as JSONError {
                #expect(error.line >= 1 && error.column >= 1 && error.problem.utf8.count < 300, name)
            }
        }
        run.expect(accepted: taken, percent: 40)
    }

    /// Numbers beyond a binary float, which Foundation refuses and exact decimals need not.
    private static func holdsHugeNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let text): !(Double(text)?.isFinite ?? false)
        case .array(let values): values.contains(where: holdsHugeNumber)
        case .object(let members): members.values.contains(where: holdsHugeNumber)
        default: false
        }
    }

    static func spell(_ value: JSONValue) -> [UInt8] {
        switch value {
        case .null: return Array("null".utf8)
        case .bool(let flag): return Array("\(flag)".utf8)
        case .number(let text): return Array(text.utf8)
        case .string(let text): return spell(text)
        case .array(let values): return [0x5B] + values.map(spell).joined(separator: [0x2C]) + [0x5D]
        case .object(let members): return [0x7B] + members.map { spell($0.key) + [0x3A] + spell($0.value) }.joined(separator: [0x2C]) + [0x7D]
        }
    }

    private static func spell(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [0x22]
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes += [0x5C, byte]
            case 0..<0x20: bytes += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
        return bytes + [0x22]
    }

    // MARK: Feed files

    static let feeds: [String] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("feeds")
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        return names.compactMap { try? String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
    }()

    @Test func feedFiles() throws {
        #expect(Self.feeds.count >= 3)
        let mutator = TextMutator(Self.feeds)
        let before = Int(try #require(ProcessFigures.residentBytes))
        var taken = 0
        let run = FuzzRun("feed file", count: 6_000)
        run.run { random, name in
            let text = mutator.next(&random)
            do {
                let feed = try Feed.parse(text)
                taken += 1
                #expect(try Feed.parse(text) == feed, name)
                #expect((1...9).contains(feed.markets.count) && feed.quorum <= feed.markets.count && feed.bounds.minimum < feed.bounds.maximum, name)
                let time = Int64(random.below(4_000_000_000)) - 1_000_000_000
                let round = feed.lastRound(at: time)
                #expect(round <= time - Int64(feed.schedule.delaySeconds) && round % Int64(feed.schedule.everySeconds) == 0, name)
                #expect(feed.grid(at: round).count == feed.window + 1 && feed.candleRange(at: round).lowerBound % Int64(feed.candleSeconds) == 0, name)
            } catch let error as FeedError {
                #expect(!error.problems.isEmpty, name)
            }
        }
        run.expect(accepted: taken, percent: 15)
        #expect(Int(try #require(ProcessFigures.residentBytes)) - before < 256 << 20)
    }

    // MARK: Recordings

    @Test func candleFiles() {
        let rows = (0..<20).map { "\(1_700_000_040 + 60 * $0),30000.5,30001,29999,30000,1.5" }
        let file = Array((CandleFile.header + "\n" + rows.joined(separator: "\n") + "\n").utf8)
        var taken = 0
        let run = FuzzRun("candle file", count: 10_000)
        run.run { random, name in
            let bytes = ByteMutator.mutate(file, others: [file], &random)
            do {
                let candles = try CandleFile.read(bytes, candleSeconds: 60, range: 1_700_000_000..<1_700_010_000)
                taken += 1
                #expect(zip(candles, candles.dropFirst()).allSatisfy { $0.openTime < $1.openTime }, name)
                #expect(candles.allSatisfy { $0.openTime % 60 == 0 && (1_700_000_000..<1_700_010_000).contains($0.openTime) }, name)
            } catch let error as CandleFile.Problem {
                #expect(error.line >= 1, name)
            }
        }
        run.expect(accepted: taken, percent: 2)
    }
}
