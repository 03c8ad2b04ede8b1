import Foundation

/// The node's log: one line an event, for people or as JSON, on standard error unless told otherwise.
///
/// A message is a constant phrase; what varies goes into fields, so that lines can be searched and counted. Every text goes
/// through ``LogRedaction`` before it is written. Logging never throws and never blocks on anything but the sink.
public struct NodeLog: Sendable {
    public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
        case debug, info, warning, error

        public static func < (a: Level, b: Level) -> Bool { a.order < b.order }
        private var order: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warning: 2
            case .error: 3
            }
        }
    }

    /// `text`: `2026-07-01T12:00:00.123Z warning round dropped feed=btc-usd reason="no quorum"`.
    /// `json`: one object a line with `time`, `level`, `message` and the fields.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case text, json
    }

    public let level: Level
    public let format: Format
    private let redaction: LogRedaction
    private let fields: [(name: String, value: LogValue)]
    /// Milliseconds since 1970.
    private let clock: @Sendable () -> UInt64
    private let sink: @Sendable (String) -> Void

    /// - Parameters:
    ///   - level: lines below it are not written.
    ///   - redaction: what must not appear; URLs are shortened in any case.
    ///   - clock: milliseconds since 1970.
    ///   - sink: takes whole lines without their line feed, from any thread.
    public init(
        level: Level = .info, format: Format = .text, redaction: LogRedaction = LogRedaction(),
        clock: @escaping @Sendable () -> UInt64 = { UInt64(Date().timeIntervalSince1970 * 1_000) },
        sink: @escaping @Sendable (String) -> Void = NodeLog.standardError
    ) {
        self.init(level: level, format: format, redaction: redaction, fields: [], clock: clock, sink: sink)
    }

    private init(
        level: Level, format: Format, redaction: LogRedaction, fields: [(name: String, value: LogValue)],
        clock: @escaping @Sendable () -> UInt64, sink: @escaping @Sendable (String) -> Void
    ) {
        self.level = level
        self.format = format
        self.redaction = redaction
        self.fields = fields
        self.clock = clock
        self.sink = sink
    }

    /// Writes nothing.
    public static let silent = NodeLog(level: .error, sink: { _ in })

    /// A log that adds these fields to every line.
    public func with(_ more: KeyValuePairs<String, LogValue>) -> NodeLog {
        NodeLog(
            level: level, format: format, redaction: redaction, fields: fields + more.map { ($0.key, $0.value) }, clock: clock, sink: sink)
    }

    public func debug(_ message: StaticString, _ fields: KeyValuePairs<String, LogValue> = [:]) { write(.debug, message, fields) }
    public func info(_ message: StaticString, _ fields: KeyValuePairs<String, LogValue> = [:]) { write(.info, message, fields) }
    public func warning(_ message: StaticString, _ fields: KeyValuePairs<String, LogValue> = [:]) { write(.warning, message, fields) }
    public func error(_ message: StaticString, _ fields: KeyValuePairs<String, LogValue> = [:]) { write(.error, message, fields) }

    private func write(_ level: Level, _ message: StaticString, _ more: KeyValuePairs<String, LogValue>) {
        guard level >= self.level else { return }
        let all = (fields + more.map { ($0.key, $0.value) }).map { ($0.name, redaction.clean($0.value, named: $0.name)) }
        let time = Self.timestamp(clock())
        switch format {
        case .text: sink(LogLine.text(time: time, level: level, message: "\(message)", fields: all))
        case .json: sink(LogLine.json(time: time, level: level, message: "\(message)", fields: all))
        }
    }

    /// UTC with milliseconds.
    private static func timestamp(_ milliseconds: UInt64) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        return date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }

    /// Whole lines in one call; a closed or full standard error is nobody's business.
    @Sendable public static func standardError(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }
}
