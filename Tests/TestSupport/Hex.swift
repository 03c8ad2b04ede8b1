extension Array where Element == UInt8 {
    /// Reads pairs of hexadecimal digits, with or without 0x; nil for anything else.
    public init?(hex text: String) {
        var digits = text.utf8[...]
        if text.hasPrefix("0x") { digits = digits.dropFirst(2) }
        guard digits.count % 2 == 0 else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        var pending: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case 48...57: value = digit - 48
            case 65...70: value = digit - 55
            case 97...102: value = digit - 87
            default: return nil
            }
            if let high = pending {
                append(high << 4 | value)
                pending = nil
            } else {
                pending = value
            }
        }
    }

    /// Lowercase hexadecimal digits.
    public var hex: String {
        map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
