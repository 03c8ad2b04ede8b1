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
}
