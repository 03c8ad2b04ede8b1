import EthereumKit
import Synchronization

/// What a publishing service last saw, for readiness, metrics and pages.
public struct PublishingStatus: Sendable {
    /// Seconds since 1970; nil before the first step has ended.
    public internal(set) var lastStepAt: UInt64?
    /// Counts since the service began.
    public internal(set) var totals = PublishingReport()
    /// Of the last step.
    public internal(set) var problems: [PublishingProblem] = []
    public internal(set) var storeError: StoreError?
    public internal(set) var endpoints: [RPCPool.Health] = []
    /// How far the newest blocks are ahead of the clock, in seconds; nil before an endpoint answered.
    public internal(set) var secondsAhead: Int64?
    /// How often each problem was met, by its stable name.
    public internal(set) var problemCounts: [String: UInt64] = [:]
    public internal(set) var balance: UInt128?
    public internal(set) var head: UInt64?
    public internal(set) var baseFee: UInt128?
    public internal(set) var active = 0

    /// Why nothing could be published now; empty where it could. A node on standby is not ready, and is healthy.
    ///
    /// - Parameters:
    ///   - silentAfterSeconds: a manager that has not ended a step for longer hangs.
    ///   - skewSeconds: how far the clock may be behind the newest block.
    ///   - headAgeSeconds: how far ahead of it: chains with slow blocks need more.
    public func reasons(
        now: UInt64, silentAfterSeconds: UInt64 = 60, skewSeconds: Int64 = 60, headAgeSeconds: Int64 = 300
    ) -> [String] {
        var reasons = problems.map(\.description)
        if let storeError { reasons.append(storeError.description) }
        if let lastStepAt {
            if now > lastStepAt + silentAfterSeconds { reasons.append("the transaction manager last ended a step \(now - lastStepAt) s ago") }
        } else {
            reasons.append("the transaction manager has not ended its first step")
        }
        if !endpoints.isEmpty, !endpoints.contains(where: \.verdict.isUsable) { reasons.append("none of \(endpoints.count) RPC endpoints is usable") }
        if let secondsAhead, secondsAhead > skewSeconds {
            reasons.append("the newest block is \(secondsAhead) s in the future: this machine's clock is slow; set it, and keep it by NTP")
        }
        if let secondsAhead, secondsAhead < -headAgeSeconds {
            reasons.append("the newest block is \(-secondsAhead) s old: this machine's clock is fast, or the chain has stopped")
        }
        return reasons
    }
}

/// Steps a transaction manager until it is told to stop.
public final class PublishingService: Sendable {
    private let manager: TransactionManager
    private let pool: RPCPool
    /// Milliseconds since 1970.
    private let clock: @Sendable () -> UInt64
    private let pause: @Sendable () async throws -> Void
    private let checkMilliseconds: UInt64
    private let stepped: @Sendable (PublishingReport) -> Void
    private let state = Mutex<(status: PublishingStatus, isStopping: Bool)>((PublishingStatus(), false))

    /// - Parameters:
    ///   - clock: milliseconds since 1970.
    ///   - checkMilliseconds: how often the endpoints are compared.
    ///   - pause: what lies between two steps; a second by default.
    ///   - stepped: told what each step did.
    public init(
        manager: TransactionManager, pool: RPCPool, clock: @escaping @Sendable () -> UInt64, checkMilliseconds: UInt64 = 5_000,
        pause: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) },
        stepped: @escaping @Sendable (PublishingReport) -> Void = { _ in }
    ) {
        self.manager = manager
        self.pool = pool
        self.clock = clock
        self.checkMilliseconds = checkMilliseconds
        self.pause = pause
        self.stepped = stepped
    }

    public var status: PublishingStatus { state.withLock { $0.status } }

    /// Ends ``run()`` after the step in hand.
    public func stop() { state.withLock { $0.isStopping = true } }

    /// Returns when it was stopped or its task cancelled, with the lease given back. A store that fails is reported in
    /// ``status`` and tried again at the next step.
    public func run() async {
        var lastCheck: UInt64?
        while !state.withLock({ $0.isStopping }), !Task.isCancelled {
            let now = clock()
            if lastCheck.map({ now >= $0 + checkMilliseconds }) ?? true {
                let endpoints = await pool.check()
                let secondsAhead = pool.secondsAhead
                state.withLock { state in
                    state.status.endpoints = endpoints
                    state.status.secondsAhead = secondsAhead
                }
                lastCheck = now
            }
            do throws(PublishingError) {
                let report = try await manager.step()
                note(report)
                stepped(report)
            } catch {
                // A guard that says no stands for a process that is gone: it gives nothing back.
                guard case .store(let failure) = error else { return }
                state.withLock { $0.status.storeError = failure }
            }
            do { try await pause() } catch { break }
        }
        try? await manager.standDown()
    }

    private func note(_ report: PublishingReport) {
        let now = clock() / 1_000
        state.withLock { state in
            state.status.lastStepAt = now
            state.status.storeError = nil
            state.status.problems = report.problems
            for problem in report.problems { state.status.problemCounts[problem.name, default: 0] += 1 }
            var counted = report
            counted.problems = []
            state.status.totals.add(counted)
            if let balance = report.balance { state.status.balance = balance }
            if let head = report.head { state.status.head = head }
            if let baseFee = report.baseFee { state.status.baseFee = baseFee }
            if report.head != nil { state.status.active = report.active }
        }
    }
}
