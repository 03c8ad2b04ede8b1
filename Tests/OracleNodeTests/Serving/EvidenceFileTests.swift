import EthereumKit
import Foundation
import Hashing
import OracleNode
import Testing

/// A round's evidence as the API hands it out.
@Suite struct EvidenceFileTests {
    @Test func onlyTheFileThatWasWrittenIsHandedOut() throws {
        let folder = try TemporaryFolder()
        let store = try NodeStore(path: folder.path + "/node.sqlite")
        let key = RoundKey(feed: "btc-usd-hourly", number: 432_796)
        let file = try FakeNode.evidence(key)
        let path = folder.path + "/\(key.feed)-\(key.number).json"
        func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
        try write(file)
        try store.begin(key, cause: "heartbeat", dueAt: 5, now: 6)
        #expect(try store.evidenceFile(of: key) == nil)
        let digest = try #require(Word(bytes: Keccak256.hash(file)))
        try store.record([], evidence: StoredEvidence(path: path, size: UInt64(file.count), digest: digest), observedAt: 5, of: key, now: 7)
        #expect(try store.evidenceFile(of: key) == file)
        // Cut, lengthened, changed.
        for other in [Array(file.dropLast()), file + [0x20], [UInt8](repeating: 0x20, count: file.count), []] {
            try write(other)
            #expect(throws: StoreError.self) { try store.evidenceFile(of: key) }
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(try store.evidenceFile(of: key) == nil)
    }

    @Test func aPublicationKeepsWhatItCost() throws {
        let folder = try TemporaryFolder()
        let store = try NodeStore(path: folder.path + "/node.sqlite")
        let record = try store.enqueue(StoreTests.publication(), now: 1)
        let inclusion = Inclusion(block: 9, blockHash: 8, transaction: 7, gasUsed: 321_406, gasPrice: UInt128.max)
        try store.settle(record.id, as: .included, inclusion: inclusion, now: 2)
        #expect(try store.publication(record.id).inclusion == inclusion)
        try store.settle(record.id, as: .sent, now: 3)
        #expect(try store.publication(record.id).inclusion == nil)
    }
}
