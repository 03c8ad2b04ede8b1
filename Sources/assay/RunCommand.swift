import ArgumentParser
import EthereumKit
import OracleNode

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a feed live: one round each time the schedule says so, until asked to stop.",
        discussion: """
            Writes an evidence file and the calldata of each round to the output folder; sending it is not part of this version. SIGINT or \
            SIGTERM ends the node after the round in work.
            """)

    @Argument(help: "A feed file, or the name of one in feeds/.")
    var feed: String

    @Option(name: .long, help: ArgumentHelp("Address of the feed contract the reports are for.", valueName: "address"))
    var contract: String?

    @Option(name: .long, help: ArgumentHelp("Chain id the reports are for.", valueName: "id"))
    var chainId: UInt64 = 31337

    @Option(name: .long, help: "Stop after this many rounds.")
    var rounds: Int?

    @Flag(name: .long, help: "Run the last due round at once instead of waiting for the next one.")
    var now = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let address = try contract.map { text throws in
            do { return try Address(text) } catch { throw ValidationError("--contract: \(error)") }
        }
        if address == nil {
            Terminal.note("· no feed contract is named, so these reports are for none; name yours with --contract and --chain-id")
        }
        let session = LiveSession(
            feed: try FeedFile.load(feed), folder: output.out, signer: try output.signer(), chainID: chainId,
            contract: address ?? .zero, rounds: rounds, startsAtOnce: now)
        let json = output.json
        try await StopSignals.run {
            try await session.run { Terminal.show($0) } published: { round in
                if json { print(round.evidence.json.text) }
            }
        }
    }
}
