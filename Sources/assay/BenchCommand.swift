import ArgumentParser
import OracleNode

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure proof time, memory, proof size, contract gas and the kernels on this machine.",
        discussion: "Every time is the median of the runs. Gas is that of a transaction: 21,000, calldata and execution.")

    @Argument(help: "The feed whose proof is measured.")
    var feed = "feeds/btc-usd-option.yaml"

    @Option(name: .long, help: "Runs to take the median of, at least 5.")
    var runs = 9

    @Flag(name: .long, help: "Do not ask the contract in a local EVM.")
    var noEvm = false

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func validate() throws {
        guard runs >= 5 else { throw ValidationError("--runs is \(runs); a median needs 5 or more") }
    }

    func run() async throws {
        let figures = try await Bench(feed: try FeedFile.load(feed), runs: runs, usesEVM: !noEvm).run { Terminal.show(.preparing($0)) }
        print(json ? figures.json.pretty : figures.text, terminator: json ? "" : "\n")
    }
}
