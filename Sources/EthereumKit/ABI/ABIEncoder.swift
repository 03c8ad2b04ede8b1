/// The contract ABI's encoding: a tuple is a head of fixed length and a tail that holds what has none.
public enum ABI {
    /// Encodes values as the members of one tuple: a call's arguments, a return value, or `abi.encode`.
    ///
    /// Cost: linear in the output.
    public static func encode(_ values: [ABIValue], as types: [ABIType]) throws(ABIError) -> [UInt8] {
        guard values.count == types.count else { throw .count(expected: types.count, got: values.count) }
        var head: [UInt8] = []
        var tail: [UInt8] = []
        let headSize = types.reduce(0) { $0 + $1.headSize }
        for (value, type) in zip(values, types) {
            if type.isDynamic {
                head += Word(UInt64(headSize + tail.count)).bytes
                tail += try encode(value, as: type)
            } else {
                head += try encode(value, as: type)
            }
        }
        return head + tail
    }

    /// One value, without an offset in front of it.
    private static func encode(_ value: ABIValue, as type: ABIType) throws(ABIError) -> [UInt8] {
        if let word = try value.word(as: type) { return word.bytes }
        switch (type, value) {
        case (.bytes, .bytes(let bytes)):
            return lengthPrefixed(bytes)
        case (.string, .string(let text)):
            return lengthPrefixed(Array(text.utf8))
        case (.array(let element), .array(let values)):
            return try Word(UInt64(values.count)).bytes
                + encode(values, as: Array(repeating: element, count: values.count))
        case (.fixedArray(let element, let count), .array(let values)):
            guard values.count == count else { throw .count(expected: count, got: values.count) }
            return try encode(values, as: Array(repeating: element, count: count))
        case (.tuple(let members), .tuple(let values)):
            return try encode(values, as: members)
        default:
            throw .mismatch(type: type.name)
        }
    }

    private static func lengthPrefixed(_ bytes: [UInt8]) -> [UInt8] {
        let padding = (32 - bytes.count % 32) % 32
        return Word(UInt64(bytes.count)).bytes + bytes + [UInt8](repeating: 0, count: padding)
    }
}
