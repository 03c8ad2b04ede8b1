import Parallel

// The transform works on words below 4r between its levels (Harvey, arXiv 1205.2926): 4r < 2²⁵⁶, a Montgomery product
// takes any second factor, and so only one conditional subtraction a butterfly is left. The last level reduces fully.
extension EvaluationDomain {
    /// The forward transform in place: bit reversal, then k levels of butterflies with growing distance.
    func transform(_ values: UnsafeMutableBufferPointer<Fr>) {
        if Lanes.enabled, let laneTwiddles { return laneTwiddles.transform(values) }
        KernelTimes.count(.transforms) { transformPortably(values) }
    }

    private func transformPortably(_ values: UnsafeMutableBufferPointer<Fr>) {
        bitReverse(values)
        guard let base = values.baseAddress else { return }
        if size == 1 { return }
        if size == 2 {
            (base[0], base[1]) = (base[0] + base[1], base[0] - base[1])
            return
        }
        twiddles.withUnsafeBufferPointer { twiddles in
            guard let table = twiddles.baseAddress else { return }
            // All levels of a sixteenth first, which stays in a core's cache; then the levels that join them.
            let block = size >= 1 << 14 ? size / 16 : size
            Parallel.chunks(size / block) { range in
                for index in range { levels(base + index * block, block, table) }
            }
            var half = block
            while half < size {
                let distance = half
                let run = table + (half - 1)
                Parallel.chunks(size / 2, minimum: 4096) { range in
                    var index = range.lowerBound
                    while index < range.upperBound {
                        let offset = index & (distance - 1)
                        let end = min(range.upperBound, index - offset + distance)
                        let low = base + ((index - offset) * 2 + offset)
                        level(low, low + distance, run + offset, end - index, isLast: distance * 2 == size)
                        index = end
                    }
                }
                half *= 2
            }
        }
    }

    /// All levels inside one block of a power of two of at least four.
    private func levels(_ base: UnsafeMutablePointer<Fr>, _ count: Int, _ table: UnsafePointer<Fr>) {
        // The first two levels have the twiddles 1 and 1, √−1: one multiplication for four values.
        let root = table[2]
        for index in stride(from: 0, to: count, by: 4) {
            let p = base + index
            let a = p[0] + p[1], b = p[0] - p[1], c = p[2] + p[3], d = Fr.product(root, p[2] - p[3])
            p[0] = a + c
            p[1] = b + d
            p[2] = a - c
            p[3] = b - d
        }
        var half = 4
        while half < count {
            for start in stride(from: 0, to: count, by: 2 * half) {
                level(base + start, base + start + half, table + (half - 1), half, isLast: 2 * half == size)
            }
            half *= 2
        }
    }

    @inline(__always)
    private func level(
        _ low: UnsafeMutablePointer<Fr>, _ high: UnsafeMutablePointer<Fr>, _ twiddles: UnsafePointer<Fr>, _ count: Int,
        isLast: Bool
    ) {
        if isLast {
            for index in 0..<count {
                let (a, b) = butterfly(low[index], high[index], twiddles[index])
                low[index] = Fr(uncheckedMontgomery: reduceOnce(reduceOnce(a, doubleModulus), Fr.modulus))
                high[index] = Fr(uncheckedMontgomery: reduceOnce(reduceOnce(b, doubleModulus), Fr.modulus))
            }
        } else {
            for index in 0..<count {
                let (a, b) = butterfly(low[index], high[index], twiddles[index])
                low[index] = Fr(uncheckedMontgomery: a)
                high[index] = Fr(uncheckedMontgomery: b)
            }
        }
    }

    private func bitReverse(_ values: UnsafeMutableBufferPointer<Fr>) {
        guard let base = values.baseAddress, logSize > 1 else { return }
        var reversed = 0
        for index in 1..<size {
            var bit = size >> 1
            while reversed & bit != 0 {
                reversed ^= bit
                bit >>= 1
            }
            reversed |= bit
            if index < reversed {
                let value = base[index]
                base[index] = base[reversed]
                base[reversed] = value
            }
        }
    }
}

/// 2r.
@inline(__always)
private var doubleModulus: Limbs {
    (0x87c3eb27e0000002, 0x5067d090f372e122, 0x70a08b6d0302b0ba, 0x60c89ce5c2634053)
}

/// (low + w·high, low − w·high), both below 4r, for low and high below 4r and w below r.
@inline(__always)
private func butterfly(_ low: Fr, _ high: Fr, _ twiddle: Fr) -> (Limbs, Limbs) {
    let a = reduceOnce(low.montgomeryLimbs, doubleModulus)
    let b = montgomeryProductLazy(twiddle.montgomeryLimbs, high.montgomeryLimbs, Fr.modulus, Fr.negatedInverse)
    return (addLimbs(a, b), addLimbs(subtractLimbs(a, b).0, doubleModulus))
}
