import BN254

/// The points that commitments to packed polynomials are sums of, for one packing t and one domain of size n = 2^k.
///
/// A group of at most t polynomials f₀ … f_{t−1} of degree below n is committed to as one point: the commitment to
/// g(X) = Σᵢ Xⁱ·fᵢ(X^t). From coefficients that is a sum of powers of τ; from values on the domain, a sum of the points
/// [τⁱ·Lⱼ(τ^t)]₁, which are computed once by a transform in the group and then kept in memory and on disk.
public struct CommitmentBases: Sendable {
    /// The number of polynomials a group may have.
    public let packing: Int
    public let domain: EvaluationDomain
    /// How many coefficients a polynomial that is committed to by coefficients may have: all powers of the string.
    public var powers: Int { srs.powers }
    public let srs: StructuredReferenceString
    /// [τⁱ·Lⱼ(τ^t)]₁ at i·n + j.
    private let lagrange: [G1Affine]
    /// Multiples of both kinds of bases; nil for fewer than eight points.
    private let lagrangeTable: MultiplesTable?
    private let powersTable: MultiplesTable?

    /// - Parameters:
    ///   - logSize: k, 0 … 28.
    ///   - packing: t ≥ 1, any integer.
    ///   - cacheDirectory: where the points are kept between runs; nil for `BasesCache.defaultDirectory`.
    /// - Throws: `SRSError.tooFewPowers` when the string has fewer than t·n powers, `.invalidSize` for impossible sizes.
    public init(
        srs: StructuredReferenceString, logSize: Int, packing: Int, cacheDirectory: String? = nil
    ) throws(SRSError) {
        guard logSize >= 0, logSize <= Fr.twoAdicity, packing >= 1, packing <= 1 << 20 else {
            throw .invalidSize("no commitment bases for 2^\(logSize) rows and packing \(packing)")
        }
        let needed = packing << logSize
        guard needed <= srs.powers else {
            throw .tooFewPowers(needed: needed, available: srs.powers, origin: srs.origin.description)
        }
        let domain = EvaluationDomain(logSize: logSize)
        self.srs = srs
        self.packing = packing
        self.domain = domain
        let cache = BasesCache(directory: cacheDirectory)
        lagrange = cache.points(
            BasesCache.Key(srsDigest: srs.digest, logSize: logSize, packing: packing)
        ) {
            let columns = (0..<packing).map { slot in
                (0..<domain.size).map { srs.g1[slot + packing * $0] }
            }
            return domain.lagrangeBases(columns: columns).flatMap { $0 }
        }
        lagrangeTable = MultiplesTable(
            bases: lagrange, cache: cache.multiples(of: srs.digest, name: "lagrange", logSize: logSize, packing: packing))
        powersTable = MultiplesTable(
            bases: Array(srs.g1.prefix(needed)), cache: cache.multiples(of: srs.digest, name: "powers", logSize: logSize, packing: packing))
    }

    /// The commitment to the polynomial with these coefficients, constant first: Σ coefficients[m]·[τᵐ]₁.
    ///
    /// - Precondition: at most `powers` coefficients.
    public func commit(coefficients: [Fr]) -> G1Affine { commit(coefficients: [coefficients])[0] }

    /// The commitments to many polynomials, normalised together.
    public func commit(coefficients polynomials: [[Fr]]) -> [G1Affine] {
        G1.batchNormalize(polynomials.map { powersTable?.multiply($0) ?? MSM.compute($0, srs.g1) })
    }

    /// The commitment to a group: `slots[i]` are the values of fᵢ on the domain, `g(X) = Σ Xⁱ·fᵢ(X^t)`.
    ///
    /// - Precondition: at most t slots, each of at most n values; missing ones are zero.
    public func commit(slots: [[Fr]]) -> G1Affine { commit(groups: [slots])[0] }

    /// The commitments to many groups, normalised together.
    public func commit(groups: [[[Fr]]]) -> [G1Affine] {
        G1.batchNormalize(groups.map { slots in
            precondition(slots.count <= packing, "\(slots.count) polynomials in a group of at most \(packing)")
            var scalars: [Fr] = []
            scalars.reserveCapacity(slots.count * domain.size)
            for slot in slots {
                precondition(slot.count <= domain.size, "\(slot.count) values on a domain of \(domain.size)")
                scalars += slot
                scalars.append(contentsOf: repeatElement(.zero, count: domain.size - slot.count))
            }
            return lagrangeTable?.multiply(scalars) ?? MSM.compute(scalars, lagrange)
        })
    }

    /// The coefficients of g(X) = Σ Xⁱ·fᵢ(X^t) from those of the fᵢ: entry i + t·m is the m-th coefficient of fᵢ.
    ///
    /// - Precondition: at most t polynomials.
    public func interleave(_ coefficients: [[Fr]]) -> [Fr] {
        precondition(coefficients.count <= packing, "\(coefficients.count) polynomials in a group of at most \(packing)")
        let length = coefficients.map(\.count).max() ?? 0
        var result = [Fr](repeating: .zero, count: length * packing)
        for (slot, polynomial) in coefficients.enumerated() {
            for (degree, value) in polynomial.enumerated() { result[slot + packing * degree] = value }
        }
        return result
    }
}
