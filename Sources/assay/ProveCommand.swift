import ArgumentParser
import OracleNode

struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove a round again from the observations in an evidence file.",
        discussion: """
            Writes a new evidence file to the output folder, signed with your own key. The public values and the data commitment come out the \
            same; the proof differs, since it is blinded anew.

            EXAMPLES
              assay prove node/evidence/btc-usd-option-466251.json --out again

            Exit status 1 when the round has no price by the feed's rules, 2 when the file is no evidence file.
            """)

    @Argument(help: "An evidence file.")
    var evidence: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let document = try EvidenceFiles.read(evidence)
        let round = try await EvidenceFiles.proveAgain(document.evidence, signer: try output.signer()) { Terminal.show(.preparing($0)) }
        let path = try round.evidence.write(into: output.out)
        if output.json {
            print(round.evidence.json.text)
        } else {
            print("proof of \(round.proof.count) bytes in \(Moment.seconds(of: round.proveSeconds)); written to \(path)")
        }
    }
}
