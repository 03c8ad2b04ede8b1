import CFieldWords

/// The factors of the portable transform over one coset g·⟨ω⟩ of order n: 128 bytes each.
///
/// Level s splits 2^s polynomials modulo X^2h − t², h = n/2^(s+1), into those modulo X^h ∓ t. All butterflies of a block share its t, which is g^h·ω^f
/// where f is n/2 times the bits of the block's index behind a binary point. At the end n polynomials modulo X − g·ω^i are left, in the order of
/// reversed bits: the values. A coset differs from the domain in its factors only.
package final class TransformFactors: Sendable {
    /// On the domain itself (g = 1) the levels share one run, since f does not depend on s; on others level s starts at 2^s − 1.
    private let factors: [FixedFactor]
    private let isPlain: Bool
    /// Whether butterflies are those of `CFieldWords`, which give the same residues.
    let usesAssembly: Bool
    /// 1/n.
    let sizeInverse: FixedFactor

    /// - Parameters:
    ///   - powers: ω^0 … ω^(n/2−1), n = 2^logSize.
    ///   - shift: g, not zero.
    ///   - assembly: false keeps to Swift.
    package init(logSize: Int, powers: some RandomAccessCollection<Fr>, shift: Fr, sizeInverse: Fr, assembly: Bool = true) {
        usesAssembly = assembly && words_supported()
        isPlain = shift == .one
        self.sizeInverse = FixedFactor(sizeInverse)
        var order = [Fr.one]
        order.reserveCapacity(max(1, powers.count))
        // Doubles the run: the upper half has one more bit, which stands for half of what the last one did.
        var step = powers.count / 2
        while step > 0 {
            let bit = powers[powers.index(powers.startIndex, offsetBy: step)]
            for index in 0..<order.count { order.append(order[index] * bit) }
            step /= 2
        }
        if isPlain {
            factors = order.map { FixedFactor($0) }
            return
        }
        // g^(n/2) … g.
        var shifts = [shift]
        for _ in 1..<max(1, logSize) { shifts.append(shifts[shifts.count - 1].squared()) }
        var all: [FixedFactor] = []
        all.reserveCapacity(2 * order.count)
        for level in 0..<logSize {
            let power = shifts[logSize - 1 - level]
            for index in 0..<(1 << level) { all.append(FixedFactor(order[index] * power)) }
        }
        factors = all
    }

    /// The factors of level s, 2^s of them, and whether the first is one.
    func withLevel<T>(_ level: Int, _ body: (_ first: UnsafePointer<FixedFactor>, _ startsWithOne: Bool) -> T) -> T? {
        factors.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { body(isPlain ? $0 : $0 + ((1 << level) - 1), isPlain) }
        }
    }
}
