/// Keccak-256 as Ethereum uses it: the Keccak submission's padding (0x01), not FIPS 202's SHA3-256 (0x06).
///
/// Rate 136 bytes, capacity 64 bytes. Source: the Keccak reference, version 3.0 (2011).
public struct Keccak256: Sendable {
    private var lanes = [UInt64](repeating: 0, count: 25)
    /// Bytes absorbed into the current block, 0 ..< 136.
    private var filled = 0

    public init() {}

    /// The 32-byte digest of `bytes`.
    public static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var state = Keccak256()
        state.update(bytes)
        return state.finalize()
    }

    /// Absorbs more input.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { absorb($0) }
        if done == nil { Array(bytes).withUnsafeBufferPointer { absorb($0) } }
    }

    /// The digest of everything absorbed so far. Works on a copy: `update` may go on afterwards.
    public func finalize() -> [UInt8] {
        var last = self
        last.lanes[filled / 8] ^= 0x01 << UInt64(8 * (filled % 8))
        last.lanes[16] ^= 0x80 << 56
        last.permute()
        var digest: [UInt8] = []
        digest.reserveCapacity(32)
        for lane in 0..<4 {
            for byte in 0..<8 { digest.append(UInt8(truncatingIfNeeded: last.lanes[lane] >> UInt64(8 * byte))) }
        }
        return digest
    }

    private mutating func absorb(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var position = 0
        while position < raw.count {
            if filled & 7 == 0 && raw.count - position >= 8 {
                lanes[filled >> 3] ^= UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                filled += 8
                position += 8
            } else {
                lanes[filled >> 3] ^= UInt64(raw[position]) << UInt64((filled & 7) << 3)
                filled += 1
                position += 1
            }
            if filled == 136 {
                permute()
                filled = 0
            }
        }
    }

    private mutating func permute() {
        lanes.withUnsafeMutableBufferPointer { keccakF1600($0) }
    }
}

@inline(__always)
private func rotate(_ word: UInt64, _ by: UInt64) -> UInt64 {
    (word &<< by) | (word &>> ((64 &- by) & 63))
}

/// The permutation Keccak-f[1600] on 25 lanes, lane (x, y) at index x + 5y.
private func keccakF1600(_ a: UnsafeMutableBufferPointer<UInt64>) {
    for constant in roundConstants {
        // θ
        let c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20]
        let c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21]
        let c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22]
        let c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23]
        let c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24]
        let d0 = c4 ^ rotate(c1, 1), d1 = c0 ^ rotate(c2, 1), d2 = c1 ^ rotate(c3, 1)
        let d3 = c2 ^ rotate(c4, 1), d4 = c3 ^ rotate(c0, 1)
        // ρ and π: lane (x, y), rotated, moves to (y, 2x + 3y).
        let b00 = a[0] ^ d0, b01 = rotate(a[6] ^ d1, 44), b02 = rotate(a[12] ^ d2, 43)
        let b03 = rotate(a[18] ^ d3, 21), b04 = rotate(a[24] ^ d4, 14)
        let b10 = rotate(a[3] ^ d3, 28), b11 = rotate(a[9] ^ d4, 20), b12 = rotate(a[10] ^ d0, 3)
        let b13 = rotate(a[16] ^ d1, 45), b14 = rotate(a[22] ^ d2, 61)
        let b20 = rotate(a[1] ^ d1, 1), b21 = rotate(a[7] ^ d2, 6), b22 = rotate(a[13] ^ d3, 25)
        let b23 = rotate(a[19] ^ d4, 8), b24 = rotate(a[20] ^ d0, 18)
        let b30 = rotate(a[4] ^ d4, 27), b31 = rotate(a[5] ^ d0, 36), b32 = rotate(a[11] ^ d1, 10)
        let b33 = rotate(a[17] ^ d2, 15), b34 = rotate(a[23] ^ d3, 56)
        let b40 = rotate(a[2] ^ d2, 62), b41 = rotate(a[8] ^ d3, 55), b42 = rotate(a[14] ^ d4, 39)
        let b43 = rotate(a[15] ^ d0, 41), b44 = rotate(a[21] ^ d1, 2)
        // χ and ι
        a[0] = b00 ^ (~b01 & b02) ^ constant
        a[1] = b01 ^ (~b02 & b03)
        a[2] = b02 ^ (~b03 & b04)
        a[3] = b03 ^ (~b04 & b00)
        a[4] = b04 ^ (~b00 & b01)
        a[5] = b10 ^ (~b11 & b12)
        a[6] = b11 ^ (~b12 & b13)
        a[7] = b12 ^ (~b13 & b14)
        a[8] = b13 ^ (~b14 & b10)
        a[9] = b14 ^ (~b10 & b11)
        a[10] = b20 ^ (~b21 & b22)
        a[11] = b21 ^ (~b22 & b23)
        a[12] = b22 ^ (~b23 & b24)
        a[13] = b23 ^ (~b24 & b20)
        a[14] = b24 ^ (~b20 & b21)
        a[15] = b30 ^ (~b31 & b32)
        a[16] = b31 ^ (~b32 & b33)
        a[17] = b32 ^ (~b33 & b34)
        a[18] = b33 ^ (~b34 & b30)
        a[19] = b34 ^ (~b30 & b31)
        a[20] = b40 ^ (~b41 & b42)
        a[21] = b41 ^ (~b42 & b43)
        a[22] = b42 ^ (~b43 & b44)
        a[23] = b43 ^ (~b44 & b40)
        a[24] = b44 ^ (~b40 & b41)
    }
}

private let roundConstants: [UInt64] = [
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]
