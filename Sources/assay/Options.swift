import ArgumentParser
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode

/// Where results go and who signs.
struct OutputOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Folder for evidence, contract and report.", valueName: "folder"))
    var out = "out"

    @Option(name: .long, help: ArgumentHelp(
        "File with the signing key: 64 hex digits, or a line ASSAY_SIGNING_KEY=0x…; mode 600. Without it a throwaway key is made in the output folder.",
        valueName: "file"))
    var keyFile: String?

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    /// The key to sign with; says so when it is made up.
    func signer() throws -> NodeKey {
        if let keyFile { return try NodeKey.load(keyFile) }
        if let path = ProcessInfo.processInfo.environment["ASSAY_KEY_FILE"], !path.isEmpty { return try NodeKey.load(path) }
        let key = try NodeKey.throwaway(in: out)
        Terminal.note("· signing with a throwaway development key in \(key.path); name your own with --key-file")
        return key
    }
}

/// A point in time on the command line: `2023-03-11`, `2023-03-11T07:00Z`, `2023-03-11T07:00:00Z`, or Unix seconds.
struct TimeArgument: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        guard let seconds = Moment.seconds(argument) else { return nil }
        self.seconds = seconds
    }
}

/// Which node a command is about.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The node's configuration.", valueName: "file"))
    var config = NodeConfiguration.fileName

    func load() throws -> NodeConfiguration { try NodeConfiguration.load(config) }

    var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Reaches endpoints and remote signers.
    var transport: HTTPTransport { HTTPTransport(HTTPClient()) }

    /// The configuration's endpoints, not compared yet; nil where there are none.
    func pool(_ configuration: NodeConfiguration) throws -> RPCPool? {
        if configuration.chain.endpoints.isEmpty { return nil }
        let clock = SystemClock()
        return RPCPool(
            chainID: configuration.chain.id, endpoints: try configuration.chain.resolveEndpoints(environment), transport: transport,
            policy: configuration.chain.poolPolicy, now: { clock.now })
    }
}

/// Where a password comes from: never the command line, which others on the machine can read.
struct PasswordOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp(
        "Private file whose first line is the password; without it the password is asked for at the terminal.", valueName: "file"))
    var passwordFile: String?

    var source: PasswordSource { passwordFile.map { .file($0) } ?? .terminal }
    /// For a password that is given for the first time.
    var newSource: PasswordSource { passwordFile.map { .file($0) } ?? .newAtTerminal }
}

extension Address: ExpressibleByArgument {
    public init?(argument: String) {
        guard let address = try? Address(argument) else { return nil }
        self = address
    }
}
