import Foundation
import ProofVerifier

/// The table of choices, for people and for programs.
public struct TuneFigures: Sendable {
    public let feed: String
    public let rows: [TuneRow]

    /// Gas and times are measured where a number stands without a tilde.
    public var text: String {
        let head = ["n", "t", "columns", "groups", "prove", "predicted", "memory", "proof", "gas", "predicted", "string", "best for"]
        let lines = rows.map { row in
            [
                "2^\(row.logSize)", "\(row.packing)", "\(row.columns)", "\(row.groups)",
                row.measuredSeconds.map(Figures.seconds) ?? "–", "~" + Figures.seconds(row.predictedSeconds),
                row.memory.map { Figures.decimal(Double($0) / 1_000_000, 0) + " MB" } ?? "–", Figures.integer(row.proofBytes),
                row.measuredGas.map(Figures.integer) ?? "–", "~" + Figures.integer(row.predictedGas),
                row.powers <= 2048 ? "bundled" : "2^\(row.powers.bitWidth - (row.powers - 1).leadingZeroBitCount)",
                row.aims.map(\.rawValue).joined(separator: ", "),
            ]
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
                    "codeBytes": number(row.codeBytes), "predictedNanoseconds": nanoseconds(row.predictedSeconds),
                    "measuredNanoseconds": row.measuredSeconds.map(nanoseconds) ?? .null,
                    "peakMemoryBytes": row.memory.map { .number($0) } ?? .null,
                    "bestFor": .array(row.aims.map { .string($0.rawValue) }),
                ])
            }),
        ])
    }
}
