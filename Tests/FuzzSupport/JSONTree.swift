import TestSupport

/// A JSON document as it is spelled, so that what JSON forbids can be spelled too: members in order and twice, literals that are none.
public indirect enum JSONTree: Sendable {
    /// A number, word or string with its quotes, byte for byte.
    case literal([UInt8])
    case array([JSONTree])
    case object([(key: [UInt8], value: JSONTree)])

    /// Of valid JSON without escaped quotes' subtleties: what fixtures hold. Nil for anything else.
    public init?(_ bytes: [UInt8]) {
        var place = 0
        guard let tree = Self.read(bytes, &place) else { return nil }
        self = tree
    }

    private static func skip(_ bytes: [UInt8], _ place: inout Int) {
        while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
    }

    private static func string(_ bytes: [UInt8], _ place: inout Int) -> [UInt8]? {
        let start = place
        place += 1
        while place < bytes.count, bytes[place] != 0x22 { place += bytes[place] == 0x5C ? 2 : 1 }
        place += 1
        return place <= bytes.count ? Array(bytes[start..<place]) : nil
    }

    private static func read(_ bytes: [UInt8], _ place: inout Int) -> JSONTree? {
        skip(bytes, &place)
        guard place < bytes.count else { return nil }
        let opener = bytes[place]
        guard opener == 0x5B || opener == 0x7B else {
            if opener == 0x22 { return string(bytes, &place).map { .literal($0) } }
            let start = place
            while place < bytes.count, ![0x2C, 0x5D, 0x7D, 0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
            return .literal(Array(bytes[start..<place]))
        }
        let closer = opener + 2
        place += 1
        var elements: [JSONTree] = []
        var members: [(key: [UInt8], value: JSONTree)] = []
        while true {
            skip(bytes, &place)
            guard place < bytes.count else { return nil }
            if bytes[place] == closer {
                place += 1
                return opener == 0x5B ? .array(elements) : .object(members)
            }
            if bytes[place] == 0x2C {
                place += 1
                continue
            }
            if opener == 0x5B {
                guard let element = read(bytes, &place) else { return nil }
                elements.append(element)
            } else {
                guard let key = string(bytes, &place) else { return nil }
                skip(bytes, &place)
                place += 1
                guard let value = read(bytes, &place) else { return nil }
                members.append((key, value))
            }
        }
    }

    public var bytes: [UInt8] {
        var text: [UInt8] = []
        write(to: &text)
        return text
    }

    private func write(to text: inout [UInt8]) {
        switch self {
        case .literal(let bytes): text += bytes
        case .array(let elements):
            text.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(0x2C) }
                element.write(to: &text)
            }
            text.append(0x5D)
        case .object(let members):
            text.append(0x7B)
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(0x2C) }
                text += member.key
                text.append(0x3A)
                member.value.write(to: &text)
            }
            text.append(0x7D)
        }
    }

    /// How many values it holds, itself included.
    public var count: Int {
        switch self {
        case .literal: 1
        case .array(let elements): elements.reduce(1) { $0 + $1.count }
        case .object(let members): members.reduce(1) { $0 + $1.value.count }
        }
    }

    /// With the lists in it cut to their first and last few elements: the shape stays.
    public func shortened(to length: Int) -> JSONTree {
        switch self {
        case .literal: return self
        case .array(let elements):
            let kept = elements.count > length ? Array(elements.prefix(length - 2)) + elements.suffix(2) : elements
            return .array(kept.map { $0.shortened(to: length) })
        case .object(let members): return .object(members.map { ($0.key, $0.value.shortened(to: length)) })
        }
    }

    /// The n-th value, counted from the front and from the outside in.
    public func value(_ index: Int) -> JSONTree {
        var left = index
        return find(&left) ?? self
    }

    private func find(_ left: inout Int) -> JSONTree? {
        if left == 0 { return self }
        left -= 1
        switch self {
        case .literal: return nil
        case .array(let elements):
            for element in elements { if let found = element.find(&left) { return found } }
        case .object(let members):
            for member in members { if let found = member.value.find(&left) { return found } }
        }
        return nil
    }

    /// The same document with the n-th value changed.
    public func replacing(_ index: Int, _ change: (JSONTree) -> JSONTree) -> JSONTree {
        var left = index
        return replace(&left, change)
    }

    private func replace(_ left: inout Int, _ change: (JSONTree) -> JSONTree) -> JSONTree {
        if left == 0 {
            left = -1
            return change(self)
        }
        guard left > 0 else { return self }
        left -= 1
        switch self {
        case .literal: return self
        case .array(let elements): return .array(elements.map { $0.replace(&left, change) })
        case .object(let members): return .object(members.map { ($0.key, $0.value.replace(&left, change)) })
        }
    }
}
