/// Sums runs of affine points, all runs at once, by rounds of pairwise additions with one inversion a round.
///
/// The points of a run stand together. A round turns k points of a run into ⌈k/2⌉, in place. An addition costs one
/// division; Montgomery's trick makes that three multiplications, so six with the rest of the formula. A tree is small enough for a core's
/// second-level cache and is filled again and again.
struct AdditionTree: ~Copyable {
    /// How many points fit.
    let capacity: Int
    /// The points of all runs, in order.
    let points: UnsafeMutablePointer<G1Affine>
    private let suffix: UnsafeMutablePointer<Fq>
    private var starts: [Int] = []
    private var counts: [Int] = []

    init(capacity: Int) {
        self.capacity = capacity
        points = .allocate(capacity: capacity)
        points.initialize(repeating: .infinity, count: capacity)
        suffix = .allocate(capacity: capacity / 2 + 1)
        suffix.initialize(repeating: .one, count: capacity / 2 + 1)
    }

    deinit {
        points.deallocate()
        suffix.deallocate()
    }

    /// Forgets all runs.
    mutating func removeAll() {
        starts.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
    }

    /// The next run: `count` points from `start` on, behind those of the runs before.
    mutating func append(start: Int, count: Int) {
        starts.append(start)
        counts.append(count)
    }

    /// Where the sum of a run is after `reduce`.
    func sum(ofRun run: Int) -> G1Affine { points[starts[run]] }

    mutating func reduce() {
        let (points, suffix) = (points, suffix)
        starts.withUnsafeBufferPointer { starts in
            counts.withUnsafeMutableBufferPointer { counts in
                while AdditionTree.round(points, starts, counts, suffix) {}
            }
        }
    }

    /// One round; false when no run has two points.
    private static func round(
        _ points: UnsafeMutablePointer<G1Affine>, _ starts: UnsafeBufferPointer<Int>,
        _ counts: UnsafeMutableBufferPointer<Int>, _ suffix: UnsafeMutablePointer<Fq>
    ) -> Bool {
        // Backwards: suffix[p] is the product of the divisors of all pairs behind pair p …
        var product = Fq.one
        var pairs = 0
        for run in stride(from: counts.count - 1, through: 0, by: -1) {
            var pair = counts[run] / 2 - 1
            let start = starts[run]
            while pair >= 0 {
                let divisor = divisor(points[start + 2 * pair], points[start + 2 * pair + 1])
                suffix[pairs] = product
                pairs += 1
                if !divisor.isZero { product = Fq.product(product, divisor) }
                pair -= 1
            }
        }
        if pairs == 0 { return false }
        // Divisors left out are zero, the others are not, so this inverse exists.
        guard var inverse = product.inverse() else { return false }
        // … so that going forwards each pair finds the inverse of its divisor, and results land where both inputs of
        // that and all later pairs have been read or are still untouched.
        for run in 0..<counts.count {
            let count = counts[run]
            if count < 2 { continue }
            let start = starts[run]
            for pair in 0..<count / 2 {
                pairs -= 1
                let p = points[start + 2 * pair], q = points[start + 2 * pair + 1]
                let divisor = divisor(p, q)
                if divisor.isZero {
                    // One of them is infinity, or they are opposite.
                    points[start + pair] = p.isInfinity ? q : q.isInfinity ? p : .infinity
                    continue
                }
                let reciprocal = Fq.product(inverse, suffix[pairs])
                inverse = Fq.product(inverse, divisor)
                points[start + pair] = sum(p, q, reciprocal)
            }
            if count % 2 == 1 { points[start + count / 2] = points[start + count - 1] }
            counts[run] = (count + 1) / 2
        }
        return true
    }

    /// What the slope of the line through p and q is divided by: x₂ − x₁, or 2y for equal points; zero where the sum
    /// needs no slope.
    @inline(__always)
    private static func divisor(_ p: G1Affine, _ q: G1Affine) -> Fq {
        let difference = q.x - p.x
        if difference.isZero { return p.y == q.y ? p.y.doubled() : .zero }
        if p.isInfinity || q.isInfinity { return .zero }
        return difference
    }

    /// p + q for a non-zero divisor with this reciprocal.
    @inline(__always)
    private static func sum(_ p: G1Affine, _ q: G1Affine, _ reciprocal: Fq) -> G1Affine {
        let numerator: Fq
        if p.x == q.x {
            let square = Fq.product(p.x, p.x)
            numerator = square.doubled() + square
        } else {
            numerator = q.y - p.y
        }
        let slope = Fq.product(numerator, reciprocal)
        let x = Fq.product(slope, slope) - p.x - q.x
        return G1Affine(uncheckedX: x, y: Fq.product(slope, p.x - x) - p.y)
    }
}
