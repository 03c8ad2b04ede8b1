import Foundation
import OracleNode
import Synchronization

/// What goes to people, on standard error; results go to standard output.
enum Terminal {
    static let isInteractive = isatty(STDERR_FILENO) == 1

    static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// What was printed to a file or pipe is there at once.
    static func flush() { fflush(nil) }

    static func note(_ text: String) {
        clearLine()
        write(text + "\n")
    }

    static func complain(_ text: String) {
        clearLine()
        write("assay: \(text)\n")
    }

    /// A line that the next one replaces; nothing where nobody watches.
    static func status(_ text: String) {
        guard isInteractive else { return }
        clearLine()
        write(text)
    }

    static func clearLine() {
        if isInteractive { write("\r\u{1B}[K") }
    }

    /// Progress of a replay or a live node.
    static func show(_ event: Replay.Event) {
        switch event {
        case .preparing(let what): note("· \(what)")
        case .started(let round, let count, let observedAt):
            let text = "round \(round) of \(count), \(Moment.text(observedAt))"
            current.withLock { $0 = text }
            status(text)
        case .step(let step): status("\(current.withLock { $0 }): \(step)")
        case .proven(let facts): note(Moment.line(facts))
        case .refused(let refused): note("✕ \(Moment.text(refused.observedAt)): no price: \(refused.reason)")
        }
    }

    /// The round in work.
    private static let current = Mutex("")
}
