import Glibc

/// The one place where work is spread over threads.
///
/// Everything above asks for ranges and gets them back joined, so that no pointer outlives the call that lent it and no
/// caller sees a queue. With one thread every function here is a plain loop on the caller's thread.
public enum Parallel {
    /// How many threads a call may use: `ASSAY_THREADS` when it is a positive number, otherwise the cores that are online.
    public static var threads: Int { threadOverride ?? configuredThreads }

    /// Overrides `threads` for the current task; tests compare serial and parallel results with it.
    @TaskLocal package static var threadOverride: Int?

    private static let configuredThreads: Int = {
        if let text = getenv("ASSAY_THREADS"), let wanted = Int(String(cString: text)), wanted > 0 {
            return min(wanted, 256)
        }
        return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }()

    /// Runs `body` with `threads == 1`.
    public static func serially<T>(_ body: () throws -> T) rethrows -> T {
        try $threadOverride.withValue(1, operation: body)
    }

    /// Splits `0..<count` into nearly equal ranges, one a thread, and returns when all of them are done.
    ///
    /// - Parameters:
    ///   - minimum: no range is shorter than this unless `count` itself is; keeps small work off the threads.
    ///   - body: called once a range, from several threads at once; ranges do not overlap.
    public static func chunks(_ count: Int, minimum: Int = 1, _ body: (Range<Int>) -> Void) {
        let pieces = pieceCount(count, minimum)
        if pieces == 0 { return }
        if pieces == 1 { return body(0..<count) }
        perform(pieces) { body(range(of: $0, pieces, count)) }
    }

    /// As `chunks`, with one result a range, in the order of the ranges.
    public static func mapChunks<T>(_ count: Int, minimum: Int = 1, _ body: (Range<Int>) -> T) -> [T] {
        let pieces = pieceCount(count, minimum)
        if pieces == 0 { return [] }
        if pieces == 1 { return [body(0..<count)] }
        return [T](unsafeUninitializedCapacity: pieces) { buffer, initialized in
            let base = buffer.baseAddress
            perform(pieces) { piece in
                base.map { ($0 + piece).initialize(to: body(range(of: piece, pieces, count))) }
            }
            initialized = pieces
        }
    }

    /// `[body(0), …, body(count − 1)]`, each call taken by whichever thread is free: for few and uneven pieces of work.
    public static func map<T>(_ count: Int, _ body: (Int) -> T) -> [T] {
        if count <= 0 { return [] }
        if threads == 1 || count == 1 { return (0..<count).map(body) }
        return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
            let base = buffer.baseAddress
            perform(count) { index in
                base.map { ($0 + index).initialize(to: body(index)) }
            }
            initialized = count
        }
    }

    /// Calls `body` with 0 ..< count, each call taken by whichever thread is free, and returns when all are done.
    public static func each(_ count: Int, _ body: (Int) -> Void) {
        if threads == 1 || count <= 1 {
            for index in 0..<max(0, count) { body(index) }
        } else {
            perform(count, body)
        }
    }

    /// Calls `body` for 0 ..< iterations from several threads and joins them.
    private static func perform(_ iterations: Int, _ body: (Int) -> Void) {
        Helpers.shared.perform(iterations, helpers: min(iterations, threads) - 1, body)
    }

    private static func pieceCount(_ count: Int, _ minimum: Int) -> Int {
        count <= 0 ? 0 : max(1, min(threads, count / max(1, minimum)))
    }

    static func range(of piece: Int, _ pieces: Int, _ count: Int) -> Range<Int> {
        let (size, extra) = count.quotientAndRemainder(dividingBy: pieces)
        let start = piece * size + min(piece, extra)
        return start..<(start + size + (piece < extra ? 1 : 0))
    }
}
