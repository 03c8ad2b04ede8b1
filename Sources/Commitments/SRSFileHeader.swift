/// What stands before the points in a file of this project's format; the table is at `StructuredReferenceString`'s format.
struct SRSFileHeader: Sendable {
    let origin: StructuredReferenceString.Origin
    let powers: Int
    /// Bytes of the header: the points begin behind it.
    let size: Int

    private static let magic = Array("ASSAYSRS".utf8)
    private static let version: UInt32 = 1
    /// No header is longer: 19 bytes and the origin's text.
    static let largestSize = 19 + Int(UInt16.max)

    /// The bytes of a whole file with this header: points, two points of G₂, checksum.
    var fileSize: Int { size + 64 * powers + 256 + 32 }

    init(origin: StructuredReferenceString.Origin, powers: Int) {
        self.origin = origin
        self.powers = powers
        size = 19 + SRSFileHeader.text(of: origin).count
    }

    private static func text(of origin: StructuredReferenceString.Origin) -> [UInt8] {
        let text = switch origin {
        case .bundledHermez: ""
        case .imported(let name): name
        case .insecure(let seed): seed
        }
        return Array(text.utf8.prefix(Int(UInt16.max)))
    }

    var bytes: [UInt8] {
        let code: UInt8 = switch origin {
        case .bundledHermez: 0
        case .imported: 1
        case .insecure: 2
        }
        let text = SRSFileHeader.text(of: origin)
        return SRSFileHeader.magic + bigEndian(SRSFileHeader.version, 4) + [code] + bigEndian(UInt32(text.count), 2) + text
            + bigEndian(UInt32(truncatingIfNeeded: powers), 4)
    }

    /// Reads the header at the front of these bytes, which may be the whole file.
    init(prefix bytes: [UInt8]) throws(SRSError) {
        var reader = ByteReader(bytes)
        guard let found = reader.take(8), found.elementsEqual(SRSFileHeader.magic) else { throw .notAnSRS }
        guard let version = reader.integer(4) else { throw .notAnSRS }
        guard version == Int(SRSFileHeader.version) else { throw .unsupportedVersion(UInt32(truncatingIfNeeded: version)) }
        guard let code = reader.integer(1), let length = reader.integer(2), let name = reader.take(length),
            let count = reader.integer(4)
        else { throw .wrongLength(expected: 19, found: bytes.count) }
        guard let text = String(validating: name, as: UTF8.self) else { throw .unknownOrigin }
        switch code {
        case 0 where text.isEmpty: origin = .bundledHermez
        case 1: origin = .imported(text)
        case 2: origin = .insecure(seed: text)
        default: throw .unknownOrigin
        }
        powers = count
        size = reader.position
    }
}
