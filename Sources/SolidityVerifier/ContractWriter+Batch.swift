import BN254
import ProofVerifier

/// Several proofs under one pairing (Docs/protocol.md §10).
///
/// Each proof leaves a record: where it stands in calldata, and the factors of all points in its F + y·W′. When all are there,
/// the batch's number ρ is known, and proof i counts ρ^i times. Points of the key and the generator are multiplied once
/// for the whole batch, by the sum of their factors; a proof's own points once each, but for W of the first proof, and W′ once more
/// for the pairing's other side, but for the first proof.
extension ContractWriter {
    static let batchTag = Array("Assay batch v1".utf8)

    /// Groups whose point is in the key and not at infinity, in order.
    private var sharedGroups: [Int] {
        layout.groups.indices.filter { map.groupPoints[$0] == nil && !key.preprocessed[$0].isInfinity }
    }

    /// Groups whose point is in the proof, in order.
    private var sentGroups: [Int] { layout.groups.indices.filter { map.groupPoints[$0] != nil } }

    // A record's words: the proof's place in calldata, y, factor of the generator, of the key's points, of the proof's points
    // and of the quotient's.
    private var sharedCount: Int { 1 + sharedGroups.count }
    private func sharedOffset(_ position: Int) -> Int { 32 * (2 + position) }
    private func sentOffset(_ position: Int) -> Int { sharedOffset(sharedCount) + 32 * position }
    private func quotientOffset(_ chunk: Int) -> Int { sentOffset(sentGroups.count) + 32 * chunk }

    /// In bytes.
    var recordLength: Int { quotientOffset(map.quotientPoints.count) }

    /// Where a proof's points stand in it, in the order of a record's factors.
    private var sentPlaces: [Int] {
        let shape = key.shape
        let argument = shape.phasePoints.reduce(0, +)
        let quotient = shape.messageLengths.dropLast(2).reduce(0, +)
        return (0..<argument + shape.argumentPoints).map { $0 * ProofShape.pointBytes }
            + (0..<shape.quotientPoints).map { quotient + $0 * ProofShape.pointBytes }
    }

    /// Behind everything else: the state that binds the proofs (with room for what is hashed with it), the sum on the pairing's
    /// right side with its next term, and the records.
    func batchDeclarations(from end: Int) -> String {
        [("M_BINDING", end), ("M_RIGHT", end + 128), ("M_RECORDS", end + 128 + 160)]
            .map { "    uint256 private constant \($0.0) = \(Yul.hex($0.1));" }.joined(separator: "\n")
    }

    /// h₀ = keccak256(tag ‖ vk).
    func batchBeginning() -> String {
        var writer = YulWriter(indentation: 12)
        let tag = Self.batchTag
        writer.line("mstore(0x00, \(Yul.hex(bytes: tag)))")
        writer.line("mstore(0x20, \(Yul.hex(bytes: key.digest)))")
        writer.line("mstore(M_BINDING, keccak256(\(Yul.hex(32 - tag.count)), \(Yul.hex(32 + tag.count))))")
        return writer.text
    }

    /// h ← keccak256(h ‖ s ‖ W′), s the state that y comes from.
    func writeBinding(_ writer: inout YulWriter) {
        writer.comment("What binds the proofs of a batch")
        writer.line("mstore(add(M_BINDING, 0x20), mload(\(Yul.hex(map.finalState))))")
        writer.line("mstore(add(M_BINDING, 0x40), mload(\(Yul.hex(map.wPrime))))")
        writer.line("mstore(add(M_BINDING, 0x60), mload(\(Yul.hex(map.wPrime + 32))))")
        writer.line("mstore(M_BINDING, keccak256(M_BINDING, 0x80))")
        writer.line("mstore(add(M_RECORDS, mul(index, \(Yul.hex(recordLength)))), proof.offset)")
    }

    /// Fills a record but for its first word.
    func writeFactors(_ writer: inout YulWriter) {
        let shared = Dictionary(uniqueKeysWithValues: sharedGroups.enumerated().map { ($1, sharedOffset(1 + $0)) })
        let sent = Dictionary(uniqueKeysWithValues: sentGroups.enumerated().map { ($1, sentOffset($0)) })
        writer.line("/// The factors of all points in F + y*W' (§6), to the record at `to`.")
        writer.block("function factors(q, to)") { writer in
            writer.line(Self.readOrder)
            writeFactorSteps(&writer) { index, writer in
                guard let offset = shared[index] ?? sent[index] else { return }
                writer.line("mstore(add(to, \(Yul.hex(offset))), c)")
            } quotient: { index, writer in
                writer.line("mstore(add(to, \(Yul.hex(quotientOffset(index)))), c)")
            }
            writer.line("mstore(add(to, 0x20), y)")
            writer.line("mstore(add(to, \(Yul.hex(sharedOffset(0)))), g)")
        }
        writer.line("")
    }

    /// From the records to the verdict.
    func conclusion() -> String {
        var writer = YulWriter(indentation: 12)
        writeSharedSum(&writer)
        writer.line("")
        writeOwnPoints(&writer)
        writer.line("")
        writer.line("/// e(the sum of all F + y*W', [1]) * e(-the sum of all W', [tau]) = 1.")
        writer.block("function pairing() -> verdict") { writer in
            writePairingCall(x: "mload(M_RIGHT)", y: "mod(sub(FIELD, mload(add(M_RIGHT, 0x20))), FIELD)", &writer)
        }
        writer.line("")
        writer.line("let r := mload(M_ORDER)")
        writer.line("let rho := mod(mload(M_BINDING), r)")
        writer.line("sumOfShared(count, rho)")
        writer.line("let at := M_RECORDS")
        writer.line("let weight := 1")
        writer.block("for { let i := 0 } lt(i, count) { i := add(i, 1) }") { writer in
            writer.line("addProof(at, i, weight)")
            writer.line("weight := mulmod(weight, rho, r)")
            writer.line("at := add(at, \(Yul.hex(recordLength)))")
        }
        writer.line("holds := pairing()")
        return writer.text
    }

    /// The factors of what all proofs share are added up in the first record, then multiplied with their points.
    private func writeSharedSum(_ writer: inout YulWriter) {
        writer.line("/// The sum begins with the points that all proofs share, each multiplied once.")
        writer.block("function sumOfShared(proofs, base)") { writer in
            writer.line(Self.readOrder)
            writer.line("let weight := 1")
            writer.line("let from := M_RECORDS")
            writer.block("for { let i := 1 } lt(i, proofs) { i := add(i, 1) }") { writer in
                writer.line("weight := mulmod(weight, base, r)")
                writer.line("from := add(from, \(Yul.hex(recordLength)))")
                for position in 0..<sharedCount {
                    let offset = Yul.hex(sharedOffset(position))
                    writer.line(
                        "mstore(add(M_RECORDS, \(offset)), addmod(mload(add(M_RECORDS, \(offset))), mulmod(mload(add(from, \(offset))), weight, r), r))")
                }
            }
            writePoint(.generator, &writer)
            writer.line("beginSum(sub(r, mload(add(M_RECORDS, \(Yul.hex(sharedOffset(0)))))))")
            for (position, group) in sharedGroups.enumerated() {
                writePoint(key.preprocessed[group], &writer)
                writer.line("addMultiple(mload(add(M_RECORDS, \(Yul.hex(sharedOffset(1 + position))))))")
            }
        }
    }

    private func writeOwnPoints(_ writer: inout YulWriter) {
        let end = key.shape.byteCount
        writer.line("/// Adds the points of proof i, with its record at `record`, `weight` times.")
        writer.block("function addProof(record, i, weight)") { writer in
            writer.line(Self.readOrder)
            writer.line("let proof := mload(record)")
            for (position, place) in sentPlaces.enumerated() {
                writer.line("loadPoint(add(proof, \(Yul.hex(place))))")
                writer.line("addMultiple(mulmod(mload(add(record, \(Yul.hex(sentOffset(position))))), weight, r))")
            }
            writer.comment("- W; the first proof's weight is one")
            writer.line("loadPoint(add(proof, \(Yul.hex(end - 2 * ProofShape.pointBytes))))")
            writer.line("mstore(add(M_POINT, 0x20), sub(FIELD, mload(add(M_POINT, 0x20))))")
            writer.line("switch i")
            writer.line("case 0 { addPoint() }")
            writer.line("default { addMultiple(weight) }")
            writer.comment("W' on both sides")
            writer.line("loadPoint(add(proof, \(Yul.hex(end - ProofShape.pointBytes))))")
            writer.line("switch i")
            writer.block("case 0") { writer in
                writer.line("mstore(M_RIGHT, mload(M_POINT))")
                writer.line("mstore(add(M_RIGHT, 0x20), mload(add(M_POINT, 0x20)))")
            }
            writer.line("default { addMultipleRight(weight) }")
            writer.line("addMultiple(mulmod(mload(add(record, 0x20)), weight, r))")
        }
    }
}
