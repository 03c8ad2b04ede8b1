/// `store`: what the node must not forget.
public struct StoreSettings: Hashable, Sendable {
    public var path: String
    /// Finished rounds older than this are removed, with their evidence files.
    public var keepDays: Int = 30
    /// Rounds of each feed that stay whatever their age.
    public var keepRounds: Int = 100
    /// The file does not grow beyond this; nil for no limit.
    public var maximumMegabytes: Int?

    public static let defaultPath = "assay.sqlite"

    /// As ``NodeStore`` takes it.
    public var maximumPages: Int? { maximumMegabytes.map { $0 * 256 } }
}

/// `evidence`: where each round's evidence file is written.
public struct EvidenceSettings: Hashable, Sendable {
    public var folder: String
    /// Whether the venues' responses are kept beside them, so that an audit can read the observations again.
    public var keepsResponses = true
    /// What the responses of all feeds may take up; the oldest go.
    public var responseMegabytes: Int = Int(ResponseArchive.defaultBytes >> 20)

    public static let defaultFolder = "evidence"

    /// As the node takes it; nil keeps none.
    public var responseBytes: UInt64? { keepsResponses ? UInt64(responseMegabytes) << 20 : nil }
}

/// `server`: the page, the API, health and metrics.
public struct ServerSettings: Hashable, Sendable {
    public var isEnabled = true
    /// An address of this machine: the loopback one unless others are to reach it.
    public var bind = "127.0.0.1"
    /// 0 lets the system choose.
    public var port: UInt16 = 8_610
    /// Names beside this machine's own that a request may give as its `Host`, such as a proxy's; see ``HostRule``.
    public var hosts: [String] = []
}

/// `log`: what is written to standard error.
public struct LogSettings: Hashable, Sendable {
    public enum Format: String, Hashable, Sendable, CaseIterable { case text, json }
    public enum Level: String, Hashable, Sendable, CaseIterable { case debug, info, warning, error }

    public var format = Format.text
    public var level = Level.info
}

/// `prover`: proofs are made one after another, by all threads together.
public struct ProverSettings: Hashable, Sendable {
    /// Rounds that may wait for a proof; a round beyond them is dropped, the one whose deadline is furthest first.
    public var queue = 16
    /// 0 for as many as the machine has cores.
    public var threads = 0
    /// How long the prover's process may take for one proof, or to make one feed's circuit, before it counts as hanging; in seconds.
    public var limitSeconds = 60

    public init() {}
}

/// `emit`: publications for other relayers.
public struct EmitSettings: Hashable, Sendable {
    public var destination: EmitOnlyPublisher.Destination
}
