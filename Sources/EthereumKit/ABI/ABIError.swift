/// What is wrong with a value to encode or with bytes to decode under the contract ABI.
public enum ABIError: Error, Hashable, CustomStringConvertible {
    /// Text that names no type, for example `uint7`.
    case unknownType(String)
    /// Another number of values than of types.
    case count(expected: Int, got: Int)
    /// A value of another kind or range than its type.
    case mismatch(type: String)
    /// The bytes end before the value does.
    case truncated(needed: Int, available: Int)
    /// The bytes at this offset are not what an encoder writes: padding, sign, boolean, text or offset.
    case notCanonical(offset: Int, what: String)
    /// Bytes behind the last value.
    case trailing(count: Int)
    /// The first four bytes name another function.
    case selector(expected: [UInt8], got: [UInt8])

    public var description: String {
        switch self {
        case .unknownType(let text): "\"\(text)\" is not a type of the contract ABI"
        case .count(let expected, let got): "\(got) values for \(expected) types"
        case .mismatch(let type): "a value does not fit its type \(type)"
        case .truncated(let needed, let available): "\(needed) more bytes are needed and \(available) are there"
        case .notCanonical(let offset, let what): "not canonical at byte \(offset): \(what)"
        case .trailing(let count): "\(count) bytes behind the last value"
        case .selector(let expected, let got): "selector \(Hex.encode(got)) instead of \(Hex.encode(expected))"
        }
    }
}
