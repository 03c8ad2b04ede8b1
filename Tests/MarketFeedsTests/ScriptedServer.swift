import Foundation
import Glibc
import Synchronization

/// An HTTP server on 127.0.0.1 that does exactly what a test tells it to, rudeness included: every byte it sends, and when,
/// is in the test's hands.
final class ScriptedServer: Sendable {
    struct Call: Sendable {
        let path: String
        let headers: [String: String]
        let body: String
        /// How many calls came before this one.
        let number: Int
    }

    /// The connection as the script sees it.
    struct Connection: Sendable {
        fileprivate let socket: Int32

        /// False when the other side has gone.
        @discardableResult func send(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count <= 0 { return false }
                sent += count
            }
            return true
        }

        @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        func answer(_ status: Int, _ body: String, headers: [String: String] = [:]) {
            answer(status, Array(body.utf8), headers: headers)
        }

        func answer(_ status: Int, _ body: [UInt8], headers: [String: String] = [:]) {
            var head = "HTTP/1.1 \(status) Answer\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            if send(head + "\r\n") { send(body) }
        }
    }

    let port: Int
    var base: String { "http://127.0.0.1:\(port)" }
    private let listener: Int32
    private let log = Mutex<(calls: [Call], open: Int, mostOpen: Int)>(([], 0, 0))

    var calls: [Call] { log.withLock { $0.calls } }
    /// The largest number of calls that were in work at once.
    var mostOpen: Int { log.withLock { $0.mostOpen } }

    init(_ script: @escaping @Sendable (Call, Connection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(listener, $0, size) == 0 && listen(listener, 64) == 0 }
        }
        guard bound else { throw POSIXError(.EADDRINUSE) }
        var length = size
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        let accept = Thread { [self] in
            while true {
                let peer = Glibc.accept(listener, nil, nil)
                if peer < 0 {
                    // Closed here and not in stop(): the number could be another server's by the time this thread looks.
                    close(listener)
                    return
                }
                Thread { [self] in serve(peer, script) }.start()
            }
        }
        accept.start()
    }

    /// From here on connections are refused.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve(_ peer: Int32, _ script: @Sendable (Call, Connection) -> Void) {
        defer { close(peer) }
        guard let (path, headers, body) = request(peer) else { return }
        let call = log.withLock { log in
            let call = Call(path: path, headers: headers, body: body, number: log.calls.count)
            log.calls.append(call)
            log.open += 1
            log.mostOpen = max(log.mostOpen, log.open)
            return call
        }
        script(call, Connection(socket: peer))
        log.withLock { $0.open -= 1 }
        shutdown(peer, Int32(SHUT_WR))
        // Unread bytes at closing time would reset the connection and lose what was sent.
        var rest = [UInt8](repeating: 0, count: 1024)
        while recv(peer, &rest, rest.count, 0) > 0 {}
    }

    private func request(_ peer: Int32) -> (path: String, headers: [String: String], body: String)? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
                }
                let body = String(text[end.upperBound...])
                if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                    let words = lines[0].split(separator: " ")
                    return words.count > 1 ? (String(words[1]), headers, body) : nil
                }
            }
            let count = recv(peer, &chunk, chunk.count, 0)
            if count <= 0 { return nil }
            bytes += chunk[..<count]
        }
    }
}
