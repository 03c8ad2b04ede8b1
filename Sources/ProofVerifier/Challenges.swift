import BN254

/// All challenges of one proof; the letters are those of Docs/protocol.md §5.
public struct Challenges: Hashable, Sendable {
    /// Challenges between advice phases, numbered through.
    public var phase: [Fr] = []
    /// Compresses bus tuples.
    public var theta = Fr.zero
    /// Shifts bus denominators and permutation identities.
    public var beta = Fr.zero
    /// Shifts permutation factors.
    public var gamma = Fr.zero
    /// Folds constraints.
    public var alpha = Fr.zero
    /// Evaluation point.
    public var x = Fr.zero
    /// Folds openings.
    public var v = Fr.zero
    /// Point at which the folded opening is checked.
    public var y = Fr.zero

    public init() {}

    /// β + τ + θx₁ + … + θ^m x_m.
    public func denominator(tag: UInt32, tuple: [Fr]) -> Fr {
        var sum = Fr.zero
        for value in tuple.reversed() { sum = (sum + value) * theta }
        return beta + Fr(UInt64(tag)) + sum
    }
}
