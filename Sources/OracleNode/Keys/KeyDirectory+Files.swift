import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension KeyDirectory {
    /// Refuses what others could read or change, and what is not a file or folder of its own.
    static func requirePrivate(_ path: String, kind: mode_t, mode: mode_t) throws(KeyDirectoryError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .file(path: path, reason: reason()) }
        try requirePrivate(status, path, kind: kind, mode: mode)
    }

    private static func requirePrivate(_ status: stat, _ path: String, kind: mode_t, mode: mode_t) throws(KeyDirectoryError) {
        guard status.st_mode & S_IFMT == kind else { throw .notAFile(path: path) }
        guard status.st_uid == geteuid() else { throw .foreignOwner(path: path) }
        guard status.st_mode & 0o077 == 0 else { throw .exposed(path: path, mode: UInt32(status.st_mode & 0o777), wanted: UInt32(mode)) }
    }

    /// Reads a small file that is its owner's alone. What is checked is what is read: links are not followed.
    static func readPrivate(_ path: String, limit: Int) throws(KeyDirectoryError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw .file(path: path, reason: reason()) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .file(path: path, reason: reason()) }
        try requirePrivate(status, path, kind: S_IFREG, mode: 0o600)
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress?.advanced(by: count), $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .file(path: path, reason: reason()) }
            if got == 0 { break }
            count += got
        }
        guard count <= limit else { throw .file(path: path, reason: "more than \(limit) bytes") }
        return Array(bytes[..<count])
    }

    /// Writes a new file with mode 600, whole or not at all.
    static func writePrivate(_ bytes: [UInt8], to path: String) throws(KeyDirectoryError) {
        let draft = path + ".new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(path: path, reason: reason()) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: written), $0.count - written) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            written += count
        }
        let isOnDisk = written == bytes.count && fsync(file) == 0
        let problem = reason()
        close(file)
        // A link fails where the name is taken; a rename would replace a key.
        guard isOnDisk, link(draft, path) == 0 else {
            let final = isOnDisk ? reason() : problem
            unlink(draft)
            throw .file(path: path, reason: final)
        }
        unlink(draft)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
