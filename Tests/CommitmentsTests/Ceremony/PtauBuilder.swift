import BN254
import Foundation
import TestSupport

/// Writes `.ptau` files with known secrets, from the public description of the format and nothing of the reader.
struct PtauBuilder {
    struct Section {
        var type: Int
        var contents: [UInt8]
        /// What the section's head says, where it is not the truth.
        var claimedSize: UInt64?
    }

    var magic = Array("ptau".utf8)
    var version = 1
    var claimedSections: Int?
    var sections: [Section] = []

    /// Powers of secrets that follow from the seed; sections 12 to 15 when prepared.
    init(power: Int, seed: UInt64, prepared: Bool = false) {
        var generator = SeededGenerator(seed: seed)
        let tau = Fr.random(using: &generator), alpha = Fr.random(using: &generator), beta = Fr.random(using: &generator)
        let size = 1 << power
        var powers = [Fr.one]
        while powers.count < 2 * size - 1 { powers.append(powers[powers.count - 1] * tau) }
        let g1 = FixedBase<G1>(), g2 = FixedBase<G2>()
        let low = powers[..<size]
        self.init(
            power: power, tauG1: g1.points(powers), tauG2: g2.points(low), alphaTauG1: g1.points(low.map { $0 * alpha }),
            betaTauG1: g1.points(low.map { $0 * beta }), betaG2: g2.points([beta])[0])
        guard prepared else { return }
        func lagrange(_ logSizes: ClosedRange<Int>, _ factor: Fr) -> [Fr] {
            logSizes.flatMap { logSize in
                EvaluationDomain(logSize: logSize).lagrangeEvaluations(rows: 0..<(1 << logSize), at: tau).map { $0 * factor }
            }
        }
        // The largest domain of section 12 has one more point than there are powers; snarkjs takes the missing one for zero.
        // Nothing reads it, so it keeps its plain form here.
        append(12, PtauBuilder.bytes(g1.points(lagrange(0...power + 1, .one))))
        append(13, PtauBuilder.bytes(g2.points(lagrange(0...power, .one))))
        append(14, PtauBuilder.bytes(g1.points(lagrange(0...power, alpha))))
        append(15, PtauBuilder.bytes(g1.points(lagrange(0...power, beta))))
    }

    init(
        power: Int, tauG1: [G1Affine], tauG2: [G2Affine], alphaTauG1: [G1Affine], betaTauG1: [G1Affine], betaG2: G2Affine
    ) {
        append(1, PtauBuilder.header(width: 32, modulus: PtauBuilder.modulus, power: power, ceremonyPower: power))
        append(2, PtauBuilder.bytes(tauG1))
        append(3, PtauBuilder.bytes(tauG2))
        append(4, PtauBuilder.bytes(alphaTauG1))
        append(5, PtauBuilder.bytes(betaTauG1))
        append(6, PtauBuilder.bytes([betaG2]))
        append(7, PtauBuilder.integer(1, 4) + [UInt8](repeating: 0xa5, count: 300))
    }

    static var modulus: [UInt8] { Fq.modulusWords.flatMap { integer($0, 8) } }

    static func header(width: Int, modulus: [UInt8], power: Int, ceremonyPower: Int) -> [UInt8] {
        integer(UInt64(width), 4) + modulus + integer(UInt64(power), 4) + integer(UInt64(ceremonyPower), 4)
    }

    mutating func append(_ type: Int, _ contents: [UInt8]) { sections.append(Section(type: type, contents: contents)) }

    /// The section of this type.
    subscript(type: Int) -> Section {
        get { sections[index(type)] }
        set { sections[index(type)] = newValue }
    }

    private func index(_ type: Int) -> Int { sections.firstIndex { $0.type == type } ?? 0 }

    /// Puts bytes over those at point `index` of a section.
    mutating func replace(_ type: Int, at index: Int, with point: [UInt8]) {
        self[type].contents.replaceSubrange(index * point.count..<(index + 1) * point.count, with: point)
    }

    func head(_ section: Section) -> [UInt8] {
        PtauBuilder.integer(UInt64(section.type), 4)
            + PtauBuilder.integer(section.claimedSize ?? UInt64(section.contents.count), 8)
    }

    var start: [UInt8] {
        magic + PtauBuilder.integer(UInt64(version), 4) + PtauBuilder.integer(UInt64(claimedSections ?? sections.count), 4)
    }

    var bytes: [UInt8] { sections.reduce(start) { $0 + head($1) + $1.contents } }

    /// Where each section's head begins, by type.
    var offsets: [(type: Int, head: Int)] {
        var offset = 12
        return sections.map { section in
            defer { offset += 12 + section.contents.count }
            return (section.type, offset)
        }
    }

    static func integer(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    /// A residue times 2²⁵⁶, least significant byte first.
    static func bytes(_ value: Fq) -> [UInt8] { (value * radix).bigEndianBytes.reversed() }
    static func bytes(_ point: G1Affine) -> [UInt8] { bytes(point.x) + bytes(point.y) }
    static func bytes(_ point: G2Affine) -> [UInt8] {
        bytes(point.x.c0) + bytes(point.x.c1) + bytes(point.y.c0) + bytes(point.y.c1)
    }
    static func bytes(_ points: [G1Affine]) -> [UInt8] { points.flatMap { bytes($0) } }
    static func bytes(_ points: [G2Affine]) -> [UInt8] { points.flatMap { bytes($0) } }

    private static let radix = Fq(2 as UInt64).pow(256)
}

/// Multiples of a generator for many scalars: digit·16^window·G.
private struct FixedBase<Point: JacobianCurvePoint> {
    private let table: [Point.Affine]

    init() {
        var entries: [Point] = []
        var base = Point(Point.Affine.generator)
        for _ in 0..<64 {
            var multiple = Point.infinity
            for _ in 0..<16 {
                entries.append(multiple)
                multiple += base
            }
            base = multiple
        }
        table = Point.batchNormalize(entries)
    }

    func points(_ scalars: some Sequence<Fr>) -> [Point.Affine] {
        Point.batchNormalize(scalars.map { scalar in
            let limbs = scalar.canonicalLimbs
            var sum = Point.infinity
            for (word, value) in [limbs.0, limbs.1, limbs.2, limbs.3].enumerated() {
                for nibble in 0..<16 {
                    let digit = Int((value >> UInt64(4 * nibble)) & 15)
                    let window = 16 * word + nibble
                    sum += table[16 * window + digit]
                }
            }
            return sum
        })
    }
}

/// A folder of its own for each test, gone afterwards.
final class Workspace {
    let folder = NSTemporaryDirectory() + "assay-ceremony-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ bytes: [UInt8], _ name: String = "test.ptau") throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))) }

    /// Names in the catalog's folder.
    func installed() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/srs")) ?? []).sorted() }
}
