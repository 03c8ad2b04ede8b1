import Dispatch
import Foundation

/// Turns SIGINT and SIGTERM into cancellation, so that work ends where it may.
enum StopSignals {
    /// Runs `work` and cancels it at the first signal; a second one ends the program at once.
    static func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        var sources: [any DispatchSourceSignal] = []
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                if task.isCancelled { exit(130) }
                Terminal.note("· stopping; once more to stop at once")
                task.cancel()
            }
            source.resume()
            sources.append(source)
        }
        defer { for source in sources { source.cancel() } }
        do {
            try await task.value
        } catch is CancellationError {
            Terminal.note("· stopped")
        }
    }
}
