import EthereumKit
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps two processes of one machine from using one key, even where each has a store of its own. The system lets go of it when
/// the process ends, however it ends.
public final class KeyLock: Sendable {
    private let file: Int32

    /// - Throws: ``KeyDirectoryError/inUse(_:)`` while another process, or another lock in this one, holds it.
    public init(_ address: Address, in directory: KeyDirectory) throws(KeyDirectoryError) {
        let path = "\(directory.path)/.\(Hex.encode(address.bytes, prefix: false)).lock"
        let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let reason = String(cString: strerror(errno))
            close(file)
            if isHeld { throw .inUse(address) }
            throw .file(path: path, reason: reason)
        }
        self.file = file
    }

    deinit { close(file) }
}
