import EthereumKit
import Foundation
import Hashing
import Synchronization

/// The venues' responses as they came, so that an audit can read the observations from them again.
///
/// A body is held in memory when it arrives, and written when a round is made of it: one file named by its keccak256 in
/// `responses/` beside the evidence, so equal bodies are kept once. What cannot be kept is told and stops no round.
public final class ResponseArchive: Sendable {
    public let folder: String
    private let maximumBytes: UInt64
    private let heldBytes: Int
    private let failed: @Sendable (String) -> Void

    private struct State {
        var held: [[UInt8]: [UInt8]] = [:]
        /// Oldest first.
        var order: [[UInt8]] = []
        var heldBytes = 0
        /// Of the folder; nil until it was looked into.
        var keptBytes: UInt64?
        var lastProblem: String?
    }

    private let state = Mutex(State())

    /// Half a year of an hourly feed with eight markets.
    public static let defaultBytes: UInt64 = 512 << 20

    /// - Parameters:
    ///   - maximumBytes: of the folder; beyond it the oldest files go.
    ///   - heldBytes: of bodies in memory; beyond it the oldest are let go.
    ///   - failed: told what could not be kept, once until something else happens.
    public init(
        folder: String, maximumBytes: UInt64 = defaultBytes, heldBytes: Int = 32 << 20, failed: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.folder = folder
        self.maximumBytes = maximumBytes
        self.heldBytes = heldBytes
        self.failed = failed
    }

    /// Where the responses of a folder of evidence files lie.
    public static func folder(of evidenceFolder: String) -> String { (evidenceFolder as NSString).appendingPathComponent("responses") }

    private static func path(_ digest: [UInt8], in folder: String) -> String { "\(folder)/\(Hex.encode(digest).dropFirst(2))" }

    /// A kept body; nil where there is none.
    public static func body(_ digest: [UInt8], in folder: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path(digest, in: folder)).map { Array($0) }
    }

    /// Holds a body until its round is made, or until younger ones need the room.
    public func hold(_ body: [UInt8], digest: [UInt8]) {
        state.withLock { state in
            guard state.held.updateValue(body, forKey: digest) == nil else { return }
            state.order.append(digest)
            state.heldBytes += body.count
            while state.heldBytes > heldBytes, state.order.count > 1 {
                state.heldBytes -= state.held.removeValue(forKey: state.order.removeFirst())?.count ?? 0
            }
        }
    }

    /// Writes those of a round's bodies that are held and not there yet.
    public func keep(_ responses: [SourceResponse]) {
        var problem: String?
        var written: UInt64 = 0
        for digest in Set(responses.map(\.digest)) {
            guard let body = state.withLock({ $0.held[digest] }) else { continue }
            let path = Self.path(digest, in: folder)
            if FileManager.default.fileExists(atPath: path) { continue }
            do {
                try FileWriter.write(body, to: path)
                written += UInt64(body.count)
            } catch {
                problem = error.description
            }
        }
        let isNews = state.withLock { state in
            defer { state.lastProblem = problem }
            return problem != nil && state.lastProblem != problem
        }
        if isNews, let problem { failed(problem) }
        if written > 0 { makeRoom(after: written) }
    }

    // MARK: Room

    private struct Kept {
        let path: String
        let bytes: UInt64
        let changed: Date
    }

    private func makeRoom(after written: UInt64) {
        let total = state.withLock { state -> UInt64 in
            let known = state.keptBytes.map { $0 + written } ?? Self.list(folder).reduce(0) { $0 + $1.bytes }
            state.keptBytes = known
            return known
        }
        guard total > maximumBytes else { return }
        // Some more than needed, so that the folder is not listed at every round.
        var rest = Self.list(folder).sorted { ($0.changed, $0.path) < ($1.changed, $1.path) }[...]
        var size = rest.reduce(UInt64(0)) { $0 + $1.bytes }
        while size > maximumBytes - maximumBytes / 10, let oldest = rest.popFirst() {
            if (try? FileManager.default.removeItem(atPath: oldest.path)) != nil { size -= oldest.bytes }
        }
        state.withLock { [size] in $0.keptBytes = size }
    }

    private static func list(_ folder: String) -> [Kept] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap { name in
            guard name.utf8.count == 64, let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)") else { return nil }
            return Kept(
                path: "\(folder)/\(name)", bytes: (attributes[.size] as? NSNumber)?.uint64Value ?? 0,
                changed: attributes[.modificationDate] as? Date ?? .distantPast)
        }
    }

    // MARK: Retention

    /// Removes evidence files, with those of their responses that no file of about the same time refers to: two feeds that ask a venue
    /// the same question at the same time share the answer.
    public static func remove(evidence paths: [String]) {
        let manager = FileManager.default
        for (folder, files) in Dictionary(grouping: paths, by: { ($0 as NSString).deletingLastPathComponent }) {
            var digests: Set<[UInt8]> = []
            var times: [Date] = []
            for path in files {
                digests.formUnion(Self.digests(path))
                if let time = changed(path) { times.append(time) }
                try? manager.removeItem(atPath: path)
            }
            guard let earliest = times.min(), let latest = times.max(), !digests.isEmpty else { continue }
            let near = earliest.addingTimeInterval(-3_600)...latest.addingTimeInterval(3_600)
            for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".json") {
                let path = "\(folder)/\(name)"
                if let time = changed(path), near.contains(time) { digests.subtract(Self.digests(path)) }
            }
            for digest in digests { try? manager.removeItem(atPath: Self.path(digest, in: Self.folder(of: folder))) }
        }
    }

    private static func digests(_ path: String) -> [[UInt8]] {
        guard let data = FileManager.default.contents(atPath: path), let document = try? Evidence.read(Array(data)) else { return [] }
        return document.evidence.responses.map(\.digest)
    }

    private static func changed(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
}
