@preconcurrency import Dispatch
import Foundation
import OracleNode
import Synchronization

/// Signals to the process as commands to the node.
enum NodeSignals {
    /// SIGTERM and SIGINT end the node in good order, and the second one at once; SIGHUP reloads.
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
}
