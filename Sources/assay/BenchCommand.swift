import ArgumentParser
import OracleNode

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure proof time, memory, proof size, contract gas and the kernels on this machine.",
        discussion: "Without a subcommand: the figures of a feed's whole path, which the README shows.",
        subcommands: [BenchFeedCommand.self, BenchProofCommand.self],
        defaultSubcommand: BenchFeedCommand.self)
}

struct BenchFeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "A feed's whole path: witness, proof, verification, gas, kernels, accuracy.",
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

struct BenchProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Where a proof's time goes, or how it grows.",
        discussion: "--growth proves one circuit of 40 advice columns at each height and prints time and memory.")

    @Flag(name: .long, help: "Heights from --from to --to instead of a feed.")
    var growth = false

    @Option(name: .long, help: "The least height of --growth, as a power of two.")
    var from = 10

    @Option(name: .long, help: "The largest height of --growth.")
    var to = 16

    @Option(name: .long, help: "Runs to take the median of.")
    var runs = 3

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); one is the least") }
        guard from >= 9, from <= to, to <= 20 else { throw ValidationError("heights go from 9 to 20") }
    }

    func run() async throws {
        let figures = try await GrowthBench(logSizes: from...to, runs: runs).run { Terminal.show(.preparing($0)) }
        print(json ? figures.json.pretty : figures.text, terminator: json ? "" : "\n")
    }
}
