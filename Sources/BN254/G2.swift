/// A point of the sextic twist y² = x³ + 3/(9 + u) over `Fq2`. The twist has r·(2q − r) points; only those of order r
/// are in the group, and decoding alone does not check that: see `isInSubgroup`.
public struct G2Affine: AffineCurvePoint {
    public let x: Fq2
    public let y: Fq2

    @inlinable @inline(__always)
    public init(uncheckedX x: Fq2, y: Fq2) {
        self.x = x
        self.y = y
    }

    /// The point (x, y); nil when it is not on the twist. (0, 0) is infinity. Does not check the subgroup.
    public init?(x: Fq2, y: Fq2) {
        self.init(uncheckedX: x, y: y)
        guard isOnCurve else { return nil }
    }

    /// 3/(9 + u) = (27 − 3u)/82.
    public static let b = Fq2(
        Fq(reducing: (0x3267e6dc24a138e5, 0xb5b4c5e559dbefa3, 0x81be18991be06ac3, 0x2b149d40ceb8aaae)),
        Fq(reducing: (0xe4a2bd0685c315d2, 0xa74fa084e52d1852, 0xcd2cafadeed8fdf4, 0x009713b03af0fed4)))

    /// The generator of EIP-197.
    public static let generator = G2Affine(
        uncheckedX: Fq2(
            Fq(reducing: (0x46debd5cd992f6ed, 0x674322d4f75edadd, 0x426a00665e5c4479, 0x1800deef121f1e76)),
            Fq(reducing: (0x97e485b7aef312c2, 0xf1aa493335a9e712, 0x7260bfb731fb5d25, 0x198e9393920d483a))),
        y: Fq2(
            Fq(reducing: (0x4ce6cc0166fa7daa, 0xe3d1e7690c43d37b, 0x4aab71808dcb408f, 0x12c85ea5db8c6deb)),
            Fq(reducing: (0x55acdadcd122975b, 0xbc4b313370b38ef3, 0xec9e99ad690c3395, 0x090689d0585ff075))))

    @inlinable
    public static func + (p: G2Affine, q: G2Affine) -> G2 { G2(p) + q }
    @inlinable
    public static func - (p: G2Affine, q: G2Affine) -> G2 { G2(p) + (-q) }
    @inlinable
    public static func * (p: G2Affine, scalar: Fr) -> G2 { G2(p) * scalar }

    /// Whether this point, taken to be on the twist, has order r or is infinity.
    ///
    /// Checks π(Q) = [6x²]Q for the q-power endomorphism π, which costs half of [r]Q. Points of the group satisfy it,
    /// because π acts on them as q ≡ 6x² (mod r). And no others do: π² − tπ + q = 0 on the whole twist, with
    /// t = 6x² + 1, so the equation gives (6x²)² − t·6x² + q = q + 1 − t = r, and rQ = 0.
    public var isInSubgroup: Bool {
        let multiple = G2(self).multiplied(byWords: (0xf83e9682e87cfd46, 0x6f4d8248eeb859fb, 0, 0))
        return multiple == G2(frobenius)
    }
}

/// A point of the twist in Jacobian coordinates.
public struct G2: JacobianCurvePoint {
    public typealias Affine = G2Affine

    public let x: Fq2
    public let y: Fq2
    public let z: Fq2

    @inlinable @inline(__always)
    public init(x: Fq2, y: Fq2, z: Fq2) {
        self.x = x
        self.y = y
        self.z = z
    }
}

extension G2Affine: CustomStringConvertible {
    public var description: String { isInfinity ? "∞" : "(\(x), \(y))" }
}

extension G2: CustomStringConvertible {
    public var description: String { affine.description }
}
