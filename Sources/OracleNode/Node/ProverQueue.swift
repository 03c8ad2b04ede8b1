import Synchronization

/// Why a proof was not made.
public enum ProverQueueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As many rounds wait as may, all of them more urgent.
    case full(name: String, waiting: Int)
    /// A more urgent round took its place.
    case displaced(name: String, by: String)
    /// Its turn came when it was of no use any more.
    case late(name: String)
    /// It failed twice.
    case failed(name: String, reason: String)

    public var description: String {
        switch self {
        case .full(let name, let waiting): "\(name): \(waiting) more urgent rounds wait for the prover; spread the feeds' schedules, or raise prover.queue"
        case .displaced(let name, let other): "\(name): the prover's queue is full, and \(other) is more urgent"
        case .late(let name): "\(name): the prover came to it after its deadline; spread the feeds' schedules"
        case .failed(let name, let reason): "\(name): no proof in two attempts: \(reason)"
        }
    }
}

/// The node's proofs, one after the other (or as many at a time as it has workers), the most urgent first.
///
/// The queue is bounded: when it is full, the least urgent round goes. A job that fails is tried once more; what fails again is
/// an error for its caller and nobody else.
public final class ProverQueue: Sendable {
    /// For readiness, metrics and pages.
    public struct Status: Hashable, Sendable {
        /// Waiting, the most urgent first.
        public internal(set) var waiting: [String] = []
        public internal(set) var running: [String] = []
        public internal(set) var completed: UInt64 = 0
        /// Attempts that failed, including those whose second attempt went well.
        public internal(set) var failedAttempts: UInt64 = 0
        public internal(set) var failed: UInt64 = 0
        public internal(set) var refusedForSpace: UInt64 = 0
        public internal(set) var late: UInt64 = 0
        /// Of the last job, where it failed twice; nil after one that went well.
        public internal(set) var lastFailure: String?
        public let capacity: Int
    }

    private struct Waiting {
        let name: String
        let deadline: UInt64
        let number: UInt64
        let turn: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var running: [String] = []
        var next: UInt64 = 0
        var status: Status
    }

    private let capacity: Int
    private let workers: Int
    /// Milliseconds since 1970.
    private let now: @Sendable () -> UInt64
    private let state: Mutex<State>

    /// - Parameters:
    ///   - capacity: how many may wait; at least 1.
    ///   - workers: how many run at a time; a proof uses all cores by itself.
    ///   - now: milliseconds since 1970.
    public init(capacity: Int, workers: Int = 1, now: @escaping @Sendable () -> UInt64) {
        self.capacity = max(1, capacity)
        self.workers = max(1, workers)
        self.now = now
        state = Mutex(State(status: Status(capacity: max(1, capacity))))
    }

    public var status: Status {
        state.withLock { state in
            var status = state.status
            status.waiting = state.waiting.map(\.name)
            status.running = state.running
            return status
        }
    }

    /// Waits for its turn and runs a job.
    ///
    /// - Parameters:
    ///   - deadline: milliseconds since 1970: the lowest goes first, and what is not begun by then is not begun at all.
    ///   - isOutcome: errors that are answers and not faults: they are passed on at once.
    ///   - work: told whether it is the first attempt (1) or the second (2). What computes in it goes to threads of its own.
    /// - Throws: ``ProverQueueError``, or an outcome.
    public func run<Result: Sendable>(
        _ name: String, deadline: UInt64, isOutcome: @Sendable (any Error) -> Bool = { _ in false },
        _ work: @Sendable (_ attempt: Int) async throws -> Result
    ) async throws -> Result {
        try await takeTurn(name, deadline)
        defer { giveTurn(name) }
        guard now() <= deadline else {
            state.withLock { $0.status.late += 1 }
            throw ProverQueueError.late(name: name)
        }
        var attempt = 1
        while true {
            do {
                let result = try await work(attempt)
                state.withLock { state in
                    state.status.completed += 1
                    state.status.lastFailure = nil
                }
                return result
            } catch where isOutcome(error) {
                throw error
            } catch {
                state.withLock { $0.status.failedAttempts += 1 }
                guard attempt < 2 else {
                    let failure = ProverQueueError.failed(name: name, reason: "\(error)")
                    state.withLock { state in
                        state.status.failed += 1
                        state.status.lastFailure = failure.description
                    }
                    throw failure
                }
                attempt += 1
            }
        }
    }

    private func takeTurn(_ name: String, _ deadline: UInt64) async throws {
        try await withCheckedThrowingContinuation { (turn: CheckedContinuation<Void, any Error>) in
            state.withLock { state in
                if state.running.count < workers {
                    state.running.append(name)
                    turn.resume()
                    return
                }
                state.next += 1
                let entry = Waiting(name: name, deadline: deadline, number: state.next, turn: turn)
                guard state.waiting.count >= capacity, let last = state.waiting.last else {
                    Self.insert(entry, &state.waiting)
                    return
                }
                state.status.refusedForSpace += 1
                guard last.deadline > deadline else {
                    turn.resume(throwing: ProverQueueError.full(name: name, waiting: state.waiting.count))
                    return
                }
                state.waiting.removeLast()
                Self.insert(entry, &state.waiting)
                last.turn.resume(throwing: ProverQueueError.displaced(name: last.name, by: name))
            }
        }
    }

    /// By deadline, and among equals by the order of coming.
    private static func insert(_ entry: Waiting, _ waiting: inout [Waiting]) {
        let place = waiting.firstIndex { ($0.deadline, $0.number) > (entry.deadline, entry.number) } ?? waiting.count
        waiting.insert(entry, at: place)
    }

    private func giveTurn(_ name: String) {
        state.withLock { state in
            if let index = state.running.firstIndex(of: name) { state.running.remove(at: index) }
            guard !state.waiting.isEmpty else { return }
            let next = state.waiting.removeFirst()
            state.running.append(next.name)
            next.turn.resume()
        }
    }
}
