import ArgumentParser
import EthereumKit
import OracleNode

struct ChainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "Run a development chain on this machine, and recorded venues beside it. Not for anything of value.",
        discussion: """
            A chain of one process: real bytecode, JSON-RPC on 127.0.0.1, chain id 31337, a block every two seconds. Nothing is kept when it \
            ends; a node's store written for it must go too. With --config it serves the ports of that configuration, funds its paying account, \
            and plays a recording where venues.replay_url names this machine. The recording is played as if it happened now, over and over.

            EXAMPLES
              assay chain --config demo/assay.yaml
              assay chain --recording black-thursday-2020-03 --fund 0x70997970C51812dc3A010C7d01b50e0d17dc79C8
            """)

    @Option(name: .long, help: ArgumentHelp("Serve what this configuration names.", valueName: "file"))
    var config: String?

    @Option(name: .long, help: ArgumentHelp("The chain's port; 8545 or the configuration's.", valueName: "port"))
    var port: UInt16?

    @Option(name: .long, help: ArgumentHelp("A recording in feeds/recorded/ to play in the venues' place.", valueName: "name"))
    var recording: String?

    @Option(name: .long, help: ArgumentHelp("The recorded venues' port; 8546 or the configuration's.", valueName: "port"))
    var venuesPort: UInt16?

    @Option(name: .long, help: ArgumentHelp("Give this account 1,000 ether; may be given several times.", valueName: "address"))
    var fund: [Address] = []

    @Option(name: .long, help: ArgumentHelp("Seconds between blocks.", valueName: "seconds"))
    var blockSeconds: UInt64 = 2

    func validate() throws {
        guard (1...600).contains(blockSeconds) else { throw ValidationError("--block-seconds is \(blockSeconds); it can be 1 to 600") }
    }

    func run() async throws {
        var network = DevelopmentNetwork()
        if let config { network = try DevelopmentNetwork(try NodeConfiguration.load(config), recording: recording) } else { network.recording = recording }
        if let port { network.chainPort = port }
        if let venuesPort { network.venuesPort = venuesPort }
        network.blockSeconds = blockSeconds
        network.funded += fund
        let running = network
        try await ProcessSignals.run {
            try await running.run { event in
                switch event {
                case .chain(let url, let id): print("development chain \(id) at \(url); stop it with Ctrl-C, and it is gone")
                case .funded(let account): print("  \(account) holds \(DevelopmentNetwork.fundedEther) ether")
                case .venues(let url, let recording): print("recorded venues (\(recording)) at \(url)")
                case .block(let number, let count): print("block \(number): \(count) transaction\(count == 1 ? "" : "s")")
                }
                Terminal.flush()
            }
        }
    }
}
