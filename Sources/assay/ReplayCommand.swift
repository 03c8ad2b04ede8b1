import ArgumentParser
import OracleNode

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Run rounds of a feed over a recording: market data in, proofs and a contract's verdicts out.",
        discussion: """
            The recording is served by a local web server in the venues' own formats and read by the same client as live data. Ends with a \
            table and writes evidence, the verifier contract and an HTML report to the output folder.

            EXAMPLES
              assay replay btc-usd-option --recording usdc-depeg-2023-03
              assay replay btc-usd-hourly --recording bitstamp-flash-2019-05 --from 2019-05-17T00:00Z --to 2019-05-17T12:00Z --rounds 0

            Exit status 1 when a verdict does not hold.
            """)

    @Argument(help: "A feed file, or the name of one in feeds/.")
    var feed: String

    @Option(name: .long, help: ArgumentHelp("A recording in feeds/recorded/.", valueName: "name"))
    var recording: String

    @Option(name: .long, help: ArgumentHelp("First time, such as 2023-03-11 or 2023-03-11T07:00Z.", valueName: "time"))
    var from: TimeArgument?

    @Option(name: .long, help: ArgumentHelp("Last time.", valueName: "time"))
    var to: TimeArgument?

    @Option(name: .long, help: "How many of the scheduled rounds, spread evenly; 0 for all.")
    var rounds = 24

    @Flag(name: .long, help: "Do not ask the contract in a local EVM.")
    var noEvm = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard rounds >= 0 else { throw ValidationError("--rounds is \(rounds); give 1 or more, or 0 for all") }
        if let from, let to, from.seconds > to.seconds { throw ValidationError("--from is later than --to") }
    }

    func run() async throws {
        let session = ReplaySession(
            feed: try FeedFile.load(feed), recording: recording, from: from?.seconds, to: to?.seconds,
            rounds: rounds == 0 ? nil : rounds, usesEVM: !noEvm, folder: output.out, signer: try output.signer())
        let result = try await session.run { Terminal.show($0) }
        Terminal.clearLine()
        if output.json {
            print(result.summary.json.pretty, terminator: "")
        } else {
            print(result.text)
        }
        if !result.summary.holds { throw ExitCode(1) }
    }
}
