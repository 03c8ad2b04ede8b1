import CCurl
import Foundation
import Synchronization

/// The thread that owns libcurl's handles. Callers hand in jobs under a lock and wake it; everything else of libcurl is
/// touched by this thread alone.
final class HTTPWorker: Sendable {
    private struct Job: Sendable {
        let id: UInt64
        let request: HTTPRequest
        let limits: HTTPLimits
        let done: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
    }

    private struct Inbox: Sendable {
        var jobs: [Job] = []
        var cancelled: Set<UInt64> = []
        var nextID: UInt64 = 0
        var isStopping = false
        /// Address of the multi handle while the thread runs; used for waking it and for nothing else.
        var multi: UInt?
    }

    private let inbox = Mutex(Inbox())
    private let perHost: Int
    private let userAgent: String

    /// libcurl wants to be set up once, before any thread uses it.
    private static let isReady: Bool = assay_global_init() == CURLE_OK

    init(perHost: Int, userAgent: String) {
        self.perHost = perHost
        self.userAgent = userAgent
    }

    /// One attempt.
    func transfer(_ request: HTTPRequest, _ limits: HTTPLimits) async -> Result<HTTPResponse, HTTPError> {
        let id = inbox.withLock { inbox in
            inbox.nextID += 1
            return inbox.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                let accepted = inbox.withLock { inbox in
                    if inbox.isStopping || inbox.cancelled.remove(id) != nil { return false }
                    inbox.jobs.append(Job(id: id, request: request, limits: limits, done: done))
                    Self.wake(inbox)
                    return true
                }
                if !accepted { done.resume(returning: .failure(.cancelled(url: request.url))) }
            }
        } onCancel: {
            inbox.withLock { inbox in
                inbox.cancelled.insert(id)
                Self.wake(inbox)
            }
        }
    }

    func stop() {
        inbox.withLock { inbox in
            inbox.isStopping = true
            Self.wake(inbox)
        }
    }

    private static func wake(_ inbox: Inbox) {
        // Safe from any thread as long as the handle lives, which the lock around `multi` guarantees.
        if let multi = inbox.multi, let handle = UnsafeMutableRawPointer(bitPattern: multi) { curl_multi_wakeup(handle) }
    }

    /// The thread's body: returns after `stop()`, with every caller answered.
    func run() {
        guard Self.isReady, let multi = curl_multi_init() else {
            fail(everything: [], detail: "libcurl could not be set up")
            return
        }
        inbox.withLock { $0.multi = UInt(bitPattern: multi) }
        var waiting: [Job] = []
        var active: [UInt: (transfer: HTTPTransfer, job: Job)] = [:]

        while true {
            let (jobs, cancelled, isStopping) = inbox.withLock { inbox in
                let taken = (inbox.jobs, inbox.cancelled, inbox.isStopping)
                inbox.jobs = []
                inbox.cancelled = []
                return taken
            }
            if isStopping {
                waiting += jobs
                break
            }
            waiting += jobs
            if !cancelled.isEmpty { drop(cancelled, &waiting, &active, multi) }
            start(&waiting, &active, multi)

            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finish(&active, multi)
            // Sleeps until a socket, a timer of libcurl or a wake-up has something for us.
            if waiting.isEmpty || !canStart(waiting, active) { curl_multi_poll(multi, nil, 0, 1000, nil) }
        }

        for (_, entry) in active {
            entry.transfer.detach(from: multi)
            entry.job.done.resume(returning: .failure(.cancelled(url: entry.job.request.url)))
        }
        inbox.withLock { $0.multi = nil }
        curl_multi_cleanup(multi)
        fail(everything: waiting, detail: nil)
    }

    private func fail(everything waiting: [Job], detail: String?) {
        let late = inbox.withLock { inbox in
            inbox.isStopping = true
            let jobs = inbox.jobs
            inbox.jobs = []
            return jobs
        }
        for job in waiting + late {
            let url = job.request.url
            job.done.resume(returning: .failure(detail.map { .transfer(url: url, detail: $0) } ?? .cancelled(url: url)))
        }
    }

    private func load(_ active: [UInt: (transfer: HTTPTransfer, job: Job)]) -> [String: Int] {
        var load: [String: Int] = [:]
        for (_, entry) in active { load[HTTPClient.host(of: entry.job.request.url), default: 0] += 1 }
        return load
    }

    private func canStart(_ waiting: [Job], _ active: [UInt: (transfer: HTTPTransfer, job: Job)]) -> Bool {
        let load = load(active)
        return waiting.contains { load[HTTPClient.host(of: $0.request.url), default: 0] < perHost }
    }

    private func start(
        _ waiting: inout [Job], _ active: inout [UInt: (transfer: HTTPTransfer, job: Job)], _ multi: UnsafeMutableRawPointer
    ) {
        guard !waiting.isEmpty else { return }
        var load = load(active)
        var kept: [Job] = []
        for job in waiting {
            let host = HTTPClient.host(of: job.request.url)
            guard load[host, default: 0] < perHost else {
                kept.append(job)
                continue
            }
            guard let transfer = HTTPTransfer(job.request, job.limits, userAgent: userAgent), transfer.attach(to: multi) else {
                job.done.resume(returning: .failure(.transfer(url: job.request.url, detail: "libcurl refused the request")))
                continue
            }
            load[host, default: 0] += 1
            active[transfer.key] = (transfer, job)
        }
        waiting = kept
    }

    private func finish(_ active: inout [UInt: (transfer: HTTPTransfer, job: Job)], _ multi: UnsafeMutableRawPointer) {
        var code = CURLE_OK
        while let easy = assay_multi_finished(multi, &code) {
            guard let entry = active.removeValue(forKey: UInt(bitPattern: easy)) else { continue }
            entry.transfer.detach(from: multi)
            entry.job.done.resume(returning: entry.transfer.outcome(code))
        }
    }

    private func drop(
        _ cancelled: Set<UInt64>, _ waiting: inout [Job], _ active: inout [UInt: (transfer: HTTPTransfer, job: Job)],
        _ multi: UnsafeMutableRawPointer
    ) {
        for job in waiting where cancelled.contains(job.id) {
            job.done.resume(returning: .failure(.cancelled(url: job.request.url)))
        }
        waiting.removeAll { cancelled.contains($0.id) }
        for (key, entry) in active where cancelled.contains(entry.job.id) {
            entry.transfer.detach(from: multi)
            active[key] = nil
            entry.job.done.resume(returning: .failure(.cancelled(url: entry.job.request.url)))
        }
    }
}
