import Foundation

/// What the system says about this process.
enum ProcessFigures {
    /// The most memory this process has held at once, in bytes, since its start or the last `resetPeak`.
    static func peakMemory() throws(NodeError) -> Int64 {
        let text = FileManager.default.contents(atPath: "/proc/self/status").map { String(decoding: $0, as: UTF8.self) } ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int64($0) }) else {
            throw NodeError(.environment, "/proc/self/status does not tell the peak memory", next: "run on Linux with /proc mounted")
        }
        return kilobytes * 1024
    }

    /// Lets the peak begin again from what is held now. Without effect where the system does not allow it.
    static func resetPeak() {
        guard let handle = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
        try? handle.write(contentsOf: Data("5".utf8))
        try? handle.close()
    }

    /// User and system time of all threads so far.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
