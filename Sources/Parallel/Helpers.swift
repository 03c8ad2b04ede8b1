import Synchronization

/// The threads that help those who call `Parallel`.
///
/// A thread that is out of work looks for more for about as long as waking it would take, and sleeps then: the parts of a proof follow one another within
/// microseconds, and to wake a sleeping processor costs some 40 of them. A caller does not need helpers: it takes iterations itself until there
/// are none, and then waits only for those that are being worked on. So calls may be nested and may come from any number of threads.
final class Helpers: Sendable {
    static let shared = Helpers()

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
        // Where the system gives no thread the others do the work.
        for _ in 0..<missing where !Job({ self.help() }).start() { state.withLock { $0.threads -= 1 } }
        offers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        arrival.wakeAll()
    }

    private func help() -> Never {
        while true {
            let known = offers.load(ordering: .sequentiallyConsistent)
            if let work = state.withLock({ $0.open.first { $0.enter() } }) {
                work.take()
            } else {
                arrival.wait { offers.load(ordering: .sequentiallyConsistent) != known }
            }
        }
    }
}

/// A call whose iterations several threads share.
private final class SharedWork: Sendable {
    private let iterations: SharedIterations
    /// Called from several threads, but only until the last iteration has ended, for which `Helpers.perform` waits, and on iterations that its caller keeps
    /// apart. This is the one place that vouches for it.
    nonisolated(unsafe) private let body: UnsafePointer<(Int) -> Void>
    /// How many helpers may still come.
    private let places: Atomic<Int>

    init(_ iterations: Int, places: Int, _ body: UnsafePointer<(Int) -> Void>) {
        self.iterations = SharedIterations(iterations)
        self.places = Atomic(places)
        self.body = body
    }

    /// A helper's place, where there is one and something left to do.
    func enter() -> Bool {
        iterations.isOpen && places.load(ordering: .relaxed) > 0 && places.wrappingSubtract(1, ordering: .relaxed).oldValue > 0
    }

    func take() { iterations.take { body.pointee($0) } }

    func wait() { iterations.wait() }
}
