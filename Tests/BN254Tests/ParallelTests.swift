import Glibc
import Parallel
import Synchronization
import Testing

@Suite struct ParallelTests {
    @Test(arguments: [0, 1, 2, 3, 10, 1001])
    func chunksCoverTheRangeOnce(count: Int) {
        for minimum in [1, 4, 5000] {
            let ranges = Parallel.mapChunks(count, minimum: minimum) { $0 }
            #expect(ranges.flatMap { Array($0) } == Array(0..<count))
            #expect(ranges.allSatisfy { !$0.isEmpty })
            var touched = [Int](repeating: 0, count: count)
            touched.withUnsafeMutableBufferPointer { buffer in
                Parallel.chunks(count, minimum: minimum) { range in
                    for index in range { buffer[index] += 1 }
                }
                Parallel.each(count) { buffer[$0] += 1 }
            }
            #expect(touched.allSatisfy { $0 == 2 })
            #expect(Parallel.serially { Parallel.mapChunks(count, minimum: minimum) { $0 } }.count == min(count, 1))
        }
        #expect(Parallel.map(count) { $0 * $0 } == (0..<count).map { $0 * $0 })
        #expect(Parallel.serially { Parallel.threads } == 1)
        #expect(Parallel.threads >= 1)
    }

    @Test(arguments: [1, 2, 7])
    func stagesFollowOneAnother(threads: Int) {
        let counts = [1000, 0, 3, 1, 500]
        for _ in 0..<50 {
            Parallel.$threadOverride.withValue(threads) {
                // What each stage finds when it begins is what the one before left behind in all places.
                var marks = [Int](repeating: 0, count: 1000)
                var workers = [Int](repeating: 0, count: threads)
                marks.withUnsafeMutableBufferPointer { marks in
                    workers.withUnsafeMutableBufferPointer { workers in
                        Parallel.stages(counts) { stage, worker, pieces in
                            workers[worker] += pieces.count
                            for piece in pieces {
                                let before = [0, 1, 1, 2, 3][stage]
                                let share = 1000 / counts[stage]
                                for place in piece * share..<(piece + 1) * share where marks[place] == before || place >= 999 { marks[place] = before + 1 }
                            }
                        }
                    }
                }
                #expect(marks[..<999].allSatisfy { $0 == 4 })
                #expect(workers.reduce(0, +) == counts.reduce(0, +))
            }
        }
    }

    @Test func callsMayBeNestedAndComeFromManyThreads() async throws {
        let sums = try await withThrowingTaskGroup(of: Int.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    try await Parallel.run {
                        (0..<200).reduce(0) { sum, round in
                            sum + Parallel.map(5) { outer in Parallel.map(outer + 1) { ($0 + seed) * round }.reduce(0, +) }.reduce(0, +)
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        // Σ over outer of Σ inner for inner ≤ outer is 20, of how many there are 15.
        #expect(sums == (0..<8).map { (20 + 15 * $0) * 19_900 })
    }

    @Test(.timeLimit(.minutes(1)))
    func aHelperThatComesFromSleepTakesPart() throws {
        for _ in 0..<20 {
            // Longer than anyone looks for work.
            usleep(2_000)
            let threads = Parallel.$threadOverride.withValue(3) {
                // Each iteration waits until another has begun, which needs another thread.
                let begun = Atomic(0)
                return Parallel.map(2) { _ in
                    begun.wrappingAdd(1, ordering: .sequentiallyConsistent)
                    while begun.load(ordering: .sequentiallyConsistent) < 2 { sched_yield() }
                    return UInt(pthread_self())
                }
            }
            #expect(Set(threads).count == 2)
        }
    }

    struct Failure: Error {}

    @Test func longJobsReturnAndThrow() async throws {
        #expect(try await Parallel.run { (0..<1000).reduce(0, +) } == 499_500)
        await #expect(throws: Failure.self) { try await Parallel.run { throw Failure() } }
        let all = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<20 { group.addTask { try await Parallel.run { index } } }
            return try await group.reduce(0, +)
        }
        #expect(all == 190)
    }
}
