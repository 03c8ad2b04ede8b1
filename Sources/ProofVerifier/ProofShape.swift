import Constraints

/// Where everything stands in a proof's bytes: the message boundaries of Docs/protocol.md §5.
public struct ProofShape: Hashable, Sendable {
    public static let pointBytes = 64
    public static let scalarBytes = 32

    /// Number of points in each phase's message.
    public let phasePoints: [Int]
    public let argumentPoints: Int
    /// Number of end sums that follow the argument points.
    public let endSums: Int
    public let quotientPoints: Int
    public let evaluations: Int

    public init(system: ConstraintSystem, layout: Layout) {
        phasePoints = (0..<system.phases).map { layout.indices(of: .advice(phase: $0)).count }
        argumentPoints = layout.indices(of: .argument).count
        endSums = system.sendsEndSums ? system.plans.filter(\.hasBus).count : 0
        quotientPoints = layout.quotientChunks
        evaluations = layout.evaluationCount
    }

    /// Bytes of the messages before W: phases, argument, quotient, evaluations.
    public var messageLengths: [Int] {
        phasePoints.map { $0 * Self.pointBytes }
            + [argumentPoints * Self.pointBytes + endSums * Self.scalarBytes, quotientPoints * Self.pointBytes,
               evaluations * Self.scalarBytes]
    }

    public var byteCount: Int { messageLengths.reduce(0, +) + 2 * Self.pointBytes }
    public var pointCount: Int { phasePoints.reduce(0, +) + argumentPoints + quotientPoints + 2 }
}
