import Glibc

/// Two connected sockets that no child inherits. Sockets and no pipes: what is written after the other end is gone is an error here,
/// and no signal to the process.
enum SocketPair {
    /// The near end does not block. Nil, with `errno`, where the system has no descriptors left.
    static func make() -> (near: Int32, far: Int32)? {
        var ends: [Int32] = [-1, -1]
        // Closed on exec from the beginning: another thread may start a child at any time.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return nil }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }
}
