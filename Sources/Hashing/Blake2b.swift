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
        let done: Void? = bytes.withContiguousStorageIfAvailable { absorb($0) }
        if done == nil { Array(bytes).withUnsafeBufferPointer { absorb($0) } }
    }

    /// The digest of everything absorbed so far. Works on a copy: `update` may go on afterwards.
    public func finalize() -> [UInt8] {
        var last = self
        for index in filled..<128 { last.block[index] = 0 }
        last.total += UInt128(filled)
        last.compress(isLast: true)
        return last.state.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    }

    private mutating func absorb(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes {
            // The last block is compressed by `finalize`, so a full one waits for the next byte.
            if filled == 128 {
                total += 128
                compress(isLast: false)
                filled = 0
            }
            block[filled] = byte
            filled += 1
        }
    }

    private mutating func compress(isLast: Bool) {
        let message = (0..<16).map { index in
            (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(block[8 * index + $1]) }
        }
        var v = state + initialVector
        v[12] ^= UInt64(truncatingIfNeeded: total)
        v[13] ^= UInt64(truncatingIfNeeded: total >> 64)
        if isLast { v[14] = ~v[14] }
        for round in 0..<12 {
            let order = sigma[round % 10]
            mix(&v, 0, 4, 8, 12, message[order[0]], message[order[1]])
            mix(&v, 1, 5, 9, 13, message[order[2]], message[order[3]])
            mix(&v, 2, 6, 10, 14, message[order[4]], message[order[5]])
            mix(&v, 3, 7, 11, 15, message[order[6]], message[order[7]])
            mix(&v, 0, 5, 10, 15, message[order[8]], message[order[9]])
            mix(&v, 1, 6, 11, 12, message[order[10]], message[order[11]])
            mix(&v, 2, 7, 8, 13, message[order[12]], message[order[13]])
            mix(&v, 3, 4, 9, 14, message[order[14]], message[order[15]])
        }
        for index in 0..<8 { state[index] ^= v[index] ^ v[index + 8] }
    }
}

@inline(__always)
private func mix(_ v: inout [UInt64], _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ x: UInt64, _ y: UInt64) {
    func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 { (word &>> by) | (word &<< (64 &- by)) }
    v[a] = v[a] &+ v[b] &+ x
    v[d] = rotated(v[d] ^ v[a], 32)
    v[c] = v[c] &+ v[d]
    v[b] = rotated(v[b] ^ v[c], 24)
    v[a] = v[a] &+ v[b] &+ y
    v[d] = rotated(v[d] ^ v[a], 16)
    v[c] = v[c] &+ v[d]
    v[b] = rotated(v[b] ^ v[c], 63)
}

private let initialVector: [UInt64] = [
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
]

private let sigma: [[Int]] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]
