import EthereumKit
import Foundation
import OracleNode
import Testing

/// `assay init`: what is written, how it is guarded, and that it works.
@Suite struct SetupTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    static func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) & 0o777
    }

    func demonstration() -> NodeSetup {
        var setup = NodeSetup.demonstration(folder: folder.path + "/demo")
        setup.derivation = .light(salt: [1, 2, 3])
        return setup
    }

    @Test func aDemonstrationIsAWorkingConfiguration() throws {
        let written = try demonstration().write()
        #expect(try Self.mode(folder.path + "/demo/keys") == 0o700)
        let secrets = written.files.filter { $0.contains("/keys/") }
        #expect(secrets.count == 4)
        for secret in secrets { #expect(try Self.mode(secret) == 0o600, "\(secret)") }
        let configuration = try NodeConfiguration.load(written.configuration)
        #expect(configuration.chain.id == 31_337 && configuration.feeds.map(\.name) == ["btc-usd-option"])
        #expect(configuration.keys.transaction?.account == written.paying && configuration.keys.signing.map(\.account) == [written.signing])
        #expect(written.paying != written.signing)
        for reference in [configuration.keys.transaction].compactMap({ $0 }) + configuration.keys.signing {
            #expect(try configuration.keys.unlock(reference, environment: [:]).address == reference.account)
        }
        #expect(try configuration.feeds[0].load().feed.schedule.everySeconds == 60)
        let text = try String(contentsOfFile: written.configuration, encoding: .utf8)
        #expect(text.contains("# Pays for transactions") && !text.contains("0x\(String(repeating: "0", count: 8))"))
    }

    @Test func nothingIsOverwritten() throws {
        let written = try demonstration().write()
        let before = try String(contentsOfFile: written.configuration, encoding: .utf8)
        do {
            _ = try demonstration().write()
            Issue.record("written twice")
        } catch let error as NodeError {
            #expect(error.code == .usage && error.description.contains("overwrites nothing"))
        }
        #expect(try String(contentsOfFile: written.configuration, encoding: .utf8) == before)
    }

    @Test func aSecretEndpointIsNamedAndNotWritten() throws {
        var setup = NodeSetup(
            folder: folder.path + "/node", chainID: 11_155_111, endpoint: .variable("SEPOLIA_URL"), feeds: ["eth-usd-hourly", "btc-usd-hourly"])
        setup.derivation = .light(salt: [1, 2, 3])
        let configuration = try NodeConfiguration.load(try setup.write().configuration)
        #expect(configuration.chain.endpoints.map(\.url) == [.environment("SEPOLIA_URL")])
        #expect(configuration.feeds.map(\.name) == ["eth-usd-hourly", "btc-usd-hourly"])
        #expect(configuration.venues.replayURL == nil)
    }

    @Test func anUnknownFeedIsNamedBeforeAnythingIsWritten() throws {
        let setup = NodeSetup(folder: folder.path + "/node", chainID: 1, endpoint: .variable("A"), feeds: ["doge-usd"])
        do {
            _ = try setup.write()
            Issue.record("written")
        } catch let error as NodeError {
            #expect(error.description.contains("doge-usd") && error.description.contains("btc-usd-option"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/node"))
    }
}
