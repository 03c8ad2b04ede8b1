import Parallel

/// Multi-scalar multiplication Σ sᵢ·Pᵢ in G1 by signed-digit buckets (Pippenger's method).
///
/// - Scalars are read as integers in (−r/2, r/2) and sorted by magnitude into classes of at most 8, 16, 32, 64 and 254
///   bits; each class gets its own window width, so a column of small values costs a small part of a full one. Zeros cost
///   nothing.
/// - Bucket sums are trees of affine additions whose divisions share inversions: about six multiplications an
///   addition where Jacobian coordinates need eleven.
/// - Windows and halves of classes go to different threads.
/// - A ``MultiplesTable`` spares the doublings and all sets of buckets but one; without one the sum goes over the bases themselves.
public enum MSM {
    /// Σ scalars[i]·bases[i].
    ///
    /// - Precondition: at least as many bases as scalars; surplus bases are left out.
    public static func compute(_ scalars: [Fr], _ bases: [G1Affine]) -> G1 {
        compute(scalars, bases[...])
    }

    /// Σ scalars[i]·bases[bases.startIndex + i].
    ///
    /// - Precondition: at least as many bases as scalars; surplus bases are left out.
    public static func compute(_ scalars: [Fr], _ bases: ArraySlice<G1Affine>) -> G1 {
        precondition(scalars.count <= bases.count, "\(scalars.count) scalars for \(bases.count) bases")
        return bases.withUnsafeBufferPointer { bases in
            scalars.withUnsafeBufferPointer { scalars in compute(scalars, bases) }
        }
    }

    /// The definition: double and add, term by term. The reference that tests hold `compute` against.
    public static func naive(_ scalars: [Fr], _ bases: [G1Affine]) -> G1 {
        zip(scalars, bases).reduce(G1.infinity) { $0 + $1.1 * $1.0 }
    }

    /// Multiples 2^(width·w)·(base i) at w·stride + i, w < windows.
    struct Multiples {
        let points: UnsafeBufferPointer<G1Affine>
        let stride: Int
        let width: Int
        let windows: Int
    }

    /// With multiples, whose first `stride` points are the bases, all windows of a class of scalars fall into one set of buckets where that is
    /// estimated cheaper.
    static func compute(
        _ scalars: UnsafeBufferPointer<Fr>, _ bases: UnsafeBufferPointer<G1Affine>, multiples: Multiples? = nil
    ) -> G1 {
        var classes = merge(classify(scalars, bases))
        if let multiples {
            for index in classes.indices { classes[index].fold(multiples) }
        }
        var jobs: [Job] = []
        for (index, members) in classes.enumerated() { jobs += plan(members, classIndex: index) }
        let sums = Parallel.map(jobs.count) { index in
            KernelTimes.count(.multiScalar) {
                let members = classes[jobs[index].classIndex]
                let stride = members.isFolded ? multiples?.stride : nil
                return BucketSums(stride == nil ? bases : multiples?.points ?? bases, stride: stride, members, jobs[index]).windowSums()
            }
        }
        var total = G1.infinity
        for (index, members) in classes.enumerated() {
            if members.isFolded {
                for (job, sum) in zip(jobs, sums) where job.classIndex == index { total = sum.reduce(total, +) }
                continue
            }
            var windows = [G1](repeating: .infinity, count: members.windowCount)
            for (job, sum) in zip(jobs, sums) where job.classIndex == index {
                for (window, value) in zip(job.windows, sum) { windows[window] += value }
            }
            var result = G1.infinity
            for value in windows.reversed() {
                if !result.isInfinity { for _ in 0..<members.width { result = result.doubled() } }
                result += value
            }
            total += result
        }
        return total
    }
}

extension MSM {
    /// A share of the work: some windows of some members of a class.
    struct Job {
        let classIndex: Int
        let windows: Range<Int>
        let members: Range<Int>
    }

    /// Scalars of similar magnitude.
    struct ScalarClass {
        /// Every magnitude is below 2^bits.
        var bits: Int
        /// Index of the base, doubled, plus one where the scalar is negative.
        var references: [UInt32] = []
        /// The magnitudes, `wordCount` words each.
        var magnitudes: [UInt64] = []
        let wordCount: Int
        /// The width of the multiples that are used, where they are.
        var foldedWidth: Int?

        var count: Int { references.count }
        var isFolded: Bool { foldedWidth != nil }
        /// Bits a window.
        var width: Int { foldedWidth ?? MSM.width(count: count, bits: bits) }
        /// Enough windows for the magnitude and the carry that signed digits push upwards.
        var windowCount: Int { bits / width + 1 }
    }

    /// The estimated cost, in field multiplications, of buckets of w bits over `count` scalars of `bits` bits: an affine
    /// addition of ~6.5 for each scalar and window; the sums of the buckets; ~9 for each doubling between windows.
    static func cost(count: Int, bits: Int, width: Int) -> Double {
        let windows = Double(bits / width + 1)
        return windows * (6.5 * Double(count) + bucketCost(width)) + 9 * Double(bits)
    }

    /// The same over multiples of w bits: one set of buckets, no doublings.
    static func foldedCost(count: Int, bits: Int, width: Int) -> Double {
        6.5 * Double(count) * Double(bits / width + 1) + bucketCost(width)
    }

    /// To sum up 2^(w−1) buckets: a mixed and a full addition in Jacobian coordinates for each of them, or two affine ones where they are many.
    static func bucketCost(_ width: Int) -> Double {
        let buckets = 1 << (width - 1)
        return (buckets < BucketSums.squareSize ? 27 : 14) * Double(buckets)
    }

    static func width(count: Int, bits: Int) -> Int {
        var best = 1
        for width in 2...min(16, bits + 1) where cost(count: count, bits: bits, width: width) < cost(count: count, bits: bits, width: best) {
            best = width
        }
        return best
    }

    /// Sorts the non-zero scalars of finite bases into classes.
    static func classify(_ scalars: UnsafeBufferPointer<Fr>, _ bases: UnsafeBufferPointer<G1Affine>) -> [ScalarClass] {
        let parts = Parallel.mapChunks(scalars.count, minimum: 1024) { range in
            var classes = [8, 16, 32, 64, 254].map { ScalarClass(bits: $0, wordCount: $0 > 64 ? 4 : 1) }
            for index in range {
                let scalar = scalars[index]
                if scalar.isZero || bases[index].isInfinity { continue }
                let (magnitude, negative) = centred(scalar)
                let reference = UInt32(truncatingIfNeeded: index << 1 | (negative ? 1 : 0))
                if magnitude.1 | magnitude.2 | magnitude.3 == 0 {
                    let bits = 64 - magnitude.0.leadingZeroBitCount
                    let slot = bits <= 8 ? 0 : bits <= 16 ? 1 : bits <= 32 ? 2 : 3
                    classes[slot].references.append(reference)
                    classes[slot].magnitudes.append(magnitude.0)
                } else {
                    classes[4].references.append(reference)
                    classes[4].magnitudes.append(magnitude.0)
                    classes[4].magnitudes.append(magnitude.1)
                    classes[4].magnitudes.append(magnitude.2)
                    classes[4].magnitudes.append(magnitude.3)
                }
            }
            return classes
        }
        guard var classes = parts.first else { return [] }
        for part in parts.dropFirst() {
            for slot in classes.indices {
                classes[slot].references += part[slot].references
                classes[slot].magnitudes += part[slot].magnitudes
            }
        }
        return classes
    }

    /// |scalar| and its sign as an integer in (−r/2, r/2).
    @inline(__always)
    private static func centred(_ scalar: Fr) -> (Limbs, Bool) {
        let value = scalar.canonicalLimbs
        // r/2 has its top word's value 0x1832…: a value is taken for negative by comparison with (r − 1)/2.
        let half: Limbs = (0xa1f0fac9f8000000, 0x9419f4243cdcb848, 0xdc2822db40c0ac2e, 0x183227397098d014)
        if subtractLimbs(half, value).borrow { return (subtractLimbs(Fr.modulus, value).0, true) }
        return (value, false)
    }

    /// Tightens each class to its largest magnitude and joins neighbours where one run is estimated cheaper than two.
    private static func merge(_ classes: [ScalarClass]) -> [ScalarClass] {
        var merged: [ScalarClass] = []
        for var next in classes where next.count > 0 {
            next.tighten()
            if let last = merged.last, last.wordCount == next.wordCount || last.count * 8 <= next.count {
                let together = MSM.bestCost(last.count + next.count, next.bits)
                if together < MSM.bestCost(last.count, last.bits) + MSM.bestCost(next.count, next.bits) {
                    merged[merged.count - 1] = last.joined(to: next)
                    continue
                }
            }
            merged.append(next)
        }
        return merged
    }

    fileprivate static func bestCost(_ count: Int, _ bits: Int) -> Double {
        cost(count: count, bits: bits, width: width(count: count, bits: bits))
    }

    /// Cuts a class into jobs: by windows where there is one for each thread, else by members where that pays.
    private static func plan(_ members: ScalarClass, classIndex: Int) -> [Job] {
        let windows = members.windowCount
        let threads = Parallel.threads
        let whole = Job(classIndex: classIndex, windows: 0..<windows, members: 0..<members.count)
        if members.isFolded {
            // Each part has all buckets of its own.
            let additions = 6.5 * Double(members.count * windows)
            if threads == 1 || additions < 4 * bucketCost(members.width) { return [whole] }
            return (0..<threads).map { piece in
                Job(classIndex: classIndex, windows: whole.windows,
                    members: members.count * piece / threads..<members.count * (piece + 1) / threads)
            }
        }
        // Too few additions to pay for another job's inversions.
        if threads == 1 || members.count * windows < 1024 { return [whole] }
        if windows >= threads {
            return (0..<threads).map { piece in
                Job(classIndex: classIndex, windows: windows * piece / threads..<windows * (piece + 1) / threads, members: whole.members)
            }
        }
        // Members cut in parts need all buckets summed up once a part.
        if 6.5 * Double(members.count) < 2 * bucketCost(members.width) * Double(threads) { return [whole] }
        return (0..<threads).map { piece in
            Job(classIndex: classIndex, windows: whole.windows,
                members: members.count * piece / threads..<members.count * (piece + 1) / threads)
        }
    }
}

extension MSM.ScalarClass {
    /// Uses the multiples where that is estimated cheaper.
    fileprivate mutating func fold(_ multiples: MSM.Multiples) {
        let folded = MSM.foldedCost(count: count, bits: bits, width: multiples.width)
        if bits / multiples.width < multiples.windows, folded < MSM.bestCost(count, bits) { foldedWidth = multiples.width }
    }

    fileprivate mutating func tighten() {
        var top = 0
        for index in stride(from: 0, to: magnitudes.count, by: wordCount) {
            for word in (0..<wordCount).reversed() where magnitudes[index + word] != 0 {
                top = max(top, 64 * word + 64 - magnitudes[index + word].leadingZeroBitCount)
                break
            }
        }
        bits = max(1, min(bits, top))
    }

    /// Both sets of scalars as one class of the wider kind.
    fileprivate func joined(to wider: MSM.ScalarClass) -> MSM.ScalarClass {
        var result = wider
        result.references += references
        if wordCount == wider.wordCount {
            result.magnitudes += magnitudes
        } else {
            for word in magnitudes { result.magnitudes += [word, 0, 0, 0] }
        }
        return result
    }
}
