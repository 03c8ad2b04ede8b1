import Foundation
import Synchronization

/// A file that is read and written at positions, in pieces of the caller's choice; closed when it goes away.
final class PositionedFile: Sendable {
    enum Access { case read, write }

    /// What tells two states of a file apart without reading it.
    struct Identity: Equatable, Sendable {
        let size: UInt64
        let modifiedSeconds: UInt64
        let modifiedNanoseconds: UInt64
        let node: UInt64
        let device: UInt64
    }

    let path: String
    private let descriptor: Int32
    private let largest = Mutex(0)

    /// Opens for reading, or for reading and writing, which makes the file where there is none.
    init(_ path: String, _ access: Access) throws(CeremonyFileError) {
        self.path = path
        descriptor = switch access {
        case .read: open(path, O_RDONLY | O_CLOEXEC)
        case .write: open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        }
        if descriptor < 0 { throw .fileSystem(path: path, operation: "open it", code: errno) }
    }

    deinit { _ = close(descriptor) }

    /// The most bytes that one call of `read` has asked for.
    var largestRead: Int { largest.withLock { $0 } }

    func identity() throws(CeremonyFileError) -> Identity {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("look at it") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .fileSystem(path: path, operation: "read it", code: EINVAL) }
        return Identity(
            size: UInt64(max(0, status.st_size)), modifiedSeconds: UInt64(bitPattern: Int64(status.st_mtim.tv_sec)),
            modifiedNanoseconds: UInt64(bitPattern: Int64(status.st_mtim.tv_nsec)), node: UInt64(status.st_ino),
            device: UInt64(status.st_dev))
    }

    /// At most `count` bytes from `offset`; fewer only where the file ends.
    func read(_ count: Int, at offset: UInt64) throws(CeremonyFileError) -> [UInt8] {
        largest.withLock { $0 = max($0, count) }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            filled = 0
            while filled < count, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, count - filled, off_t(offset) + off_t(filled))
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    code = errno
                    break
                }
            }
        }
        if code != 0 { throw .fileSystem(path: path, operation: "read it", code: code) }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: UInt64) throws(CeremonyFileError) {
        var code: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count, let base = buffer.baseAddress {
                let put = pwrite(descriptor, base + written, buffer.count - written, off_t(offset) + off_t(written))
                if put >= 0 {
                    written += put
                } else if errno != EINTR {
                    code = errno
                    break
                }
            }
        }
        if code != 0 { throw .fileSystem(path: path, operation: "write it", code: code) }
    }

    func truncate(to size: UInt64) throws(CeremonyFileError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw failure("set its length") }
    }

    /// Returns when everything written so far is on the disk.
    func synchronize() throws(CeremonyFileError) {
        guard fsync(descriptor) == 0 else { throw failure("write it") }
    }

    /// Whether this process now holds the file alone; let go when it is closed.
    func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    private func failure(_ operation: String) -> CeremonyFileError {
        .fileSystem(path: path, operation: operation, code: errno)
    }
}

/// Writes a small file so that readers see the old contents or the new ones, also after a crash.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(CeremonyFileError) {
    let temporary = path + ".new"
    do {
        let file = try PositionedFile(temporary, .write)
        try file.truncate(to: 0)
        try file.write(bytes, at: 0)
        try file.synchronize()
    }
    try moveFile(temporary, to: path)
}

/// Renames over whatever has that name.
func moveFile(_ path: String, to target: String) throws(CeremonyFileError) {
    guard rename(path, target) == 0 else { throw .fileSystem(path: target, operation: "rename to it", code: errno) }
}

func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
