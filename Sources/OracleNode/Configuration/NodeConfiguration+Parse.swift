import EthereumKit
import Foundation
import MarketFeeds

extension NodeConfiguration {
    static let kind = DocumentKind(name: "a configuration", page: "Docs/configuration.md")

    /// Reads and checks a configuration file, and the feed files that it names.
    public static func load(_ path: String) throws(ConfigurationError) -> NodeConfiguration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(file: path, "cannot be read; name a configuration with --config, or write one with `assay init`")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(file: path, "is not UTF-8 text; save it as UTF-8")
        }
        let folder = (path as NSString).deletingLastPathComponent
        let configuration = try parse(text, file: path, folder: folder.isEmpty ? "." : folder)
        try configuration.checkFeedFiles(file: path)
        return configuration
    }

    /// Reads and checks the text of a configuration, and no other file.
    ///
    /// - Parameters:
    ///   - file: only for messages.
    ///   - folder: what relative paths in it are relative to.
    public static func parse(
        _ text: String, file: String = fileName, folder: String = "."
    ) throws(ConfigurationError) -> NodeConfiguration {
        try parse(text, file: file, folder: folder, ProblemList())
    }

    /// - Parameter list: gets to know every key that was asked for.
    package static func parse(
        _ text: String, file: String, folder: String, _ list: ProblemList
    ) throws(ConfigurationError) -> NodeConfiguration {
        do {
            return try StrictYAML.read(text, kind: kind, list) { ConfigurationReader(folder: folder).read($0) }.get()
        } catch {
            throw ConfigurationError(file: file, problems: error.problems)
        }
    }

    /// What can be checked only beside the feed files.
    private func checkFeedFiles(file: String) throws(ConfigurationError) {
        var problems: [FileProblem] = []
        for (index, settings) in feeds.enumerated() {
            do {
                let feed = try Feed.load(settings.file)
                let every = UInt64(feed.schedule.everySeconds)
                if settings.triggers.heartbeatSeconds < every {
                    let text = "feeds[\(index)].triggers.heartbeat_seconds: \(settings.triggers.heartbeatSeconds), but \(feed.name) has a round "
                        + "every \(every) s only; raise it to \(every) or more, or lower the feed's schedule.every_seconds"
                    problems.append(FileProblem(line: 0, column: 0, message: text))
                }
                if feed.signersThreshold > keys.signing.count, emit == nil {
                    let text = "keys.signing: \(keys.signing.count) keys, but \(feed.name) asks for \(feed.signersThreshold) signatures; "
                        + "add keys, or lower the feed's signers.threshold"
                    problems.append(FileProblem(line: 0, column: 0, message: text))
                }
            } catch {
                problems.append(FileProblem(line: 0, column: 0, message: "feeds[\(index)].file: \(error)"))
            }
        }
        if !problems.isEmpty { throw ConfigurationError(file: file, problems: problems) }
    }
}

/// Turns the file's mapping into a configuration, noting every problem on the way.
struct ConfigurationReader {
    let folder: String

    func read(_ root: StrictMapping) -> NodeConfiguration? {
        var root = root
        let emit = readEmit(&root)
        let chain = readChain(&root, isEmitting: emit != nil)
        let keys = readKeys(&root, isEmitting: emit != nil)
        let feeds = readFeeds(&root)
        let store = readStore(&root)
        let evidence = readEvidence(&root)
        let server = readServer(&root)
        let log = readLog(&root)
        let prover = readProver(&root)
        let venues = readVenues(&root)
        root.finish()
        guard let chain, let keys, let feeds, let store, let evidence, let server, let log, let prover, let venues else { return nil }
        return NodeConfiguration(
            chain: chain, keys: keys, store: store, evidence: evidence, server: server, log: log, prover: prover, feeds: feeds,
            venues: venues, emit: emit)
    }

    // MARK: Values that several sections have

    /// An absolute path stays; others start at the configuration's folder.
    func path(_ text: String) -> String {
        text.hasPrefix("/") ? text : folder == "." ? text : "\(folder)/\(text)"
    }

    func readPath(_ mapping: inout StrictMapping, _ key: String, required: Bool = false, expected: String) -> String? {
        mapping.text(key, required: required, expected: expected) { !$0.isEmpty && $0.utf8.count <= 1_000 && !$0.contains("\0") }.map(path)
    }

    func readAddress(_ mapping: inout StrictMapping, _ key: String, required: Bool, expected: String) -> Address? {
        guard let text = mapping.text(key, required: required, expected: expected, { _ in true }) else { return nil }
        do {
            let address = try Address(text)
            guard address != .zero else {
                mapping.problem(key, "the zero address; write the address, or leave the key out")
                return nil
            }
            return address
        } catch {
            mapping.problem(key, "\(error); \(expected) is expected")
            return nil
        }
    }

    /// Exactly one of `NAME`, `NAME_env` and `NAME_file`, where `NAME` itself may be allowed or not.
    func readSecret(_ mapping: inout StrictMapping, _ name: String, isURL: Bool, required: Bool = true) -> SecretReference? {
        let (plain, variable, file) = (name, "\(name)_env", "\(name)_file")
        var found: [SecretReference] = []
        var given = 0
        if isURL, mapping.has(plain) {
            given += 1
            if let text = mapping.text(plain, expected: "an https URL, or an http URL of this machine", EndpointURL.isCallable) {
                if EndpointURL.mayHoldKey(text) {
                    mapping.problem(
                        plain, "this URL looks as if it held an access key; keep it in a file (\(file)) or an environment variable (\(variable))")
                } else {
                    found.append(.plain(text))
                }
            }
        }
        if mapping.has(variable) {
            given += 1
            let name = mapping.text(variable, expected: "the name of an environment variable: A-Z, 0-9 and _") { name in
                name.first.map { !$0.isNumber } ?? false && name.utf8.count <= 100
                    && name.utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
            }
            if let name { found.append(.environment(name)) }
        }
        if mapping.has(file) {
            given += 1
            if let path = readPath(&mapping, file, required: true, expected: "the path of a private file") { found.append(.file(path)) }
        }
        if given > 1 {
            mapping.problem(mapping.has(file) ? file : variable, "\(name) is given \(given) times; keep one of \(isURL ? "\(plain), " : "")\(variable), \(file)")
            return nil
        }
        if given == 0, required {
            mapping.problem(isURL ? plain : file, "is missing; add one of \(isURL ? "\(plain), " : "")\(variable), \(file)")
        }
        return found.first
    }
}
