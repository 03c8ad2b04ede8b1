/// Why a structured reference string, or bases derived from one, could not be had.
public enum SRSError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not a file of this format.
    case notAnSRS
    case unsupportedVersion(UInt32)
    /// The file has another length than its header asks for.
    case wrongLength(expected: Int, found: Int)
    case checksumMismatch
    /// A point is not canonical, not on its curve, not in its subgroup, or is infinity.
    case invalidPoint(name: String)
    /// Powers that do not start with the generators, or do not follow from one another.
    case inconsistentPowers
    case unknownOrigin
    /// A circuit needs more powers than the string has.
    case tooFewPowers(needed: Int, available: Int, origin: String)
    case resourceMissing(name: String, searched: [String])
    case unreadable(path: String, reason: String)
    /// A size that no domain or string can have.
    case invalidSize(String)

    public var description: String {
        switch self {
        case .notAnSRS: "not a structured reference string file"
        case .unsupportedVersion(let version): "structured reference string file of unsupported version \(version)"
        case .wrongLength(let expected, let found):
            "structured reference string file has \(found) bytes where its header asks for \(expected)"
        case .checksumMismatch: "structured reference string file does not match its checksum"
        case .invalidPoint(let name): "structured reference string: \(name) is not a valid point"
        case .inconsistentPowers: "structured reference string: the points are not consecutive powers of one secret"
        case .unknownOrigin: "structured reference string file with an unknown origin"
        case .tooFewPowers(let needed, let available, let origin):
            "\(needed) powers of tau are needed, \(origin) has \(available): " + remedy(needed)
        case .resourceMissing(let name, let searched):
            "\(name) was not found beside the program; looked in \(searched.joined(separator: ", "))"
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .invalidSize(let what): what
        }
    }

    /// The command that brings enough powers.
    private func remedy(_ needed: Int) -> String {
        let power = needed <= 1 ? 0 : Int.bitWidth - (needed - 1).leadingZeroBitCount
        guard power <= HermezFinal.powers.upperBound else {
            return "no published ceremony has as many; lower the packing or the number of rows"
        }
        let published = max(power, HermezFinal.powers.lowerBound)
        let file = HermezFinal.fileName(power: published)
        let size = SRSCatalog.sizeText(HermezFinal.approximateBytes(power: published))
        return "download \(file) (\(size), see Docs/ceremony.md) and run `assay srs import \(file)`, "
            + "or lower the packing or the number of rows"
    }
}
