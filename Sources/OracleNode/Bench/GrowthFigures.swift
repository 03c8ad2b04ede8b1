import Foundation

/// What `assay bench proof --growth` prints.
public struct GrowthFigures: Sendable {
    public let threads: Int
    public let rows: [GrowthBench.Row]

    public var text: String {
        let head = ["rows", "prove", "processor", "per n·log n", "peak memory", "key"]
        let lines = rows.map { row in
            [
                "2^\(row.logSize)", Figures.seconds(row.seconds), Figures.seconds(row.processorSeconds),
                Figures.decimal(row.perOperation, 0) + " ns", Figures.decimal(Double(row.peakBytes) / 1e6, 0) + " MB",
                Figures.seconds(row.keySeconds),
            ]
        }
        return "\(GrowthCircuit.columns) advice columns, \(threads == 1 ? "one thread" : "\(threads) threads")\n" + TextTable.text(head: head, lines)
    }

    public var json: CanonicalJSON {
        .object([
            "adviceColumns": .integer(Int64(GrowthCircuit.columns)), "threads": .integer(Int64(threads)),
            "rows": .array(rows.map { row in
                func nanoseconds(_ seconds: Double) -> CanonicalJSON { .number(Int64((seconds * 1e9).rounded())) }
                return .object([
                    "logRows": .integer(Int64(row.logSize)), "proofNanoseconds": nanoseconds(row.seconds),
                    "processorNanoseconds": nanoseconds(row.processorSeconds), "keyNanoseconds": nanoseconds(row.keySeconds),
                    "peakMemoryBytes": .number(row.peakBytes),
                ])
            }),
        ])
    }
}

/// Columns of text, right-aligned.
enum TextTable {
    static func text(head: [String], _ lines: [[String]]) -> String {
        let widths = head.indices.map { column in ([head] + lines).map { $0[column].count }.max() ?? 0 }
        return ([head] + lines).map { cells in
            zip(cells, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
