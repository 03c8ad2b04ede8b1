import BN254
import Constraints
import ProofVerifier

/// The rows of one domain that close its running columns: its last b + 1.
struct ClosingRows: Hashable {
    let logSize: Int
    let blindingRows: Int
}

/// One instance column with at least one value.
struct PublicColumn: Hashable {
    let table: Int
    let column: Int
    /// Its place among the public inputs.
    let inputs: Range<Int>
}

/// x·ω^rotation over the domain of 2^logSize rows; the point x itself belongs to all domains and has logSize 0.
struct OpeningPoint: Hashable {
    let logSize: Int
    let rotation: Int

    init(logSize: Int, rotation: Int) {
        self.logSize = rotation == 0 ? 0 : logSize
        self.rotation = rotation
    }
}

/// Points at which some groups are opened.
struct PointSet: Hashable {
    let points: [OpeningPoint]
    let logSize: Int

    init(_ group: CommitmentGroup, _ system: ConstraintSystem) {
        let size = system.tables[group.table].logSize
        points = group.rotations.map { OpeningPoint(logSize: size, rotation: $0) }
        logSize = points.allSatisfy { $0.rotation == 0 } ? 0 : size
    }
}

/// What is inverted, all at once.
enum Inverted: Hashable {
    /// x^n − 1.
    case vanishing(logSize: Int)
    /// x − 1, for L₀.
    case firstRow
    /// Π(x − ω^i) over closing rows.
    case closing(ClosingRows)
    /// Π(x − ω^j) over the rows of an instance column.
    case column(PublicColumn)
    case x
    /// y^t − x·ω^o.
    case opening(OpeningPoint)
    /// y − x.
    case quotient
    /// β + τ + … of a public interaction.
    case publicInteraction(Int)
}

/// Other values that are computed once and read back.
enum Kept: Hashable {
    /// (x^n − 1)/n.
    case scaled(logSize: Int)
    case firstRow(logSize: Int)
    case last(ClosingRows)
    case active(ClosingRows)
    /// Numerator first, then the column's value at x.
    case column(PublicColumn)
    /// Σ of the column's values.
    case columnTotal(PublicColumn)
    /// Σ Π of closing rows, and their product without the first.
    case closingDerivative(ClosingRows)
    case closingRest(ClosingRows)
    case betaX
    /// 1/Z(y) of a point set.
    case scale(PointSet)
    /// ℓ_o(y^t)/Z(y), by position in the set.
    case weight(PointSet, Int)
    case quotientShift
    case numerator(table: Int)
}

/// The contract's memory: a typed list of all addresses. Everything is at a fixed place, and nothing is used for two
/// purposes but the scratch words below 0x40.
struct MemoryMap {
    /// Below it is what the compiler keeps for itself. The assembly is not declared memory-safe, so that a compiler that
    /// would like to move variables to memory refuses the contract instead.
    static let base = 0x80

    /// One message of the transcript, with the state word it is hashed with in front of it.
    struct Message {
        let state: Int
        let data: Int
        let length: Int
        /// Where it begins in the proof.
        let proofOffset: Int
    }

    let order = MemoryMap.base
    let theta, beta, gamma, alpha, x, v, y, powerOfY: Int
    let phaseChallenges: [Int]
    /// Twelve words for the pairing; the sum and the next term stand in the first five while the sum is built.
    let pairing: Int
    /// Public inputs, with the two words before them that begin the transcript.
    let inputs: Int
    let messages: [Message]
    let finalState: Int
    /// Address of a group's point, nil for preprocessed ones.
    let groupPoints: [Int?]
    let endSums: [Int: Int]
    let quotientPoints: [Int]
    let w, wPrime: Int
    /// Where the values to invert lie, one after the other, and then the running products that inverting them takes.
    let inverses: Range<Int>
    let prefixes: Int
    let scratch: Int

    let heights: [Int]
    let closings: [ClosingRows]
    let columns: [PublicColumn]
    let openingPoints: [OpeningPoint]
    let pointSets: [PointSet]
    /// Regions checked to hold scalars: from, to.
    let scalarRegions: [Range<Int>]

    private let invertedPlaces: [Inverted: Int]
    private let keptPlaces: [Kept: Int]
    private let evaluationPlaces: [EvaluationPlace: Int]

    struct EvaluationPlace: Hashable {
        let table: Int
        let polynomial: PolynomialKind
        let rotation: Int
    }

    init(key: VerifyingKey) {
        let (system, layout, shape) = (key.system, key.layout, key.shape)
        var next = Self.base + 32
        func reserve(_ words: Int) -> Int {
            defer { next += 32 * words }
            return next
        }
        (theta, beta, gamma, alpha) = (reserve(1), reserve(1), reserve(1), reserve(1))
        (x, v, y, powerOfY) = (reserve(1), reserve(1), reserve(1), reserve(1))
        phaseChallenges = (0..<system.phaseChallenges.reduce(0, +)).map { _ in reserve(1) }
        pairing = reserve(12)

        // Scalars are checked eight words at a time, so a region of them is followed by zeros up to a step.
        func padding(_ words: Int) -> Int { (8 - words % 8) % 8 }
        var regions: [Range<Int>] = []
        _ = reserve(2)
        let inputCount = system.publicInputCount
        inputs = reserve(inputCount + padding(inputCount))
        if inputCount > 0 { regions.append(inputs..<inputs + 32 * inputCount) }

        var messages: [Message] = []
        var proofOffset = 0
        func message(_ length: Int, scalars: Int) {
            let state = reserve(1)
            let data = reserve(length / 32)
            if scalars > 0 {
                _ = reserve(padding(scalars))
                regions.append(data + length - 32 * scalars..<data + length)
            }
            messages.append(Message(state: state, data: data, length: length, proofOffset: proofOffset))
            proofOffset += length
        }
        let point = ProofShape.pointBytes
        for count in shape.phasePoints { message(count * point, scalars: 0) }
        message(shape.argumentPoints * point + shape.endSums * 32, scalars: shape.endSums)
        message(shape.quotientPoints * point, scalars: 0)
        message(shape.evaluations * 32, scalars: shape.evaluations)
        message(point, scalars: 0)
        finalState = reserve(1)
        wPrime = reserve(2)
        self.messages = messages
        scalarRegions = regions

        let phases = system.phases
        let argument = messages[phases].data
        w = messages[phases + 3].data
        let sent = (0..<phases).flatMap { phase in
            (0..<shape.phasePoints[phase]).map { messages[phase].data + $0 * point }
        } + (0..<shape.argumentPoints).map { argument + $0 * point }
        groupPoints = layout.indices(of: .preprocessed).map { _ in nil } + sent
        let senders = shape.endSums == 0 ? [] : system.tables.indices.filter { system.plans[$0].hasBus }
        endSums = Dictionary(uniqueKeysWithValues: senders.enumerated().map {
            ($1, argument + shape.argumentPoints * point + $0 * 32)
        })
        quotientPoints = (0..<shape.quotientPoints).map { messages[phases + 1].data + $0 * point }
        var evaluationPlaces: [EvaluationPlace: Int] = [:]
        var evaluation = messages[phases + 2].data
        for group in layout.groups {
            for rotation in group.rotations {
                for member in group.members {
                    evaluationPlaces[EvaluationPlace(table: group.table, polynomial: member, rotation: rotation)] = evaluation
                    evaluation += 32
                }
            }
        }
        self.evaluationPlaces = evaluationPlaces

        heights = Self.distinct(system.tables.map(\.logSize)).sorted()
        let argued = zip(system.tables, system.plans).filter { $1.hasBus || $1.hasPermutation }.map(\.0)
        closings = Self.distinct(argued.map { ClosingRows(logSize: $0.logSize, blindingRows: $0.blindingRows) })
        var columns: [PublicColumn] = []
        var input = 0
        for (index, table) in system.tables.enumerated() {
            for (column, count) in table.instanceColumns.enumerated() {
                if count > 0 { columns.append(PublicColumn(table: index, column: column, inputs: input..<input + count)) }
                input += count
            }
        }
        self.columns = columns
        pointSets = Self.distinct(layout.groups.map { PointSet($0, system) })
        openingPoints = Self.distinct(pointSets.flatMap(\.points))

        var inverted: [Inverted] = heights.map { .vanishing(logSize: $0) } + [.firstRow]
        inverted += closings.map { .closing($0) } + columns.map { .column($0) } + [.x]
        inverted += openingPoints.map { .opening($0) } + [.quotient]
        inverted += system.publicInteractions.indices.map { .publicInteraction($0) }
        let first = reserve(inverted.count)
        inverses = first..<first + 32 * inverted.count
        prefixes = reserve(inverted.count)
        invertedPlaces = Dictionary(uniqueKeysWithValues: inverted.enumerated().map { ($1, first + 32 * $0) })

        var kept: [Kept] = heights.flatMap { [.scaled(logSize: $0), .firstRow(logSize: $0)] }
        kept += closings.flatMap { [.last($0), .active($0), .closingDerivative($0), .closingRest($0)] }
        kept += columns.flatMap { [.column($0), .columnTotal($0)] } + [.betaX]
        kept += pointSets.flatMap { set in [.scale(set)] + set.points.indices.map { .weight(set, $0) } }
        kept += [.quotientShift] + system.tables.indices.map { .numerator(table: $0) }
        keptPlaces = Dictionary(uniqueKeysWithValues: kept.map { ($0, reserve(1)) })
        scratch = next
    }

    private static func distinct<T: Hashable>(_ items: [T]) -> [T] {
        var seen: Set<T> = []
        return items.filter { seen.insert($0).inserted }
    }

    func place(_ value: Inverted) -> Int { invertedPlaces[value] ?? 0 }
    func place(_ value: Kept) -> Int { keptPlaces[value] ?? 0 }
    subscript(_ value: Inverted) -> Yul { .word(place(value)) }
    subscript(_ value: Kept) -> Yul { .word(place(value)) }

    /// A claimed evaluation.
    func evaluation(_ polynomial: PolynomialKind, table: Int, rotation: Int = 0) -> Yul {
        let place = evaluationPlaces[EvaluationPlace(table: table, polynomial: polynomial, rotation: rotation)]
        return place.map { .word($0) } ?? .zero
    }

    /// The addresses that the template names.
    func declarations() -> String {
        let named = [
            ("M_ORDER", order), ("M_PAIRING", pairing), ("M_SUM", pairing), ("M_POINT", pairing + 64),
            ("M_SCALAR", pairing + 128),
            ("M_THETA", theta), ("M_BETA", beta), ("M_GAMMA", gamma), ("M_ALPHA", alpha), ("M_X", x), ("M_V", v),
            ("M_Y", y), ("M_Y_POWER", powerOfY),
        ]
        return named.map { "    uint256 private constant \($0) = \(Yul.hex($1));" }.joined(separator: "\n")
    }
}
