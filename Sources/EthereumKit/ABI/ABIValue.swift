/// A value of the contract ABI.
public indirect enum ABIValue: Hashable, Sendable {
    case uint(Word)
    /// Two's complement over all 256 bits, whatever the type's width.
    case int(Word)
    case address(Address)
    case bool(Bool)
    case fixedBytes([UInt8])
    case bytes([UInt8])
    case string(String)
    /// Of either length: the type says which.
    case array([ABIValue])
    case tuple([ABIValue])

    /// An unsigned number.
    public static func number(_ value: UInt64) -> ABIValue { .uint(Word(value)) }
    /// A signed number.
    public static func signed(_ value: Int128) -> ABIValue { .int(Word(signed: value)) }
    /// A `bytes32`.
    public static func bytes32(_ value: Word) -> ABIValue { .fixedBytes(value.bytes) }
}

extension ABIValue {
    /// The word of a value that has no parts.
    ///
    /// - Returns: nil where the type has parts or no fixed length.
    func word(as type: ABIType) throws(ABIError) -> Word? {
        switch (type, self) {
        case (.uint(let bits), .uint(let word)):
            guard word.bitWidth <= bits else { throw .mismatch(type: type.name) }
            return word
        case (.int(let bits), .int(let word)):
            guard Self.fits(word, signedBits: bits) else { throw .mismatch(type: type.name) }
            return word
        case (.address, .address(let address)):
            return address.word
        case (.bool, .bool(let flag)):
            return flag ? 1 : 0
        case (.fixedBytes(let count), .fixedBytes(let bytes)):
            guard bytes.count == count, count <= 32 else { throw .mismatch(type: type.name) }
            return Word(rightAligned: bytes + [UInt8](repeating: 0, count: 32 - count))
        case (.bytes, .bytes), (.string, .string), (.array, .array), (.fixedArray, .array), (.tuple, .tuple):
            return nil
        default:
            throw .mismatch(type: type.name)
        }
    }

    /// Are all bits from the sign bit upwards equal?
    static func fits(_ word: Word, signedBits bits: Int) -> Bool {
        let magnitude = word.isNegative ? Word(high: ~word.high, low: ~word.low) : word
        return magnitude.bitWidth < bits
    }
}
