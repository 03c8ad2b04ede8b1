import BN254
import Foundation
import Hashing
import Synchronization

/// Keeps derived points in memory and in files, so that the transform in the group runs once a machine.
///
/// A file is the 8 bytes `ASSAYLGR`, version (4), k (4), t (4), digest of the string (32), 64 bytes a point, and
/// Keccak-256 of everything before. It is written under another name and then renamed, so readers never see half of it.
/// A file that does not check out is computed anew; a folder that cannot be written costs time, never a result.
public struct BasesCache: Sendable {
    struct Key: Hashable, Sendable {
        let srsDigest: [UInt8]
        let logSize: Int
        let packing: Int

        var pointCount: Int { packing << logSize }

        var fileName: String {
            let name = srsDigest.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            return "lagrange-\(name)-k\(logSize)-t\(packing).bases"
        }

        var header: [UInt8] {
            Array("ASSAYLGR".utf8) + bigEndian(1, 4) + bigEndian(UInt32(truncatingIfNeeded: logSize), 4)
                + bigEndian(UInt32(truncatingIfNeeded: packing), 4) + srsDigest
        }
    }

    private static let memory = Mutex<[Key: [G1Affine]]>([:])

    /// `ASSAY_CACHE`, else `$XDG_CACHE_HOME/assay`, else `~/.cache/assay`.
    public static var defaultDirectory: String {
        let environment = ProcessInfo.processInfo.environment
        if let chosen = environment["ASSAY_CACHE"], !chosen.isEmpty { return chosen }
        if let base = environment["XDG_CACHE_HOME"], !base.isEmpty { return base + "/assay" }
        return NSHomeDirectory() + "/.cache/assay"
    }

    let directory: String
    /// Points are shared between all users of a process only when the folder is the default one, so that tests of
    /// the files see the files.
    private let usesMemory: Bool

    init(directory: String?) {
        self.directory = directory ?? BasesCache.defaultDirectory
        usesMemory = directory == nil
    }

    func points(_ key: Key, _ compute: () -> [G1Affine]) -> [G1Affine] {
        if usesMemory, let known = BasesCache.memory.withLock({ $0[key] }) { return known }
        let path = directory + "/" + key.fileName
        let points: [G1Affine]
        if let stored = read(path, key) {
            points = stored
        } else {
            points = compute()
            write(points, path, key)
        }
        if usesMemory { BasesCache.memory.withLock { $0[key] = points } }
        return points
    }

    /// Where the multiples of a string's powers or Lagrange points are kept.
    func multiples(of srsDigest: [UInt8], name: String, logSize: Int, packing: Int) -> MultiplesTable.CacheFile {
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let short = Key(srsDigest: srsDigest, logSize: logSize, packing: packing).fileName.dropFirst("lagrange".count)
        return MultiplesTable.CacheFile(
            path: "\(directory)/multiples-\(name)\(short)", digest: Keccak256.hash(srsDigest + Array("\(name) \(logSize) \(packing)".utf8)))
    }

    private func read(_ path: String, _ key: Key) -> [G1Affine]? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = [UInt8](data)
        let header = key.header
        let body = header.count + 64 * key.pointCount
        guard bytes.count == body + 32, bytes.starts(with: header) else { return nil }
        guard Keccak256.hash(bytes[..<body]).elementsEqual(bytes[body...]) else { return nil }
        var points: [G1Affine] = []
        points.reserveCapacity(key.pointCount)
        for index in 0..<key.pointCount {
            let start = header.count + 64 * index
            guard let point = G1Affine(uncompressed: bytes[start..<start + 64]) else { return nil }
            points.append(point)
        }
        return points
    }

    private func write(_ points: [G1Affine], _ path: String, _ key: Key) {
        var bytes = key.header
        bytes.reserveCapacity(bytes.count + 64 * points.count + 32)
        for point in points { bytes += point.uncompressedBytes }
        bytes += Keccak256.hash(bytes)
        let manager = FileManager.default
        try? manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // `.atomic` writes beside the target and renames.
        try? Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
