import EthereumKit
import Foundation
import Hashing
import MarketFeeds
import OracleNode
import Synchronization

/// A node that shows fixed data: three feeds, rounds with real evidence, and states that a test puts it in.
final class FakeNode: NodeView {
    static let now: UInt64 = 1_678_622_700
    static let option = "btc-usd-option"
    static let hourly = "btc-usd-hourly"
    /// One observation of this round's evidence file was changed afterwards.
    static let alteredRound: UInt64 = 432_797

    private let state: Mutex<(snapshot: NodeSnapshot, failure: StoreError?)>
    private let details: [RoundKey: RoundDetail]
    private let files: [RoundKey: [UInt8]]

    init() throws {
        var details: [RoundKey: RoundDetail] = [:]
        var files: [RoundKey: [UInt8]] = [:]
        for (feed, number) in [(Self.option, 466_229), (Self.option, 466_255), (Self.option, 466_285), (Self.hourly, 432_796)] as [(String, UInt64)] {
            let key = RoundKey(feed: feed, number: number)
            files[key] = try Self.evidence(key)
            details[key] = try Self.detail(key, files[key] ?? [])
        }
        let original = RoundKey(feed: Self.hourly, number: 432_796)
        let altered = RoundKey(feed: Self.hourly, number: Self.alteredRound)
        // The venue's price as it would have had to be to count.
        files[altered] = Array(String(decoding: files[original] ?? [], as: UTF8.self).replacing("\"6178\"", with: "\"6600\"").utf8)
        details[altered] = try Self.detail(altered, files[altered] ?? [])
        self.details = details
        self.files = files
        state = Mutex((Self.healthy(Array(details.values)), nil))
    }

    static func evidence(_ key: RoundKey) throws -> [UInt8] {
        let path = "\(projectFolder)/Tests/OracleNodeTests/Serving/Evidence/\(key.feed)-\(key.number).json"
        guard let data = FileManager.default.contents(atPath: path) else { throw NodeError(.environment, "\(path) is missing", next: "check the clone") }
        return Array(data)
    }

    func set(_ change: (inout NodeSnapshot) -> Void) { state.withLock { change(&$0.snapshot) } }
    func recover() { state.withLock { $0.snapshot = Self.healthy(Array(details.values)) } }
    func fail(_ error: StoreError?) { state.withLock { $0.failure = error } }

    // MARK: View

    func snapshot() async -> NodeSnapshot { state.withLock { $0.snapshot } }

    private func check() throws(StoreError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func rounds(feed: String, limit: Int, before: UInt64?) async throws(StoreError) -> [RoundSummary] {
        try check()
        let all = details.values.map(\.summary).filter { $0.feed == feed && $0.number < before ?? .max }
        return Array(all.sorted { $0.number > $1.number }.prefix(limit))
    }

    func round(_ key: RoundKey) async throws(StoreError) -> RoundDetail? {
        try check()
        return details[key]
    }

    func evidence(_ key: RoundKey) async throws(StoreError) -> [UInt8]? {
        try check()
        return files[key]
    }

    // MARK: Data

    private static func detail(_ key: RoundKey, _ file: [UInt8]) throws -> RoundDetail {
        let evidence = try Evidence.read(file).evidence
        let time = UInt64(clamping: evidence.observedAt)
        let transaction = "0x" + Hex.encode(Keccak256.hash("\(key)".utf8)).dropFirst(2)
        let summary = RoundSummary(
            feed: key.feed, number: key.number, stage: "published", cause: "deviation", dueAt: time, observedAt: time,
            value: evidence.values.first { $0.name == "spot" }?.decimal, publication: "confirmed", transaction: transaction)
        var detail = RoundDetail(summary: summary)
        detail.values = evidence.values.dropFirst().map { .init(name: $0.name, decimal: $0.decimal) }
        detail.markets = evidence.series.map { series in
            let last = series.observations.last
            var market = NodeSnapshot.Market(
                label: series.market, isLeg: series.isLeg, price: last?.price?.description, age: last?.age,
                counted: last?.price != nil && last?.drop == nil, reason: last?.drop?.reason.rawValue, detail: last?.drop?.detail)
            if let entry = evidence.notCounted.first(where: { $0.market == series.market }), market.counted {
                market.counted = false
                market.reason = String(entry.reason.prefix { $0 != ":" })
                market.detail = entry.reason.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
            }
            return market
        }
        detail.proofBytes = evidence.proof.count
        detail.modelID = Hex.encode(evidence.model.id)
        detail.evidence = .init(name: "\(key.feed)-\(key.number).json", bytes: UInt64(file.count), keccak256: Hex.encode(Keccak256.hash(file)))
        detail.publications = [
            .init(
                chainID: 31_337, contract: "0x5FbDB2315678afecb367f032d93F642f64180aa3", account: account, state: "confirmed", nonce: 41,
                block: 18_204, transaction: transaction, gasUsed: 321_406, gasPrice: "1200000007",
                attempts: [.init(hash: transaction, gasLimit: 385_000, maxFee: "2400000014", tip: "7", sentAt: time + 12)])
        ]
        return detail
    }

    private static let account = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"

    private static func history(from first: Double, to last: Double, wave: Double) -> [NodeSnapshot.Point] {
        (0..<72).map { index in
            let part = Double(index) / 71
            let ripple = (sin(Double(index) * 0.55) + 0.6 * sin(Double(index) * 0.21 + 1)) * wave * (1 - part * 0.3)
            return .init(time: now - UInt64(71 - index) * 600, value: index == 71 ? last : first + (last - first) * part + ripple)
        }
    }

    static func healthy(_ rounds: [RoundDetail]) -> NodeSnapshot {
        func latest(_ feed: String) -> RoundDetail? {
            rounds.filter { $0.summary.feed == feed && $0.summary.number != alteredRound }.max { $0.summary.number < $1.summary.number }
        }
        func list(_ feed: String) -> [RoundSummary] { rounds.map(\.summary).filter { $0.feed == feed }.sorted { $0.number > $1.number } }
        func feed(
            _ name: String, _ pair: String, _ model: String, price: String, chain: String, deviation: Int64, seconds: UInt64, wave: Double,
            every: UInt64 = 3_600, confidence: String? = nil
        ) -> NodeSnapshot.FeedState {
            let value = Double(price) ?? 0
            return .init(
                name: name, summary: "\(pair), \(model), as fixed data for tests", pair: pair, model: model,
                contract: "0x5FbDB2315678afecb367f032d93F642f64180aa3", everySeconds: every, heartbeatSeconds: 14_400, deviationLimit: 5_000,
                quorum: 3,
                source: .init(
                    round: latest(name)?.summary.number ?? 9, observedAt: now - seconds, decimal: price, confidence: confidence,
                    values: latest(name)?.values ?? [.init(name: "spot", decimal: price)]),
                chain: .init(round: 8, observedAt: now - 5_900, decimal: chain), isPaused: false, deviation: deviation, heartbeatDueAt: now - 5_900 + 14_400,
                markets: latest(name)?.markets ?? [
                    .init(label: "coinbase ETH/USD", price: price, age: 0, counted: true), .init(label: "bitstamp ETH/USD", price: price, age: 4, counted: true),
                    .init(label: "gemini ETH/USD", price: price, age: 9, counted: true), .init(label: "bitfinex ETH/USD", price: price, age: 2, counted: true),
                ],
                history: history(from: value * 0.985, to: value, wave: wave), rounds: list(name))
        }
        return NodeSnapshot(
            version: "0.1.0", startedAt: now - 86_400, now: now, chainID: 31_337,
            feeds: [
                feed(option, "BTC/USD", "option", price: "20542.539531249999999573", chain: "20498.12", deviation: 2_167, seconds: 90, wave: 60, confidence: "6.21"),
                feed(hourly, "BTC/USD", "volatility", price: "6633.204999999999998294", chain: "6630.5", deviation: 408, seconds: 1_700, wave: 30),
                feed("eth-usd-hourly", "ETH/USD", "option", price: "1467.31", chain: "1474.44", deviation: -4_836, seconds: 410, wave: 9),
            ],
            publishing: .init(
                account: account, holdsLease: true, balance: "842117000000000000", balanceFloor: "50000000000000000", baseFee: "1200000000",
                head: 18_207, inFlight: 1, secondsAhead: -2),
            endpoints: [
                .init(name: "local", isUsable: true, verdict: "usable", head: 18_207, answered: 9_120, failed: 3, milliseconds: 11),
                .init(
                    name: "backup", isUsable: false, verdict: "lagging", head: 18_190, lag: 17, answered: 4_020, failed: 212, milliseconds: 684,
                    lastError: "rateLimited: too many requests"),
            ],
            prover: .init(waiting: 1, capacity: 16, current: option))
    }

    /// What a venues' outage looks like: one feed without a quorum and late on chain.
    static func outage(_ snapshot: inout NodeSnapshot) {
        snapshot.feeds[0].problems = ["1 of 5 markets usable, 3 are needed; coinbase BTC/USD httpError: no connection"]
        for index in snapshot.feeds[0].markets.indices where index > 0 && !snapshot.feeds[0].markets[index].isLeg {
            snapshot.feeds[0].markets[index].counted = false
            snapshot.feeds[0].markets[index].reason = "httpError"
            snapshot.feeds[0].markets[index].detail = "no connection"
        }
        snapshot.feeds[0].source?.observedAt = now - 15_200
        snapshot.feeds[0].heartbeatDueAt = now - 800
        snapshot.reasons = [
            .init(.sources, feed: option, "1 of 5 markets usable, 3 are needed; look at the venues' state pages and this machine's network"),
            .init(.late, feed: option, "the value on chain is 15,200 s old; the heartbeat is 14,400 s"),
        ]
    }
}
