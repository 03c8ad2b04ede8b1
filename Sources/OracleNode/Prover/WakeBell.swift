import Glibc

/// Wakes a thread that waits in `poll`.
final class WakeBell: Sendable {
    /// Readable once it has been rung.
    let descriptor: Int32
    private let other: Int32

    /// Nil where the system has no descriptors left.
    init?() {
        guard let ends = SocketPair.make(), fcntl(ends.far, F_SETFL, O_NONBLOCK) == 0 else { return nil }
        descriptor = ends.near
        other = ends.far
    }

    deinit {
        close(descriptor)
        close(other)
    }

    /// From any thread. A bell that is full has been rung.
    func ring() {
        var byte: UInt8 = 1
        _ = send(other, &byte, 1, Int32(MSG_NOSIGNAL))
    }

    /// Waits until it is rung, for so long at most.
    func wait(milliseconds: Int) {
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        _ = poll(&descriptors, 1, Int32(clamping: milliseconds))
        clear()
    }

    func clear() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
