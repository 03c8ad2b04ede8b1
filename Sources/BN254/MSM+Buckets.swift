/// The bucket sums of one job: which points go to which bucket of which window, and the trees that add them up.
struct BucketSums {
    /// The bases, or where `stride` is given their multiples: 2^(width·w)·(base i) at w·stride + i.
    private let points: UnsafeBufferPointer<G1Affine>
    private let stride: Int?
    private let scalars: MSM.ScalarClass
    private let job: MSM.Job
    private let width: Int
    private let windowCount: Int
    private let buckets: Int

    init(_ points: UnsafeBufferPointer<G1Affine>, stride: Int?, _ scalars: MSM.ScalarClass, _ job: MSM.Job) {
        self.points = points
        self.stride = stride
        self.scalars = scalars
        self.job = job
        width = scalars.width
        windowCount = scalars.windowCount
        buckets = 1 << (width - 1)
    }

    /// Σ digit·P over the job's members for each of its windows; over multiples one sum of all windows.
    func windowSums() -> [G1] {
        if stride != nil { return windowSums(job.windows) }
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
        let sets = stride == nil ? windows.count : 1
        let (references, ends) = sortedReferences(windows, slots: sets * buckets)
        let sums = Self.slotSums(points, references, ends)
        return (0..<sets).map { Self.weightedSum(sums[set(at: $0)]) }
    }

    private func set(at index: Int) -> Range<Int> { index * buckets..<(index + 1) * buckets }

    /// From so many buckets on, they are summed up in a square.
    static let squareSize = 512

    /// Σ k·(k-th of these), counted from one; a power of two of them.
    private static func weightedSum(_ sums: ArraySlice<G1Affine>) -> G1 {
        if sums.count < squareSize { return runningSum(sums, first: 1) }
        // In a square: with k − 1 = row·side + column the sum is side·Σ row·(row's sum) + Σ (column + 1)·(column's sum). The sums of rows and columns
        // are two additions a bucket with shared inversions, in place of a mixed and a full one in Jacobian coordinates.
        let shift = sums.count.trailingZeroBitCount / 2
        let (side, rows) = (1 << shift, sums.count >> shift)
        let (byRow, byColumn) = sums.withUnsafeBufferPointer { points in
            (
                slotSums(points, points.indices.map { UInt32(2 * $0) }, (1...rows).map { Int32($0 * side) }),
                slotSums(
                    points, (0..<side).flatMap { column in (0..<rows).map { UInt32(2 * ($0 * side + column)) } }, (1...side).map { Int32($0 * rows) })
            )
        }
        var result = runningSum(byRow[...], first: 0)
        for _ in 0..<shift { result = result.doubled() }
        return result + runningSum(byColumn[...], first: 1)
    }

    /// Σ k·(k-th of these), where the first has k = 0 or 1.
    private static func runningSum(_ sums: ArraySlice<G1Affine>, first: Int) -> G1 {
        var running = G1.infinity
        var sum = G1.infinity
        for point in sums.dropFirst(1 - first).reversed() {
            running += point
            sum += running
        }
        return sum
    }

    /// The sum of each slot's points; `ends[s]` is where the references of slot s end.
    private static func slotSums(_ points: UnsafeBufferPointer<G1Affine>, _ references: [UInt32], _ ends: [Int32]) -> [G1Affine] {
        var sums = [G1Affine](repeating: .infinity, count: ends.count)
        // Copied together first, a tree's fill at a time: the loads of a copy do not wait for one another, and the rounds stay in the cache.
        var tree = AdditionTree(capacity: min(4096, references.count + 2))
        var slots: [Int] = []
        references.withUnsafeBufferPointer { references in
            var (slot, position) = (0, 0)
            // Whether the slot's first points have been summed already, with the last fill.
            var isCut = false
            while position < references.count {
                tree.removeAll()
                slots.removeAll(keepingCapacity: true)
                var filled = 0
                while position < references.count && filled < tree.capacity - 1 {
                    let end = Int(ends[slot])
                    if position == end {
                        slot += 1
                        isCut = false
                        continue
                    }
                    let start = filled
                    if isCut {
                        tree.points[filled] = sums[slot]
                        filled += 1
                    }
                    let taken = min(end - position, tree.capacity - filled)
                    copy(points, UnsafeBufferPointer(rebasing: references[position..<position + taken]), to: tree.points + filled)
                    position += taken
                    filled += taken
                    tree.append(start: start, count: filled - start)
                    slots.append(slot)
                    isCut = true
                }
                tree.reduce()
                for (run, slot) in slots.enumerated() { sums[slot] = tree.sum(ofRun: run) }
            }
        }
        return sums
    }

    /// The points of these references, negated where the lowest bit says so.
    private static func copy(
        _ points: UnsafeBufferPointer<G1Affine>, _ references: UnsafeBufferPointer<UInt32>, to target: UnsafeMutablePointer<G1Affine>
    ) {
        // Nothing but loads and stores first: the shorter the loop, the more loads are on their way at once.
        for index in references.indices { target[index] = points[Int(references[index] >> 1)] }
        // Without a branch, since signs follow no order.
        for index in references.indices {
            let point = target[index]
            let (y, opposite) = (point.y.montgomeryLimbs, (-point.y).montgomeryLimbs)
            let mask = 0 &- UInt64(references[index] & 1)
            target[index] = G1Affine(
                uncheckedX: point.x,
                y: Fq(uncheckedMontgomery: (
                    y.0 ^ (y.0 ^ opposite.0) & mask, y.1 ^ (y.1 ^ opposite.1) & mask,
                    y.2 ^ (y.2 ^ opposite.2) & mask, y.3 ^ (y.3 ^ opposite.3) & mask)))
        }
    }

    /// For every member and window with a digit that is not zero: the point's index, doubled, plus one for a negative digit; sorted by
    /// slot = set·buckets + |digit| − 1 (counting sort). And where each slot ends.
    private func sortedReferences(_ windows: Range<Int>, slots: Int) -> ([UInt32], [Int32]) {
        let digits = signedDigits(windows)
        var positions = [Int32](repeating: 0, count: slots)
        positions.withUnsafeMutableBufferPointer { counts in
            for digit in digits where digit != 0 { counts[Int(digit.magnitude) - 1] += 1 }
            var next: Int32 = 0
            for slot in counts.indices { (counts[slot], next) = (next, next + counts[slot]) }
        }
        let used = digits.reduce(0) { $1 == 0 ? $0 : $0 + 1 }
        let references = [UInt32](unsafeUninitializedCapacity: used) { references, initialized in
            positions.withUnsafeMutableBufferPointer { positions in
                digits.withUnsafeBufferPointer { digits in
                    var index = 0
                    for member in job.members {
                        var reference = scalars.references[member]
                        if let stride { reference += UInt32(2 * stride * windows.lowerBound) }
                        for _ in windows {
                            let digit = digits[index]
                            if digit != 0 {
                                let slot = Int(digit.magnitude) - 1
                                references[Int(positions[slot])] = reference ^ (digit < 0 ? 1 : 0)
                                positions[slot] += 1
                            }
                            index += 1
                            if let stride { reference &+= UInt32(2 * stride) }
                        }
                    }
                }
            }
            initialized = used
        }
        // Every position has moved on to its slot's end.
        return (references, positions)
    }

    /// For every member and window (member by member) ±(set·buckets + |digit|), or 0 for a zero digit, where the
    /// digits lie in −2^(w−1) ... 2^(w−1) and Σ digit·2^(w·window) is the magnitude. The set is the window's place in `windows`, or 0 over
    /// multiples.
    ///
    /// Adding 2^(w−1) in every window but the last makes each digit the plain bits minus 2^(w−1), with no carry to
    /// follow from window to window.
    private func signedDigits(_ windows: Range<Int>) -> [Int32] {
        let half = Int32(truncatingIfNeeded: buckets)
        let mask = (UInt64(1) << UInt64(width)) - 1
        var offset: Limbs = (0, 0, 0, 0)
        for window in 0..<(windowCount - 1) { offset = setBit(window * width + width - 1, of: offset) }
        let step = stride == nil ? half : 0
        let count = job.members.count * windows.count
        return [Int32](unsafeUninitializedCapacity: count) { digits, initialized in
            var index = 0
            scalars.magnitudes.withUnsafeBufferPointer { magnitudes in
                for member in job.members {
                    let words: Limbs
                    if scalars.wordCount == 1 {
                        words = (magnitudes[member], 0, 0, 0)
                    } else {
                        words = (magnitudes[4 * member], magnitudes[4 * member + 1], magnitudes[4 * member + 2], magnitudes[4 * member + 3])
                    }
                    let shifted = addLimbs(words, offset)
                    var base: Int32 = 0
                    for window in windows {
                        let bits = extract(shifted, window * width)
                        let last = window == windowCount - 1
                        let digit = last ? Int32(truncatingIfNeeded: bits) : Int32(truncatingIfNeeded: bits & mask) &- half
                        digits[index] = digit > 0 ? digit &+ base : digit < 0 ? digit &- base : 0
                        index += 1
                        base &+= step
                    }
                }
            }
            initialized = count
        }
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
