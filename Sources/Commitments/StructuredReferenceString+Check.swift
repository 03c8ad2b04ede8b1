import BN254

extension StructuredReferenceString {
    /// Whether the points are consecutive powers of the τ of `tauG2`, up to a chance of about 2⁻¹²⁸.
    ///
    /// Costs two multi-scalar multiplications of 128-bit scalars and two pairings. The ρᵢ come from the system's generator.
    public func checkPowers() -> Bool {
        var generator = SystemRandomNumberGenerator()
        return checkPowers(using: &generator)
    }

    /// As `checkPowers()`, with the caller's randomness.
    public func checkPowers(using generator: inout some RandomNumberGenerator) -> Bool {
        PowerCheck.areConsecutive(g1, tauG2: tauG2, using: &generator)
    }

    /// The same under the name of the protocol page's check.
    public func checkPairings() -> Bool { checkPowers() }
}

/// The randomised pairing check of powers of τ.
enum PowerCheck {
    /// Whether each point is τ times the one before: for random ρᵢ of 128 bits,
    /// e(Σ ρᵢ·P_{i+1}, G₂) = e(Σ ρᵢ·Pᵢ, τ·G₂).
    static func areConsecutive(
        _ points: [G1Affine], tauG2: G2Affine, using generator: inout some RandomNumberGenerator
    ) -> Bool {
        guard points.count > 1 else { return true }
        let factors = (1..<points.count).map { _ in Fr(reducing: (generator.next(), generator.next(), 0, 0)) }
        let upper = MSM.compute(factors, points[1...])
        let lower = MSM.compute(factors, points)
        return Pairing.check([(upper.affine, .generator), ((-lower).affine, tauG2)])
    }
}
