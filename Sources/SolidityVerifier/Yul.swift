import BN254

/// A Yul expression for a value modulo r that may be a small multiple of r too large.
///
/// Sums are reduced only when they have to be: 5·r < 2²⁵⁶, so up to five reduced values add up without a modulus, and
/// `mulmod` and `addmod` take unreduced operands.
struct Yul {
    let text: String
    /// The value is at most bound·r; `largestBound` or less.
    let bound: Int
    /// Stack slots taken while the value is computed.
    let depth: Int
    /// The value, where it is known.
    let constant: Fr?

    static let largestBound = 5
    /// Deeper expressions are stored and read back, so that `r` stays within reach of the stack instructions.
    static let largestDepth = 8

    private init(_ text: String, bound: Int, depth: Int, constant: Fr? = nil) {
        self.text = text
        self.bound = bound
        self.depth = depth
        self.constant = constant
    }

    static func constant(_ value: Fr) -> Yul {
        let negated = -value
        // Small negative numbers are shorter as a difference.
        if isShort(negated), !isShort(value) {
            return Yul("sub(r, \(hex(negated)))", bound: 1, depth: 2, constant: value)
        }
        return Yul(hex(value), bound: 1, depth: 1, constant: value)
    }

    /// A reduced value that takes one stack slot: a variable or a word of memory.
    static func reduced(_ text: String) -> Yul { Yul(text, bound: 1, depth: 1) }
    static func word(_ address: Int) -> Yul { reduced("mload(\(hex(address)))") }

    static let zero = constant(.zero)
    static let one = constant(.one)

    /// A value stored at `address` with this one's bound.
    func stored(at address: Int) -> Yul { Yul("mload(\(Self.hex(address)))", bound: bound, depth: 1) }

    /// The same value below r, or r itself for zero.
    var reduced: Yul {
        bound == 1 ? self : Yul("mod(\(text), r)", bound: 1, depth: depth + 1, constant: constant)
    }

    static func + (a: Yul, b: Yul) -> Yul {
        if let p = a.constant, let q = b.constant { return constant(p + q) }
        if a.constant?.isZero == true { return b }
        if b.constant?.isZero == true { return a }
        if a.bound + b.bound <= largestBound {
            return operation("add", a, b, bound: a.bound + b.bound)
        }
        return modular("addmod", a, b)
    }

    static prefix func - (a: Yul) -> Yul {
        if let p = a.constant { return constant(-p) }
        let operand = a.reduced
        return Yul("sub(r, \(operand.text))", bound: 1, depth: max(2, operand.depth))
    }

    static func - (a: Yul, b: Yul) -> Yul { a + -b }

    static func * (a: Yul, b: Yul) -> Yul {
        if let p = a.constant, let q = b.constant { return constant(p * q) }
        for (factor, other) in [(a, b), (b, a)] {
            guard let value = factor.constant else { continue }
            if value.isZero { return zero }
            if value == .one { return other }
            if value == -.one { return -other }
        }
        return modular("mulmod", a, b)
    }

    /// Arguments are evaluated from the last to the first, so the deeper one goes last.
    private static func operation(_ name: String, _ a: Yul, _ b: Yul, bound: Int) -> Yul {
        let (first, second) = a.depth > b.depth ? (b, a) : (a, b)
        return Yul(
            "\(name)(\(first.text), \(second.text))", bound: bound, depth: max(second.depth, first.depth + 1))
    }

    private static func modular(_ name: String, _ a: Yul, _ b: Yul) -> Yul {
        let (first, second) = a.depth > b.depth ? (b, a) : (a, b)
        return Yul(
            "\(name)(\(first.text), \(second.text), r)", bound: 1, depth: max(second.depth + 1, first.depth + 2))
    }

    static func hex(_ value: Int) -> String {
        let digits = String(value, radix: 16)
        return "0x" + (digits.count.isMultiple(of: 2) ? digits : "0" + digits)
    }

    static func hex(_ value: Fr) -> String { hex(bytes: value.bigEndianBytes.drop { $0 == 0 }) }

    /// At least one byte.
    static func hex(bytes: some Collection<UInt8>) -> String {
        if bytes.isEmpty { return "0x00" }
        return bytes.reduce(into: "0x") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }

    private static func isShort(_ value: Fr) -> Bool {
        let words = value.canonicalLimbs
        return words.1 == 0 && words.2 == 0 && words.3 == 0
    }
}

/// Lines of Yul with their indentation.
struct YulWriter {
    private(set) var lines: [String] = []
    private var indentation: Int

    init(indentation: Int) { self.indentation = indentation }

    mutating func line(_ text: String) {
        lines.append(text.isEmpty ? "" : String(repeating: " ", count: indentation) + text)
    }

    /// A remark. Names in it come from whoever made the key, so nothing that could end the line passes.
    mutating func comment(_ text: String) { line("// " + Self.plain(text)) }

    mutating func block(_ head: String, _ body: (inout YulWriter) -> Void) {
        line(head.isEmpty ? "{" : head + " {")
        indentation += 4
        body(&self)
        indentation -= 4
        line("}")
    }

    /// Takes over lines that carry their own indentation.
    mutating func append(_ other: YulWriter) { lines += other.lines }

    var text: String { lines.joined(separator: "\n") }

    /// Printable ASCII only, and no slash or star that could open or close a comment.
    static func plain(_ text: String) -> String {
        String(decoding: text.unicodeScalars.prefix(96).map { scalar -> UInt8 in
            let code = scalar.value
            return code >= 32 && code < 127 && scalar != "/" && scalar != "*" && scalar != "\\"
                ? UInt8(code) : UInt8(ascii: "?")
        }, as: UTF8.self)
    }
}
