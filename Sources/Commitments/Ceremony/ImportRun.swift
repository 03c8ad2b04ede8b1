import BN254
import Foundation
import Hashing
import Parallel

/// One import under way: the source's digest, the partial file and its checksum, and the last power that was checked.
struct ImportRun {
    private let ptau: PtauFile
    private let secrets: PtauFile.Secrets
    private let powers: Int
    private let target: ImportTarget
    private let options: CeremonyImport.Options
    private let output: PositionedFile
    private let headerSize: UInt64

    private var sourceHash = Blake2b()
    private var checksum = Keccak256()
    private var powersDone = 0
    /// Those of the powers that are known to be on the disk.
    private var powersSaved = 0
    private var position: UInt64 = 0
    private var lastPower: G1Affine?
    private(set) var resumedAt: UInt64 = 0

    /// Takes up the partial file of an earlier import of the same source, or begins anew.
    init(
        ptau: PtauFile, secrets: PtauFile.Secrets, powers: Int, target: ImportTarget, options: CeremonyImport.Options
    ) throws(CeremonyFileError) {
        self.ptau = ptau
        self.secrets = secrets
        self.powers = powers
        self.target = target
        self.options = options
        do {
            try FileManager.default.createDirectory(atPath: target.directory, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem(path: target.directory, operation: "make the folder", code: errno)
        }
        output = try PositionedFile(target.partial, .write)
        guard output.lock() else { throw .busy(path: target.partial) }
        let header = SRSFileHeader(origin: .imported(target.name), powers: powers).bytes
        headerSize = UInt64(header.count)
        if try !resume(header) {
            try output.truncate(to: 0)
            try output.write(header, at: 0)
            checksum.update(header)
        }
    }

    /// Where the powers that are kept lie in the source.
    private var kept: Range<UInt64> {
        let start = ptau.sections.first { $0.type == .tauG1 }?.offset ?? 0
        return start..<start + 64 * UInt64(powers)
    }

    private var outputEnd: UInt64 { headerSize + 64 * UInt64(powersDone) }

    /// Reads the source to its end and returns its BLAKE2b-512.
    mutating func readAll(_ progress: (CeremonyImport.Progress) -> Bool) throws(CeremonyFileError) -> [UInt8] {
        let size = ptau.identity.size
        let chunk = UInt64(max(2, options.chunkPoints)) * 64
        var checkpoint = position
        while position < size {
            let inside = kept.contains(position)
            let end = inside ? kept.upperBound : position < kept.lowerBound ? kept.lowerBound : size
            let bytes = try ptau.file.read(Int(min(chunk, end - position)), at: position)
            if bytes.isEmpty { throw .sourceChanged(path: ptau.file.path) }
            // A piece that a shrinking file cuts inside a point would shift all that follow.
            if inside && bytes.count % 64 != 0 { throw .sourceChanged(path: ptau.file.path) }
            sourceHash.update(bytes)
            if inside { try take(bytes) }
            position += UInt64(bytes.count)
            if position - checkpoint >= UInt64(max(1, options.checkpointBytes)) && position < size {
                try saveJournal()
                checkpoint = position
            }
            let state = CeremonyImport.Progress(
                powersChecked: powersDone, powers: powers, bytesRead: position, bytes: size, resumedAt: resumedAt)
            if !progress(state) { throw .interrupted(powers: powersDone, of: powers) }
        }
        guard try ptau.file.identity() == ptau.identity else { throw .sourceChanged(path: ptau.file.path) }
        return sourceHash.finalize()
    }

    /// Completes the string and puts it under its name.
    mutating func finish(_ source: SRSSource) throws(CeremonyFileError) {
        let tail = G2Affine.generator.uncompressedBytes + secrets.tauG2.uncompressedBytes
        checksum.update(tail)
        try output.write(tail + checksum.finalize(), at: outputEnd)
        try output.truncate(to: outputEnd + UInt64(tail.count) + 32)
        try output.synchronize()
        try replaceFile(target.path + SRSSource.suffix, with: source.encoded)
        try moveFile(target.partial, to: target.path)
        removeJournal()
    }

    /// Leaves nothing behind.
    func discard() {
        try? FileManager.default.removeItem(atPath: target.partial)
        removeJournal()
    }

    private func removeJournal() { try? FileManager.default.removeItem(atPath: target.journal) }

    /// Checks the next powers and appends them to the partial file.
    private mutating func take(_ bytes: [UInt8]) throws(CeremonyFileError) {
        let points = try PtauPoints.decode(bytes, section: .tauG1, first: powersDone)
        // The last power of the piece before stands in front, so that no step between two powers goes unchecked.
        let chain = lastPower.map { [$0] + points } ?? points
        var generator = SystemRandomNumberGenerator()
        guard PowerCheck.areConsecutive(chain, tauG2: secrets.tauG2, using: &generator) else {
            throw .wrongPowers(max(1, powersDone)..<powersDone + points.count)
        }
        let encoded = Parallel.mapChunks(points.count, minimum: 256) { range in
            var piece: [UInt8] = []
            piece.reserveCapacity(64 * range.count)
            for point in points[range] {
                point.x.appendBigEndianBytes(to: &piece)
                point.y.appendBigEndianBytes(to: &piece)
            }
            return piece
        }
        for piece in encoded {
            try output.write(piece, at: outputEnd)
            checksum.update(piece)
            powersDone += piece.count / 64
        }
        lastPower = points.last
    }

    private mutating func saveJournal() throws(CeremonyFileError) {
        if powersSaved != powersDone { try output.synchronize() }
        powersSaved = powersDone
        let journal = ImportJournal(
            source: ptau.identity, powers: powers, powersDone: powersDone, position: position,
            partialDigest: checksum.finalize(), sourceHash: sourceHash.snapshot)
        try replaceFile(target.journal, with: journal.bytes)
    }

    /// Whether journal and partial file belong together and to this source; then everything stands where it was. What
    /// does not check out is not an error: the import begins anew.
    private mutating func resume(_ header: [UInt8]) throws(CeremonyFileError) -> Bool {
        guard let contents = FileManager.default.contents(atPath: target.journal),
            let journal = ImportJournal(bytes: [UInt8](contents)), journal.source == ptau.identity,
            journal.powers == powers, journal.position <= ptau.identity.size,
            let hash = Blake2b(snapshot: journal.sourceHash)
        else { return false }
        let end = headerSize + 64 * UInt64(journal.powersDone)
        guard try output.identity().size >= end else { return false }
        var rehash = Keccak256()
        var offset: UInt64 = 0
        while offset < end {
            let bytes = try output.read(Int(min(1 << 20, end - offset)), at: offset)
            if bytes.isEmpty { return false }
            if offset == 0 && !bytes.starts(with: header) { return false }
            rehash.update(bytes)
            offset += UInt64(bytes.count)
        }
        guard rehash.finalize() == journal.partialDigest else { return false }
        if journal.powersDone > 0 {
            guard let last = G1Affine(uncompressed: try output.read(64, at: end - 64)) else { return false }
            lastPower = last
        }
        try output.truncate(to: end)
        checksum = rehash
        sourceHash = hash
        powersDone = journal.powersDone
        position = journal.position
        resumedAt = journal.position
        return true
    }
}
