import Hashing

/// What is wrong with typed structured data.
public enum TypedDataError: Error, Hashable, CustomStringConvertible {
    case unknownType(String)
    case missingMember(type: String, member: String)
    case unexpectedMember(type: String, member: String)
    /// The value is of another kind or range than its type, at this path from the primary type.
    case mismatch(path: String, type: String)

    public var description: String {
        switch self {
        case .unknownType(let name): "typed data names a type \"\(name)\" that it does not define"
        case .missingMember(let type, let member): "typed data: \(type) lacks \(member)"
        case .unexpectedMember(let type, let member): "typed data: \(type) has no member \(member)"
        case .mismatch(let path, let type): "typed data: \(path) is not a \(type)"
        }
    }
}

/// A value in typed structured data.
public indirect enum TypedValue: Hashable, Sendable {
    /// Anything without parts, and `bytes` and `string`.
    case plain(ABIValue)
    case array([TypedValue])
    case members([String: TypedValue])
}

/// Struct types by name, and the encoding of their values (EIP-712).
public struct TypedDataSchema: Hashable, Sendable {
    /// A struct's member: its name and the name of its type.
    public struct Member: Hashable, Sendable {
        public let type: String
        public let name: String

        public init(_ type: String, _ name: String) {
            self.type = type
            self.name = name
        }
    }

    public let types: [String: [Member]]

    public init(_ types: [String: [Member]]) {
        self.types = types
    }

    /// `Mail(Person from,Person to,string contents)Person(string name,address wallet)`: the type, then all it refers to by name.
    public func encodeType(_ name: String) throws(TypedDataError) -> String {
        var found: Set<String> = []
        try collect(name, into: &found)
        found.remove(name)
        var text = ""
        for name in [name] + found.sorted() {
            let members = try members(of: name).map { "\($0.type) \($0.name)" }
            text += "\(name)(\(members.joined(separator: ",")))"
        }
        return text
    }

    /// The Keccak-256 of ``encodeType(_:)``.
    public func typeHash(_ name: String) throws(TypedDataError) -> Word {
        Word(rightAligned: Keccak256.hash(try encodeType(name).utf8))
    }

    /// `hashStruct` of the EIP: the type's hash and each member's word, hashed.
    public func hashStruct(_ name: String, _ value: [String: TypedValue]) throws(TypedDataError) -> Word {
        try hashStruct(name, value, path: name)
    }

    /// The digest to sign.
    public func digest(
        _ primaryType: String, _ message: [String: TypedValue], domain: TypedDataDomain
    ) throws(TypedDataError) -> Word {
        TypedDataDomain.digest(separator: domain.separator, structHash: try hashStruct(primaryType, message))
    }

    private func members(of name: String) throws(TypedDataError) -> [Member] {
        guard let members = types[name] else { throw .unknownType(name) }
        return members
    }

    /// A type's name without its array suffixes.
    private static func element(of type: String) -> String {
        String(type.prefix { $0 != "[" })
    }

    private func collect(_ name: String, into found: inout Set<String>) throws(TypedDataError) {
        guard found.insert(name).inserted else { return }
        for member in try members(of: name) {
            let element = Self.element(of: member.type)
            if types[element] != nil { try collect(element, into: &found) }
        }
    }

    private func hashStruct(
        _ name: String, _ value: [String: TypedValue], path: String
    ) throws(TypedDataError) -> Word {
        let members = try members(of: name)
        if let extra = value.keys.filter({ key in !members.contains { $0.name == key } }).min() {
            throw .unexpectedMember(type: name, member: extra)
        }
        var data = try typeHash(name).bytes
        for member in members {
            guard let value = value[member.name] else { throw .missingMember(type: name, member: member.name) }
            data += try encode(value, as: member.type, path: "\(path).\(member.name)").bytes
        }
        return Word(rightAligned: Keccak256.hash(data))
    }

    private func encode(_ value: TypedValue, as type: String, path: String) throws(TypedDataError) -> Word {
        // The last suffix is the outermost array.
        if type.hasSuffix("]") {
            guard case .array(let items) = value, let open = type.lastIndex(of: "[") else {
                throw .mismatch(path: path, type: type)
            }
            let count = type[type.index(after: open)...].dropLast()
            if !count.isEmpty, Int(count) != items.count { throw .mismatch(path: path, type: type) }
            let element = String(type[..<open])
            var data: [UInt8] = []
            for (index, item) in items.enumerated() {
                data += try encode(item, as: element, path: "\(path)[\(index)]").bytes
            }
            return Word(rightAligned: Keccak256.hash(data))
        }
        if types[type] != nil {
            guard case .members(let members) = value else { throw .mismatch(path: path, type: type) }
            return try hashStruct(type, members, path: path)
        }
        let plain: ABIType
        do {
            plain = try ABIType(type)
        } catch {
            throw .unknownType(type)
        }
        switch (plain, value) {
        case (.bytes, .plain(.bytes(let bytes))): return Word(rightAligned: Keccak256.hash(bytes))
        case (.string, .plain(.string(let text))): return Word(rightAligned: Keccak256.hash(text.utf8))
        case (_, .plain(let value)):
            do {
                if let word = try value.word(as: plain) { return word }
            } catch {}
            throw .mismatch(path: path, type: type)
        default: throw .mismatch(path: path, type: type)
        }
    }
}
