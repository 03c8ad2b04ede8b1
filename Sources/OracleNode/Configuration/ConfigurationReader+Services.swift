import MarketFeeds

extension ConfigurationReader {
    func readStore(_ root: inout StrictMapping) -> StoreSettings? {
        var settings = StoreSettings(path: path(StoreSettings.defaultPath))
        guard root.has("store") else { return settings }
        guard var mapping = root.mapping("store", expected: "where rounds and publications are kept") else { return nil }
        if let path = readPath(&mapping, "path", expected: "the path of the store's file") { settings.path = path }
        if mapping.has("keep_days"), let value = mapping.integer("keep_days", 1...36_500, unit: "days") { settings.keepDays = value }
        if mapping.has("keep_rounds"), let value = mapping.integer("keep_rounds", 1...1_000_000, unit: "rounds of each feed") { settings.keepRounds = value }
        if mapping.has("maximum_megabytes") { settings.maximumMegabytes = mapping.integer("maximum_megabytes", 16...1_048_576, unit: "megabytes") }
        mapping.finish()
        return settings
    }

    func readEvidence(_ root: inout StrictMapping) -> EvidenceSettings? {
        var settings = EvidenceSettings(folder: path(EvidenceSettings.defaultFolder))
        guard root.has("evidence") else { return settings }
        guard var mapping = root.mapping("evidence", expected: "where evidence files are written") else { return nil }
        if let folder = readPath(&mapping, "folder", expected: "a folder") { settings.folder = folder }
        if mapping.has("keep_responses"), let flag = mapping.flag("keep_responses") { settings.keepsResponses = flag }
        if mapping.has("response_megabytes"), let value = mapping.integer("response_megabytes", 1...1_048_576, unit: "megabytes") {
            settings.responseMegabytes = value
        }
        mapping.finish()
        return settings
    }

    func readServer(_ root: inout StrictMapping) -> ServerSettings? {
        var settings = ServerSettings()
        guard root.has("server") else { return settings }
        guard var mapping = root.mapping("server", expected: "where the page, the API and the metrics are served") else { return nil }
        if mapping.has("enabled"), let flag = mapping.flag("enabled") { settings.isEnabled = flag }
        if mapping.has("bind"), let text = mapping.text("bind", expected: "an IPv4 or IPv6 address of this machine", Self.isIPAddress) { settings.bind = text }
        if mapping.has("port"), let value = mapping.integer("port", 0...65_535, unit: "a port (0: any that is free)") { settings.port = UInt16(value) }
        let name = "a host name or address without a port, such as node.example.org"
        if mapping.has("hosts"), let names = mapping.texts("hosts", 0...16, expected: name, Self.isHostName) { settings.hosts = names }
        mapping.finish()
        return settings
    }

    /// As a `Host` field spells it, the port left out.
    private static func isHostName(_ text: String) -> Bool {
        if text.hasPrefix("["), text.hasSuffix("]") { return isIPAddress(String(text.dropFirst().dropLast())) && text.contains(":") }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || $0 == 0x2d }
            }
    }

    private static func isIPAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4 { return parts.allSatisfy { $0.count <= 3 && UInt8($0) != nil } }
        return text.contains(":") && text.utf8.count <= 45 && text.allSatisfy { $0.isHexDigit || $0 == ":" }
    }

    func readLog(_ root: inout StrictMapping) -> LogSettings? {
        var settings = LogSettings()
        guard root.has("log") else { return settings }
        guard var mapping = root.mapping("log", expected: "how the node logs") else { return nil }
        if mapping.has("format"), let format = mapping.choice("format", LogSettings.Format.self) { settings.format = format }
        if mapping.has("level"), let level = mapping.choice("level", LogSettings.Level.self) { settings.level = level }
        mapping.finish()
        return settings
    }

    func readProver(_ root: inout StrictMapping) -> ProverSettings? {
        var settings = ProverSettings()
        guard root.has("prover") else { return settings }
        guard var mapping = root.mapping("prover", expected: "how proofs are queued and made") else { return nil }
        if mapping.has("queue"), let value = mapping.integer("queue", 1...1_024, unit: "rounds") { settings.queue = value }
        if mapping.has("threads"), let value = mapping.integer("threads", 0...1_024, unit: "threads (0: as many as cores)") { settings.threads = value }
        if mapping.has("limit_seconds"), let value = mapping.integer("limit_seconds", 1...3_600, unit: "seconds for one proof") { settings.limitSeconds = value }
        mapping.finish()
        return settings
    }

    func readEmit(_ root: inout StrictMapping) -> EmitSettings? {
        guard root.has("emit") else { return nil }
        guard var mapping = root.mapping("emit", expected: "{folder: …} or {stdout: true}") else { return nil }
        let hasFolder = mapping.has("folder")
        let hasOutput = mapping.has("stdout")
        var settings: EmitSettings?
        if hasFolder == hasOutput {
            mapping.problem("folder", "keep one of folder and stdout: publications go to one place")
        } else if hasFolder {
            settings = readPath(&mapping, "folder", expected: "a folder").map { EmitSettings(destination: .folder($0)) }
        } else if let flag = mapping.flag("stdout") {
            if flag { settings = EmitSettings(destination: .standardOutput) } else {
                mapping.problem("stdout", "false says nothing; write true, name a folder, or leave emit out to publish")
            }
        }
        mapping.finish()
        return settings
    }
}
