import BN254
import Constraints
import ProofVerifier

/// Writes the parts of the contract that depend on the key. One method a step, in the order of Docs/protocol.md §4–6;
/// each has its twin in ProofVerifier.
struct ContractWriter {
    let key: VerifyingKey
    let map: MemoryMap

    var system: ConstraintSystem { key.system }
    var layout: Layout { key.layout }

    static let readOrder = "let r := mload(M_ORDER)"

    /// Function definitions.
    func functions() -> String {
        var writer = YulWriter(indentation: 12)
        writeDenominators(&writer)
        writeInversion(&writer)
        writeLagrange(&writer)
        for index in system.tables.indices {
            writer.line("/// Constraints of table \(index): \(YulWriter.plain(system.tables[index].name)).")
            writer.block("function table\(index)() -> n") { writer in
                var table = TableWriter(self, table: index, indentation: 16)
                table.write()
                writer.append(table.writer)
            }
            writer.line("")
        }
        writeQuotientValue(&writer)
        if system.sendsEndSums { writeEndSums(&writer) }
        writeOpening(&writer)
        writePairing(&writer)
        return writer.text
    }

    /// The calls, from the copying of calldata to the verdict.
    func body() -> String {
        var writer = YulWriter(indentation: 12)
        writeCopies(&writer)
        writeTranscript(&writer)
        writer.line("")
        writer.line("denominators()")
        writer.line("invertAll()")
        if system.sendsEndSums { writer.line("checkEndSums()") }
        writer.line("lagrange()")
        for index in system.tables.indices {
            writer.line("mstore(\(Yul.hex(map.place(.numerator(table: index)))), table\(index)())")
        }
        writer.line("sumOfOpenings(quotientValue())")
        writer.line("holds := pairing()")
        return writer.text
    }

    /// `mstore` of a value at an address.
    func store(_ address: Int, _ value: Yul, _ writer: inout YulWriter) {
        writer.line("mstore(\(Yul.hex(address)), \(value.text))")
    }

    func store(_ place: Kept, _ value: Yul, _ writer: inout YulWriter) { store(map.place(place), value, &writer) }
    func store(_ place: Inverted, _ value: Yul, _ writer: inout YulWriter) { store(map.place(place), value, &writer) }

    /// β + τ + θx₁ + … + θ^m x_m by Horner's rule. `keep` stores what has become too deep.
    func denominator(tag: UInt32, tuple: [Yul], keep: (Yul) -> Yul) -> Yul {
        var sum = Yul.zero
        for value in tuple.reversed() {
            sum = (sum + value) * .word(map.theta)
            if sum.depth > Yul.largestDepth { sum = keep(sum) }
        }
        return .word(map.beta) + .constant(Fr(UInt64(tag))) + sum
    }
}
