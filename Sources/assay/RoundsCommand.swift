import ArgumentParser
import Foundation
import OracleNode

struct RoundsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rounds",
        abstract: "Look at the rounds in a node's store, whether it runs or not.",
        discussion: """
            A round goes through the stages due, observed, proved, queued, published; or it is dropped, with the reason.

            EXAMPLES
              assay rounds list --config node/assay.yaml --stage dropped
              assay rounds show btc-usd-option
              assay rounds export btc-usd-option 466251 --to round.json

            Exit status 2 when there is no such round or no store.
            """,
        subcommands: [List.self, Show.self, Export.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List rounds, the newest first.")

        @OptionGroup var node: ConfigurationOptions

        @Option(name: .long, help: ArgumentHelp("Of this feed only.", valueName: "feed"))
        var feed: String?

        @Option(name: .long, help: ArgumentHelp("At this stage only: due, observed, proved, queued, published, dropped.", valueName: "stage"))
        var stage: String?

        @Option(name: .long, help: "How many at most.")
        var limit = 20

        @Flag(name: .long, help: "Print one JSON document to standard output.")
        var json = false

        func validate() throws {
            guard (1...10_000).contains(limit) else { throw ValidationError("--limit is \(limit); it can be 1 to 10000") }
            if let stage, RoundStage(rawValue: stage) == nil {
                throw ValidationError("--stage is \(stage); it can be \(RoundStage.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        }

        func run() async throws {
            let rounds = try StoredRounds(path: try node.load().store.path)
            let lines = try rounds.list(feed: feed, stage: stage.flatMap { RoundStage(rawValue: $0) }, limit: limit)
            print(json ? StoredRounds.json(lines).text : StoredRounds.text(lines))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one round: observations, proof, publications and attempts; long bytes are cut.")

        @Argument(help: "The feed's name.")
        var feed: String

        @Argument(help: "The round's number; the newest without one.")
        var round: UInt64?

        @OptionGroup var node: ConfigurationOptions

        @Flag(name: .long, help: "Print one JSON document to standard output, with all bytes.")
        var json = false

        func run() async throws {
            let rounds = try StoredRounds(path: try node.load().store.path)
            print(json ? try rounds.export(feed: feed, number: round).pretty : try rounds.show(feed: feed, number: round), terminator: json ? "" : "\n")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write everything that the store knows of a round as JSON; the same round gives the same bytes.")

        @Argument(help: "The feed's name.")
        var feed: String

        @Argument(help: "The round's number; the newest without one.")
        var round: UInt64?

        @OptionGroup var node: ConfigurationOptions

        @Option(name: .long, help: ArgumentHelp("The file to write; standard output without it.", valueName: "file"))
        var to: String?

        func run() async throws {
            let document = try StoredRounds(path: try node.load().store.path).export(feed: feed, number: round)
            guard let to else { return print(document.pretty, terminator: "") }
            do {
                try document.pretty.write(toFile: to, atomically: true, encoding: .utf8)
            } catch {
                throw NodeError(.usage, "\(to) cannot be written", next: "check the path")
            }
            print("wrote \(to)")
        }
    }
}
