/// A 256-bit word of the Ethereum virtual machine: 32 bytes, big-endian.
///
/// It has no sign of its own; where a contract says `int256`, the word is that number's two's complement.
/// Only what encoding needs is here: no multiplication, no division.
public struct Word: Hashable, Sendable {
    /// The upper and lower 128 bits.
    public var high: UInt128
    public var low: UInt128

    public static let zero = Word(high: 0, low: 0)
    public static let max = Word(high: .max, low: .max)

    public init(high: UInt128, low: UInt128) {
        self.high = high
        self.low = low
    }

    public init(_ value: UInt64) {
        self.init(high: 0, low: UInt128(value))
    }

    public init(_ value: UInt128) {
        self.init(high: 0, low: value)
    }

    /// Two's complement: the sign fills the upper half.
    public init(signed value: Int128) {
        self.init(high: value < 0 ? .max : 0, low: UInt128(truncatingIfNeeded: value))
    }

    /// Nil unless there are exactly 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(rightAligned: bytes)
    }

    /// The number that at most 32 big-endian bytes spell; longer input keeps its last 32.
    init(rightAligned bytes: some Sequence<UInt8>) {
        self = .zero
        for byte in bytes {
            high = high << 8 | low >> 120
            low = low << 8 | UInt128(byte)
        }
    }

    /// From 64 hex digits, with or without `0x`.
    public init(hex: some StringProtocol) throws(HexError) {
        self.init(rightAligned: try Hex.decode(hex, count: 32))
    }

    /// 32 bytes, most significant first.
    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        for index in 0..<16 {
            bytes[15 - index] = UInt8(truncatingIfNeeded: high >> UInt128(8 * index))
            bytes[31 - index] = UInt8(truncatingIfNeeded: low >> UInt128(8 * index))
        }
        return bytes
    }

    /// The bytes without leading zeros: none at all for zero.
    public var minimalBytes: [UInt8] {
        Array(bytes.drop { $0 == 0 })
    }

    /// The value read as unsigned, nil where it does not fit.
    public var asUInt64: UInt64? {
        high == 0 ? UInt64(exactly: low) : nil
    }

    /// The value read as two's complement, nil where it does not fit.
    public var asInt128: Int128? {
        let value = Int128(truncatingIfNeeded: low)
        return Word(signed: value) == self ? value : nil
    }

    /// The number of bits up to the highest one; 0 for zero.
    public var bitWidth: Int {
        high != 0 ? 256 - high.leadingZeroBitCount : 128 - low.leadingZeroBitCount
    }

    /// Read as two's complement, is it below zero?
    public var isNegative: Bool { high >> 127 == 1 }

    /// Modulo 2^256.
    public static func &+ (a: Word, b: Word) -> Word {
        let (low, carry) = a.low.addingReportingOverflow(b.low)
        return Word(high: a.high &+ b.high &+ (carry ? 1 : 0), low: low)
    }

    /// Modulo 2^256.
    public static func &- (a: Word, b: Word) -> Word {
        let (low, borrow) = a.low.subtractingReportingOverflow(b.low)
        return Word(high: a.high &- b.high &- (borrow ? 1 : 0), low: low)
    }
}

extension Word: Comparable {
    /// As unsigned numbers.
    public static func < (a: Word, b: Word) -> Bool {
        (a.high, a.low) < (b.high, b.low)
    }
}

extension Word: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: UInt64) {
        self.init(value)
    }
}

extension Word: CustomStringConvertible {
    /// `0x` and 64 digits.
    public var description: String { Hex.encode(bytes) }
}
