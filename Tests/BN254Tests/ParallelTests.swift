import Parallel
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
