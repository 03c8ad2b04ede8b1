import EthereumKit
import Foundation
import Hashing

extension NodeStore {
    /// Evidence files are some hundred kilobytes; what is larger was not written by a node.
    private static let largestEvidence: UInt64 = 16 << 20

    /// The evidence file of a round, byte for byte; nil where there is none, or it was removed. A file that is not the one that
    /// was written is ``StoreError/corrupt(_:)``: nobody is shown it in its place.
    public func evidenceFile(of key: RoundKey) throws(StoreError) -> [UInt8]? {
        guard let stored = try evidence(of: key), let handle = FileHandle(forReadingAtPath: stored.path) else { return nil }
        defer { try? handle.close() }
        guard stored.size <= Self.largestEvidence, let data = try? handle.read(upToCount: Int(stored.size) + 1),
            Keccak256.hash(data) == stored.digest.bytes
        else { throw .corrupt("the evidence file of round \(key) is not the one that was written") }
        return Array(data)
    }
}
