extension G2Affine {
    /// Reads the EVM's form (EIP-197): x then y, each as the coefficient of u first and then the constant one, 32 bytes
    /// each, most significant first; 128 zero bytes are infinity.
    ///
    /// Nil for another length, for a coordinate at or above q, for a point off the twist and for one outside the
    /// subgroup of order r.
    public init?(uncompressed bytes: some Collection<UInt8>) {
        guard bytes.count == 128 else { return nil }
        var words: [Fq] = []
        for index in 0..<4 {
            guard let word = Fq(bigEndian: bytes.dropFirst(32 * index).prefix(32)) else { return nil }
            words.append(word)
        }
        self.init(x: Fq2(words[1], words[0]), y: Fq2(words[3], words[2]))
        guard isInSubgroup else { return nil }
    }

    /// The EVM's 128-byte form.
    public var uncompressedBytes: [UInt8] {
        x.c1.bigEndianBytes + x.c0.bigEndianBytes + y.c1.bigEndianBytes + y.c0.bigEndianBytes
    }

    /// Reads 64 bytes: x as above, the top two bits saying 10 for the smaller y, 11 for the larger (by the coefficient
    /// of u, then by the constant one), 01 with all else zero for infinity. Nil for everything else.
    public init?(compressed bytes: some Collection<UInt8>) {
        guard bytes.count == 64, let first = bytes.first else { return nil }
        let high = [first & 0x3f] + bytes.dropFirst().prefix(31)
        guard let c1 = Fq(bigEndian: high), let c0 = Fq(bigEndian: bytes.dropFirst(32)) else { return nil }
        let x = Fq2(c0, c1)
        switch first >> 6 {
        case 0b01:
            guard x.isZero else { return nil }
            self = .infinity
        case 0b10, 0b11:
            guard let root = (x.squared() * x + G2Affine.b).squareRoot() else { return nil }
            let larger = root.c1.isZero ? root.c0.isLargerHalf : root.c1.isLargerHalf
            self.init(uncheckedX: x, y: larger == (first >> 6 == 0b11) ? root : -root)
            guard isInSubgroup else { return nil }
        default:
            return nil
        }
    }

    /// The 64-byte form that `init(compressed:)` reads.
    public var compressedBytes: [UInt8] {
        var bytes = x.c1.bigEndianBytes + x.c0.bigEndianBytes
        let larger = y.c1.isZero ? y.c0.isLargerHalf : y.c1.isLargerHalf
        bytes[0] |= isInfinity ? 0x40 : larger ? 0xc0 : 0x80
        return bytes
    }
}
