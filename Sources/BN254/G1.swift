/// A point of y² = x³ + 3 over `Fq`. The curve has prime order r, so every point on it is in the group.
public struct G1Affine: AffineCurvePoint {
    public let x: Fq
    public let y: Fq

    @inlinable @inline(__always)
    public init(uncheckedX x: Fq, y: Fq) {
        self.x = x
        self.y = y
    }

    /// The point (x, y); nil when it is not on the curve. (0, 0) is infinity.
    public init?(x: Fq, y: Fq) {
        self.init(uncheckedX: x, y: y)
        guard isOnCurve else { return nil }
    }

    @inlinable
    public static var b: Fq { Fq(3 as UInt64) }
    /// (1, 2).
    @inlinable
    public static var generator: G1Affine { G1Affine(uncheckedX: .one, y: Fq(2 as UInt64)) }

    @inlinable
    public static func + (p: G1Affine, q: G1Affine) -> G1 { G1(p) + q }
    @inlinable
    public static func - (p: G1Affine, q: G1Affine) -> G1 { G1(p) + (-q) }
    @inlinable
    public static func * (p: G1Affine, scalar: Fr) -> G1 { G1(p) * scalar }
}

/// A point of G1 in Jacobian coordinates.
public struct G1: JacobianCurvePoint {
    public typealias Affine = G1Affine

    public let x: Fq
    public let y: Fq
    public let z: Fq

    @inlinable @inline(__always)
    public init(x: Fq, y: Fq, z: Fq) {
        self.x = x
        self.y = y
        self.z = z
    }
}

extension G1Affine: CustomStringConvertible {
    public var description: String { isInfinity ? "∞" : "(\(x), \(y))" }
}

extension G1: CustomStringConvertible {
    public var description: String { affine.description }
}
