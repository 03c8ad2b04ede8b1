import BN254

extension ExpressionGraph {
    /// Compiles the expression at `node` into `program` and returns its slot.
    /// - Parameters:
    ///   - slots: slots of nodes compiled so far; start with one nil a node.
    ///   - leaf: where the program finds a query, challenge or L₀.
    public func compile(
        _ node: NodeID, into program: inout RowProgram, slots: inout [Int?], leaf: (Node) -> RowProgram.Operation
    ) -> Int {
        if let known = slots[node] { return known }
        let operation: RowProgram.Operation
        switch nodes[node] {
        case .constant(let value): operation = .constant(value)
        case .query, .challenge, .firstRow: operation = leaf(nodes[node])
        case .add(let a, let b):
            let x = compile(a, into: &program, slots: &slots, leaf: leaf)
            operation = .add(x, compile(b, into: &program, slots: &slots, leaf: leaf))
        case .subtract(let a, let b):
            let x = compile(a, into: &program, slots: &slots, leaf: leaf)
            operation = .subtract(x, compile(b, into: &program, slots: &slots, leaf: leaf))
        case .multiply(let a, let b):
            let x = compile(a, into: &program, slots: &slots, leaf: leaf)
            operation = .multiply(x, compile(b, into: &program, slots: &slots, leaf: leaf))
        }
        let slot = program.append(operation)
        slots[node] = slot
        return slot
    }
}
