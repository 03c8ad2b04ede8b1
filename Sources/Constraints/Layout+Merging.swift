/// What a verifier pays for a layout's parts, in any unit; only their proportion matters to a grouping.
public struct LayoutCosts: Hashable, Sendable {
    /// A group's point in the key.
    public let keyPoint: Int
    /// A group's point in the proof.
    public let sentPoint: Int
    /// One claimed evaluation.
    public let evaluation: Int

    public init(keyPoint: Int, sentPoint: Int, evaluation: Int) {
        self.keyPoint = keyPoint
        self.sentPoint = sentPoint
        self.evaluation = evaluation
    }
}

extension Layout {
    /// Groups as `init(_:packing:)` does, then opens polynomials at more points than they are read at wherever that saves
    /// more in points than it costs in evaluations: two groups of different point sets become one, or some members of one
    /// fill up another.
    public init(_ system: ConstraintSystem, packing: Int, costs: LayoutCosts) {
        let plain = Layout(system, packing: packing)
        var groups: [CommitmentGroup] = []
        var start = 0
        while start < plain.groups.count {
            let first = plain.groups[start]
            let end = plain.groups[start...].firstIndex {
                $0.stage != first.stage || $0.table != first.table || $0.isFeed != first.isFeed
            } ?? plain.groups.count
            let pool = MergePool(
                groups: plain.groups[start..<end], packing: packing,
                point: first.stage == .preprocessed ? costs.keyPoint : costs.sentPoint, evaluation: costs.evaluation)
            groups += pool.merged().map { rotations, members in
                CommitmentGroup(stage: first.stage, table: first.table, rotations: rotations, members: members, isFeed: first.isFeed)
            }
            start = end
        }
        self.init(packing: packing, groups: groups, quotientChunks: plain.quotientChunks)
    }
}

/// Polynomials that may share groups, by the points that they are opened at.
private struct MergePool {
    typealias Sets = [[Int]: [PolynomialKind]]
    let packing: Int
    let point: Int
    let evaluation: Int
    private var sets: Sets = [:]
    /// Place in column order.
    private var order: [PolynomialKind: Int] = [:]

    init(groups: ArraySlice<CommitmentGroup>, packing: Int, point: Int, evaluation: Int) {
        self.packing = packing
        self.point = point
        self.evaluation = evaluation
        for group in groups {
            for member in group.members {
                order[member] = order.count
                sets[group.rotations, default: []].append(member)
            }
        }
    }

    private func cost(_ sets: Sets) -> Int {
        sets.reduce(0) { sum, entry in
            sum + (entry.value.count + packing - 1) / packing * point + entry.value.count * entry.key.count * evaluation
        }
    }

    /// Takes the best move until none saves anything. A move takes all of two sets, or what does not fill a group of theirs, to
    /// their union. Seven sets at most, so this is quick.
    func merged() -> [([Int], [PolynomialKind])] {
        var sets = sets
        var lowest = cost(sets)
        while true {
            var best: Sets?
            let keys = sets.keys.sorted { $0.lexicographicallyPrecedes($1) }
            for (position, a) in keys.enumerated() {
                for b in keys[(position + 1)...] {
                    let union = Set(a).union(b).sorted()
                    for takenA in amounts(sets[a] ?? []) {
                        for takenB in amounts(sets[b] ?? []) {
                            var moved = sets
                            for (key, amount) in [(a, takenA), (b, takenB)] where key != union && amount > 0 {
                                let members = moved[key] ?? []
                                moved[key] = members.count == amount ? nil : Array(members.dropLast(amount))
                                moved[union, default: []] += members.suffix(amount)
                            }
                            let price = cost(moved)
                            if price < lowest { (best, lowest) = (moved, price) }
                        }
                    }
                }
            }
            guard let better = best else { break }
            sets = better
        }
        let place = order
        let sorted = sets.mapValues { $0.sorted { place[$0, default: 0] < place[$1, default: 0] } }
        return sorted.sorted { place[$0.value[0], default: 0] < place[$1.value[0], default: 0] }.flatMap { rotations, members in
            stride(from: 0, to: members.count, by: packing).map { start in
                (rotations, Array(members[start..<min(start + packing, members.count)]))
            }
        }
    }

    private func amounts(_ members: [PolynomialKind]) -> [Int] {
        Set([0, members.count % packing, members.count]).sorted()
    }
}
