@preconcurrency import Dispatch
import Foundation
import OracleNode
import Synchronization

/// Signals to the process as commands.
enum ProcessSignals {
    /// SIGTERM and SIGINT ask for an end in good order, and the second one ends the process at once; SIGHUP asks to reload.
    static func commands() -> AsyncStream<NodeSession.Command> {
        let (stream, continuation) = AsyncStream.makeStream(of: NodeSession.Command.self)
        let isEnding = Mutex(false)
        var sources: [any DispatchSourceSignal] = []
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                if number == SIGHUP {
                    continuation.yield(.reload)
                    return
                }
                let isSecond = isEnding.withLock { flag in
                    defer { flag = true }
                    return flag
                }
                if isSecond { exit(130) }
                continuation.yield(.drain)
            }
            source.resume()
            sources.append(source)
        }
        // The sources live as long as somebody may still be told.
        let kept = sources
        continuation.onTermination = { _ in for source in kept { source.cancel() } }
        return stream
    }

    /// Runs work that knows no end of its own, until a signal asks for it. Such work has nothing to reload: SIGHUP, which a terminal
    /// sends when it is closed, ends it too.
    static func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        let listener = Task {
            for await _ in commands() {
                Terminal.note("· stopping; once more to stop at once")
                task.cancel()
            }
        }
        defer { listener.cancel() }
        do {
            try await task.value
        } catch is CancellationError {
            Terminal.note("· stopped")
        }
    }
}
