import BN254
import Foundation

/// The structured reference strings of this machine: the bundled one, and the imported ones in the cache folder.
public struct SRSCatalog: Sendable {
    /// What the bundled string is called in lists and commands.
    public static let bundledName = "bundled"
    /// How many powers the bundled string has.
    public static let bundledPowers = 2048
    private static let suffix = ".srs"

    /// A string that can be loaded by its name.
    public struct Entry: Sendable {
        public let name: String
        /// Nil for the bundled string.
        public let path: String?
        public let origin: StructuredReferenceString.Origin
        public let powers: Int
        /// Bytes on disk, 0 for the bundled string.
        public let bytes: Int
        /// The checksum that the file ends with, in hexadecimal: it names the string in caches. Not checked by a list.
        public let digest: String
        /// Whether [τ]₂ is the Hermez ceremony's.
        public let isHermez: Bool
        /// The ceremony file it was imported from, as recorded then.
        public let source: SRSSource?
    }

    /// A file in the folder that is no string.
    public struct Damage: Sendable {
        public let path: String
        public let error: SRSError
    }

    /// The folder of the imported strings.
    public let directory: String

    /// - Parameter directory: nil for the folder `srs` in `BasesCache.defaultDirectory`.
    public init(directory: String? = nil) {
        self.directory = directory ?? BasesCache.defaultDirectory + "/srs"
    }

    /// The installed strings, smallest first. Reads headers and last bytes only.
    public func list() throws(SRSError) -> (entries: [Entry], damaged: [Damage]) {
        var entries = [try bundledEntry()]
        var damaged: [Damage] = []
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for file in files.sorted() where file.hasSuffix(SRSCatalog.suffix) {
            let name = String(file.dropLast(SRSCatalog.suffix.count))
            do throws(SRSError) {
                entries.append(try readEntry(name: name))
            } catch {
                damaged.append(Damage(path: path(name: name), error: error))
            }
        }
        entries.sort { ($0.powers, $0.path ?? "") < ($1.powers, $1.path ?? "") }
        return (entries, damaged)
    }

    /// The entry of that name.
    public func entry(named name: String) throws(SRSError) -> Entry {
        if name == SRSCatalog.bundledName { return try bundledEntry() }
        guard SRSCatalog.isValid(name: name), FileManager.default.fileExists(atPath: path(name: name)) else {
            let names = try list().entries.map(\.name).joined(separator: ", ")
            throw .unreadable(path: path(name: name), reason: "there is no string called \"\(name)\"; installed are \(names)")
        }
        return try readEntry(name: name)
    }

    /// Loads a string: its checksum, and that all points are on the curve, are checked.
    public func load(_ entry: Entry) throws(SRSError) -> StructuredReferenceString {
        guard let path = entry.path else { return try .bundled() }
        do throws(SRSError) {
            return try .load(path: path)
        } catch {
            throw .unreadable(path: path, reason: "\(error); \(SRSCatalog.again(entry.source))")
        }
    }

    /// The smallest string with at least so many powers: the bundled one where it is enough, then imported ones of the
    /// Hermez ceremony, then those of others, whatever their size. Strings whose secret is known are never chosen.
    ///
    /// - Throws: `SRSError.tooFewPowers`, whose text has the command that fixes it; `.unreadable` where the only strings
    ///   that are large enough are damaged.
    public func smallest(covering powers: Int) throws(SRSError) -> StructuredReferenceString {
        if powers <= SRSCatalog.bundledPowers { return try .bundled() }
        let candidates = try list().entries.filter { $0.path != nil && $0.powers >= powers && !$0.isInsecure }
        var damage: SRSError?
        for entry in candidates.sorted(by: { ($0.isHermez ? 0 : 1, $0.powers) < ($1.isHermez ? 0 : 1, $1.powers) }) {
            do throws(SRSError) {
                return try load(entry)
            } catch {
                damage = damage ?? error
            }
        }
        if let damage { throw damage }
        let largest = try list().entries.filter { !$0.isInsecure }.last
        throw .tooFewPowers(
            needed: powers, available: largest?.powers ?? SRSCatalog.bundledPowers,
            origin: (largest?.origin ?? .bundledHermez).description)
    }

    /// Letters, digits, '.', '_' and '-', beginning with a letter or digit, at most 100, and not the bundled string's name.
    static func isValid(name: String) -> Bool {
        guard let first = name.first, isValid(character: first), first.isLetter || first.isNumber else { return false }
        return name.utf8.count <= 100 && name.allSatisfy { isValid(character: $0) } && name != bundledName
    }

    static func isValid(character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "." || character == "_" || character == "-")
    }

    func path(name: String) -> String { "\(directory)/\(name)\(SRSCatalog.suffix)" }

    private func bundledEntry() throws(SRSError) -> Entry {
        let string = try StructuredReferenceString.bundled()
        return Entry(
            name: SRSCatalog.bundledName, path: nil, origin: string.origin, powers: string.powers, bytes: 0,
            digest: hexadecimal(string.digest), isHermez: string.tauG2 == HermezFinal.tauG2, source: nil)
    }

    private func readEntry(name: String) throws(SRSError) -> Entry {
        let path = path(name: name)
        let header: SRSFileHeader
        let size: Int
        let tail: [UInt8]
        do {
            let file = try PositionedFile(path, .read)
            size = Int(try file.identity().size)
            header = try SRSFileHeader(prefix: file.read(SRSFileHeader.largestSize, at: 0))
            guard size == header.fileSize else { throw SRSError.wrongLength(expected: header.fileSize, found: size) }
            tail = try file.read(160, at: UInt64(size - 160))
        } catch let error as SRSError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        let source = FileManager.default.contents(atPath: path + SRSSource.suffix).flatMap { SRSSource(decoding: [UInt8]($0)) }
        return Entry(
            name: name, path: path, origin: header.origin, powers: header.powers, bytes: size,
            digest: hexadecimal(tail.suffix(32)), isHermez: tail.prefix(128).elementsEqual(HermezFinal.tauG2.uncompressedBytes),
            source: source)
    }

    private static func again(_ source: SRSSource?) -> String {
        "import it again with `assay srs import \(source?.file ?? "FILE.ptau")`"
    }
}

extension SRSCatalog.Entry {
    /// Whether the secret is known.
    public var isInsecure: Bool {
        if case .insecure = origin { true } else { false }
    }
}
