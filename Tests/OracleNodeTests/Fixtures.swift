import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import PricingModels

/// The project's folder, from where this file lies.
let projectFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

func feedFile(_ name: String) throws -> FeedFile { try FeedFile.load("\(projectFolder)/feeds/\(name).yaml") }

func recordingFolder(_ name: String) -> String { "\(projectFolder)/feeds/recorded/\(name)" }

func time(_ text: String) throws -> Int64 {
    guard let seconds = Moment.seconds(text) else { throw NodeError(.usage, "\(text) is no time") }
    return seconds
}

/// A folder that is gone when the test is.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "assay-node-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Circuits are made once for all suites.
enum Shared {
    static let optionCircuit = Task { try await FeedCircuit.make(try feedFile("btc-usd-option").feed) { _ in } }
    static let hourlyCircuit = Task { try await FeedCircuit.make(try feedFile("btc-usd-hourly").feed) { _ in } }

    /// A round of the weekend in which stablecoin quotes are far from the dollar's, through server, client, proof and signature.
    static let depegRound = Task {
        try await round("btc-usd-option", "usdc-depeg-2023-03", at: "2023-03-11T08:00Z", circuit: optionCircuit.value)
    }

    /// The hour in which one venue printed 6178.
    static let outlierRound = Task {
        try await round("btc-usd-hourly", "bitstamp-flash-2019-05", at: "2019-05-17T04:00Z", circuit: hourlyCircuit.value)
    }

    static let signer = Task { try NodeKey.throwaway(in: scratch.path) }
    private static let scratch: ScratchFolder = {
        do { return try ScratchFolder() } catch { preconditionFailure("no temporary folder: \(error)") }
    }()

    private static func round(
        _ feed: String, _ recording: String, at text: String, circuit: FeedCircuit
    ) async throws -> ProvenRound {
        let file = try feedFile(feed)
        let source = try await RecordedSource.start(recordingFolder(recording), feed: file.feed)
        let observations = try await source.observations(at: try time(text))
        await source.stop()
        let engine = try RoundEngine(
            feed: file, circuit: circuit, signer: try await signer.value, chainID: 31337,
            contract: try Address("0x00000000000000000000000000000000000a55a7"))
        return try await engine.prove(observations)
    }
}

/// Rounds read straight from a recording's candles: what collecting gives, without server and client, so that hundreds of rounds take no time.
struct DirectObservations {
    private let feed: Feed
    private let series: [MarketSymbol: CandleSeries]

    init(_ feed: Feed, recording name: String) throws {
        let recording = try Recording.load(recordingFolder(name))
        self.feed = feed
        var series: [MarketSymbol: CandleSeries] = [:]
        for entry in recording.series {
            series[entry.market] = try CandleSeries(entry.candles, candleSeconds: recording.candleSeconds, now: recording.to)
        }
        self.series = series
    }

    func observations(at observedAt: Int64) -> RoundObservations {
        let times = feed.grid(at: observedAt)
        func row(_ symbol: MarketSymbol) -> [GridObservation] {
            times.map { time in
                guard let (entry, age) = series[symbol]?.last(at: time), let price = feed.price.price(of: entry.candle) else {
                    return GridObservation(price: nil, age: 0, drop: Drop(.missing, "no candle"))
                }
                let isStale = age > Int64(feed.freshnessSeconds)
                return GridObservation(price: price, age: age, drop: isStale ? Drop(.stale, "\(age) s old") : nil)
            }
        }
        return RoundObservations(
            observedAt: observedAt, times: times, markets: feed.markets.map { row($0.symbol) }, legs: feed.legs.map { row($0.symbol) },
            responses: [])
    }
}
