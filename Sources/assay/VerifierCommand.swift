import ArgumentParser
import OracleNode

struct VerifierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verifier",
        abstract: "Write a feed's verifier contract and verifying key.",
        discussion: """
            The same feed and reference string give the same bytes. Compile the contract with `make contracts` after writing it to \
            contracts/generated; `assay deploy` takes the compiled one.

            EXAMPLES
              assay verifier btc-usd-option
              assay verifier node/feeds/my-feed.yaml --out build
            """)

    @Argument(help: "A feed file, or the name of one in feeds/.")
    var feed: String

    @Option(name: .long, help: ArgumentHelp("Folder to write to.", valueName: "folder"))
    var out = "contracts/generated"

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func run() async throws {
        let written = try await VerifierFiles.write(feed: try FeedFile.load(feed), to: out) { Terminal.show(.preparing($0)) }
        print(json ? written.json.text : written.text)
    }
}
