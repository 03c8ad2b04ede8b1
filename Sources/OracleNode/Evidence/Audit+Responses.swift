import EthereumKit
import Hashing
import MarketFeeds

extension Audit {
    /// The responses: each observation has one, it answers the feed's own question, and what it says is what was recorded.
    ///
    /// Bodies that were not kept are noted. A body that is not the one that was hashed is a difference.
    mutating func auditResponses(_ evidence: Evidence, _ feed: Feed, _ bodies: ([UInt8]) -> [UInt8]?) {
        checks.append("each price has a response to the feed's own question")
        let sources =
            feed.markets.map { (symbol: $0.symbol, quote: $0.quote, isLeg: false) }
            + feed.legs.map { (symbol: $0.symbol, quote: $0.quote, isLeg: true) }
        guard sources.count == evidence.series.count else { return }
        let asked = Set(sources.map(\.symbol.description))
        for response in evidence.responses where !asked.contains(response.market) {
            differ("responses[\(response.market)]", "a response", "none: the feed does not ask there")
        }
        var known: [String: SourceResponse] = [:]
        for response in evidence.responses { known[response.market] = known[response.market] ?? response }
        var read = 0
        var missing = 0
        for (source, series) in zip(sources, evidence.series) {
            let name = source.symbol.description
            guard let response = known[name] else {
                if series.observations.contains(where: { $0.price != nil }) { differ("responses[\(name)]", "none", "one: there are prices") }
                continue
            }
            let path = feed.candlesPath(source.symbol, at: evidence.observedAt)
            if !response.url.hasSuffix(path) { differ("responses[\(name)].url", response.url, "… \(path)") }
            guard let body = bodies(response.digest) else {
                missing += 1
                continue
            }
            let digest = Keccak256.hash(body)
            guard digest == response.digest, body.count == response.byteCount else {
                compare("responses[\(name)].keccak256", Hex.encode(response.digest), Hex.encode(digest))
                compare("responses[\(name)].bytes", "\(response.byteCount)", "\(body.count)")
                continue
            }
            read += 1
            let reading = MarketReading(status: response.status, body: body, hash: "", of: source.symbol, feed: feed, now: .max)
            let bounds = source.isLeg ? feed.legRules?.bounds ?? feed.bounds : feed.bounds
            let cells = evidence.times.map { reading.cell(at: $0, feed, source.symbol, source.quote, bounds) }
            auditReading(series, cells)
        }
        if read > 0 { checks.append("what \(read) responses say, read again") }
        if missing > 0 { notes.append("\(missing) of \(read + missing) responses: not kept, so what they said cannot be read again") }
    }

    private mutating func auditReading(_ series: Evidence.Series, _ cells: [MarketCell]) {
        guard series.observations.count == cells.count else { return }
        var count = 0
        for (index, (recorded, cell)) in zip(series.observations, cells).enumerated() {
            let given = Self.words(price: recorded.price, age: recorded.age, reason: Self.readable(recorded.drop))
            let said = Self.words(price: cell.observation?.price, age: cell.observation?.age ?? 0, reason: Self.readable(cell.drop))
            guard given != said else { continue }
            count += 1
            // A response that says something else does so at every time.
            if count <= 3 { differ("observations[\(series.market)][\(index)]", given, "\(said) in the response") }
        }
        if count > 3 { differ("observations[\(series.market)]", "the same at \(count - 3) more times", "otherwise in the response") }
    }

    /// The reason as a response alone can give it: whether a coin could be converted is known from another one, and whether a
    /// candle lay in the future from the clock.
    private static func readable(_ drop: Drop?) -> DropReason? {
        switch drop?.reason {
        case .noConversion: nil
        case .future: .missing
        case let reason: reason
        }
    }

    private static func words(price: ExactDecimal?, age: Int64, reason: DropReason?) -> String {
        let value = price.map { "\($0), \(age) s old" } ?? "no price"
        return reason.map { "\(value), \($0.rawValue)" } ?? value
    }
}
