import Parallel

/// Polynomials as arrays of coefficients, the constant one first.
public enum Polynomial {
    /// Σ coefficients[i]·x^i by Horner's rule, in one run a thread.
    public static func evaluate(_ coefficients: [Fr], at x: Fr) -> Fr {
        coefficients.withUnsafeBufferPointer { buffer in
            let parts = Parallel.mapChunks(buffer.count, minimum: 2048) { range in KernelTimes.count(.polynomials) {
                let offset = range.lowerBound == 0 ? Fr.one : x.pow(UInt64(range.lowerBound))
                if Lanes.enabled { return Fr.evaluateInLanes(.init(rebasing: buffer[range]), at: x) * offset }
                var value = Fr.zero
                for index in range.reversed() { value = Fr.product(value, x) + buffer[index] }
                return value * offset
            } }
            return parts.reduce(.zero, +)
        }
    }

    /// The quotient of p by X − x, dropping the remainder p(x). The result has one coefficient fewer.
    public static func divide(_ coefficients: [Fr], byRoot x: Fr) -> [Fr] {
        if coefficients.count < 2 { return [] }
        return KernelTimes.count(.polynomials) {
            var quotient = [Fr](repeating: .zero, count: coefficients.count - 1)
            var carry = Fr.zero
            for index in stride(from: coefficients.count - 1, to: 0, by: -1) {
                carry = Fr.product(carry, x) + coefficients[index]
                quotient[index - 1] = carry
            }
            return quotient
        }
    }
}
