import ArgumentParser
import Foundation
import OracleNode

/// Not for people: the node starts it.
struct ProverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prover",
        abstract: "The process in which a node proves; started by `assay run`.",
        discussion: """
            Reads requests from standard input and answers on standard output, both as length-prefixed JSON, until its input ends. \
            It is given no keys and signs nothing. Docs/node.md describes it.
            """,
        shouldDisplay: false)

    func validate() throws {
        if isatty(0) == 1 { throw ValidationError("`assay prover` is started by the node and reads its requests; run `assay run` instead") }
    }

    func run() { ProverWorker.run() }
}
