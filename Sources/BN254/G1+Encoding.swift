extension G1Affine {
    /// Reads the EVM's form (EIP-196): x then y, 32 bytes each, most significant first; 64 zero bytes are infinity.
    /// Nil for another length, for a coordinate at or above q and for a point off the curve.
    public init?(uncompressed bytes: some Collection<UInt8>) {
        guard bytes.count == 64 else { return nil }
        guard let x = Fq(bigEndian: bytes.prefix(32)), let y = Fq(bigEndian: bytes.dropFirst(32)) else { return nil }
        self.init(x: x, y: y)
    }

    /// The EVM's 64-byte form.
    public var uncompressedBytes: [UInt8] { x.bigEndianBytes + y.bigEndianBytes }

    /// Reads 32 bytes: x, most significant first, with the top two bits saying 10 for the smaller y (as an integer),
    /// 11 for the larger, 01 with all else zero for infinity. Nil for everything else, so every point has one encoding.
    public init?(compressed bytes: some Collection<UInt8>) {
        guard bytes.count == 32, let first = bytes.first else { return nil }
        let rest = [first & 0x3f] + bytes.dropFirst()
        guard let x = Fq(bigEndian: rest) else { return nil }
        switch first >> 6 {
        case 0b01:
            guard x.isZero else { return nil }
            self = .infinity
        case 0b10, 0b11:
            guard let root = (x.squared() * x + G1Affine.b).squareRoot() else { return nil }
            self.init(uncheckedX: x, y: root.isLargerHalf == (first >> 6 == 0b11) ? root : -root)
        default:
            return nil
        }
    }

    /// The 32-byte form that `init(compressed:)` reads.
    public var compressedBytes: [UInt8] {
        var bytes = x.bigEndianBytes
        bytes[0] |= isInfinity ? 0x40 : y.isLargerHalf ? 0xc0 : 0x80
        return bytes
    }
}

extension Fq {
    /// Whether the canonical integer is above (q − 1)/2.
    var isLargerHalf: Bool {
        let half: Limbs = (0x9e10460b6c3e7ea3, 0xcbc0b548b438e546, 0xdc2822db40c0ac2e, 0x183227397098d014)
        return subtractLimbs(half, canonicalLimbs).borrow
    }
}
