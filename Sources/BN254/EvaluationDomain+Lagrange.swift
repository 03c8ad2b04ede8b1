extension EvaluationDomain {
    /// x^n − 1: zero exactly on the domain.
    public func vanishing(at x: Fr) -> Fr {
        (0..<logSize).reduce(x) { value, _ in value.squared() } - .one
    }

    /// Lᵢ(x) for each row i: the polynomial of degree below n that is one at ω^i and zero at the other points of the
    /// domain. Rows may be negative and count from the end then. One inversion for all of them; x may lie in the domain.
    public func lagrangeEvaluations(rows: some Sequence<Int>, at x: Fr) -> [Fr] {
        let points = rows.map { element($0) }
        let vanishing = vanishing(at: x)
        if vanishing.isZero { return points.map { $0 == x ? .one : .zero } }
        var inverses = points.map { x - $0 }
        Fr.batchInvert(&inverses)
        let factor = vanishing * sizeInverse
        return zip(points, inverses).map { $0 * $1 * factor }
    }

    /// The value at x of the polynomial of degree below n with these values on the domain: Σ values[i]·Lᵢ(x).
    /// Missing values are zero. Costs O(values.count) multiplications and one inversion.
    public func evaluate(values: [Fr], at x: Fr) -> Fr {
        precondition(values.count <= size, "\(values.count) values on a domain of \(size)")
        var points: [Fr] = []
        points.reserveCapacity(values.count)
        var point = Fr.one
        for _ in values {
            points.append(point)
            point *= omega
        }
        let vanishing = vanishing(at: x)
        if vanishing.isZero { return zip(points, values).first { $0.0 == x }?.1 ?? .zero }
        var inverses = points.map { x - $0 }
        Fr.batchInvert(&inverses)
        var sum = Fr.zero
        for index in values.indices where !values[index].isZero { sum += values[index] * points[index] * inverses[index] }
        return sum * vanishing * sizeInverse
    }
}
