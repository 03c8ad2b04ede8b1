import Foundation

/// What the system says about this process.
public enum ProcessFigures {
    /// Memory that is resident, in bytes; 0 where the system does not say.
    public static var residentBytes: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
        }
        return 0
    }

    /// How many descriptors are open; 0 where the system does not say.
    public static var openDescriptors: Int { ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).count }
}
