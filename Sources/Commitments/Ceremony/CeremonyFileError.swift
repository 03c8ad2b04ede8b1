/// Why a ceremony file was not imported. Every text says what was expected, what came, and what to do next.
public enum CeremonyFileError: Error, Equatable, Sendable {
    /// Another kind of file; `start` are its first bytes, at most sixteen.
    case notPtau(start: [UInt8])
    case unsupportedVersion(UInt32)
    /// The file ends inside this part.
    case truncated(part: String, needed: UInt64, size: UInt64)
    /// The last section ends before the file does.
    case trailingBytes(expected: UInt64, size: UInt64)
    case tooManySections(UInt32)
    case unknownSection(type: UInt32, offset: UInt64)
    case repeatedSection(PtauSection)
    case missingSection(PtauSection)
    /// A section has another size than the header's power asks for.
    case wrongSectionSize(PtauSection, expected: UInt64, found: UInt64)
    /// Not BN254; `found` is the name of the curve where it is known, else the modulus.
    case wrongCurve(found: String)
    case unsupportedPower(power: UInt32, ceremony: UInt32)
    /// Nobody has contributed: the secret is 1.
    case noContributions
    /// More powers were asked for than the file holds.
    case powerNotAvailable(wanted: Int, available: Int)
    case invalidPoint(PtauSection, index: Int, PointFault)
    /// The first point of a section is not the generator.
    case notTheGenerator(PtauSection)
    /// Two sections that must begin with the same secret do not.
    case mismatchedSections(PtauSection, PtauSection)
    /// Somewhere in this range a power is not τ times the one before.
    case wrongPowers(Range<Int>)
    /// The file's name says that it is a Hermez final, and its header or its secret say otherwise.
    case notTheClaimedCeremony(name: String, HermezFault)
    /// The BLAKE2b-512 of the file, in hexadecimal, is not the published one.
    case wrongDigest(name: String, expected: String, found: String)
    /// The file was written to while it was read.
    case sourceChanged(path: String)
    /// The caller's progress function said stop; a later import goes on from here.
    case interrupted(powers: Int, of: Int)
    /// Another process is importing under this name.
    case busy(path: String)
    case invalidName(String)
    case fileSystem(path: String, operation: String, code: Int32)

    /// What is wrong with a point.
    public enum PointFault: String, Sendable {
        case coordinateTooLarge = "a coordinate that is not below the field's modulus"
        case offCurve = "a point that is not on the curve"
        case infinity = "the point at infinity"
        case outsideSubgroup = "a point outside the subgroup of order r"
    }

    /// Why a file cannot be the Hermez final that its name says.
    public enum HermezFault: Equatable, Sendable {
        case power(expected: Int, found: Int)
        case secret
    }
}

extension CeremonyFileError: CustomStringConvertible {
    public var description: String { "\(problem). \(remedy)." }

    private var problem: String {
        switch self {
        case .notPtau(let start):
            "expected a snarkjs .ptau file, which begins with \"ptau\"; this one begins with \(printable(start))"
                + (looksLikeAPage(start) ? ", so it is a web page saved under a .ptau name" : "")
        case .unsupportedVersion(let version): "expected a .ptau file of version 1, found version \(version)"
        case .truncated(let part, let needed, let size):
            "expected at least \(needed) bytes for \(part), the file ends after \(size)"
        case .trailingBytes(let expected, let size):
            "expected the file to end with its last section at byte \(expected), it has \(size) bytes"
        case .tooManySections(let count): "expected at most \(PtauSection.allCases.count) sections, the file announces \(count)"
        case .unknownSection(let type, let offset):
            "expected a section at byte \(offset), found the unknown type \(type) there"
        case .repeatedSection(let section): "expected \(section) once, found it twice"
        case .missingSection(let section): "expected \(section), the file does not have it"
        case .wrongSectionSize(let section, let expected, let found):
            "expected \(expected) bytes in \(section), the section table says \(found)"
        case .wrongCurve(let found): "expected points of BN254 (bn128, alt_bn128), the file is of \(found)"
        case .unsupportedPower(let power, let ceremony):
            "expected a power from 1 to 28, not above the ceremony's; found power \(power) of a ceremony of power \(ceremony)"
        case .noContributions: "expected at least one contribution, the file has none: everybody knows its secret"
        case .powerNotAvailable(let wanted, let available): "expected 2^\(wanted) powers of tau, the file has 2^\(available)"
        case .invalidPoint(let section, let index, let fault):
            "expected a valid point at index \(index) of \(section), found \(fault.rawValue)"
        case .notTheGenerator(let section): "expected \(section) to begin with the generator, it begins with another point"
        case .mismatchedSections(let first, let second):
            "expected \(first) and \(second) to begin with the same secret, they do not: sections are swapped or damaged"
        case .wrongPowers(let range):
            "expected powers \(range.lowerBound) to \(range.upperBound - 1) to be tau times the one before, "
                + "the pairing check says that at least one is not"
        case .notTheClaimedCeremony(let name, .power(let expected, let found)):
            "expected power \(expected) in a file called \(name), its header says \(found)"
        case .notTheClaimedCeremony(let name, .secret):
            "expected the Hermez ceremony's tau in a file called \(name), found another one"
        case .wrongDigest(let name, let expected, let found):
            "expected the published BLAKE2b-512 of \(name), \(expected.prefix(16))…; found \(found.prefix(16))…"
        case .sourceChanged(let path): "expected \(path) to stay as it is while it is read, it has changed"
        case .interrupted(let powers, let all): "stopped after \(powers) of \(all) powers"
        case .busy(let path): "expected to be alone with \(path), another import is writing it"
        case .invalidName(let name):
            "expected a name of letters, digits, '.', '_' and '-' (at most 100, beginning with a letter or digit, "
                + "not \"\(SRSCatalog.bundledName)\"), found \"\(name)\""
        case .fileSystem(let path, let operation, let code): "\(path): cannot \(operation): \(systemMessage(code))"
        }
    }

    private var remedy: String {
        switch self {
        case .notPtau(let start) where looksLikeAPage(start): "Look into it for the server's message, and download the file again"
        case .notPtau: "Give a .ptau file, for example \(HermezFinal.fileName(power: 12))"
        case .unsupportedVersion: "Convert it with a snarkjs that writes version 1"
        case .truncated: "Finish the download, or the snarkjs command that writes it, and import again"
        case .trailingBytes, .tooManySections, .unknownSection, .repeatedSection, .missingSection, .wrongSectionSize,
            .invalidPoint, .notTheGenerator, .mismatchedSections, .wrongPowers:
            "The file is damaged or was not made by a ceremony: download it again and compare its BLAKE2b-512 (b2sum)"
        case .wrongCurve: "Use a ceremony for bn128, for example \(HermezFinal.fileName(power: 12))"
        case .unsupportedPower: "Download the file again"
        case .noContributions: "Use a file that others have contributed to, for example \(HermezFinal.fileName(power: 12))"
        case .powerNotAvailable(let wanted, let available):
            "Ask for --power \(available) or less, or import "
                + (HermezFinal.powers.contains(wanted) ? HermezFinal.fileName(power: wanted) : "a larger file")
        case .notTheClaimedCeremony: "If it is another ceremony, rename it; otherwise download it again"
        case .wrongDigest: "Download it again; rename it if it is meant to differ from the published file"
        case .sourceChanged: "Wait until it is complete, and import again"
        case .interrupted: "Run the same command again to go on"
        case .busy: "Wait for the other import, or give this one another --name"
        case .invalidName: "Give another one with --name"
        case .fileSystem: "Check the path, the permissions and the free space; the cache folder is set by ASSAY_CACHE"
        }
    }

    private func looksLikeAPage(_ start: [UInt8]) -> Bool { start.first == UInt8(ascii: "<") }

    private func printable(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing: it is empty" }
        let visible = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
        return visible ? "\"\(String(decoding: bytes, as: UTF8.self))\"" : hexadecimal(bytes)
    }
}

/// Lower-case digits, two a byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return bytes.reduce(into: "") { text, byte in
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
}
