/// Fq2[v]/(v³ − ξ) with ξ = 9 + u: c0 + c1·v + c2·v².
public struct Fq6: Field {
    public let c0: Fq2
    public let c1: Fq2
    public let c2: Fq2

    @inlinable
    public init(_ c0: Fq2, _ c1: Fq2, _ c2: Fq2) {
        self.c0 = c0
        self.c1 = c1
        self.c2 = c2
    }

    public static var zero: Fq6 { Fq6(.zero, .zero, .zero) }
    public static var one: Fq6 { Fq6(.one, .zero, .zero) }
    public var isZero: Bool { c0.isZero && c1.isZero && c2.isZero }

    public static func + (a: Fq6, b: Fq6) -> Fq6 { Fq6(a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2) }
    public static func - (a: Fq6, b: Fq6) -> Fq6 { Fq6(a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2) }
    public static prefix func - (a: Fq6) -> Fq6 { Fq6(-a.c0, -a.c1, -a.c2) }

    /// Karatsuba over three coefficients: six multiplications in Fq2.
    public static func * (a: Fq6, b: Fq6) -> Fq6 {
        let v0 = a.c0 * b.c0
        let v1 = a.c1 * b.c1
        let v2 = a.c2 * b.c2
        let t0 = (a.c1 + a.c2) * (b.c1 + b.c2) - v1 - v2
        let t1 = (a.c0 + a.c1) * (b.c0 + b.c1) - v0 - v1
        let t2 = (a.c0 + a.c2) * (b.c0 + b.c2) - v0 - v2
        return Fq6(v0 + t0.timesNonResidue(), t1 + v2.timesNonResidue(), t2 + v1)
    }

    /// self·(b0 + b1·v): five multiplications in Fq2.
    func times(_ b0: Fq2, _ b1: Fq2) -> Fq6 {
        let v0 = c0 * b0
        let v1 = c1 * b1
        let t0 = (c1 + c2) * b1 - v1
        let t1 = (c0 + c1) * (b0 + b1) - v0 - v1
        let t2 = (c0 + c2) * b0 - v0
        return Fq6(v0 + t0.timesNonResidue(), t1, t2 + v1)
    }

    static func * (a: Fq6, b: Fq2) -> Fq6 { Fq6(a.c0 * b, a.c1 * b, a.c2 * b) }

    /// Chung–Hasan SQR2.
    public func squared() -> Fq6 {
        let s0 = c0.squared()
        let ab = c0 * c1
        let s1 = ab.doubled()
        let s2 = (c0 - c1 + c2).squared()
        let bc = c1 * c2
        let s3 = bc.doubled()
        let s4 = c2.squared()
        return Fq6(s0 + s3.timesNonResidue(), s1 + s4.timesNonResidue(), s1 + s2 + s3 - s0 - s4)
    }

    public func doubled() -> Fq6 { self + self }

    /// self·v.
    func timesV() -> Fq6 { Fq6(c2.timesNonResidue(), c0, c1) }

    public func inverse() -> Fq6? {
        let t0 = c0.squared() - (c1 * c2).timesNonResidue()
        let t1 = c2.squared().timesNonResidue() - c0 * c1
        let t2 = c1.squared() - c0 * c2
        let norm = c0 * t0 + (c2 * t1 + c1 * t2).timesNonResidue()
        return norm.inverse().map { Fq6(t0 * $0, t1 * $0, t2 * $0) }
    }

    public var description: String { "[\(c0), \(c1), \(c2)]" }
}
