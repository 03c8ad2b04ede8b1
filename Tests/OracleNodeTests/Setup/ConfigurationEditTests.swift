import EthereumKit
import Foundation
import OracleNode
import Testing

/// Addresses written into a configuration that people have written.
@Suite struct ConfigurationEditTests {
    let address: Address

    init() throws {
        address = try Address("0x5FbDB2315678afecb367f032d93F642f64180aa3")
    }

    func edited(_ feeds: String, names: [String] = ["a"]) -> String? {
        var pieces = ConfigurationText()
        pieces.feeds = feeds
        return ConfigurationEdit.setting(Dictionary(uniqueKeysWithValues: names.map { ($0, address) }), in: pieces.text, file: "assay.yaml")
    }

    @Test func commentsAndEverythingElseStay() throws {
        let text = try #require(edited("feeds:\n  # mine\n  - file: feeds/a.yaml # the first\n    # contract: later\n    triggers: {heartbeat_seconds: 60}\n  - file: feeds/b.yaml\n"))
        #expect(text.contains("  # mine\n  - file: feeds/a.yaml # the first\n    contract: \"\(address)\"\n    triggers: {heartbeat_seconds: 60}\n  - file: feeds/b.yaml\n"))
    }

    @Test func anOldAddressIsReplaced() throws {
        let text = try #require(edited("feeds:\n  - file: \"feeds/a.yaml\"\n    contract: \"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\"\n"))
        #expect(text.contains("    contract: \"\(address)\"\n") && text.components(separatedBy: "contract:").count == 2)
    }

    @Test func theMulticallIsWrittenIntoTheChainsSection() throws {
        let text = ConfigurationText().text
        let edited = try #require(ConfigurationEdit.setting([:], multicall: address, in: text, file: "assay.yaml"))
        #expect(edited.contains("  id: 31337\n  multicall: \"\(address)\"\n  endpoints:"))
        let other = try Address("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")
        let again = try #require(ConfigurationEdit.setting([:], multicall: other, in: edited, file: "assay.yaml"))
        #expect(again == edited.replacing("\(address)", with: "\(other)"))
        let inline = text.replacing("chain:\n  id: 31337\n  endpoints:\n    - {name: local, url: \"http://127.0.0.1:8545\"}", with: "chain: {id: 31337, endpoints: [{name: local, url: \"http://127.0.0.1:8545\"}]}")
        #expect(inline != text && ConfigurationEdit.setting([:], multicall: address, in: inline, file: "assay.yaml") == nil)
    }

    @Test func layoutsThatAreNotUnderstoodAreLeftAlone() {
        #expect(edited("feeds:\n  - {file: feeds/a.yaml}\n") == nil)
        #expect(edited("feeds:\n  - triggers: {heartbeat_seconds: 60}\n    file: feeds/a.yaml\n") == nil)
        #expect(edited("feeds:\n  - file: feeds/a.yaml\n", names: ["other"]) == nil)
        #expect(edited("not: a configuration\n") == nil)
    }
}
