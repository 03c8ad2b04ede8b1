/// A number as the interface spells it (`0x1f`): digits of either case, no leading zeros, at most 256 bits.
struct RPCQuantity: Decodable, Hashable, Sendable {
    let word: Word

    /// As a height, count, time or amount of gas; nil from 2^63 on, which none of them reaches: what is reckoned with it later, and
    /// the store, would not hold it.
    var number: UInt64? { word.asUInt64.flatMap { $0 <= UInt64(Int64.max) ? $0 : nil } }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let digits = text.dropFirst(2)
        guard text.hasPrefix("0x"), (1...64).contains(digits.utf8.count), digits == "0" || digits.first != "0",
            let word = try? Word(hex: String(repeating: "0", count: 64 - digits.utf8.count) + digits)
        else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text.prefix(70)) is not a quantity")
        }
        self.word = word
    }
}

/// Bytes as the interface spells them.
struct RPCBytes: Decodable, Hashable, Sendable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard text.hasPrefix("0x"), let bytes = try? Hex.decode(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text.prefix(70)) is not a row of bytes")
        }
        self.bytes = bytes
    }
}

extension KeyedDecodingContainer {
    func word(_ key: Key) throws -> Word {
        guard let word = Word(bytes: try decode(RPCBytes.self, forKey: key).bytes) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "not 32 bytes")
        }
        return word
    }

    func address(_ key: Key) throws -> Address {
        guard let address = Address(bytes: try decode(RPCBytes.self, forKey: key).bytes) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "not 20 bytes")
        }
        return address
    }

    func quantity(_ key: Key) throws -> Word { try decode(RPCQuantity.self, forKey: key).word }

    func number(_ key: Key) throws -> UInt64 {
        guard let number = try decode(RPCQuantity.self, forKey: key).number else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "more than 63 bits")
        }
        return number
    }

    /// Wei per gas; a chain whose prices pass 128 bits is not one.
    func price(_ key: Key) throws -> UInt128? {
        guard let word = try decodeIfPresent(RPCQuantity.self, forKey: key)?.word else { return nil }
        guard word.high == 0 else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "more than 128 bits")
        }
        return word.low
    }
}
