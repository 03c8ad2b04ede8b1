import Parallel

/// A coset g·⟨ω⟩ of a domain that many polynomials are evaluated on: its transform costs no more than the domain's own.
public struct Coset: Sendable {
    public let domain: EvaluationDomain
    /// g.
    public let shift: Fr
    private let laneTwiddles: LaneTwiddles?
    /// Nil where the lanes are in use.
    private let factors: TransformFactors?

    /// - Precondition: shift ≠ 0.
    public init(of domain: EvaluationDomain, shift: Fr) {
        precondition(!shift.isZero, "a coset has a non-zero shift")
        self.domain = domain
        self.shift = shift
        laneTwiddles = LaneTwiddles(logSize: domain.logSize, powers: domain.powers, shift: shift)
        factors = laneTwiddles == nil
            ? TransformFactors(logSize: domain.logSize, powers: domain.powers, shift: shift, sizeInverse: domain.sizeInverse) : nil
    }

    /// Writes the values at shift·ω^i of the polynomial with these coefficients, of which there are at most n, over `values`.
    ///
    /// - Precondition: `values` has n elements.
    public func evaluate(_ coefficients: [Fr], into values: UnsafeMutableBufferPointer<Fr>) {
        precondition(values.count == domain.size && coefficients.count <= domain.size, "a coset of \(domain.size) points")
        let (_, end) = values.update(from: coefficients)
        values[end...].update(repeating: .zero)
        if Lanes.enabled, let laneTwiddles { return laneTwiddles.transform(values) }
        if let factors { return factors.transform(values) }
        // A test that asks for the portable kernels where the lanes' factors were made.
        var power = Fr.one
        for index in values.indices {
            values[index] = Fr.product(values[index], power)
            power = Fr.product(power, shift)
        }
        domain.transform(values)
    }
}
