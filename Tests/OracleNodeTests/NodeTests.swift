import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// Keys and feed files as the node reads them.
struct NodeTests {
    @Test func aKeyThatOthersMayReadIsRefused() throws {
        let folder = try ScratchFolder()
        let made = try NodeKey.throwaway(in: folder.path)
        #expect(made.isThrowaway)
        #expect(try NodeKey.throwaway(in: folder.path).address == made.address, "the same key on the next run")
        let mode = try FileManager.default.attributesOfItem(atPath: made.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: made.path)
        let failure = #expect(throws: NodeError.self) { try NodeKey.load(made.path) }
        #expect(failure?.next == "chmod 600 \(made.path)")
    }

    @Test func keysAreReadFromPlainFilesAndEnvFiles() throws {
        let folder = try ScratchFolder()
        let digits = "0x" + String(repeating: "11", count: 32)
        let bare = String(repeating: "11", count: 32) + "\n"
        let spellings = [digits, bare, "# node\nexport ASSAY_SIGNING_KEY=\"\(digits)\"\nOTHER=1\n"]
        var addresses: Set<Address> = []
        for (index, text) in spellings.enumerated() {
            let path = "\(folder.path)/key\(index)"
            #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
            addresses.insert(try NodeKey.load(path).address)
        }
        #expect(addresses.count == 1)
        for (index, text) in ["", "0x11", String(repeating: "0", count: 64), String(repeating: "f", count: 64), "ASSAY_SIGNING_KEY="].enumerated() {
            let path = "\(folder.path)/bad\(index)"
            #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
            #expect(throws: NodeError.self) { try NodeKey.load(path) }
        }
        #expect(throws: NodeError.self) { try NodeKey.load(folder.path + "/none") }
    }

    @Test func feedFilesWithProblemsAreReportedWithTheirPlace() throws {
        #expect(try FeedCheck.run(["btc-usd-option", "btc-usd-hourly", "eth-usd-hourly"].map { "\(projectFolder)/feeds/\($0).yaml" })
            .allSatisfy(\.isGood))
        let folder = try ScratchFolder()
        let path = folder.path + "/bad.yaml"
        try "name: bad\npair: BTC/EUR\n".write(toFile: path, atomically: true, encoding: .utf8)
        let result = try FeedCheck.run([path])
        #expect(!result[0].isGood)
        #expect(result[0].problems.contains { $0.hasPrefix("\(path):2:") }, "\(result[0].problems)")
    }
}
