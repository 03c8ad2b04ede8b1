import ArgumentParser
import Foundation
import OracleNode

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Set up a node: a folder with its configuration, feeds, two keys and their passwords.",
        discussion: """
            Asks for what is not given as an option; with --yes it asks nothing and takes the defaults. Overwrites nothing. One key pays for \
            transactions, the other attests the reports; passwords are made up and kept in private files beside the keys.

            EXAMPLES
              A node for development, without a network (see `assay help chain`):
                assay init --demo demo
              A node for Sepolia whose endpoint's address holds an access key:
                assay init node --chain-id 11155111 --endpoint-env SEPOLIA_URL --feed eth-usd-hourly --yes

            Exit status 2 when something is there already.
            """)

    @Argument(help: "The folder to set up.")
    var folder = "node"

    @Flag(name: [.customLong("demo"), .customLong("local")], help: "A node for development on this machine: a local chain, recorded venues, a round every minute.")
    var demo = false

    @Option(name: .long, help: ArgumentHelp("The chain's id.", valueName: "id"))
    var chainId: UInt64?

    @Option(name: .long, help: ArgumentHelp("The endpoint's address, where it is no secret: https, or http to this machine.", valueName: "url"))
    var endpoint: String?

    @Option(name: .long, help: ArgumentHelp("Environment variable that holds the endpoint's address.", valueName: "name"))
    var endpointEnv: String?

    @Option(name: .long, help: ArgumentHelp("Private file that holds the endpoint's address.", valueName: "file"))
    var endpointFile: String?

    @Option(name: .customLong("feed"), help: ArgumentHelp("A feed file, or the name of one in feeds/; may be given several times.", valueName: "feed"))
    var feeds: [String] = []

    @Option(name: .long, help: ArgumentHelp("Publish when the value on chain is this old.", valueName: "seconds"))
    var heartbeat: UInt64?

    @Option(name: .long, help: ArgumentHelp("Publish when the price is this far from the one on chain.", valueName: "percent"))
    var deviation: String?

    @Flag(name: [.short, .long], help: "Ask nothing.")
    var yes = false

    func validate() throws {
        let given = [endpoint, endpointEnv, endpointFile].compactMap { $0 }
        if given.count > 1 { throw ValidationError("give one of --endpoint, --endpoint-env, --endpoint-file") }
        if demo, !given.isEmpty || chainId != nil || !feeds.isEmpty {
            throw ValidationError("--demo decides the chain, its endpoint and the feed; leave those options out")
        }
    }

    func run() async throws {
        var setup = demo ? NodeSetup.demonstration(folder: folder) : try ask()
        if let heartbeat { setup.heartbeatSeconds = heartbeat }
        if let deviation { setup.deviationPercent = deviation }
        Terminal.note("· making two keys")
        let written = try setup.write()
        let configuration = written.configuration
        var lines = ["wrote \(configuration)", "  pays      \(written.paying)", "  attests   \(written.signing)", ""]
        if demo {
            lines += [
                "next, in a second terminal:  assay chain --config \(configuration)", "then here:                    assay deploy --config \(configuration)",
                "                              assay run --config \(configuration)",
            ]
        } else {
            lines += [
                "keep a copy of \(folder)/keys; nothing else can bring the keys back",
                "next: send some ether to \(written.paying), then run",
                "  assay doctor --config \(configuration)", "  assay deploy --config \(configuration)", "  assay run --config \(configuration)",
            ]
        }
        print(lines.joined(separator: "\n"))
    }

    private func ask() throws -> NodeSetup {
        let asks = !yes && isatty(STDIN_FILENO) == 1 && Terminal.isInteractive
        func answer(_ question: String, _ fallback: String) -> String {
            guard asks else { return fallback }
            Terminal.write("\(question) [\(fallback)]: ")
            let line = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
            return line.isEmpty ? fallback : line
        }
        var id = chainId
        while id == nil {
            id = UInt64(answer("Chain id (1 is Ethereum, 11155111 Sepolia, 31337 a local chain)", "31337"))
            if id == nil { Terminal.note("a chain id is a whole number") }
        }
        var source: NodeSetup.Endpoint
        if let endpointEnv {
            source = .variable(endpointEnv)
        } else if let endpointFile {
            source = .file(URL(fileURLWithPath: endpointFile).path)
        } else {
            source = .url(endpoint ?? "")
            if endpoint == nil {
                let text = answer("Endpoint: an address without an access key, or the NAME of an environment variable that holds one", "http://127.0.0.1:8545")
                source = text.contains("://") ? .url(text) : .variable(text)
            }
        }
        var chosen = feeds
        if chosen.isEmpty {
            let text = answer("Feeds, of \(NodeSetup.shippedFeeds.joined(separator: ", "))", "btc-usd-option")
            chosen = text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
        }
        return NodeSetup(folder: folder, chainID: id ?? 31_337, endpoint: source, feeds: chosen)
    }
}
