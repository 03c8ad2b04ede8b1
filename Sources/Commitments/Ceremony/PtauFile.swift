import BN254

/// A snarkjs `.ptau` file whose section table, curve and sizes have been checked. No point has been looked at yet.
///
/// All numbers are little-endian: `ptau`, u32 version, u32 number of sections, and for each section u32 type, u64 size
/// and the contents. Coordinates are residues x·2²⁵⁶ mod q; in G₂ the constant coefficient comes first.
struct PtauFile: Sendable {
    struct Section: Equatable, Sendable {
        let type: PtauSection
        let offset: UInt64
        let size: UInt64

        var range: Range<UInt64> { offset..<offset + size }
    }

    /// The largest power that BN254's scalar field has a domain for.
    static let largestPower: UInt32 = 28

    let file: PositionedFile
    let identity: PositionedFile.Identity
    let sections: [Section]
    /// The file holds 2^(power + 1) − 1 powers in G₁.
    let power: Int

    /// Reads some dozen bytes a section, whatever sizes the file claims.
    init(path: String) throws(CeremonyFileError) {
        file = try PositionedFile(path, .read)
        identity = try file.identity()
        let start = try file.read(16, at: 0)
        guard start.starts(with: Array("ptau".utf8)) else { throw .notPtau(start: start) }
        guard start.count >= 12 else { throw .truncated(part: "the file's head", needed: 12, size: identity.size) }
        let version = UInt32(littleEndian(start[4..<8]))
        guard version == 1 else { throw .unsupportedVersion(version) }
        var walk = SectionWalk(file: file, size: identity.size)
        // A wrong size shows as an unknown section or an early end behind it; the power says which section it was.
        do throws(CeremonyFileError) {
            try walk.collect(count: UInt32(littleEndian(start[8..<12])))
        } catch {
            if let power = try? PtauFile.readHeader(file, walk.sections) { try PtauFile.checkSizes(walk.sections, power) }
            if walk.sections.contains(where: { $0.type == .header }) { _ = try PtauFile.readHeader(file, walk.sections) }
            throw error
        }
        let power = try PtauFile.readHeader(file, walk.sections)
        try PtauFile.checkSizes(walk.sections, power)
        for type in PtauSection.required where !walk.sections.contains(where: { $0.type == type }) {
            throw .missingSection(type)
        }
        sections = walk.sections
        self.power = Int(power)
        guard let count = try contents(.contributions, count: 4), littleEndian(count[...]) > 0 else { throw .noContributions }
    }

    /// The first bytes of a section; nil where it is absent.
    func contents(_ type: PtauSection, count: Int) throws(CeremonyFileError) -> [UInt8]? {
        guard let section = sections.first(where: { $0.type == type }) else { return nil }
        let bytes = try file.read(count, at: section.offset)
        guard bytes.count == count else {
            throw .truncated(part: type.description, needed: section.offset + UInt64(count), size: identity.size)
        }
        return bytes
    }

    /// The power, once modulus and size of the header are right.
    private static func readHeader(_ file: PositionedFile, _ sections: [Section]) throws(CeremonyFileError) -> UInt32 {
        guard let header = sections.first(where: { $0.type == .header }) else { throw .missingSection(.header) }
        let bytes = try file.read(Int(min(header.size, 256)), at: header.offset)
        guard bytes.count == Int(min(header.size, 256)) else {
            throw .truncated(
                part: PtauSection.header.description, needed: header.range.upperBound, size: header.offset + UInt64(bytes.count))
        }
        guard bytes.count >= 4 else { throw .wrongSectionSize(.header, expected: 44, found: header.size) }
        let width = littleEndian(bytes[0..<4])
        if let curve = foreignCurve(width: width, bytes.dropFirst(4)) { throw .wrongCurve(found: curve) }
        guard header.size == 44 else { throw .wrongSectionSize(.header, expected: 44, found: header.size) }
        let power = UInt32(littleEndian(bytes[36..<40]))
        let ceremony = UInt32(littleEndian(bytes[40..<44]))
        guard power >= 1, power <= ceremony, ceremony <= largestPower else {
            throw .unsupportedPower(power: power, ceremony: ceremony)
        }
        return power
    }

    /// What the modulus behind `width` belongs to, when it is not BN254's.
    private static func foreignCurve(width: UInt64, _ bytes: ArraySlice<UInt8>) -> String? {
        let digits = hexadecimal(bytes.prefix(Int(min(width, 64))).reversed())
        let expected = Fq.modulusWords.reversed().map { word in
            hexadecimal((0..<8).reversed().map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) })
        }.joined()
        if width == 32 && digits == expected { return nil }
        if digits == bls12381Modulus { return "BLS12-381" }
        return "a curve with \(width) bytes a coordinate and the modulus 0x\(digits)"
    }

    /// The base field of BLS12-381, which snarkjs writes the same files for.
    private static let bls12381Modulus =
        "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab"

    private static func checkSizes(_ sections: [Section], _ power: UInt32) throws(CeremonyFileError) {
        for section in sections {
            if let expected = section.type.expectedBytes(power: power), expected != section.size {
                throw .wrongSectionSize(section.type, expected: expected, found: section.size)
            }
        }
    }
}

/// Collects the section table, which is spread over the file: every section says where the next one begins.
private struct SectionWalk {
    let file: PositionedFile
    let size: UInt64
    private(set) var sections: [PtauFile.Section] = []

    init(file: PositionedFile, size: UInt64) {
        self.file = file
        self.size = size
    }

    mutating func collect(count: UInt32) throws(CeremonyFileError) {
        guard count <= PtauSection.allCases.count else { throw .tooManySections(count) }
        var offset: UInt64 = 12
        for index in 0..<count {
            let head = try file.read(12, at: offset)
            guard head.count == 12 else {
                throw .truncated(part: "the head of section number \(index + 1)", needed: offset + 12, size: size)
            }
            let type = UInt32(littleEndian(head[0..<4]))
            guard let known = PtauSection(rawValue: type) else { throw .unknownSection(type: type, offset: offset) }
            let length = littleEndian(head[4..<12])
            if sections.contains(where: { $0.type == known }) { throw .repeatedSection(known) }
            offset += 12
            let (end, overflow) = offset.addingReportingOverflow(length)
            // Kept also where it is too long, so that its size can be compared with the power.
            let fits = !overflow && end <= size
            sections.append(PtauFile.Section(type: known, offset: offset, size: overflow ? size : length))
            guard fits else {
                throw .truncated(part: known.description, needed: overflow ? UInt64.max : end, size: size)
            }
            offset = end
        }
        guard offset == size else { throw .trailingBytes(expected: offset, size: size) }
    }
}

func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
