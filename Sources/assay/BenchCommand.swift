import ArgumentParser
import Foundation
import OracleNode

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure proof time, memory, proof size, contract gas and the kernels on this machine.",
        discussion: """
            Without a subcommand: the figures of a feed's whole path, which the README shows. Every time is a median. ASSAY_THREADS=1 measures \
            on one thread, ASSAY_PORTABLE=1 without the eight-lane kernels, ASSAY_PORTABLE=swift without assembly either.

            EXAMPLES
              assay bench
              assay bench kernels --json
              assay bench proof btc-usd-option --history figures.jsonl
            """,
        subcommands: [
            BenchFeedCommand.self, BenchKernelsCommand.self, BenchProofCommand.self, BenchGasCommand.self, BenchBlackScholesCommand.self,
            BenchProverCommand.self,
        ],
        defaultSubcommand: BenchFeedCommand.self)
}

/// Where figures go.
struct BenchOutput: ParsableArguments {
    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    @Option(name: .long, help: ArgumentHelp(
        "Append the figures to this file, a line of JSON a run, and compare with the last run on this machine.", valueName: "file"))
    var history: String?

    func print(_ figures: BenchFigures, text: String? = nil) throws {
        Swift.print(json ? figures.json.pretty : text ?? figures.text, terminator: json ? "" : "\n")
        if let history, let changes = try BenchHistory(path: history).append(figures) {
            Terminal.write(changes + "\n")
        }
    }
}

struct BenchFeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "A feed's whole path: witness, proof, verification, gas, kernels, accuracy.",
        discussion: "Gas is that of a transaction: 21,000, calldata and execution.")

    @Argument(help: "The feed whose proof is measured.")
    var feed = "feeds/btc-usd-option.yaml"

    @Option(name: .long, help: "Runs to take the median of, at least 5.")
    var runs = 9

    @Flag(name: .long, help: "Do not ask the contract in a local EVM.")
    var noEvm = false

    @OptionGroup var output: BenchOutput

    func validate() throws {
        guard runs >= 5 else { throw ValidationError("--runs is \(runs); a median needs 5 or more") }
    }

    func run() async throws {
        try output.print(await Bench(feed: FeedFile.load(feed), runs: runs, usesEVM: !noEvm).run { Terminal.show(.preparing($0)) })
    }
}

struct BenchKernelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "Multiplications, transforms, multi-scalar multiplications, inversions, pairings: lanes and portable, one thread and all.",
        discussion: "--instructions counts those of the portable kernels with valgrind's callgrind: they do not depend on the machine's load.")

    @Option(name: .long, help: "Runs to take the median of.")
    var runs = 5

    @Flag(name: .long, help: "Count instructions instead of time. Needs valgrind and strip; takes some seconds.")
    var instructions = false

    @OptionGroup var output: BenchOutput

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); one is the least") }
    }

    func run() async throws {
        try output.print(
            instructions
                ? KernelBench.instructions(program: Bundle.main.executablePath ?? CommandLine.arguments[0])
                : await KernelBench(runs: runs).run())
    }
}

struct BenchProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Where a feed's proof spends its time, or how proofs grow.",
        discussion: """
            The profile shows each round's time and how much of the processor's was inside the kernels. --growth proves one circuit of 40 advice \
            columns at each height instead; the bases of a new height take a while the first time and are kept in the cache folder.
            """)

    @Argument(help: "The feed whose proof is measured.")
    var feed = "feeds/btc-usd-option.yaml"

    @Flag(name: .long, help: "Heights from --from to --to instead of a feed.")
    var growth = false

    @Option(name: .long, help: "The least height of --growth, as a power of two.")
    var from = 10

    @Option(name: .long, help: "The largest height of --growth.")
    var to = 16

    @Option(name: .long, help: "Runs to take the median of.")
    var runs = 5

    @Option(name: .long, help: ArgumentHelp("With --growth: write time and memory as an SVG picture.", valueName: "file"))
    var svg: String?

    @OptionGroup var output: BenchOutput

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); one is the least") }
        guard from >= 9, from <= to, to <= 20 else { throw ValidationError("heights go from 9 to 20") }
        guard growth || svg == nil else { throw ValidationError("--svg is for --growth") }
    }

    func run() async throws {
        guard growth else {
            let profile = try await ProofBench(feed: FeedFile.load(feed), runs: runs).run { Terminal.show(.preparing($0)) }
            return try output.print(profile.figures, text: profile.text)
        }
        let figures = try await GrowthBench(logSizes: from...to, runs: runs).run { Terminal.show(.preparing($0)) }
        if let svg {
            do {
                try figures.svg.write(toFile: svg, atomically: true, encoding: .utf8)
            } catch {
                throw NodeError(.usage, "\(svg) cannot be written", next: "check the path")
            }
        }
        try output.print(figures.figures, text: figures.text)
    }
}

struct BenchGasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gas",
        abstract: "What a feed's contracts take to check a proof and to take a whole report, in the local EVM.",
        discussion: """
            Gas is that of a transaction: 21,000, calldata and execution. Submissions are whole ones with one signature; a later one writes where \
            earlier rounds have written before. By section: contracts/generated/features/sections.txt.
            """)

    @Argument(help: "The feed.")
    var feed = "feeds/btc-usd-option.yaml"

    @OptionGroup var output: BenchOutput

    func run() async throws {
        try output.print(await GasBench(feed: FeedFile.load(feed)).run { Terminal.show(.preparing($0)) })
    }
}

struct BenchBlackScholesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blackscholes",
        abstract: "One option's price and greeks as a circuit of its own, with the bundled ceremony.")

    @Option(name: .long, help: "Options to take the median of.")
    var runs = 9

    @OptionGroup var output: BenchOutput

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); one is the least") }
    }

    func run() async throws {
        try output.print(await BlackScholesBench(runs: runs).run { Terminal.show(.preparing($0)) })
    }
}

struct BenchProverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prover",
        abstract: "What it costs to prove in a process of its own: time and memory, beside the same in this process.")

    @Argument(help: "An evidence file, whose round is proved again and again.")
    var evidence: String

    @Option(name: .long, help: "Runs to take the median of.")
    var runs = 15

    @OptionGroup var output: BenchOutput

    func validate() throws {
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); one is the least") }
    }

    func run() async throws {
        try output.print(await ProverBench(evidence: EvidenceFiles.read(evidence).evidence, runs: runs).run { Terminal.show(.preparing($0)) })
    }
}
