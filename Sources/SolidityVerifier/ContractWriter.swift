import BN254
import Constraints
import ProofVerifier

/// Writes the parts of the contract that depend on the key. One method a step, in the order of Docs/protocol.md §4–6;
/// each has its twin in ProofVerifier.
struct ContractWriter {
    let key: VerifyingKey
    let map: MemoryMap
    /// A contract for batches keeps each proof's factors in a record and adds points up in the end.
    var verifiesBatches = false
    /// Where the gas left is noted in a contract for measurements.
    var gasReport: Int?

    var system: ConstraintSystem { key.system }
    var layout: Layout { key.layout }

    static let readOrder = "let r := mload(M_ORDER)"

    /// Function definitions, and the end of the memory that they use.
    func functions() -> (text: String, end: Int) {
        var writer = YulWriter(indentation: 12)
        // Remainders of groups take a word an offset.
        var end = map.scratch + 3 * 32
        writeDenominators(&writer)
        writeInversion(&writer)
        writeLagrange(&writer)
        for index in system.tables.indices {
            writer.line("/// Constraints of table \(index): \(YulWriter.plain(system.tables[index].name)).")
            writer.block("function table\(index)() -> n") { writer in
                var table = TableWriter(self, table: index, indentation: 16)
                table.write()
                writer.append(table.writer)
                end = max(end, table.nextScratch)
            }
            writer.line("")
        }
        writeQuotientValue(&writer)
        if system.sendsEndSums { writeEndSums(&writer) }
        if verifiesBatches {
            writeFactors(&writer)
        } else {
            writeOpening(&writer)
            writePairing(&writer)
        }
        return (writer.text, end)
    }

    /// The calls, from the copying of calldata to the verdict.
    func body() -> String {
        var writer = YulWriter(indentation: 12)
        note(0, &writer)
        writeCopies(&writer)
        writeTranscript(&writer)
        note(1, &writer)
        writer.line("")
        writer.line("denominators()")
        writer.line("invertAll()")
        if system.sendsEndSums { writer.line("checkEndSums()") }
        writer.line("lagrange()")
        note(2, &writer)
        for index in system.tables.indices {
            writer.line("mstore(\(Yul.hex(map.place(.numerator(table: index)))), table\(index)())")
        }
        if verifiesBatches {
            writer.line("factors(quotientValue(), add(M_RECORDS, mul(index, \(Yul.hex(recordLength)))))")
            writeBinding(&writer)
        } else {
            if let gasReport {
                writer.line("let q := quotientValue()")
                note(3, &writer)
                writer.line("sumOfOpenings(q)")
                note(4, &writer)
                writer.line("holds := pairing()")
                writer.line("if iszero(holds) { reject() }")
                note(5, &writer)
                writer.line("return(\(Yul.hex(gasReport)), \(Yul.hex(32 * (1 + Self.sections.count))))")
            } else {
                writer.line("sumOfOpenings(quotientValue())")
                writer.line("holds := pairing()")
            }
        }
        return writer.text
    }

    /// What lies between two notes of a contract for measurements.
    static let sections = ["transcript", "domains", "gates", "opening", "pairing"]

    private func note(_ position: Int, _ writer: inout YulWriter) {
        guard let gasReport else { return }
        writer.line("mstore(\(Yul.hex(gasReport + 32 * position)), gas())")
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
