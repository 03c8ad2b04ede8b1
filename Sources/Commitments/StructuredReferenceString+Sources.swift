import BN254
import Foundation
import Hashing
import Parallel

extension StructuredReferenceString {
    /// The ceremony shipped with the package: 2048 powers. Loading costs a few milliseconds.
    ///
    /// The file is looked for in the resource folder that the package manager puts beside the program.
    public static func bundled() throws(SRSError) -> StructuredReferenceString {
        let name = "hermez-11.srs"
        let folders = [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()].compactMap { $0?.path }
        var searched: [String] = []
        for folder in folders where !searched.contains(folder) {
            searched.append(folder)
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for entry in entries.sorted() where entry.hasSuffix("_Commitments.resources") {
                let path = "\(folder)/\(entry)/\(name)"
                if FileManager.default.fileExists(atPath: path) { return try load(path: path) }
            }
        }
        throw .resourceMissing(name: name, searched: searched)
    }

    /// A string for sizes beyond the bundled one whose τ is Keccak-256(seed) mod r: anyone can compute τ and forge proofs.
    /// For development only; everything made with it has to say so.
    ///
    /// Costs about 10 µs a power and core.
    public static func insecureDevelopment(powers: Int, seed: String) throws(SRSError) -> StructuredReferenceString {
        guard powers >= 2, powers <= 1 << 26 else {
            throw .invalidSize("a development string has between 2 and 2^26 powers, not \(powers)")
        }
        let tau = Fr(reducing: Keccak256.hash(Array("assay insecure development srs: \(seed)".utf8)))
        let table = FixedBaseTable(.generator)
        let parts = Parallel.mapChunks(powers, minimum: 64) { range in
            var power = tau.pow(UInt64(range.lowerBound))
            var points: [G1] = []
            points.reserveCapacity(range.count)
            for _ in range {
                points.append(table.multiply(power))
                power *= tau
            }
            return G1.batchNormalize(points)
        }
        return try StructuredReferenceString(
            g1: parts.flatMap { $0 }, g2: .generator, tauG2: (G2.generator * tau).affine, origin: .insecure(seed: seed))
    }

    /// Converts the layout of halo2's raw parameter files: little-endian u32 k; 2^k powers in G1 as x, y; 2^k Lagrange
    /// points, which are left out; [1]₂ and [τ]₂ as x.c0, x.c1, y.c0, y.c1. Every coordinate is 32 bytes, the
    /// little-endian Montgomery residue mod q (factor 2²⁵⁶).
    ///
    /// The bundled file was made this way with the origin `.bundledHermez`.
    public static func convert(
        hermezRaw bytes: [UInt8], origin: Origin = .imported("raw parameters")
    ) throws(SRSError) -> StructuredReferenceString {
        var reader = ByteReader(bytes)
        guard let header = reader.take(4) else { throw .notAnSRS }
        let k = header.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard k >= 1, k <= 28 else { throw .notAnSRS }
        let count = 1 << k
        let expected = 4 + 128 * count + 256
        guard bytes.count == expected else { throw .wrongLength(expected: expected, found: bytes.count) }
        func coordinate() -> Fq? {
            guard let raw = reader.take(32), let stored = Fq(bigEndian: raw.reversed()) else { return nil }
            // The residue x·2²⁵⁶, read as an integer, is divided by 2²⁵⁶ to give x.
            return stored * inverseOfRadix
        }
        var points: [G1Affine] = []
        points.reserveCapacity(count)
        for index in 0..<count {
            guard let x = coordinate(), let y = coordinate(), let point = G1Affine(x: x, y: y) else {
                throw .invalidPoint(name: "power \(index)")
            }
            points.append(point)
        }
        _ = reader.take(64 * count)
        func g2Point(_ name: String) throws(SRSError) -> G2Affine {
            guard let x0 = coordinate(), let x1 = coordinate(), let y0 = coordinate(), let y1 = coordinate(),
                let point = G2Affine(x: Fq2(x0, x1), y: Fq2(y0, y1))
            else { throw .invalidPoint(name: name) }
            return point
        }
        let g2 = try g2Point("[1]₂")
        let tauG2 = try g2Point("[τ]₂")
        return try StructuredReferenceString(g1: points, g2: g2, tauG2: tauG2, origin: origin)
    }

    /// 2⁻²⁵⁶ mod q.
    private static var inverseOfRadix: Fq { Fq(2 as UInt64).pow(256).inverse() ?? .zero }
}

/// Multiples of one point for many multiplications: digit·256^window·P for 32 windows of eight bits.
struct FixedBaseTable {
    private let entries: [G1Affine]

    init(_ point: G1Affine) {
        var jacobian: [G1] = []
        var base = G1(point)
        for _ in 0..<32 {
            var multiple = G1.infinity
            for _ in 0..<256 {
                jacobian.append(multiple)
                multiple += base
            }
            base = multiple
        }
        entries = G1.batchNormalize(jacobian)
    }

    func multiply(_ scalar: Fr) -> G1 {
        let words = scalar.canonicalLimbs
        var sum = G1.infinity
        for (word, value) in [words.0, words.1, words.2, words.3].enumerated() {
            for byte in 0..<8 {
                let digit = Int((value >> UInt64(8 * byte)) & 255)
                let window: Int = word * 8 + byte
                sum += entries[window * 256 + digit]
            }
        }
        return sum
    }
}
