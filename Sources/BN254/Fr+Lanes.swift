import CFieldLanes
import Parallel

extension Fr {
    /// As the generic `batchInvert`, in lanes and on all threads where there are enough elements: three multiplications an
    /// element and one inversion a thread.
    public static func batchInvert(_ values: inout [Fr]) {
        values.withUnsafeMutableBufferPointer { batchInvert($0) }
    }

    /// As `batchInvert(_:)` over an array.
    public static func batchInvert(_ values: UnsafeMutableBufferPointer<Fr>) {
        Parallel.chunks(values.count, minimum: 1024) { range in
            let part = UnsafeMutableBufferPointer(rebasing: values[range])
            KernelTimes.count(.inversions) {
                if Lanes.enabled, part.count >= 32,
                    lanes_fr_invert(UnsafeMutableRawBufferPointer(part).bindMemory(to: UInt64.self).baseAddress, part.count) == 0
                {
                    return
                }
                invertSerially(part)
            }
        }
    }

    /// values[i] ← values[i]·factors[i], on the caller's thread.
    ///
    /// - Precondition: as many factors as values.
    public static func multiply(_ values: UnsafeMutableBufferPointer<Fr>, by factors: UnsafeBufferPointer<Fr>) {
        precondition(values.count == factors.count, "\(values.count) values and \(factors.count) factors")
        if Lanes.enabled {
            return lanes_fr_multiply(
                UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt64.self).baseAddress,
                UnsafeRawBufferPointer(factors).bindMemory(to: UInt64.self).baseAddress, values.count)
        }
        for index in values.indices { values[index] = product(values[index], factors[index]) }
    }

    /// values[i] ← values[i] + factor·terms[i] for the terms there are, on the caller's thread.
    ///
    /// - Precondition: at least as many values as terms.
    public static func add(
        _ terms: UnsafeBufferPointer<Fr>, times factor: Fr, to values: UnsafeMutableBufferPointer<Fr>
    ) {
        precondition(terms.count <= values.count, "\(terms.count) terms for \(values.count) values")
        KernelTimes.count(.polynomials) {
            guard Lanes.enabled else {
                for index in terms.indices { values[index] = values[index] + product(terms[index], factor) }
                return
            }
            withUnsafeBytes(of: factor) { factor in
                lanes_fr_add_scaled(
                    UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt64.self).baseAddress,
                    UnsafeRawBufferPointer(terms).bindMemory(to: UInt64.self).baseAddress,
                    factor.bindMemory(to: UInt64.self).baseAddress, terms.count)
            }
        }
    }

    /// Σ coefficients[i]·x^i in lanes, on the caller's thread; only where lanes are in use.
    static func evaluateInLanes(_ coefficients: UnsafeBufferPointer<Fr>, at x: Fr) -> Fr {
        var result = Fr.zero
        withUnsafeBytes(of: x) { x in
            withUnsafeMutableBytes(of: &result) { result in
                lanes_fr_evaluate(
                    result.bindMemory(to: UInt64.self).baseAddress,
                    UnsafeRawBufferPointer(coefficients).bindMemory(to: UInt64.self).baseAddress, coefficients.count,
                    x.bindMemory(to: UInt64.self).baseAddress)
            }
        }
        return result
    }
}
