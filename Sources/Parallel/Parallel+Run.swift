import Glibc

extension Parallel {
    /// Runs a long, CPU-bound job on a thread of its own and suspends the caller until it is done.
    ///
    /// The cooperative pool has one thread a core and does not grow, so a proof on it would stall every timer and socket
    /// of the node. The thread has an 8 MiB stack. Cancellation of the task does not stop the job.
    public static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job { continuation.resume(with: Result(catching: work)) }
            if !job.start() { job.body() }
        }
    }
}

/// Carries a closure through the `void *` of `pthread_create`. The closure is `@Sendable` and never changed.
final class Job: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    /// Starts a detached thread that runs `body` once. False when the system gives none; then nothing has run.
    func start() -> Bool {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return false }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 8 << 20)
        let box = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, { raw in
            guard let raw else { return nil }
            Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body()
            return nil
        }, box.toOpaque())
        if status != 0 { box.release() }
        return status == 0
    }
}
