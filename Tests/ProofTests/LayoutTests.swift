import BN254
import Commitments
import Constraints
import ProofProver
import ProofVerifier
import Testing
import TestSupport

/// Layouts that open columns at more points than they are read at.
@Suite struct LayoutTests {
    static let costs = [
        GasModel.layoutCosts, LayoutCosts(keyPoint: 1_000_000, sentPoint: 1_000_000, evaluation: 1),
        LayoutCosts(keyPoint: 1, sentPoint: 1, evaluation: 1_000_000),
    ]

    /// Every polynomial once, where it is read, in a key that reads back; never dearer than the plain layout.
    @Test(arguments: costs) func mergedLayoutsAreLayouts(_ costs: LayoutCosts) throws {
        for feature in try FeatureCircuits.all {
            let system = feature.circuit.system
            for packing in [1, 2, 3, 4, 8, 32] {
                let plain = Layout(system, packing: packing)
                let merged = Layout(system, packing: packing, costs: costs)
                func cost(_ layout: Layout) -> Int {
                    layout.groups.reduce(0) {
                        $0 + ($1.stage == .preprocessed ? costs.keyPoint : costs.sentPoint) + $1.evaluationCount * costs.evaluation
                    }
                }
                #expect(cost(merged) <= cost(plain), "\(feature.name), t = \(packing)")
                #expect(merged.groups.allSatisfy { $0.members.count <= packing })
                let points = merged.indices(of: .preprocessed).map { _ in G1Affine.generator }
                let key = VerifyingKey(system: system, layout: merged, tauG2: .generator, isInsecure: true, preprocessed: points)
                #expect(try VerifyingKey(serialized: key.serialized()) == key, "\(feature.name), t = \(packing)")
                if costs.evaluation > costs.sentPoint { #expect(merged == plain) }
            }
        }
    }

    /// Proofs under a merged layout hold, and every claimed evaluation in them matters, those that no constraint reads too.
    @Test(arguments: [1, 2, 4, 8, 32]) func proofsUnderMergedLayouts(_ packing: Int) throws {
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 2048, seed: "layouts")
        for feature in try FeatureCircuits.all where feature.circuit.system.maximumLogSize <= 6 {
            let layout = Layout(feature.circuit.system, packing: packing, costs: Self.costs[1])
            let key = try ProvingKey(circuit: feature.circuit, srs: srs, layout: layout)
            let proof = try key.prove(feature.witness, phased: feature.phased)
            let inputs = feature.witness.publicInputs
            #expect(try key.verifyingKey.verify(proof: proof, publicInputs: inputs), "\(feature.name), t = \(packing)")
            let end = proof.count - 128
            for at in stride(from: end - 32 * layout.evaluationCount + 31, to: end, by: 32) {
                var changed = proof
                changed[at] ^= 1
                #expect((try? key.verifyingKey.verify(proof: changed, publicInputs: inputs)) != true, "\(feature.name), byte \(at)")
            }
        }
    }

    /// A layout that leaves a point out, where a column is read, is refused.
    @Test func missingPointsAreRefused() throws {
        for feature in try FeatureCircuits.all {
            let system = feature.circuit.system
            let plain = Layout(system, packing: 2)
            for (index, group) in plain.groups.enumerated() {
                let damaged: [[Int]] = [Array(group.rotations.dropLast()), Array(group.rotations.dropFirst()), [1, 0], [0, 0, 1]]
                for rotations in damaged {
                    var groups = plain.groups
                    groups[index] = CommitmentGroup(
                        stage: group.stage, table: group.table, rotations: rotations, members: group.members,
                        isFeed: group.isFeed)
                    let layout = Layout(packing: 2, groups: groups, quotientChunks: plain.quotientChunks)
                    let key = VerifyingKey(
                        system: system, layout: layout, tauG2: .generator, isInsecure: true,
                        preprocessed: layout.indices(of: .preprocessed).map { _ in .generator })
                    #expect(throws: DecodingError.self) { try VerifyingKey(serialized: key.serialized()) }
                }
            }
        }
    }

    /// Between measured values of t a line, beyond them the last line; other heights by n·log n.
    @Test func timesAreInterpolated() throws {
        let feature = try #require(try FeatureCircuits.all.first { $0.name == "everything" })
        let system = feature.circuit.system
        let timing = ProverTiming(logSize: system.maximumLogSize, rounds: 2, openings: [(1, 1), (4, 4), (16, 40)])
        for (packing, seconds) in [(1, 3.0), (2, 4), (4, 6), (8, 18), (16, 42), (32, 90)] {
            #expect(abs(timing.seconds(system, Layout(system, packing: packing)) - seconds) < 1e-9, "t = \(packing)")
        }
        let higher = ProverTiming(logSize: 2 * system.maximumLogSize, rounds: 2, openings: [(1, 1)])
        let factor = Double(2 << (2 * system.maximumLogSize)) / Double(1 << system.maximumLogSize)
        #expect(abs(higher.seconds(system, Layout(system, packing: 1)) * factor - 3) < 1e-9)
    }

    /// The choice that a feed's key rests on: the smallest t near the least gas.
    @Test func theCheapestLayoutIsTheSmallestNearTheLeast() throws {
        for feature in try FeatureCircuits.all {
            let system = feature.circuit.system
            let chosen = LayoutOptimizer.cheapest(system, powers: 1 << 12)
            let gas = LayoutOptimizer.packings(system, powers: 1 << 12).map {
                (packing: $0, gas: GasModel(system, layout: LayoutOptimizer.layout(system, packing: $0)).total)
            }
            let least = try #require(gas.map { $0.gas }.min())
            #expect(gas.filter { $0.gas * 100 <= least * 103 }.map { $0.packing }.min() == chosen.packing, "\(feature.name)")
            #expect(LayoutOptimizer.cheapest(system, powers: 0).packing == 1)
        }
    }

    @Test func choicesFollowTheAim() throws {
        let systems = try FeatureCircuits.all.filter { $0.name == "everything" }.map(\.circuit.system)
        let choices = LayoutOptimizer(systems: systems, powers: 4096).choices { system, layout in
            Double(layout.packing + 4) * Double(system.tables[0].size)
        }
        let gas = try #require(LayoutOptimizer.best(choices, for: .gas))
        let latency = try #require(LayoutOptimizer.best(choices, for: .latency))
        let balanced = try #require(LayoutOptimizer.best(choices, for: .balanced))
        #expect(choices.count > 2 && latency.layout.packing == 1)
        #expect(choices.allSatisfy { Double($0.gas.total) * 1.01 >= Double(gas.gas.total) })
        #expect(gas.gas.total <= balanced.gas.total && balanced.gas.total <= latency.gas.total)
        #expect(LayoutOptimizer.best([], for: .gas) == nil)
    }
}
