import EthereumKit
import MarketFeeds

/// Everything that an operator decides about a node: one YAML file, described key by key in `Docs/configuration.md`.
///
/// A value exists only in a checked form: every number is inside its range and the parts fit each other. Paths are absolute, or
/// relative to the working directory as the file itself was named. Secrets are named, never held: see ``SecretReference``.
public struct NodeConfiguration: Hashable, Sendable {
    public var chain: ChainSettings
    public var keys: KeySettings
    public var store: StoreSettings
    public var evidence: EvidenceSettings
    public var server: ServerSettings
    public var log: LogSettings
    public var prover: ProverSettings
    /// In the order of the file, at least one.
    public var feeds: [FeedSettings]
    public var venues: VenueSettings
    /// Where publications go instead of to the chain; nil where the node publishes by itself.
    public var emit: EmitSettings?
}

extension NodeConfiguration {
    /// The name that commands look for where none is given.
    public static let fileName = "assay.yaml"
}

/// Everything that is wrong with a configuration file, not only the first thing.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// In the order of the file.
    public let problems: [FileProblem]

    public init(file: String, problems: [FileProblem]) {
        self.file = file
        self.problems = problems
    }

    init(file: String, _ message: String) {
        self.init(file: file, problems: [FileProblem(line: 0, column: 0, message: message)])
    }

    public var description: String { problems.text(file: file) }
}
