import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

@Suite struct ConfigurationTests {
    static func problems(_ text: String) -> [String] {
        do {
            _ = try NodeConfiguration.parse(text, file: "assay.yaml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func aWholeOneIsReadAsWritten() throws {
        let text = """
            chain:
              id: 1
              endpoints:
                - {name: own, url: "https://node.example.org/rpc"}
                - {name: hosted, url_env: HOSTED_URL}
                - {name: spare, url_file: secrets/spare.url}
              confirmations: 12
              multicall: "0x5FbDB2315678afecb367f032d93F642f64180aa3"
              gather_seconds: 4
              balance_floor_ether: 0.05
              fees: {cap_gwei: 80.5, legacy: true}
            keys:
              folder: /var/lib/assay/keys
              transaction: {account: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", password_env: TRANSACTION_PASSWORD}
              signing:
                - {account: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", password_file: signing.password}
                - account: "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
                  remote: {url: "http://127.0.0.1:9000", key: "0xabc"}
            store: {path: data/node.sqlite, keep_days: 7, maximum_megabytes: 512}
            server: {bind: 0.0.0.0, port: 9000, hosts: [oracle.example.org, "[2001:db8::1]"]}
            log: {format: json, level: warning}
            prover: {queue: 4, threads: 2}
            feeds:
              - file: feeds/btc-usd-option.yaml
                contract: "0x5FbDB2315678afecb367f032d93F642f64180aa3"
                triggers: {heartbeat_seconds: 7200, deviation_percent: 0.25, early_seconds: 3600, early_deviation_percent: 0.1}
            venues:
              kraken: {requests_per_second: 0.5, burst: 4}
              coinbase: {url: "https://proxy.example.org/coinbase"}
            """
        let configuration = try NodeConfiguration.parse(text, folder: "/etc/assay")
        #expect(configuration.chain.endpoints.map(\.name) == ["own", "hosted", "spare"])
        #expect(configuration.chain.endpoints[2].url == .file("/etc/assay/secrets/spare.url"))
        #expect(configuration.chain.balanceFloor == 50_000_000_000_000_000)
        #expect(configuration.chain.publishingPolicy.fees.cap == 80_500_000_000)
        #expect(configuration.chain.publishingPolicy.confirmations == 12)
        #expect(configuration.chain.publishingPolicy.multicall == (try Address("0x5FbDB2315678afecb367f032d93F642f64180aa3")))
        #expect(configuration.chain.publishingPolicy.gatherSeconds == 4)
        // What the server checks Host fields against.
        #expect(NodeServer.Settings(configuration.server).hosts == ["oracle.example.org", "[2001:db8::1]"])
        #expect(configuration.keys.folder == "/var/lib/assay/keys")
        #expect(configuration.keys.signing.count == 2)
        #expect(configuration.keys.signing[1].holder == .remote(url: .plain("http://127.0.0.1:9000"), identifier: "0xabc"))
        #expect(configuration.store.path == "/etc/assay/data/node.sqlite")
        #expect(configuration.store.maximumPages == 131_072)
        #expect(configuration.feeds[0].name == "btc-usd-option")
        #expect(configuration.feeds[0].triggers.deviation == 2_500)
        #expect(configuration.venues.rate(of: .kraken).perSecond == 0.5)
        #expect(configuration.venues.endpoints.baseURL(of: .coinbase) == "https://proxy.example.org/coinbase")
        #expect(configuration.venues.endpoints.baseURL(of: .gemini) == "https://api.gemini.com")
    }

    /// One wrong thing each, and what must be said about it.
    static let faults: [(change: String, to: String, says: String)] = [
        ("  id: 31337", "  id: 0", "2:7: chain.id: \"0\" where a whole number"),
        ("  id: 31337", "  id: \"31337\"", "chain.id: the quoted text"),
        ("  id: 31337\n", "", "chain.id is missing; add it"),
        ("  id: 31337", "  id: 31337\n  colour: red", "3:3: chain.colour is no key here; known are"),
        ("  id: 31337", "  id: 31337\n  id: 1", "appears more than once"),
        ("url: \"http://127.0.0.1:8545\"", "url: \"http://node.example.org\"", "an https URL, or an http URL of this machine is expected"),
        ("url: \"http://127.0.0.1:8545\"", "url: \"https://x.example.org/v3/0123456789abcdef0123456789abcdef\"", "looks as if it held an access key"),
        ("url: \"http://127.0.0.1:8545\"", "url: \"https://me:word@x.example.org\"", "looks as if it held an access key"),
        ("url: \"http://127.0.0.1:8545\"", "url: \"http://127.0.0.1:8545\", url_env: A", "is given 2 times; keep one of url, url_env, url_file"),
        ("url: \"http://127.0.0.1:8545\"", "url_env: not-a-name", "the name of an environment variable"),
        (", url: \"http://127.0.0.1:8545\"", "", "add one of url, url_env, url_file"),
        ("name: local", "name: My node", "a name of lower-case letters"),
        ("    - {name: local", "    - {name: local, url: \"http://127.0.0.1:1\"}\n    - {name: local", "another endpoint is called local too"),
        ("  id: 31337", "  id: 31337\n  bump_after_seconds: 5", "chain.bump_after_seconds: 5, which is not between resend_after_seconds (15)"),
        ("  id: 31337", "  id: 31337\n  balance_floor_ether: -1", "a decimal number (ether) from 0 to 1000000"),
        ("  id: 31337", "  id: 31337\n  balance_floor_ether: 0.0000000000000000001", "more than 18 decimal places"),
        ("  id: 31337", "  id: 31337\n  fees: {cap_gwei: 0}", "nothing could ever be sent"),
        ("  id: 31337", "  id: 31337\n  fees: {minimum_tip_gwei: 6}", "more than maximum_tip_gwei"),
        ("  id: 31337", "  id: 31337\n  fees: {legacy: yes}", "true or false is expected"),
        ("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x70997970c51812dc3A010C7d01b50e0d17dc79C8", "wrong checksum"),
        ("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "pays for transactions too"),
        ("password_file: keys/transaction.password", "password: secret", "keys.transaction.password is no key here"),
        ("password_file: keys/transaction.password", "prompt: false", "keep one of prompt: true, password_file, password_env"),
        (", password_file: keys/transaction.password", "", "add one of password_env, password_file"),
        (", password_file: keys/transaction.password", ", password_file: a, remote: {url: \"http://127.0.0.1:1\", key: a}", "needs no password here"),
        ("file: feeds/btc-usd-option.yaml", "file: feeds/a.yaml\n  - file: other/a.yaml", "the feed a is listed twice"),
        ("file: feeds/btc-usd-option.yaml", "contract: \"0x5FbDB2315678afecb367f032d93F642f64180aa3\"", "feeds[0].file is missing"),
        ("file: feeds/btc-usd-option.yaml", "file: a.yaml\n    contract: \"0x0000000000000000000000000000000000000000\"", "the zero address"),
        ("file: feeds/btc-usd-option.yaml", "file: a.yaml\n    triggers: {early_seconds: 3600}", "not below heartbeat_seconds (3600)"),
        ("file: feeds/btc-usd-option.yaml", "file: a.yaml\n    triggers: {deviation_percent: 0.00001}", "from 0.0001 to 1000"),
        ("file: feeds/btc-usd-option.yaml", "file: a.yaml\n    triggers: {deviation_percent: 0.25005}", "more than four decimal places"),
        ("feeds:\n  - file: feeds/btc-usd-option.yaml", "feeds: []", "0 entries where 1 to 64 are expected"),
        ("feeds:\n", "emit: {folder: a, stdout: true}\nfeeds:\n", "keep one of folder and stdout"),
        ("feeds:\n", "emit: {stdout: false}\nfeeds:\n", "false says nothing"),
        ("feeds:\n", "server: {bind: example.org}\nfeeds:\n", "an IPv4 or IPv6 address of this machine"),
        ("feeds:\n", "server: {hosts: oracle.example.org}\nfeeds:\n", "where a list of a host name"),
        ("feeds:\n", "server: {hosts: [\"oracle.example.org:8610\"]}\nfeeds:\n", "server.hosts[0]: \"oracle.example.org:8610\" where a host name"),
        ("feeds:\n", "server: {hosts: [a.example, a.example]}\nfeeds:\n", "server.hosts[1]: a.example is listed twice"),
        ("feeds:\n", "server: {hosts: [{name: a}]}\nfeeds:\n", "a mapping where a host name"),
        ("  id: 31337", "  id: 31337\n  multicall: 0x1", "chain.multicall"),
        ("feeds:\n", "log: {level: loud}\nfeeds:\n", "one of debug, info, warning, error"),
        ("feeds:\n", "venues: {nasdaq: {}}\nfeeds:\n", "venues.nasdaq is no key here"),
        ("feeds:\n", "venues: {kraken: {requests_per_second: 0.0001}}\nfeeds:\n", "from 0.001 to 100"),
        ("feeds:\n", "venues: [kraken]\nfeeds:\n", "a list where a mapping"),
        ("feeds:\n", "store: &a {}\nfeeds:\n", "anchors and aliases are not used here"),
        ("feeds:\n", "store: {\nfeeds:\n", "not YAML here"),
    ]

    @Test(arguments: faults.indices)
    func eachFaultIsNamed(_ index: Int) {
        let fault = Self.faults[index]
        let text = ConfigurationText().text
        let changed = text.replacing(fault.change, with: fault.to, maxReplacements: 1)
        #expect(changed != text)
        let problems = Self.problems(changed)
        #expect(problems.contains { $0.contains(fault.says) }, "\(problems)")
    }

    @Test func allProblemsAreShownAtOnceInTheFilesOrder() {
        let text = ConfigurationText().text.replacing("id: 31337", with: "id: no").replacing("name: local", with: "name: L").replacing("file: feeds", with: "fil: feeds")
        let problems = Self.problems(text)
        #expect(problems.count == 4, "\(problems)")
        let lines = problems.compactMap { Int($0.prefix { $0.isNumber }) }
        #expect(lines == lines.sorted() && lines.count == 4)
    }

    @Test func emptyAndForeignFilesAreErrors() {
        #expect(Self.problems("").first?.contains("Docs/configuration.md shows a whole one") ?? false)
        #expect(Self.problems("- a\n").first?.contains("where a mapping") ?? false)
        #expect(Self.problems(String(repeating: "#", count: 70_000)).first?.contains("a configuration may have") ?? false)
    }

    @Test func anEmittingNodeNeedsNeitherEndpointsNorATransactionKey() throws {
        var pieces = ConfigurationText()
        pieces.chain = "chain: {id: 1}\n"
        pieces.keys = "keys:\n  signing:\n    - {account: \"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC\", password_env: P}\n"
        #expect(!Self.problems(pieces.text).isEmpty)
        pieces.rest = "emit: {folder: outbox}\n"
        let configuration = try NodeConfiguration.parse(pieces.text, folder: "/n")
        #expect(configuration.emit?.destination == .folder("/n/outbox"))
        #expect(configuration.chain.endpoints.isEmpty && configuration.keys.transaction == nil)
    }

    @Test func secretsAreReadFromWhereTheyAreNamedAndNeverPrinted() throws {
        let folder = NSTemporaryDirectory() + "assay-configuration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/hosted.url"
        let secret = "https://x.example.org/v3/0123456789abcdef0123456789abcdef"
        try Data((secret + "\nnote\n").utf8).write(to: URL(fileURLWithPath: file))
        chmod(file, 0o600)
        var pieces = ConfigurationText()
        pieces.chain = "chain:\n  id: 1\n  endpoints:\n    - {name: a, url_env: HOSTED_URL}\n    - {name: b, url_file: hosted.url}\n"
        let configuration = try NodeConfiguration.parse(pieces.text, folder: folder)
        let endpoints = try configuration.chain.resolveEndpoints(["HOSTED_URL": secret])
        #expect(endpoints.map(\.url) == [secret, secret])
        #expect("\(endpoints)" == "[a, b]")

        chmod(file, 0o644)
        for environment in [["HOSTED_URL": secret], [:], ["HOSTED_URL": "http://node.example.org/0123456789abcdef0123456789abcdef"]] {
            do {
                _ = try configuration.chain.resolveEndpoints(environment)
                Issue.record("resolved")
            } catch {
                #expect(!"\(error)".contains("0123456789abcdef"), "\(error)")
                #expect("\(error)".contains("chmod 600") || "\(error)".contains("export it") || "\(error)".contains("https://"), "\(error)")
            }
        }
    }

    @Test func feedFilesAreCheckedWithTheConfiguration() throws {
        let folder = NSTemporaryDirectory() + "assay-configuration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/feeds", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/assay.yaml"
        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
        func complaint() -> String {
            do { _ = try NodeConfiguration.load(path) } catch { return "\(error)" }
            return ""
        }
        #expect(complaint().contains("assay init"))
        try write(ConfigurationText().text)
        #expect(complaint().contains("feeds[0].file"))
        let feed = try String(contentsOfFile: projectFile("feeds/btc-usd-option.yaml"), encoding: .utf8)
        try Data(feed.utf8).write(to: URL(fileURLWithPath: folder + "/feeds/btc-usd-option.yaml"))
        #expect(complaint().isEmpty)
        #expect(try NodeConfiguration.load(path).feeds[0].load().feed.name == "btc-usd-option")
        var pieces = ConfigurationText()
        pieces.feeds += "    triggers: {heartbeat_seconds: 60}\n"
        try write(pieces.text)
        #expect(complaint().contains("has a round every 3600 s only"))
        try write(ConfigurationText().text)
        try Data(feed.replacing("threshold: 1", with: "threshold: 2").utf8).write(to: URL(fileURLWithPath: folder + "/feeds/btc-usd-option.yaml"))
        #expect(complaint().contains("1 keys, but btc-usd-option asks for 2 signatures"))
    }

    @Test func contractsAreRequiredByWhoPublishes() throws {
        var configuration = try NodeConfiguration.parse(ConfigurationText().text)
        do {
            _ = try configuration.requireContracts()
            Issue.record("no contract was missed")
        } catch {
            #expect("\(error)".contains("assay deploy"))
        }
        configuration.feeds[0].contract = try Address("0x5FbDB2315678afecb367f032d93F642f64180aa3")
        #expect(try configuration.requireContracts() == configuration.feeds.compactMap(\.contract))
    }
}
