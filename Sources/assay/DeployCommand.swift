import ArgumentParser
import EthereumKit
import OracleNode
import Parallel

struct DeployCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Bring each configured feed's contracts to the chain, and write the feeds' addresses into the configuration.",
        discussion: """
            For each feed: the generated verifier, the feed contract, a reader for consumers of Pyth's interface, and one for consumers of \
            Derive's where the feed has a volatility. For several feeds also one contract that passes their reports on in one transaction. The \
            chain's id and the balance are looked at first; what will be created, with which settings and for about how much, is printed before \
            anything is sent, and --dry-run ends there.

            The committed verifier must be compiled from exactly this feed's key; any other is refused. The paying key sends the transactions and \
            owns the contracts unless --owner names another account. The contracts' signers are the configured signing keys, their threshold is \
            the feed file's. The breaker holds a report that moves the answer further than --breaker-percent until a second one agrees; it \
            cannot be changed later.

            Run it again after anything went wrong: deployment-CHAINID.json beside the configuration keeps what stands where, and only what is \
            missing is created. A feed whose contract is configured and stands is left alone. The configuration's comments stay as they are.

            EXAMPLES
              assay deploy --config node/assay.yaml --dry-run
              assay deploy --config node/assay.yaml --owner 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC --breaker-percent 5

            Exit status 1 when the chain or a contract refuses, or ether is missing; 2 when the configuration does not say what is needed.
            """)

    @OptionGroup var node: ConfigurationOptions

    @Option(name: .long, help: ArgumentHelp("Owner of the feed contracts; the paying account without it.", valueName: "address"))
    var owner: Address?

    @Option(name: .long, help: ArgumentHelp("May pause the feeds and cancel proposals beside the owner.", valueName: "address"))
    var guardian: Address?

    @Option(name: .long, help: ArgumentHelp(
        "How far an answer may move before a second round must agree, up to two decimals; 0 for no breaker.", valueName: "percent"))
    var breakerPercent = "10"

    @Option(name: .long, help: ArgumentHelp(
        "Moves are judged between observations up to this far apart; twice the heartbeat without it.", valueName: "seconds"))
    var breakerWindow: UInt32?

    @Option(name: .long, help: ArgumentHelp(
        "The confirming round is at least this much later; one round of the feed without it.", valueName: "seconds"))
    var breakerSpacing: UInt32?

    @Flag(name: .long, help: "Leave the readers for other interfaces out.")
    var noAdapters = false

    @Flag(name: .long, help: "Say what would be created and for how much; send nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    private var breakerBasisPoints: UInt32? { Deployment.Options.basisPoints(percent: breakerPercent) }

    func validate() throws {
        if breakerBasisPoints == nil {
            throw ValidationError("--breaker-percent is \(breakerPercent); it can be 0.01 to 99.99 with two decimals at most, or 0 for no breaker")
        }
        if dryRun, json { throw ValidationError("--dry-run prints no JSON document; leave one of them out") }
    }

    func run() async throws {
        let configuration = try node.load()
        guard let reference = configuration.keys.transaction, let pool = try node.pool(configuration) else {
            throw NodeError(.usage, "this configuration names no paying key or no endpoint", next: "set keys.transaction and chain.endpoints")
        }
        var options = Deployment.Options()
        options.owner = owner
        options.guardian = guardian
        options.breakerBasisPoints = breakerBasisPoints ?? options.breakerBasisPoints
        options.breakerWindow = breakerWindow
        options.breakerSpacing = breakerSpacing
        options.createsAdapters = !noAdapters
        let (transport, environment) = (node.transport, node.environment)
        let signer = try await Parallel.run { try configuration.keys.signer(reference, transport: transport, environment: environment) }
        let deployment = Deployment(path: node.config, configuration: configuration, pool: pool, signer: signer, options: options)
        if dryRun { return try await deployment.plan { Terminal.note($0.text) } }
        let result = try await deployment.run { Terminal.note($0.text) }
        print(json ? result.json.text : result.text(configuration: node.config))
    }
}
