import BN254
import Constraints
import ProofVerifier

extension ContractWriter {
    /// q(x) = Σ_T α^{e_T}·N_T/(x^{n_T} − 1).
    func writeQuotientValue(_ writer: inout YulWriter) {
        writer.line("/// The value to which the quotient is opened (§5).")
        writer.block("function quotientValue() -> q") { writer in
            writer.line(Self.readOrder)
            for (index, table) in system.tables.enumerated() {
                let share = map[Kept.numerator(table: index)] * map[.vanishing(logSize: table.logSize)]
                let count = table.constraintCount(system.plans[index])
                let before = Yul.reduced("q") * .reduced("power(mload(M_ALPHA), \(count))")
                writer.line("q := \((index == 0 ? share : before + share).reduced.text)")
            }
        }
        writer.line("")
    }

    /// Σ S_T + Σ multiplicity/D = 0.
    func writeEndSums(_ writer: inout YulWriter) {
        writer.line("/// The bus must cancel over all tables and public interactions (§5).")
        writer.block("function checkEndSums()") { writer in
            writer.line(Self.readOrder)
            writer.line("let sum := 0")
            for index in system.tables.indices {
                guard let place = map.endSums[index] else { continue }
                writer.line("sum := addmod(sum, mload(\(Yul.hex(place))), r)")
            }
            for (index, interaction) in system.publicInteractions.enumerated() {
                let term = map[.publicInteraction(index)] * .constant(Fr(interaction.multiplicity))
                writer.line("sum := addmod(sum, \(term.text), r)")
            }
            writer.line("if sum { reject() }")
        }
        writer.line("")
    }

    /// The factors of all points in F + y·W′ (§6), in the key's order: c on a group's point and on each quotient point, and in
    /// the end g on the generator, negated.
    func writeFactorSteps(
        _ writer: inout YulWriter, group: (Int, inout YulWriter) -> Void, quotient: (Int, inout YulWriter) -> Void
    ) {
        writer.line("let v := mload(M_V)")
        writer.line("let y := mload(M_Y)")
        writer.comment("k is v^group, c its factor on the group's point, g the factor on the generator.")
        writer.line("let g := 0")
        writer.line("let k := 1")
        writer.line("let c := 0")
        for (index, entry) in layout.groups.enumerated() {
            let set = PointSet(entry, system)
            let sums = entry.rotations.indices.map { remainder(entry, (position: $0, rotation: entry.rotations[$0]), &writer) }
            writer.comment("Group \(index): table \(entry.table), offsets \(entry.rotations), \(describe(entry))")
            writer.line("c := \((.reduced("k") * map[.scale(set)]).text)")
            if sums.count == 1 {
                writer.line("g := \((.reduced("g") + .reduced("c") * sums[0]).reduced.text)")
            } else {
                let weighted = sums.indices.reduce(Yul.zero) { $0 + map[.weight(set, $1)] * sums[$1] }
                writer.line("g := \((.reduced("g") + .reduced("k") * weighted).reduced.text)")
            }
            group(index, &writer)
            writer.line("k := mulmod(k, v, r)")
        }
        writer.comment("The quotient, its chunks shifted by x^m")
        writer.line("c := \((.reduced("k") * map[.quotient]).text)")
        writer.line("g := \((.reduced("g") + .reduced("c") * .reduced("q")).reduced.text)")
        for index in map.quotientPoints.indices {
            if index > 0 { writer.line("c := \((.reduced("c") * map[.quotientShift]).text)") }
            quotient(index, &writer)
        }
    }

    /// F + y·W′ (§6): one multiplication a group, a quotient point and W′, and one for all multiples of the generator.
    func writeOpening(_ writer: inout YulWriter) {
        let preprocessed = key.preprocessed
        writer.line("/// F + y*W' (§6).")
        writer.block("function sumOfOpenings(q)") { writer in
            writer.line(Self.readOrder)
            var isFirst = true
            func add(_ scalar: String, _ writer: inout YulWriter) {
                writer.line("\(isFirst ? "beginSum" : "addMultiple")(\(scalar))")
                isFirst = false
            }
            writeFactorSteps(&writer) { index, writer in
                if let place = map.groupPoints[index] {
                    writer.line("loadPoint(\(Yul.hex(place)))")
                    add("c", &writer)
                } else if !preprocessed[index].isInfinity {
                    writePoint(preprocessed[index], &writer)
                    add("c", &writer)
                }
            } quotient: { index, writer in
                writer.line("loadPoint(\(Yul.hex(map.quotientPoints[index])))")
                add("c", &writer)
            }
            writePoint(.generator, &writer)
            add("sub(r, g)", &writer)
            writer.comment("- W")
            writer.line("loadPoint(\(Yul.hex(map.w)))")
            writer.line("mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))")
            writer.line("addPoint()")
            writer.line("loadPoint(\(Yul.hex(map.wPrime)))")
            add("y", &writer)
        }
        writer.line("")
    }

    /// Σ_i y^i·f_i(x·ω^rotation) by Horner's rule. Large groups go by way of a word of memory for each offset.
    private func remainder(
        _ group: CommitmentGroup, _ offset: (position: Int, rotation: Int), _ writer: inout YulWriter
    ) -> Yul {
        let word = map.scratch + 32 * offset.position
        let values = group.members.map { map.evaluation($0, table: group.table, rotation: offset.rotation) }
        return values.dropLast().reversed().reduce(values.last ?? .zero) { sum, value in
            guard sum.depth > Yul.largestDepth else { return sum * .reduced("y") + value }
            store(word, sum, &writer)
            return sum.stored(at: word) * .reduced("y") + value
        }
    }

    private func describe(_ group: CommitmentGroup) -> String {
        let table = system.tables[group.table]
        return group.members.map { member in
            switch member {
            case .fixed(let i): table.fixedColumns[i]
            case .sigma(let i): "sigma \(i)"
            case .advice(let i): table.adviceColumns[i].name
            case .helper(let i): "helper \(i)"
            case .runningSum: "phi"
            case .product: "z"
            case .partialProduct(let i): "partial product \(i)"
            }
        }.joined(separator: ", ")
    }

    func writePoint(_ point: G1Affine, _ writer: inout YulWriter) {
        let bytes = point.uncompressedBytes
        writer.line("mstore(M_POINT, \(Yul.hex(bytes: bytes.prefix(32).drop { $0 == 0 })))")
        writer.line("mstore(add(M_POINT, 0x20), \(Yul.hex(bytes: bytes.suffix(32).drop { $0 == 0 })))")
    }

    /// e(F + y·W′, [1]₂)·e(−W′, [τ]₂) = 1.
    func writePairing(_ writer: inout YulWriter) {
        writer.line("/// The verdict: e(F + y*W', [1]) * e(-W', [tau]) = 1.")
        writer.block("function pairing() -> verdict") { writer in
            writePairingCall(
                x: "mload(\(Yul.hex(map.wPrime)))", y: "sub(FIELD, mload(\(Yul.hex(map.wPrime + 32))))", &writer)
        }
        writer.line("")
    }

    /// e(the sum, [1]₂)·e((x, y), [τ]₂) = 1 to `verdict`.
    func writePairingCall(x: String, y: String, _ writer: inout YulWriter) {
        func storeWords(_ bytes: [UInt8], at start: Int, _ writer: inout YulWriter) {
            for (index, offset) in stride(from: 0, to: bytes.count, by: 32).enumerated() {
                let word = bytes[offset..<offset + 32].drop { $0 == 0 }
                writer.line("mstore(\(Yul.hex(start + 32 * index)), \(Yul.hex(bytes: word)))")
            }
        }
        storeWords(G2Affine.generator.uncompressedBytes, at: map.pairing + 64, &writer)
        writer.line("mstore(\(Yul.hex(map.pairing + 192)), \(x))")
        writer.line("mstore(\(Yul.hex(map.pairing + 224)), \(y))")
        storeWords(key.tauG2.uncompressedBytes, at: map.pairing + 256, &writer)
        writer.line("mstore(0x00, 0)")
        writer.line("let isDone := staticcall(gas(), 0x08, M_PAIRING, 0x0180, 0x00, 0x20)")
        writer.line("verdict := and(isDone, eq(mload(0x00), 1))")
    }
}
