import FlyingSocks
import Foundation
import Synchronization

/// The node's HTTP server: health, metrics, API and page. It reads only, and by default on this machine only.
///
/// Each connection has one request, limits on what it may send and a time to send it in, so that no client can hold memory or
/// connections for long, however it behaves.
public final class NodeServer: Sendable {
    public struct Settings: Hashable, Sendable {
        /// An IPv4 or IPv6 address of this machine.
        public var address = "127.0.0.1"
        /// 0 lets the system choose.
        public var port: UInt16 = 8_610
        /// Further host names that the server is reached by; see ``HostRule``.
        public var hosts: [String] = []
        /// Connections at a time. Where they are all taken, the one that has waited longest without a whole request makes room for the
        /// next; where none waits, the next is closed at once.
        public var connections = 64
        /// For a request's head to arrive.
        public var headSeconds = 5.0
        /// For a whole exchange, slow readers included.
        public var totalSeconds = 30.0

        public init() {}

        public init(_ server: ServerSettings) {
            address = server.bind == "localhost" ? "127.0.0.1" : server.bind
            port = server.port
            hosts = server.hosts
        }

        var isLoopback: Bool { address.hasPrefix("127.") || address == "::1" }
    }

    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    private let settings: Settings
    private let routes: NodeRoutes
    private let metrics: NodeMetrics
    private let log: NodeLog
    private let open = Mutex(Connections())
    private let running = Mutex<Task<Void, Never>?>(nil)

    /// Those that are open, and of them those whose request has not arrived yet, the oldest first.
    private struct Connections: Sendable {
        /// How many may be open beyond the limit: told to end, and not gone yet.
        static let ending = 16
        var count = 0
        var next: UInt64 = 0
        var waiting: [(id: UInt64, socket: AsyncSocket)] = []

        mutating func admit(_ socket: AsyncSocket, limit: Int) -> UInt64? {
            if count >= limit {
                guard count < limit + Self.ending, let oldest = waiting.first else { return nil }
                waiting.removeFirst()
                // Its reading ends, and with it the connection. It is not closed before it has been taken out of this list.
                shutdown(oldest.socket.socket.file.rawValue, Int32(SHUT_RDWR))
            }
            count += 1
            next += 1
            waiting.append((next, socket))
            return next
        }

        mutating func heard(_ id: UInt64) { waiting.removeAll { $0.id == id } }
    }

    public init(view: any NodeView, metrics: NodeMetrics, log: NodeLog, settings: Settings = Settings()) {
        self.settings = settings
        self.metrics = metrics
        self.log = log
        let hosts = HostRule(isLoopback: settings.isLoopback, extra: settings.hosts)
        routes = NodeRoutes(view: view, metrics: metrics, hosts: hosts)
    }

    /// Listens, and serves until ``stop()``.
    ///
    /// - Returns: the port.
    @discardableResult
    public func start() async throws(Failure) -> UInt16 {
        let socket: Socket
        let pool = SocketPool.make()
        let port: UInt16
        let listener: AsyncSocket
        do {
            let isSix = settings.address.contains(":")
            socket = try Socket(domain: isSix ? AF_INET6 : AF_INET)
            try socket.setValue(true, for: .localAddressReuse)
            if isSix {
                try socket.bind(to: sockaddr_in6.inet6(ip6: settings.address, port: settings.port))
            } else {
                try socket.bind(to: sockaddr_in.inet(ip4: settings.address, port: settings.port))
            }
            try socket.listen()
            switch try socket.sockname() {
            case .ip4(_, let bound), .ip6(_, let bound): port = bound
            default: throw SocketError.unsupportedAddress
            }
            try await pool.prepare()
            listener = try AsyncSocket(socket: socket, pool: pool)
        } catch {
            throw Failure(
                description: "cannot listen on \(settings.address):\(settings.port) (\(error)); is another node running? set server.port or server.bind")
        }
        let task = Task { [self] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await pool.run() }
                group.addTask { await self.accept(listener) }
                await group.next()
                group.cancelAll()
            }
            try? socket.close()
        }
        running.withLock { $0 = task }
        log.info("server listening", ["address": "\(settings.address)", "port": LogValue(port)])
        return port
    }

    /// Closes the port; exchanges under way are cut.
    public func stop() async {
        let task = running.withLock { task in
            defer { task = nil }
            return task
        }
        task?.cancel()
        await task?.value
    }

    private func accept(_ listener: AsyncSocket) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let connection: AsyncSocket
                do {
                    connection = try await listener.accept()
                } catch {
                    // Out of descriptors, or a client that went away before it was taken: neither ends the server.
                    do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
                    continue
                }
                guard let id = open.withLock({ $0.admit(connection, limit: settings.connections) }) else {
                    try? connection.close()
                    continue
                }
                group.addTask {
                    await self.serve(connection, id)
                    self.open.withLock { connections in
                        connections.heard(id)
                        connections.count -= 1
                    }
                    try? connection.close()
                }
            }
            group.cancelAll()
        }
    }

    private func serve(_ connection: AsyncSocket, _ id: UInt64) async {
        await Self.within(settings.totalSeconds) { [self] in
            let outcome = await Self.within(settings.headSeconds) { await Self.readHead(connection) } ?? .refused(status: 408, why: "the request's head did not arrive in time")
            open.withLock { $0.heard(id) }
            let answer: HTTPAnswer
            var withBody = true
            switch outcome {
            case .incomplete: return
            case .refused(let status, let why): answer = .failure(status, why)
            case .head(let request):
                withBody = request.method != "HEAD"
                answer = await routes.answer(request)
            }
            metrics.served(status: answer.status)
            do {
                try await connection.write(Data(answer.bytes(withBody: withBody)))
            } catch {
                return
            }
            await Self.linger(connection)
        }
    }

    /// Whole head, refusal, or `.incomplete` where the client went away.
    private static func readHead(_ connection: AsyncSocket) async -> HTTPRequestHead.Outcome {
        var received: [UInt8] = []
        while true {
            guard let more = try? await connection.read(atMost: 4_096) else { return .incomplete }
            received += more
            let outcome = HTTPRequestHead.parse(received)
            guard outcome == .incomplete else { return outcome }
        }
    }

    /// Closing while unread bytes wait would make the system tear the connection down before the client has read the answer.
    private static func linger(_ connection: AsyncSocket) async {
        shutdown(connection.socket.file.rawValue, Int32(SHUT_WR))
        await within(0.5) {
            for _ in 0..<16 {
                guard (try? await connection.read(atMost: 4_096)) != nil else { return }
            }
        }
    }

    /// The body's result, or nil where it took longer; it is then cancelled.
    @discardableResult
    private static func within<Value: Sendable>(_ seconds: Double, _ body: @escaping @Sendable () async -> Value) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
