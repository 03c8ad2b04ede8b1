import CFieldLanes
import Glibc

/// Whether the eight-lane kernels of `CFieldLanes` are used. They and the portable ones are equal on every input.
public enum Lanes {
    /// `ASSAY_PORTABLE=1` forces the portable kernels, `ASSAY_PORTABLE=swift` those without assembly (`CFieldWords`) besides; otherwise the processor
    /// decides.
    private static let available: Bool = {
        if let text = getenv("ASSAY_PORTABLE"), ["1", "swift"].contains(String(cString: text)) { return false }
        return lanes_supported()
    }()

    @TaskLocal private static var forcedOff = false

    public static var enabled: Bool { available && !forcedOff }

    /// Runs `body` with the portable kernels: tests compare the two with it.
    public static func portable<T>(_ body: () throws -> T) rethrows -> T {
        try $forcedOff.withValue(true, operation: body)
    }
}
