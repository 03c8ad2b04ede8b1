import ArgumentParser
import EthereumKit
import OracleNode
import Parallel

struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Collect, prove and publish one round of each configured feed, whatever the triggers say, and end.",
        discussion: """
            The round is the last one that was due. What was begun and not finished is gone on with; a round that was published before is left \
            alone. With --emit the calldata is written out for another relayer instead of sent.

            EXAMPLES
              assay publish --once --config node/assay.yaml
              assay publish --once --emit outbox

            Exit status 1 when a feed was not published.
            """)

    @OptionGroup var node: ConfigurationOptions

    @Flag(name: .long, help: "One round; to publish for as long as you like, use `assay run`.")
    var once = false

    @Option(name: .long, help: ArgumentHelp("Write calldata to this folder, or to standard output with -, instead of sending it.", valueName: "folder"))
    var emit: String?

    @Option(name: .long, help: ArgumentHelp("How long the transactions are waited for.", valueName: "seconds"))
    var patience = 180

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func validate() throws {
        guard once else { throw ValidationError("say --once; `assay run` publishes for as long as you like") }
        guard patience >= 1 else { throw ValidationError("--patience is \(patience); give 1 or more seconds") }
    }

    func run() async throws {
        let configuration = try node.load()
        let destination = emit.map { $0 == "-" ? EmitOnlyPublisher.Destination.standardOutput : .folder($0) } ?? configuration.emit?.destination
        let (transport, environment) = (node.transport, node.environment)
        let (attesters, payer) = try await Parallel.run {
            let attesters = try configuration.keys.attesters(transport: transport, environment: environment)
            var payer: (any TransactionSigner)?
            if destination == nil, let reference = configuration.keys.transaction {
                payer = try configuration.keys.signer(reference, transport: transport, environment: environment)
            }
            return (attesters, payer)
        }
        let publication = SinglePublication(
            configuration: configuration, attesters: attesters, payer: payer, pool: try node.pool(configuration), destination: destination,
            patience: .seconds(patience))
        let outcomes = try await publication.run { Terminal.note("· \($0)") }
        print(json ? CanonicalJSON.array(outcomes.map(\.json)).text : outcomes.map(\.text).joined(separator: "\n"))
        if !outcomes.allSatisfy(\.verdict.isGood) { throw ExitCode(1) }
    }
}
