/// How a venue's public interface answers: the counterpart of `VenueAdapter`, written from the venues' documentation and
/// captured bodies rather than from the adapters, so that a mistake in one shows against the other.
protocol ReplayShape {
    func answer(_ request: ReplayRequest, _ playback: Playback) -> ReplayReply
}

extension Venue {
    var shape: any ReplayShape {
        switch self {
        case .coinbase: CoinbaseShape()
        case .kraken: KrakenShape()
        case .bitstamp: BitstampShape()
        case .gemini: GeminiShape()
        case .binance, .binanceus: BinanceShape()
        case .bitfinex: BitfinexShape()
        }
    }
}

private func list(_ rows: some Sequence<String>) -> String { "[" + rows.joined(separator: ",") + "]" }

private let everything: ClosedRange<Int64> = 0...Int64(Int32.max)

struct CoinbaseShape: ReplayShape {
    func answer(_ request: ReplayRequest, _ playback: Playback) -> ReplayReply {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count == 3, parts[0] == "products", parts[2] == "candles", let series = playback.series(named: parts[1]) else {
            return ReplayReply(status: 404, body: #"{"message":"NotFound"}"#)
        }
        guard let length = request.integer("granularity"), [60, 300, 900, 3600, 21_600, 86_400].contains(length),
            let from = request.query["start"].flatMap({ UTCTime.seconds($0) }), let to = request.query["end"].flatMap({ UTCTime.seconds($0) })
        else { return ReplayReply(status: 400, body: #"{"message":"Unsupported granularity"}"#) }
        if (to - from) / length >= 300 {
            let message = "granularity too small for the requested time range. Count of aggregations requested exceeds 300"
            return ReplayReply(status: 400, body: "{\"message\":\"\(message)\"}")
        }
        guard let candles = playback.candles(series, length: Int(length), from: from, to: to, fillsGaps: false) else {
            return ReplayReply(status: 400, body: #"{"message":"Unsupported granularity"}"#)
        }
        return .ok(list(candles.reversed().map { "[\($0.openTime),\($0.low),\($0.high),\($0.open),\($0.close),\($0.volume)]" }))
    }
}

struct KrakenShape: ReplayShape {
    /// The oldest pairs answer under a name with class letters.
    private static let oldNames = ["XBTUSD": "XXBTZUSD", "ETHUSD": "XETHZUSD", "USDTUSD": "USDTZUSD"]

    func answer(_ request: ReplayRequest, _ playback: Playback) -> ReplayReply {
        guard request.path == "/0/public/OHLC" else { return .ok(#"{"error":["EGeneral:Unknown method"]}"#) }
        let name = request.query["pair"] ?? ""
        guard let series = playback.series(named: name) else { return .ok(#"{"error":["EQuery:Unknown asset pair"]}"#) }
        let length = (request.integer("interval") ?? 1) * 60
        guard (60...86_400).contains(length),
            let all = playback.candles(series, length: Int(length), from: 0, to: everything.upperBound, fillsGaps: true)
        else { return .ok(#"{"error":["EGeneral:Invalid arguments"]}"#) }
        let since = request.integer("since") ?? 0
        let candles = all.suffix(721).filter { $0.openTime > since }
        let rows = candles.map { candle in
            let traded = !candle.volume.isZero
            // Neither the average price nor the number of trades was recorded.
            return "[\(candle.openTime),\"\(candle.open)\",\"\(candle.high)\",\"\(candle.low)\",\"\(candle.close)\","
                + "\"\(traded ? candle.close : .zero)\",\"\(candle.volume)\",\(traded ? 1 : 0)]"
        }
        let committed = candles.dropLast().last?.openTime ?? since
        return .ok("{\"error\":[],\"result\":{\"\(Self.oldNames[name] ?? name)\":\(list(rows)),\"last\":\(committed)}}")
    }
}

struct BitstampShape: ReplayShape {
    func answer(_ request: ReplayRequest, _ playback: Playback) -> ReplayReply {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count == 4, Array(parts[..<3]) == ["api", "v2", "ohlc"], let series = playback.series(named: parts[3]) else {
            return ReplayReply(status: 404, body: #"{"status":"error","reason":"Invalid currency pair","code":"API0005"}"#)
        }
        guard let length = request.integer("step"), (60...259_200).contains(length), let limit = request.integer("limit"), (1...1000).contains(limit),
            let all = playback.candles(
                series, length: Int(length), from: request.integer("start") ?? 0, to: request.integer("end") ?? everything.upperBound,
                fillsGaps: false)
        else {
            return ReplayReply(status: 400, body: #"{"code":"API0017","errors":[{"field":"step","message":"Not a valid choice.","code":"invalid"}]}"#)
        }
        let rows = all.suffix(Int(limit)).map {
            "{\"timestamp\":\"\($0.openTime)\",\"open\":\"\($0.open)\",\"high\":\"\($0.high)\",\"low\":\"\($0.low)\",\"close\":\"\($0.close)\",\"volume\":\"\($0.volume)\"}"
        }
        return .ok("{\"data\":{\"pair\":\"\(series.market.base)/\(series.market.quote)\",\"ohlc\":\(list(rows))}}")
    }
}

struct GeminiShape: ReplayShape {
    private static let lengths = ["1m": 60, "5m": 300, "15m": 900, "30m": 1800, "1hr": 3600, "6hr": 21_600, "1day": 86_400]

    func answer(_ request: ReplayRequest, _ playback: Playback) -> ReplayReply {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count == 4, parts[0] == "v2", parts[1] == "candles", let series = playback.series(named: parts[2]) else {
            return ReplayReply(status: 400, body: #"{"result":"error","reason":"InvalidSymbol","message":"Supplied value is not a valid symbol"}"#)
        }
        guard let length = Self.lengths[parts[3]],
            let all = playback.candles(series, length: length, from: 0, to: everything.upperBound, fillsGaps: false)
        else {
            return ReplayReply(status: 400, body: #"{"result":"error","reason":"InvalidTimeInterval","message":"Not a time frame"}"#)
        }
        return .ok(list(all.suffix(1440).reversed().map { "[\($0.openTime * 1000),\($0.open),\($0.high),\($0.low),\($0.close),\($0.volume)]" }))
    }
}

struct BinanceShape: ReplayShape {
    private static let lengths = ["1m": 60, "3m": 180, "5m": 300, "15m": 900, "30m": 1800, "1h": 3600, "2h": 7200, "4h": 14_400, "1d": 86_400]

    func answer(_ request: ReplayRequest, _ playback: Playback) -> ReplayReply {
        guard request.path == "/api/v3/klines" else { return ReplayReply(status: 404, body: "") }
        guard let series = playback.series(named: request.query["symbol"] ?? "") else {
            return ReplayReply(status: 400, body: #"{"code":-1121,"msg":"Invalid symbol."}"#)
        }
        guard let length = request.query["interval"].flatMap({ Self.lengths[$0] }),
            let all = playback.candles(
                series, length: length, from: (request.integer("startTime") ?? 0) / 1000,
                to: (request.integer("endTime") ?? everything.upperBound * 1000) / 1000, fillsGaps: true)
        else { return ReplayReply(status: 400, body: #"{"code":-1120,"msg":"Invalid interval."}"#) }
        let rows = all.prefix(Int(min(max(request.integer("limit") ?? 500, 1), 1000))).map {
            // Quote volume, number of trades and taker volumes were not recorded.
            "[\($0.openTime * 1000),\"\($0.open)\",\"\($0.high)\",\"\($0.low)\",\"\($0.close)\",\"\($0.volume)\","
                + "\(($0.openTime + Int64(length)) * 1000 - 1),\"0\",\($0.volume.isZero ? 0 : 1),\"0\",\"0\",\"0\"]"
        }
        return .ok(list(rows))
    }
}

struct BitfinexShape: ReplayShape {
    private static let lengths = ["1m": 60, "5m": 300, "15m": 900, "30m": 1800, "1h": 3600, "3h": 10_800, "6h": 21_600, "12h": 43_200, "1D": 86_400]

    func answer(_ request: ReplayRequest, _ playback: Playback) -> ReplayReply {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count == 4, parts[0] == "v2", parts[1] == "candles", parts[3] == "hist" else {
            return ReplayReply(status: 404, body: #"["error",10020,"path: invalid"]"#)
        }
        let key = parts[2].split(separator: ":", maxSplits: 2).map(String.init)
        guard key.count == 3, key[0] == "trade", let series = playback.series(named: key[2]) else {
            return ReplayReply(status: 500, body: #"["error",10020,"symbol: invalid"]"#)
        }
        guard let length = Self.lengths[key[1]],
            let all = playback.candles(
                series, length: length, from: (request.integer("start") ?? 0) / 1000,
                to: (request.integer("end") ?? everything.upperBound * 1000) / 1000, fillsGaps: false)
        else { return ReplayReply(status: 500, body: #"["error",10020,"time_interval: invalid"]"#) }
        let newestFirst = Array(all.reversed().prefix(Int(min(max(request.integer("limit") ?? 120, 1), 10_000))))
        let rows = request.query["sort"] == "1" ? newestFirst.reversed() : newestFirst
        return .ok(list(rows.map { "[\($0.openTime * 1000),\($0.open),\($0.close),\($0.high),\($0.low),\($0.volume)]" }))
    }
}
