import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Testing

/// `Docs/configuration.md` against the parser: keys, defaults and ranges.
@Suite struct ConfigurationPageTests {
    struct Row {
        let key: String
        let type: String
        let `default`: String
        let range: String
    }

    static func rows() throws -> [Row] {
        let page = try String(contentsOfFile: projectFile("Docs/configuration.md"), encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            return Row(key: cells[1].trimmingCharacters(in: ["`"]), type: cells[2], default: cells[3], range: cells[4])
        }
    }

    /// The smallest configuration with one more key; nil for keys that the smallest one has or that need company.
    static func text(_ key: String, _ value: String) -> String? {
        var pieces = ConfigurationText()
        let path = key.replacing("VENUE", with: "kraken").split(separator: ".").map(String.init)
        switch (path[0], path.count) {
        case ("chain", 2): pieces.chain += "  \(path[1]): \(value)\n"
        case ("chain", 3) where path[1] == "fees": pieces.chain += "  fees: {\(path[2]): \(value)}\n"
        case ("keys", 2): pieces.keys += "  \(path[1]): \(value)\n"
        case ("feeds[]", 2): pieces.feeds += "    \(path[1]): \(value)\n"
        case ("feeds[]", 3): pieces.feeds += "    triggers: {\(path[2]): \(value)}\n"
        case (_, 2): pieces.rest = "\(path[0]): {\(path[1]): \(value)}\n"
        case (_, 3): pieces.rest = "\(path[0]): {\(path[1]): {\(path[2]): \(value)}}\n"
        default: return nil
        }
        return pieces.text
    }

    @Test func defaultsAreTheParsersOwn() throws {
        let smallest = try NodeConfiguration.parse(ConfigurationText().text)
        let rows = try Self.rows().filter { !["required", "none"].contains($0.default) }
        #expect(rows.count >= 27, "the page's table was not found")
        for row in rows {
            let text = try #require(Self.text(row.key, row.default), "\(row.key)")
            #expect(try NodeConfiguration.parse(text) == smallest, "\(row.key): the default is not \(row.default)")
        }
    }

    @Test func anotherValueThanTheDefaultCounts() throws {
        let smallest = try NodeConfiguration.parse(ConfigurationText().text)
        let others = ["true": "false", "false": "true", "text": "json", "info": "debug", "127.0.0.1": "0.0.0.0", "[]": "[node.example.org]"]
        for row in try Self.rows() where !["required", "none"].contains(row.default) {
            let other = others[row.default] ?? Double(row.default).map { Self.number($0 + 1) } ?? "other"
            let text = try #require(Self.text(row.key, other), "\(row.key)")
            #expect(try NodeConfiguration.parse(text) != smallest, "\(row.key): \(other) changes nothing")
        }
    }

    @Test func rangesAreTheParsersOwn() throws {
        var tried = 0
        for row in try Self.rows() {
            let ends = row.range.split(separator: " – ").map(String.init)
            guard ends.count == 2, let low = Double(ends[0]), let high = Double(ends[1]), row.type != "list", row.key != "chain.id" else { continue }
            tried += 1
            let step = row.type == "decimal" ? 0.00001 : 1
            for (value, isGood) in [(ends[0], true), (ends[1], true), (Self.number(low - step), false), (Self.number(high + max(step, 1)), false)] {
                let text = try #require(Self.text(row.key, value), "\(row.key)")
                var complaint: String?
                do { _ = try NodeConfiguration.parse(text) } catch { complaint = "\(error)" }
                // An end of one key's range may collide with another key's default; that is another message.
                let isRange = complaint?.contains("is expected") ?? false
                #expect(isRange == !isGood, "\(row.key): \(value): \(complaint ?? "taken")")
            }
        }
        #expect(tried >= 25)
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(format: "%.5f", value)
    }

    @Test func everyKeyIsOnThePage() throws {
        let list = ProblemList()
        var pieces = ConfigurationText()
        pieces.chain += "  fees: {}\n"
        pieces.keys = """
            keys:
              transaction: {account: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", remote: {url: "http://127.0.0.1:9000", key: a}}
              signing:
                - {account: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", remote: {url: "http://127.0.0.1:9000", key: a}}
                - {account: "0x90F79bf6EB2c4f870365E785982E1f101E93b906", prompt: true}
                - {account: "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65", password_env: PASSWORD}

            """
        pieces.feeds += "    triggers: {}\n"
        pieces.rest = "store: {}\nevidence: {}\nserver: {}\nlog: {}\nprover: {}\nvenues: {kraken: {}}\nemit: {stdout: true}\n"
        _ = try NodeConfiguration.parse(pieces.text, file: "all", folder: ".", list)
        let documented = Set(try Self.rows().map { $0.key.replacing("VENUE", with: "kraken") })
        for key in list.knownKeys.sorted() where !documented.contains(key) {
            let isSection = documented.contains { $0.hasPrefix(key + ".") || $0.hasPrefix(key + "[]") }
            let isRemote = key.contains(".remote.url_")
            let isOtherVenue = key.hasPrefix("venues.") && key.split(separator: ".").count == 2
            #expect(isSection || isRemote || isOtherVenue, "\(key) is not on the page")
        }
        for key in documented.sorted() {
            #expect(list.knownKeys.contains(key) || key.hasPrefix("keys.transaction."), "\(key) is on the page and no key")
        }
    }

    @Test func thePagesExampleIsOne() throws {
        let page = try String(contentsOfFile: projectFile("Docs/configuration.md"), encoding: .utf8)
        let start = try #require(page.firstRange(of: "```yaml\n"))
        let rest = page[start.upperBound...]
        let end = try #require(rest.firstRange(of: "```"))
        #expect(try NodeConfiguration.parse(String(rest[..<end.lowerBound])) == NodeConfiguration.parse(ConfigurationText().text))
    }
}

/// A file of the project, from this file's own place.
func projectFile(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../\(path)").standardizedFileURL.path
}
