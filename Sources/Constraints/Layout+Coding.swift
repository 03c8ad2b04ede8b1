import BN254

extension Layout {
    public func encode(to writer: inout ByteWriter) {
        writer.write(count: packing)
        writer.write(groups) { writer, group in
            switch group.stage {
            case .preprocessed: writer.write(UInt8(0))
            case .advice(let phase): writer.write(UInt8(1 + phase))
            case .argument: writer.write(UInt8(255))
            }
            writer.write(count: group.table)
            writer.write(UInt8(group.isFeed ? 1 : 0))
            writer.write(group.rotations) { $0.write(signed: $1) }
            writer.write(group.members) { writer, member in
                let (tag, index): (UInt8, Int) = switch member {
                case .fixed(let i): (0, i)
                case .sigma(let i): (1, i)
                case .advice(let i): (2, i)
                case .helper(let i): (3, i)
                case .runningSum: (4, 0)
                case .product: (5, 0)
                case .partialProduct(let i): (6, i)
                }
                writer.write(tag)
                writer.write(count: index)
            }
        }
        writer.write(count: quotientChunks)
    }

    /// Reads a layout and checks that it places every polynomial of `system` exactly once, opened at least at the points it is read at.
    public init(from reader: inout ByteReader, for system: ConstraintSystem) throws(DecodingError) {
        let start = reader.offset
        let packing = try reader.count("packing", limit: 4096)
        guard packing >= 1 else { throw .outOfRange(field: "packing", got: 0, limit: 4096) }
        let groups = try reader.list("groups", limit: 8192) { (r) throws(DecodingError) -> CommitmentGroup in
            let at = r.offset
            let stage: CommitmentStage
            switch try r.byte() {
            case 0: stage = .preprocessed
            case 255: stage = .argument
            case let code: stage = .advice(phase: Int(code) - 1)
            }
            let table = try r.count("table", limit: system.tables.count - 1)
            let isFeed: Bool
            switch try r.byte() {
            case 0: isFeed = false
            case 1: isFeed = true
            default: throw .invalid(field: "feed flag", at: at)
            }
            let rotations = try r.list("rotations", limit: 3) { (r) throws(DecodingError) in
                try r.signed("rotation", in: -1...1)
            }
            let members = try r.list("members", limit: packing) { (r) throws(DecodingError) -> PolynomialKind in
                let at = r.offset
                let tag = try r.byte()
                let index = try r.count("polynomial index", limit: 8192)
                switch tag {
                case 0: return .fixed(index)
                case 1: return .sigma(index)
                case 2: return .advice(index)
                case 3: return .helper(index)
                case 4 where index == 0: return .runningSum
                case 5 where index == 0: return .product
                case 6: return .partialProduct(index)
                default: throw .invalid(field: "polynomial", at: at)
                }
            }
            return CommitmentGroup(stage: stage, table: table, rotations: rotations, members: members, isFeed: isFeed)
        }
        let chunks = try reader.count("quotient chunks", limit: 64)
        let canonical = Layout(system, packing: packing)
        // Any regrouping within a stage, table and blinding is a valid layout, as long as each polynomial is opened where it is read.
        struct Place: Hashable {
            let table: Int
            let polynomial: PolynomialKind
        }
        var wanted: [Place: CommitmentGroup] = [:]
        for group in canonical.groups {
            for member in group.members { wanted[Place(table: group.table, polynomial: member)] = group }
        }
        func takes(_ group: CommitmentGroup) -> Bool {
            guard !group.members.isEmpty, zip(group.rotations, group.rotations.dropFirst()).allSatisfy({ $0 < $1 }) else { return false }
            return group.members.allSatisfy { member in
                guard let home = wanted.removeValue(forKey: Place(table: group.table, polynomial: member)) else { return false }
                return home.stage == group.stage && home.isFeed == group.isFeed
                    && Set(home.rotations).isSubset(of: group.rotations)
            }
        }
        func stageOrder(_ groups: [CommitmentGroup]) -> [Int] {
            groups.map { group in
                switch group.stage {
                case .preprocessed: 0
                case .advice(let phase): 2 + 2 * phase + (group.isFeed ? 0 : 1)
                case .argument: 1 << 20
                }
            }
        }
        let order = stageOrder(groups)
        guard groups.allSatisfy(takes), wanted.isEmpty,
            zip(order, order.dropFirst()).allSatisfy({ $0 <= $1 }), chunks == canonical.quotientChunks
        else { throw .invalid(field: "layout", at: start) }
        self.init(packing: packing, groups: groups, quotientChunks: chunks)
    }
}
