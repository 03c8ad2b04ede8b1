import Hashing

/// How far an import has come, so that a killed one goes on. Everything it vouches for is on the disk before it is.
///
/// 8 bytes `ASSAYJNL`, then big-endian words of 8 bytes: version, the source's size, time of change (seconds,
/// nanoseconds), node and device; powers wanted, powers done, bytes of the source read; then Keccak-256 of the partial
/// file so far, 216 bytes of BLAKE2b state, and Keccak-256 of everything before.
struct ImportJournal: Equatable, Sendable {
    let source: PositionedFile.Identity
    let powers: Int
    let powersDone: Int
    let position: UInt64
    let partialDigest: [UInt8]
    let sourceHash: [UInt8]

    private static let magic = Array("ASSAYJNL".utf8)
    private static let version: UInt64 = 1
    private static let size = 8 + 9 * 8 + 32 + 216 + 32

    var bytes: [UInt8] {
        let words = [
            ImportJournal.version, source.size, source.modifiedSeconds, source.modifiedNanoseconds, source.node,
            source.device, UInt64(powers), UInt64(powersDone), position,
        ]
        let body = ImportJournal.magic
            + words.flatMap { word in (0..<8).reversed().map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
            + partialDigest + sourceHash
        return body + Keccak256.hash(body)
    }

    /// Nil for anything that `bytes` did not write whole.
    init?(bytes: [UInt8]) {
        guard bytes.count == ImportJournal.size, bytes.starts(with: ImportJournal.magic) else { return nil }
        guard Keccak256.hash(bytes.dropLast(32)).elementsEqual(bytes.suffix(32)) else { return nil }
        let words = (0..<9).map { index in
            bytes[(8 + 8 * index)..<(16 + 8 * index)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        guard words[0] == ImportJournal.version else { return nil }
        guard let powers = Int(exactly: words[6]), let done = Int(exactly: words[7]), done <= powers else { return nil }
        source = PositionedFile.Identity(
            size: words[1], modifiedSeconds: words[2], modifiedNanoseconds: words[3], node: words[4], device: words[5])
        self.powers = powers
        powersDone = done
        position = words[8]
        partialDigest = Array(bytes[80..<112])
        sourceHash = Array(bytes[112..<328])
    }

    init(
        source: PositionedFile.Identity, powers: Int, powersDone: Int, position: UInt64, partialDigest: [UInt8],
        sourceHash: [UInt8]
    ) {
        self.source = source
        self.powers = powers
        self.powersDone = powersDone
        self.position = position
        self.partialDigest = partialDigest
        self.sourceHash = sourceHash
    }
}
