import BN254

// The canonical encoding of a circuit's description: part of a verifying key, hashed into its digest.

extension ConstraintSystem {
    public func encode(to writer: inout ByteWriter) {
        writer.write(tables) { $1.encode(to: &$0) }
        writer.write(phaseChallenges) { $0.write(count: $1) }
        writer.write(publicInteractions) { writer, interaction in
            writer.write(interaction.tag)
            writer.write(interaction.tuple) { writer, term in
                switch term {
                case .constant(let value):
                    writer.write(UInt8(0))
                    writer.write(value)
                case .publicInput(let index):
                    writer.write(UInt8(1))
                    writer.write(count: index)
                }
            }
            writer.write(signed: interaction.multiplicity)
        }
    }

    public init(from reader: inout ByteReader) throws(DecodingError) {
        let start = reader.offset
        let tables = try reader.list("tables", limit: 64) { (r) throws(DecodingError) in try Table(from: &r) }
        let challenges = try reader.list("phases", limit: 8) { (r) throws(DecodingError) in
            try r.count("phase challenges", limit: 64)
        }
        let publics = try reader.list("public interactions", limit: 4096) { (r) throws(DecodingError) in
            let tag = try r.uint32()
            let tuple = try r.list("public tuple", limit: 64) { (r) throws(DecodingError) -> PublicInteraction.Term in
                let at = r.offset
                switch try r.byte() {
                case 0: return .constant(try r.scalar("public constant"))
                case 1: return .publicInput(try r.count("public input", limit: 1 << 20))
                default: throw .invalid(field: "public term", at: at)
                }
            }
            return PublicInteraction(
                tag: tag, tuple: tuple,
                multiplicity: try r.signed("public multiplicity", in: -0x4000_0000...0x4000_0000))
        }
        do {
            try self.init(complete: tables, phaseChallenges: challenges, publicInteractions: publics)
        } catch {
            throw .invalid(field: "constraint system (\(error))", at: start)
        }
    }
}

extension Table {
    func encode(to writer: inout ByteWriter) {
        writer.write(name)
        writer.write(count: logSize)
        writer.write(count: blindingRows)
        writer.write(fixedColumns) { $0.write($1) }
        writer.write(adviceColumns) { writer, column in
            writer.write(column.name)
            writer.write(count: column.phase)
            writer.write(column.width.rawValue)
            writer.write(column.role.rawValue)
        }
        writer.write(instanceColumns) { $0.write(count: $1) }
        writer.write(graph.nodes) { $1.encode(to: &$0) }
        writer.write(gates) { writer, gate in
            writer.write(gate.name)
            writer.write(count: gate.polynomial)
        }
        writer.write(interactions) { writer, interaction in
            writer.write(interaction.name)
            writer.write(interaction.tag)
            writer.write(interaction.tuple) { $0.write(count: $1) }
            writer.write(count: interaction.multiplicity)
            writer.write(signed: interaction.countedBy ?? -1)
        }
        writer.write(permutedColumns) { $1.encode(to: &$0) }
    }

    init(from reader: inout ByteReader) throws(DecodingError) {
        let name = try reader.text("table name")
        let logSize = try reader.count("table height", limit: 24)
        let blindingRows = try reader.count("blinding rows", limit: 1 << 20)
        let fixed = try reader.list("fixed columns", limit: 4096) { (r) throws(DecodingError) in try r.text("column name") }
        let advice = try reader.list("advice columns", limit: 4096) { (r) throws(DecodingError) -> AdviceColumn in
            let name = try r.text("column name")
            let phase = try r.count("phase", limit: 8)
            let at = r.offset
            guard let width = ColumnWidth(rawValue: try r.byte()) else { throw .invalid(field: "width", at: at) }
            guard let role = AdviceRole(rawValue: try r.byte()) else { throw .invalid(field: "role", at: at + 1) }
            return AdviceColumn(name: name, phase: phase, width: width, role: role)
        }
        let instance = try reader.list("instance columns", limit: 64) { (r) throws(DecodingError) in
            try r.count("instance rows", limit: 1 << 20)
        }
        var graph = ExpressionGraph()
        let nodeCount = try reader.count("expression nodes", limit: 1 << 20)
        for id in 0..<nodeCount {
            let at = reader.offset
            let node = try ExpressionGraph.Node(from: &reader, before: id)
            guard graph.intern(node) == id else { throw .invalid(field: "repeated expression node", at: at) }
            guard (graph.degrees.last ?? 0) <= 64 else { throw .invalid(field: "expression degree", at: at) }
        }
        let gates = try reader.list("gates", limit: 65536) { (r) throws(DecodingError) in
            Gate(name: try r.text("gate name"), polynomial: try r.node("gate", of: nodeCount))
        }
        let interactions = try reader.list("interactions", limit: 4096) { (r) throws(DecodingError) -> Interaction in
            let name = try r.text("interaction name")
            let tag = try r.uint32()
            let tuple = try r.list("tuple", limit: 64) { (r) throws(DecodingError) in try r.node("tuple", of: nodeCount) }
            let multiplicity = try r.node("multiplicity", of: nodeCount)
            let counter = try r.signed("counter", in: -1...4095)
            return Interaction(
                name: name, tag: tag, tuple: tuple, multiplicity: multiplicity, countedBy: counter < 0 ? nil : counter)
        }
        let permuted = try reader.list("permuted columns", limit: 4096) { (r) throws(DecodingError) in
            try Column(from: &r)
        }
        guard Set(permuted).count == permuted.count else { throw .invalid(field: "permuted columns", at: reader.offset) }
        self.init(
            name: name, logSize: logSize, blindingRows: blindingRows, fixedColumns: fixed, adviceColumns: advice,
            instanceColumns: instance, graph: graph, gates: gates, interactions: interactions, permutedColumns: permuted)
    }
}

extension ByteReader {
    mutating func node(_ field: String, of count: Int) throws(DecodingError) -> NodeID {
        let at = offset
        let id = Int(try uint32())
        guard id < count else { throw .invalid(field: field, at: at) }
        return id
    }
}

extension Column {
    func encode(to writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(count: index)
    }

    init(from reader: inout ByteReader) throws(DecodingError) {
        let at = reader.offset
        guard let kind = ColumnKind(rawValue: try reader.byte()) else { throw .invalid(field: "column kind", at: at) }
        self.init(kind, try reader.count("column index", limit: 4095))
    }
}

extension ExpressionGraph.Node {
    func encode(to writer: inout ByteWriter) {
        switch self {
        case .constant(let value):
            writer.write(UInt8(0))
            writer.write(value)
        case .query(let query):
            writer.write(UInt8(1))
            query.column.encode(to: &writer)
            writer.write(signed: query.rotation)
        case .challenge(let index):
            writer.write(UInt8(2))
            writer.write(count: index)
        case .firstRow:
            writer.write(UInt8(3))
        case .add(let a, let b): Self.encode(4, a, b, to: &writer)
        case .subtract(let a, let b): Self.encode(5, a, b, to: &writer)
        case .multiply(let a, let b): Self.encode(6, a, b, to: &writer)
        }
    }

    private static func encode(_ tag: UInt8, _ a: NodeID, _ b: NodeID, to writer: inout ByteWriter) {
        writer.write(tag)
        writer.write(count: a)
        writer.write(count: b)
    }

    init(from reader: inout ByteReader, before id: NodeID) throws(DecodingError) {
        let at = reader.offset
        switch try reader.byte() {
        case 0: self = .constant(try reader.scalar("constant"))
        case 1: self = .query(Query(column: try Column(from: &reader), rotation: try reader.signed("rotation", in: -1...1)))
        case 2: self = .challenge(try reader.count("challenge", limit: 4096))
        case 3: self = .firstRow
        case 4: self = .add(try reader.node("operand", of: id), try reader.node("operand", of: id))
        case 5: self = .subtract(try reader.node("operand", of: id), try reader.node("operand", of: id))
        case 6: self = .multiply(try reader.node("operand", of: id), try reader.node("operand", of: id))
        default: throw .invalid(field: "expression node", at: at)
        }
    }
}
