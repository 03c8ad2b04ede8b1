import ArgumentParser
import Foundation
import OracleNode

/// The command line. Exit status: 0 all is well; 1 something was refused or is not as claimed; 2 the command or a file it
/// names is wrong; 3 the machine lacks something; 4 a fault of this program.
struct Assay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Prices for contracts, each with a proof that it is the published model's output on the committed market data.",
        discussion: """
            EXAMPLES
              A node on this machine, with a chain and recorded venues:
                assay init --demo demo
                assay chain --config demo/assay.yaml        (leave it running, go on in another terminal)
                assay deploy --config demo/assay.yaml
                assay run --config demo/assay.yaml
              What a recorded weekend comes to, without a node:
                assay replay btc-usd-option --recording usdc-depeg-2023-03

            Completions for your shell: `assay --generate-completion-script bash` (or zsh, fish).

            Exit status: 0 all is well; 1 something was refused or is not as claimed; 2 the command or a file it names is wrong; \
            3 the machine lacks something; 4 a fault of this program.
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, RunCommand.self, StatusCommand.self, DoctorCommand.self, DeployCommand.self, PublishCommand.self, KeyCommand.self,
            RoundsCommand.self, ChainCommand.self, ReplayCommand.self, ProveCommand.self, VerifyCommand.self, VerifierCommand.self, AuditCommand.self,
            FeedsCommand.self, SRSCommand.self, BenchCommand.self, TuneCommand.self, ProverCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(error)
        }
    }

    /// Prints what went wrong, and what to do about it, and ends with the documented status.
    private static func leave(_ error: any Error) -> Never {
        if let failure = error as? NodeError {
            Terminal.complain(failure.description)
            Foundation.exit(failure.code.rawValue)
        }
        if let status = error as? ExitCode { Foundation.exit(status.rawValue) }
        let status = exitCode(for: error)
        if status.isSuccess {
            print(fullMessage(for: error))
            Foundation.exit(0)
        }
        if status == .validationFailure {
            Terminal.write(fullMessage(for: error) + "\n")
            Foundation.exit(2)
        }
        Terminal.complain("\(error)")
        Foundation.exit(NodeError.status(of: error))
    }
}
