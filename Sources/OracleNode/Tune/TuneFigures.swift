import Foundation
import ProofVerifier

/// The table of choices, for people and for programs.
public struct TuneFigures: Sendable {
    public let feed: String
    /// Proofs in a batch; 0 where none was asked for.
    public let batch: Int
    public let rows: [TuneRow]

    /// Gas and times are measured where a number stands without a tilde.
    public var text: String {
        var head = ["n", "t", "columns", "groups", "prove", "predicted", "memory", "proof", "gas", "predicted"]
        if batch > 0 { head.append("each of \(batch)") }
        head += ["string", "best for"]
        let lines = rows.map { row -> [String] in
            var cells = ["2^\(row.logSize)", "\(row.packing)", "\(row.columns)", "\(row.groups)"]
            cells.append(row.measuredSeconds.map { Figures.seconds($0) } ?? "–")
            cells.append("~" + Figures.seconds(row.predictedSeconds))
            cells.append(row.memory.map { Figures.decimal(Double($0) / 1_000_000, 0) + " MB" } ?? "–")
            cells.append(Figures.integer(row.proofBytes))
            cells.append(row.measuredGas.map { Figures.integer($0) } ?? "–")
            cells.append("~" + Figures.integer(row.predictedGas))
            if batch > 0 { cells.append(row.batchGas.map { Figures.integer($0) } ?? "–") }
            cells.append(row.powers <= 2048 ? "bundled" : "2^\(row.powers.bitWidth - (row.powers - 1).leadingZeroBitCount)")
            cells.append(row.aims.map(\.rawValue).joined(separator: ", "))
            return cells
        }
        let widths = head.indices.map { column in ([head] + lines).map { $0[column].count }.max() ?? 0 }
        return ([head] + lines).map { cells in
            zip(cells, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == head.count - 1 ? cell.0 : space + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    public var json: CanonicalJSON {
        .object([
            "feed": .string(feed),
            "choices": .array(rows.map { row in
                func nanoseconds(_ seconds: Double) -> CanonicalJSON { .number(Int64((seconds * 1e9).rounded())) }
                func number(_ value: Int?) -> CanonicalJSON { value.map { .number(Int64($0)) } ?? .null }
                return .object([
                    "logRows": .integer(Int64(row.logSize)), "packing": .integer(Int64(row.packing)),
                    "columns": .integer(Int64(row.columns)), "groups": .integer(Int64(row.groups)),
                    "powers": .integer(Int64(row.powers)), "proofBytes": .integer(Int64(row.proofBytes)),
                    "predictedGas": .number(Int64(row.predictedGas)), "measuredGas": number(row.measuredGas),
                    "batchGasPerProof": number(row.batchGas), "codeBytes": number(row.codeBytes), "predictedNanoseconds": nanoseconds(row.predictedSeconds),
                    "measuredNanoseconds": row.measuredSeconds.map(nanoseconds) ?? .null,
                    "peakMemoryBytes": row.memory.map { .number($0) } ?? .null,
                    "bestFor": .array(row.aims.map { .string($0.rawValue) }),
                ])
            }),
        ])
    }
}
