/// What a model costs a circuit, counted while the native back end runs it: 8-bit limb look-ups (the bulk of a proof's size),
/// tuple look-ups into the coefficient tables, and an estimate of multiplication and flag cells.
public struct RangeLedger: Hashable, Sendable {
    /// Limb look-ups per kind of operation.
    public private(set) var limbs: [String: Int] = [:]
    /// Calls per kind of operation.
    public private(set) var calls: [String: Int] = [:]
    public var tupleLookups = 0
    public var multiplications = 0
    public var flags = 0

    public init() {}

    public var totalLimbs: Int { limbs.values.reduce(0, +) }

    /// Every part of `bits` is decomposed on its own, in whole bytes.
    mutating func charge(_ operation: String, bits: Int...) {
        charge(operation, limbs: bits.reduce(0) { $0 + ($1 + 7) / 8 })
    }

    mutating func charge(_ operation: String, limbs count: Int) {
        limbs[operation, default: 0] += count
        calls[operation, default: 0] += 1
    }

    /// What was spent since `earlier`.
    public func since(_ earlier: RangeLedger) -> RangeLedger {
        var difference = self
        difference.limbs = limbs.merging(earlier.limbs) { $0 - $1 }
        difference.calls = calls.merging(earlier.calls) { $0 - $1 }
        difference.tupleLookups -= earlier.tupleLookups
        difference.multiplications -= earlier.multiplications
        difference.flags -= earlier.flags
        return difference
    }
}

extension RangeLedger: CustomStringConvertible {
    public var description: String {
        let rows = limbs.sorted { $0.value > $1.value }.map { "  \($0.key): \($0.value) limbs in \(calls[$0.key] ?? 0) calls" }
        return (["\(totalLimbs) byte limbs, \(tupleLookups) tuple look-ups, \(multiplications) products, \(flags) flags"] + rows)
            .joined(separator: "\n")
    }
}
