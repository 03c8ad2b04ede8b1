/// What curve formulas, towers and law suites ask of a field.
public protocol Field: Hashable, Sendable, CustomStringConvertible {
    static var zero: Self { get }
    static var one: Self { get }
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static prefix func - (a: Self) -> Self
    /// self²
    func squared() -> Self
    /// 2·self
    func doubled() -> Self
    /// 1/self; nil at zero.
    func inverse() -> Self?
    var isZero: Bool { get }
}

extension Field {
    @inlinable @inline(__always)
    public static func += (a: inout Self, b: Self) { a = a + b }
    @inlinable @inline(__always)
    public static func -= (a: inout Self, b: Self) { a = a - b }
    @inlinable @inline(__always)
    public static func *= (a: inout Self, b: Self) { a = a * b }

    /// self^exponent, by square and multiply; pow(0) is one, also at zero.
    @inlinable
    public func pow(_ exponent: UInt64) -> Self { pow(words: [exponent]) }

    /// self^e for e = Σ words[i]·2^(64i).
    @inlinable
    public func pow(words: [UInt64]) -> Self {
        var result = Self.one
        var started = false
        for word in words.reversed() {
            for bit in stride(from: 63, through: 0, by: -1) {
                if started { result = result.squared() }
                if (word >> UInt64(bit)) & 1 == 1 {
                    result = started ? result * self : self
                    started = true
                }
            }
        }
        return result
    }

    /// Replaces every element by its inverse with one inversion and three multiplications an element (Montgomery's
    /// trick). Zeros stay zero.
    @inlinable
    public static func batchInvert(_ values: inout [Self]) {
        values.withUnsafeMutableBufferPointer { invertSerially($0) }
    }

    /// As `batchInvert(_:)` over an array.
    @inlinable
    static func invertSerially(_ values: UnsafeMutableBufferPointer<Self>) {
        if values.isEmpty { return }
        var prefix: [Self] = []
        prefix.reserveCapacity(values.count)
        var product = Self.one
        for value in values {
            prefix.append(product)
            if !value.isZero { product *= value }
        }
        // The product of non-zero elements of a field has an inverse.
        guard var inverse = product.inverse() else { return }
        for index in stride(from: values.count - 1, through: 0, by: -1) where !values[index].isZero {
            let value = values[index]
            values[index] = inverse * prefix[index]
            inverse *= value
        }
    }
}
