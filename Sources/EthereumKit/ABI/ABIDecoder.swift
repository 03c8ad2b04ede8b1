extension ABI {
    /// Decodes what ``encode(_:as:)`` writes, and nothing else.
    ///
    /// Every offset must be where an encoder puts it, all padding zero, numbers within their width, text UTF-8, and no
    /// bytes may be left over; so two different inputs never decode to equal values, and the cost is linear in the input.
    /// Any bytes are safe to pass in.
    public static func decode(_ bytes: some Collection<UInt8>, as types: [ABIType]) throws(ABIError) -> [ABIValue] {
        let decoder = ABIDecoder(bytes: Array(bytes))
        var end = 0
        let values = try decoder.tuple(types.count, { types[$0] }, at: 0, end: &end)
        guard end == decoder.bytes.count else { throw .trailing(count: decoder.bytes.count - end) }
        return values
    }
}

/// Reads at absolute positions; every function that reads something of open length tells where that ended.
private struct ABIDecoder {
    let bytes: [UInt8]

    /// `count` bytes from `start`, which is never beyond the end.
    private func slice(_ start: Int, _ count: Int) throws(ABIError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - start else { throw .truncated(needed: count, available: bytes.count - start) }
        return bytes[start..<(start + count)]
    }

    private func word(at position: Int) throws(ABIError) -> Word {
        Word(rightAligned: try slice(position, 32))
    }

    /// A length that cannot be larger than what is left behind it allows, at `unit` bytes each.
    private func length(at position: Int, unit: Int) throws(ABIError) -> Int {
        let word = try word(at: position)
        let available = bytes.count - position - 32
        guard unit > 0, let length = word.asUInt64, length <= UInt64(available / unit) else {
            throw .truncated(needed: .max, available: available)
        }
        return Int(length)
    }

    func tuple(
        _ count: Int, _ type: (Int) -> ABIType, at base: Int, end: inout Int
    ) throws(ABIError) -> [ABIValue] {
        var headSize = 0
        for index in 0..<count {
            headSize += type(index).headSize
            // Checked on the way, so that the sum cannot overflow.
            guard headSize <= bytes.count - base else {
                throw .truncated(needed: headSize, available: bytes.count - base)
            }
        }
        var position = base
        var tail = base + headSize
        var values: [ABIValue] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            let type = type(index)
            if type.isDynamic {
                guard try word(at: position).asUInt64 == UInt64(tail - base) else {
                    throw .notCanonical(offset: position, what: "the offset is not that of the next free place")
                }
                values.append(try value(type, at: tail, end: &tail))
            } else {
                var unused = 0
                values.append(try value(type, at: position, end: &unused))
            }
            position += type.headSize
        }
        end = tail
        return values
    }

    private func value(_ type: ABIType, at position: Int, end: inout Int) throws(ABIError) -> ABIValue {
        switch type {
        case .bytes:
            return .bytes(try text(at: position, end: &end))
        case .string:
            guard let string = String(validating: try text(at: position, end: &end), as: UTF8.self) else {
                throw .notCanonical(offset: position, what: "text is not UTF-8")
            }
            return .string(string)
        case .array(let element):
            let count = try length(at: position, unit: element.headSize)
            return .array(try tuple(count, { _ in element }, at: position + 32, end: &end))
        case .fixedArray(let element, let count):
            // Bounded by the input before the loop over it starts.
            guard count >= 0, element.headSize > 0, count <= (bytes.count - position) / element.headSize else {
                throw .truncated(needed: .max, available: bytes.count - position)
            }
            return .array(try tuple(count, { _ in element }, at: position, end: &end))
        case .tuple(let members):
            return .tuple(try tuple(members.count, { members[$0] }, at: position, end: &end))
        default:
            return try atom(type, at: position)
        }
    }

    /// A length, that many bytes, and zeros up to a multiple of 32.
    private func text(at position: Int, end: inout Int) throws(ABIError) -> [UInt8] {
        let length = try length(at: position, unit: 1)
        let start = position + 32
        let padding = (32 - length % 32) % 32
        let rest = try slice(start + length, padding)
        if rest.contains(where: { $0 != 0 }) { throw .notCanonical(offset: start + length, what: "padding is not zero") }
        end = start + length + padding
        return Array(bytes[start..<(start + length)])
    }

    private func atom(_ type: ABIType, at position: Int) throws(ABIError) -> ABIValue {
        let word = try word(at: position)
        let value: ABIValue? =
            switch type {
            case .uint(let bits): word.bitWidth <= bits ? .uint(word) : nil
            case .int(let bits): ABIValue.fits(word, signedBits: bits) ? .int(word) : nil
            case .bool: word == 0 ? .bool(false) : word == 1 ? .bool(true) : nil
            case .address: word.bitWidth <= 160 ? .address(Address(unchecked: Array(word.bytes.suffix(20)))) : nil
            case .fixedBytes(let count):
                count <= 32 && !word.bytes.dropFirst(count).contains { $0 != 0 }
                    ? .fixedBytes(Array(word.bytes.prefix(count))) : nil
            default: nil
            }
        guard let value else { throw .notCanonical(offset: position, what: "out of range for \(type.name)") }
        return value
    }
}
