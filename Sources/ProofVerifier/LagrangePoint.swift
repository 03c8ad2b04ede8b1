import BN254
import Constraints

/// The Lagrange polynomials of one table's domain at a point outside of it.
struct LagrangePoint {
    let first: Fr
    let last: Fr
    let active: Fr
    /// L_j(x) for j = 0 ..< count.
    let leading: [Fr]
    /// x^n − 1.
    let vanishing: Fr

    /// Nil when x lies in the domain. Cost: one inversion.
    init?(table: Table, x: Fr, leadingCount: Int) {
        let n = table.size
        var power = x
        for _ in 0..<table.logSize { power = power.squared() }
        vanishing = power - .one
        guard !vanishing.isZero else { return nil }
        let omega = Fr.rootOfUnity(logSize: table.logSize)
        let rows = Array(0..<max(1, leadingCount)) + Array(table.usableRows..<n)
        let roots = rows.map { omega.pow(UInt64($0)) }
        var inverses = roots.map { (x - $0) * Fr(n) }
        Fr.batchInvert(&inverses)
        let scale = vanishing
        let values = zip(roots, inverses).map { $0 * $1 * scale }
        leading = Array(values.prefix(leadingCount))
        first = values[0]
        let tail = values.suffix(n - table.usableRows)
        last = tail.first ?? .zero
        active = tail.reduce(Fr.one, -)
    }
}
