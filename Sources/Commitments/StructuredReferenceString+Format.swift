import BN254
import Foundation
import Hashing
import Parallel

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
        var bytes = SRSFileHeader(origin: origin, powers: g1.count).bytes
        bytes.reserveCapacity(bytes.count + 64 * g1.count + 256)
        for point in g1 {
            point.x.appendBigEndianBytes(to: &bytes)
            point.y.appendBigEndianBytes(to: &bytes)
        }
        bytes += g2.uncompressedBytes + tauG2.uncompressedBytes
        return bytes
    }

    /// Reads a file of this format: checksum, canonical coordinates, points on the curve, generators first.
    ///
    /// That the points are consecutive powers of one τ is not checked here: see `checkPowers()`.
    public static func parse(bytes: [UInt8]) throws(SRSError) -> StructuredReferenceString {
        try bytes.withUnsafeBytes { decode($0) }.get()
    }

    /// Reads a file that `serialized()` or an import wrote. The file is mapped, not copied, and decoded on all threads.
    public static func load(path: String) throws(SRSError) -> StructuredReferenceString {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw .unreadable(path: path, reason: "cannot be read")
        }
        return try data.withUnsafeBytes { decode($0) }.get()
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer) -> Result<StructuredReferenceString, SRSError> {
        Result { () throws(SRSError) in
            let header = try SRSFileHeader(prefix: Array(bytes.prefix(SRSFileHeader.largestSize)))
            guard bytes.count == header.fileSize else { throw .wrongLength(expected: header.fileSize, found: bytes.count) }
            let body = header.fileSize - 32
            let digest = Array(bytes[body...])
            guard Keccak256.hash(bytes: UnsafeRawBufferPointer(rebasing: bytes[..<body])) == digest else {
                throw .checksumMismatch
            }
            // Only the file that is shipped may call itself that.
            if case .bundledHermez = header.origin, digest != bundledDigest { throw .unknownOrigin }
            let points = UnsafeRawBufferPointer(rebasing: bytes[header.size..<body - 256])
            let (g1, invalid) = decodePoints(points, count: header.powers)
            if let invalid { throw .invalidPoint(name: "power \(invalid)") }
            guard let g2 = G2Affine(uncompressed: Array(bytes[body - 256..<body - 128])) else {
                throw .invalidPoint(name: "[1]₂")
            }
            guard let tauG2 = G2Affine(uncompressed: Array(bytes[body - 128..<body])), !tauG2.isInfinity else {
                throw .invalidPoint(name: "[τ]₂")
            }
            guard header.powers >= 2 else {
                throw .invalidSize("a structured reference string has at least two powers, not \(header.powers)")
            }
            guard g1[0] == .generator, g2 == .generator else { throw .inconsistentPowers }
            return StructuredReferenceString(
                checkedG1: g1, g2: g2, tauG2: tauG2, origin: header.origin, digest: digest)
        }
    }

    /// Points of 64 bytes each, and the index of the first that is not canonical, off the curve or infinity.
    private static func decodePoints(_ bytes: UnsafeRawBufferPointer, count: Int) -> ([G1Affine], invalid: Int?) {
        var invalid: Int?
        let points = [G1Affine](unsafeUninitializedCapacity: count) { buffer, filled in
            let base = buffer.baseAddress
            let faults = Parallel.mapChunks(count, minimum: 1024) { range in
                var fault: Int?
                for index in range {
                    let point = Fq(bigEndian: bytes, at: 64 * index).flatMap { x in
                        Fq(bigEndian: bytes, at: 64 * index + 32).map { G1Affine(uncheckedX: x, y: $0) }
                    }
                    base.map { ($0 + index).initialize(to: point ?? .infinity) }
                    let valid = point.map { !$0.isInfinity && $0.isOnCurve } ?? false
                    if !valid && fault == nil { fault = index }
                }
                return fault
            }
            invalid = faults.lazy.compactMap { $0 }.first
            filled = count
        }
        return (points, invalid)
    }

    /// Takes points that have been checked, and the digest that belongs to them.
    private init(checkedG1 g1: [G1Affine], g2: G2Affine, tauG2: G2Affine, origin: Origin, digest: [UInt8]) {
        self.g1 = g1
        self.g2 = g2
        self.tauG2 = tauG2
        self.origin = origin
        self.digest = digest
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

extension Keccak256 {
    static func hash(bytes: UnsafeRawBufferPointer) -> [UInt8] { bytes.withMemoryRebound(to: UInt8.self) { hash($0) } }
}

extension Fq {
    /// 32 bytes at an offset, most significant first; nil when they are not below q.
    init?(bigEndian bytes: UnsafeRawBufferPointer, at offset: Int) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8 * index, as: UInt64.self))
        }
        self.init(limbs: (word(3), word(2), word(1), word(0)))
    }

    /// Appends 32 bytes, most significant first, without an array in between.
    func appendBigEndianBytes(to bytes: inout [UInt8]) {
        let limbs = canonicalLimbs
        withUnsafeBytes(of: (limbs.3.bigEndian, limbs.2.bigEndian, limbs.1.bigEndian, limbs.0.bigEndian)) {
            bytes.append(contentsOf: $0)
        }
    }
}
