import Foundation

extension SRSCatalog {
    /// The list for people and for programs.
    public struct Report: Encodable, Sendable {
        struct Item: Encodable, Sendable {
            let name: String
            let powers: Int
            let origin: String
            let isInsecure: Bool
            let isHermez: Bool
            let digest: String
            let bytes: Int
            let path: String?
            let source: SRSSource?
        }

        struct Fault: Encodable, Sendable {
            let path: String
            let error: String
        }

        let directory: String
        let strings: [Item]
        let damaged: [Fault]
    }

    /// Everything that is installed, and every file in the folder that is no string.
    public func report() throws(SRSError) -> Report {
        let (entries, damaged) = try list()
        return Report(
            directory: directory,
            strings: entries.map { entry in
                Report.Item(
                    name: entry.name, powers: entry.powers, origin: entry.origin.description, isInsecure: entry.isInsecure,
                    isHermez: entry.isHermez, digest: entry.digest, bytes: entry.bytes, path: entry.path, source: entry.source)
            },
            damaged: damaged.map { Report.Fault(path: $0.path, error: $0.error.description) })
    }
}

extension SRSCatalog.Report {
    /// One JSON object.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// A table, and a line for each damaged file.
    public var text: String {
        var rows = [["name", "powers", "size", "ceremony", "from"]]
        for item in strings {
            let ceremony = item.isInsecure ? "INSECURE" : item.isHermez ? "Hermez" : "other"
            let published = item.source?.hermezFinal == nil ? "" : ", the published file"
            rows.append([
                item.name, SRSCatalog.powersText(item.powers), item.path == nil ? "" : SRSCatalog.sizeText(item.bytes), ceremony,
                item.source.map { $0.file + published } ?? (item.path == nil ? "the package" : ""),
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
        lines += damaged.map { "damaged: \($0.path): \($0.error)" }
        return lines.joined(separator: "\n")
    }
}

extension SRSCatalog {
    static func powersText(_ powers: Int) -> String {
        powers.nonzeroBitCount == 1 ? "2^\(powers.trailingZeroBitCount)" : "\(powers)"
    }

    static func sizeText(_ bytes: Int) -> String {
        if bytes < 1_000_000 { return "\((bytes + 999) / 1000) kB" }
        let tenths = (bytes + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}

extension SRSCatalog.Verification {
    /// One line: what was found.
    public var text: String {
        var findings: [String] = []
        findings.append(powersAreConsecutive ? "consecutive powers of one secret" : "NOT consecutive powers of one secret")
        switch agreesWithBundled {
        case .some(true): findings.append("the Hermez ceremony's")
        case .some(false): findings.append("NOT the Hermez ceremony's, though its secret says so")
        case .none: findings.append("of another ceremony than the bundled one")
        }
        if entry.isInsecure { findings.append("INSECURE: the secret is known") }
        return "\(entry.name): \(SRSCatalog.powersText(entry.powers)) powers, " + findings.joined(separator: ", ")
    }
}

extension CeremonyImport.Progress {
    /// One line, no longer than a terminal is wide.
    public var text: String {
        let percent = bytes == 0 ? 100 : Int(100 * Double(bytesRead) / Double(bytes))
        return "\(powersChecked) of \(powers) powers checked, \(percent)% of the file read"
            + (resumedAt > 0 ? " (went on at \(Int(100 * Double(resumedAt) / Double(max(1, bytes))))%)" : "")
    }
}

extension CeremonyImport.Summary {
    /// What was imported, what it is, and where it went.
    public var text: String {
        let identity: String
        if let hermezFinal {
            identity = "the published \(HermezFinal.fileName(power: hermezFinal)), byte for byte"
        } else if isHermez {
            identity = "not a published file, but its powers are the Hermez ceremony's"
        } else {
            identity = "not the Hermez ceremony: trust it only if you trust its contributors"
        }
        return """
            \(name): \(SRSCatalog.powersText(powers)) powers of tau, every one checked
              source:  \(identity)
              BLAKE2b: \(hexadecimal(digest))
              stored:  \(path)
            """
    }
}
