import CSpinHint
import Glibc
import Synchronization

/// The threads that help those who call `Parallel`.
///
/// A thread that is out of work looks for more for about as long as waking it would take, and sleeps then: the parts of a proof follow one another within
/// microseconds, and to wake a sleeping processor costs some 40 of them. A caller does not need helpers: it takes iterations itself until there
/// are none, and then waits only for those that are being worked on. So calls may be nested and may come from any number of threads.
final class Helpers: Sendable {
    static let shared = Helpers()

    /// Looks for work, or for a last iteration to end, before sleeping: 30 to 80 µs.
    static let patience = 2000

    private struct State {
        /// Oldest first.
        var open: [SharedWork] = []
        var threads = 0
    }

    private let state = Mutex(State())
    /// Counts what was ever offered: a helper sleeps only while nothing was since it last looked.
    private let offers = Atomic(0)
    private let arrival = WaitingRoom()

    /// Calls `body` for 0 ..< iterations, from `helpers` threads at most besides this one.
    func perform(_ iterations: Int, helpers: Int, _ body: (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            withUnsafePointer(to: body) { body in
                let work = SharedWork(iterations, places: helpers, body)
                offer(work, to: helpers)
                work.take()
                state.withLock { state in state.open.removeAll { $0 === work } }
                work.wait()
            }
        }
    }

    private func offer(_ work: SharedWork, to helpers: Int) {
        let missing = state.withLock { state in
            state.open.append(work)
            defer { state.threads = max(state.threads, helpers) }
            return max(0, helpers - state.threads)
        }
        for _ in 0..<missing where !start() { state.withLock { $0.threads -= 1 } }
        offers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        arrival.wakeAll()
    }

    /// False when the system gives no thread; the others do the work then.
    private func start() -> Bool {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return false }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 8 << 20)
        var thread = pthread_t()
        return pthread_create(&thread, &attributes, { _ in Helpers.shared.help() }, nil) == 0
    }

    private func help() -> Never {
        while true {
            let known = offers.load(ordering: .sequentiallyConsistent)
            if let work = state.withLock({ $0.open.first { $0.enter() } }) {
                work.take()
            } else {
                arrival.wait(patience: Self.patience) { self.offers.load(ordering: .sequentiallyConsistent) != known }
            }
        }
    }
}

/// Iterations of one call that several threads share.
final class SharedWork: Sendable {
    private let iterations: Int
    /// Called from several threads, but only until the last iteration has ended, for which `Helpers.perform` waits, and on iterations that its caller keeps
    /// apart. This is the one place that vouches for it.
    nonisolated(unsafe) private let body: UnsafePointer<(Int) -> Void>
    /// How many helpers may still come.
    private let places: Atomic<Int>
    private let taken = Atomic(0)
    private let ended = Atomic(0)
    private let end = WaitingRoom()

    init(_ iterations: Int, places: Int, _ body: UnsafePointer<(Int) -> Void>) {
        self.iterations = iterations
        self.places = Atomic(places)
        self.body = body
    }

    /// A helper's place, where there is one and something left to do.
    func enter() -> Bool {
        taken.load(ordering: .relaxed) < iterations && places.load(ordering: .relaxed) > 0
            && places.wrappingSubtract(1, ordering: .relaxed).oldValue > 0
    }

    /// Does what nobody has begun, one after the other, until there is nothing.
    func take() {
        var mine = 0
        while true {
            let iteration = taken.wrappingAdd(1, ordering: .relaxed).oldValue
            if iteration >= iterations { break }
            body.pointee(iteration)
            mine += 1
        }
        if mine > 0 && ended.wrappingAdd(mine, ordering: .sequentiallyConsistent).newValue == iterations { end.wakeAll() }
    }

    /// Returns when all iterations have ended; what was written in them is then visible.
    func wait() { end.wait(patience: Helpers.patience) { ended.load(ordering: .sequentiallyConsistent) == iterations } }
}
