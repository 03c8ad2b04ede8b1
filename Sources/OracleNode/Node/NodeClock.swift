import Foundation

/// Time as the node sees it: the system's, or one that a test moves.
public protocol NodeClock: Sendable {
    /// Milliseconds since 1970.
    var now: UInt64 { get }
    /// Returns when it is that time, also where the clock is set meanwhile.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(until time: UInt64) async throws
    /// Runs the body of one of the node's long-lived tasks. A simulated clock moves on when all of them sleep.
    func following<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result
}

extension NodeClock {
    public func following<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result { try await body() }

    /// Seconds since 1970.
    public var seconds: UInt64 { now / 1_000 }

    func sleep(milliseconds: UInt64) async throws { try await sleep(until: now + milliseconds) }
}

public struct SystemClock: NodeClock {
    public init() {}

    public var now: UInt64 { UInt64(max(0, Date().timeIntervalSince1970 * 1_000)) }

    public func sleep(until time: UInt64) async throws {
        try Task.checkCancellation()
        while true {
            let now = now
            guard now < time else { return }
            // The clock may be set while we sleep, so no sleep is long.
            try await Task.sleep(for: .milliseconds(min(time - now, 5_000)))
        }
    }
}
