import BN254
import Hashing

/// Powers of a secret τ that nobody knows (or, for development, that everybody knows): τ⁰·G₁ … τ^(m−1)·G₁, G₂ and τ·G₂.
public struct StructuredReferenceString: Sendable {
    /// Where the powers come from, and so whether proofs made with them mean anything.
    public enum Origin: Hashable, Sendable, CustomStringConvertible {
        /// The first 2¹¹ powers of the Hermez (perpetual powers of tau) ceremony, shipped with the package.
        case bundledHermez
        /// A ceremony file imported by a user, by name.
        case imported(String)
        /// Derived from a seed: whoever knows the seed can forge every proof.
        case insecure(seed: String)

        public var description: String {
            switch self {
            case .bundledHermez: "the bundled Hermez ceremony"
            case .imported(let name): "the imported ceremony \(name)"
            case .insecure(let seed): "the INSECURE development string of seed \"\(seed)\""
            }
        }
    }

    /// τⁱ·G₁ at index i.
    public let g1: [G1Affine]
    /// G₂.
    public let g2: G2Affine
    /// τ·G₂.
    public let tauG2: G2Affine
    public let origin: Origin
    /// Keccak-256 of everything in the serialized form before it; names the string in caches.
    public let digest: [UInt8]

    /// How many powers there are; polynomials of lower degree than this can be committed to.
    public var powers: Int { g1.count }

    /// Whether the secret is known, so that no proof made with this may be relied upon.
    public var isInsecure: Bool {
        if case .insecure = origin { true } else { false }
    }

    /// Checks that the points are what a string can have: at least two powers, all on the curve, none at infinity, the
    /// first ones the generators, [τ]₂ in the subgroup.
    init(g1: [G1Affine], g2: G2Affine, tauG2: G2Affine, origin: Origin) throws(SRSError) {
        guard g1.count >= 2 else { throw .invalidSize("a structured reference string has at least two powers, not \(g1.count)") }
        guard g1[0] == .generator, g2 == .generator else { throw .inconsistentPowers }
        for (index, point) in g1.enumerated() where point.isInfinity || !point.isOnCurve {
            throw .invalidPoint(name: "power \(index)")
        }
        guard !tauG2.isInfinity, tauG2.isOnCurve, tauG2.isInSubgroup else { throw .invalidPoint(name: "[τ]₂") }
        self.g1 = g1
        self.g2 = g2
        self.tauG2 = tauG2
        self.origin = origin
        digest = Keccak256.hash(StructuredReferenceString.encode(g1: g1, g2: g2, tauG2: tauG2, origin: origin))
    }
}
