/// Text that should have been hexadecimal and was not.
public enum HexError: Error, Hashable, CustomStringConvertible {
    /// An odd number of digits.
    case oddLength(digits: Int)
    /// Something other than 0–9, a–f, A–F, at this offset behind the prefix.
    case notADigit(offset: Int)
    /// Well-formed, but of another length.
    case length(expected: Int, got: Int)

    public var description: String {
        switch self {
        case .oddLength(let digits): "hex text has an odd number of digits (\(digits))"
        case .notADigit(let offset): "hex text has something other than a digit at offset \(offset)"
        case .length(let expected, let got): "hex text holds \(got) bytes where \(expected) are wanted"
        }
    }
}

/// Hexadecimal text, as Ethereum's tools write it.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Lower case, two digits a byte. `prefix` puts `0x` in front.
    public static func encode(_ bytes: some Collection<UInt8>, prefix: Bool = true) -> String {
        var text: [UInt8] = prefix ? [0x30, 0x78] : []
        text.reserveCapacity(text.count + 2 * bytes.count)
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the digits of `bytes`, without a prefix, as ASCII.
    package static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }

    /// Reads digits of either case, with or without `0x`.
    ///
    /// - Parameter count: the number of bytes the text must hold; any even number of digits where nil.
    public static func decode(_ text: some StringProtocol, count: Int? = nil) throws(HexError) -> [UInt8] {
        var characters = Array(text.utf8)[...]
        if characters.starts(with: [0x30, 0x78]) { characters = characters.dropFirst(2) }
        guard characters.count.isMultiple(of: 2) else { throw .oddLength(digits: characters.count) }
        if let count, characters.count != 2 * count { throw .length(expected: count, got: characters.count / 2) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 2)
        var high: UInt8?
        for (offset, character) in characters.enumerated() {
            guard let value = nibble(character) else { throw .notADigit(offset: offset) }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    private static func nibble(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x61...0x66: character - 0x61 + 10
        case 0x41...0x46: character - 0x41 + 10
        default: nil
        }
    }
}
