import ArgumentParser
import EthereumKit
import Foundation
import OracleNode

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the node: from a configuration, or one feed without a chain.",
        discussion: """
            Without FEED the node runs as the configuration says: collects, proves and publishes its feeds, and serves page, API and metrics. \
            With FEED it needs no configuration: each round's evidence and calldata go to the output folder, for others to send. \
            SIGTERM or SIGINT ends the node in good order: the proof in work is finished, the store closed; a second one ends it at once. \
            SIGHUP reads the configuration again; one that cannot be used changes nothing. The log goes to standard error.

            EXAMPLES
              assay run --config node/assay.yaml
              assay run btc-usd-option --rounds 1 --out out

            Exit status 0 after an end in good order, 2 when the configuration cannot be used, 3 when this machine lacks something.
            """)

    @Argument(help: "A feed file, or the name of one in feeds/; without it the configuration counts.")
    var feed: String?

    @Option(name: .long, help: ArgumentHelp("The node's configuration.", valueName: "file"))
    var config: String?

    @Option(name: .long, help: ArgumentHelp("With FEED: address of the feed contract the reports are for.", valueName: "address"))
    var contract: String?

    @Option(name: .long, help: ArgumentHelp("With FEED: chain id the reports are for.", valueName: "id"))
    var chainId: UInt64 = 31337

    @Option(name: .long, help: "With FEED: stop after this many rounds.")
    var rounds: Int?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if feed != nil, config != nil { throw ValidationError("name a feed or a configuration, not both") }
        if let rounds, rounds < 1 { throw ValidationError("--rounds is \(rounds); give 1 or more") }
    }

    func run() async throws {
        let commands = ProcessSignals.commands()
        guard let feed else {
            return try await NodeSession.run(
                configuration: config ?? NodeConfiguration.fileName, environment: ProcessInfo.processInfo.environment, commands: commands)
        }
        let address = try contract.map { text throws in
            do { return try Address(text) } catch { throw ValidationError("--contract: \(error)") }
        }
        if address == nil {
            Terminal.note("· no feed contract is named, so these reports are for none; name yours with --contract and --chain-id")
        }
        let json = output.json
        try await NodeSession.run(
            feed: try FeedFile.load(feed), folder: output.out, signer: try output.signer(), chainID: chainId, contract: address ?? .zero,
            rounds: rounds, log: NodeLog(), commands: commands
        ) { round in
            if json { print(round.evidence.json.text) }
        }
    }
}
