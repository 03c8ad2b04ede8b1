import BN254
import Foundation
import Hashing

/// Import of a snarkjs `.ptau` file: checks it and keeps the powers of τ in G₁ that KZG needs, in this project's format.
///
/// The file is read once from front to back in pieces of a fixed size, so memory does not depend on its power. Each piece
/// goes into the BLAKE2b-512 of the whole file; pieces with powers are decoded, every point is checked, and a random
/// linear combination of the powers is checked with one pairing product. See `Docs/ceremony.md`.
public enum CeremonyImport {
    public struct Options: Sendable {
        /// Keep 2^power powers; nil for as many as the file's own power, 1 … the file's power.
        public var power: Int?
        /// What the string is called from now on; nil for the file's name without `.ptau`, and `-power` behind it when
        /// not all is kept.
        public var name: String?
        /// Powers a piece: how much is checked with one pairing product and held at once, 64 bytes each.
        public var chunkPoints = 1 << 14
        /// A killed import repeats at most about this much of the file.
        public var checkpointBytes = 16 << 20

        public init(power: Int? = nil, name: String? = nil) {
            self.power = power
            self.name = name
        }
    }

    public struct Progress: Sendable {
        public let powersChecked: Int
        public let powers: Int
        public let bytesRead: UInt64
        public let bytes: UInt64
        /// Where an earlier, interrupted import had come to; 0 for a fresh one.
        public let resumedAt: UInt64
    }

    public struct Summary: Sendable {
        public let name: String
        public let path: String
        public let powers: Int
        /// BLAKE2b-512 of the whole file.
        public let digest: [UInt8]
        /// The power of the published Hermez final that the file is, byte for byte.
        public let hermezFinal: Int?
        /// Whether τ is the Hermez ceremony's, which the pairing checks extend to all powers.
        public let isHermez: Bool
        public let resumedAt: UInt64
        /// The largest piece of the file that was held at once, in bytes.
        public let largestPiece: Int
    }

    /// Imports a file into a catalog's folder.
    ///
    /// An interrupted or killed import leaves a `.partial` and a `.journal` file; the next one for the same file goes on
    /// there. The finished string appears under its name in one step.
    ///
    /// - Parameter progress: called after every piece; false stops.
    /// - Cost: about 8 µs a power and core for the checks, and a nanosecond or two a byte of the file for its digest.
    public static func run(
        path: String, catalog: SRSCatalog, options: Options = Options(),
        progress: (Progress) -> Bool = { _ in true }
    ) throws(CeremonyFileError) -> Summary {
        let ptau = try PtauFile(path: path)
        let fileName = URL(fileURLWithPath: path).lastPathComponent
        let secrets = try checkClaims(ptau, fileName: fileName)
        let power = options.power ?? ptau.power
        guard power >= 1, power <= ptau.power else { throw .powerNotAvailable(wanted: power, available: ptau.power) }
        let name = try catalogName(options.name, fileName: fileName, power: power, filePower: ptau.power)
        let target = ImportTarget(name: name, catalog: catalog)
        var run = try ImportRun(ptau: ptau, secrets: secrets, powers: 1 << power, target: target, options: options)
        let digest: [UInt8]
        do throws(CeremonyFileError) {
            digest = try run.readAll(progress)
        } catch {
            if !error.leavesWorkToResume { run.discard() }
            throw error
        }
        let final = HermezFinal.power(digest: digest)
        if let claimed = HermezFinal.claimedPower(fileName: fileName), final != claimed {
            run.discard()
            throw .wrongDigest(name: fileName, expected: HermezFinal.digest(power: claimed), found: hexadecimal(digest))
        }
        let source = SRSSource(
            file: fileName, bytes: ptau.identity.size, power: ptau.power, blake2b: hexadecimal(digest), hermezFinal: final)
        try run.finish(source)
        return Summary(
            name: name, path: target.path, powers: 1 << power, digest: digest, hermezFinal: final,
            isHermez: secrets.isHermez, resumedAt: run.resumedAt, largestPiece: ptau.file.largestRead)
    }

    /// A file that calls itself a Hermez final is refused before it is read through when it cannot be one.
    private static func checkClaims(_ ptau: PtauFile, fileName: String) throws(CeremonyFileError) -> PtauFile.Secrets {
        let claimed = HermezFinal.claimedPower(fileName: fileName)
        if let claimed, claimed != ptau.power {
            throw .notTheClaimedCeremony(name: fileName, .power(expected: claimed, found: ptau.power))
        }
        let secrets = try ptau.checkSecrets()
        if claimed != nil && !secrets.isHermez { throw .notTheClaimedCeremony(name: fileName, .secret) }
        return secrets
    }

    private static func catalogName(
        _ chosen: String?, fileName: String, power: Int, filePower: Int
    ) throws(CeremonyFileError) -> String {
        if let chosen {
            guard SRSCatalog.isValid(name: chosen) else { throw .invalidName(chosen) }
            return chosen
        }
        let stem = fileName.hasSuffix(".ptau") ? String(fileName.dropLast(5)) : fileName
        let name = (power == filePower ? stem : "\(stem)-\(power)").map { SRSCatalog.isValid(character: $0) ? $0 : "_" }
        guard SRSCatalog.isValid(name: String(name)) else { throw .invalidName(String(name)) }
        return String(name)
    }
}

extension CeremonyFileError {
    /// Whether the source may be fine, so that a later import can go on where this one ended.
    fileprivate var leavesWorkToResume: Bool {
        switch self {
        case .interrupted, .fileSystem: true
        default: false
        }
    }
}

/// The files of one import.
struct ImportTarget: Sendable {
    let name: String
    let directory: String
    let path: String

    init(name: String, catalog: SRSCatalog) {
        self.name = name
        directory = catalog.directory
        path = catalog.path(name: name)
    }

    var partial: String { path + ".partial" }
    var journal: String { path + ".journal" }
}
