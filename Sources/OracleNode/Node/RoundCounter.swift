import Synchronization

/// Counts rounds up to a limit.
final class RoundCounter: Sendable {
    private let left: Mutex<Int?>

    /// - Parameter limit: nil for none.
    init(_ limit: Int?) {
        left = Mutex(limit)
    }

    /// Counts one; whether it was the last that is wanted.
    func isEnough() -> Bool {
        left.withLock { left in
            guard let count = left else { return false }
            left = count - 1
            return count <= 1
        }
    }
}
