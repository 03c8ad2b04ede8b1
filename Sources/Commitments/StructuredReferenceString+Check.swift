import BN254
import Hashing

extension StructuredReferenceString {
    /// Whether the points are consecutive powers of the τ of `tauG2`, up to a chance of about 2⁻¹²⁸: for random ρᵢ,
    /// e(Σ ρᵢ·P_{i+1}, G₂) = e(Σ ρᵢ·Pᵢ, τ·G₂).
    ///
    /// Costs two multi-scalar multiplications of 128-bit scalars and two pairings. The ρᵢ come from the system's generator.
    public func checkPowers() -> Bool {
        var generator = SystemRandomNumberGenerator()
        return checkPowers(using: &generator)
    }

    /// As `checkPowers()`, with the caller's randomness.
    public func checkPowers(using generator: inout some RandomNumberGenerator) -> Bool {
        let factors = (1..<g1.count).map { _ in Fr(reducing: (generator.next(), generator.next(), 0, 0)) }
        let upper = MSM.compute(factors, g1[1...])
        let lower = MSM.compute(factors, g1)
        return Pairing.check([(upper.affine, g2), ((-lower).affine, tauG2)])
    }

    /// The same under the name of the protocol page's check.
    public func checkPairings() -> Bool { checkPowers() }
}
