import CFieldLanes
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

    public var columns: Int { values.count / rows }

    /// Appends one column of exactly `rows` values.
    public mutating func append(_ column: [Fr]) {
        precondition(column.count == rows, "a column has \(rows) rows, got \(column.count)")
        values += column
    }

    public mutating func append(_ other: ColumnBuffer) {
        precondition(other.rows == rows, "buffers of different heights")
        values += other.values
    }
}

/// A straight-line program that is run for every row of a set of columns: expressions compiled once, evaluated in
/// blocks of rows so that the operation is chosen once a block and operands stay in cache.
public struct RowProgram: Sendable {
    public enum Operation: Hashable, Sendable {
        /// The value of a column `rotation` rows further down, cyclically.
        case load(column: Int, rotation: Int)
        case constant(Fr)
        case add(Int, Int)
        case subtract(Int, Int)
        case multiply(Int, Int)
    }

    private static let blockRows = 32

    public private(set) var operations: [Operation] = []
    private var index: [Operation: Int] = [:]

    public init() {}

    /// Appends an operation unless the same one is there; returns its slot. Operands must be earlier slots.
    public mutating func append(_ operation: Operation) -> Int {
        if let known = index[operation] { return known }
        operations.append(operation)
        index[operation] = operations.count - 1
        return operations.count - 1
    }

    /// Values of the `outputs` slots in rows 0 ..< `count`, one column each.
    /// Cost: one field operation a row and arithmetic operation, on all threads.
    public func run(on buffer: ColumnBuffer, count: Int, outputs: [Int]) -> [[Fr]] {
        let rows = buffer.rows
        precondition(count <= rows && rows & (rows - 1) == 0, "rows are a power of two and bound the count")
        for case .load(let column, _) in operations {
            precondition(column >= 0 && column < buffer.columns, "column \(column) is not in the buffer")
        }
        let blocks = (count + Self.blockRows - 1) / Self.blockRows
        let inLanes = Lanes.enabled && rows >= 8
        let pieces = Parallel.mapChunks(blocks) { range in
            inLanes
                ? runInLanes(range, buffer: buffer, count: count, outputs: outputs)
                : runBlocks(range, buffer: buffer, count: count, outputs: outputs)
        }
        return outputs.indices.map { output in pieces.flatMap { $0[output] } }
    }

    private func runBlocks(_ range: Range<Int>, buffer: ColumnBuffer, count: Int, outputs: [Int]) -> [[Fr]] {
        let width = Self.blockRows
        let (rows, mask) = (buffer.rows, buffer.rows - 1)
        var results = outputs.map { _ in [Fr]() }
        for index in results.indices { results[index].reserveCapacity(range.count * width) }
        var scratch = [Fr](repeating: .zero, count: max(1, operations.count) * width)
        buffer.values.withUnsafeBufferPointer { source in
            scratch.withUnsafeMutableBufferPointer { slots in
                // Constants do not change from block to block.
                for (slot, operation) in operations.enumerated() {
                    if case .constant(let value) = operation {
                        for i in 0..<width { slots[slot * width + i] = value }
                    }
                }
                for block in range {
                    let first = block * width
                    let height = min(width, count - first)
                    for (slot, operation) in operations.enumerated() {
                        let out = slot * width
                        switch operation {
                        case .constant: break
                        case .load(let column, let rotation):
                            let base = column * rows
                            for i in 0..<height { slots[out + i] = source[base + ((first + i + rotation) & mask)] }
                        case .add(let a, let b):
                            for i in 0..<height { slots[out + i] = slots[a * width + i] + slots[b * width + i] }
                        case .subtract(let a, let b):
                            for i in 0..<height { slots[out + i] = slots[a * width + i] - slots[b * width + i] }
                        case .multiply(let a, let b):
                            for i in 0..<height { slots[out + i] = slots[a * width + i] * slots[b * width + i] }
                        }
                    }
                    for (result, slot) in outputs.enumerated() {
                        results[result] += slots[slot * width..<slot * width + height]
                    }
                }
            }
        }
        return results
    }

    /// The same blocks through `lanes_run`, eight rows at a time.
    private func runInLanes(_ range: Range<Int>, buffer: ColumnBuffer, count: Int, outputs: [Int]) -> [[Fr]] {
        var constants: [Fr] = []
        let code = operations.map { operation in
            switch operation {
            case .load(let column, let rotation): lanes_operation(code: 0, a: Int32(column), b: Int32(rotation))
            case .constant(let value):
                {
                    constants.append(value)
                    return lanes_operation(code: 1, a: Int32(constants.count - 1), b: 0)
                }()
            case .add(let a, let b): lanes_operation(code: 2, a: Int32(a), b: Int32(b))
            case .subtract(let a, let b): lanes_operation(code: 3, a: Int32(a), b: Int32(b))
            case .multiply(let a, let b): lanes_operation(code: 4, a: Int32(a), b: Int32(b))
            }
        }
        let begin = range.lowerBound * Self.blockRows
        let last = min(range.upperBound * Self.blockRows, count)
        let end = min((last + 7) / 8 * 8, buffer.rows)
        let height = end - begin
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(1, operations.count) * 320, alignment: 64)
        defer { scratch.deallocate() }
        var flat = [Fr](repeating: .zero, count: height * outputs.count)
        flat.withUnsafeMutableBytes { out in
            buffer.values.withUnsafeBytes { columns in
                constants.withUnsafeBytes { constants in
                    lanes_run(
                        code, code.count, constants.bindMemory(to: UInt64.self).baseAddress,
                        columns.bindMemory(to: UInt64.self).baseAddress, buffer.rows, begin, end,
                        outputs.map { Int32($0) }, outputs.count, out.bindMemory(to: UInt64.self).baseAddress, scratch)
                }
            }
        }
        return outputs.indices.map { Array(flat[$0 * height..<$0 * height + last - begin]) }
    }
}
