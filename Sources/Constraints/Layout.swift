import BN254

/// One committed polynomial of one table.
public enum PolynomialKind: Hashable, Sendable {
    case fixed(Int)
    /// σ of the i-th permuted column.
    case sigma(Int)
    case advice(Int)
    /// Bus helper of the i-th chunk.
    case helper(Int)
    /// φ, the bus's running sum.
    case runningSum
    /// z, the permutation's running product.
    case product
    /// Product within a row after the i-th chunk.
    case partialProduct(Int)
}

/// When a group is committed.
public enum CommitmentStage: Hashable, Sendable {
    /// In the key.
    case preprocessed
    /// With the advice of a phase.
    case advice(phase: Int)
    /// After θ, β, γ.
    case argument
}

/// Polynomials committed together as one point g(X) = Σᵢ Xⁱ·fᵢ(Xᵗ) and opened at one set of points.
public struct CommitmentGroup: Hashable, Sendable {
    public let stage: CommitmentStage
    public let table: Int
    /// Row offsets, ascending; the points are x·ω^offset.
    public let rotations: [Int]
    /// At most t of them.
    public let members: [PolynomialKind]
    /// Committed without blinding, reproducible from the observations.
    public let isFeed: Bool

    public init(stage: CommitmentStage, table: Int, rotations: [Int], members: [PolynomialKind], isFeed: Bool) {
        self.stage = stage
        self.table = table
        self.rotations = rotations
        self.members = members
        self.isFeed = isFeed
    }

    public var evaluationCount: Int { rotations.count * members.count }
}

/// Which columns form which group. Committing, opening, the verifier and the contract generator follow it and keep no
/// column list of their own.
public struct Layout: Hashable, Sendable {
    /// t: how many polynomials one point may hold.
    public let packing: Int
    /// In proof order: preprocessed, advice by phase (feed groups first), argument.
    public let groups: [CommitmentGroup]
    /// Number of quotient chunks, each of t·n − 1 coefficients.
    public let quotientChunks: Int

    public init(packing: Int, groups: [CommitmentGroup], quotientChunks: Int) {
        self.packing = packing
        self.groups = groups
        self.quotientChunks = quotientChunks
    }

    /// Groups polynomials of equal stage, table, blinding and point set, t at a time, in column order.
    public init(_ system: ConstraintSystem, packing: Int) {
        precondition(packing >= 1, "a group holds at least one polynomial")
        var groups: [CommitmentGroup] = []
        func add(_ stage: CommitmentStage, _ table: Int, feed: Bool, _ polynomials: [(PolynomialKind, [Int])]) {
            var order: [[Int]] = []
            var bySet: [[Int]: [PolynomialKind]] = [:]
            for (kind, rotations) in polynomials {
                if bySet[rotations] == nil { order.append(rotations) }
                bySet[rotations, default: []].append(kind)
            }
            for rotations in order {
                let kinds = bySet[rotations] ?? []
                for start in stride(from: 0, to: kinds.count, by: packing) {
                    groups.append(CommitmentGroup(
                        stage: stage, table: table, rotations: rotations,
                        members: Array(kinds[start..<min(start + packing, kinds.count)]), isFeed: feed))
                }
            }
        }
        for (index, table) in system.tables.enumerated() {
            let rotations = table.rotations()
            let fixed = table.fixedColumns.indices.map { (PolynomialKind.fixed($0), rotations[Column(.fixed, $0)] ?? [0]) }
            let sigma = table.permutedColumns.indices.map { (PolynomialKind.sigma($0), [0]) }
            add(.preprocessed, index, feed: false, fixed + sigma)
        }
        for phase in 0..<system.phases {
            for feed in [true, false] {
                for (index, table) in system.tables.enumerated() {
                    let rotations = table.rotations()
                    add(.advice(phase: phase), index, feed: feed, table.adviceColumns.indices
                        .filter { table.adviceColumns[$0].phase == phase && (table.adviceColumns[$0].role == .feed) == feed }
                        .map { (.advice($0), rotations[Column(.advice, $0)] ?? [0]) })
                }
            }
        }
        for (index, plan) in system.plans.enumerated() {
            var polynomials: [(PolynomialKind, [Int])] = []
            polynomials += (0..<plan.helperCount).map { (.helper($0), [0]) }
            polynomials += (0..<plan.partialProductCount).map { (.partialProduct($0), [0]) }
            if plan.hasBus { polynomials.append((.runningSum, [0, 1])) }
            if plan.hasPermutation { polynomials.append((.product, [0, 1])) }
            add(.argument, index, feed: false, polynomials)
        }
        self.init(
            packing: packing, groups: groups,
            quotientChunks: Self.quotientChunks(system, packing: packing))
    }

    /// Chunks of t·n − 1 coefficients that the longest table's quotient takes.
    public static func quotientChunks(_ system: ConstraintSystem, packing: Int) -> Int {
        let longest = zip(system.tables, system.plans).map { $0.quotientLength($1) }.max() ?? 1
        let chunk = packing * (1 << system.maximumLogSize) - 1
        return (longest + chunk - 1) / chunk
    }

    /// Indices of the groups of one stage, in proof order.
    public func indices(of stage: CommitmentStage) -> [Int] {
        groups.indices.filter { groups[$0].stage == stage }
    }

    /// Number of points in the feed commitment; they are the first points of a proof.
    public var feedGroupCount: Int { groups.filter(\.isFeed).count }
    public var evaluationCount: Int { groups.reduce(0) { $0 + $1.evaluationCount } }
}
