import EthereumKit
import Foundation
import MarketFeeds

/// What `assay doctor` does: looks at everything that a node depends on, changes nothing, and says what to do about what is wrong.
public struct Doctor: Sendable {
    public enum Level: String, Sendable, Hashable {
        case ok
        /// The node runs, and something will go wrong or is not as it should be.
        case warning
        /// The node does not publish like this.
        case failure
    }

    public struct Finding: Sendable, Hashable {
        /// Stable names, for scripts: `key`, `store`, `endpoint`, `clock`, …
        public let check: String
        public let level: Level
        public let text: String
        /// What to do; nil where all is well.
        public let next: String?

        static func ok(_ check: String, _ text: String) -> Finding { Finding(check: check, level: .ok, text: text, next: nil) }
        static func warning(_ check: String, _ text: String, next: String) -> Finding {
            Finding(check: check, level: .warning, text: text, next: next)
        }
        static func failure(_ check: String, _ text: String, next: String) -> Finding {
            Finding(check: check, level: .failure, text: text, next: next)
        }

        public var line: String {
            let sign = switch level { case .ok: "✓"; case .warning: "!"; case .failure: "✕" }
            return "\(sign) \(check): \(text)\(next.map { "\n    next: \($0)" } ?? "")"
        }
    }

    let configuration: NodeConfiguration
    let environment: [String: String]
    let transport: any RPCTransport
    /// Milliseconds since 1970.
    let now: @Sendable () -> UInt64
    /// Free bytes at a path; nil where that cannot be told.
    let freeBytes: @Sendable (String) -> UInt64?

    /// - Parameters:
    ///   - transport: reaches the endpoints.
    ///   - now: milliseconds since 1970.
    ///   - freeBytes: free bytes at a path; the file system's own word by default.
    public init(
        _ configuration: NodeConfiguration, environment: [String: String], transport: any RPCTransport,
        now: @escaping @Sendable () -> UInt64 = { SystemClock().now }, freeBytes: @escaping @Sendable (String) -> UInt64? = Self.freeBytes
    ) {
        self.configuration = configuration
        self.environment = environment
        self.transport = transport
        self.now = now
        self.freeBytes = freeBytes
    }

    /// Looks at one thing after another; each finding is told as it is made.
    public func run(_ report: @Sendable (Finding) -> Void) async -> [Finding] {
        var findings: [Finding] = []
        func tell(_ more: [Finding]) {
            for finding in more {
                findings.append(finding)
                report(finding)
            }
        }
        tell(disk())
        tell(store())
        tell(await keys())
        let circuits = await circuits()
        tell(circuits.findings)
        let watch = VenueWatch(now: now)
        tell(await venues(watch))
        guard let pool = pool(tell) else {
            tell(clock(venues: watch.skewMilliseconds, chain: nil))
            return findings
        }
        tell(await endpoints(pool))
        tell(clock(venues: watch.skewMilliseconds, chain: pool.secondsAhead))
        guard pool.health.contains(where: \.verdict.isUsable) else {
            tell([.failure("chain", "no endpoint can be used, so balance and contracts were not looked at", next: "mend the endpoints first")])
            return findings
        }
        tell(await balance(pool))
        tell(await contracts(pool, circuits.made))
        return findings
    }

    public static func json(_ findings: [Finding]) -> CanonicalJSON {
        .object([
            "holds": .bool(!findings.contains { $0.level == .failure }),
            "findings": .array(
                findings.map {
                    .object([
                        "check": .string($0.check), "level": .string($0.level.rawValue), "text": .string($0.text),
                        "next": $0.next.map { .string($0) } ?? .null,
                    ])
                }),
        ])
    }

    public static func verdict(_ findings: [Finding]) -> String {
        let failures = findings.count { $0.level == .failure }
        let warnings = findings.count { $0.level == .warning }
        if failures > 0 { return "\(failures) of \(findings.count) checks failed: the node does not publish like this" }
        return warnings > 0 ? "\(warnings) warnings, no failure" : "all \(findings.count) checks are well"
    }
}
