import EthereumKit
import Foundation
import Hashing

/// What `assay deploy` has brought to one chain: `deployment-CHAINID.json` beside the configuration.
///
/// An entry is written before its transaction is sent, so that a run which was interrupted anywhere is gone on with and nothing is paid
/// for twice. The node does not read it; consumers find the adapters' addresses in it.
struct DeploymentRecord: Codable, Hashable, Sendable {
    enum Role: String, Codable, Sendable {
        case verifier, feed, priceAdapter, volatilityAdapter, multicall
    }

    struct Entry: Codable, Hashable, Sendable {
        let role: Role
        /// Nil for what serves all feeds of the chain.
        let feed: String?
        /// Keccak-256 of the creation code with its arguments: another one is another contract.
        let creationCode: String
        /// What it was created with, in words.
        let settings: [String: String]
        /// Hashes of the transactions that were signed for it, the newest last. All of them have ``nonce``.
        var transactions: [String] = []
        var nonce: UInt64?
        /// Nil until a receipt has been seen.
        var address: String?
        /// Keccak-256 of the code at the address: a development chain that began anew may have another contract there.
        var code: String?
        var gasUsed: UInt64?
    }

    let chainId: UInt64
    var contracts: [Entry] = []

    /// - Parameter configuration: the configuration's path.
    static func path(beside configuration: String, chainID: UInt64) -> String {
        let folder = (configuration as NSString).deletingLastPathComponent
        return (folder.isEmpty ? "" : folder + "/") + "deployment-\(chainID).json"
    }

    /// An empty one where there is no file.
    static func load(_ path: String, chainID: UInt64) throws(NodeError) -> DeploymentRecord {
        guard FileManager.default.fileExists(atPath: path) else { return DeploymentRecord(chainId: chainID) }
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20,
            let record = try? JSONDecoder().decode(DeploymentRecord.self, from: data), record.chainId == chainID
        else {
            throw NodeError(
                .usage, "\(path) is no record of what was deployed to chain \(chainID)",
                next: "restore it from a copy; or move it away, and set feeds[].contract of what stands already")
        }
        return record
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try FileWriter.write(Array(try encoder.encode(self)) + [0x0a], to: path)
    }

    func entry(_ role: Role, feed: String?) -> Entry? { contracts.first { $0.role == role && $0.feed == feed } }

    mutating func set(_ entry: Entry) {
        if let index = contracts.firstIndex(where: { $0.role == entry.role && $0.feed == entry.feed }) {
            contracts[index] = entry
        } else {
            contracts.append(entry)
        }
    }

    static func digest(_ code: [UInt8]) -> String { Hex.encode(Keccak256.hash(code)) }
}
