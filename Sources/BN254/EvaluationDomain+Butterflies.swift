import CFieldWords
import Parallel

// The portable transform: natural order in, reversed bits after the last level, then a pass that puts values into their places and, for an
// inverse, scales them.
//
// Words are below 2²⁵⁵ + 2r = 4.65r < 2²⁵⁶ between the levels. The first operand of a butterfly is brought below 2²⁵⁵ by taking 2r off where
// its highest bit is set, and the product with a fixed factor is below 2r for every second one, so that sums are below 2²⁵⁵ + 2r again.
extension TransformFactors {
    /// Σ values[j]·(g·ω^i)^j at entry i. The inverse, for g = 1 only: Σ values[j]·ω^(−ij)/n.
    package func transform(_ values: UnsafeMutableBufferPointer<Fr>, inverse: Bool = false) {
        guard let base = values.baseAddress, values.count > 1 else { return }
        let levels = values.count.trailingZeroBitCount
        // The first levels together, then the parts that they leave apart.
        let threads = EvaluationDomain.threads(logSize: levels)
        var joint = max(0, levels - Self.cachedLevels)
        while 1 << joint < min(16, threads) { joint += 1 }
        let counts = [Int](repeating: values.count / 2, count: joint) + [1 << joint, Self.tiles(levels)]
        Parallel.stages(counts, threads: threads) { stage, _, range in
            KernelTimes.count(.transforms) {
                if stage < joint {
                    run(stage, range, of: values.count, base, inverse)
                } else if stage == joint {
                    for part in range { run(from: joint, part, levels, base, inverse) }
                } else {
                    reorder(base, levels, range, inverse)
                }
            }
        }
    }

    /// 2¹³ values, 256 kB, stay in the second-level cache.
    private static let cachedLevels = 13

    /// Every level from `level` on of the given block of that level.
    private func run(from level: Int, _ block: Int, _ levels: Int, _ base: UnsafeMutablePointer<Fr>, _ inverse: Bool) {
        let count = 1 << levels
        // Halves of what is larger than the second-level cache, one after the other.
        if levels - level > Self.cachedLevels {
            let pairs = count >> (level + 1)
            run(level, block * pairs..<(block + 1) * pairs, of: count, base, inverse)
            run(from: level + 1, 2 * block, levels, base, inverse)
            run(from: level + 1, 2 * block + 1, levels, base, inverse)
            return
        }
        let pairs = count >> (level + 1)
        if levels - level < 2 { return run(level, block * pairs..<(block + 1) * pairs, of: count, base, inverse) }
        for next in level..<levels - 2 { run(next, block * pairs..<(block + 1) * pairs, of: count, base, inverse) }
        let quads = pairs / 2
        runLastTwo(levels, block * quads..<(block + 1) * quads, base, inverse)
    }

    /// The last two levels, whose blocks are too short for loops of their own: four neighbouring values at a time.
    private func runLastTwo(_ levels: Int, _ blocks: Range<Int>, _ base: UnsafeMutablePointer<Fr>, _ inverse: Bool) {
        _ = withLevel(levels - 2) { upper, _ in
            withLevel(levels - 1) { lower, _ in
                for block in blocks {
                    let quad = base + 4 * block
                    let first = upper + (inverse ? Self.mirrored(block) : block)
                    let swapped = inverse && block > 0
                    butterflies(quad, quad + 2, 2, first, swapped: swapped)
                    butterflies(quad, quad + 1, 1, lower + (inverse ? Self.mirrored(2 * block) : 2 * block), swapped: swapped)
                    butterflies(
                        quad + 2, quad + 3, 1, lower + (inverse ? Self.mirrored(2 * block + 1) : 2 * block + 1), swapped: inverse)
                }
            }
        }
    }

    /// The block whose factor is ω^(n/2 − f) where this one's is ω^f, f > 0: all bits below the highest turned over.
    @inline(__always)
    private static func mirrored(_ block: Int) -> Int {
        block == 0 ? 0 : block ^ ((1 << (Int.bitWidth - 1 - block.leadingZeroBitCount)) &- 1)
    }

    /// The given butterflies of a level, block after block, of 2h values each.
    private func run(_ level: Int, _ range: Range<Int>, of count: Int, _ base: UnsafeMutablePointer<Fr>, _ inverse: Bool) {
        let distance = count >> (level + 1)
        _ = withLevel(level) { factors, startsWithOne in
            var index = range.lowerBound
            while index < range.upperBound {
                let block = index / distance
                let offset = index - block * distance
                let length = min(range.upperBound - index, distance - offset)
                let low = base + (2 * block * distance + offset)
                if startsWithOne && block == 0 {
                    Self.butterflies(low, low + distance, length, isFirst: level == 0)
                } else if inverse {
                    // The inverse of ω^f is −ω^(n/2 − f).
                    butterflies(low, low + distance, length, factors + Self.mirrored(block), swapped: true)
                } else {
                    butterflies(low, low + distance, length, factors + block, swapped: false)
                }
                index += length
            }
        }
    }

    /// (low + w·high, low − w·high), or the other way round where swapped, for `count` values each: all below 2²⁵⁵ + 2r, before and after.
    @inline(__always)
    private func butterflies(
        _ low: UnsafeMutablePointer<Fr>, _ high: UnsafeMutablePointer<Fr>, _ count: Int, _ factor: UnsafePointer<FixedFactor>, swapped: Bool
    ) {
        let (sums, differences) = swapped ? (high, low) : (low, high)
        #if arch(x86_64)
        if usesAssembly {
            func memory(_ values: UnsafeMutablePointer<Fr>) -> UnsafeMutablePointer<four_words> {
                UnsafeMutableRawPointer(values).assumingMemoryBound(to: four_words.self)
            }
            let factor = UnsafeRawPointer(factor).assumingMemoryBound(to: UInt64.self)
            for index in 0..<count {
                words_butterfly_r(memory(sums + index), memory(differences + index), memory(low + index), memory(high + index), factor)
            }
            return
        }
        #endif
        let factor = factor.pointee
        for index in 0..<count {
            let a = belowHalf(low[index].montgomeryLimbs)
            let b = factor.product(high[index].montgomeryLimbs)
            sums[index] = Fr(uncheckedMontgomery: addLimbs(a, b))
            differences[index] = Fr(uncheckedMontgomery: addLimbs(subtractWithCarry(a, b).0, doubleModulus))
        }
    }

    /// As above for w = 1. The first level finds values below r.
    private static func butterflies(_ low: UnsafeMutablePointer<Fr>, _ high: UnsafeMutablePointer<Fr>, _ count: Int, isFirst: Bool) {
        for index in 0..<count {
            var (a, b) = (low[index].montgomeryLimbs, high[index].montgomeryLimbs)
            if !isFirst { (a, b) = (belowHalf(a), reduceOnce(belowHalf(b), doubleModulus)) }
            low[index] = Fr(uncheckedMontgomery: addLimbs(a, b))
            high[index] = Fr(uncheckedMontgomery: addLimbs(subtractWithCarry(a, b).0, doubleModulus))
        }
    }

    /// What `reorder` does is as many pieces.
    private static func tiles(_ levels: Int) -> Int { levels < 6 ? 1 : 1 << (levels - 6) }

    /// Swaps the entries whose indices are each other's bits reversed, and makes all of them final.
    ///
    /// In tiles of eight runs of eight entries: a tile is the indices of the same middle bits, and trades places with the tile of those bits reversed.
    private func reorder(_ base: UnsafeMutablePointer<Fr>, _ levels: Int, _ tiles: Range<Int>, _ inverse: Bool) {
        if levels < 6 {
            for index in 0..<(1 << levels) {
                let other = Self.reversed(index, levels)
                if index <= other { exchange(base, index, other, inverse) }
            }
            return
        }
        let middle = levels - 6
        for tile in tiles {
            let other = Self.reversed(tile, middle)
            if tile > other { continue }
            for high in 0..<8 {
                for low in 0..<8 {
                    let index = (high << middle | tile) << 3 | low
                    let target = (Self.reversed(low, 3) << middle | other) << 3 | Self.reversed(high, 3)
                    if tile < other || index <= target { exchange(base, index, target, inverse) }
                }
            }
        }
    }

    /// The lowest `count` bits of `index` in reverse.
    @inline(__always)
    private static func reversed(_ index: Int, _ count: Int) -> Int {
        var result = 0
        for bit in 0..<count { result |= (index >> bit & 1) << (count - 1 - bit) }
        return result
    }

    /// Swaps two entries, which may be the same one, and makes both final.
    @inline(__always)
    private func exchange(_ base: UnsafeMutablePointer<Fr>, _ index: Int, _ other: Int, _ inverse: Bool) {
        let (first, second) = (final(base[index], inverse), final(base[other], inverse))
        base[index] = second
        base[other] = first
    }

    /// For a value below 2²⁵⁵ + 2r: it modulo r, over n where inverse.
    @inline(__always)
    private func final(_ value: Fr, _ inverse: Bool) -> Fr {
        let words = inverse
            ? sizeInverse.product(value.montgomeryLimbs) : reduceOnce(belowHalf(value.montgomeryLimbs), doubleModulus)
        return Fr(uncheckedMontgomery: reduceOnce(words, Fr.modulus))
    }
}
