import Glibc
import Synchronization

/// Names the case that was running on standard error when the process dies of a trap, which no test framework lives to report.
enum CrashNote {
    /// One run's place. All fields are words that a signal handler may read.
    final class Slot: Sendable {
        fileprivate let text = Atomic<UInt>(0)
        fileprivate let length = Atomic<Int>(0)
        fileprivate let seed = Atomic<UInt64>(0)
        fileprivate let index = Atomic<Int>(0)

        func note(_ index: Int) { self.index.store(index, ordering: .relaxed) }
        func end() { text.store(0, ordering: .releasing) }
    }

    private static let slots = (0..<16).map { _ in Slot() }
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE]

    /// Swift's own report follows: the old handler runs when the instruction is run again.
    private static let isArmed: Bool = {
        for signal in signals { _ = Glibc.signal(signal, handler) }
        return true
    }()

    static func begin(_ surface: StaticString, _ seed: UInt64) -> Slot {
        _ = isArmed
        let address = UInt(bitPattern: surface.utf8Start)
        for slot in slots where slot.text.compareExchange(expected: 0, desired: address, ordering: .acquiring).exchanged {
            slot.length.store(surface.utf8CodeUnitCount, ordering: .relaxed)
            slot.seed.store(seed, ordering: .relaxed)
            return slot
        }
        // More runs side by side than places: this one goes unnamed.
        return Slot()
    }

    private static let handler: @convention(c) (Int32) -> Void = { number in
        for slot in slots {
            guard let text = UnsafeRawPointer(bitPattern: slot.text.load(ordering: .relaxed)) else { continue }
            print(bytes: "\nfuzz case at hand: ")
            _ = write(2, text, slot.length.load(ordering: .relaxed))
            print(bytes: " ASSAY_FUZZ_SEED=")
            print(slot.seed.load(ordering: .relaxed))
            print(bytes: " ASSAY_FUZZ_CASE=")
            print(UInt64(slot.index.load(ordering: .relaxed)))
        }
        print(bytes: "\n")
        _ = signal(number, SIG_DFL)
    }

    private static func print(bytes text: StaticString) { _ = write(2, text.utf8Start, text.utf8CodeUnitCount) }

    /// Digits without allocating.
    private static func print(_ number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            var digit = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10)
            _ = write(2, &digit, 1)
            divisor /= 10
        }
    }
}
