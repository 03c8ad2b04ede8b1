import EthereumKit
import Foundation

/// Publications for other relayers: each as one line of JSON, to a folder or to the standard output.
///
/// A file is named for its round and moved into place whole, so writing it twice changes nothing.
public struct EmitOnlyPublisher: Sendable {
    public enum Destination: Hashable, Sendable {
        case folder(String)
        case standardOutput
    }

    private let store: NodeStore
    private let destination: Destination
    /// Seconds since 1970.
    private let now: @Sendable () -> UInt64

    public init(store: NodeStore, destination: Destination, now: @escaping @Sendable () -> UInt64) {
        self.store = store
        self.destination = destination
        self.now = now
    }

    /// What is written: everything that a relayer needs and nothing that it could misuse.
    public static func line(_ publication: Publication) -> String {
        let feed = String(decoding: (try? JSONEncoder().encode(publication.round.feed)) ?? Data("\"\"".utf8), as: UTF8.self)
        return "{\"chainId\":\(publication.chainID),\"data\":\"\(Hex.encode(publication.calldata))\",\"feed\":\(feed),"
            + "\"round\":\(publication.round.number),\"to\":\"\(publication.contract)\"}"
    }

    /// Writes a publication out, unless that was done before.
    @discardableResult
    public func emit(_ publication: Publication) throws(StoreError) -> PublicationRecord {
        let record = try store.enqueue(publication, now: now())
        guard record.state == .queued else { return record }
        let line = Data((Self.line(publication) + "\n").utf8)
        switch destination {
        case .standardOutput:
            do { try FileHandle.standardOutput.write(contentsOf: line) } catch { throw .unwritable("standard output: \(error.localizedDescription)") }
        case .folder(let folder):
            let name = publication.round.feed.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "_" }
            let path = "\(folder)/\(String(name))-\(publication.chainID)-\(publication.contract)-\(publication.round.number).json"
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try line.write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw .unwritable("\(path): \(error.localizedDescription)")
            }
        }
        try store.settle(record.id, as: .emitted, now: now())
        return try store.publication(record.id)
    }
}
