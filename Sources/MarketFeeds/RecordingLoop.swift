import Synchronization

/// A recording that is played over and over as if it happened now: for development without a network.
///
/// Times are moved by whole hours, so that candles stay on their grid. Where the recording ends it begins again, and what lies before
/// its beginning is its own end, so there are candles behind every time; prices jump where the two meet.
public final class RecordingLoop: Sendable {
    public let name: String
    private let recording: Recording
    /// Unix seconds that the recorded times are moved by in the first round of the loop.
    private let shift: Int64
    private let now: @Sendable () -> Int64
    private let current: Mutex<(turn: Int64, recording: Recording)?>

    /// - Parameters:
    ///   - start: the recorded time that is shown first, in Unix seconds; the recording's middle where nil.
    ///   - now: Unix seconds.
    public init(_ recording: Recording, startingAt start: Int64? = nil, now: @escaping @Sendable () -> Int64) {
        let start = start ?? recording.from + (recording.to - recording.from) / 2
        let distance = now() - start
        name = recording.name
        self.recording = recording
        shift = distance - ((distance % 3_600) + 3_600) % 3_600
        self.now = now
        current = Mutex(nil)
    }

    /// The clock's time, and a recording around it: the turn that is played and the one before.
    public func moment() -> (recording: Recording, time: Int64) {
        let time = now()
        let length = recording.to - recording.from
        let offset = time - shift - recording.from
        let turn = (offset - ((offset % length) + length) % length) / length
        let shown = current.withLock { current in
            if let current, current.turn == turn { return current.recording }
            let made = turned(turn, length)
            current = (turn, made)
            return made
        }
        return (shown, time)
    }

    private func turned(_ turn: Int64, _ length: Int64) -> Recording {
        let moves = [shift + (turn - 1) * length, shift + turn * length]
        let series = recording.series.map { series in
            Recording.Series(
                market: series.market, file: series.file, origin: series.origin,
                candles: moves.flatMap { move in
                    series.candles.map {
                        Candle(openTime: $0.openTime + move, open: $0.open, high: $0.high, low: $0.low, close: $0.close, volume: $0.volume)
                    }
                })
        }
        return Recording(
            name: recording.name, summary: recording.summary, candleSeconds: recording.candleSeconds, from: recording.from + moves[0],
            to: recording.to + moves[1], series: series)
    }
}
