/// BLAKE2b with a 64-byte digest and no key (RFC 7693): the hash that ceremony files are published under.
public struct Blake2b: Sendable {
    private var state: [UInt64]
    private var block = [UInt8](repeating: 0, count: 128)
    private var filled = 0
    private var total: UInt128 = 0

    public init() {
        state = initialVector
        // Parameter block: digest length 64, no key, fanout 1, depth 1.
        state[0] ^= 0x0101_0040
    }

    /// The 64-byte digest of `bytes`.
    public static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var hash = Blake2b()
        hash.update(bytes)
        return hash.finalize()
    }

    /// Absorbs more input.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { absorb(UnsafeRawBufferPointer($0)) }
        if done == nil { Array(bytes).withUnsafeBytes { absorb($0) } }
    }

    /// The digest of everything absorbed so far. Works on a copy: `update` may go on afterwards.
    public func finalize() -> [UInt8] {
        var last = self
        for index in filled..<128 { last.block[index] = 0 }
        last.total += UInt128(filled)
        last.compressBlock(isLast: true)
        return last.state.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    }

    /// Everything a later `init(snapshot:)` needs to go on: 216 bytes.
    package var snapshot: [UInt8] {
        let words = state + [UInt64(truncatingIfNeeded: total), UInt64(truncatingIfNeeded: total >> 64), UInt64(filled)]
        return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } } + block
    }

    /// Nil for bytes that no snapshot can be.
    package init?(snapshot: [UInt8]) {
        guard snapshot.count == 216 else { return nil }
        let words = (0..<11).map { index in
            (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(snapshot[8 * index + $1]) }
        }
        guard words[10] <= 128 else { return nil }
        state = Array(words[..<8])
        total = UInt128(words[9]) << 64 | UInt128(words[8])
        filled = Int(words[10])
        block = Array(snapshot[88...])
    }

    private mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        while position < bytes.count {
            // The last block is compressed by `finalize`, so a full one waits for the next byte.
            if filled == 128 {
                total += 128
                compressBlock(isLast: false)
                filled = 0
            }
            while filled == 0 && bytes.count - position > 128 {
                total += 128
                compress(UnsafeRawBufferPointer(rebasing: bytes[position..<position + 128]), isLast: false)
                position += 128
            }
            let count = min(128 - filled, bytes.count - position)
            for index in 0..<count { block[filled + index] = bytes[position + index] }
            filled += count
            position += count
        }
    }

    private mutating func compressBlock(isLast: Bool) {
        let whole = block
        whole.withUnsafeBytes { compress($0, isLast: isLast) }
    }

    /// Sixteen named words: an array would cost bounds checks and memory traffic at every step.
    private mutating func compress(_ block: UnsafeRawBufferPointer, isLast: Bool) {
        var v0 = state[0], v1 = state[1], v2 = state[2], v3 = state[3]
        var v4 = state[4], v5 = state[5], v6 = state[6], v7 = state[7]
        var v8 = initialVector[0], v9 = initialVector[1], v10 = initialVector[2], v11 = initialVector[3]
        var v12 = initialVector[4] ^ UInt64(truncatingIfNeeded: total)
        var v13 = initialVector[5] ^ UInt64(truncatingIfNeeded: total >> 64)
        var v14 = isLast ? ~initialVector[6] : initialVector[6]
        var v15 = initialVector[7]
        sigma.withUnsafeBufferPointer { sigma in
            for round in 0..<12 {
                let row = 16 * (round % 10)
                @inline(__always) func word(_ index: Int) -> UInt64 {
                    UInt64(littleEndian: block.loadUnaligned(fromByteOffset: 8 * Int(sigma[row + index]), as: UInt64.self))
                }
                mix(&v0, &v4, &v8, &v12, word(0), word(1))
                mix(&v1, &v5, &v9, &v13, word(2), word(3))
                mix(&v2, &v6, &v10, &v14, word(4), word(5))
                mix(&v3, &v7, &v11, &v15, word(6), word(7))
                mix(&v0, &v5, &v10, &v15, word(8), word(9))
                mix(&v1, &v6, &v11, &v12, word(10), word(11))
                mix(&v2, &v7, &v8, &v13, word(12), word(13))
                mix(&v3, &v4, &v9, &v14, word(14), word(15))
            }
        }
        state[0] ^= v0 ^ v8
        state[1] ^= v1 ^ v9
        state[2] ^= v2 ^ v10
        state[3] ^= v3 ^ v11
        state[4] ^= v4 ^ v12
        state[5] ^= v5 ^ v13
        state[6] ^= v6 ^ v14
        state[7] ^= v7 ^ v15
    }
}

@inline(__always)
private func mix(_ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64, _ x: UInt64, _ y: UInt64) {
    a = a &+ b &+ x
    d = rotated(d ^ a, 32)
    c = c &+ d
    b = rotated(b ^ c, 24)
    a = a &+ b &+ y
    d = rotated(d ^ a, 16)
    c = c &+ d
    b = rotated(b ^ c, 63)
}

@inline(__always)
private func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 { (word &>> by) | (word &<< (64 &- by)) }

private let initialVector: [UInt64] = [
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
]

/// The order of the message words, sixteen a round.
private let sigma: [UInt8] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
    11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
    7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
    9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
    2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
    12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
    13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
    6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
    10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
]
