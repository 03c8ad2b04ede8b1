/// A recoverable secp256k1 signature in the one form that the feed accepts: `s` at most half the group's order, `v` 27 or 28.
public struct Signature: Hashable, Sendable {
    public let r: Word
    public let s: Word
    /// The parity of the nonce point's y: 0 or 1.
    public let yParity: UInt8

    /// Half the order of secp256k1's group, rounded down.
    static let halfOrder = Word(
        high: 0x7fff_ffff_ffff_ffff_ffff_ffff_ffff_ffff, low: 0x5d57_6e73_57a4_501d_dfe9_2f46_681b_20a0)

    /// Nil where `s` is above half the order, `r` or `s` is zero, or the parity is neither 0 nor 1.
    public init?(r: Word, s: Word, yParity: UInt8) {
        guard r != 0, s != 0, s <= Self.halfOrder, yParity <= 1 else { return nil }
        self.r = r
        self.s = s
        self.yParity = yParity
    }

    /// From 65 bytes r ‖ s ‖ v with v 27 or 28; nil for anything else.
    public init?(bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 65, bytes[64] == 27 || bytes[64] == 28 else { return nil }
        self.init(
            r: Word(rightAligned: bytes[..<32]), s: Word(rightAligned: bytes[32..<64]), yParity: bytes[64] - 27)
    }

    /// 65 bytes r ‖ s ‖ v with v 27 or 28, as `ecrecover` and the feed want them.
    public var bytes: [UInt8] { r.bytes + s.bytes + [27 + yParity] }

    /// Who signed this 32-byte digest. Nil where `r` belongs to no point.
    public func signer(of digest: Word) -> Address? {
        Secp256k1.recover(self, digest: digest).flatMap(Address.init(publicKey:))
    }
}
