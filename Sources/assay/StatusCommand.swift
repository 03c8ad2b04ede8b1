import ArgumentParser
import OracleNode

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how a node is: feeds, prices and ages, the chain's values, and what is wrong.",
        discussion: """
            Asks the running node at its configured port. Where none answers, shows what its store and contracts say.

            EXAMPLES
              assay status --config node/assay.yaml
              assay status --json | jq '.reasons'

            Exit status 1 when the node does not run or is not ready.
            """)

    @OptionGroup var node: ConfigurationOptions

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func run() async throws {
        let configuration = try node.load()
        let found = await NodeStatus.look(configuration, pool: try? node.pool(configuration))
        print(json ? try NodeStatus.json(found) : NodeStatus.text(found, now: SystemClock().seconds))
        if case .running(let snapshot) = found, snapshot.isReady { return }
        throw ExitCode(1)
    }
}
