import Constraints

/// What a key is made for.
public enum LayoutAim: String, Hashable, Sendable, CaseIterable {
    /// The cheapest contract.
    case gas
    /// The shortest time to a proof.
    case latency
    /// The smallest product of both.
    case balanced
}

/// Chooses a circuit's height, the packing t and the grouping of its columns.
///
/// Gas is predicted by ``GasModel``; time by a function that the caller has measured on its machine, since it depends on that.
public struct LayoutOptimizer: Sendable {
    public struct Choice: Sendable {
        /// Place of the circuit among the alternatives.
        public let alternative: Int
        public let layout: Layout
        public let gas: GasModel
        public let proofBytes: Int
        /// t·n.
        public let powers: Int
        /// Predicted, to a proof.
        public let seconds: Double
    }

    /// Alternatives of one statement: the same model at several heights.
    public let systems: [ConstraintSystem]
    /// What the reference string has.
    public let powers: Int

    public init(systems: [ConstraintSystem], powers: Int) {
        self.systems = systems
        self.powers = powers
    }

    /// The layout of a circuit at t: columns are opened at a point more where that saves a commitment.
    public static func layout(_ system: ConstraintSystem, packing: Int) -> Layout {
        Layout(system, packing: packing, costs: GasModel.layoutCosts)
    }

    /// Packings worth looking at: powers of two up to the one that puts every stage of the largest table in one group.
    public static func packings(_ system: ConstraintSystem, powers: Int) -> [Int] {
        let limit = min(powers >> system.maximumLogSize, 4096)
        var result: [Int] = []
        var packing = 1
        while packing <= limit {
            result.append(packing)
            let largest = layout(system, packing: packing).groups.map(\.members.count).max() ?? 0
            // The quotient needs four times the rows.
            if largest < packing, packing >= 4 { break }
            packing *= 2
        }
        return result
    }

    /// The layout of the smallest t whose predicted gas is within 3 % of the least with `powers`: the same on every machine.
    public static func cheapest(_ system: ConstraintSystem, powers: Int) -> Layout {
        let layouts = packings(system, powers: powers).map { layout(system, packing: $0) }
        let gas = layouts.map { GasModel(system, layout: $0).total }
        let least = gas.min() ?? 0
        return zip(layouts, gas).first { $0.1 * 100 <= least * 103 }?.0 ?? Layout(system, packing: 1)
    }

    /// All choices that the string covers, by height, then by t.
    public func choices(seconds: (ConstraintSystem, Layout) -> Double) -> [Choice] {
        systems.indices.flatMap { index -> [Choice] in
            let system = systems[index]
            return Self.packings(system, powers: powers).map { packing in
                let layout = Self.layout(system, packing: packing)
                return Choice(
                    alternative: index, layout: layout, gas: GasModel(system, layout: layout),
                    proofBytes: ProofShape(system: system, layout: layout).byteCount,
                    powers: packing << system.maximumLogSize, seconds: seconds(system, layout))
            }
        }
    }

    /// The best of `choices` for an aim; nil where there is none. Among choices within 1 % of each other the one that is better
    /// in the other respect wins.
    public static func best(_ choices: [Choice], for aim: LayoutAim) -> Choice? {
        func score(_ choice: Choice) -> Double {
            switch aim {
            case .gas: Double(choice.gas.total)
            case .latency: choice.seconds
            case .balanced: Double(choice.gas.total) * choice.seconds
            }
        }
        guard let lowest = choices.map(score).min() else { return nil }
        let near = choices.filter { score($0) <= lowest * 1.01 }
        return near.min { a, b in
            aim == .gas ? a.seconds < b.seconds : a.gas.total < b.gas.total
        }
    }
}
