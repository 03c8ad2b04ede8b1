/// What went wrong with the prover's process, or with one proof of it.
public enum ProverFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The program does not start.
    case cannotStart(program: String, reason: String)
    /// It ended by itself.
    case exited(status: Int32, lastWords: String?)
    /// Somebody, or the system, ended it.
    case killed(signal: Int32, lastWords: String?)
    /// It answered what no prover answers.
    case malformed(String)
    /// No answer came in time.
    case late(seconds: Double, to: String)
    /// It cannot make a feed's circuit, or makes another one than this process.
    case unready(feed: String, reason: String)
    /// What it claimed to be a proof is none of this round.
    case wrong(String)
    /// One proof failed in it; it goes on.
    case failed(String)
    /// It is not there, and the next start is not due yet.
    case down(reason: String, seconds: Int)
    /// The node ends.
    case stopping

    /// Stable, for metrics: why a process was replaced; nil where none was.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        case start, exit, signal, malformed, late, unready, wrong
        /// Asked for by other settings.
        case settings
    }

    public var cause: Cause? {
        switch self {
        case .cannotStart: .start
        case .exited: .exit
        case .killed: .signal
        case .malformed: .malformed
        case .late: .late
        case .unready: .unready
        case .wrong: .wrong
        case .failed, .down, .stopping: nil
        }
    }

    public var description: String {
        func words(_ text: String?) -> String { text.map { "; it last said: \($0)" } ?? "" }
        switch self {
        case .cannotStart(let program, let reason):
            return "the prover's process does not start (\(program): \(reason)); put the program back and make it executable, or restart the node"
        case .exited(let status, let text): return "the prover's process ended with status \(status)\(words(text))"
        case .killed(9, let text): return "the prover's process was killed (signal 9): is the machine out of memory?\(words(text))"
        case .killed(let signal, let text): return "the prover's process was ended by signal \(signal)\(words(text))"
        case .malformed(let what): return "the prover's process answered what no prover answers: \(what); is it this program?"
        case .late(let seconds, let what):
            return "the prover's process did not answer \(what) within \(Int(seconds)) s and was replaced; a slow machine needs a larger prover.limit_seconds"
        case .unready(let feed, let reason): return "the prover's process cannot prove \(feed): \(reason)"
        case .wrong(let reason): return "the prover's process was replaced: \(reason)"
        case .failed(let reason): return "the proof failed: \(reason)"
        case .down(let reason, let seconds): return "\(reason); it is started again in \(seconds) s"
        case .stopping: return "the node ends"
        }
    }
}
