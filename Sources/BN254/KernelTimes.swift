import Glibc
import Synchronization

/// How much processor time the kernels take, thread by thread: what a proof's time is held against.
public enum KernelTimes {
    public enum Kernel: String, CaseIterable, Sendable {
        case multiScalar = "multi-scalar multiplications"
        case transforms = "transforms"
        case programs = "row programs"
        case inversions = "batch inversions"
        case polynomials = "evaluations and divisions"
    }

    private static let isOn = Atomic<Bool>(false)
    private static let nanoseconds = Mutex<[Kernel: Int64]>([:])

    /// Seconds of each kernel that `body` used, over all threads. Not for two callers at once: the counters are the process's.
    public static func measure<T>(_ body: () throws -> T) rethrows -> (result: T, seconds: [Kernel: Double]) {
        nanoseconds.withLock { $0 = [:] }
        isOn.store(true, ordering: .sequentiallyConsistent)
        defer { isOn.store(false, ordering: .sequentiallyConsistent) }
        let result = try body()
        return (result, seconds)
    }

    /// So far, within a call of `measure`.
    public static var seconds: [Kernel: Double] { nanoseconds.withLock { $0.mapValues { Double($0) / 1e9 } } }

    /// Runs a kernel on this thread. Kernels do not contain one another.
    @inline(__always)
    static func count<T>(_ kernel: Kernel, _ body: () throws -> T) rethrows -> T {
        guard isOn.load(ordering: .relaxed) else { return try body() }
        let start = now
        defer {
            let used = now - start
            nanoseconds.withLock { $0[kernel, default: 0] += used }
        }
        return try body()
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
