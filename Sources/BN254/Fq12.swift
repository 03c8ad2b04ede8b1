/// Fq6[w]/(w² − v): c0 + c1·w. The target group of the pairing is the subgroup of order r of its units.
public struct Fq12: Field {
    public let c0: Fq6
    public let c1: Fq6

    @inlinable
    public init(_ c0: Fq6, _ c1: Fq6) {
        self.c0 = c0
        self.c1 = c1
    }

    public static var zero: Fq12 { Fq12(.zero, .zero) }
    public static var one: Fq12 { Fq12(.one, .zero) }
    public var isZero: Bool { c0.isZero && c1.isZero }

    public static func + (a: Fq12, b: Fq12) -> Fq12 { Fq12(a.c0 + b.c0, a.c1 + b.c1) }
    public static func - (a: Fq12, b: Fq12) -> Fq12 { Fq12(a.c0 - b.c0, a.c1 - b.c1) }
    public static prefix func - (a: Fq12) -> Fq12 { Fq12(-a.c0, -a.c1) }

    public static func * (a: Fq12, b: Fq12) -> Fq12 {
        let v0 = a.c0 * b.c0
        let v1 = a.c1 * b.c1
        return Fq12(v0 + v1.timesV(), (a.c0 + a.c1) * (b.c0 + b.c1) - v0 - v1)
    }

    public func squared() -> Fq12 {
        let ab = c0 * c1
        let t = (c0 + c1) * (c0 + c1.timesV()) - ab - ab.timesV()
        return Fq12(t, ab.doubled())
    }

    public func doubled() -> Fq12 { self + self }

    /// c0 − c1·w: the q⁶-th power; the inverse of elements of norm one, such as those of the target group.
    public var conjugate: Fq12 { Fq12(c0, -c1) }

    public func inverse() -> Fq12? {
        (c0.squared() - c1.squared().timesV()).inverse().map { Fq12(c0 * $0, -(c1 * $0)) }
    }

    /// self·(l0 + l3·w + l4·v·w), the form of a line function: two sparse products and one by an element of Fq2.
    func timesLine(_ l0: Fq2, _ l3: Fq2, _ l4: Fq2) -> Fq12 {
        let a = c0 * l0
        let b = c1.times(l3, l4)
        let e = (c0 + c1).times(l0 + l3, l4)
        return Fq12(b.timesV() + a, e - a - b)
    }

    /// Squaring of elements whose order divides q⁴ − q² + 1 (Granger–Scott, ePrint 2009/565).
    func cyclotomicSquared() -> Fq12 {
        // Three squarings in Fq2[s]/(s² − ξ'), on the pairs (x0, x4), (x3, x2), (x1, x5).
        let (a0, a1) = Fq12.square4(c0.c0, c1.c1)
        let (b0, b1) = Fq12.square4(c1.c0, c0.c2)
        let (d0, d1) = Fq12.square4(c0.c1, c1.c2)
        func minus(_ t: Fq2, _ x: Fq2) -> Fq2 { (t - x).doubled() + t }
        func plus(_ t: Fq2, _ x: Fq2) -> Fq2 { (t + x).doubled() + t }
        return Fq12(
            Fq6(minus(a0, c0.c0), minus(b0, c0.c1), minus(d0, c0.c2)),
            Fq6(plus(d1.timesNonResidue(), c1.c0), plus(a1, c1.c1), plus(b1, c1.c2)))
    }

    /// (a + b·s)² with s² = ξ.
    private static func square4(_ a: Fq2, _ b: Fq2) -> (Fq2, Fq2) {
        let a2 = a.squared()
        let b2 = b.squared()
        return (a2 + b2.timesNonResidue(), (a + b).squared() - a2 - b2)
    }

    public var description: String { "{\(c0), \(c1)}" }
}
