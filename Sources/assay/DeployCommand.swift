import ArgumentParser
import EthereumKit
import OracleNode
import Parallel

struct DeployCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Bring each configured feed's verifier and feed contract to the chain, and write their addresses into the configuration.",
        discussion: """
            The committed verifier must be compiled from exactly this feed's key; any other is refused. The paying key sends the transactions and \
            owns the contracts unless --owner names another account. The contracts' signers are the configured signing keys, their threshold is \
            the feed file's. A feed whose contract stands already is left alone, so the command can be run again after anything went wrong. The \
            configuration's comments stay as they are.

            EXAMPLES
              assay deploy --config node/assay.yaml
              assay deploy --config node/assay.yaml --owner 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC

            Exit status 1 when the chain or a contract refuses.
            """)

    @OptionGroup var node: ConfigurationOptions

    @Option(name: .long, help: ArgumentHelp("Owner of the feed contracts; the paying account without it.", valueName: "address"))
    var owner: Address?

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func run() async throws {
        let configuration = try node.load()
        guard let reference = configuration.keys.transaction, let pool = try node.pool(configuration) else {
            throw NodeError(.usage, "this configuration names no paying key or no endpoint", next: "set keys.transaction and chain.endpoints")
        }
        let (transport, environment) = (node.transport, node.environment)
        let signer = try await Parallel.run { try configuration.keys.signer(reference, transport: transport, environment: environment) }
        let result = try await Deployment(path: node.config, configuration: configuration, pool: pool, signer: signer, owner: owner).run { step in
            switch step {
            case .preparing(let what): Terminal.note("· \(what)")
            case .sent(let what, let hash): Terminal.note("· \(what): sent \(hash)")
            case .deployed(let what, let address, let gas): Terminal.note("✓ \(what) at \(address), \(gas) gas")
            case .kept(let feed, let address): Terminal.note("✓ \(feed) stands already at \(address)")
            }
        }
        print(json ? result.json.text : result.text(configuration: node.config))
    }
}
