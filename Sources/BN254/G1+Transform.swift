import Parallel

extension EvaluationDomain {
    /// The Lagrange bases of a structured reference string, by the inverse transform in the group.
    ///
    /// Given the points Pₖ = τᵏ·G (k < n) returns the points Lⱼ(τ)·G = n⁻¹·Σₖ ω^(−jk)·Pₖ, so that the commitment to
    /// values on the domain is Σ valuesⱼ·result[j]. Costs n·log n/2 scalar multiplications.
    ///
    /// - Precondition: exactly n points.
    public func lagrangeBases(_ powers: [G1Affine]) -> [G1Affine] {
        lagrangeBases(columns: [powers]).first ?? []
    }

    /// `lagrangeBases` of several columns.
    public func lagrangeBases(columns: [[G1Affine]]) -> [[G1Affine]] {
        let results = Parallel.map(columns.count) { index in
            precondition(columns[index].count == size, "\(columns[index].count) powers on a domain of \(size)")
            return groupTransform(columns[index].map(G1.init))
        }
        return results
    }

    private func groupTransform(_ input: [G1]) -> [G1Affine] {
        var values = input.map { $0 * sizeInverse }
        for index in 0..<size {
            var reversed = 0
            for bit in 0..<logSize where index >> bit & 1 == 1 { reversed |= 1 << (logSize - 1 - bit) }
            if index < reversed { values.swapAt(index, reversed) }
        }
        var half = 1
        while half < size {
            let step = omegaInverse.pow(UInt64(size / (2 * half)))
            var twiddles = [Fr.one]
            for _ in 1..<max(1, half) { twiddles.append(twiddles[twiddles.count - 1] * step) }
            let distance = half
            values.withUnsafeMutableBufferPointer { values in
                Parallel.chunks(size / 2, minimum: 16) { range in
                    for index in range {
                        let offset = index & (distance - 1)
                        let low = (index - offset) * 2 + offset
                        let product = offset == 0 ? values[low + distance] : values[low + distance] * twiddles[offset]
                        let sum = values[low]
                        values[low] = sum + product
                        values[low + distance] = sum - product
                    }
                }
            }
            half *= 2
        }
        return G1.batchNormalize(values)
    }
}
