import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The child process and the socket to it. Ends the child when it goes.
struct EVMProcess: ~Copyable {
    private let socket: Int32
    private let child: pid_t
    private var received: [UInt8] = []

    /// Longest silence that is still taken for work: a message of calls that each burn the default gas takes seconds.
    private static let patience: time_t = 300

    private init(socket: Int32, child: pid_t) {
        self.socket = socket
        self.child = child
    }

    /// Starts `python -c script` with one socket as its input and output: unlike a pipe, a socket can be written to
    /// after the child has died without raising a signal in this process.
    static func start(python: String, script: [UInt8]) throws(LocalEVMError) -> EVMProcess {
        var process = try launch(python: python, script: script)
        do {
            _ = try process.answer()
        } catch {
            // The child's first line says that it is ready, or which import failed.
            if error.code == .refused {
                throw LocalEVMError(
                    code: .missingPackage, message: "\(python) lacks a package: \(error.message); run `make setup`")
            }
            throw .noInterpreter("\(python) did not start the machine (\(error.message))")
        }
        return process
    }

    private static func launch(python: String, script: [UInt8]) throws(LocalEVMError) -> EVMProcess {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, streamType, 0, &ends) == 0 else {
            throw .protocolBroken("no socket for the child process: \(lastError())")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        _ = setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))

        // -I: nothing from the working directory or the user's environment is imported.
        let arguments = [python, "-I", "-u", "-c", String(decoding: script, as: UTF8.self)]
        let launched = spawn(python, arguments: arguments, input: ends[1], output: ends[1])
        close(ends[1])
        switch launched {
        case .success(let pid):
            return EVMProcess(socket: ends[0], child: pid)
        case .failure(let failure):
            close(ends[0])
            throw .noInterpreter("cannot run \(python): \(failure.text)")
        }
    }

    deinit {
        close(socket)
        // It holds nothing that outlives this object, so there is nothing to wait for politely.
        kill(child, SIGKILL)
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 && errno == EINTR {}
    }

    /// Sends a line and reads the line that answers it.
    mutating func exchange(_ line: [UInt8]) throws(LocalEVMError) -> EVMAnswer {
        var sent = 0
        while sent < line.count {
            let count = line.withUnsafeBytes { send(socket, $0.baseAddress! + sent, $0.count - sent, Self.noSignal) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .protocolBroken("the child process is gone: \(Self.lastError())") }
            sent += count
        }
        return try answer()
    }

    private mutating func answer() throws(LocalEVMError) -> EVMAnswer {
        let line = try readLine()
        let answer: EVMAnswer
        do {
            answer = try JSONDecoder().decode(EVMAnswer.self, from: Data(line))
        } catch {
            throw .protocolBroken("an unreadable answer of \(line.count) bytes")
        }
        if let problem = answer.error { throw LocalEVMError(code: .refused, message: problem) }
        return answer
    }

    private mutating func readLine() throws(LocalEVMError) -> [UInt8] {
        var searched = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = received[searched...].firstIndex(of: 0x0a) {
                let line = Array(received[..<end])
                received.removeFirst(end + 1)
                return line
            }
            searched = received.count
            let count = chunk.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) {
                throw .protocolBroken("no answer from the child process for \(Self.patience) s")
            }
            guard count > 0 else { throw .protocolBroken("the child process ended") }
            received += chunk[..<count]
        }
    }

    private struct SpawnFailure: Error {
        let text: String
    }

    private static func spawn(
        _ path: String, arguments: [String], input: Int32, output: Int32
    ) -> Result<pid_t, SpawnFailure> {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)

        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] =
            ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + environment { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, path, &actions, nil, &argv, &environment)
        return code == 0 ? .success(pid) : .failure(SpawnFailure(text: String(cString: strerror(code))))
    }

    private static func lastError() -> String { String(cString: strerror(errno)) }

    #if canImport(Glibc)
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
    private static let streamType = SOCK_STREAM
    #endif

    #if canImport(Darwin)
    private static let noSignal: Int32 = 0
    #else
    private static let noSignal = Int32(MSG_NOSIGNAL)
    #endif
}
