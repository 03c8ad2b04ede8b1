import ArgumentParser
import OracleNode

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything a node depends on, and say what to do about what is wrong.",
        discussion: """
            Disk, store and lease, keys and their modes, reference strings, venues, endpoints, the clock, the balance, and whether each feed \
            contract would take this node's reports. Changes nothing and sends nothing.

            EXAMPLES
              assay doctor --config node/assay.yaml
              assay doctor --json | jq '.findings[] | select(.level != "ok")'

            Exit status 1 when a check fails.
            """)

    @OptionGroup var node: ConfigurationOptions

    @Flag(name: .long, help: "Print one JSON document to standard output.")
    var json = false

    func run() async throws {
        let doctor = Doctor(try node.load(), environment: node.environment, transport: node.transport)
        let json = json
        let findings = await doctor.run { if !json { print($0.line) } }
        print(json ? Doctor.json(findings).text : Doctor.verdict(findings))
        if findings.contains(where: { $0.level == .failure }) { throw ExitCode(1) }
    }
}
