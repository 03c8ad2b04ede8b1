import ForeignText
import Glibc

/// One child of a ``ProverProcess`` from its start to its end, on the thread that waits for it.
struct ProverLife: ~Copyable {
    private enum Purpose {
        case load(ProverProcess.Feed)
        case forget
        case prove(ProverProcess.Job)

        var name: String {
            switch self {
            case .load(let feed): "to the circuit of \(feed.name)"
            case .forget: "to a feed's end"
            case .prove(let job): "with a proof of \(job.feed.name)"
            }
        }
    }

    private let owner: ProverProcess
    private var child: ProverChild
    private let settings: ProverSettings
    private let generation: Int
    private let began = ContinuousClock.now
    private var reader = ProverFrameReader(limit: ProverFrame.answerLimit)
    private var words: ProverWords
    private var outgoing: [UInt8] = []
    private var sent = 0
    private var number: Int64 = 0
    /// In the order they were sent, which is the order of the answers.
    private var asked: [(number: Int64, purpose: Purpose)] = []
    /// Since when the first of them is worked on.
    private var since = ContinuousClock.now
    private var loaded: [ProverProcess.Feed] = []

    init(_ owner: ProverProcess, _ child: consuming ProverChild, _ settings: ProverSettings) {
        self.owner = owner
        self.settings = settings
        words = ProverWords(owner.log)
        let pid = child.pid
        self.child = child
        generation = owner.state.withLock { state in
            state.phase = .starting
            state.process = pid
            state.distrusted = nil
            return state.generation
        }
        owner.log.info("the prover's process is started", ["process": LogValue(pid)])
    }

    /// - Returns: nil where it was asked to end.
    mutating func run() -> ProverFault? {
        var fault = serve()
        // One that has lived for a while has not failed at what the ones before it failed at.
        if ContinuousClock.now - began > .seconds(60) { owner.state.withLock { $0.failures = 0 } }
        if fault == nil { child.closeInput() } else if !isDying(fault) { child.killNow() }
        var end = child.wait(milliseconds: 1_000)
        if end == nil {
            if isDying(fault) { fault = .malformed("it closed its output and went on") }
            child.killNow()
            end = child.reap()
        }
        _ = words.read(from: child.errors)
        words.end()
        let result = fault.map { told($0, end) }
        for (_, purpose) in asked {
            if case .prove(let job) = purpose { job.answer.resume(throwing: result ?? .stopping) }
        }
        return result
    }

    /// Whether the child closed its end itself: how it ended says more.
    private func isDying(_ fault: ProverFault?) -> Bool {
        if case .exited = fault { true } else { false }
    }

    private func told(_ fault: ProverFault, _ end: ProverChild.End?) -> ProverFault {
        guard case .exited = fault else { return fault }
        switch end {
        case .signal(let number): return .killed(signal: number, lastWords: words.last)
        case .exit(let status): return .exited(status: status, lastWords: words.last)
        case nil: return fault
        }
    }

    // MARK: Serving

    private mutating func serve() -> ProverFault? {
        while true {
            switch takeWork() {
            case .goOn: break
            case .end: return nil
            case .fault(let fault): return fault
            }
            var timeout = -1
            if let first = asked.first {
                let left = since + .seconds(settings.limitSeconds) - ContinuousClock.now
                guard left > .zero else { return .late(seconds: Double(settings.limitSeconds), to: first.purpose.name) }
                timeout = Int(left.components.seconds) * 1_000 + Int(left.components.attoseconds / 1_000_000_000_000_000) + 1
            }
            if let fault = wait(timeout) { return fault }
        }
    }

    private enum Next {
        case goOn, end
        case fault(ProverFault)
    }

    /// Puts into words for the child what has come up.
    private mutating func takeWork() -> Next {
        let isProving = asked.contains { if case .prove = $0.purpose { true } else { false } }
        let (isEnding, distrusted, generation, feeds) = owner.state.withLock { ($0.isEnding, $0.distrusted, $0.generation, $0.feeds) }
        if isEnding { return .end }
        if let distrusted { return .fault(distrusted) }
        if generation != self.generation, !isProving {
            owner.metrics.proverReplaced(.settings)
            return .end
        }
        for feed in loaded where !feeds.contains(feed) {
            ask(.forget(feed: feed.id), .forget)
        }
        loaded.removeAll { !feeds.contains($0) }
        for feed in feeds where !loaded.contains(feed) {
            loaded.append(feed)
            ask(.load(text: feed.text), .load(feed))
        }
        if !isProving {
            let job = owner.state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
            if let job { ask(job.request, .prove(job)) }
        }
        if asked.allSatisfy({ if case .load = $0.purpose { false } else { true } }) { becomeReady() }
        return .goOn
    }

    private func becomeReady() {
        let isNew = owner.state.withLock { state in
            if case .ready = state.phase { return false }
            state.phase = .ready
            return true
        }
        if isNew {
            owner.log.info("the prover's process is ready", [
                "process": LogValue(child.pid), "feeds": LogValue(loaded.count), "seconds": .number(StepWatch.seconds(ContinuousClock.now - began)),
            ])
        }
    }

    private mutating func ask(_ request: ProverRequest, _ purpose: Purpose) {
        number += 1
        if asked.isEmpty { since = .now }
        asked.append((number, purpose))
        outgoing += ProverFrame.bytes(request.json(number: number))
    }

    // MARK: Bytes

    private mutating func wait(_ timeout: Int) -> ProverFault? {
        var descriptors = [
            pollfd(fd: child.socket, events: Int16(POLLIN) | (sent < outgoing.count ? Int16(POLLOUT) : 0), revents: 0),
            pollfd(fd: words.isOver ? -1 : child.errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: owner.bell?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        // Without a bell it looks again by itself.
        let limit = owner.bell == nil ? 50 : Int(Int32.max)
        guard poll(&descriptors, 3, Int32(clamping: timeout < 0 ? (owner.bell == nil ? limit : -1) : min(timeout, limit))) > 0 else { return nil }
        if descriptors[2].revents != 0 { owner.bell?.clear() }
        if descriptors[1].revents != 0 { words.read(from: child.errors) }
        if descriptors[0].revents & Int16(POLLOUT) != 0 { send() }
        if descriptors[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { return receive() }
        return nil
    }

    /// What cannot be sent because the child is gone is told by its end.
    private mutating func send() {
        while sent < outgoing.count {
            let count = outgoing.withUnsafeBytes { bytes in
                bytes.baseAddress.map { Glibc.send(child.socket, $0 + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) } ?? 0
            }
            if count <= 0 { return }
            sent += count
        }
        outgoing = []
        sent = 0
    }

    private mutating func receive() -> ProverFault? {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(child.socket, &piece, piece.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { return nil }
            guard count > 0 else { return .exited(status: 0, lastWords: nil) }
            reader.append(piece[..<count])
            do {
                while let frame = try reader.next() {
                    if let fault = take(frame) { return fault }
                }
            } catch {
                return .malformed("\(error)")
            }
        }
    }

    // MARK: Answers

    private mutating func take(_ frame: [UInt8]) -> ProverFault? {
        let (number, answer): (Int64, ProverAnswer)
        do throws(DocumentError) {
            (number, answer) = try ProverAnswer.read(frame)
        } catch {
            return .malformed(error.description.oneLine(limit: 200))
        }
        guard let first = asked.first, first.number == number else { return .malformed("an answer to no question") }
        switch (first.purpose, answer) {
        case (.load(let feed), .loaded(let model)):
            guard model == feed.modelID else {
                return .unready(feed: feed.name, reason: "its circuit is not this process' own; restart the node, so that both are of one build")
            }
        case (.load(let feed), .failed(let reason)): return .unready(feed: feed.name, reason: reason)
        case (.forget, .forgotten): break
        case (.prove(let job), .proved(let proof)):
            owner.state.withLock { $0.failures = 0 }
            asked.removeFirst()
            since = .now
            job.answer.resume(returning: proof)
            return nil
        case (.prove(let job), .failed(let reason)):
            asked.removeFirst()
            since = .now
            job.answer.resume(throwing: ProverFault.failed(reason))
            return nil
        default: return .malformed("an answer to another question")
        }
        asked.removeFirst()
        since = .now
        return nil
    }
}
