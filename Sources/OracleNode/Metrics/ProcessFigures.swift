import Foundation

/// What the system says about this process.
package enum ProcessFigures {
    /// What is held in memory now, in bytes; nil where the system does not say.
    package static var residentBytes: UInt64? { residentBytes(of: getpid()) }

    /// The same of another process; nil where there is none.
    package static func residentBytes(of process: Int32) -> UInt64? {
        // Files of /proc have no size, so they are read as streams.
        guard let handle = FileHandle(forReadingAtPath: "/proc/\(process)/statm") else { return nil }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: 256) else { return nil }
        let words = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard words.count > 1, let pages = UInt64(words[1]) else { return nil }
        return pages * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Open file descriptors; nil where the system does not say.
    package static var openFiles: Int? {
        // The listing itself holds one open.
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { max($0.count - 1, 0) }
    }

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

    /// Since the process was started, to a hundredth of a second.
    static var secondsSinceStart: Double {
        let text = FileManager.default.contents(atPath: "/proc/self/stat").map { String(decoding: $0, as: UTF8.self) } ?? ""
        // The name in parentheses may hold spaces; the start is the 20th field behind it, in clock ticks since boot.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        guard fields.count > 19, let ticks = Double(fields[19]) else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// User and system time of all threads so far.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
