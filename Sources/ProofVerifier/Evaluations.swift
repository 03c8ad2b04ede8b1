import BN254
import Constraints

/// The evaluations a proof claims, addressed by polynomial and row offset.
public struct Evaluations: Sendable {
    struct Key: Hashable {
        let table: Int
        let polynomial: PolynomialKind
        let rotation: Int
    }

    private let values: [Key: Fr]

    /// `flat` in proof order: group by group, offset by offset, member by member.
    public init(flat: [Fr], layout: Layout) {
        var values: [Key: Fr] = [:]
        var cursor = flat.makeIterator()
        for group in layout.groups {
            for rotation in group.rotations {
                for member in group.members {
                    values[Key(table: group.table, polynomial: member, rotation: rotation)] = cursor.next() ?? .zero
                }
            }
        }
        self.values = values
    }

    public func value(_ polynomial: PolynomialKind, table: Int, rotation: Int = 0) -> Fr {
        values[Key(table: table, polynomial: polynomial, rotation: rotation)] ?? .zero
    }
}
