import ArgumentParser
import OracleNode

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify the proof in an evidence file.",
        discussion: """
            Checks the proof for the file's public values, and nothing else: `assay audit` recomputes the whole round.

            EXAMPLES
              assay verify node/evidence/btc-usd-option-466251.json --key contracts/generated/BtcUsdOptionVerifier.vk

            Exit status 1 when the proof does not hold, 2 when the file is no evidence file.
            """)

    @Argument(help: "An evidence file.")
    var evidence: String

    @Option(name: .long, help: ArgumentHelp(
        "A verifying key, as `assay verifier` writes it; without one the key is made anew from the feed in the file.", valueName: "file"))
    var key: String?

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func run() async throws {
        let document = try EvidenceFiles.read(evidence)
        let result = try await EvidenceFiles.verify(document.evidence, keyFile: key) { Terminal.show(.preparing($0)) }
        if json {
            print(result.json.text)
        } else {
            print(result.text)
        }
        if !result.holds { throw ExitCode(1) }
    }
}
