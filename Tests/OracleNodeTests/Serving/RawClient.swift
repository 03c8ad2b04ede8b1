import Foundation
import Glibc

/// A client that sends exactly the bytes it is given, in pieces and with pauses, on a thread of its own.
enum RawClient {
    struct Reply: Sendable {
        /// Everything that came until the server ended the connection.
        let bytes: [UInt8]
        /// False where the client's own patience ended first.
        let ended: Bool

        var text: String { String(decoding: bytes, as: UTF8.self) }
        /// 0 where nothing like a status line came.
        var status: Int { text.hasPrefix("HTTP/1.1 ") ? Int(text.dropFirst(9).prefix(3)) ?? 0 : 0 }
        var body: String { text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? "" }
        func header(_ name: String) -> String? {
            let head = text.firstRange(of: "\r\n\r\n").map { text[..<$0.lowerBound] } ?? ""
            let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            return line.map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
        }
    }

    static func get(_ path: String, port: UInt16, method: String = "GET", host: String = "127.0.0.1", extra: String = "") async -> Reply {
        await send([Array("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\(extra)\r\n".utf8)], port: port)
    }

    /// - Parameters:
    ///   - pause: microseconds between two pieces.
    ///   - finishes: whether the server is told that nothing more will come.
    static func send(_ pieces: [[UInt8]], port: UInt16, pause: UInt32 = 0, finishes: Bool = false) async -> Reply {
        await onThread {
            guard let client = connect(port) else { return Reply(bytes: [], ended: false) }
            defer { close(client) }
            for (index, piece) in pieces.enumerated() {
                if index > 0, pause > 0 { usleep(pause) }
                let count = piece.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count < piece.count { break }
            }
            if finishes { shutdown(client, Int32(SHUT_WR)) }
            return readAll(client)
        }
    }

    /// Connections that are held open, sending nothing.
    static func hold(_ count: Int, port: UInt16) -> [Int32] { (0..<count).compactMap { _ in connect(port) } }
    /// One that asks and does not read.
    static func ask(_ request: [UInt8], port: UInt16) -> Int32? {
        guard let client = connect(port) else { return nil }
        _ = request.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        return client
    }
    /// Waits until its answer begins, which stays unread; whether it does.
    static func isAnswered(_ client: Int32) async -> Bool {
        await onThread {
            var byte: UInt8 = 0
            return recv(client, &byte, 1, Int32(MSG_PEEK)) == 1
        }
    }
    /// What is still to be had from it.
    static func rest(of client: Int32) async -> Reply {
        await onThread {
            defer { close(client) }
            return readAll(client)
        }
    }
    static func end(_ clients: [Int32]) { for client in clients { close(client) } }

    /// Closes without waiting: the server sees a reset.
    static func abort(port: UInt16, sending text: String) {
        guard let client = connect(port) else { return }
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(client, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        _ = Array(text.utf8).withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        close(client)
    }

    private static func connect(_ port: UInt16) -> Int32? {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard client >= 0 else { return nil }
        // Far beyond every limit of the server: a test that meets it fails by `ended`.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(client, $0, size) == 0 }
        }
        guard connected else {
            close(client)
            return nil
        }
        return client
    }

    private static func readAll(_ client: Int32) -> Reply {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(client, &buffer, buffer.count, 0)
            if count > 0 {
                all += buffer[..<count]
            } else {
                return Reply(bytes: all, ended: count == 0 || errno == ECONNRESET)
            }
        }
    }

    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
