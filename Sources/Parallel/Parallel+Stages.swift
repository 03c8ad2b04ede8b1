import CSpinHint
import Glibc
import Synchronization

extension Parallel {
    /// Work in stages, each of which needs all of the one before, for stages that take about a millisecond or less.
    ///
    /// Threads are woken once for all stages and take what is left as they become free: one that starts late or is interrupted keeps the
    /// others waiting for one range at most. They wait without sleeping. No range waits for one that nobody has begun, so a single
    /// thread gets through as well.
    ///
    /// - Parameters:
    ///   - counts: how many pieces each stage has.
    ///   - body: called with ranges of a stage's pieces that do not overlap and together are all of them. `worker` is below `threads`, and no two calls
    ///     at the same time have the same: for memory of one's own.
    public static func stages(_ counts: [Int], _ body: (_ stage: Int, _ worker: Int, _ pieces: Range<Int>) -> Void) {
        if threads == 1 {
            for (stage, count) in counts.enumerated() where count > 0 { body(stage, 0, 0..<count) }
            return
        }
        let progress = counts.map { StageProgress(count: $0, parts: min($0, 8 * threads)) }
        each(threads) { worker in
            for (stage, progress) in progress.enumerated() {
                while let pieces = progress.take() {
                    body(stage, worker, pieces)
                    progress.finish()
                }
                progress.wait()
            }
        }
    }
}

/// How far a stage is.
private final class StageProgress: Sendable {
    private let count: Int
    private let parts: Int
    private let taken = Atomic(0)
    private let finished = Atomic(0)

    init(count: Int, parts: Int) {
        self.count = count
        self.parts = parts
    }

    /// The next pieces that nobody has taken.
    func take() -> Range<Int>? {
        let part = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return part < parts ? Parallel.range(of: part, parts, count) : nil
    }

    /// Makes what the caller wrote visible to whoever waits.
    func finish() { finished.wrappingAdd(1, ordering: .releasing) }

    /// Returns when all are finished. What is not finished, other threads are at.
    func wait() {
        var looks = 0
        while finished.load(ordering: .acquiring) < parts {
            spin_hint()
            looks += 1
            // Whoever is waited for may be without a processor.
            if looks.isMultiple(of: Helpers.patience) { sched_yield() }
        }
    }
}
