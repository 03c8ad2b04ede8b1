import BN254

/// Why bytes could not be decoded. Offsets count from the start of the decoded region.
public enum DecodingError: Error, Hashable, Sendable {
    case truncated(at: Int, need: Int, have: Int)
    case trailingBytes(Int)
    case wrongMagic(expected: String)
    case unsupportedVersion(got: Int, supported: Int)
    case outOfRange(field: String, got: Int, limit: Int)
    case invalid(field: String, at: Int)
    case checksumMismatch
}

extension DecodingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let at, let need, let have): "truncated at byte \(at): need \(need) more, have \(have)"
        case .trailingBytes(let count): "\(count) bytes too many at the end"
        case .wrongMagic(let expected): "not a \(expected) file"
        case .unsupportedVersion(let got, let supported): "version \(got); this build reads version \(supported)"
        case .outOfRange(let field, let got, let limit): "\(field) is \(got), limit \(limit)"
        case .invalid(let field, let at): "\(field) at byte \(at) is not canonical"
        case .checksumMismatch: "checksum does not match the contents"
        }
    }
}

/// Writes the canonical big-endian encoding used by keys: one encoding for each value.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func write(_ value: UInt8) { bytes.append(value) }
    public mutating func write(_ value: UInt32) {
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }
    /// Counts and indices, 0 ..< 2^32.
    public mutating func write(count value: Int) { write(UInt32(value)) }
    public mutating func write(signed value: Int) { write(UInt32(bitPattern: Int32(value))) }
    public mutating func write(_ value: Fr) { bytes += value.bigEndianBytes }
    public mutating func write(raw: [UInt8]) { bytes += raw }
    public mutating func write(_ text: String) {
        let utf8 = Array(text.utf8)
        write(count: utf8.count)
        bytes += utf8
    }
    public mutating func write<T>(_ list: [T], _ element: (inout ByteWriter, T) -> Void) {
        write(count: list.count)
        for item in list { element(&self, item) }
    }
}

/// Reads what ``ByteWriter`` wrote and refuses everything else without trapping.
public struct ByteReader {
    private let bytes: [UInt8]
    public private(set) var offset = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var remaining: Int { bytes.count - offset }

    public mutating func raw(_ count: Int) throws(DecodingError) -> [UInt8] {
        guard count >= 0, count <= remaining else { throw .truncated(at: offset, need: count, have: remaining) }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }
    public mutating func byte() throws(DecodingError) -> UInt8 {
        let one = try raw(1)
        return one[0]
    }
    public mutating func uint32() throws(DecodingError) -> UInt32 {
        try raw(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
    public mutating func count(_ field: String, limit: Int) throws(DecodingError) -> Int {
        let value = Int(try uint32())
        guard value <= limit else { throw .outOfRange(field: field, got: value, limit: limit) }
        return value
    }
    public mutating func signed(_ field: String, in range: ClosedRange<Int>) throws(DecodingError) -> Int {
        let value = Int(Int32(bitPattern: try uint32()))
        guard range.contains(value) else { throw .outOfRange(field: field, got: value, limit: range.upperBound) }
        return value
    }
    public mutating func scalar(_ field: String) throws(DecodingError) -> Fr {
        let at = offset
        guard let value = Fr(bigEndian: try raw(32)) else { throw .invalid(field: field, at: at) }
        return value
    }
    public mutating func text(_ field: String) throws(DecodingError) -> String {
        let at = offset
        let utf8 = try raw(try count(field, limit: 256))
        guard let text = String(validating: utf8, as: UTF8.self) else { throw .invalid(field: field, at: at) }
        return text
    }
    public mutating func list<T>(
        _ field: String, limit: Int, _ element: (inout ByteReader) throws(DecodingError) -> T
    ) throws(DecodingError) -> [T] {
        let total = try count(field, limit: limit)
        var result: [T] = []
        for _ in 0..<total { result.append(try element(&self)) }
        return result
    }
    public func finish() throws(DecodingError) {
        guard remaining == 0 else { throw .trailingBytes(remaining) }
    }
}
