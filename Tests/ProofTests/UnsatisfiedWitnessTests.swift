import BN254
import Commitments
import Constraints
import ProofProver
import TestSupport
import Testing

/// The prover makes no proof of a witness that breaks the circuit.
@Suite struct UnsatisfiedWitnessTests {
    @Test func everyAssignedCellOfTheChainMatters() throws {
        let (circuit, witness) = try ChainCircuit.make()
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: 2)
        var changed = 0
        for column in witness.advice[0].indices {
            for row in witness.advice[0][column].indices {
                // The second change makes a nibble something that the looked-up table does not hold.
                for change in [Fr.one, Fr(16)] {
                    var other = witness
                    other.advice[0][column][row] += change
                    changed += 1
                    #expect(throws: (any Error).self, "column \(column), row \(row), + \(change)") { try key.prove(other) }
                }
            }
        }
        #expect(changed == 2 * 3 * ChainCircuit.length)
        for index in witness.instance[0][0].indices {
            var other = witness
            other.instance[0][0][index] += .one
            #expect(throws: ProverError.unsatisfied(table: "chain"), "public value \(index)") { try key.prove(other) }
        }
    }

    @Test func valuesMustHaveTheirWidth() throws {
        let plain = try FeatureCircuits.plain
        let key = try ProvingKey(circuit: plain.circuit, srs: .bundled(), packing: 2)
        var wide = plain.witness
        wide.advice[0][0][4] = Fr(256)
        wide.advice[0][1][4] = Fr(256 * 256 * 256)
        #expect(throws: ProverError.valueTooWide(table: "cubes", column: "a", row: 4, width: .bits8)) { try key.prove(wide) }
    }

    @Test func columnsMustFitTheirPlaces() throws {
        let (circuit, witness) = try ChainCircuit.make()
        let key = try ProvingKey(circuit: circuit, srs: .bundled(), packing: 2)
        let limit = circuit.system.tables[0].usableRows
        var long = witness
        long.advice[0][0] += [Fr](repeating: .zero, count: limit)
        #expect(
            throws: ProverError.columnTooLong(table: "chain", column: "a", got: limit + ChainCircuit.length, limit: limit)
        ) { try key.prove(long) }
        var missing = witness
        missing.advice[0].removeLast()
        #expect(throws: ProverError.self) { try key.prove(missing) }
        var publics = witness
        publics.instance[0][0].append(.zero)
        #expect(throws: ProverError.self) { try key.prove(publics) }
    }
}
