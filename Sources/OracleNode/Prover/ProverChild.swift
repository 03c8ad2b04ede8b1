import CSpawn
import Foundation
import Glibc

/// A program run as a child: one socket is its standard input and output, another its standard error, and nothing else of this process
/// reaches it. Used from one thread.
struct ProverChild: ~Copyable {
    struct StartFailure: Error {
        let reason: String
    }

    /// How it ended.
    enum End: Hashable {
        case exit(Int32)
        case signal(Int32)
    }

    /// Both do not block.
    let socket: Int32
    let errors: Int32
    let pid: pid_t
    private var end: End?

    private init(socket: Int32, errors: Int32, pid: pid_t) {
        self.socket = socket
        self.errors = errors
        self.pid = pid
    }

    deinit {
        close(socket)
        close(errors)
        guard end == nil else { return }
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1 && errno == EINTR {}
    }

    /// - Parameter environment: all of the child's environment.
    static func start(_ program: String, _ arguments: [String], environment: [String: String]) throws(StartFailure) -> ProverChild {
        guard let ends = SocketPair.make() else { throw StartFailure(reason: "no socket: \(lastError())") }
        guard let pipes = SocketPair.make() else {
            let reason = lastError()
            close(ends.near)
            close(ends.far)
            throw StartFailure(reason: "no socket: \(reason)")
        }
        // A node that was started without standard streams may have got their numbers; the child's are made from others.
        let (socket, errors) = (fcntl(ends.far, F_DUPFD_CLOEXEC, 3), fcntl(pipes.far, F_DUPFD_CLOEXEC, 3))
        close(ends.far)
        close(pipes.far)
        defer {
            close(socket)
            close(errors)
        }
        let result: Result<pid_t, StartFailure> = socket < 0 || errors < 0 ? .failure(StartFailure(reason: "no descriptors are left"))
            : spawn(program, [program] + arguments, environment, socket: socket, errors: errors)
        switch result {
        case .success(let pid):
            return ProverChild(socket: ends.near, errors: pipes.near, pid: pid)
        case .failure(let failure):
            close(ends.near)
            close(pipes.near)
            throw failure
        }
    }

    /// Lets it see the end of its input.
    func closeInput() { _ = shutdown(socket, Int32(SHUT_WR)) }

    /// Ends it by force, unless it has ended.
    func killNow() { if end == nil { kill(pid, SIGKILL) } }

    /// Waits until it has ended, for so long.
    ///
    /// - Returns: nil where it still runs.
    mutating func wait(milliseconds: Int) -> End? {
        var left = milliseconds
        while end == nil {
            var status: Int32 = 0
            let result = waitpid(pid, &status, WNOHANG)
            if result == pid {
                let signal = status & 0x7f
                end = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
            } else if result == -1, errno != EINTR {
                // Nobody else waits for it; a system that has lost it has nothing to tell.
                end = .exit(-1)
            } else if result == 0 {
                guard left > 0 else { return nil }
                usleep(2_000)
                left -= 2
            }
        }
        return end
    }

    /// Waits as long as it takes: after ``killNow()``.
    mutating func reap() -> End {
        while true { if let end = wait(milliseconds: 1_000) { return end } }
    }

    private static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String: String], socket: Int32, errors: Int32
    ) -> Result<pid_t, StartFailure> {
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let code = spawn_with_streams(&pid, program, &argv, &envp, socket, socket, errors)
        return code == 0 ? .success(pid) : .failure(StartFailure(reason: String(cString: strerror(code))))
    }

    private static func lastError() -> String { String(cString: strerror(errno)) }
}
