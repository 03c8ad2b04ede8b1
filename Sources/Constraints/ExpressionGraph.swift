import BN254

/// Index of a node in an ``ExpressionGraph``.
public typealias NodeID = Int

/// All expressions of one table as a directed acyclic graph in which equal subexpressions are one node.
/// Nodes only refer to nodes before them, so a single pass in order evaluates everything.
public struct ExpressionGraph: Hashable, Sendable {
    public enum Node: Hashable, Sendable {
        case constant(Fr)
        case query(Query)
        case challenge(Int)
        case firstRow
        case add(NodeID, NodeID)
        case subtract(NodeID, NodeID)
        case multiply(NodeID, NodeID)
    }

    public private(set) var nodes: [Node] = []
    /// Degree of each node in units of a column polynomial's degree; challenges and constants count 0.
    public private(set) var degrees: [Int] = []
    private var index: [Node: NodeID] = [:]

    public init() {}

    public static func == (a: ExpressionGraph, b: ExpressionGraph) -> Bool { a.nodes == b.nodes }
    public func hash(into hasher: inout Hasher) { hasher.combine(nodes) }

    /// Adds one node unless it is there already. Operands must be ids of earlier nodes.
    public mutating func intern(_ node: Node) -> NodeID {
        if let known = index[node] { return known }
        let id = nodes.count
        nodes.append(node)
        degrees.append(degree(of: node))
        index[node] = id
        return id
    }

    private func degree(of node: Node) -> Int {
        switch node {
        case .constant, .challenge: 0
        case .query, .firstRow: 1
        case .add(let a, let b), .subtract(let a, let b): max(degrees[a], degrees[b])
        case .multiply(let a, let b): degrees[a] + degrees[b]
        }
    }

    /// Interns a whole expression, folding constants and dropping neutral elements on the way.
    public mutating func intern(_ expression: Expression) -> NodeID {
        switch expression {
        case .constant(let value): return intern(Node.constant(value))
        case .query(let query): return intern(Node.query(query))
        case .challenge(let index): return intern(Node.challenge(index))
        case .firstRow: return intern(Node.firstRow)
        case .sum(let a, let b):
            let (x, y) = (intern(a), intern(b))
            switch (nodes[x], nodes[y]) {
            case (.constant(let p), .constant(let q)): return intern(Node.constant(p + q))
            case (.constant(let p), _) where p.isZero: return y
            case (_, .constant(let q)) where q.isZero: return x
            default: return intern(Node.add(min(x, y), max(x, y)))
            }
        case .difference(let a, let b):
            let (x, y) = (intern(a), intern(b))
            switch (nodes[x], nodes[y]) {
            case (.constant(let p), .constant(let q)): return intern(Node.constant(p - q))
            case (_, .constant(let q)) where q.isZero: return x
            default: return intern(Node.subtract(x, y))
            }
        case .product(let a, let b):
            let (x, y) = (intern(a), intern(b))
            switch (nodes[x], nodes[y]) {
            case (.constant(let p), .constant(let q)): return intern(Node.constant(p * q))
            case (.constant(let p), _) where p.isZero: return x
            case (_, .constant(let q)) where q.isZero: return y
            case (.constant(let p), _) where p == .one: return y
            case (_, .constant(let q)) where q == .one: return x
            default: return intern(Node.multiply(min(x, y), max(x, y)))
            }
        }
    }

    /// The nodes that `roots` need, in evaluation order.
    public func reachable(from roots: [NodeID]) -> [NodeID] {
        var needed = [Bool](repeating: false, count: nodes.count)
        for root in roots { needed[root] = true }
        for id in nodes.indices.reversed() where needed[id] {
            switch nodes[id] {
            case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b):
                needed[a] = true
                needed[b] = true
            default: break
            }
        }
        return nodes.indices.filter { needed[$0] }
    }

    /// The queries that `roots` make, sorted.
    public func queries(from roots: [NodeID]) -> [Query] {
        reachable(from: roots).compactMap { if case .query(let query) = nodes[$0] { query } else { nil } }
    }

    /// Values of all nodes reachable from `roots` (others are zero), given the leaves.
    public func evaluate(
        from roots: [NodeID], query: (Query) -> Fr, challenge: (Int) -> Fr, firstRow: Fr
    ) -> [Fr] {
        var values = [Fr](repeating: .zero, count: nodes.count)
        for id in reachable(from: roots) {
            switch nodes[id] {
            case .constant(let value): values[id] = value
            case .query(let leaf): values[id] = query(leaf)
            case .challenge(let index): values[id] = challenge(index)
            case .firstRow: values[id] = firstRow
            case .add(let a, let b): values[id] = values[a] + values[b]
            case .subtract(let a, let b): values[id] = values[a] - values[b]
            case .multiply(let a, let b): values[id] = values[a] * values[b]
            }
        }
        return values
    }
}
