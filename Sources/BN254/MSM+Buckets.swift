/// The bucket sums of one job: which points go to which bucket of which window, and the trees that add them up.
struct BucketSums {
    private let bases: UnsafeBufferPointer<G1Affine>
    private let scalars: MSM.ScalarClass
    private let job: MSM.Job
    private let width: Int
    private let windowCount: Int
    private let buckets: Int

    init(_ bases: UnsafeBufferPointer<G1Affine>, _ scalars: MSM.ScalarClass, _ job: MSM.Job) {
        self.bases = bases
        self.scalars = scalars
        self.job = job
        width = scalars.width
        windowCount = scalars.windowCount
        buckets = 1 << (width - 1)
    }

    /// Σ digit·P over the job's members, for each of its windows.
    func windowSums() -> [G1] {
        // As many windows at once as keep the working set in the second-level cache and fill an inversion's batch.
        let group = max(1, min(job.windows.count, 8192 / max(1, job.members.count)))
        var sums: [G1] = []
        var first = job.windows.lowerBound
        while first < job.windows.upperBound {
            let last = min(first + group, job.windows.upperBound)
            sums += windowSums(first..<last)
            first = last
        }
        return sums
    }

    private func windowSums(_ windows: Range<Int>) -> [G1] {
        let total = windows.count * buckets
        // Counting sort of (window, bucket) pairs.
        let digits = signedDigits(windows)
        var counts = [Int32](repeating: 0, count: total)
        for digit in digits where digit != 0 { counts[Int(digit.magnitude) - 1] += 1 }
        var starts = [Int32](repeating: 0, count: total)
        var next: Int32 = 0
        for index in 0..<total {
            starts[index] = next
            next += counts[index]
        }
        let entries = Int(next)
        var tree = AdditionTree(capacity: entries, starts: starts, counts: counts)
        tree.fill { points in
            var position = starts
            var index = 0
            for member in job.members {
                let reference = scalars.references[member]
                for _ in windows {
                    let digit = digits[index]
                    index += 1
                    if digit == 0 { continue }
                    let slot = Int(digit.magnitude) - 1
                    let base = bases[Int(reference >> 1)]
                    let negative = (digit < 0) != (reference & 1 == 1)
                    points[Int(position[slot])] = negative ? -base : base
                    position[slot] += 1
                }
            }
        }
        tree.reduce()
        return (0..<windows.count).map { window in
            var running = G1.infinity
            var sum = G1.infinity
            for bucket in (window * buckets..<(window + 1) * buckets).reversed() {
                if let point = tree.result(bucket) { running += point }
                sum += running
            }
            return sum
        }
    }

    /// For every member and window (member by member) ±(window·buckets + |digit|), or 0 for a zero digit, where the
    /// digits lie in −2^(w−1) ... 2^(w−1) and Σ digit·2^(w·window) is the magnitude.
    ///
    /// Adding 2^(w−1) in every window but the last makes each digit the plain bits minus 2^(w−1), with no carry to
    /// follow from window to window.
    private func signedDigits(_ windows: Range<Int>) -> [Int32] {
        let half = UInt64(buckets)
        let mask = (UInt64(1) << UInt64(width)) - 1
        var offset: Limbs = (0, 0, 0, 0)
        for window in 0..<(windowCount - 1) { offset = setBit(window * width + width - 1, of: offset) }
        var digits: [Int32] = []
        digits.reserveCapacity(job.members.count * windows.count)
        for member in job.members {
            let words: Limbs
            if scalars.wordCount == 1 {
                words = (scalars.magnitudes[member], 0, 0, 0)
            } else {
                words = (scalars.magnitudes[4 * member], scalars.magnitudes[4 * member + 1],
                         scalars.magnitudes[4 * member + 2], scalars.magnitudes[4 * member + 3])
            }
            let shifted = addLimbs(words, offset)
            for window in windows {
                let bits = extract(shifted, window * width)
                let last = window == windowCount - 1
                let digit = last ? Int32(truncatingIfNeeded: bits) : Int32(truncatingIfNeeded: bits & mask) - Int32(truncatingIfNeeded: half)
                let base = Int32(truncatingIfNeeded: (window - windows.lowerBound) * buckets)
                digits.append(digit > 0 ? digit + base : digit < 0 ? digit - base : 0)
            }
        }
        return digits
    }

    /// The 64 bits from bit `position` on.
    @inline(__always)
    private func extract(_ words: Limbs, _ position: Int) -> UInt64 {
        let shift = UInt64(position & 63)
        let low: UInt64, high: UInt64
        switch position >> 6 {
        case 0: (low, high) = (words.0, words.1)
        case 1: (low, high) = (words.1, words.2)
        case 2: (low, high) = (words.2, words.3)
        case 3: (low, high) = (words.3, 0)
        default: (low, high) = (0, 0)
        }
        return shift == 0 ? low : low &>> shift | high &<< (64 &- shift)
    }

    private func setBit(_ position: Int, of words: Limbs) -> Limbs {
        var words = words
        let bit = UInt64(1) << UInt64(position & 63)
        switch position >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
        return words
    }
}
