import OracleNode
import Synchronization

/// A clock that stands still while anybody works, and jumps to the next moment that somebody waits for when all sleep: hours pass
/// in seconds, and nothing is late that would not be late on an idle machine.
final class SimulatedClock: NodeClock {
    private struct Sleeper {
        let id: UInt64
        let wakesAt: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: UInt64
        /// Time does not go beyond this.
        var limit: UInt64
        var followers = 0
        var sleepers: [Sleeper] = []
        var nextID: UInt64 = 0
        var waiting: CheckedContinuation<Void, Never>?
        /// Added to what the node sees, in milliseconds.
        var error: Int64 = 0
    }

    private let state: Mutex<State>

    /// - Parameter seconds: since 1970.
    init(seconds: UInt64) {
        state = Mutex(State(now: seconds * 1_000, limit: seconds * 1_000))
    }

    var now: UInt64 { state.withLock { $0.now } }
    var followers: Int { state.withLock { $0.followers } }

    func following<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
        state.withLock { $0.followers += 1 }
        defer {
            state.withLock { state in
                state.followers -= 1
                Self.moveOn(&state)
            }
        }
        return try await body()
    }

    func sleep(until time: UInt64) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                state.withLock { state in
                    if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                    if time <= state.now { return continuation.resume() }
                    state.sleepers.append(Sleeper(id: id, wakesAt: time, continuation: continuation))
                    Self.moveOn(&state)
                }
            }
        } onCancel: {
            state.withLock { state in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return }
                state.sleepers.remove(at: index).continuation.resume(throwing: CancellationError())
            }
        }
    }

    private static func moveOn(_ state: inout State) {
        guard state.sleepers.count >= state.followers else { return }
        guard let next = state.sleepers.map(\.wakesAt).min(), next <= state.limit else {
            state.now = max(state.now, state.limit)
            state.waiting?.resume()
            state.waiting = nil
            return
        }
        state.now = max(state.now, next)
        let due = state.sleepers.filter { $0.wakesAt <= next }
        state.sleepers.removeAll { $0.wakesAt <= next }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Lets time go on and returns when everything that happens until then has happened.
    func advance(to time: UInt64) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            state.withLock { state in
                state.limit = max(state.limit, time)
                precondition(state.waiting == nil, "one test moves the clock")
                state.waiting = continuation
                Self.moveOn(&state)
            }
        }
    }

    func advance(seconds: UInt64) async { await advance(to: now + seconds * 1_000) }

    /// Returns when so many tasks follow the clock: those that were just started have arrived.
    func untilFollowed(by count: Int) async throws {
        while followers < count { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// The same time, seen by somebody whose clock is wrong.
    func wrong(bySeconds seconds: @escaping @Sendable () -> Int64) -> any NodeClock { WrongClock(clock: self, seconds: seconds) }

    private struct WrongClock: NodeClock {
        let clock: SimulatedClock
        let seconds: @Sendable () -> Int64

        var now: UInt64 { UInt64(clamping: Int64(clamping: clock.now) + seconds() * 1_000) }

        func sleep(until time: UInt64) async throws {
            try await clock.sleep(until: UInt64(clamping: Int64(clamping: time) - seconds() * 1_000))
        }

        func following<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
            try await clock.following(body)
        }
    }
}
