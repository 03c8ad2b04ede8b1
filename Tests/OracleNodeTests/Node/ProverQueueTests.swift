import Foundation
import OracleNode
import Synchronization
import Testing

/// One prover for many feeds: who goes first, who does not fit, and what a failing job does to the others.
@Suite struct ProverQueueTests {
    struct Fault: Error {}
    struct Answer: Error {}

    /// Holds the queue's worker until it is let go.
    final class Gate: Sendable {
        private let isOpen = Mutex(false)
        func open() { isOpen.withLock { $0 = true } }
        func wait() async { while !isOpen.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(1)) } }
    }

    final class Order: Sendable {
        private let list = Mutex<[String]>([])
        func add(_ name: String) { list.withLock { $0.append(name) } }
        var names: [String] { list.withLock { $0 } }
    }

    private func until(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func theMostUrgentGoesFirst() async throws {
        let queue = ProverQueue(capacity: 8, now: { 0 })
        let gate = Gate()
        let order = Order()
        async let first: Void = queue.run("holder", deadline: 1) { _ in await gate.wait() }
        try await until { queue.status.running == ["holder"] }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, deadline) in ([50, 20, 40, 20, 30] as [UInt64]).enumerated() {
                group.addTask { try await queue.run("\(index)", deadline: deadline) { _ in order.add("\(index)") } }
                try await until { queue.status.waiting.count == index + 1 }
            }
            #expect(queue.status.waiting == ["1", "3", "4", "2", "0"])
            gate.open()
            try await group.waitForAll()
        }
        try await first
        #expect(order.names == ["1", "3", "4", "2", "0"] && queue.status.completed == 6)
    }

    @Test func aFullQueueLetsTheLeastUrgentGo() async throws {
        let queue = ProverQueue(capacity: 2, now: { 0 })
        let gate = Gate()
        async let first: Void = queue.run("holder", deadline: 1) { _ in await gate.wait() }
        try await until { queue.status.running == ["holder"] }
        async let a: Void = queue.run("a", deadline: 10) { _ in }
        try await until { queue.status.waiting.count == 1 }
        let b = Task { try await queue.run("b", deadline: 20) { _ in } }
        try await until { queue.status.waiting.count == 2 }
        await #expect(throws: ProverQueueError.full(name: "c", waiting: 2)) { try await queue.run("c", deadline: 30) { _ in } }
        async let d: Void = queue.run("d", deadline: 5) { _ in }
        await #expect(throws: ProverQueueError.displaced(name: "b", by: "d")) { try await b.value }
        gate.open()
        try await first
        try await a
        try await d
        #expect(queue.status.refusedForSpace == 2)
    }

    @Test func aJobThatFailsIsTriedOnceMoreAndHarmsNobodyElse() async throws {
        let queue = ProverQueue(capacity: 2, now: { 0 })
        let once = try await queue.run("once", deadline: 1) { attempt in
            if attempt == 1 { throw Fault() }
            return attempt
        }
        #expect(once == 2 && queue.status.failedAttempts == 1 && queue.status.failed == 0)
        await #expect(throws: ProverQueueError.failed(name: "twice", reason: "Fault()")) { try await queue.run("twice", deadline: 1) { _ in throw Fault() } }
        #expect(queue.status.failed == 1 && queue.status.lastFailure != nil)
        // An answer is no fault.
        await #expect(throws: Answer.self) { try await queue.run("answer", deadline: 1, isOutcome: { $0 is Answer }) { _ in throw Answer() } }
        #expect(queue.status.failedAttempts == 3)
        try await queue.run("next", deadline: 1) { _ in }
        #expect(queue.status.running.isEmpty && queue.status.lastFailure == nil)
    }

    @Test func whatIsTooLateIsNotBegun() async throws {
        let time = Mutex<UInt64>(0)
        let queue = ProverQueue(capacity: 2, now: { time.withLock { $0 } })
        time.withLock { $0 = 11 }
        await #expect(throws: ProverQueueError.late(name: "a")) { try await queue.run("a", deadline: 10) { _ in Issue.record("it ran") } }
        try await queue.run("b", deadline: 11) { _ in }
    }
}

@Suite struct ClockSkewTests {
    @Test func theVenuesDecideAndTheChainShowsASlowClock() {
        let policy = ClockSkewPolicy(warnSeconds: 5, stopSeconds: 30)
        #expect(policy.judge(venueMilliseconds: nil, chainSecondsAhead: nil) == .unknown)
        #expect(policy.judge(venueMilliseconds: 1_400, chainSecondsAhead: -11) == .good(1.4))
        // A chain whose newest block is old may have stopped: that says nothing of the clock.
        #expect(policy.judge(venueMilliseconds: nil, chainSecondsAhead: -900) == .good(0))
        #expect(policy.judge(venueMilliseconds: nil, chainSecondsAhead: 600).stops)
        #expect(policy.judge(venueMilliseconds: -600_000, chainSecondsAhead: -600).stops)
        #expect(policy.judge(venueMilliseconds: 600_000, chainSecondsAhead: 600).stops)
        if case .warning(_, let words) = policy.judge(venueMilliseconds: -6_000, chainSecondsAhead: 0) {
            #expect(words.contains("6 s ahead of the venues' clocks"))
        } else {
            Issue.record("no warning at six seconds")
        }
        #expect(!policy.judge(venueMilliseconds: 29_900, chainSecondsAhead: nil).stops)
    }
}
