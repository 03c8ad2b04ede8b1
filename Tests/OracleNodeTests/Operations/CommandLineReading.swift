import Foundation
import Testing

/// The program's own description of its command line, and whether a line in a document or a file is one that it takes.
struct CommandLineReading: Decodable {
    struct Name: Decodable {
        let kind: String
        let name: String

        var spelled: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    struct Argument: Decodable {
        let kind: String
        let names: [Name]?
        let isOptional: Bool
        let isRepeating: Bool
        let allValues: [String]?
    }

    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let defaultSubcommand: String?
        let subcommands: [Command]?
        let arguments: [Argument]?

        /// This one and all below it, with their full names.
        func all(_ above: String = "") -> [(name: String, command: Command)] {
            let name = above.isEmpty ? commandName : "\(above) \(commandName)"
            return [(name, self)] + (subcommands ?? []).flatMap { $0.all(name) }
        }
    }

    let command: Command

    /// The program that was built beside the tests.
    static var program: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("assay")
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let folder = NSTemporaryDirectory() + "assay-run-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Files, since a pipe that nobody reads holds a writer up.
        for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/out"))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/err"))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) -> String { (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "" }
        return (process.terminationStatus, text("out"), text("err"))
    }

    static func load() throws -> CommandLineReading {
        let (status, output, errors) = try run(["--experimental-dump-help"])
        #expect(status == 0, "\(errors)")
        return try JSONDecoder().decode(CommandLineReading.self, from: Data(output.utf8))
    }

    // MARK: Lines

    /// The program's own calls in a line of a shell: parts of it that begin with `assay`, without what a shell takes for itself.
    static func calls(in line: String) -> [[String]] {
        var calls: [[String]] = []
        let separators = ["&&", "||", "|", ";", ">", "#", "(leave"]
        for part in words(line).split(whereSeparator: { separators.contains($0) || $0.hasPrefix("#") }) {
            var words = Array(part)
            while let first = words.first, first == "exec" || first == "$" || first.contains("=") { words.removeFirst() }
            if words.first == "assay" || words.first?.hasSuffix("/assay") ?? false { calls.append(Array(words.dropFirst())) }
        }
        return calls
    }

    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// What is wrong with a call; nil where it is taken.
    ///
    /// - Parameter isWhole: whether everything that the command needs must be there; a mention of it in a sentence leaves that out.
    func problem(with call: [String], isWhole: Bool) -> String? {
        var current = command
        var rest = call[...]
        while let word = rest.first, let next = current.subcommands?.first(where: { $0.commandName == word }) {
            current = next
            rest = rest.dropFirst()
        }
        if let name = current.defaultSubcommand, let next = current.subcommands?.first(where: { $0.commandName == name }) { current = next }
        let arguments = current.arguments ?? []
        var positionals = 0
        while let word = rest.popFirst() {
            if word == "…" || word.hasPrefix("[") { continue }
            guard word.hasPrefix("-"), word != "-" else {
                positionals += 1
                continue
            }
            let name = String(word.prefix { $0 != "=" })
            if name == "--generate-completion-script", current.commandName == command.commandName {
                guard let shell = rest.popFirst(), ["bash", "zsh", "fish"].contains(shell) else { return "--generate-completion-script needs a shell" }
                continue
            }
            guard let argument = arguments.first(where: { ($0.names ?? []).contains { $0.spelled == name } }) else {
                return "\(current.commandName) has no \(name)"
            }
            if argument.kind == "option", !word.contains("=") {
                guard let value = rest.popFirst() else { return "\(name) needs a value" }
                if let values = argument.allValues, !values.isEmpty, !values.contains(value) { return "\(name) cannot be \(value)" }
            }
        }
        let places = arguments.filter { $0.kind == "positional" }
        if positionals > places.count, !places.contains(where: \.isRepeating) {
            // A word that no subcommand has comes here too.
            return "\(current.commandName) takes \(places.count) arguments, and \(positionals) are given"
        }
        let needed = places.count { !$0.isOptional }
        if isWhole, positionals < needed { return "\(current.commandName) needs \(needed) arguments, and \(positionals) are given" }
        return nil
    }
}
