import BN254
import Commitments
import Constraints
import ProofProver
import ProofVerifier
import TestSupport
import Testing

/// Two proofs of one statement have nothing in common but the feed commitment, which is meant to be reproducible.
@Suite struct ZeroKnowledgeTests {
    @Test("two proofs of one witness share no element", arguments: FrozenProof.recipes)
    func freshness(_ recipe: FrozenProof.Recipe) throws {
        let (circuit, witness, phased) = try recipe.make()
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: recipe.packing)
        let shape = key.verifyingKey.shape
        let places = ProofPlaces(shape)
        let proofs = try (0..<2).map { _ in try key.prove(witness, phased: phased) }
        for proof in proofs { #expect(try key.verifyingKey.verify(proof: proof, publicInputs: witness.publicInputs)) }

        // Feed groups come first in their phase.
        var feeds: Set<Int> = []
        var point = 0
        for phase in 0..<circuit.system.phases {
            let groups = key.verifyingKey.layout.groups.filter { $0.stage == .advice(phase: phase) }
            for (index, group) in groups.enumerated() where group.isFeed { feeds.insert(places.points[point + index]) }
            point += groups.count
        }
        #expect(feeds.isEmpty == !circuit.system.tables.contains { $0.adviceColumns.contains { $0.role == .feed } })

        let elements = proofs.map { proof in
            (
                points: places.points.filter { !feeds.contains($0) }.map { Array(proof[$0..<($0 + 64)]) },
                scalars: (places.endSums + places.evaluations).map { Array(proof[$0..<($0 + 32)]) }
            )
        }
        #expect(Set(elements[0].points).isDisjoint(with: elements[1].points))
        // Zero is no secret: it is what a fixed column without an entry evaluates to.
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(Set(elements[0].scalars).intersection(elements[1].scalars).subtracting([zero]).isEmpty)
        for side in elements { #expect(Set(side.points).count == side.points.count, "two commitments in one proof are equal") }
        for at in feeds { #expect(proofs[0][at..<(at + 64)] == proofs[1][at..<(at + 64)]) }
    }

    /// A column's last six rows are random. Six values of it are known to somebody: at most three are opened, and the quotient's commitment
    /// depends on those at τ and its neighbours. They are independent of the column, since the map from six rows to six values has an inverse.
    @Test(arguments: [4, 5, 10]) func sixRandomRowsHideSixValues(_ logSize: Int) {
        var random = SeededGenerator(seed: 0x2c + UInt64(logSize))
        let n = 1 << logSize
        let omega = Fr.rootOfUnity(logSize: logSize)
        let (x, tau) = (Fr.random(using: &random), Fr.random(using: &random))
        let points = [x, tau].flatMap { [$0, $0 * omega, $0 * omega.pow(UInt64(n - 1))] }
        // L_row(p)·n = ω^row·(p^n − 1)/(p − ω^row)
        var matrix = points.map { p in
            (n - 6..<n).map { row -> Fr in
                let root = omega.pow(UInt64(row))
                return root * (p.pow(UInt64(n)) - .one) * ((p - root).inverse() ?? .zero)
            }
        }
        for column in 0..<6 {
            guard let pivot = (column..<6).first(where: { !matrix[$0][column].isZero }), let inverse = matrix[pivot][column].inverse() else {
                Issue.record("rank \(column) at 2^\(logSize) rows, seed \(random.seed)")
                return
            }
            matrix.swapAt(column, pivot)
            for row in column + 1..<6 {
                let factor = matrix[row][column] * inverse
                for place in column..<6 { matrix[row][place] -= factor * matrix[column][place] }
            }
        }
    }

    /// No layout opens a column at more than three points, and no table has fewer than six random rows.
    @Test func openingsStayBelowTheRandomRows() throws {
        for feature in try FeatureCircuits.all {
            let system = feature.circuit.system
            #expect(system.tables.allSatisfy { $0.blindingRows >= 6 })
            for packing in [1, 2, 8, 32] {
                let layout = LayoutOptimizer.layout(system, packing: packing)
                #expect(layout.groups.allSatisfy { Set($0.rotations).isSubset(of: [-1, 0, 1]) && Set($0.rotations).count == $0.rotations.count })
            }
        }
    }
}
