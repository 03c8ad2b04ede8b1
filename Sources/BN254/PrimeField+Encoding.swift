extension PrimeField {
    /// Reads exactly 32 bytes, most significant first. Nil for any other length and for a value at or above the modulus.
    public init?(bigEndian bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(limbs: readLimbs(bytes))
    }

    /// Reads a big-endian integer of any length, modulo the modulus; a transcript's 32-byte digests become challenges
    /// this way.
    public init(reducing bigEndian: some Collection<UInt8>) {
        let shift = Self(uncheckedMontgomery: Self.montgomerySquare)
        var value = Self.zero
        var rest = bigEndian[...]
        var take = (bigEndian.count - 1) % 32 + 1
        while !rest.isEmpty {
            value = value * shift + Self(reducing: readLimbs(rest.prefix(take)))
            rest = rest.dropFirst(take)
            take = 32
        }
        self = value
    }

    /// 32 bytes, most significant first.
    public var bigEndianBytes: [UInt8] {
        let limbs = canonicalLimbs
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        appendBigEndian(limbs.3, to: &bytes)
        appendBigEndian(limbs.2, to: &bytes)
        appendBigEndian(limbs.1, to: &bytes)
        appendBigEndian(limbs.0, to: &bytes)
        return bytes
    }

    /// Reads decimal digits, nothing else. Nil for empty text, other characters and values at or above the modulus.
    public init?(decimal text: some StringProtocol) {
        guard !text.isEmpty else { return nil }
        var words: Limbs = (0, 0, 0, 0)
        for character in text.utf8 {
            guard character >= 48, character <= 57 else { return nil }
            var carry = UInt64(character - 48)
            (carry, words.0) = multiplyAdd(words.0, 10, carry, 0)
            (carry, words.1) = multiplyAdd(words.1, 10, carry, 0)
            (carry, words.2) = multiplyAdd(words.2, 10, carry, 0)
            (carry, words.3) = multiplyAdd(words.3, 10, carry, 0)
            if carry != 0 { return nil }
        }
        self.init(limbs: words)
    }

    /// Decimal digits of the canonical value.
    public var description: String {
        let limbs = canonicalLimbs
        var words = [limbs.3, limbs.2, limbs.1, limbs.0]
        var groups: [String] = []
        let base: UInt64 = 10_000_000_000_000_000_000
        while words.contains(where: { $0 != 0 }) {
            var remainder: UInt64 = 0
            for index in words.indices {
                (words[index], remainder) = base.dividingFullWidth((remainder, words[index]))
            }
            groups.append(String(remainder))
        }
        guard let first = groups.last else { return "0" }
        return groups.dropLast().reversed().reduce(first) { text, group in
            text + String(repeating: "0", count: 19 - group.count) + group
        }
    }
}

/// At most 32 bytes as an integer, most significant byte first.
func readLimbs(_ bytes: some Collection<UInt8>) -> Limbs {
    var limbs: Limbs = (0, 0, 0, 0)
    for byte in bytes {
        limbs.3 = limbs.3 << 8 | limbs.2 >> 56
        limbs.2 = limbs.2 << 8 | limbs.1 >> 56
        limbs.1 = limbs.1 << 8 | limbs.0 >> 56
        limbs.0 = limbs.0 << 8 | UInt64(byte)
    }
    return limbs
}

func appendBigEndian(_ word: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
    }
}
