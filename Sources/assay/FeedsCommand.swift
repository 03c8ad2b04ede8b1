import ArgumentParser
import OracleNode

struct FeedsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds", abstract: "Work with feed files.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check feed files; every problem is printed as file:line:column: message.",
            discussion: """
                EXAMPLES
                  assay feeds check
                  assay feeds check node/feeds/my-feed.yaml

                Exit status 2 when a file has problems. Docs/feeds.md describes every key.
                """)

        @Argument(help: "Feed files; all of feeds/ when none is named.")
        var paths: [String] = []

        @Flag(name: .long, help: "Print one JSON document to standard output.")
        var json = false

        func run() async throws {
            let results = try FeedCheck.run(paths)
            print(json ? FeedCheck.json(results).text : results.map(\.text).joined(separator: "\n"))
            if !results.allSatisfy(\.isGood) { throw ExitCode(2) }
        }
    }
}
