import Hashing

/// Text that should have been an account's address and was not.
public enum AddressError: Error, Hashable, CustomStringConvertible {
    case hex(HexError)
    /// Both cases occur, so there is a checksum (EIP-55), and it is wrong: most likely a typing error.
    case checksum(expected: String, got: String)

    public var description: String {
        switch self {
        case .hex(let error): "not an address: \(error)"
        case .checksum(let expected, let got): "the address \(got) has a wrong checksum; spelled right it is \(expected)"
        }
    }
}

/// A 20-byte account address.
public struct Address: Hashable, Sendable {
    /// Exactly 20 bytes.
    public let bytes: [UInt8]

    public static let zero = Address(unchecked: [UInt8](repeating: 0, count: 20))

    /// Nil unless there are exactly 20 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20 else { return nil }
        self.bytes = Array(bytes)
    }

    init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads 40 hex digits with or without `0x`. Mixed case must be the checksum of EIP-55; one case alone carries none.
    public init(_ text: some StringProtocol) throws(AddressError) {
        do {
            bytes = try Hex.decode(text, count: 20)
        } catch {
            throw .hex(error)
        }
        let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
        let isMixed = digits.contains { $0.isLowercase } && digits.contains { $0.isUppercase }
        if isMixed, digits != checksummed.dropFirst(2) {
            throw .checksum(expected: checksummed, got: String(text))
        }
    }

    /// The address of a public key, given as its 64 bytes x ‖ y: the last 20 of their Keccak-256.
    public init?(publicKey: [UInt8]) {
        guard publicKey.count == 64 else { return nil }
        self.init(bytes: Keccak256.hash(publicKey).suffix(20))
    }

    /// `0x` and 40 digits in mixed case, as EIP-55 spells it: a letter is a capital where the Keccak-256 of the
    /// lower-case digits has a hex digit of 8 or more in its place.
    public var checksummed: String {
        let digits = Array(Hex.encode(bytes, prefix: false).utf8)
        let hash = Keccak256.hash(digits)
        let spelled = digits.enumerated().map { index, digit in
            let nibble = index.isMultiple(of: 2) ? hash[index / 2] >> 4 : hash[index / 2] & 15
            return digit >= UInt8(ascii: "a") && nibble >= 8 ? digit - 32 : digit
        }
        return "0x" + String(decoding: spelled, as: UTF8.self)
    }

    /// Left-padded with zeros, as contracts see it.
    public var word: Word { Word(rightAligned: bytes) }
}

extension Address: Comparable {
    /// As unsigned numbers: the order in which a feed wants its signatures.
    public static func < (a: Address, b: Address) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes)
    }
}

extension Address: CustomStringConvertible {
    public var description: String { checksummed }
}
