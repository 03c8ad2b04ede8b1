import EthereumKit
import MarketFeeds

extension ConfigurationReader {
    func readFeeds(_ root: inout StrictMapping) -> [FeedSettings]? {
        guard let entries = root.list("feeds", 1...64, expected: "a list of {file, contract, triggers}") else { return nil }
        var feeds: [FeedSettings] = []
        for entry in entries {
            var mapping = entry
            let file = readPath(&mapping, "file", required: true, expected: "the path of a feed file, feeds/NAME.yaml")
            let contract = readAddress(&mapping, "contract", required: false, expected: "the feed contract's address")
            let triggers = mapping.has("triggers") ? readTriggers(&mapping) : FeedSettings(file: "").triggers
            guard let file, let triggers else {
                mapping.finish()
                continue
            }
            let feed = FeedSettings(file: file, contract: contract, triggers: triggers)
            if feeds.contains(where: { $0.name == feed.name }) {
                mapping.problem("file", "the feed \(feed.name) is listed twice; keep one")
            }
            if let contract, feeds.contains(where: { $0.contract == contract }) {
                mapping.problem("contract", "another feed has \(contract) too; a contract holds one feed")
            }
            mapping.finish()
            feeds.append(feed)
        }
        return feeds.count == entries.count ? feeds : nil
    }

    private func readTriggers(_ feed: inout StrictMapping) -> TriggerPolicy? {
        guard var mapping = feed.mapping("triggers", expected: "when to publish") else { return nil }
        var triggers = FeedSettings(file: "").triggers
        func seconds(_ key: String) -> UInt64? {
            mapping.has(key) ? mapping.integer(key, 1...2_592_000, unit: "seconds").map { UInt64($0) } : nil
        }
        func parts(_ key: String) -> UInt64? {
            guard mapping.has(key), let value = mapping.decimal(key, from: "0.0001", to: "1000", unit: "per cent") else { return nil }
            guard let parts = value.wholeUnits(decimals: 4) else {
                mapping.problem(key, "\(value) has more than four decimal places; round it")
                return nil
            }
            return UInt64(parts)
        }
        triggers.heartbeatSeconds = seconds("heartbeat_seconds") ?? triggers.heartbeatSeconds
        triggers.deviation = parts("deviation_percent") ?? triggers.deviation
        triggers.confidence = parts("confidence_percent")
        triggers.earlySeconds = seconds("early_seconds")
        triggers.earlyDeviation = parts("early_deviation_percent")
        if let early = triggers.earlySeconds, early >= triggers.heartbeatSeconds {
            mapping.problem("early_seconds", "\(early), which is not below heartbeat_seconds (\(triggers.heartbeatSeconds)); lower it or leave it out")
        }
        if let early = triggers.earlyDeviation, early >= triggers.deviation {
            mapping.problem("early_deviation_percent", "not below deviation_percent; lower it or leave it out")
        }
        mapping.finish()
        return triggers
    }

    func readVenues(_ root: inout StrictMapping) -> VenueSettings? {
        guard root.has("venues") else { return VenueSettings() }
        guard var mapping = root.mapping("venues", expected: "where venues are asked and how often") else { return nil }
        var settings = VenueSettings()
        let expected = "an https URL, or an http URL of this machine"
        if mapping.has("replay_url") {
            settings.replayURL = mapping.text("replay_url", expected: "an http URL of this machine, as `assay chain --recording` prints it", EndpointURL.isCallable)
        }
        for venue in Venue.allCases where mapping.has(venue.rawValue) {
            guard var entry = mapping.mapping(venue.rawValue, expected: "{url, requests_per_second, burst}") else { continue }
            if entry.has("url") { settings.urls[venue] = entry.text("url", expected: expected, EndpointURL.isCallable) }
            var rate = VenueSettings.Rate.default
            if entry.has("requests_per_second"),
                let value = entry.decimal("requests_per_second", from: "0.001", to: "100", unit: "requests a second") {
                if let milli = value.wholeUnits(decimals: 3) {
                    rate.milliPerSecond = Int(milli)
                } else {
                    entry.problem("requests_per_second", "\(value) has more than three decimal places; round it")
                }
            }
            if entry.has("burst"), let value = entry.integer("burst", 1...1_000, unit: "requests") { rate.burst = value }
            if rate != .default { settings.rates[venue] = rate }
            entry.finish()
        }
        mapping.finish()
        return settings
    }
}
