/// Fq[u]/(u² + 1): c0 + c1·u.
public struct Fq2: Field {
    public let c0: Fq
    public let c1: Fq

    @inlinable @inline(__always)
    public init(_ c0: Fq, _ c1: Fq) {
        self.c0 = c0
        self.c1 = c1
    }

    @inlinable
    public static var zero: Fq2 { Fq2(.zero, .zero) }
    @inlinable
    public static var one: Fq2 { Fq2(.one, .zero) }
    @inlinable
    public var isZero: Bool { c0.isZero && c1.isZero }

    @inlinable
    public static func + (a: Fq2, b: Fq2) -> Fq2 { Fq2(a.c0 + b.c0, a.c1 + b.c1) }
    @inlinable
    public static func - (a: Fq2, b: Fq2) -> Fq2 { Fq2(a.c0 - b.c0, a.c1 - b.c1) }
    @inlinable
    public static prefix func - (a: Fq2) -> Fq2 { Fq2(-a.c0, -a.c1) }

    /// Karatsuba: three multiplications in Fq.
    @inline(never)
    public static func * (a: Fq2, b: Fq2) -> Fq2 {
        let low = a.c0 * b.c0
        let high = a.c1 * b.c1
        return Fq2(low - high, (a.c0 + a.c1) * (b.c0 + b.c1) - low - high)
    }

    @inlinable
    public static func * (a: Fq2, b: Fq) -> Fq2 { Fq2(a.c0 * b, a.c1 * b) }

    /// (c0 + c1)(c0 − c1) + 2·c0·c1·u.
    @inline(never)
    public func squared() -> Fq2 {
        Fq2((c0 + c1) * (c0 - c1), (c0 * c1).doubled())
    }

    @inlinable
    public func doubled() -> Fq2 { Fq2(c0.doubled(), c1.doubled()) }

    /// c0 − c1·u, which is also the q-th power.
    @inlinable
    public var conjugate: Fq2 { Fq2(c0, -c1) }

    public func inverse() -> Fq2? {
        (c0.squared() + c1.squared()).inverse().map { Fq2(c0 * $0, -(c1 * $0)) }
    }

    /// self·(9 + u), the non-residue on which the sextic extension is built.
    @inlinable
    func timesNonResidue() -> Fq2 {
        let eight = doubled().doubled().doubled()
        return Fq2(eight.c0 + c0 - c1, eight.c1 + c1 + c0)
    }

    /// A square root; nil when there is none. Complex method: with N = c0² + c1² = n², the root's first half squared is
    /// (c0 ± n)/2.
    public func squareRoot() -> Fq2? {
        if c1.isZero {
            if let root = c0.squareRoot() { return Fq2(root, .zero) }
            return (-c0).squareRoot().map { Fq2(.zero, $0) }
        }
        guard let norm = (c0.squared() + c1.squared()).squareRoot(), let half = Fq(2 as UInt64).inverse() else { return nil }
        for candidate in [(c0 + norm) * half, (c0 - norm) * half] {
            guard let x = candidate.squareRoot(), let inverse = x.doubled().inverse() else { continue }
            let root = Fq2(x, c1 * inverse)
            if root.squared() == self { return root }
        }
        return nil
    }

    public var description: String { "(\(c0) + \(c1)·u)" }
}
