import Foundation
import Synchronization

/// Bytes that nobody should see: they print as their number and are overwritten when the last copy goes.
///
/// Swift may have copied what was handed in; callers that hold such bytes overwrite them with ``wipe(_:)``.
public struct SecretBytes: Sendable {
    private final class Storage: Sendable {
        private let bytes: Mutex<[UInt8]>

        init(_ bytes: [UInt8]) {
            self.bytes = Mutex(bytes)
        }

        deinit {
            bytes.withLock { SecretBytes.wipe(&$0) }
        }

        func withBytes<Result: Sendable, Failure: Error>(
            _ body: ([UInt8]) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            try bytes.withLock { bytes throws(Failure) in try body(bytes) }
        }
    }

    private let storage: Storage
    public let count: Int

    public init(_ bytes: [UInt8]) {
        storage = Storage(bytes)
        count = bytes.count
    }

    /// The bytes, for as long as `body` runs; it must not let them out.
    public func withBytes<Result: Sendable, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withBytes(body)
    }

    /// Overwrites the array with zeros in a way that is not removed as useless.
    public static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { buffer in
            if let base = buffer.baseAddress { explicit_bzero(base, buffer.count) }
        }
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "SecretBytes(\(count))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}
