import ArgumentParser
import OracleNode

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Recompute rounds from the raw observations in their evidence files and name what differs.",
        discussion: """
            From the feed file in the evidence, the key is made anew; from the observations, the values, the public values, the data commitment \
            and the report; the proof and the signature are verified. Responses kept beside the file are read again too. Nothing is believed but \
            the observations.

            EXAMPLES
              assay audit node/evidence/btc-usd-option-466251.json
              assay audit node/evidence/*.json --json | jq '.[] | select(.holds | not)'

            Exit status 1 when anything differs, 2 when a file is no evidence file.
            """)

    @Argument(help: "Evidence files.")
    var files: [String]

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func run() async throws {
        let results = try await EvidenceFiles.audit(files) { Terminal.show(.preparing($0)) }
        if json {
            print(EvidenceFiles.json(results).pretty, terminator: "")
        } else {
            print(results.map(\.text).joined(separator: "\n"))
        }
        if results.contains(where: { $0.unreadable != nil }) { throw ExitCode(2) }
        if !results.allSatisfy(\.holds) { throw ExitCode(1) }
    }
}
