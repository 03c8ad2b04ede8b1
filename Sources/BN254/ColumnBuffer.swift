import Parallel

/// Columns of equal length, one after the other in one allocation.
public struct ColumnBuffer: Sendable {
    /// Rows of each column: a power of two.
    public let rows: Int
    public private(set) var values: [Fr] = []

    public init(rows: Int, columns: Int = 0) {
        self.rows = rows
        values.reserveCapacity(rows * columns)
    }

    /// `columns` columns that `fill` writes, each from whichever thread is free. `fill` is given memory without values and sets all of it.
    public init(rows: Int, columns: Int, fill: (Int, UnsafeMutableBufferPointer<Fr>) -> Void) {
        self.rows = rows
        values = [Fr](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
            Self.each(columns, rows, buffer, fill)
            initialized = rows * columns
        }
    }

    /// `columns` columns that `whole` writes together; it is given memory without values and sets all of it.
    init(rows: Int, columns: Int, whole: (UnsafeMutableBufferPointer<Fr>) -> Void) {
        self.rows = rows
        values = [Fr](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
            whole(.init(rebasing: buffer[..<(rows * columns)]))
            initialized = rows * columns
        }
    }

    public var columns: Int { values.count / rows }

    /// Appends one column of exactly `rows` values.
    public mutating func append(_ column: [Fr]) {
        precondition(column.count == rows, "a column has \(rows) rows, got \(column.count)")
        values += column
    }

    /// The values of one column.
    public subscript(column: Int) -> ArraySlice<Fr> { values[column * rows..<(column + 1) * rows] }

    /// Writes all columns anew, each from whichever thread is free.
    public mutating func refill(_ fill: (Int, UnsafeMutableBufferPointer<Fr>) -> Void) {
        let (rows, columns) = (rows, columns)
        values.withUnsafeMutableBufferPointer { buffer in
            Self.each(columns, rows, buffer, fill)
        }
    }

    /// Replaces the values of the first `count` columns by their inverses; zeros stay zero.
    public mutating func invert(columns count: Int) {
        let rows = rows
        values.withUnsafeMutableBufferPointer { Fr.batchInvert(.init(rebasing: $0[..<(count * rows)])) }
    }

    private static func each(
        _ columns: Int, _ rows: Int, _ buffer: UnsafeMutableBufferPointer<Fr>, _ fill: (Int, UnsafeMutableBufferPointer<Fr>) -> Void
    ) {
        // Enough columns for all threads: each is then done on one.
        let alone = columns >= Parallel.threads
        Parallel.each(columns) { column in
            let target = UnsafeMutableBufferPointer(rebasing: buffer[column * rows..<(column + 1) * rows])
            if alone { Parallel.serially { fill(column, target) } } else { fill(column, target) }
        }
    }
}
