import Synchronization

/// 0 ..< count, each for whichever thread takes it first.
final class SharedIterations: Sendable {
    private let count: Int
    private let taken = Atomic(0)
    private let ended = Atomic(0)
    private let end = WaitingRoom()

    init(_ count: Int) { self.count = count }

    /// Whether there is one that nobody has taken.
    var isOpen: Bool { taken.load(ordering: .relaxed) < count }

    /// Takes one after the other until there are none.
    func take(_ body: (Int) -> Void) {
        var mine = 0
        while true {
            let iteration = taken.wrappingAdd(1, ordering: .relaxed).oldValue
            if iteration >= count { break }
            body(iteration)
            mine += 1
        }
        if mine > 0 && ended.wrappingAdd(mine, ordering: .sequentiallyConsistent).newValue == count { end.wakeAll() }
    }

    /// Returns when all have ended; what was written in them is then visible. Those that have not, other threads are at.
    func wait() { end.wait { ended.load(ordering: .sequentiallyConsistent) == count } }
}
