import EthereumKit
import Foundation

/// Writes contract addresses into a configuration's text and leaves everything else as it is, comments included.
package enum ConfigurationEdit {
    /// The text with each feed's `contract` set; nil where the file is laid out in a way that this does not understand.
    ///
    /// - Parameter contracts: by the feed's name.
    package static func setting(_ contracts: [String: Address], in text: String, file: String) -> String? {
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
        let edited = lines.joined(separator: "\n")
        // Only the contracts may have changed.
        guard var new = try? NodeConfiguration.parse(edited, file: file) else { return nil }
        for (name, address) in contracts where new.feeds.first(where: { $0.name == name })?.contract != address { return nil }
        for index in new.feeds.indices where contracts[new.feeds[index].name] != nil {
            guard old.feeds.indices.contains(index) else { return nil }
            new.feeds[index].contract = old.feeds[index].contract
        }
        return new == old ? edited : nil
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
