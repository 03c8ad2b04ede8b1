import GRDB

/// Why the store did not do what it was asked. Nothing was changed.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process holds the file; the same call may succeed later.
    case locked
    case diskFull
    /// The file, or one row of it, is not what was written.
    case corrupt(String)
    case unwritable(String)
    /// Written by a newer version of the node, whose migrations this one does not know.
    case fromNewerVersion
    /// A round or publication is not where the caller takes it to be.
    case wrongStage(String)
    case notFound(String)
    /// Another node has taken over; this one must not publish.
    case leaseLost(String)
    /// A number beyond what SQLite keeps (2^63 − 1).
    case outOfRange(String)
    case failed(String)

    public var description: String {
        switch self {
        case .locked: "the store is locked by another process; it is tried again"
        case .diskFull: "no space is left for the store; free some, nothing was lost"
        case .corrupt(let what): "the store is damaged: \(what); restore it from a copy, or move it away and start anew"
        case .unwritable(let why): "the store cannot be opened or written: \(why)"
        case .fromNewerVersion: "the store was written by a newer version of the node; update this one"
        case .wrongStage(let what): what
        case .notFound(let what): "\(what) is not in the store"
        case .leaseLost(let what): what
        case .outOfRange(let what): "\(what) is too large for the store"
        case .failed(let why): "the store failed: \(why)"
        }
    }

    init(_ error: any Error) {
        if let own = error as? StoreError {
            self = own
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed("\(error)")
            return
        }
        let message = error.message ?? "SQLite code \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(message)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .unwritable(message)
        case .SQLITE_IOERR: self = .unwritable("input or output failed: \(message)")
        default: self = .failed(message)
        }
    }
}
