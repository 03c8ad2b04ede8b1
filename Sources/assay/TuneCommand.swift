import ArgumentParser
import Foundation
import OracleNode

struct TuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Show what a feed's proofs would cost, in time and in gas, for every packing t.",
        discussion: """
            A larger t puts more columns behind one point: less gas, longer proofs, and a reference string of t·n powers. Numbers with a \
            tilde are predicted. Gas is measured where solc is on PATH. The proofs are made with a development string and thrown away.

            EXAMPLES
              assay tune btc-usd-option --powers 15 --svg curve.svg
              assay tune btc-usd-option --predict --json
            """)

    @Argument(help: "A feed file, or the name of one in feeds/.")
    var feed: String

    @Option(name: .long, help: "The largest reference string to consider, as a power of two of its powers.")
    var powers = 14

    @Option(name: .long, help: "Runs to take medians of.")
    var runs = 5

    @Flag(name: .long, help: "Only predict: no proofs but the few that time this machine.")
    var predict = false

    @Option(name: .long, help: ArgumentHelp(
        "Also measure the gas a proof where a contract checks this many at once.", valueName: "proofs"))
    var batch = 0

    @Option(name: .long, help: ArgumentHelp("Write the trade-off curve as an SVG picture.", valueName: "file"))
    var svg: String?

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func validate() throws {
        guard (11...20).contains(powers) else { throw ValidationError("--powers is \(powers); it can be 11 to 20") }
        guard (0...64).contains(batch) else { throw ValidationError("--batch is \(batch); it can be 0 to 64") }
        guard runs >= 1 else { throw ValidationError("--runs is \(runs); one is the least") }
    }

    func run() async throws {
        let figures = try await Tune(feed: try FeedFile.load(feed), logPowers: powers, runs: runs, measures: !predict, batch: batch)
            .run { Terminal.show(.preparing($0)) }
        if let svg {
            do {
                try figures.svg.write(toFile: svg, atomically: true, encoding: .utf8)
            } catch {
                throw NodeError(.usage, "\(svg) cannot be written", next: "check the path")
            }
        }
        print(json ? figures.json.pretty : figures.text, terminator: json ? "" : "\n")
    }
}
