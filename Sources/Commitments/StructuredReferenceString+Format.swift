import BN254
import Hashing

/// The file format, all numbers big-endian:
///
/// | bytes | what |
/// |---|---|
/// | 8 | `ASSAYSRS` |
/// | 4 | version, 1 |
/// | 1 | origin: 0 bundled, 1 imported, 2 insecure |
/// | 2, l | length and UTF-8 text of the origin's name or seed |
/// | 4 | m, the number of powers |
/// | 64·m | τⁱ·G₁ as x, y |
/// | 256 | G₂ and τ·G₂ in the EVM's form |
/// | 32 | Keccak-256 of everything before |
extension StructuredReferenceString {
    private static let magic = Array("ASSAYSRS".utf8)
    private static let version: UInt32 = 1

    /// The digest of `hermez-11.srs`, which is `convert(hermezRaw:origin:)` of the ceremony's raw parameters.
    private static let bundledDigest: [UInt8] = [
        0x5d, 0x7b, 0x0c, 0x05, 0xef, 0x21, 0x6f, 0xbe, 0x54, 0xa5, 0x13, 0xf1, 0x2c, 0x84, 0x87, 0x8b,
        0x86, 0xff, 0x8a, 0xf6, 0x2c, 0xc6, 0x23, 0x2a, 0x39, 0xe7, 0x2e, 0xe3, 0xb0, 0x28, 0x0b, 0xf2,
    ]

    /// The string as a file, ending with `digest`.
    public func serialized() -> [UInt8] {
        StructuredReferenceString.encode(g1: g1, g2: g2, tauG2: tauG2, origin: origin) + digest
    }

    static func encode(g1: [G1Affine], g2: G2Affine, tauG2: G2Affine, origin: Origin) -> [UInt8] {
        let (code, text): (UInt8, String) = switch origin {
        case .bundledHermez: (0, "")
        case .imported(let name): (1, name)
        case .insecure(let seed): (2, seed)
        }
        let name = Array(text.utf8.prefix(Int(UInt16.max)))
        var bytes = magic
        bytes.reserveCapacity(64 * g1.count + name.count + 512)
        bytes += bigEndian(version, 4) + [code] + bigEndian(UInt32(name.count), 2) + name
        bytes += bigEndian(UInt32(truncatingIfNeeded: g1.count), 4)
        for point in g1 { bytes += point.uncompressedBytes }
        bytes += g2.uncompressedBytes + tauG2.uncompressedBytes
        return bytes
    }

    /// Reads a file of this format: checksum, canonical coordinates, points on the curve, generators first.
    ///
    /// That the points are consecutive powers of one τ is not checked here: see `checkPowers()`.
    public static func parse(bytes: [UInt8]) throws(SRSError) -> StructuredReferenceString {
        var reader = ByteReader(bytes)
        guard let found = reader.take(8), found.elementsEqual(magic) else { throw .notAnSRS }
        guard let version = reader.integer(4) else { throw .notAnSRS }
        guard version == Int(self.version) else { throw .unsupportedVersion(UInt32(truncatingIfNeeded: version)) }
        guard let code = reader.integer(1), let length = reader.integer(2), let name = reader.take(length),
            let count = reader.integer(4)
        else { throw .wrongLength(expected: 19, found: bytes.count) }
        let body = reader.position + 64 * count + 256
        guard bytes.count == body + 32 else { throw .wrongLength(expected: body + 32, found: bytes.count) }
        guard Keccak256.hash(bytes[..<body]).elementsEqual(bytes[body...]) else { throw .checksumMismatch }
        guard let text = String(validating: name, as: UTF8.self) else { throw .unknownOrigin }
        let origin: Origin
        switch code {
        case 0 where text.isEmpty: origin = .bundledHermez
        case 1: origin = .imported(text)
        case 2: origin = .insecure(seed: text)
        default: throw .unknownOrigin
        }
        // Only the file that is shipped may call itself that.
        if case .bundledHermez = origin, !bytes.suffix(32).elementsEqual(bundledDigest) { throw .unknownOrigin }
        var points: [G1Affine] = []
        points.reserveCapacity(count)
        for index in 0..<count {
            guard let point = reader.take(64).flatMap({ G1Affine(uncompressed: $0) }) else {
                throw .invalidPoint(name: "power \(index)")
            }
            points.append(point)
        }
        guard let g2 = reader.take(128).flatMap({ G2Affine(uncompressed: $0) }) else { throw .invalidPoint(name: "[1]₂") }
        guard let tauG2 = reader.take(128).flatMap({ G2Affine(uncompressed: $0) }) else { throw .invalidPoint(name: "[τ]₂") }
        return try StructuredReferenceString(g1: points, g2: g2, tauG2: tauG2, origin: origin)
    }
}

/// Reads fixed pieces off the front of a byte array; nil past its end.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, bytes.count - position >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// A big-endian integer of at most four bytes.
    mutating func integer(_ count: Int) -> Int? {
        take(count).map { $0.reduce(0) { $0 << 8 | Int($1) } }
    }
}

func bigEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
}
