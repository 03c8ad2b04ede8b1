/// A point of y² = x³ + b in affine coordinates. Infinity is held as (0, 0), which is not on either curve since b ≠ 0;
/// the EVM encodes it the same way.
public protocol AffineCurvePoint: Hashable, Sendable {
    associatedtype Coordinate: Field
    /// The constant of the curve equation.
    static var b: Coordinate { get }
    /// The generator of the subgroup of order r.
    static var generator: Self { get }
    var x: Coordinate { get }
    var y: Coordinate { get }
    /// The point with these coordinates, which is not checked; (0, 0) is infinity.
    init(uncheckedX x: Coordinate, y: Coordinate)
}

extension AffineCurvePoint {
    @inlinable @inline(__always)
    public static var infinity: Self { Self(uncheckedX: .zero, y: .zero) }

    @inlinable @inline(__always)
    public var isInfinity: Bool { y.isZero && x.isZero }

    /// Whether this is infinity or satisfies the curve equation.
    @inlinable
    public var isOnCurve: Bool {
        isInfinity || y.squared() == x.squared() * x + Self.b
    }

    @inlinable
    public static prefix func - (a: Self) -> Self { Self(uncheckedX: a.x, y: -a.y) }
}

/// A point in Jacobian coordinates: (X/Z², Y/Z³), infinity where Z = 0. Formulas from the Explicit-Formulas Database
/// for a = 0; every exceptional case (infinity, doubling, opposite points) is handled.
public protocol JacobianCurvePoint: Equatable, Sendable {
    associatedtype Affine: AffineCurvePoint
    var x: Affine.Coordinate { get }
    var y: Affine.Coordinate { get }
    var z: Affine.Coordinate { get }
    init(x: Affine.Coordinate, y: Affine.Coordinate, z: Affine.Coordinate)
}

extension JacobianCurvePoint {
    @inlinable
    public static var infinity: Self { Self(x: .one, y: .one, z: .zero) }

    @inlinable
    public static var generator: Self { Self(.generator) }

    @inlinable @inline(__always)
    public var isInfinity: Bool { z.isZero }

    @inlinable
    public init(_ point: Affine) {
        self = point.isInfinity ? .infinity : Self(x: point.x, y: point.y, z: .one)
    }

    /// The affine form; costs an inversion. `batchNormalize` shares it among many.
    @inlinable
    public var affine: Affine {
        guard let inverse = z.inverse() else { return .infinity }
        return scaled(inverse)
    }

    @inlinable
    func scaled(_ inverse: Affine.Coordinate) -> Affine {
        let square = inverse.squared()
        return Affine(uncheckedX: x * square, y: y * (square * inverse))
    }

    /// The affine forms of many points with one inversion.
    @inlinable
    public static func batchNormalize(_ points: [Self]) -> [Affine] {
        var inverses = points.map(\.z)
        Affine.Coordinate.batchInvert(&inverses)
        return zip(points, inverses).map { $1.isZero ? .infinity : $0.scaled($1) }
    }

    /// 2·self (dbl-2009-l: 2M + 5S).
    @inlinable
    public func doubled() -> Self {
        let a = x.squared()
        let b = y.squared()
        let c = b.squared()
        let d = ((x + b).squared() - a - c).doubled()
        let e = a.doubled() + a
        let x3 = e.squared() - d.doubled()
        let y3 = e * (d - x3) - c.doubled().doubled().doubled()
        return Self(x: x3, y: y3, z: (y * z).doubled())
    }

    /// add-2007-bl: 11M + 5S.
    @inlinable
    public static func + (p: Self, q: Self) -> Self {
        if p.isInfinity { return q }
        if q.isInfinity { return p }
        let z1z1 = p.z.squared()
        let z2z2 = q.z.squared()
        let u1 = p.x * z2z2
        let u2 = q.x * z1z1
        let s1 = p.y * (q.z * z2z2)
        let s2 = q.y * (p.z * z1z1)
        let h = u2 - u1
        let r = (s2 - s1).doubled()
        if h.isZero { return r.isZero ? p.doubled() : .infinity }
        let i = h.doubled().squared()
        let j = h * i
        let v = u1 * i
        let x3 = r.squared() - j - v.doubled()
        let y3 = r * (v - x3) - (s1 * j).doubled()
        let z3 = ((p.z + q.z).squared() - z1z1 - z2z2) * h
        return Self(x: x3, y: y3, z: z3)
    }

    /// madd-2007-bl: 7M + 4S.
    @inlinable
    public static func + (p: Self, q: Affine) -> Self {
        if q.isInfinity { return p }
        if p.isInfinity { return Self(x: q.x, y: q.y, z: .one) }
        let z1z1 = p.z.squared()
        let u2 = q.x * z1z1
        let s2 = q.y * (p.z * z1z1)
        let h = u2 - p.x
        let r = (s2 - p.y).doubled()
        if h.isZero { return r.isZero ? p.doubled() : .infinity }
        let hh = h.squared()
        let i = hh.doubled().doubled()
        let j = h * i
        let v = p.x * i
        let x3 = r.squared() - j - v.doubled()
        let y3 = r * (v - x3) - (p.y * j).doubled()
        let z3 = (p.z + h).squared() - z1z1 - hh
        return Self(x: x3, y: y3, z: z3)
    }

    @inlinable
    public static prefix func - (p: Self) -> Self { Self(x: p.x, y: -p.y, z: p.z) }
    @inlinable
    public static func - (p: Self, q: Self) -> Self { p + (-q) }
    @inlinable
    public static func - (p: Self, q: Affine) -> Self { p + (-q) }
    @inlinable
    public static func += (p: inout Self, q: Self) { p = p + q }
    @inlinable
    public static func += (p: inout Self, q: Affine) { p = p + q }
    @inlinable
    public static func -= (p: inout Self, q: Self) { p = p - q }

    /// Equality of the points, whatever their Z.
    @inlinable
    public static func == (p: Self, q: Self) -> Bool {
        if p.isInfinity || q.isInfinity { return p.isInfinity && q.isInfinity }
        let z1z1 = p.z.squared()
        let z2z2 = q.z.squared()
        return p.x * z2z2 == q.x * z1z1 && p.y * (z2z2 * q.z) == q.y * (z1z1 * p.z)
    }

    /// scalar·p, by fixed windows of four bits over the canonical integer of the scalar.
    @inlinable
    public static func * (p: Self, scalar: Fr) -> Self {
        p.multiplied(byWords: scalar.canonicalLimbs)
    }

    @inlinable
    public static func * (scalar: Fr, p: Self) -> Self { p * scalar }

    /// n·self for the integer n of these words, least significant first; n is not reduced modulo r.
    @inlinable
    public func multiplied(byWords words: Limbs) -> Self {
        if words.1 | words.2 | words.3 == 0 && words.0 < 2 { return words.0 == 0 ? .infinity : self }
        var table = [Self.infinity, self]
        for index in 2..<16 {
            table.append(index % 2 == 0 ? table[index / 2].doubled() : table[index - 1] + self)
        }
        var result = Self.infinity
        var started = false
        for word in [words.3, words.2, words.1, words.0] {
            if !started && word == 0 { continue }
            for shift in stride(from: 60, through: 0, by: -4) {
                if started { result = result.doubled().doubled().doubled().doubled() }
                let digit = Int((word >> UInt64(shift)) & 15)
                if digit != 0 {
                    result = started ? result + table[digit] : table[digit]
                    started = true
                }
            }
        }
        return result
    }
}
