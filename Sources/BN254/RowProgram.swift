import CFieldLanes
import Parallel

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

    /// Values of the `outputs` slots in rows 0 ..< `count`, one column each, zero below. Columns are numbered through all buffers.
    /// Cost: one field operation a row and arithmetic operation, on all threads.
    public func run(on buffers: [ColumnBuffer], count: Int, outputs: [Int]) -> ColumnBuffer {
        let rows = buffers.first?.rows ?? 1
        precondition(count <= rows && rows & (rows - 1) == 0, "rows are a power of two and bound the count")
        precondition(buffers.allSatisfy { $0.rows == rows }, "buffers of different heights")
        let columns = buffers.reduce(0) { $0 + $1.columns }
        for case .load(let column, _) in operations {
            precondition(column >= 0 && column < columns, "column \(column) is not in the buffer")
        }
        let blocks = (count + Self.blockRows - 1) / Self.blockRows
        let inLanes = Lanes.enabled && rows >= 8
        let code = inLanes ? Code(operations, outputs: outputs) : nil
        return withColumns(buffers[...], []) { sources in
            ColumnBuffer(rows: rows, columns: outputs.count, whole: { results in
                Parallel.chunks(blocks) { range in
                    let rowRange = range.lowerBound * Self.blockRows..<min(range.upperBound * Self.blockRows, count)
                    KernelTimes.count(.programs) {
                        if let code {
                            code.run(sources, rows: rows, range: rowRange, results)
                        } else {
                            runBlocks(rowRange, sources, rows: rows, outputs: outputs, results)
                        }
                    }
                }
                for output in outputs.indices { results[(output * rows + count)..<((output + 1) * rows)].update(repeating: .zero) }
            })
        }
    }

    /// Lends the first element of every column.
    private func withColumns<T>(
        _ buffers: ArraySlice<ColumnBuffer>, _ known: [UnsafePointer<Fr>], _ body: ([UnsafePointer<Fr>]) -> T
    ) -> T {
        guard let first = buffers.first else { return body(known) }
        return first.values.withUnsafeBufferPointer { values in
            let own = values.baseAddress.map { base in (0..<first.columns).map { base + $0 * first.rows } } ?? []
            return withColumns(buffers.dropFirst(), known + own, body)
        }
    }

    private func runBlocks(
        _ range: Range<Int>, _ sources: [UnsafePointer<Fr>], rows: Int, outputs: [Int], _ results: UnsafeMutableBufferPointer<Fr>
    ) {
        let width = Self.blockRows
        let mask = rows - 1
        let scratch = UnsafeMutableBufferPointer<Fr>.allocate(capacity: max(1, operations.count) * width)
        defer { scratch.deallocate() }
        guard let slots = scratch.baseAddress else { return }
        // Constants do not change from block to block.
        for (slot, operation) in operations.enumerated() {
            if case .constant(let value) = operation { (slots + slot * width).update(repeating: value, count: width) }
        }
        for first in stride(from: range.lowerBound, to: range.upperBound, by: width) {
            let height = min(width, range.upperBound - first)
            for (slot, operation) in operations.enumerated() {
                let out = slots + slot * width
                switch operation {
                case .constant: break
                case .load(let column, let rotation):
                    let source = sources[column]
                    for i in 0..<height { out[i] = source[(first + i + rotation) & mask] }
                case .add(let a, let b):
                    let (x, y) = (slots + a * width, slots + b * width)
                    for i in 0..<height { out[i] = x[i] + y[i] }
                case .subtract(let a, let b):
                    let (x, y) = (slots + a * width, slots + b * width)
                    for i in 0..<height { out[i] = x[i] - y[i] }
                case .multiply(let a, let b):
                    let (x, y) = (slots + a * width, slots + b * width)
                    for i in 0..<height { out[i] = x[i] * y[i] }
                }
            }
            for (result, slot) in outputs.enumerated() {
                for i in 0..<height { results[result * rows + first + i] = slots[slot * width + i] }
            }
        }
    }

    /// The program as `lanes_run` reads it, eight rows at a time.
    private struct Code {
        private let operations: [lanes_operation]
        private let outputs: [Int32]
        private let constants: [Fr]

        init(_ program: [Operation], outputs: [Int]) {
            var constants: [Fr] = []
            operations = program.map { operation in
                switch operation {
                case .load(let column, let rotation): return lanes_operation(code: 0, a: Int32(column), b: Int32(rotation))
                case .constant(let value):
                    constants.append(value)
                    return lanes_operation(code: 1, a: Int32(constants.count - 1), b: 0)
                case .add(let a, let b): return lanes_operation(code: 2, a: Int32(a), b: Int32(b))
                case .subtract(let a, let b): return lanes_operation(code: 3, a: Int32(a), b: Int32(b))
                case .multiply(let a, let b): return lanes_operation(code: 4, a: Int32(a), b: Int32(b))
                }
            }
            self.constants = constants
            self.outputs = outputs.map { Int32($0) }
        }

        /// Rows of `range` up to the next multiple of eight.
        func run(
            _ sources: [UnsafePointer<Fr>], rows: Int, range: Range<Int>, _ results: UnsafeMutableBufferPointer<Fr>
        ) {
            let end = min((range.upperBound + 7) / 8 * 8, rows)
            let columns = sources.map { Optional(UnsafeRawPointer($0).assumingMemoryBound(to: UInt64.self)) }
            withAlignedMemory(byteCount: max(1, operations.count) * 320) { scratch in
                constants.withUnsafeBytes { constants in
                    lanes_run(
                        operations, operations.count, constants.bindMemory(to: UInt64.self).baseAddress, columns, rows,
                        range.lowerBound, end, outputs, outputs.count,
                        UnsafeMutableRawBufferPointer(results).bindMemory(to: UInt64.self).baseAddress, scratch)
                }
            }
        }
    }
}
