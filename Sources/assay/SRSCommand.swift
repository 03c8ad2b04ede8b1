import ArgumentParser
import Commitments

struct SRSCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "srs", abstract: "Work with structured reference strings: the powers of tau that proofs are made with.",
        subcommands: [Import.self, List.self, Verify.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Check a snarkjs .ptau ceremony file and keep the powers that proofs need.",
            discussion: """
                Killed halfway, it goes on where it was when it is run again.

                EXAMPLES
                  assay srs import powersOfTau28_hez_final_16.ptau
                  assay srs import powersOfTau28_hez_final_20.ptau --power 15

                Exit status 2 when the file is refused.
                """)

        @Argument(help: "A .ptau file, for example powersOfTau28_hez_final_16.ptau.")
        var file: String

        @Option(name: .long, help: ArgumentHelp("Keep 2^k powers only; all that the file is made for without it.", valueName: "k"))
        var power: Int?

        @Option(name: .long, help: "What to call it; the file's name without it.")
        var name: String?

        func run() throws {
            var last = ""
            do throws(CeremonyFileError) {
                let summary = try CeremonyImport.run(
                    path: file, catalog: SRSCatalog(), options: CeremonyImport.Options(power: power, name: name)
                ) { progress in
                    if progress.text != last {
                        last = progress.text
                        Terminal.status(last)
                    }
                    return true
                }
                Terminal.clearLine()
                print(summary.text)
            } catch {
                Terminal.complain("\(file): \(error)")
                throw ExitCode(2)
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the installed strings: the bundled one and those that were imported.")

        @Flag(name: .long, help: "Print one JSON document to standard output.")
        var json = false

        func run() throws {
            let report = try SRSCatalog().report()
            print(json ? report.json : report.text)
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Check installed strings anew: checksum, every point, and the pairings of all powers.",
            discussion: "Exit status 1 when a string does not hold.")

        @Argument(help: "Names as `assay srs list` prints them; all without one.")
        var names: [String] = []

        func run() throws {
            let catalog = SRSCatalog()
            let (entries, damaged) = try catalog.list()
            var holds = names.isEmpty ? damaged.isEmpty : true
            if names.isEmpty {
                for file in damaged { print("\(file.path): damaged: \(file.error)") }
            }
            for entry in names.isEmpty ? entries : try names.map({ try catalog.entry(named: $0) }) {
                do throws(SRSError) {
                    let verification = try catalog.verify(entry)
                    print(verification.text)
                    if !verification.isSound { holds = false }
                } catch {
                    print("\(entry.name): \(error)")
                    holds = false
                }
            }
            if !holds { throw ExitCode(1) }
        }
    }
}
