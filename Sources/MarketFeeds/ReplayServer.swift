import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// Plays a recording on 127.0.0.1 in the venues' own words, so that a replay goes through libcurl and the very adapters
/// that the live node uses.
///
/// At a simulated time the server answers as the venues would have answered then: nothing later is visible, and the candle
/// that is still running is included with its opening price alone (what it did until then was not recorded).
/// What a recording does not hold is filled in as documented in `Docs/feeds.md`.
public final class ReplayServer: Sendable {
    private let clock: Mutex<Int64>
    private let shownTime: (@Sendable () -> Int64)?
    /// The recording and the time that it is played at.
    private let playing: @Sendable (_ simulated: Int64) -> (recording: Recording, time: Int64)
    private let server: HTTPServer
    private let running = Mutex<Task<Void, Never>?>(nil)

    /// `time`: the simulated Unix second to begin with; by default the end of the recording.
    ///
    /// `clock`: in place of a time that is set, one that goes by itself.
    public init(_ recording: Recording, time: Int64? = nil, clock shownTime: (@Sendable () -> Int64)? = nil) {
        self.shownTime = shownTime
        clock = Mutex(time ?? recording.to)
        playing = { (recording, $0) }
        server = Self.server(port: 0)
    }

    /// Plays a recording by the loop's own clock; ``time`` has no meaning then.
    ///
    /// - Parameter port: 0 for one that the system chooses.
    public init(_ loop: RecordingLoop, port: UInt16 = 0) {
        clock = Mutex(0)
        shownTime = nil
        playing = { _ in loop.moment() }
        server = Self.server(port: port)
    }

    /// On 127.0.0.1.
    private static func server(port: UInt16) -> HTTPServer {
        var address = sockaddr_in.inet(port: port)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return HTTPServer(address: address, timeout: 30, logger: .disabled)
    }

    /// Listens on its port of 127.0.0.1 and returns the endpoints to collect from.
    public func start() async throws -> VenueEndpoints {
        await server.appendRoute("*") { [self] request in answer(request) }
        let server = server
        let task = Task {
            // Ends with an error whenever it is stopped; a start that fails shows below.
            _ = try? await server.run()
        }
        running.withLock { $0 = task }
        do {
            try await server.waitUntilListening(timeout: 5)
        } catch {
            task.cancel()
            throw ReplayServerError.notListening
        }
        guard case .ip4(_, let port)? = await server.listeningAddress else { throw ReplayServerError.notListening }
        return .below("http://127.0.0.1:\(port)")
    }

    public func stop() async {
        await server.stop()
        running.withLock { task in
            task?.cancel()
            task = nil
        }
    }

    /// The simulated clock. Rounds are replayed one after another: set it, collect, set it again.
    public var time: Int64 {
        get { shownTime?() ?? clock.withLock { $0 } }
        set { clock.withLock { $0 = newValue } }
    }

    private func answer(_ request: FlyingFox.HTTPRequest) -> FlyingFox.HTTPResponse {
        var query: [String: String] = [:]
        for item in request.query { query[item.name] = item.value }
        let parts = request.path.split(separator: "/", maxSplits: 1).map(String.init)
        guard let venue = parts.first.flatMap({ Venue(rawValue: $0) }) else {
            return FlyingFox.HTTPResponse(statusCode: .notFound, body: Data("no such venue".utf8))
        }
        let asked = ReplayRequest(path: "/" + (parts.count > 1 ? parts[1] : ""), query: query)
        let (recording, time) = playing(self.time)
        let reply = venue.shape.answer(asked, Playback(recording: recording, venue: venue, time: time))
        return FlyingFox.HTTPResponse(
            statusCode: HTTPStatusCode(reply.status, phrase: reply.status == 200 ? "OK" : "Error"),
            headers: [.contentType: "application/json", HTTPHeader("Date"): HTTPDate.text(time)], body: Data(reply.body.utf8))
    }
}

public enum ReplayServerError: Error, CustomStringConvertible {
    case notListening

    public var description: String { "the replay server has no port on 127.0.0.1; is another program on that port, or the loopback interface down?" }
}

struct ReplayRequest {
    let path: String
    let query: [String: String]

    func integer(_ name: String) -> Int64? { query[name].flatMap { Int64($0) } }
}

struct ReplayReply {
    let status: Int
    let body: String

    static func ok(_ body: String) -> ReplayReply { ReplayReply(status: 200, body: body) }
}

/// What one venue shows of a recording at a simulated time.
struct Playback {
    let recording: Recording
    let venue: Venue
    let time: Int64

    /// The recorded series that the venue would know under this name.
    func series(named symbol: String) -> Recording.Series? {
        recording.series.first { $0.market.venue == venue && $0.market.symbol == symbol }
    }

    /// The candles of `length` seconds that had opened by the simulated time; `nil` for a length the recording cannot give.
    ///
    /// `fillsGaps`: whether the venue repeats the last price, with no volume, where nobody traded.
    func candles(_ series: Recording.Series, length: Int, from: Int64, to: Int64, fillsGaps: Bool) -> [Candle]? {
        guard length >= recording.candleSeconds, length % recording.candleSeconds == 0 else { return nil }
        let step = Int64(length)
        let first = max(from, recording.from)
        var opened: [Candle] = []
        for candle in series.candles where candle.openTime <= time {
            let start = candle.openTime - candle.openTime % step
            if let last = opened.last, last.openTime == start {
                opened[opened.count - 1] = join(last, candle)
            } else {
                opened.append(Candle(
                    openTime: start, open: candle.open, high: candle.high, low: candle.low, close: candle.close, volume: candle.volume))
            }
        }
        if let last = opened.last, last.openTime + step > time {
            opened[opened.count - 1] = Candle(
                openTime: last.openTime, open: last.open, high: last.open, low: last.open, close: last.open, volume: last.volume)
        }
        if fillsGaps { opened = filled(opened, step) }
        return opened.filter { $0.openTime >= first && $0.openTime <= to }
    }

    private func join(_ left: Candle, _ right: Candle) -> Candle {
        Candle(
            openTime: left.openTime, open: left.open, high: max(left.high, right.high), low: min(left.low, right.low), close: right.close,
            // A volume is only ever compared with zero.
            volume: left.volume.isZero ? right.volume : left.volume)
    }

    private func filled(_ candles: [Candle], _ step: Int64) -> [Candle] {
        guard var previous = candles.first else { return [] }
        var all: [Candle] = []
        for candle in candles {
            var missing = previous.openTime + step
            while missing < candle.openTime {
                let price = previous.close
                all.append(Candle(openTime: missing, open: price, high: price, low: price, close: price, volume: .zero))
                missing += step
            }
            all.append(candle)
            previous = candle
        }
        return all
    }
}
