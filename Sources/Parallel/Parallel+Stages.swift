extension Parallel {
    /// Work in stages, each of which needs all of the one before.
    ///
    /// Threads are woken once for all stages and take what is left as they become free: one that starts late or is interrupted keeps the
    /// others waiting for one range at most. No range waits for one that nobody has begun, so a single thread gets through as well.
    ///
    /// - Parameters:
    ///   - counts: how many pieces each stage has.
    ///   - threads: how many may work; 1 keeps small work off the others.
    ///   - body: called with ranges of a stage's pieces that do not overlap and together are all of them. `worker` is below `threads`, and no two calls
    ///     at the same time have the same: for memory of one's own.
    public static func stages(
        _ counts: [Int], threads: Int = Parallel.threads, _ body: (_ stage: Int, _ worker: Int, _ pieces: Range<Int>) -> Void
    ) {
        if threads == 1 {
            for (stage, count) in counts.enumerated() where count > 0 { body(stage, 0, 0..<count) }
            return
        }
        let parts = counts.map { min($0, 8 * threads) }
        let stages = parts.map { SharedIterations($0) }
        each(threads) { worker in
            for (stage, iterations) in stages.enumerated() {
                iterations.take { body(stage, worker, range(of: $0, parts[stage], counts[stage])) }
                iterations.wait()
            }
        }
    }
}
