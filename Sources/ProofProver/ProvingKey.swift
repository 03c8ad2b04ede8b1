import BN254
import Parallel
import Commitments
import Constraints
import ProofVerifier

/// What the prover keeps of one table: its domain, the key's polynomials, and their values on the quotient's cosets.
struct TableKey: Sendable {
    let domain: EvaluationDomain
    let fixed: [ProvenPolynomial]
    let sigma: [ProvenPolynomial]
    /// The E cosets g·ζ^j·H on which the quotient is computed, ζ of order E·n.
    let cosets: [Coset]
    /// weights[k][j]: q_k = Σ_j weights[k][j]·(N_T on coset j, interpolated), see `QuotientRound`.
    let quotientWeights: [[Fr]]
    /// For each coset: fixed, σ, L₀, L_u, Lₐ, X.
    let cosetColumns: [ColumnBuffer]
    /// The same columns on the domain itself.
    let domainColumns: ColumnBuffer
}

/// Everything needed to prove one circuit. Made once for a circuit, a reference string and a packing.
public struct ProvingKey: Sendable {
    public let verifyingKey: VerifyingKey
    public let circuit: Circuit
    let tables: [TableKey]
    /// Commitment bases by table height.
    package let bases: [Int: CommitmentBases]

    /// Largest number of powers that a circuit needs of a reference string: t·n.
    public static func requiredPowers(_ system: ConstraintSystem, packing: Int) -> Int {
        packing << system.maximumLogSize
    }

    /// Key generation.
    /// - Parameter packing: t, how many polynomials share a point; the string must have t·n powers.
    /// - Cost: one commitment a preprocessed group and, the first time for a height and string, a transform of the powers.
    public init(circuit: Circuit, srs: StructuredReferenceString, packing: Int) throws {
        try self.init(circuit: circuit, srs: srs, layout: Layout(circuit.system, packing: packing))
    }

    /// Key generation with a layout of one's own, which must be one of this circuit; see ``LayoutOptimizer``.
    public init(circuit: Circuit, srs: StructuredReferenceString, layout: Layout) throws {
        let system = circuit.system
        let packing = layout.packing
        var bases: [Int: CommitmentBases] = [:]
        for table in system.tables where bases[table.logSize] == nil {
            bases[table.logSize] = try CommitmentBases(srs: srs, logSize: table.logSize, packing: packing)
        }
        self.bases = bases
        tables = system.tables.indices.map { TableKey(circuit, table: $0) }
        let keys = tables
        let preprocessed = Parallel.map(layout.indices(of: .preprocessed).count) { position -> G1Affine in
            let group = layout.groups[layout.indices(of: .preprocessed)[position]]
            let key = keys[group.table]
            let slots = group.members.map { member -> [Fr] in
                switch member {
                case .fixed(let i): key.fixed[i].values
                case .sigma(let i): key.sigma[i].values
                default: []
                }
            }
            return bases[system.tables[group.table].logSize]?.commit(slots: slots) ?? .infinity
        }
        verifyingKey = VerifyingKey(
            system: system, layout: layout, tauG2: srs.tauG2, isInsecure: srs.isInsecure, preprocessed: preprocessed)
        self.circuit = circuit
    }
}

extension TableKey {
    init(_ circuit: Circuit, table index: Int) {
        let table = circuit.system.tables[index]
        let plan = circuit.system.plans[index]
        let domain = EvaluationDomain(logSize: table.logSize)
        let n = table.size

        func polynomials(_ columns: [[Fr]]) -> [ProvenPolynomial] {
            var coefficients = columns
            domain.inverseFFT(columns: &coefficients)
            return zip(columns, coefficients).map { ProvenPolynomial(values: $0, coefficients: $1) }
        }
        let fixed = polynomials(table.fixedColumns.indices.map { column in
            let values = circuit.fixed[index].indices.contains(column) ? circuit.fixed[index][column] : []
            return values + Array(repeating: Fr.zero, count: max(0, n - values.count))
        })
        let sigma = polynomials(Permutation(table: table, copies: circuit.copies[index]).sigmaColumns(domain: domain))

        var special = [[Fr]](repeating: Array(repeating: .zero, count: n), count: 4)
        special[0][0] = .one
        special[1][table.usableRows] = .one
        for row in 0..<table.usableRows { special[2][row] = .one }
        special[3] = domain.elements
        let specials = polynomials(special)

        let all = fixed + sigma + specials
        let onDomain = ColumnBuffer(rows: n, columns: all.count) { _ = $1.update(fromContentsOf: all[$0].values) }

        let length = table.quotientLength(plan)
        var logCosets = 0
        while (n << logCosets) < length { logCosets += 1 }
        let zeta = Fr.rootOfUnity(logSize: table.logSize + logCosets)
        let cosets = (0..<(1 << logCosets)).map { Coset(of: domain, shift: Fr.multiplicativeGenerator * zeta.pow(UInt64($0))) }

        self.domain = domain
        self.fixed = fixed
        self.sigma = sigma
        self.cosets = cosets
        quotientWeights = TableKey.weights(cosets)
        domainColumns = onDomain
        cosetColumns = cosets.map { coset in
            ColumnBuffer(rows: n, columns: all.count) { coset.evaluate(all[$0].coefficients, into: $1) }
        }
    }

    /// The inverse of the matrix c_j^k·(c_j − 1), c_j = (g·ζ^j)^n. The c_j are g^n times the E-th roots of unity, so it is an inverse
    /// Fourier transform of size E: weight(k, j) = c_j^(−k)/(E·(c_j − 1)).
    private static func weights(_ cosets: [Coset]) -> [[Fr]] {
        let constants = cosets.map { $0.shift.pow(UInt64($0.domain.size)) }
        let count = Fr(UInt64(cosets.count))
        var factors = constants.map { ($0 - .one) * count }
        var inverses = constants
        // X^n − 1 is not zero off H.
        Fr.batchInvert(&factors)
        Fr.batchInvert(&inverses)
        return cosets.indices.map { k in
            zip(factors, inverses).map { $0 * $1.pow(UInt64(k)) }
        }
    }
}
