import EthereumKit
import Foundation

/// Writes contract addresses into a configuration's text and leaves everything else as it is, comments included.
package enum ConfigurationEdit {
    /// The text with each feed's `contract` set; nil where the file is laid out in a way that this does not understand.
    ///
    /// - Parameters:
    ///   - contracts: by the feed's name.
    ///   - multicall: for `chain.multicall`; nil leaves it as it is.
    package static func setting(
        _ contracts: [String: Address], multicall: Address? = nil, in text: String, file: String
    ) -> String? {
        guard let old = try? NodeConfiguration.parse(text, file: file) else { return nil }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (name, address) in contracts {
            guard let first = lines.firstIndex(where: { isEntry($0, of: name) }) else { return nil }
            let indentation = lines[first].prefix { $0 == " " }.count + 2
            var end = first + 1
            while end < lines.count, lines[end].isEmpty || lines[end].prefix(while: { $0 == " " }).count >= indentation { end += 1 }
            let line = String(repeating: " ", count: indentation) + "contract: \"\(address)\""
            let place = lines[first..<end].firstIndex { content(of: $0).hasPrefix("contract:") || content(of: $0).hasPrefix("# contract:") }
            if let place { lines[place] = line } else { lines.insert(line, at: first + 1) }
        }
        if let multicall, !set("multicall: \"\(multicall)\"", key: "multicall", below: "chain:", behind: "id:", &lines) { return nil }
        let edited = lines.joined(separator: "\n")
        // Only the addresses may have changed.
        guard var new = try? NodeConfiguration.parse(edited, file: file) else { return nil }
        for (name, address) in contracts where new.feeds.first(where: { $0.name == name })?.contract != address { return nil }
        for index in new.feeds.indices where contracts[new.feeds[index].name] != nil {
            guard old.feeds.indices.contains(index) else { return nil }
            new.feeds[index].contract = old.feeds[index].contract
        }
        if let multicall {
            guard new.chain.multicall == multicall else { return nil }
            new.chain.multicall = old.chain.multicall
        }
        return new == old ? edited : nil
    }

    /// Sets a key of a section in block form: where it stands, or stood as a remark; else behind another key.
    private static func set(_ text: String, key: String, below section: String, behind other: String, _ lines: inout [String]) -> Bool {
        guard let first = lines.firstIndex(where: { $0.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces) == section && !$0.hasPrefix(" ") })
        else { return false }
        var end = first + 1
        while end < lines.count, lines[end].isEmpty || lines[end].hasPrefix(" ") || lines[end].hasPrefix("#") { end += 1 }
        guard let place = lines[first..<end].firstIndex(where: { content(of: $0).hasPrefix(other) }) else { return false }
        let line = String(lines[place].prefix { $0 == " " }) + text
        let old = lines[first..<end].firstIndex { content(of: $0).hasPrefix(key + ":") || content(of: $0).hasPrefix("# \(key):") }
        if let old { lines[old] = line } else { lines.insert(line, at: place + 1) }
        return true
    }

    private static func content(of line: String) -> Substring { line.drop { $0 == " " } }

    /// `- file: feeds/NAME.yaml`, the first line of an entry in block form.
    private static func isEntry(_ line: String, of name: String) -> Bool {
        let content = content(of: line)
        guard content.hasPrefix("- file:") else { return false }
        let value = content.dropFirst("- file:".count).prefix { $0 != "#" }
        return FeedSettings(file: value.trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))).name == name
    }
}
