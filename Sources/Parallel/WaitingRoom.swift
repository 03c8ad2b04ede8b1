import CSpinHint
import Glibc
import Synchronization

/// Where threads wait for something that other threads will make true: first awake, then asleep.
final class WaitingRoom: Sendable {
    private let sleepers = Atomic(0)
    /// Made in the initializer, freed with the object.
    nonisolated(unsafe) private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    nonisolated(unsafe) private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// How many looks are taken before sleeping: 30 to 80 µs.
    private static let patience = 2000

    /// Returns when `isTrue` is, which reads with sequential consistency what is written so before `wakeAll`.
    func wait(until isTrue: () -> Bool) {
        for _ in 0..<Self.patience {
            if isTrue() { return }
            spin_hint()
        }
        pthread_mutex_lock(lock)
        // Counted before the last look: whoever makes it true after that look sees the sleeper.
        sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        while !isTrue() { pthread_cond_wait(changed, lock) }
        sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(lock)
    }

    /// To be called after something was made true.
    func wakeAll() {
        if sleepers.load(ordering: .sequentiallyConsistent) == 0 { return }
        pthread_mutex_lock(lock)
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }
}
