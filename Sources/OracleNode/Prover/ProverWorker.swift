import EthereumKit
import ForeignText
import Foundation
import Glibc
import MarketFeeds
import Synchronization

/// The other side of ``ProverProcess``: reads requests from standard input, proves, and answers on standard output. It is given no keys,
/// signs nothing and writes no files but the cache of bases.
///
/// It ends when its input does, in the midst of a proof too: with the node that started it, however that ended.
public final class ProverWorker: Sendable {
    private struct Input: Sendable {
        var requests: [(number: Int64, request: ProverRequest)] = []
    }

    private struct Circuit {
        let feed: Feed
        let circuit: FeedCircuit
    }

    /// A node asks for one proof at a time and for each feed's circuit once.
    private static let mostWaiting = 1_024

    private let input = Mutex(Input())
    private let arrived = DispatchSemaphore(value: 0)
    private let output: Int32

    private init(output: Int32) {
        self.output = output
    }

    /// Serves until standard input ends; then the process ends with status 0, and with 2 where what it was sent are no requests.
    public static func run() -> Never {
        // Whoever ends the node signals its whole group or service; the proof in work is finished first, and the node says when to end.
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
        preferThisProcessWhenMemoryEnds()
        // Answers have a descriptor of their own: what anything prints goes to the log.
        let output = dup(1)
        guard output >= 0, dup2(2, 1) >= 0 else { end("no descriptors are left", status: 3) }
        let worker = ProverWorker(output: output)
        Thread.detachNewThread { worker.read() }
        worker.work()
    }

    private static func end(_ problem: String?, status: Int32) -> Never {
        if let problem { say(problem) }
        // No handlers of exit: a proof may be running on other threads.
        _exit(status)
    }

    private static func say(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text.oneLine(limit: 300) + "\n").utf8)) }

    /// Where memory runs out the system ends some process: rather this one, which can be started again, than the node.
    private static func preferThisProcessWhenMemoryEnds() {
        guard let handle = FileHandle(forWritingAtPath: "/proc/self/oom_score_adj") else { return }
        try? handle.write(contentsOf: Data("500".utf8))
        try? handle.close()
    }

    // MARK: Input

    /// Reads ahead, so that the end of input is seen while a proof is made.
    private func read() {
        var reader = ProverFrameReader(limit: ProverFrame.requestLimit)
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(0, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { Self.end(nil, status: 0) }
            reader.append(piece[..<count])
            do {
                while let frame = try reader.next() {
                    let request = try ProverRequest.read(frame)
                    let waiting = input.withLock { input in
                        input.requests.append(request)
                        return input.requests.count
                    }
                    guard waiting <= Self.mostWaiting else { Self.end("\(waiting) requests wait: nobody waits for their answers", status: 2) }
                    arrived.signal()
                }
            } catch {
                Self.end("not a request: \(error)", status: 2)
            }
        }
    }

    // MARK: Work

    private func work() -> Never {
        var circuits: [[UInt8]: Circuit] = [:]
        while true {
            arrived.wait()
            let (number, request) = input.withLock { $0.requests.removeFirst() }
            answer(Self.answer(request, &circuits), number)
        }
    }

    private static func answer(_ request: ProverRequest, _ circuits: inout [[UInt8]: Circuit]) -> ProverAnswer {
        do {
            switch request {
            case .load(let text):
                let file = FeedFile(feed: try Feed.parse(text, file: "the feed"), text: text)
                let circuit = try FeedCircuit(feed: file.feed)
                circuits[file.id] = Circuit(feed: file.feed, circuit: circuit)
                return .loaded(model: circuit.modelID)
            case .forget(let feed):
                circuits[feed] = nil
                return .forgotten
            case .prove(let feed, let observedAt, let times, let series):
                guard let known = circuits[feed] else { return .failed("feed \(Hex.encode(feed)) is not loaded") }
                let observations = RoundObservations(observedAt: observedAt, times: times, series: series, responses: [])
                guard observations.fits(known.feed) else { return .failed("the observations do not have the shape of the feed") }
                return .proved(try known.circuit.prove(observations, of: known.feed))
            }
        } catch {
            return .failed("\(error)".oneLine(limit: 400))
        }
    }

    private func answer(_ answer: ProverAnswer, _ number: Int64) {
        let bytes = ProverFrame.bytes(answer.json(number: number))
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in buffer.baseAddress.map { write(output, $0 + sent, buffer.count - sent) } ?? 0 }
            if count < 0, errno == EINTR { continue }
            // Nobody reads: the node is gone.
            guard count > 0 else { Self.end(nil, status: 0) }
            sent += count
        }
    }
}
