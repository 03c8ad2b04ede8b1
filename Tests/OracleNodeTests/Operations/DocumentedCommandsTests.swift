import Foundation
import Testing

/// Every command that a page, a runbook, a workflow or the program's own help shows is one that the program takes.
@Suite struct DocumentedCommandsTests {
    /// README, pages and runbooks.
    private static func pages() throws -> [String] {
        let found = FileManager.default.enumerator(atPath: "\(projectFolder)/Docs")?.compactMap { $0 as? String } ?? []
        return ["README.md"] + found.filter { $0.hasSuffix(".md") }.sorted().map { "Docs/\($0)" }
    }

    @Test func everyCommandOnAPageIsTaken() throws {
        let reading = try CommandLineReading.load()
        var inBlocks = 0
        var mentioned = 0
        for page in try Self.pages() {
            let text = try String(contentsOfFile: "\(projectFolder)/\(page)", encoding: .utf8)
            var isCode = false
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("```") {
                    isCode.toggle()
                    continue
                }
                if isCode || line.hasPrefix("    ") {
                    for call in CommandLineReading.calls(in: String(line)) {
                        inBlocks += 1
                        let problem = reading.problem(with: call, isWhole: true)
                        #expect(problem == nil, "\(page): \(line): \(problem ?? "")")
                    }
                    continue
                }
                for mention in line.matches(of: #/`(assay [^`]*)`/#) {
                    for call in CommandLineReading.calls(in: String(mention.1)) {
                        mentioned += 1
                        let problem = reading.problem(with: call, isWhole: false)
                        #expect(problem == nil, "\(page): \(mention.1): \(problem ?? "")")
                    }
                }
            }
        }
        #expect(inBlocks >= 7 && mentioned >= 60, "\(inBlocks) in blocks, \(mentioned) in sentences")
    }

    /// What `--help` says of every command: what it is, an example that it takes, and how it ends.
    @Test func everyCommandExplainsItself() throws {
        let reading = try CommandLineReading.load()
        var examples = 0
        for (name, command) in reading.command.all() where command.commandName != "help" {
            #expect((command.abstract ?? "").hasSuffix("."), "\(name): \(command.abstract ?? "no abstract")")
            for argument in command.arguments ?? [] where argument.kind != "flag" { #expect(argument.names != nil || argument.kind == "positional", "\(name)") }
            let discussion = command.discussion ?? ""
            for line in discussion.split(separator: "\n") where line.drop(while: { $0 == " " }).hasPrefix("assay ") {
                for call in CommandLineReading.calls(in: String(line)) {
                    examples += 1
                    let problem = reading.problem(with: call, isWhole: true)
                    #expect(problem == nil, "\(name): \(line): \(problem ?? "")")
                }
            }
        }
        // Those that people begin with have an example and say how they end; `prover` is the node's own.
        for command in reading.command.subcommands ?? [] where !["help", "feeds", "srs", "prover"].contains(command.commandName) {
            #expect(command.discussion?.contains("EXAMPLES") ?? false, "\(command.commandName) has no example")
        }
        for name in ["init", "run", "status", "doctor", "deploy", "publish", "key", "rounds", "replay", "prove", "verify", "audit"] {
            let command = reading.command.subcommands?.first { $0.commandName == name }
            #expect(command?.discussion?.contains("Exit status") ?? false, "\(name) does not say how it ends")
        }
        #expect(examples >= 30, "\(examples)")
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreMade(_ shell: String) throws {
        let (status, output, errors) = try CommandLineReading.run(["--generate-completion-script", shell])
        #expect(status == 0 && output.contains("export-address") && output.contains("breaker-percent"), "\(errors)")
    }

    @Test func whatIsWrongEndsWithTheDocumentedStatus() throws {
        for (arguments, status, words) in [
            (["nothing"], 2, "nothing"), (["deploy", "--breaker-percent", "100"], 2, "--breaker-percent"), (["publish"], 2, "--once"),
            (["run", "--config", "/no/such/assay.yaml"], 2, "cannot be read"), (["status", "--config", "/no/such/assay.yaml"], 2, "cannot be read"),
            (["rounds", "list", "--stage", "nowhere"], 2, "--stage"), (["audit", "/no/such/file.json"], 2, "/no/such/file.json"),
            (["key", "check", "0x12"], 2, "0x12"), (["verify", "/no/such/file.json"], 2, "/no/such/file.json"),
            (["key", "export-address", "/no/such/file"], 3, "/no/such/file"),
        ] as [([String], Int32, String)] {
            let found = try CommandLineReading.run(arguments)
            #expect(found.status == status && (found.errors + found.output).contains(words), "\(arguments): \(found)")
        }
    }

    /// The reading finds what it is there to find.
    @Test func aWrongCallIsSaidToBe() throws {
        let reading = try CommandLineReading.load()
        func problem(_ line: String, isWhole: Bool = true) -> String? {
            CommandLineReading.calls(in: line).lazy.compactMap { reading.problem(with: $0, isWhole: isWhole) }.first
        }
        #expect(problem("assay deploy --config node/assay.yaml && exec assay run --config node/assay.yaml") == nil)
        #expect(problem("assay rounds show") == "show needs 1 arguments, and 0 are given" && problem("assay rounds show", isWhole: false) == nil)
        #expect(problem("assay run --colour blue") == "run has no --colour")
        #expect(problem("true && assay status --config") == "--config needs a value")
        #expect(problem("assay repay btc-usd-option") == "assay takes 0 arguments, and 2 are given")
        #expect(problem("assay bench proof --growth --from=16") == nil && problem("assay bench --runs 5") == nil)
        #expect(problem("assay --generate-completion-script tcsh") == "--generate-completion-script needs a shell")
    }
}
